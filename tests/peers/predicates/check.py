"""Conditions on rows, made at random: DuckDB and data-validate find the same rows false."""

import json
import random
import re
from datetime import date, timedelta

import duckdb
from peer import check, finish, scratch, sluice

ROWS = 2000
PREDICATES = 1500
FIELDS = [("i", "integer"), ("j", "integer"), ("x", "number"), ("y", "number"), ("s", "string"),
          ("t", "string"), ("ok", "boolean"), ("d", "date"), ("e", "date"), ("m", "datetime")]
SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR", "boolean": "BOOLEAN",
             "date": "DATE", "datetime": "TIMESTAMP"}
TEXTS = ["a", "ab", "abc", "B", "Ab", "a%b", "a_b", "x'y", "b a", "zebra", "10", "9"]
# Letters beyond ASCII have no case here, and DuckDB knows theirs: they stand where case is not asked for.
WORDS = TEXTS + ["Zürich", "🐧", "é"]


def rows(source):
    start = date(2023, 12, 1)
    for _ in range(ROWS):
        day = start + timedelta(days=source.randrange(-900, 900))
        later = day + timedelta(days=source.randrange(-3, 40))
        row = [source.randrange(-5, 6), source.choice([source.randrange(10), 2**53 + source.randrange(3)]),
               source.choice([source.randrange(-40, 40) / 8, 0.1, 1e300, -0.0]),
               round(source.gauss(0, 2), 3), source.choice(TEXTS), source.choice(WORDS),
               source.choice(["true", "false"]), day.isoformat(), later.isoformat(),
               f"{day.isoformat()}T{source.randrange(24):02}:00:{source.randrange(60):02}Z"]
        yield ["" if source.random() < 0.08 else value for value in row]


class Maker:
    """Conditions of the grammar in docs/predicates.md, no deeper than asked for."""

    def __init__(self, source):
        self.source = source

    def one(self, *makers):
        return self.source.choice(makers)()

    def number(self, depth):
        pick = self.source.choice
        leaf = [lambda: pick("ijxy"), lambda: str(self.source.randrange(-3, 9)),
                lambda: f"{self.source.randrange(80) / 8}"]
        if depth <= 0:
            return self.one(*leaf)
        below = lambda: self.number(depth - 1)
        return self.one(
            *leaf,
            # Integers of 64 bits overflow in DuckDB: products and sums of small ones, and of reals.
            lambda: f"({pick(['i', '2', '3'])} {pick('+-*')} {pick(['i', '1', '-4'])})",
            lambda: f"({pick('xy')} {pick('+-*')} {below()})",
            lambda: f"({below()} / NULLIF({pick('ixy')}, 0))",
            lambda: f"(i % {pick(['2', '3', '-3'])})",
            lambda: f"-{pick('ixy')}", lambda: f"ABS({pick('ijxy')})", lambda: f"FLOOR({pick('xy')})",
            lambda: f"CEIL({pick('xy')})", lambda: f"LENGTH({self.text(depth - 1)})",
            lambda: f"COALESCE({below()}, {below()})", lambda: f"GREATEST({below()}, {below()})",
            lambda: f"LEAST({below()}, {below()})", lambda: f"(e - d)",
            lambda: f"{pick(['YEAR', 'MONTH', 'DAY'])}({pick(['d', 'e', 'm'])})",
            lambda: f"(EPOCH(m) - EPOCH(d))",
            lambda: f"CASE WHEN {self.condition(depth - 1)} THEN {below()} ELSE {below()} END")

    def text(self, depth):
        pick = self.source.choice
        literal = lambda: "'" + pick(TEXTS).replace("'", "''") + "'"
        leaf = [lambda: pick("st"), literal]
        if depth <= 0:
            return self.one(*leaf)
        below = lambda: self.text(depth - 1)
        return self.one(*leaf, lambda: "UPPER(s)", lambda: "LOWER(s)", lambda: f"TRIM({below()})",
                        lambda: f"SUBSTR(t, {self.source.randrange(1, 4)}, {self.source.randrange(4)})",
                        lambda: f"({below()} || {below()})", lambda: f"COALESCE({below()}, {below()})",
                        lambda: f"NULLIF({below()}, {below()})")

    def moment(self, depth):
        pick = self.source.choice
        day = lambda: f"DATE '{date(2023, 1, 1) + timedelta(days=self.source.randrange(800))}'"
        return self.one(lambda: pick("de"), lambda: "m", day, lambda: f"({pick('de')} + {self.source.randrange(9)})",
                        lambda: f"({pick('de')} - {self.source.randrange(9)})",
                        lambda: f"COALESCE({pick('de')}, {day()})")

    def like(self):
        return "'" + "".join(self.source.choice(["%", "_", "a", "b", "B", "!%", "!_"]) for _ in range(3)) + "'"

    def condition(self, depth):
        pick = self.source.choice
        sign = lambda: pick(["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"])
        negated = lambda: pick(["", "NOT "])
        number, text, moment = (lambda: self.number(depth - 1)), (lambda: self.text(depth - 1)), (
            lambda: self.moment(depth - 1))
        leaf = [lambda: f"{number()} {sign()} {number()}", lambda: f"{text()} {sign()} {text()}",
                lambda: f"{moment()} {sign()} {moment()}", lambda: "ok", lambda: f"ok = {pick(['TRUE', 'FALSE'])}",
                lambda: f"{number()} {negated()}BETWEEN {number()} AND {number()}",
                lambda: f"{pick('ij')} {negated()}IN ({number()}, {number()}, {pick(['NULL', '3'])})",
                lambda: f"{text()} {negated()}IN ({text()}, {text()})",
                lambda: f"{text()} {negated()}{pick(['LIKE', 'ILIKE'])} {self.like()} ESCAPE '!'",
                lambda: f"{pick([f for f, _ in FIELDS])} IS {negated()}NULL",
                lambda: f"{pick(['STARTS_WITH', 'CONTAINS', 'ENDS_WITH'])}(t, {text()})"]
        if depth <= 0:
            return self.one(*leaf)
        below = lambda: self.condition(depth - 1)
        return self.one(*leaf, lambda: f"({below()} AND {below()})", lambda: f"({below()} OR {below()})",
                        lambda: f"NOT ({below()})",
                        lambda: f"({below()}) IS {negated()}{pick(['TRUE', 'FALSE', 'NULL'])}")


def speaking(maker, source):
    """A condition on a field: those on constants alone are refused."""
    while True:
        condition = maker.condition(source.randrange(4))
        if re.search(r"\b(i|j|x|y|s|t|ok|d|e|m)\b", re.sub(r"'[^']*'", "", condition)):
            return condition


def broken_by_duckdb(connection, predicate):
    # A parenthesis around what is asked for, as ours ends with its text.
    return connection.execute(f"SELECT count(*) FROM t WHERE ({predicate}) IS FALSE").fetchone()[0]


def main():
    source = random.Random(20)
    data, schema = scratch() / "data.csv", scratch() / "schema.json"
    names = [name for name, _ in FIELDS]
    with data.open("w") as file:
        file.write(",".join(names) + "\n")
        for row in rows(source):
            file.write(",".join(map(str, row)) + "\n")
    maker = Maker(source)
    predicates = [speaking(maker, source) for _ in range(PREDICATES)]
    schema.write_text(json.dumps({"fields": [{"name": name, "type": kind} for name, kind in FIELDS],
                                  "checks": predicates}))
    _, report, _ = sluice("data-validate", data, "--schema", schema)
    ours = [item for item in report.get("checks", []) if item["name"] == "predicate"]
    check("all predicates are read", len(ours) == PREDICATES, report["findings"][0]["message"])

    connection = duckdb.connect()
    columns = ", ".join(f"'{name}': '{SQL_TYPES[kind]}'" for name, kind in FIELDS)
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{data}', columns={{{columns}}}, nullstr='')")
    decided = 0
    for predicate, item in zip(predicates, ours):
        broken = int(item["value"].split()[0])
        wanted = broken_by_duckdb(connection, predicate)
        decided += 0 < wanted < ROWS
        check(predicate, broken == wanted, f"{broken} rows are false, DuckDB says {wanted}")
    check("most predicates tell rows apart", decided > PREDICATES / 2, f"{decided} do")
    finish()


main()
