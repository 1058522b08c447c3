"""Learns which flower it is from its petals: the centre of each species, found in epochs."""

import argparse
import csv
import json
from pathlib import Path


def read(path):
    with open(path, newline="") as file:
        return [
            ((float(row["petal_length"]), float(row["petal_width"])), row["species"])
            for row in csv.DictReader(file)
        ]


def distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


def predict(centres, petal):
    return min(centres, key=lambda species: distance(centres[species], petal))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="data/train.csv", help="where the petals are")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--model", default="model.json")
    parser.add_argument("--model-out", type=Path, default=Path("out/model.json"))
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()

    rows = read(args.data)
    centres = {species: [0.0, 0.0] for _, species in rows}
    for epoch in range(args.epochs):
        loss = 0.0
        for petal, species in rows:
            centre = centres[species]
            loss += distance(centre, petal)
            for i, value in enumerate(petal):
                centre[i] += args.learning_rate * (value - centre[i])
        print(f"epoch {epoch} loss: {loss / len(rows):.4f}")

    right = sum(predict(centres, petal) == species for petal, species in rows)
    args.model_out.parent.mkdir(parents=True, exist_ok=True)
    args.model_out.write_text(json.dumps(centres))
    print(f"accuracy {right / len(rows):.3f} on {len(rows)} rows")


if __name__ == "__main__":
    main()
