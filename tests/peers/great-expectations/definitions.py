"""Great Expectations' own test definitions: the same verdict, and as many unexpected values.

They come with the source archive of 0.14.13, the last one that holds them. A case is left out if it is not
for pandas; one that we refuse must be refused by name, and one that we judge otherwise is told in
definitions.json, with the reason.
"""

import collections
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

from peer import check, scratch, sluice

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "build/peers/great-expectations-definitions"
PACKAGE = "great_expectations==0.14.13"
REFUSED = {
    "no expectation of 0.18 or later": r"^expectation '\w+' is not known",
    "not judged here": r"cannot be judged",
    "an argument is missing or of another kind": r"needs '|wanted|wants|is no bound|has no argument",
    "bounds that no value is between": r"no value is both",
    "a parameter of functions or of the time": r"^parameter '(now|datetime)\(",
}
DIFFERENT = json.loads((HERE / "definitions.json").read_text(encoding="utf-8"))


def definitions():
    if not FOLDER.exists():
        subprocess.run([sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--no-binary", ":all:",
                        "--dest", str(scratch()), PACKAGE], check=True)
        with tarfile.open(next(scratch().glob("great_expectations-*.tar.gz"))) as packed:
            members = [member for member in packed if "/tests/test_definitions/" in member.name]
            packed.extractall(FOLDER, members=members, filter="data")
    for file in sorted(FOLDER.glob("*/tests/test_definitions/**/*.json")):
        definition = json.loads(file.read_text(encoding="utf-8"))
        for number, dataset in enumerate(definition["datasets"], 1):
            for case in dataset["tests"]:
                name = f"{file.stem} {number}: {case['title']}"
                yield name, definition["expectation_type"], dataset["data"], case


def is_for_pandas(case):
    only, never = case.get("only_for"), case.get("suppress_test_for", [])
    return (only is None or "pandas" in only) and "pandas" not in never


def ask(kind, data, case):
    """Exit code, verdict, how many values are unexpected (None: not counted), and what was printed."""
    rows = [dict(zip(data, values)) for values in zip(*data.values())]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (scratch() / "data.jsonl").write_text(text, encoding="utf-8")
    # How to report is no argument of the expectation.
    kwargs = {key: value for key, value in case["in"].items() if key not in ("result_format", "catch_exceptions")}
    expectation = {"expectation_type": kind, "kwargs": kwargs}
    suite = {"expectation_suite_name": "case", "expectations": [expectation],
             "meta": {"great_expectations_version": "0.14.13"}}
    (scratch() / "suite.json").write_text(json.dumps(suite), encoding="utf-8")
    code, report, done = sluice("data-validate", "data.jsonl", "--schema", "suite.json", "--quiet")
    asked = [entry for entry in report.get("checks", []) if entry["name"].startswith("expect_")]
    verdict = "pass" if all(entry["verdict"] == "pass" for entry in asked) else "fail"
    broken = re.match(r"(\d+) of \d+ break it", str(asked[0].get("value"))) if asked else None
    told = " ".join(finding["message"] for finding in report.get("findings", [])) or done.stderr.decode()
    return code, verdict, int(broken[1]) if broken else None, told


def judge(name, kind, data, case):
    """How it went: a word for the tally."""
    code, verdict, broken, message = ask(kind, data, case)
    out, reason = case["out"], DIFFERENT.get(name)
    if code == 3:
        check(f"{name} has no rows", not any(data.values()), message)
        return "without rows, which are no data"
    if code == 2:
        reason = next((told for told, text in REFUSED.items() if re.search(text, message)), None)
        check(f"{name} is refused by name", reason, message)
        return f"refused: {reason}"
    raises = "error" in case or "traceback_substring" in out
    unexpected = out.get("unexpected_list")
    same = not raises and (verdict == "pass") == out.get("success", verdict == "pass")
    if same and unexpected is not None and broken is not None:
        same = broken == len(unexpected)
    if raises and reason is None:
        same = verdict != "pass"
    check(name, same != bool(reason), f"{json.dumps(case['in'])}: theirs {json.dumps(out)[:300]}, ours {verdict}, "
          f"{broken} ({message[:300]}), told as different: {reason}")
    return "judged alike" if same else "judged otherwise, as told"


def check_definitions():
    tally = collections.Counter()
    for name, kind, data, case in definitions():
        tally[judge(name, kind, data, case) if is_for_pandas(case) else "not for pandas"] += 1
    for told, count in sorted(tally.items()):
        print(f"their own definitions: {count} {told}")
