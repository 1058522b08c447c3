"""deepchecks: its figures of drift and its verdicts on the quality of data, on columns and tables made at random."""

import random
import warnings

import numpy
from deepchecks.utils.distribution import drift

from deepchecks_verdicts import beside_deepchecks_verdicts
from peer import finish
from two_columns import numbers, same_figure, texts

warnings.filterwarnings("ignore")
SEED = 20260104
RARE = 0.01  # of a category; and the share that is cut off on both sides of numbers is 0.025


def main():
    lots = random.Random(SEED)
    for before, now, label in numbers(lots):
        sides = numpy.array(before), numpy.array(now)
        same_figure("ks:deepchecks", drift.kolmogorov_smirnov(*sides), before, now, label)
        same_figure("wasserstein:deepchecks", drift.earth_movers_distance(*sides, margin_quantile_filter=0.025), before,
                    now, label)
    for before, now, label in texts(lots):
        sides = numpy.array(before), numpy.array(now)
        same_figure("cramers-v:deepchecks", drift.cramers_v(*sides, min_category_size_ratio=RARE), before, now, label)
        same_figure("psi:deepchecks", drift.psi(*sides, min_category_size_ratio=RARE), before, now, label)
    beside_deepchecks_verdicts()
    finish()


main()
