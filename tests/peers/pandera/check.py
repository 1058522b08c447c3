"""pandera: the same schema, the same rows that break it, on tables made at random."""

import csv
import json
import random
import warnings

import pandas
import pandera.pandas as pandera
from pandera.engines.pandas_engine import DateTime

from peer import check, finish, scratch, sluice

warnings.filterwarnings("ignore")
SEED = 20260102
TABLES = 60
ROWS = 80  # fewer than the places that a report keeps of one rule

# Texts among which are values of the type and others, and what pandera makes of them. Python's own int() and
# float() take more than Table Schema does (blanks, underlines, "inf"), so such texts are left out.
TYPES = {
    "integer": (["7", "-12", "0", "+5", "900719925474099", "x", "1.5", "1e", "--1", "0x1F"], "Int64"),
    "number": (["7", "-1.25", ".5", "5.", "1e3", "-2E-3", "0.1", "abc", "1,5", "1.2.3", "e5"], "float64"),
    "date": (["2026-01-31", "2024-02-29", "1999-12-31", "2026-02-29", "2026-13-01", "31.01.2026", "soon"],
             DateTime(to_datetime_kwargs={"format": "%Y-%m-%d"})),
}
TEXTS = ["a", "ab", "abc", "Zürich", "日本", "x,y", 'he said "no"', "two\nlines", "A1", "b-2", " a", "ABCDEFGH"]
PATTERNS = ["[a-z]+", "a.*", "[A-Z][0-9]", ".*[-,].*", "(ab|a)c?"]


class Column:
    """A column made at random, as a field of ours, as a column of pandera's, and its cells."""

    def __init__(self, lots, name, kind):
        self.name = name
        self.rules = {}  # pandera's name of a check: ours
        self.checks = []
        self.constraints = {}
        self.kind = kind
        self.dtype = {"values": "float64", "counts": "Int64", "texts": str}.get(kind) or TYPES[kind][1]
        self.nullable = lots.random() < 0.5
        self.unique = kind not in TYPES and lots.random() < 0.3
        pool = self.fill(lots)
        gaps = lots.choice((0, 0, 0.1))
        self.cells = ["" if lots.random() < gaps else lots.choice(pool) for _ in range(ROWS)]
        if not self.nullable:
            self.constraints["required"] = True
        if self.unique:
            self.constraints["unique"] = True

    def fill(self, lots):
        """The cells to choose from. pandera asks checks of values alone, so columns with others have none."""
        if self.kind in TYPES:
            return TYPES[self.kind][0]
        if self.kind == "texts":
            self.about_texts(lots)
            return TEXTS
        if self.kind == "counts":
            pool = [str(lots.randint(-50, 50)) for _ in range(40)]
            self.about_numbers(lots, lots.randint(-40, 0), lots.randint(1, 40))
        else:
            pool = [repr(round(lots.uniform(-5, 5), 2)) for _ in range(60)]
            self.about_numbers(lots, -3.5, 2.25)
        return pool

    def add(self, ours, theirs, rule, **constraints):
        self.checks.append(theirs)
        self.constraints.update(constraints)
        self.rules[theirs.error] = ours, rule

    def about_numbers(self, lots, low, high):
        how = lots.randrange(5)
        if how == 0:
            self.add("schema/range", pandera.Check.ge(low), "minimum", minimum=low)
            self.add("schema/range", pandera.Check.lt(high), "exclusiveMaximum", exclusiveMaximum=high)
        elif how == 1:
            self.add("schema/range", pandera.Check.gt(low), "exclusiveMinimum", exclusiveMinimum=low)
            self.add("schema/range", pandera.Check.le(high), "maximum", maximum=high)
        elif how == 2:
            chosen = sorted(lots.randint(-9, 9) for _ in range(7))
            self.add("schema/enum", pandera.Check.isin(chosen), "enum", enum=chosen)

    def about_texts(self, lots):
        how = lots.randrange(4)
        if how == 0:
            self.add("schema/length", pandera.Check.str_length(min_value=2), "minLength", minLength=2)
            self.add("schema/length", pandera.Check.str_length(max_value=6), "maxLength", maxLength=6)
        elif how == 1:
            chosen = lots.sample(TEXTS, 8)
            self.add("schema/enum", pandera.Check.isin(chosen), "enum", enum=chosen)
        elif how == 2:
            # pandera's matches from the start on, Table Schema's is the whole text.
            pattern = lots.choice(PATTERNS)
            self.add("schema/pattern", pandera.Check.str_matches(f"(?:{pattern})\\Z"), "pattern", pattern=pattern)

    def field(self):
        of = {"values": "number", "counts": "integer", "texts": "string"}.get(self.kind, self.kind)
        return {"name": self.name, "type": of, "constraints": self.constraints}

    def column(self):
        return pandera.Column(self.dtype, self.checks, nullable=self.nullable, unique=self.unique, coerce=True,
                              report_duplicates="exclude_first")


def told_by_pandera(frame, schema, columns):
    """The rows that break each rule of each column, counted from 0."""
    told = {}
    of = {column.name: column for column in columns}
    try:
        schema.validate(frame, lazy=True)
        return told
    except pandera.errors.SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            about = of[case.column] if case.schema_context == "Column" else None
            if case.check.startswith("coerce_dtype"):
                rule = ("schema/type", "")
            elif case.check.startswith("dtype("):
                continue  # says again what could not be made of the type
            elif case.check in ("not_nullable", "field_uniqueness"):
                rule = ({"not_nullable": "schema/required"}.get(case.check, "schema/unique"), "")
            elif about:
                rule = about.rules[case.check]
            else:
                rule = ("schema/key" if "unique" in case.check else "check/predicate", "")
                told.setdefault((rule[0], ""), set()).add(int(case.index))
                continue
            told.setdefault((rule[0], case.column), set()).add(int(case.index))
    return told


def told_by_sluice(table, schema):
    code, report, done = sluice("data-validate", table, "--schema", schema)
    told = {}
    for finding in report.get("findings", []):
        rows = {place["row"] - 1 for place in finding["places"] if place["kind"] == "data"}
        whole = finding["rule"] in ("schema/key", "check/predicate")
        field = "" if whole else next(place["field"] for place in finding["places"] if "field" in place)
        told.setdefault((finding["rule"], field), set()).update(rows)
        if finding["count"] != len(rows):
            told[finding["rule"], field].add(f"{finding['count']} places, {len(rows)} told")
    return code, told, done.stdout.decode()[-400:]


def frame_of(columns):
    """As pandas reads the file: texts, and gaps where a cell is empty."""
    return pandas.DataFrame({column.name: pandas.Series([cell or None for cell in column.cells], dtype=object)
                             for column in columns})


def add_rules_of_rows(lots, columns, ours):
    """A key of two columns and a condition on two; pandera's for the whole frame."""
    keys = [column for column in columns if column.kind == "texts" and "" not in column.cells]
    pairs = [column for column in columns if column.kind in ("values", "counts") and "" not in column.cells]
    more = {}
    if len(keys) > 1:
        names = [column.name for column in keys[:2]]
        ours["uniqueKeys"] = [names]
        more["unique"], more["report_duplicates"] = names, "exclude_first"
    if len(pairs) > 1 and lots.random() < 0.8:
        a, b = (column.name for column in pairs[:2])
        ours["checks"] = [f"{a} <= {b} OR {a} < 0"]
        more["checks"] = pandera.Check(lambda frame: (frame[a] <= frame[b]) | (frame[a] < 0), error="condition")
    return more


def compare(number):
    lots = random.Random(SEED + number)
    kinds = lots.choices([*TYPES, "values", "counts", "texts"], [1, 1, 1, 2, 2, 3], k=lots.randint(2, 7))
    columns = [Column(lots, f"c{i}", kind) for i, kind in enumerate(kinds)]
    ours = {"fields": [column.field() for column in columns]}
    more = add_rules_of_rows(lots, columns, ours)
    table, schema = scratch() / "table.csv", scratch() / "schema.json"
    with open(table, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=lots.choice(("\n", "\r\n")), quoting=lots.choice((0, 1)))
        writer.writerow([column.name for column in columns])
        writer.writerows(zip(*(column.cells for column in columns)))
    schema.write_text(json.dumps(ours))
    theirs = pandera.DataFrameSchema({column.name: column.column() for column in columns}, strict=True, **more)
    wanted = told_by_pandera(frame_of(columns), theirs, columns)
    code, got, said = told_by_sluice(table, schema)
    check(f"table {number}: the verdict is pandera's", code == (1 if wanted else 0), f"{code} {sorted(wanted)} {said}")
    for rule in sorted({*wanted, *got}):
        mine, other = got.get(rule, set()), wanted.get(rule, set())
        check(f"table {number}: rows with {rule} are pandera's", mine == other,
              f"ours alone {sorted(mine - other, key=str)[:5]}, theirs alone {sorted(other - mine)[:5]}; {json.dumps(ours)}")


def main():
    for number in range(TABLES):
        compare(number)
    finish()


main()
