"""The public cases of JSON-Schema-Test-Suite, drafts 2020-12 and 7: which values keep a schema.

They come with the source archive of the Python package jsonschema. What is not judged must be refused by
name: REFUSED tells the keywords, and a reference to another file is one; nothing may be ignored.
"""

import collections
import csv
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

from peer import check, finish, scratch, sluice

PACKAGE = (Path(__file__).parent / "requirements.txt").read_text(encoding="utf-8").strip()
FOLDER = Path(__file__).resolve().parents[3] / "build/peers/json-schema-suite"
DRAFTS = {"draft2020-12": "https://json-schema.org/draft/2020-12/schema",
          "draft7": "http://json-schema.org/draft-07/schema#"}
REFUSED = {
    "keyword '$dynamicRef'": r"keyword '\$dynamicRef' of a JSON Schema is not judged",
    "keyword 'unevaluatedItems'": r"keyword 'unevaluatedItems' of a JSON Schema is not judged",
    "keyword 'unevaluatedProperties'": r"keyword 'unevaluatedProperties' of a JSON Schema is not judged",
    "another file": r"finds nothing in its schema, and other files are not read",
    "a vocabulary of its own": r"keyword '\$schema' is the text",
}

# Cases of either draft that we refuse or judge otherwise, and why.
DIFFERENT = json.loads((Path(__file__).parent / "different.json").read_text(encoding="utf-8"))


def suites():
    if not FOLDER.exists():
        subprocess.run([sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--no-binary", ":all:",
                        "--dest", str(scratch()), PACKAGE], check=True)
        archive = next(scratch().glob("jsonschema-*.tar.gz"))
        with tarfile.open(archive) as packed:
            packed.extractall(FOLDER, filter="data")
    return next(FOLDER.glob("*/json/tests"))


def cases(draft):
    """Each schema with its values; of the optional ones those that are no formats."""
    files = [*sorted((suites() / draft).glob("*.json")), *sorted((suites() / draft / "optional").glob("*.json"))]
    for file in files:
        for case in json.loads(file.read_text(encoding="utf-8")):
            where = str(file.relative_to(suites() / draft).with_suffix(""))
            yield f"{where}: {case['description']}", case["schema"], case["tests"]


def judge(schema, values):
    """The rows that are broken, or what the schema is refused for."""
    with open(scratch() / "data.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["json"], *([json.dumps(value)] for value in values)])
    document = {"fields": [{"name": "json", "type": "any"}], "missingValues": ["nothing"],
                "checks": [{"check": "json-schema", "column": "json", "schema": schema}]}
    (scratch() / "schema.json").write_text(json.dumps(document), encoding="utf-8")
    code, report, done = sluice("data-validate", "data.csv", "--schema", "schema.json", "--quiet")
    if code not in (0, 1):
        return None, " ".join(finding["message"] for finding in report.get("findings", [])) or done.stderr.decode()
    return {place["row"] for finding in report["findings"] if finding["rule"] == "schema/json-schema"
            for place in finding["places"] if place["kind"] == "data"}, ""


def main():
    for draft, uri in DRAFTS.items():
        tally = collections.Counter()
        for name, schema, tests in cases(draft):
            if isinstance(schema, dict):
                schema = {"$schema": uri} | schema
            broken, message = judge(schema, [test["data"] for test in tests])
            if broken is None:
                reason = next((told for told, text in REFUSED.items() if re.search(text, message)), None)
                reason = reason or DIFFERENT.get(name)
                check(f"{draft}/{name} is judged, or refused by name", reason, message)
                tally[f"refused, {reason}"] += len(tests)
                continue
            for row, test in enumerate(tests, 1):
                told = DIFFERENT.get(f"{name}: {test['description']}")
                differs = (row not in broken) != test["valid"]
                check(f"{draft}/{name}: {test['description']}", differs == (told is not None),
                      f"valid {test['valid']}, ours {row not in broken}, told as different: {told}")
                tally[f"different, {told}" if differs else "judged alike"] += 1
        for told, count in sorted(tally.items()):
            print(f"{draft}: {count} {told}")
    finish()


main()
