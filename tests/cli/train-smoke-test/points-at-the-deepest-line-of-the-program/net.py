import statistics


def forward(x):
    statistics.correlation(x, [1, 2])


