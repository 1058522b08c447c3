import collections
import csv
import os
import sys

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
assert os.environ["SMOKE_DATA"] == sys.argv[1]
print(sys.argv[2], sorted(collections.Counter(row["label"] for row in rows).items()))
for epoch in range(int(os.environ["SMOKE_EPOCHS"])):
    print(f"epoch {epoch} train_loss={1 / (epoch + 1)}")
