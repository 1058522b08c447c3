"""Reading flats."""

import csv


def read(path):
    with open(path, newline="") as file:
        return [
            (float(row["area"]), int(row["rooms"]), float(row["price"]))
            for row in csv.DictReader(file, delimiter="\t")
        ]
