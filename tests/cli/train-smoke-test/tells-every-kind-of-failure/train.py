def fit(rows):
    model.fit(rows)
