"""Learns to predict a penguin's body mass from its measures, and says how well.

    python train.py --data data/penguins.csv --epochs 60 --out out

writes out/model.json, out/metrics.json and out/predictions.csv. Same data, seed and epochs: same
files.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import sys

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import SGDRegressor
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import penguin

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = "body_mass_g"
NUMBERS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
CATEGORIES = ["species", "island", "sex"]
FEATURES = NUMBERS + CATEGORIES
MISSING = ("NA", "")
HELD_OUT_ONE_IN = 4


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.path.join(HERE, "data", "penguins.csv"))
    parser.add_argument("--out", default="out", help="folder for what is made")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0, help="of the order of rows within an epoch")
    parser.add_argument("--until", type=int, help="learn from seasons up to this year only")
    options = parser.parse_args()
    if options.epochs < 1:
        parser.error("--epochs must be at least 1")
    return options


def read_rows(path):
    """Rows with a known body mass, each with an id made of its contents.

    Sampling or reordering the file leaves a row's id as it is; equal rows are numbered.
    """
    seen = {}
    rows = []
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if None in row or None in row.values():
                sys.exit(f"'{path}' line {reader.line_num}: wanted {len(reader.fieldnames)} cells")
            digest = hashlib.sha256(",".join(row.values()).encode()).hexdigest()[:12]
            seen[digest] = seen.get(digest, 0) + 1
            row["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
            if row[TARGET] not in MISSING:
                rows.append(row)
    return rows


def split(rows):
    """Rows to learn from, and every fourth of each species, sex and season to be judged by.

    Ids decide, not chance and not --seed: every model is judged by the same birds, and a new season
    moves no bird of an older one from one side to the other.
    """
    strata = {}
    for row in sorted(rows, key=lambda row: row["id"]):
        strata.setdefault((row["species"], row["sex"], row["year"]), []).append(row)
    learn, judge = [], []
    for _, stratum in sorted(strata.items()):
        for index, row in enumerate(stratum):
            (judge if index % HELD_OUT_ONE_IN == 1 else learn).append(row)
    return learn, judge


def table(rows, columns):
    """A matrix of objects, rows x columns; not measured is NaN in a number, None in a category."""
    cells = np.empty((len(rows), len(columns)), dtype=object)
    for index, row in enumerate(rows):
        for position, column in enumerate(columns):
            missing = row[column] in MISSING
            if column in NUMBERS:
                cells[index, position] = np.nan if missing else float(row[column])
            else:
                cells[index, position] = None if missing else row[column]
    return cells


def masses(rows):
    return np.array([float(row[TARGET]) for row in rows])


def make_encoder(fields):
    """Fills gaps, scales numbers, spreads categories; the schema names these, not the sample."""
    numbers = make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()
    )
    known = [fields[name]["enum"] for name in CATEGORIES]
    categories = make_pipeline(
        SimpleImputer(strategy="most_frequent", missing_values=None),
        OneHotEncoder(categories=known, sparse_output=False),
    )
    return ColumnTransformer(
        [
            ("numbers", numbers, [FEATURES.index(name) for name in NUMBERS]),
            ("categories", categories, [FEATURES.index(name) for name in CATEGORIES]),
        ]
    )


def fit(inputs, targets, epochs, seed):
    """Gradient descent over all rows, once an epoch. Inputs and targets are scaled."""
    regressor = SGDRegressor(learning_rate="invscaling", eta0=0.02, power_t=0.25, shuffle=False)
    order = np.random.default_rng(seed)
    for epoch in range(1, epochs + 1):
        shuffled = order.permutation(len(targets))
        regressor.partial_fit(inputs[shuffled], targets[shuffled])
        loss = np.mean((regressor.predict(inputs) - targets) ** 2)
        print(f"epoch {epoch}/{epochs} loss {loss:.6f}", flush=True)
    return regressor


def shorten(number):
    """Nine digits: far below a gram, and the last bits of another CPU stay out of the file."""
    return float(f"{number:.9g}")


def describe(encoder, regressor, fields, mean, spread):
    """What was learned, in grams, as the document that penguin.Model reads."""
    fill_numbers, scaler = [step for _, step in encoder.named_transformers_["numbers"].steps]
    fill_categories = encoder.named_transformers_["categories"].steps[0][1]
    weights = iter(regressor.coef_ * spread)
    features = []
    for index, name in enumerate(NUMBERS):
        features.append(
            {
                "name": name,
                "type": "number",
                "minimum": fields[name]["minimum"],
                "maximum": fields[name]["maximum"],
                "fill": shorten(fill_numbers.statistics_[index]),
                "centre": shorten(scaler.mean_[index]),
                "scale": shorten(scaler.scale_[index]),
                "weight": shorten(next(weights)),
            }
        )
    for index, name in enumerate(CATEGORIES):
        required = fields[name].get("required", False)
        features.append(
            {
                "name": name,
                "type": "category",
                "fill": None if required else fill_categories.statistics_[index],
                "weights": {value: shorten(next(weights)) for value in fields[name]["enum"]},
            }
        )
    intercept = shorten(mean + spread * regressor.intercept_[0])
    return {"target": TARGET, "unit": "g", "intercept": intercept, "features": features}


def as_instance(row):
    """A row as a client of the server would send it."""
    cells = table([row], FEATURES)[0]
    return {name: None if cell != cell else cell for name, cell in zip(FEATURES, cells)}


def measure(truth, predicted, learned_from):
    mean_only = np.full(len(truth), learned_from.mean())
    return {
        "rmse": round(root_mean_squared_error(truth, predicted), 6),
        "mae": round(mean_absolute_error(truth, predicted), 6),
        "r2": round(r2_score(truth, predicted), 6) if len(truth) > 1 else None,
        "bias": round(float(np.mean(predicted - truth)), 6),
        "rmse_of_mean": round(root_mean_squared_error(truth, mean_only), 6),
        "n_train": len(learned_from),
        "n_test": len(truth),
    }


def predictions_csv(rows, predicted):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "species", "sex", "year", "y_true", "y_pred"])
    for row, mass in zip(rows, predicted):
        facts = [row[name] for name in ("id", "species", "sex", "year", TARGET)]
        writer.writerow(facts + [f"{mass:.3f}"])
    return out.getvalue()


def main():
    options = parse_options()
    with open(os.path.join(HERE, "schema.json"), encoding="utf-8") as file:
        fields = {field["name"]: field["constraints"] for field in json.load(file)["fields"]}

    learn, judge = split(read_rows(options.data))
    if options.until:
        learn = [row for row in learn if int(row["year"]) <= options.until]
    if not learn or not judge:
        counts = f"{len(learn)} to learn from, {len(judge)} to judge by"
        sys.exit(f"'{options.data}': too few rows with a body mass: {counts}")

    encoder = make_encoder(fields)
    inputs = encoder.fit_transform(table(learn, FEATURES))
    targets = masses(learn)
    mean, spread = targets.mean(), targets.std() or 1.0
    regressor = fit(inputs, (targets - mean) / spread, options.epochs, options.seed)

    model = penguin.named(describe(encoder, regressor, fields, mean, spread))
    predicted = np.array([model.predict(as_instance(row)) for row in judge])

    # The model that will serve must be the model that was learned.
    expected = mean + spread * regressor.predict(encoder.transform(table(judge, FEATURES)))
    if not np.allclose(predicted, expected, rtol=0, atol=0.01):
        sys.exit(f"the model that will serve is off by {np.abs(predicted - expected).max():.3f} g")

    metrics = measure(masses(judge), predicted, targets)
    os.makedirs(options.out, exist_ok=True)
    penguin.save(options.out, model)
    penguin.write(os.path.join(options.out, "metrics.json"), json.dumps(metrics, indent=2) + "\n")
    penguin.write(os.path.join(options.out, "predictions.csv"), predictions_csv(judge, predicted))
    rmse = f"rmse {metrics['rmse']:.1f} g"
    print(f"model {model.version}: {rmse} on {len(judge)} birds it has never seen")


if __name__ == "__main__":
    main()
