"""Shares of rows."""


def share(rows):
    return sum(churned for _, churned in rows) / len(rows)
