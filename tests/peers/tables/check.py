"""Every value and statistic of generated tables as DuckDB and Polars compute them from the same files,
plain and packed, and the files of csv-spectrum and of other readers' tests cell by cell."""

import gzip
import json
import math
import random
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import polars

from corpora import compare_corpora
from peer import check, finish, scratch, sluice

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/bench"))
from table_files import write_table

FOLDER = ROOT / "build/peers/csv-spectrum"
PACKAGE = "csv-spectrum@2.0.0"
SIZE = 2000000  # bytes of a generated table
NUMBERS = ("integer", "number")


def write_odd(path):
    """What generated tables lack: gaps, negative and huge numbers, dates, quoted texts, few values."""
    lots = random.Random("odd")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("counter,huge,gaps,day,label,text\n")
        for number in range(20000):
            gap = "" if lots.random() < 0.3 else repr(round(lots.gauss(-1e6, 1e5), 3))
            day = date.fromordinal(date(1960, 1, 1).toordinal() + lots.randrange(40000))
            text = "".join(lots.choice('ab,"\n é日') for _ in range(lots.randrange(6)))
            quoted = '"' + text.replace('"', '""') + '"'
            file.write(f"{number - 10000},{lots.randrange(10**15)},{gap},{day},{lots.choice('xyz')},{quoted}\n")


def close(ours, theirs, bound=1e-9):
    """Equal but for the last digits of sums that are added up in another order."""
    if ours is None or theirs is None:
        return ours == theirs
    return math.isclose(ours, theirs, rel_tol=bound, abs_tol=1e-12)


def profile_of(path, *options):
    made = scratch() / "profile.json"
    code, _, done = sluice("data-validate", "profile", path, "--output", made, *options)
    check(f"{path.name} is profiled", code == 0, done.stdout.decode()[-500:])
    return {column["name"]: column for column in json.loads(made.read_text())["columns"]}


def ask_duckdb(path):
    """The figures of each column, all cells as texts first: types are ours to decide."""
    read = f"read_csv('{path}', all_varchar=true, header=true, quote='\"', escape='\"', delim=',', null_padding=false)"
    return lambda sql: duckdb.sql(sql.replace("TABLE", read)).fetchall()[0]


def compare_counts(name, column, ask, frame):
    quoted = f'"{name}"'
    rows, missing, distinct = ask(
        f"SELECT count(*), count(*) FILTER ({quoted} IS NULL OR {quoted} = ''), count(DISTINCT nullif({quoted}, '')) FROM TABLE")
    check(f"{name}: rows and missing are DuckDB's", (column["rows"], column["missing"]) == (rows, missing),
          (column["rows"], column["missing"], rows, missing))
    series = frame[name]
    empty = series.is_null() | (series == "")
    check(f"{name}: rows and missing are Polars's", (column["rows"], column["missing"]) == (len(series), empty.sum()))
    if column["type"] not in NUMBERS and column["distinct_exact"]:
        check(f"{name}: different texts are DuckDB's", column["distinct"] == distinct, (column["distinct"], distinct))
    if not column["distinct_exact"]:
        bound = 4 * column["distinct_error"] * distinct  # four standard deviations
        check(f"{name}: different values are DuckDB's within the bound", abs(column["distinct"] - distinct) <= bound,
              (column["distinct"], distinct, bound))


def compare_numbers(name, column, ask, frame):
    number = f"TRY_CAST(nullif(\"{name}\", '') AS DOUBLE)"
    least, most, mean, deviation, total = ask(
        f"SELECT min({number}), max({number}), avg({number}), stddev_samp({number}), sum(TRY_CAST(\"{name}\" AS HUGEINT)) FROM TABLE")
    check(f"{name}: least and most are DuckDB's", (column["least"], column["most"]) == (least, most))
    check(f"{name}: mean is DuckDB's", close(column["mean"], mean), (column["mean"], mean))
    check(f"{name}: deviation is DuckDB's", close(column["deviation"], deviation), (column["deviation"], deviation))
    if "sum" in column:
        check(f"{name}: the sum of integers is DuckDB's", int(column["sum"]) == total, (column["sum"], total))
    series = frame[name].replace("", None).cast(polars.Float64).drop_nulls()
    check(f"{name}: least, most and mean are Polars's", (column["least"], column["most"]) == (series.min(), series.max())
          and close(column["mean"], series.mean()))
    check(f"{name}: deviation is Polars's", close(column["deviation"], series.std()))
    compare_quantiles(name, column, sorted(series))


def compare_quantiles(name, column, values):
    """Each lies within its bound between the values on both sides of its rank."""
    error, rank = column.get("quantile_error", 0), column.get("rank_error", 0)
    wrong = {}
    for share, got in column["quantiles"].items():
        at = float(share) * (len(values) - 1)
        slack = rank * len(values)
        low = values[max(math.floor(at - slack), 0)]
        high = values[min(math.ceil(at + slack), len(values) - 1)]
        if not low - abs(low) * error - 1e-9 <= got <= high + abs(high) * error + 1e-9:
            wrong[share] = (got, low, high)
    check(f"{name}: quantiles are Polars's within their bound", not wrong, wrong)


def edges_of(column):
    """Edges that leave something on both sides, some of them numbers of the column."""
    middle = [column["quantiles"][share] for share in ("0.05", "0.25", "0.5", "0.95")]
    return sorted({*middle, column["values"][0], column["values"][len(column["values"]) // 3]})


def compare_histograms(path, columns, ask):
    edges = {name: edges_of(column) for name, column in columns.items() if column["type"] in NUMBERS}
    asked = [word for name, at in edges.items() for word in ("--edges", f"{name}={','.join(map(repr, at))}")]
    told = profile_of(path, *asked)
    for name, at in edges.items():
        number = f"TRY_CAST(nullif(\"{name}\", '') AS DOUBLE)"
        last = len(at) - 2
        wanted = ask("SELECT " + ", ".join(
            [f"count(*) FILTER ({number} < {at[0]!r})"]
            + [f"count(*) FILTER ({number} >= {low!r} AND {number} {'<=' if i == last else '<'} {high!r})"
               for i, (low, high) in enumerate(zip(at, at[1:]))]
            + [f"count(*) FILTER ({number} > {at[-1]!r})"]) + " FROM TABLE")
        made = told[name]["histogram"]
        made = (made["below"], *made["counts"], made["above"])
        check(f"{name}: numbers between edges are DuckDB's", made == tuple(wanted), (made, wanted))


def compare_days(name, column, frame):
    days = frame[name].replace("", None).str.to_date().drop_nulls()
    numbers = [(day - date(1970, 1, 1)).days for day in days]
    check(f"{name}: days are Polars's", (column["least"], column["most"]) == (min(numbers), max(numbers))
          and close(column["mean"], sum(numbers) / len(numbers)))


def compare_texts(name, column, frame):
    series = frame[name].replace("", None).drop_nulls()
    lengths = series.str.len_chars()
    ours = column["lengths"]
    check(f"{name}: lengths are Polars's", (ours["least"], ours["most"]) == (lengths.min(), lengths.max())
          and close(ours["mean"], lengths.mean()) and close(ours["deviation"], lengths.std()))
    counts = Counter(series)
    if column["distinct_exact"] and "texts" in column:
        told = {text["text"]: text["count"] for text in column["texts"]}
        check(f"{name}: texts and how often they occur are Polars's", told == counts)


def compare(path):
    columns = profile_of(path)
    ask = ask_duckdb(path)
    frame = polars.read_csv(path, infer_schema=False)
    check(f"{path.name}: columns are Polars's", list(columns) == frame.columns)
    compare_histograms(path, columns, ask)
    for name, column in columns.items():
        compare_counts(name, column, ask, frame)
        if column["type"] in NUMBERS:
            compare_numbers(name, column, ask, frame)
        elif column["type"] == "date":
            compare_days(name, column, frame)
        elif column["type"] in ("string", "boolean"):
            compare_texts(name, column, frame)


def compare_packed(path):
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    check(f"{packed.name} has the same profile", profile_of(packed) == profile_of(path))


def spectrum():
    """The cases of csv-spectrum: a CSV file and its rows as JSON."""
    if not (FOLDER / "package").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=FOLDER, check=True, text=True,
                                stdout=subprocess.PIPE).stdout.strip()
        subprocess.run(["tar", "xzf", packed], cwd=FOLDER, check=True)
    return sorted((FOLDER / "package/csvs").glob("*.csv"))


def value_of(column, text):
    """A text as the profile counts it."""
    return text if column["type"] in ("string", "boolean") else float(text)


def told_values(column):
    """The values that the profile tells, and how often each occurs."""
    if "texts" in column:
        return Counter({text["text"]: text["count"] for text in column["texts"]})
    return Counter(dict(zip(map(float, column["values"]), column["counts"])))


# The package's CSV and JSON differ here.
DIFFERENT = {("location_coordinates", "Contact Phone Number")}


def compare_spectrum(path):
    rows = json.loads((path.parent.parent / "json" / f"{path.stem}.json").read_text())
    rows = rows if isinstance(rows, list) else [rows]
    for name, column in profile_of(path).items():
        if (path.stem, name) in DIFFERENT:
            continue
        cells = [row[name] for row in rows]
        wanted = Counter(value_of(column, cell) for cell in cells if cell)
        check(f"{path.name}: cells of '{name}' are those of csv-spectrum", column["rows"] == len(rows)
              and column["missing"] == cells.count("") and told_values(column) == wanted,
              (dict(told_values(column)), dict(wanted)))


def main():
    for name in ("mixed", "floats", "quoted"):
        path = scratch() / f"{name}.csv"
        write_table(path, name, SIZE)
        compare(path)
    odd = scratch() / "odd.csv"
    write_odd(odd)
    compare(odd)
    compare_packed(odd)
    cases = spectrum()
    check("csv-spectrum has its cases", len(cases) >= 12, len(cases))
    for case in cases:
        compare_spectrum(case)
    compare_corpora(ROOT / "build/peers/csv-corpora")
    finish()


main()
