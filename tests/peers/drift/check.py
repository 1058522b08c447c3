"""Drift: the figures of Evidently and scipy on columns made at random, beside ours of the same name."""

import math
import random
import warnings

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests import registry
from evidently.legacy.core import ColumnType
from scipy import stats
from scipy.spatial.distance import jensenshannon

from evidently_report import beside_evidently_report
from peer import check, finish, scratch, sluice

warnings.filterwarnings("ignore")
SEED = 20260101

# Our name and Evidently's.
EVIDENTLY_NUMBERS = {
    "wasserstein:evidently": "wasserstein",
    "psi:evidently": "psi",
    "kl:evidently": "kl_div",
    "js:evidently": "jensenshannon",
    "hellinger:evidently": "hellinger",
    "ks:evidently": "ks",
    "mann-whitney:evidently": "mannw",
    "t-test": "t_test",
    "energy": "ed",
    "epps-singleton": "es",
    "anderson-darling": "anderson",
}
EVIDENTLY_TEXTS = {
    "psi:evidently": "psi",
    "kl:evidently": "kl_div",
    "js:evidently": "jensenshannon",
    "hellinger:evidently": "hellinger",
    "chi-square:evidently": "chisquare",
}


def numbers(maker, shape, count):
    """Numbers of a shape; few of them have twins."""
    draw = {
        "normal": lambda: maker.gauss(0, 1),
        "shifted": lambda: maker.gauss(0.3, 1),
        "skewed": lambda: maker.lognormvariate(0, 1.2),
        "wide": lambda: maker.gauss(1000, 40),
        "wider": lambda: maker.gauss(1000, 60),
        "tenths": lambda: round(maker.uniform(0, 60), 1),
        "more tenths": lambda: round(maker.uniform(2, 66), 1),
    }[shape]
    return [draw() for _ in range(count)]


def texts(maker, weights, count):
    return maker.choices("abcdefgh"[:len(weights)], weights, k=count)


def write(name, values):
    path = scratch() / name
    path.write_text("x\n" + "".join(f"{v!r}\n" if isinstance(v, float) else f"{v}\n" for v in values))
    return path


def ours(method, before, now):
    """What our report has of the column: the figure and the p-value."""
    old = write("old.csv", before)
    new = write("new.csv", now)
    how = ["--drift-method", method] if method else []
    _, report, done = sluice("data-validate", new, "--reference", old, *how, "--fail-on", "never")
    metrics = report.get("metrics", {})
    if "drift:x" not in metrics:
        return math.nan, math.nan, done.stdout.decode()[-300:]
    return (*(metrics[name]["value"] if metrics[name]["value"] is not None else math.nan
              for name in ("drift:x", "drift_p:x")), "")


def near(got, wanted, absolute=1e-9, relative=1e-7):
    return abs(got - wanted) <= max(absolute, relative * abs(wanted))


def evidently(name, before, now, kind):
    """Evidently's score and verdict with its own threshold."""
    test = registry.get_stattest(pd.Series(before), pd.Series(now), kind, name)
    return test(pd.Series(before), pd.Series(now), kind, None).drift_score


def beside_evidently(names, before, now, kind, label):
    for method, theirs in names.items():
        try:
            wanted = float(evidently(theirs, before, now, kind))
        except Exception as problem:  # a test that its package refuses is no comparison
            print(f"{theirs} of {label}: {type(problem).__name__} {problem}")
            continue
        value, p, why = ours(method, before, now)
        test = theirs in ("ks", "mannw", "t_test", "es", "anderson", "chisquare")
        check(f"{method} of {label} is Evidently's {theirs}", near(p if test else value, wanted),
              f"{p if test else value!r}, Evidently has {wanted!r} {why}")


def beside_scipy_numbers(before, now, label):
    ks = stats.ks_2samp(before, now)
    value, p, _ = ours("ks", before, now)
    check(f"ks of {label} is scipy's", near(value, ks.statistic) and near(p, ks.pvalue),
          f"{value!r} {p!r}, scipy has {ks.statistic!r} {ks.pvalue!r}")
    value, p, _ = ours(None, before, now)
    check(f"the default's effect and p of {label} are scipy's KS",
          near(value, ks.statistic) and near(p, ks.pvalue), f"{value!r} {p!r}")
    _, p, _ = ours("cramer-von-mises", before, now)
    wanted = stats.cramervonmises_2samp(before, now, method="asymptotic").pvalue
    # scipy ends its series at terms of 1e-7.
    check(f"cramer-von-mises of {label} is scipy's", near(p, wanted, 2e-7), f"{p!r}, scipy has {wanted!r}")
    _, p, _ = ours("mann-whitney", before, now)
    wanted = stats.mannwhitneyu(before, now, alternative="two-sided", method="asymptotic").pvalue
    check(f"mann-whitney of {label} is scipy's", near(p, wanted), f"{p!r}, scipy has {wanted!r}")
    value, _, _ = ours("wasserstein:nannyml", before, now)
    wanted = stats.wasserstein_distance(before, now)
    check(f"wasserstein of {label} is scipy's", near(value, wanted), f"{value!r}, scipy has {wanted!r}")
    # NannyML: Doane's bins of the side before, what lies outside is one more.
    edges = np.histogram_bin_edges(before, bins="doane")
    p_before = np.histogram(before, edges)[0] / len(before)
    p_now = np.histogram(now, edges)[0] / len(now)
    wanted = jensenshannon([*p_before, 0], [*p_now, 1 - p_now.sum()], base=2)
    value, _, _ = ours("js:nannyml", before, now)
    check(f"js:nannyml of {label} is numpy's and scipy's", near(value, wanted), f"{value!r}, wanted {wanted!r}")


def beside_numpy_discrepancy(before, now, label):
    """Evidently's kernel, whose own code asks numpy for a name that is gone."""
    x, y = np.array(before)[:, None], np.array(now)[:, None]
    width = np.percentile((x - x.T) ** 2, 50, method="nearest")
    kernel = {}
    for name, (a, b) in {"xx": (x, x), "yy": (y, y), "xy": (x, y)}.items():
        kernel[name] = np.exp(-((a - b.T) ** 2) / width)
    n, m = len(x), len(y)
    wanted = ((kernel["xx"].sum() - n) / (n * (n - 1)) + (kernel["yy"].sum() - m) / (m * (m - 1))
              - 2 * kernel["xy"].mean())
    value, _, why = ours("mmd:evidently", before, now)
    if n + m <= 2000:
        check(f"mmd of {label} is numpy's", near(value, wanted), f"{value!r}, wanted {wanted!r} {why}")
    else:
        check(f"mmd of {label} is beyond what is asked", math.isnan(value), value)


def beside_scipy_texts(before, now, label):
    keys = sorted({*before, *now})
    table = np.array([[side.count(key) for key in keys] for side in (before, now)])
    shares = table / table.sum(axis=1, keepdims=True)
    _, p, _ = ours("chi-square", before, now)
    wanted = stats.chi2_contingency(table, correction=False).pvalue
    check(f"chi-square of {label} is scipy's", near(p, wanted), f"{p!r}, scipy has {wanted!r}")
    _, p, _ = ours("g-test", before, now)
    wanted = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").pvalue
    check(f"g-test of {label} is scipy's", near(p, wanted), f"{p!r}, scipy has {wanted!r}")
    _, p, _ = ours("tvd:evidently", before, now)
    wanted = float(evidently("TVD", before, now, ColumnType.Categorical))
    # A thousand permutations on each side: 0.07 is three standard errors of their difference.
    check(f"tvd:evidently of {label} is Evidently's but for chance", abs(p - wanted) < 0.07,
          f"{p!r}, Evidently has {wanted!r}")
    value, _, _ = ours("tvd", before, now)
    check(f"tvd of {label} is numpy's", near(value, abs(shares[0] - shares[1]).sum() / 2), value)
    value, _, _ = ours("linf:tfdv", before, now)
    check(f"linf of {label} is numpy's", near(value, abs(shares[0] - shares[1]).max()), value)
    value, _, _ = ours("js:tfdv", before, now)
    wanted = jensenshannon(*shares, base=2) ** 2
    check(f"js:tfdv of {label} is scipy's", near(value, wanted), f"{value!r}, scipy has {wanted!r}")
    if len(keys) == 2:
        _, p, _ = ours("fisher", before, now)
        wanted = stats.fisher_exact(table).pvalue
        check(f"fisher of {label} is scipy's", near(p, wanted), f"{p!r}, scipy has {wanted!r}")
        _, p, _ = ours("chi-square:nannyml", before, now)
        wanted = stats.chi2_contingency(table).pvalue
        check(f"chi-square:nannyml of {label} is scipy's", near(p, wanted), f"{p!r}, scipy has {wanted!r}")


def evidently_rule(before, now, kind, label):
    """Which test Evidently takes by itself, and what it says."""
    test = registry.get_stattest(pd.Series(before), pd.Series(now), kind, None)
    wanted = float(test(pd.Series(before), pd.Series(now), kind, None).drift_score)
    value, p, why = ours("evidently-default", before, now)
    check(f"evidently-default of {label} is what Evidently chooses ({test.display_name})",
          near(value, wanted) or near(p, wanted), f"{value!r} {p!r}, Evidently has {wanted!r} {why}")


def main():
    maker = random.Random(SEED)
    for before_shape, now_shape, n, m in (
        ("normal", "normal", 700, 500), ("normal", "shifted", 1500, 900), ("skewed", "skewed", 2000, 1200),
        ("wide", "wider", 900, 1100), ("tenths", "more tenths", 1200, 400),
    ):
        before = numbers(maker, before_shape, n)
        now = numbers(maker, now_shape, m)
        label = f"{n} {before_shape} and {m} {now_shape} numbers"
        beside_evidently(EVIDENTLY_NUMBERS, before, now, ColumnType.Numerical, label)
        beside_scipy_numbers(before, now, label)
        beside_numpy_discrepancy(before, now, label)
        evidently_rule(before, now, ColumnType.Numerical, label)
    for before_weights, now_weights, n, m in (
        ([5, 3, 2], [5, 3, 2], 800, 600), ([5, 3, 2, 1], [4, 3, 2, 2], 1500, 900), ([3, 2], [2, 3], 90, 120),
        ([9, 5, 3, 2, 1, 1, 1, 1], [5, 5, 4, 4, 2, 1, 1, 1], 3000, 2000),
    ):
        before = texts(maker, before_weights, n)
        now = texts(maker, now_weights, m)
        label = f"{n} and {m} texts of {len(now_weights)} kinds"
        beside_evidently(EVIDENTLY_TEXTS, before, now, ColumnType.Categorical, label)
        beside_scipy_texts(before, now, label)
        evidently_rule(before, now, ColumnType.Categorical, label)
    beside_evidently_report(maker)
    finish()


if __name__ == "__main__":
    main()
