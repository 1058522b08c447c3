"""Decimals as Python reads them, whose float() is correctly rounded (David Gay's algorithm): the vectors
that CPython tests itself with, halves between neighbours, the ends of the range, and numbers at random,
each in a column of a table, by every kernel that the processor has.

  SLUICE_NUMBERS   a further file of vectors in the format of parse-number-fxx-test-data:
                   three words of bits, the last of them those of a double, and the number's text
"""

import json
import math
import os
import random
import re
import struct
from fractions import Fraction
from pathlib import Path

from peer import check, finish, scratch, sluice

ROWS = 1000  # different values that a profile tells apart, and some
COLUMNS = 100
LONGEST = 400  # letters of a number
RANDOM = 60000
DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
VECTORS = ("test/mathdata/floating_points.txt", "test/floating_points.txt")


def vectors_of_python():
    """The file lies in Python's test package, which Debian has in libpython3-testsuite."""
    library = Path(os.__file__).parent
    for place in VECTORS:
        if (library / place).exists():
            lines = (library / place).read_text().splitlines()
            return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    print("Python's test package is not there: its vectors are not asked (apt-get install libpython3-testsuite)")
    return []


def double_of(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def exact_text(value):
    """A fraction whose denominator is a power of two, digit by digit."""
    digits = value.denominator.bit_length() - 1
    whole = str(value.numerator * 5**digits).rjust(digits + 1, "0")
    return f"{whole[: len(whole) - digits]}.{whole[len(whole) - digits :] or '0'}"


def halves(lots, count):
    """The very middle of two doubles, just below and just above it."""
    for _ in range(count):
        bits = lots.getrandbits(52) | (1023 + lots.randrange(-60, 60)) << 52
        middle = (Fraction(double_of(bits)) + Fraction(double_of(bits + 1))) / 2
        text = exact_text(middle)
        yield text
        yield text + "0000000000000000000000000001"
        if not text.endswith("0"):
            yield text[:-1] + str(int(text[-1]) - 1) + "9999999"


def at_random(lots, count):
    for _ in range(count):
        value = double_of(lots.getrandbits(64))
        if math.isfinite(value):
            yield repr(value)
            yield f"{value:.{lots.randrange(25)}e}"
        digits = str(lots.getrandbits(lots.randrange(1, 120)))
        point = lots.randrange(len(digits) + 1)
        yield f"{digits[:point]}.{digits[point:]}e{lots.randrange(-330, 300)}"
        yield f"{lots.choice(['', '-'])}{lots.randrange(10**6)}.{lots.randrange(10**lots.randrange(1, 9))}"


EXTREMES = ["1.7976931348623157e308", "1.7976931348623158e308", "2.2250738585072014e-308", "2.2250738585072011e-308",
            "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "5e-324", "1e-400", "0e400",
            "9007199254740993", "9007199254740992.5", "123456789012345678901234567890", "1e23", "8.442911973260991817129021e-309"]


def given_vectors():
    """Texts and doubles that others have worked out."""
    place = os.environ.get("SLUICE_NUMBERS")
    for line in open(place) if place else []:
        _, _, bits, text = line.split()
        yield text, double_of(int(bits, 16))


def usable(text, value):
    return len(text) <= LONGEST and DECIMAL.fullmatch(text) and math.isfinite(value)


def write_table(numbers, names):
    """Columns of ROWS numbers; the last one is filled up with nothing."""
    columns = [numbers[i : i + ROWS] for i in range(0, len(numbers), ROWS)]
    with open(scratch() / "numbers.csv", "w") as file:
        file.write(",".join(names[: len(columns)]) + "\n")
        for row in range(ROWS):
            file.write(",".join(column[row][0] if row < len(column) else "" for column in columns) + "\n")
    schema = {"fields": [{"name": name, "type": "number"} for name in names[: len(columns)]]}
    (scratch() / "schema.json").write_text(json.dumps(schema))
    return columns


def ask(numbers, kernel):
    """Compares the values of each column with what they should be; the texts of those that differ."""
    names = [f"n{i}" for i in range(COLUMNS)]
    columns = write_table(numbers, names)
    made = scratch() / "profile.json"
    code, _, done = sluice("data-validate", "profile", scratch() / "numbers.csv", "--schema",
                           scratch() / "schema.json", "--kernel", kernel, "--output", made)
    if code:
        return [done.stdout.decode()[-300:]]
    wrong = []
    for told, column in zip(json.loads(made.read_text())["columns"], columns):
        wanted = {value + 0.0 for _, value in column}
        got = set(told["values"])
        if told["misfits"] or told["shift"] or got != wanted:
            wrong += [text for text, value in column if value + 0.0 not in got] or [f"{told['misfits']} misfits, {got - wanted}"]
    return wrong


def kernels():
    """Those that this processor can run."""
    (scratch() / "one.csv").write_text("a\n1\n")
    return [name for name in ("scalar", "sse2", "avx2", "avx512", "neon")
            if sluice("data-validate", scratch() / "one.csv", "--kernel", name)[0] == 0]


def compare(what, numbers, chosen):
    numbers = [pair for pair in numbers if usable(*pair)]
    for start in range(0, len(numbers), ROWS * COLUMNS):
        part = numbers[start : start + ROWS * COLUMNS]
        for kernel in chosen:
            wrong = ask(part, kernel)
            check(f"{what}: {len(part)} numbers are read as they should be by {kernel}", not wrong, wrong[:5])


def main():
    lots = random.Random("numbers")
    chosen = kernels()
    texts = [*vectors_of_python(), *EXTREMES, *halves(lots, 3000), *at_random(lots, RANDOM)]
    compare("Python's float()", [(text, float(text)) for text in texts], chosen)
    compare("given vectors", list(given_vectors()), chosen[-1:])
    finish()


main()
