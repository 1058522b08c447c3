"""Fits a line through the prices: python -m prices.train --train-file data/flats.tsv"""

import argparse

from .table import read


def fit(rows):
    mean_area = sum(area for area, _, _ in rows) / len(rows)
    mean_price = sum(price for _, _, price in rows) / len(rows)
    spread = sum((area - mean_area) ** 2 for area, _, _ in rows)
    slope = sum((area - mean_area) * (price - mean_price) for area, _, price in rows) / spread
    return slope, mean_price - slope * mean_area


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--train-file",
        "-t",
        required=True,  # there is no default: "--epochs" do not exist either
        help="a TSV file; not the folder, e.g. --data-dir",
    )
    args = parser.parse_args()
    slope, offset = fit(read(args.train_file))
    print(f"price = {slope:.2f} * area + {offset:.2f}")


if __name__ == "__main__":
    main()
