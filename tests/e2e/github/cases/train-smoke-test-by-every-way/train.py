import csv
import os
import sys

import wisdom

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
print("trains on", len(rows), "rows with", wisdom.NAME, "below", os.path.basename(sys.prefix))
for epoch in range(int(os.environ["SMOKE_EPOCHS"])):
    print(f"epoch {epoch} loss: {1 / (epoch + 1)}")
