"""A column before and now, for the parts that ask other tools about drift: made at random, and measured by ours."""

import math

from peer import check, scratch, sluice

# How a number is drawn; `moved` is 1 where the column has changed.
SHAPES = {
    "normal": lambda lots, moved: round(lots.gauss(0.2 * moved, 1), 5),
    "skewed": lambda lots, moved: round(lots.lognormvariate(0, 1 + 0.2 * moved), 4),
    "whole": lambda lots, moved: int(lots.gauss(20 + moved, 6)),
    "few": lambda lots, moved: lots.choices([1, 2, 3, 5, 8], [5, 4, 3, 2, 1 + moved])[0],
}
SIZES = ((700, 500), (2500, 900), (900, 1400))
# How often a category is there, before and now.
WEIGHTS = (
    ([5, 3, 2, 1], [4, 3, 2, 2]),
    ([3, 2], [2, 3]),
    ([900, 500, 60, 10, 5, 3], [700, 500, 80, 20, 3, 1]),
    ([9, 5, 3, 1, 0], [5, 5, 4, 4, 1]),
    ([5, 4, 3], [5, 4, 3]),
)


def numbers(lots):
    """Pairs of columns, and what to call them."""
    for shape, draw in SHAPES.items():
        for n, m in SIZES:
            yield [draw(lots, 0) for _ in range(n)], [draw(lots, 1) for _ in range(m)], f"{n} {shape} numbers and {m}"


def texts(lots):
    for before, now in WEIGHTS:
        for n, m in SIZES:
            kinds = "abcdefgh"[:len(before)]
            yield lots.choices(kinds, before, k=n), lots.choices(kinds, now, k=m), f"{n} and {m} of {len(kinds)} kinds"


def same_figure(method, wanted, before, now, label):
    """Our figure of that name is the other tool's."""
    sides = []
    for name, values in (("before.csv", before), ("now.csv", now)):
        path = scratch() / name
        path.write_text("x\n" + "".join(f"{value}\n" for value in values))
        sides.append(path)
    _, report, done = sluice("data-validate", sides[1], "--reference", sides[0], "--drift-method", method)
    got = report.get("metrics", {}).get("drift:x", {}).get("value")
    check(f"{method} of {label}", got is not None and math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9),
          f"{got}, wanted {wanted} {done.stdout.decode()[-200:] if got is None else ''}")
