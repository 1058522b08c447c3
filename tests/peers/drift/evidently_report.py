"""Evidently's report of drift, with what it chooses by itself, beside ours of the same files: the figure of every
column, which of them have drifted, and how many."""

import math

import pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

from peer import check, scratch, sluice

# What a column is to Evidently, and how to draw a cell of it; `moved` is 1 where the column has changed.
NUMBERS = {
    "normal": lambda lots, moved: round(lots.gauss(0.2 * moved, 1 + 0.1 * moved), 6),
    "skewed": lambda lots, moved: round(lots.lognormvariate(0, 1 + 0.2 * moved), 6),
    "counts": lambda lots, moved: int(lots.gauss(40 + 3 * moved, 12)),
    "few": lambda lots, moved: lots.choices([1, 2, 3, 4], [4, 3, 2, 1 + moved])[0],
    "bits": lambda lots, moved: lots.choices([0, 1], [5, 3 + moved])[0],
}
TEXTS = {
    "two": lambda lots, moved: lots.choices(["no", "yes"], [5, 3 + moved])[0],
    "kinds": lambda lots, moved: lots.choices("abcdefg", [5, 4, 3, 2, 1, 1, 1 + 2 * moved])[0],
    "many": lambda lots, moved: f"k{int(lots.paretovariate(0.6 + 0.1 * moved)) % 500}",
}
SIDES = ((600, 500, 0, 1), (600, 500, 0.1, 0), (900, 1400, 0.05, 1), (1500, 900, 0, 1), (1500, 900, 0.05, 0))


def write_side(path, lots, rows, gaps, moved):
    draws = NUMBERS | TEXTS
    cells = {name: ["" if lots.random() < gaps else draw(lots, moved) for _ in range(rows)]
             for name, draw in draws.items()}
    pandas.DataFrame(cells).to_csv(path, index=False)


def told_by_evidently(before, now):
    """Of each column the figure, and whether it has drifted by the threshold of its method; and how many have."""
    columns = DataDefinition(numerical_columns=list(NUMBERS), categorical_columns=list(TEXTS))
    sides = [Dataset.from_pandas(pandas.read_csv(path), data_definition=columns) for path in (now, before)]
    told, drifted = {}, None
    for metric in Report([DataDriftPreset()]).run(*sides).dict()["metrics"]:
        config, value = metric["config"], metric["value"]
        if "column" not in config:
            drifted = int(value["count"])
            continue
        p_value = config["method"].endswith("p_value")
        told[config["column"]] = (float(value), p_value, (value < config["threshold"]) == p_value, config["method"])
    return told, drifted


def beside_evidently_report(lots):
    before, now = scratch() / "before.csv", scratch() / "now.csv"
    for n, m, gaps, moved in SIDES:
        write_side(before, lots, n, gaps, 0)
        write_side(now, lots, m, gaps, moved)
        told, drifted = told_by_evidently(before, now)
        _, report, done = sluice("data-validate", now, "--reference", before, "--drift-method", "evidently-default")
        metrics = report["metrics"]
        verdicts = {part["name"]: part["verdict"] for part in report["checks"]}
        label = f"{n} rows and {m}, {gaps} of them missing"
        check(f"as many columns of {label} have drifted as Evidently says", metrics["drifted"]["value"] == drifted,
              (metrics["drifted"], drifted))
        check(f"Evidently reports every column of {label}", len(told) == len(NUMBERS | TEXTS), sorted(told))
        for name, (wanted, p_value, moved_away, method) in told.items():
            got = metrics[f"drift_p:{name}" if p_value else f"drift:{name}"]["value"]
            check(f"{name} of {label} has Evidently's figure ({method})",
                  math.isclose(got, wanted, rel_tol=1e-7, abs_tol=1e-9), (got, wanted))
            verdict = next(v for key, v in verdicts.items() if f"'{name}'" in key and "missing" not in key)
            check(f"{name} of {label} has Evidently's verdict", verdict == ("fail" if moved_away else "pass"),
                  (verdict, moved_away, done.stdout[-200:]))
