import argparse

parser = argparse.ArgumentParser()
parser.add_argument("table")
parser.add_argument("model")
parser.add_argument("--epochs", type=int)
args = parser.parse_args()
assert args.epochs == 2 and args.table != "table.csv"
open(args.model, "w").close()
