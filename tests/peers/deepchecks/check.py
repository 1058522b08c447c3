"""deepchecks: the figures of its methods, with the defaults of its checks, on columns made at random, beside ours."""

import random
import warnings

import numpy
from deepchecks.utils.distribution import drift

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
    finish()


main()
