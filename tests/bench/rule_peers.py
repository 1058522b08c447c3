# The rules of rule_files.py asked by others, each in its own words: as fast as its documentation
# makes it, and so that the rows that fail each rule are counted.
#
#   rule_peers.py NAME FILE...      prints {rule: rows that fail it} as JSON; "drift" by Evidently
#                                   prints the columns that drift from the first file to the second

import json
import sys

from rule_files import COLUMNS, DRIFTING, RULES, TYPES

TEXTS = {"quantity", "measure", "birthday"}  # whose type is a rule: read as texts, else reading ends


def duckdb_condition(column, kind, argument):
    """What is true of a row that fails; what is missing fails no rule but that of required values."""
    if kind == "required":
        return f"{column} IS NULL"
    if kind == "type":
        wanted = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}[argument]
        return f"{column} IS NOT NULL AND TRY_CAST({column} AS {wanted}) IS NULL"
    if kind == "enum":
        return f"{column} NOT IN ({', '.join(repr(value) for value in argument)})"
    if kind == "pattern":
        return f"NOT regexp_matches({column}, '{argument}')"
    if kind == "order":
        return f"\"{argument}\" < {column}"
    subject = f"length({column})" if kind == "length" else column
    return " OR ".join(f"{subject} {sign} {bound}" for sign, bound in zip("<>", argument)
                       if bound is not None)


def duckdb(path):
    """One scan of SQL, as one would write it by hand."""
    import duckdb
    types = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "string": "VARCHAR"}
    columns = {name: "VARCHAR" if name in TEXTS else types[TYPES.get(name, "string")] for name in COLUMNS}
    asked = ["count(id) - count(DISTINCT id)" if kind == "unique" else
             f"count(*) FILTER (WHERE {duckdb_condition(column, kind, argument)})"
             for _, column, kind, argument in RULES]
    counts = duckdb.sql(f"SELECT {', '.join(asked)} FROM read_csv('{path}', header = true, delim = ',', "
                        f"quote = '\"', escape = '\"', columns = {columns})").fetchall()[0]
    return {rule[0]: count for rule, count in zip(RULES, counts)}


def read_by_pandas(path):
    import pandas
    return pandas.read_csv(path, parse_dates=["start", "end"], keep_default_na=False,
                           na_values={name: [""] for name in ("id", "quantity", "measure")},
                           dtype={"flag": "str"}, engine="c")


def pandera_checks(frame, checks):
    """By column; a type is asked of texts only, of what pandas has read as numbers it is known."""
    from pandas.api.types import is_numeric_dtype
    import pandas
    made = {column: [] for column in COLUMNS}
    for name, column, kind, argument in RULES:
        if kind == "enum":
            made[column].append(checks.isin(argument, title=name))
        elif kind == "pattern":
            made[column].append(checks.str_matches(argument, title=name))
        elif kind == "length":
            made[column].append(checks.str_length(*argument, title=name))
        elif kind == "range":
            low, high = argument
            made[column].append(checks.in_range(low, high, title=name) if None not in argument else
                                checks.ge(low, title=name) if high is None else checks.le(high, title=name))
        elif kind == "type" and argument == "date":
            made[column].append(checks(lambda texts: pandas.to_datetime(
                texts, format="%Y-%m-%d", errors="coerce").notna(), title=name))
        elif kind == "type" and not is_numeric_dtype(frame[column]):
            made[column].append(checks(lambda texts: pandas.to_numeric(texts, errors="coerce").notna(),
                                       title=name))
    return made


def pandera_rule(error):
    """A check's error knows its position among those of its column."""
    asked = {"not_nullable": "id required", "field_uniqueness": "id unique"}
    return asked.get(str(error.check)) or error.check.title


def pandera(path):
    import pandera.pandas as pa
    frame = read_by_pandas(path)
    made = pandera_checks(frame, pa.Check)
    schema = pa.DataFrameSchema(
        {column: pa.Column(checks=made[column], nullable=column != "id", unique=column == "id",
                           report_duplicates="exclude_first")
         for column in COLUMNS},
        checks=pa.Check(lambda rows: rows["end"] >= rows["start"], title="end after start"))
    counts = {name: 0 for name, *_ in RULES}
    try:
        schema.validate(frame, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as found:
        for error in found.schema_errors:
            counts[pandera_rule(error)] += error.failure_cases["index"].nunique()
    return counts


def great_expectations_of(rule, expect):
    _, column, kind, argument = rule
    patterns = {"integer": r"^-?\d+$", "number": r"^-?\d+(\.\d+)?$", "date": r"^\d{4}-[01]\d-[0-3]\d$"}
    if kind == "required":
        return expect.ExpectColumnValuesToNotBeNull(column=column)
    if kind == "unique":
        return expect.ExpectColumnValuesToBeUnique(column=column)
    if kind == "enum":
        return expect.ExpectColumnValuesToBeInSet(column=column, value_set=argument)
    if kind == "pattern":
        return expect.ExpectColumnValuesToMatchRegex(column=column, regex=argument)
    if kind == "type":
        return expect.ExpectColumnValuesToMatchRegex(column=column, regex=patterns[argument])
    if kind == "order":
        return expect.ExpectColumnPairValuesAToBeGreaterThanB(column_A=argument, column_B=column,
                                                              or_equal=True)
    low, high = argument
    if kind == "length":
        return expect.ExpectColumnValueLengthsToBeBetween(column=column, min_value=low, max_value=high)
    return expect.ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high)


def great_expectations(path):
    import os
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from pandas.api.types import is_numeric_dtype
    frame = read_by_pandas(path)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (context.data_sources.add_pandas("orders").add_dataframe_asset("orders")
             .add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame}))
    rules = [rule for rule in RULES if rule[2] != "type" or not is_numeric_dtype(frame[rule[1]])]
    suite = gx.ExpectationSuite(name="rules", expectations=[
        great_expectations_of(rule, gx.expectations) for rule in rules])
    found = batch.validate(suite, result_format="BASIC")
    counts = {name: 0 for name, *_ in RULES}
    # The results come in an order of their own.
    places = {}
    for rule, expectation in zip(rules, suite.expectations):
        kwargs = expectation.configuration.kwargs
        places[expectation.expectation_type, kwargs.get("column")] = rule[0]
    for result in found.results:
        asked = result.expectation_config
        name = places[asked.type, asked.kwargs.get("column")]
        counts[name] = int(result.result["unexpected_count"])
    # Great Expectations counts the first of equal values with them.
    counts["id unique"] -= counts["id unique"] > 0
    return counts


def frictionless(path):
    """With the limit of a thousand findings that it has, unless told otherwise: "all" behind NAME."""
    from frictionless import Checklist, Schema, checks, system, validate
    from rule_files import schema
    descriptor = schema()
    del descriptor["checks"]
    limit = 10 ** 9 if sys.argv[1].endswith("-all") else 1000
    checklist = Checklist(checks=[checks.row_constraint(formula="end >= start")])
    with system.use_context(trusted=True):
        report = validate(path, schema=Schema.from_descriptor(descriptor), checklist=checklist,
                          limit_errors=limit)
    counts = {name: 0 for name, *_ in RULES}
    names = {(column, kind): name for name, column, kind, _ in RULES}
    kinds = {"unique": "unique", "required": "required", "minimum": "range", "maximum": "range",
             "minLength": "length", "maxLength": "length", "enum": "enum", "pattern": "pattern"}
    for error in report.tasks[0].errors:
        if error.type == "row-constraint":
            counts["end after start"] += 1
        elif error.type == "type-error":
            counts[names[error.field_name, "type"]] += 1
        elif error.type == "unique-error":
            counts["id unique"] += 1
        else:
            kind = next(kind for word, kind in kinds.items() if f'"{word}"' in error.note)
            counts[names[error.field_name, kind]] += 1
    return counts


def evidently(before, now):
    import pandas
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset
    numbers = [name for name in DRIFTING if name in TYPES]
    definition = DataDefinition(numerical_columns=numbers,
                                categorical_columns=[name for name in DRIFTING if name not in TYPES])
    frames = [Dataset.from_pandas(pandas.read_csv(path, usecols=DRIFTING), data_definition=definition)
              for path in (now, before)]
    result = Report([DataDriftPreset()]).run(*frames).dict()
    drifted = next(metric["value"] for metric in result["metrics"]
                   if "DriftedColumnsCount" in str(metric.get("metric_name", metric.get("metric_id", ""))))
    return {"drifted": int(drifted["count"])}


PEERS = {"duckdb": duckdb, "pandera": pandera, "great-expectations": great_expectations,
         "frictionless": frictionless, "frictionless-all": frictionless, "drift": evidently}

if __name__ == "__main__":
    print(json.dumps(PEERS[sys.argv[1]](*sys.argv[2:])))
