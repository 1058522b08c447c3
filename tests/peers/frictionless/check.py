"""Fields of Table Schema: which cells frictionless takes for values, and which constraints they break.

different.json tells where we follow the standard's text or refuse what it does not mention; an entry
that no longer differs fails.
"""

import csv
import io
import json
from pathlib import Path

from frictionless import Field

from peer import check, finish, scratch, sluice

CELLS = """
|1|0|-1|+1|007|1.0|.5|5.|1e3|1E-2|1.5|1,5|1,234.5|1.234,5|1 000|$12.50|12%|NaN|INF|-INF|inf|0x1|true|True|TRUE|false
yes|no|t|2026-01-31|2026-02-29|2024-02-29|2026-1-3|31.01.2026|01/31/2026|31 Jan 2026|20260131|2026-01-31T12:00:00
2026-01-31T12:00:00Z|2026-01-31T12:00:00.5Z|2026-01-31T12:00:00+01:00|2026-01-31 12:00:00|12:00:00|12:00|24:00:00
12:00:61|1:30 PM|2026|26|99999|2026-01|2026-13|2026-1|P1Y2M10DT2H30M|P1D|PT5S|-P1D|P|PT|1 day|P1.5D
90.50,45.50|90.50, 45.50|45.5,95|[90.5,45.5]|{"lon":90.5,"lat":45.5}|{"lon":"90.5","lat":"45.5"}|181,0|a,b
{}|[]|{"a":1}|[1,2]|{"a":|null|"x"|a;b|1;2;3|1;x
{"type":"Point","coordinates":[1,2]}|{"type":"Point"}|{"type":"Nowhere","coordinates":[1,2]}
{"type":"Feature","geometry":null,"properties":{}}|{"type":"FeatureCollection","features":[]}
a@b.ch|a@b|a b@c.de|http://example.org|example.org|mailto:a@b.ch|95ecc380-afe9-11e4-9b6c-751b66dd541e
95ecc380afe911e49b6c751b66dd541e|aGVsbG8=|aGVsbG8|text|Zürich
""".strip().replace("\n", "|").split("|")

FIELDS = [
    {"type": "string"}, {"type": "string", "format": "email"}, {"type": "string", "format": "uri"},
    {"type": "string", "format": "uuid"}, {"type": "string", "format": "binary"},
    {"type": "integer"}, {"type": "integer", "groupChar": ","}, {"type": "integer", "bareNumber": False},
    {"type": "number"}, {"type": "number", "groupChar": ","},
    {"type": "number", "groupChar": ".", "decimalChar": ","}, {"type": "number", "bareNumber": False},
    {"type": "boolean"}, {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    {"type": "date"}, {"type": "date", "format": "%d.%m.%Y"}, {"type": "date", "format": "%m/%d/%Y"},
    {"type": "date", "format": "%d %b %Y"}, {"type": "time"}, {"type": "time", "format": "%H:%M"},
    {"type": "datetime"}, {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"},
    {"type": "year"}, {"type": "yearmonth"}, {"type": "duration"},
    {"type": "geopoint"}, {"type": "geopoint", "format": "array"}, {"type": "geopoint", "format": "object"},
    {"type": "object"}, {"type": "array"}, {"type": "geojson"}, {"type": "any"},
    {"type": "list", "delimiter": ";"}, {"type": "list", "delimiter": ";", "itemType": "integer"},
    {"type": "string", "constraints": {"required": True}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 4}},
    {"type": "string", "constraints": {"enum": ["true", "text", "1"]}},
    {"type": "integer", "constraints": {"minimum": 0, "maximum": 2026}},
    {"type": "integer", "constraints": {"enum": [1, 7]}},
    {"type": "number", "constraints": {"minimum": 1.5, "maximum": 1000}},
    {"type": "date", "constraints": {"minimum": "2025-01-01", "maximum": "2026-01-30"}},
    {"type": "year", "constraints": {"maximum": 2025}},
    {"type": "object", "constraints": {"enum": [{"a": 1}]}},
    {"type": "array", "constraints": {"enum": [[1, 2], []]}},
]

DIFFERENT = json.loads((Path(__file__).parent / "different.json").read_text(encoding="utf-8"))


def name_of(field):
    rest = {key: value for key, value in field.items() if key != "type"}
    return field["type"] + (f" {json.dumps(rest)}" if rest else "")


def theirs(field, cell):
    """Whether the cell is a value that keeps all constraints, or missing where that is allowed."""
    _, notes = Field.from_descriptor({"name": "a", **field}).create_cell_reader()(cell)
    return not notes


def ours(field):
    """The same for all cells, from one run: places name each broken row."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["row", "a"])
    rows.writerows(enumerate(CELLS, 1))
    (scratch() / "data.csv").write_text(text.getvalue(), encoding="utf-8")
    schema = {"fields": [{"name": "row", "type": "integer"}, {"name": "a", **field}]}
    (scratch() / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    code, report, done = sluice("data-validate", "data.csv", "--schema", "schema.json", "--quiet")
    check(f"{name_of(field)} is judged", code in (0, 1), done.stdout.decode())
    return {place["row"] for finding in report["findings"] for place in finding["places"]
            if place["kind"] == "data" and place.get("row")}


def main():
    differ = 0
    for field in FIELDS:
        broken = ours(field)
        for row, cell in enumerate(CELLS, 1):
            kept = row not in broken
            reason = DIFFERENT.get(name_of(field), {}).get(cell)
            differs = kept != theirs(field, cell)
            differ += differs
            check(f"'{cell}' as {name_of(field)}", differs == (reason is not None),
                  f"ours {'takes' if kept else 'refuses'} it, told as different: {reason}")
    print(f"{len(FIELDS)} fields, {len(CELLS)} cells, {differ} differ as told")
    finish()


main()
