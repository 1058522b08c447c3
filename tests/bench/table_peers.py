# The statistics of a table asked of others: what we compute as far as each can, and what each computes
# by itself.
#
#   table_peers.py NAME FILE

import sys

FREQUENT = 10


def duckdb_relation(path):
    reader = "read_json" if path.endswith(".jsonl") else "read_csv"
    return f"{reader}('{path}')"


def duckdb_bare(path):
    """Least, most, distinct values, mean, deviation, quartiles, count, missing share."""
    import duckdb
    duckdb.sql(f"SUMMARIZE SELECT * FROM {duckdb_relation(path)}").fetchall()


def duckdb_all(path):
    """SUMMARIZE and, in one further scan, the lengths of texts and the most frequent values."""
    import duckdb
    duckdb.sql(f"SUMMARIZE SELECT * FROM {duckdb_relation(path)}").fetchall()
    columns = duckdb.sql(f"DESCRIBE SELECT * FROM {duckdb_relation(path)}").fetchall()
    asked = [f'approx_top_k("{name}", {FREQUENT})' for name, *_ in columns]
    asked += [f'{figure}(length("{name}"))' for name, kind, *_ in columns if kind == "VARCHAR"
              for figure in ("min", "avg", "max")]
    duckdb.sql(f"SELECT {', '.join(asked)} FROM {duckdb_relation(path)}").fetchall()


def polars_frame(path):
    import polars
    return polars.scan_ndjson(path) if path.endswith(".jsonl") else polars.scan_csv(path)


def polars_figures(frame):
    """One row of all figures, and a list of values with their counts for each column."""
    import polars as pl
    asked = []
    for name, kind in frame.collect_schema().items():
        column = pl.col(name)
        asked += [column.null_count().alias(f"{name} missing"), column.approx_n_unique().alias(f"{name} distinct"),
                  column.min().alias(f"{name} least"), column.max().alias(f"{name} most"),
                  column.value_counts(sort=True).head(FREQUENT).implode().alias(f"{name} frequent")]
        if kind.is_numeric():
            asked += [column.mean().alias(f"{name} mean"), column.std().alias(f"{name} deviation")]
            asked += [column.quantile(part).alias(f"{name} {part}") for part in (0.25, 0.5, 0.75)]
        if kind == pl.String:
            length = column.str.len_chars()
            asked += [length.min().alias(f"{name} shortest"), length.mean().alias(f"{name} length"),
                      length.max().alias(f"{name} longest")]
    return frame.select(asked)


def polars_all(path):
    polars_figures(polars_frame(path)).collect(engine="streaming")


def polars_whole(path):
    polars_figures(polars_frame(path).collect().lazy()).collect()


def polars_bare(path):
    polars_frame(path).collect().describe()


PEERS = {"duckdb": duckdb_all, "duckdb-bare": duckdb_bare, "polars": polars_all,
         "polars-whole": polars_whole, "polars-bare": polars_bare}

if __name__ == "__main__":
    PEERS[sys.argv[1]](sys.argv[2])
