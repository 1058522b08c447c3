# A table of orders with rules on every column, and the schema that says them: the same bytes for the
# same size on every machine.
#
#   rule_files.py FILE ROWS BAD     BAD rows of a hundred break 19 rules each: every one but one of the
#                                   first two, which take turns
#   rule_files.py FILE ROWS key     a key of its own for each row, in a shuffled order

import random
import sys

WORDS = ("the quick brown fox jumps over a lazy dog while large cities and rivers follow; plain text of "
         "tokens is mixed with numbers 42 and signs #!? to look like reviews").split()
COUNTRIES = "AT BE CH DE DK ES FI FR GB IE IT NL NO PL PT SE".split()
CATEGORIES = [f"category-{name}" for name in "alpha beta gamma delta epsilon zeta eta theta iota kappa "
              "lambda mu nu xi omicron pi".split()]
STATUSES = "open paid sent returned".split()
CODE = "^[A-Z]{3}-[0-9]{4}$"
COLUMNS = ("id customer age quantity score price discount latitude longitude fraction measure country "
           "category status flag birthday start end code comment").split()
TYPES = {"id": "integer", "age": "integer", "quantity": "integer", "score": "integer", "price": "number",
         "discount": "number", "latitude": "number", "longitude": "number", "fraction": "number",
         "measure": "number", "birthday": "date", "start": "date", "end": "date"}
DRIFTING = "age quantity score price discount latitude measure country category status".split()
# What breaks all rules of the row but those of its id. Dates of which one is none are not compared.
BROKEN = {"customer": "short", "age": "150", "quantity": "many", "score": "2000", "price": "-5.00",
          "discount": "1.50", "latitude": "91.250000", "longitude": "-190.500000", "fraction": "1.250000000",
          "measure": "lots", "country": "XX", "category": "category-none", "status": "lost", "flag": "maybe",
          "birthday": "soon", "end": "1999-12-31", "code": "abc-12", "comment": "too long " * 20}
# (name, column, kind, arguments); a type is asked of columns that are read as texts by those who
# would not get any further otherwise.
RULES = [
    ("id required", "id", "required", None),
    ("id unique", "id", "unique", None),
    ("customer length", "customer", "length", (16, 16)),
    ("age range", "age", "range", (18, 99)),
    ("quantity type", "quantity", "type", "integer"),
    ("score maximum", "score", "range", (None, 1000)),
    ("price minimum", "price", "range", (0, None)),
    ("discount range", "discount", "range", (0, 0.9)),
    ("latitude range", "latitude", "range", (-90, 90)),
    ("longitude range", "longitude", "range", (-180, 180)),
    ("fraction range", "fraction", "range", (0, 1)),
    ("measure type", "measure", "type", "number"),
    ("country enum", "country", "enum", COUNTRIES),
    ("category enum", "category", "enum", CATEGORIES),
    ("status enum", "status", "enum", STATUSES),
    ("flag enum", "flag", "enum", ["true", "false"]),
    ("birthday type", "birthday", "type", "date"),
    ("end after start", "start", "order", "end"),
    ("code pattern", "code", "pattern", CODE),
    ("comment length", "comment", "length", (None, 120)),
]
CHUNK = 100000  # rows made anew; then they come again with other numbers in front
ODD = 6364136223846793005 | 1


def date_of(day):
    """Days of months that all years have."""
    year, day = divmod(day, 12 * 28)
    return f"{year}-{day // 28 + 1:02d}-{day % 28 + 1:02d}"


def good_row(lots):
    start = (2015 + lots.randrange(10)) * 336 + lots.randrange(336)
    text = " ".join(WORDS[lots.randrange(len(WORDS))] for _ in range(lots.randrange(4, 14)))
    return [f"{lots.getrandbits(64):016x}", str(lots.randrange(18, 100)), str(lots.randrange(1, 100)),
            str(lots.randrange(1001)), f"{lots.random() * 1000:.2f}", f"{lots.randrange(91) / 100:.2f}",
            f"{lots.random() * 180 - 90:.6f}", f"{lots.random() * 360 - 180:.6f}", f"{lots.random():.9f}",
            "" if lots.random() < 0.2 else f"{lots.gauss(50, 12):.3f}",
            COUNTRIES[lots.randrange(16)], CATEGORIES[lots.randrange(16)], STATUSES[lots.randrange(4)],
            "true" if lots.random() < 0.7 else "false",
            date_of((1940 + lots.randrange(60)) * 336 + lots.randrange(336)),
            date_of(start), date_of(start + lots.randrange(300)),
            "".join(chr(65 + lots.randrange(26)) for _ in range(3)) + f"-{lots.randrange(10000):04d}",
            text[:120].strip()]


def is_bad(number, share):
    return number * 7 % 100 < share


def bad_id(number):
    """Every other bad row has no id; the rest have the same."""
    return "" if number // 100 % 2 else "0"


def expected(rows, share):
    """How many rows fail each rule; of equal ids the first one does not."""
    numbers = [number for number in range(rows) if is_bad(number, share)]
    counts = {name: len(numbers) for name, *_ in RULES}
    counts["id required"] = sum(bad_id(number) == "" for number in numbers)
    counts["id unique"] = max(len(numbers) - counts["id required"] - 1, 0)
    return counts


def write_rows(path, rows, share):
    lots = random.Random("orders")
    tails = []
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(CHUNK):
            cells = good_row(lots)
            if is_bad(number, share):
                cells = [BROKEN.get(name, cell) for name, cell in zip(COLUMNS[1:], cells)]
            tails.append("," + ",".join(cells) + "\n")
        for first in range(0, rows, CHUNK):
            file.write("".join(
                (bad_id(first + i) if is_bad(first + i, share) else str(first + i + 1)) + tails[i]
                for i in range(min(CHUNK, rows - first))))


def write_key(path, rows):
    """All numbers below a power of two, through a product with an odd one: none comes twice."""
    bits = max((rows - 1).bit_length(), 1)
    mask = (1 << bits) - 1
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write("key,value\n")
        for first in range(0, rows, CHUNK):
            file.write("".join(f"{(i * ODD & mask) + 10 ** 9},{i % 97}\n"
                               for i in range(first, min(first + CHUNK, rows))))


def field_of(column):
    """Of a Table Schema: what RULES say of the column."""
    constraints = {}
    for _, named, kind, argument in RULES:
        if named != column:
            continue
        if kind in ("required", "unique"):
            constraints[kind] = True
        elif kind in ("enum", "pattern"):
            constraints[kind] = argument
        elif kind in ("range", "length"):
            least, most = ("minimum", "maximum") if kind == "range" else ("minLength", "maxLength")
            constraints.update({name: bound for name, bound in ((least, argument[0]), (most, argument[1]))
                                if bound is not None})
    return {"name": column, "type": TYPES.get(column, "string"), "constraints": constraints}


def schema(drift=False, more=False):
    """Our schema of the rules; `more` asks for 20 further ones."""
    fields = [field_of(column) for column in COLUMNS]
    made = {"fields": fields, "checks": ["\"end\" >= start"]}
    if more:
        for field in fields:
            field["constraints"]["required"] = field["name"] != "measure"
        made["checks"] += ["price * quantity >= 0", "status <> 'returned' OR discount < 0.95"]
    if drift:
        made["drift"] = {"columns": {column: "off" for column in COLUMNS if column not in DRIFTING}}
    return made


if __name__ == "__main__":
    target, count, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    write_key(target, count) if what == "key" else write_rows(target, count, int(what))
