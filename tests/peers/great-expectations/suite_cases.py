"""A table and a suite that asks every expectation we judge many ways, from a seed."""

import csv
import json
import random

COLUMNS = ["id", "whole", "real", "word", "day", "truth", "code", "other", "rising", "json", "document"]
WORDS = ["red", "green", "blue", "Grün", "RED", ""]


def table(chance, rows):
    for number in range(rows):
        whole = chance.choice(["", *range(-3, 12)])
        yield [
            number,
            whole,
            chance.choice(["", 0.5, 1.25, -2.75, 3.0, 1e3]),
            chance.choice(WORDS),
            f"2026-0{chance.randrange(1, 9)}-{chance.randrange(10, 29)}",
            chance.choice(["True", "False"]),
            f"{chance.choice('ABC')}{chance.randrange(100):02}",
            whole if chance.random() < 0.5 else chance.randrange(-3, 12),
            number // 2 if chance.random() < 0.97 else 0,
            chance.choice(['{"a": 1}', "[1]", "x", '"t"']),
            chance.choice(['{"a": 1}', '{"a": 2.0, "b": [1]}', "[1, 2]", "[1, 1]", "[]", '"t"', '{"c": null}', ""]),
        ]


def write_table(path, seed, rows=40):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(table(random.Random(seed), rows))


def interval(chance, values, strict=True):
    low, high = sorted(chance.sample(values, 2))
    bounds = {"min_value": low, "max_value": high}
    if chance.random() < 0.3:
        del bounds[chance.choice(list(bounds))]
    if strict and chance.random() < 0.3:
        bounds[chance.choice(["strict_min", "strict_max"])] = True
    return bounds


def mostly(chance):
    return {"mostly": chance.choice([0.5, 0.75, 0.9, 0.95])} if chance.random() < 0.5 else {}


def figures(chance):
    numbers = [-3, -2.75, 0, 1, 2, 3, 4, 4.5, 5, 11, 100, 1000]
    column = {"column": chance.choice(["whole", "real", "id", "rising"])}
    for name in ("max", "mean", "median", "min", "stdev", "sum"):
        yield f"expect_column_{name}_to_be_between", column | interval(chance, numbers) | condition(chance)
    yield ("expect_column_mean_to_be_between",
           {"column": "truth"} | interval(chance, [0, 0.25, 0.4, 0.5, 0.6, 0.75, 1]) | condition(chance))
    column = {"column": chance.choice(COLUMNS)}
    yield ("expect_column_unique_value_count_to_be_between",
           column | interval(chance, [2, 3, 4, 5, 6, 15, 20, 40], strict=False) | condition(chance))
    shares = [0, 0.1, 0.125, 0.25, 0.5, 0.9, 1]
    yield "expect_column_proportion_of_unique_values_to_be_between", column | interval(chance, shares)
    low, high = sorted(chance.sample(numbers, 2))
    yield ("expect_column_quantile_values_to_be_between",
           {"column": chance.choice(["whole", "real"]),
            "quantile_ranges": {"quantiles": [chance.choice([0.1, 0.25, 0.5, 0.9])],
                                "value_ranges": [[low, high]]},
            "allow_relative_error": chance.choice([False, "nearest", "linear"])} | condition(chance))
    yield ("expect_column_values_to_not_be_outliers",
           {"column": chance.choice(["whole", "real", "id"]), "method": chance.choice(["iqr", "std"]),
            "multiplier": chance.choice([0.5, 1, 1.5, 2])} | mostly(chance))
    yield ("expect_column_value_z_scores_to_be_less_than",
           {"column": chance.choice(["whole", "real"]), "threshold": chance.choice([1, 1.5, 2]),
            "double_sided": chance.random() < 0.5} | mostly(chance))


def weights(chance, count, whole=1):
    parts = [chance.randrange(1, 9) for _ in range(count)]
    return [part / sum(parts) * whole for part in parts]


def divergences(chance):
    words = chance.sample(WORDS[:5], chance.randrange(3, 6))
    yield ("expect_column_kl_divergence_to_be_less_than",
           {"column": "word", "partition_object": {"values": words, "weights": weights(chance, len(words))},
            "threshold": chance.choice([0.05, 0.2, 0.5, 1]), "tail_weight_holdout": chance.choice([0, 0.1])}
           | condition(chance))
    bins = sorted(chance.sample([-5, -1, 0, 1.5, 2, 4, 7, 11, 20], 4))
    open_ends = chance.random() < 0.5
    partition = {"bins": bins, "weights": weights(chance, 3)}
    if open_ends:
        partition = {"bins": [float("-inf"), *bins, float("inf")], "weights": weights(chance, 5)}
    elif chance.random() < 0.5:
        partition = {"bins": bins, "weights": weights(chance, 3, 0.8), "tail_weights": [0.05, 0.15]}
    rest = {} if open_ends or "tail_weights" in partition else {"tail_weight_holdout": 0.2}
    yield ("expect_column_kl_divergence_to_be_less_than",
           {"column": chance.choice(["whole", "real", "rising"]), "partition_object": partition,
            "threshold": chance.choice([0.05, 0.2, 0.5, 1, 2])} | rest)


def sets(chance):
    column = chance.choice(["word", "whole", "truth", "code"])
    values = {"word": ["red", "green", "blue", "Grün", "RED"], "whole": list(range(-3, 12)),
              "truth": [True, False], "code": ["A01", "B02", "C03"]}[column]
    some = chance.sample(values, chance.randrange(1, len(values) + 1))
    arguments = {"column": column, "value_set": some}
    for name in ("values_to_be_in_set", "values_to_not_be_in_set"):
        yield f"expect_column_{name}", arguments | mostly(chance)
    for name in ("be_in", "contain", "equal"):
        yield f"expect_column_distinct_values_to_{name}_set", arguments
    yield "expect_column_most_common_value_to_be_in_set", arguments | {"ties_okay": chance.random() < 0.5}


def texts(chance):
    column = {"column": chance.choice(["word", "code", "json"])}
    yield ("expect_column_value_lengths_to_be_between",
           column | interval(chance, [1, 2, 3, 4, 5, 8], strict=False) | mostly(chance))
    yield ("expect_column_value_lengths_to_equal",
           column | {"value": chance.choice([3, 4])} | mostly(chance))
    patterns = ["^[A-Z]", "e", r"\d\d$", "^(red|blue)$", "ü", "(?i)RED", "^$", "^.{3}$"]
    for name in ("match", "not_match"):
        yield (f"expect_column_values_to_{name}_regex",
               column | {"regex": chance.choice(patterns)} | mostly(chance))
        yield (f"expect_column_values_to_{name}_regex_list",
               column | {"regex_list": chance.sample(patterns, 2)} | mostly(chance))
    yield ("expect_column_values_to_match_regex_list",
           column | {"regex_list": chance.sample(patterns, 2), "match_on": "all"} | mostly(chance))
    yield "expect_column_values_to_be_json_parseable", {"column": "json"} | mostly(chance)
    yield ("expect_column_values_to_match_json_schema",
           {"column": "document", "json_schema": chance.choice(SCHEMAS)} | mostly(chance) | condition(chance))
    yield ("expect_column_values_to_match_strftime_format",
           {"column": "day", "strftime_format": chance.choice(["%Y-%m-%d", "%d.%m.%Y", "%Y-%m"])})
    yield ("expect_column_values_to_be_dateutil_parseable",
           {"column": chance.choice(["day", "json"])} | mostly(chance))


SCHEMAS = [
    {"type": "object", "required": ["a"]},
    {"properties": {"a": {"type": "integer", "minimum": 2}}, "additionalProperties": False},
    {"anyOf": [{"type": "array", "items": {"type": "number"}}, {"maxProperties": 1}]},
    {"if": {"type": "object"}, "then": {"propertyNames": {"pattern": "^[ab]$"}}, "else": {"minItems": 2}},
    {"$ref": "#/$defs/list", "$defs": {"list": {"type": ["array", "string"], "uniqueItems": True}}},
    {"enum": [{"a": 1}, [1, 2.0], "t"]},
]

CONDITIONS = ["whole > 2", 'word == "red"', "whole.notnull()", 'whole > 2 and word == "red"',
              'code != "A01"', "(whole > 2) | (id <= 9)", "whole == other"]


def condition(chance):
    if chance.random() < 0.7:
        return {}
    return {"row_condition": chance.choice(CONDITIONS), "condition_parser": "pandas"}


def rows(chance):
    column = {"column": chance.choice(COLUMNS)}
    yield "expect_column_values_to_be_null", column | mostly(chance) | condition(chance)
    yield "expect_column_values_to_not_be_null", column | mostly(chance) | condition(chance)
    yield "expect_column_values_to_be_unique", column | mostly(chance) | condition(chance)
    numbers = {"column": chance.choice(["whole", "real", "rising"])}
    yield ("expect_column_values_to_be_between",
           numbers | interval(chance, [-3, -2.75, 0, 0.5, 1, 3, 5, 11, 1000]) | mostly(chance)
           | condition(chance))
    order = {"column": chance.choice(["rising", "id", "whole"])}
    order |= {"strictly": True} if chance.random() < 0.5 else {}
    for name in ("increasing", "decreasing"):
        yield f"expect_column_values_to_be_{name}", order | mostly(chance)


def pairs(chance):
    skip = chance.choice([{}, {"ignore_row_if": "both_values_are_missing"},
                          {"ignore_row_if": "either_value_is_missing"},
                          {"ignore_row_if": "neither"}])
    pair = {"column_A": "whole", "column_B": chance.choice(["other", "id"])} | skip
    yield ("expect_column_pair_values_a_to_be_greater_than_b",
           pair | {"or_equal": chance.random() < 0.5} | mostly(chance))
    words = {"column_A": "word", "column_B": chance.choice(["word", "code"])} | skip
    yield "expect_column_pair_values_to_be_equal", words | mostly(chance)
    yield ("expect_column_pair_values_to_be_in_set",
           {"column_A": "word", "column_B": "code",
            "value_pairs_set": [[w, f"A{n:02}"] for w in WORDS[:4] for n in range(100)]}
           | {"ignore_row_if": "either_value_is_missing"} | mostly(chance))
    columns = {"column_list": chance.sample(["word", "code", "day", "id"], 2)}
    skip = chance.choice([{}, {"ignore_row_if": "any_value_is_missing"}])
    for name in ("compound_columns_to_be_unique", "select_column_values_to_be_unique_within_record"):
        yield f"expect_{name}", columns | skip | mostly(chance)
    yield ("expect_multicolumn_sum_to_equal",
           {"column_list": ["id", "rising"], "sum_total": chance.choice([0, 1, 3])} | mostly(chance))


def whole_table(chance):
    yield ("expect_table_row_count_to_be_between",
           interval(chance, [1, 39, 40, 41, 100], strict=False))
    yield "expect_table_row_count_to_equal", {"value": chance.choice([39, 40])}
    yield ("expect_table_column_count_to_be_between",
           interval(chance, [1, 10, 11, 12], strict=False))
    yield "expect_table_column_count_to_equal", {"value": chance.choice([10, 11])}
    names = COLUMNS[: chance.choice([10, 11])]
    yield "expect_table_columns_to_match_set", {"column_set": names, "exact_match": chance.random() < 0.5}
    yield "expect_table_columns_to_match_ordered_list", {"column_list": names}
    yield "expect_column_to_exist", {"column": chance.choice([*COLUMNS, "gone"])}


def expectations(seed, rounds):
    chance = random.Random(seed)
    for _ in range(rounds):
        for family in (figures, divergences, sets, texts, rows, pairs, whole_table):
            for name, kwargs in family(chance):
                yield {"expectation_type": name, "kwargs": kwargs, "meta": {}}


def write_suite(path, seed, rounds):
    suite = {"expectation_suite_name": "cases", "expectations": list(expectations(seed, rounds)),
             "meta": {"great_expectations_version": "0.18.22"}}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(suite, file, indent=1, ensure_ascii=False)
