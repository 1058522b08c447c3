"""Verdicts of Great Expectations itself: every expectation of a suite asked of a CSV file, as JSON.

    python suite_verdicts.py names                 the expectations that the package has
    python suite_verdicts.py judge DATA SUITE...   true, false or null (it raised) for each of them

It works with 0.18 and 1.x, whichever is installed.
"""

import inspect
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx
import great_expectations.expectations.core as core
import pandas

OLD = gx.__version__.startswith("0.")


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def names():
    found = set()
    for name, item in vars(core).items():
        if inspect.isclass(item) and (name.startswith("Expect") or name.endswith("Expectation")):
            kind = getattr(item, "expectation_type", None)
            found.add(kind if isinstance(kind, str) and kind else snake(name))
    return sorted(found)


def judge_old(frame, expectations):
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.sources.add_pandas("p").add_dataframe_asset("a")
    batch = context.get_validator(batch_request=asset.build_batch_request(dataframe=frame))
    for expectation in expectations:
        try:
            result = getattr(batch, expectation["expectation_type"])(**expectation["kwargs"])
            yield verdict(result)
        except Exception:  # whatever it says, it is no verdict
            yield None


def verdict(result):
    failed = any(info.get("raised_exception") for info in exceptions(result))
    return None if failed else bool(result.success)


def judge_new(frame, expectations):
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("p")
    batch = source.add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    batch = batch.get_batch({"dataframe": frame})
    classes = {getattr(item, "expectation_type", None) or snake(name): item
               for name, item in vars(core).items() if inspect.isclass(item)}
    for expectation in expectations:
        try:
            asked = classes[expectation["expectation_type"]](**expectation["kwargs"])
            yield verdict(batch.validate(asked))
        except Exception:
            yield None


def exceptions(result):
    info = result.exception_info or {}
    return [info] if "raised_exception" in info else [v for v in info.values() if isinstance(v, dict)]


def main():
    if sys.argv[1] == "names":
        print(json.dumps({"version": gx.__version__, "names": names()}))
        return
    frame = pandas.read_csv(sys.argv[2])
    expectations = json.load(open(sys.argv[3], encoding="utf-8"))["expectations"]
    verdicts = judge_old(frame, expectations) if OLD else judge_new(frame, expectations)
    print(json.dumps(list(verdicts)))


main()
