import json
import sys

rows = [json.loads(line) for line in open(sys.argv[1])]
assert sys.argv[1].endswith(".jsonl") and len(rows) == 20, rows
assert sum(row["label"] == "few" for row in rows) == 5, rows
