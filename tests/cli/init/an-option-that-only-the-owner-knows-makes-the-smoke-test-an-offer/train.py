import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="train.csv")
parser.add_argument("--bucket", required=True)
parser.add_argument("region")
parser.parse_args()
