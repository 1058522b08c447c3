def fit(rows):
    raise ValueError("X has 3 features, but Ridge is expecting 4 features as input.")


fit([])
