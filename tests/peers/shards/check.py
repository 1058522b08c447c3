"""A table that is profiled in parts and merged is judged like the whole one: in files as a matrix of jobs
has them, and by the recipe of docs/sharding.md on Apache Spark."""

import json
import os
import random
import re
import subprocess
from pathlib import Path

from pyspark.sql import SparkSession

from peer import check, finish, scratch, sluice

ROWS = 60000
PARTITIONS = 12
RECIPE = Path(__file__).resolve().parents[3] / "docs/sharding.md"
HEADER = "id,x,kind,day,note"
# What adding up in another order changes.
ROUNDED = {"mean", "deviation", "squares"}


def rows(seed, shift):
    source = random.Random(seed)
    for number in range(ROWS):
        x = "" if source.random() < 0.02 else f"{source.gauss(50 + shift, 10):.4f}"
        yield (f"{number},{x},{source.choices('abcd', [5, 3, 2, 1 + shift])[0]},"
               f"2026-{source.randrange(1, 13):02}-{source.randrange(1, 29):02},{'n' * source.randrange(30)}")


def write(name, lines):
    path = scratch() / name
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def profile(path, output):
    code, _, done = sluice("data-validate", "profile", path, "--schema", "schema.json", "--output", output)
    check(f"{output} is made", code == 0, done.stderr.decode())
    return scratch() / output


def merge(parts, output):
    code, _, done = sluice("data-validate", "merge", *parts, "--output", output)
    check(f"{output} is merged", code == 0, done.stderr.decode())
    return json.loads((scratch() / output).read_text())


def same(one, other):
    """Equal, reals within what rounding leaves."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(
            abs(one[key] - other[key]) <= 1e-9 * abs(one[key]) if key in ROUNDED and one[key] is not None
            else same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def drifts(report):
    return [(item["name"], item["verdict"], item["value"]) for item in report["checks"]
            if item["name"].startswith("drift of")]


def check_verdict(how, output):
    _, whole, _ = sluice("data-validate", "check", "now.csv", "--schema", "schema.json", "--baseline", "before.json")
    _, merged, _ = sluice("data-validate", "diff", "before.json", output, "--schema", "schema.json")
    check(f"{how}: the verdict is that on the whole table", drifts(whole) == drifts(merged) and drifts(whole),
          f"{drifts(whole)} {drifts(merged)}")
    check(f"{how}: there is drift to be found", any(verdict == "fail" for _, verdict, _ in drifts(merged)))


def in_a_matrix(lines, whole):
    source = random.Random(3)
    cuts = sorted(source.randrange(len(lines)) for _ in range(5))
    parts = []
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(lines)])):
        parts.append(profile(write(f"part-{number}.csv", lines[start:end]), f"part-{number}.json"))
    check("parts merge to the whole table", same(merge(parts, "merged.json"), whole))
    check("in any order", same(merge(parts[::-1], "merged.json"), whole))
    left = merge(parts[:2], "left.json") and merge([*parts[2:]], "right.json")
    check("and by any tree", left and same(merge(["left.json", "right.json"], "merged.json"), whole))
    check_verdict("in a matrix", "merged.json")


def on_spark(whole):
    block = re.search(r"```python\n(.*?)```", RECIPE.read_text(), re.S).group(1)
    block = block.replace("s3a://bucket/rows.csv", str(scratch() / "now.csv")).replace(", 8)", f", {PARTITIONS})")
    block = block.replace("--schema schema.json", f"--schema {scratch() / 'schema.json'}")
    check("the recipe is read", str(PARTITIONS) in block and "rdd.pipe" in RECIPE.read_text())
    os.chdir(scratch())
    exec(compile(block, str(RECIPE), "exec"), {})  # the page's own words
    parts = sorted(scratch().glob("part-*.json"))
    check("each partition has a profile", len(parts) >= PARTITIONS, str(len(parts)))
    check("partitions merge to the whole table", same(merge(parts, "spark.json"), whole))
    check_verdict("on Spark", "spark.json")


def main():
    (scratch() / "schema.json").write_text(json.dumps({"fields": [
        {"name": "id", "type": "integer"}, {"name": "x", "type": "number"}, {"name": "kind", "type": "string"},
        {"name": "day", "type": "date"}, {"name": "note", "type": "string"}]}))
    write("before.csv", rows(1, 0))
    lines = list(rows(2, 2))
    write("now.csv", lines)
    profile("before.csv", "before.json")
    whole = json.loads(profile("now.csv", "now.json").read_text())
    in_a_matrix(lines, whole)
    for path in scratch().glob("part-*"):
        path.unlink()
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config(
        "spark.ui.showConsoleProgress", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    # An empty partition is one of them: Spark splits what has no rows too.
    on_spark(whole)
    spark.stop()
    finish()


main()
