"""The checks that deepchecks has and most others do not: its verdicts and ours on tables made at random."""

import json
import logging
import random
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

from deepchecks.tabular import Dataset, checks  # pylint: disable=wrong-import-position
from peer import check, scratch, sluice  # pylint: disable=wrong-import-position

SEED = 20260101
TABLES = 40
ROWS = 60


def ours(table, asked, train=None, types=None):
    """Whether a table passes one of our checks."""
    folder = scratch()
    table.to_csv(folder / "data.csv", index=False)
    if train is not None:
        train.to_csv(folder / "train.csv", index=False)
    fields = [{"name": name, "type": (types or {}).get(name, "any")} for name in table.columns]
    (folder / "schema.json").write_text(json.dumps({"fields": fields, "checks": [asked]}))
    code, report, done = sluice("data-validate", "data.csv", "--schema", "schema.json")
    if code not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return not any(not found["rule"].startswith("csv/") for found in report.get("findings", []))


def theirs(made, *data):
    """Whether they pass a check with one condition."""
    return made.run(*data).conditions_results[0].is_pass()


def agree(sentence, make, question):
    """Both verdicts on many tables; both verdicts must come up."""
    maker = random.Random(SEED)
    seen = set()
    for number in range(TABLES):
        mine, other = question(*make(maker))
        seen.add(other)
        check(f"{sentence}, table {number}", mine == other, f"{mine}, deepchecks says {other}")
    check(f"{sentence}: some tables pass and some do not", seen == {True, False}, seen)


def dataset(table, **words):
    return Dataset(table, cat_features=[], **words)


def conflicting_labels():
    def make(maker):
        spread = maker.choice([3, 40])
        rows = [(maker.randrange(spread), maker.randrange(spread)) for _ in range(ROWS)]
        return (pd.DataFrame([(a, b, "xy"[(a + b) % 2] if maker.random() > .02 else "z")
                              for a, b in rows], columns=["a", "b", "label"]),)

    def question(table):
        made = checks.ConflictingLabels().add_condition_ratio_of_conflicting_labels_less_or_equal(0)
        return (ours(table, {"check": "consistent-labels", "label": "label"}),
                theirs(made, dataset(table, label="label", label_type="multiclass")))

    agree("equal rows have equal labels", make, question)


def pair(maker, rare):
    """Train and test data with a text that is rarely new."""
    def column(letters, more):
        return [maker.choice(letters) if maker.random() > more else "new" for _ in range(ROWS)]
    train = pd.DataFrame({"kind": column("abc", 0), "label": column("xy", 0)})
    return train, pd.DataFrame({"kind": column("abc", rare), "label": column("xy", rare)})


def new_labels_and_categories():
    def make(maker):
        return pair(maker, .01)

    def labels(train, test):
        made = checks.NewLabelTrainTest().add_condition_new_labels_number_less_or_equal(0)
        sides = [dataset(side, label="label", label_type="multiclass") for side in (train, test)]
        return (ours(test, {"check": "in-file", "columns": ["label"], "file": "train.csv"}, train),
                theirs(made, *sides))

    def categories(train, test):
        made = checks.NewCategoryTrainTest().add_condition_new_categories_less_or_equal(0)
        sides = [Dataset(side[["kind"]], cat_features=["kind"]) for side in (train, test)]
        return (ours(test, {"check": "in-file", "columns": ["kind"], "file": "train.csv"}, train),
                theirs(made, *sides))

    agree("no label is new", make, labels)
    agree("no category is new", make, categories)


def class_ratio():
    """The figure itself: their condition passes tables that are less balanced than the threshold."""
    maker = random.Random(SEED)
    for number in range(TABLES):
        table = pd.DataFrame({"label": maker.choices("abc", [6, 3, 1], k=ROWS)})
        shares = checks.ClassImbalance().run(dataset(table, label="label", label_type="multiclass"))
        counts = table["label"].value_counts()
        got = min(shares.value.values()) / max(shares.value.values())
        ratio = counts.min() / counts.max()
        bounds = [ours(table, {"check": "class-ratio", "column": "label", "minimum": ratio + by})
                  for by in (-1e-6, 1e-6)]
        check(f"the ratio of classes, table {number}",
              bounds == [True, False] and abs(got - ratio) < .02, (bounds, got, ratio))


def one_column(name, made, asked, values):
    """A check of one column of texts or numbers that values(maker) makes."""
    def make(maker):
        return (pd.DataFrame({"other": range(ROWS), "a": values(maker)}),)

    def question(table):
        return ours(table, {"column": "a", **asked}), theirs(made(), Dataset(table[["a"]], cat_features=[]))

    agree(name, make, question)


def columns_of_texts():
    def mostly(usual, odd, share):
        return lambda maker: [maker.choice(odd if maker.random() < share else usual)
                              for _ in range(ROWS)]

    one_column("a column has several values",
               lambda: checks.IsSingleValue().add_condition_not_single_value(),
               {"check": "distinct", "minimum": 2}, mostly(["x"], ["y"], .01))
    one_column("texts have one spelling",
               lambda: checks.StringMismatch().add_condition_no_variants(),
               {"check": "no-variants"},
               mostly(["Berlin", "Rome", "New York", "St-Gallen"], ["berlin", "NewYork", "st.gallen", "Oslo"], .02))
    one_column("one type",
               lambda: checks.MixedDataTypes().add_condition_rare_type_ratio_not_in_range((.02, .1)),
               {"check": "one-type", "tolerance": .02},
               lambda maker: [maker.choice(["x", "12x"]) if maker.random() < share else str(maker.randrange(9))
                              for share in [maker.choice([0, .01, .04, .3])] for _ in range(ROWS)])
    one_column("one word for nothing",
               lambda: checks.MixedNulls().add_condition_different_nulls_less_equal_to(1),
               {"check": "one-null"},
               lambda maker: [maker.choice(odd) if maker.random() < .04 else maker.choice("abc")
                              for odd in [maker.choice([["null"], ["null", "none"], ["na", "null"], ["nan"]])]
                              for _ in range(ROWS)])
    one_column("texts have letters or digits",
               lambda: checks.SpecialCharacters()
               .add_condition_ratio_of_special_characters_less_or_equal(.02),
               {"check": "no-special-only", "tolerance": .02},
               mostly(["a!", "b", "7?"], ["!!", "?", "--", "%$"], .025))
    one_column("values are there",
               lambda: checks.PercentOfNulls().add_condition_percent_of_nulls_not_greater_than(.05),
               {"check": "missing-share", "maximum": .05}, mostly(["x", "y"], [None], .05))


def repeated_rows():
    def make(maker):
        count = maker.choice([40, 3000])
        return (pd.DataFrame({"a": [maker.randrange(count) for _ in range(ROWS)], "b": "x"}),)

    def question(table):
        made = checks.DataDuplicates().add_condition_ratio_less_or_equal(.05)
        return (ours(table, {"check": "no-duplicate-rows", "tolerance": .05}),
                theirs(made, dataset(table)))

    agree("rows are not repeated", make, question)


def shared_rows():
    def make(maker):
        most = maker.choice([600, 20000])
        days = pd.date_range("2026-01-01", periods=400).strftime("%Y-%m-%d").tolist()

        def side(start, end):
            return pd.DataFrame({"id": [maker.randrange(most) for _ in range(ROWS)],
                                 "day": [maker.choice(days[start:end]) for _ in range(ROWS)],
                                 "a": [maker.randrange(2) for _ in range(ROWS)]})
        cut = maker.choice([170, 200])
        return side(0, 200), side(cut, cut + 150)

    def samples(train, test):
        made = checks.TrainTestSamplesMix().add_condition_duplicates_ratio_less_or_equal(.05)
        train, test = train[["id", "a"]], test[["id", "a"]]
        return (ours(test, {"check": "not-in-file", "file": "train.csv", "tolerance": .05}, train),
                theirs(made, dataset(train), dataset(test)))

    def index(train, test):
        made = checks.IndexTrainTestLeakage().add_condition_ratio_less_or_equal(0)
        return (ours(test, {"check": "not-in-file", "column": "id", "file": "train.csv"}, train),
                theirs(made, dataset(train, index_name="id"), dataset(test, index_name="id")))

    def dates(made, asked):
        def question(train, test):
            sides = [dataset(side.assign(day=pd.to_datetime(side["day"])), datetime_name="day")
                     for side in (train, test)]
            return (ours(test, {**asked, "column": "day", "file": "train.csv"}, train, {"day": "date"}),
                    theirs(made, *sides))
        return question

    agree("few rows are in the training data", make, samples)
    agree("no identifier is in the training data", make, index)
    agree("no date is in the training data", make,
          dates(checks.DateTrainTestLeakageDuplicates().add_condition_leakage_ratio_less_or_equal(0),
                {"check": "not-in-file"}))
    agree("test dates come after those of training", make,
          dates(checks.DateTrainTestLeakageOverlap().add_condition_leakage_ratio_less_or_equal(0),
                {"check": "after-file"}))


def leaks():
    """Features and identifiers that know the label, and such that know nothing of it."""
    def make(maker):
        labels = [maker.choice(["no", "yes"]) for _ in range(300)]
        leak = maker.random() < .5
        known = [label if leak else maker.choice(["no", "yes"]) for label in labels]
        number = [(label == "yes") * 5 + maker.random() if leak else maker.random() for label in labels]
        return pd.DataFrame({"kind": ["k" + text for text in known], "number": number, "label": labels}),

    def question(feature, asked, kinds):
        def both(table):
            table = table[[feature, "label"]]
            made = checks.FeatureLabelCorrelation().add_condition_feature_pps_less_than(.8)
            return (ours(table, {"label": "label", **asked}, types={"number": "number"}),
                    theirs(made, Dataset(table, label="label", label_type="multiclass", cat_features=kinds)))
        return both

    def identifier(table):
        table = table[["number", "label"]]
        made = checks.IdentifierLabelCorrelation().add_condition_pps_less_or_equal(.4)
        return (ours(table, {"check": "correlation-ratio", "label": "label", "maximum": .5},
                     types={"number": "number"}),
                theirs(made, dataset(table, label="label", label_type="multiclass", index_name="number")))

    agree("no category knows the label", make,
          question("kind", {"check": "association", "maximum": .8}, ["kind"]))
    agree("no category tells most of the label", make,
          question("kind", {"check": "mutual-information", "maximum": .8}, ["kind"]))
    agree("no number knows the label", make,
          question("number", {"check": "correlation-ratio", "maximum": .8}, []))
    agree("no identifier knows the label", make, identifier)


def beside_deepchecks_verdicts():
    for part in (conflicting_labels, new_labels_and_categories, class_ratio, columns_of_texts,
                 repeated_rows, shared_rows, leaks):
        part()
