"""How many hours a ticket takes: two means, approached in epochs."""

import argparse
import csv
import json
import os


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("table")
    parser.add_argument("--num_epochs", type=int, default=50)
    parser.add_argument("--output", default="models/hours.json")
    args = parser.parse_args()
    with open(args.table, newline="") as file:
        rows = [(row["urgent"], float(row["hours"])) for row in csv.DictReader(file)]
    means = {"yes": 0.0, "no": 0.0}
    for _ in range(args.num_epochs):
        for urgent, hours in rows:
            means[urgent] += 0.05 * (hours - means[urgent])
    os.makedirs(os.path.dirname(args.output), exist_ok=True)
    with open(args.output, "w") as file:
        json.dump(means, file)


if __name__ == "__main__":
    main()
