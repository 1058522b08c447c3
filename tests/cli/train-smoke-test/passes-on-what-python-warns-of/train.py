import warnings

for _ in range(3):
    warnings.warn("overflow encountered in exp", RuntimeWarning)
    warnings.resetwarnings()
