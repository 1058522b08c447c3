"""Takes the rows of some seasons out of the data, byte for byte.

    python seasons.py --years 2007-2008 --out out/known.csv
    python seasons.py --years 2009 --out out/new.csv

So the season that came in last can be compared with what was known before.
"""

import argparse
import csv
import os
import sys

import penguin

HERE = os.path.dirname(os.path.abspath(__file__))


def parse_years(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.path.join(HERE, "data", "penguins.csv"))
    parser.add_argument("--years", type=parse_years, required=True, help="2009, or 2007-2008")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()

    years = {str(year) for year in options.years}
    with open(options.data, encoding="utf-8", newline="") as file:
        header, *lines = file.readlines()
    position = next(csv.reader([header])).index("year")
    kept = [line for line in lines if next(csv.reader([line]))[position] in years]
    if not kept:
        sys.exit(f"'{options.data}' has no row of these seasons")
    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    penguin.write(options.out, header + "".join(kept))
    print(f"{options.out}: {len(kept)} of {len(lines)} rows")


if __name__ == "__main__":
    main()
