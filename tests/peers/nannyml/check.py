"""NannyML: the figures of its methods on columns made at random, beside ours of the same name."""

import random
import warnings

import pandas
from nannyml.chunk import DefaultChunker
from nannyml.drift.univariate.methods import FeatureType, MethodFactory
from nannyml.thresholds import ConstantThreshold

from peer import finish
from two_columns import numbers, same_figure, texts

warnings.filterwarnings("ignore")
SEED = 20260103

# Our name and NannyML's. It counts ks and wasserstein of more than 10 000 rows in bins, ours stay exact.
NUMBERS = {"js:nannyml": "jensen_shannon", "hellinger:nannyml": "hellinger", "ks:nannyml": "kolmogorov_smirnov",
           "wasserstein:nannyml": "wasserstein"}
TEXTS = {"js:nannyml": "jensen_shannon", "hellinger:nannyml": "hellinger", "linf:nannyml": "l_infinity",
         "chi-square:nannyml": "chi2"}


def figure(key, kind, before, now):
    method = MethodFactory.create(key=key, feature_type=kind, threshold=ConstantThreshold(upper=0.1),
                                  chunker=DefaultChunker(), computation_params={})
    method.fit(pandas.Series(before, name="x"))
    return float(method.calculate(pandas.Series(now, name="x")))


def main():
    lots = random.Random(SEED)
    for names, kind, pairs in ((NUMBERS, FeatureType.CONTINUOUS, numbers), (TEXTS, FeatureType.CATEGORICAL, texts)):
        for before, now, label in pairs(lots):
            for ours, theirs in names.items():
                same_figure(ours, figure(theirs, kind, before, now), before, now, label)
    finish()


main()
