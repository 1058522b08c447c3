"""Trains on the measurements: how often a run fails at a temperature."""

import csv
import os


def train(path):
    with open(path, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "failed"]
    return len(rows)


if __name__ == "__main__":
    print("failed runs:", train(os.environ.get("SMOKE_DATA", "data/measurements.csv")))
