"""Columns of every kind that a schema is inferred of; the argument is how many rows."""

import csv
import datetime
import sys

rows = int(sys.argv[1])
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["id", "code", "key", "number", "share", "class", "day", "at", "empty", "odd # name: x",
              "many", "some", "answer", "flag", "line\nend"])
for i in range(rows):
    out.writerow([
        i + 1, f"{i * 7919 % 100000:05d}", f"k-{i}", (i * 37 % 101 - 50) / 4, i % 11 / 10, i % 3,
        datetime.date(2026, 1, 1) + datetime.timedelta(i),
        f"2026-01-01 {i // 3600 % 24:02d}:{i // 60 % 60:02d}:{i % 60:02d}", "",
        ["yes", "no", "- a", "1.0", "it's", "a\u202eb"][i % 6], f"text {i % 60}",
        "" if i % 17 == 0 else i % 50, ["rare", "often"][i % 40 > 0], ["true", "false"][i % 2], "x"])
