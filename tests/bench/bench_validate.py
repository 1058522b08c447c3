# The same 20 rules on the same table of 1 M rows by 20 columns asked by us and by others, with no, 1 %
# and only bad rows: all must find the same number of rows for each rule. Then drift of 10 columns,
# 40 rules beside a bare profile, and a key of 10 M rows.
#
#   SLUICE_BENCH_ROWS    of the orders, default 1000000; where all are bad a fifth (pandera wants 14 GB
#                        for all of them), those of 40 rules are five times as many, of the key ten times
#   SLUICE_BENCH_FOLDER, SLUICE_BENCH_TURNS  as in bench_tables.py

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import rule_files
from bench_tables import Home, run_once

PEERS = Path(__file__).with_name("rule_peers.py")
SLOW = {"great-expectations", "frictionless", "frictionless-all", "drift"}  # one turn each
SHARES = {0: "no bad rows", 1: "1 % bad rows", 100: "only bad rows"}
# How many times our time each should take at least, of rows that are good; of bad ones, more than ours.
AIMS = {"duckdb": 3, "pandera": 8, "great-expectations": 30, "frictionless": 200, "drift": 60}


def make_orders(home, rows, what):
    path = home / f"orders-{rows}-{what}.csv"
    if not path.exists():
        subprocess.run([sys.executable, Path(rule_files.__file__), str(path), str(rows), str(what)], check=True)
    return path


def make_schema(home, name, **wanted):
    path = home / f"{name}.json"
    path.write_text(json.dumps(rule_files.schema(**wanted), indent=1))
    return path


def our_counts(path):
    """By rule, of what our report says; `values` of rules of the schema stand in the column's place."""
    kinds = {"schema/required": "required", "schema/unique": "unique", "schema/type": "type",
             "schema/enum": "enum", "schema/range": "range", "schema/length": "length",
             "schema/pattern": "pattern", "check/predicate": "order"}
    names = {(column, kind): name for name, column, kind, _ in rule_files.RULES}
    counts = {name: 0 for name in names.values()}
    for finding in json.loads(path.read_text())["findings"]:
        kind = kinds[finding["rule"]]
        column = "start" if kind == "order" else finding["places"][0]["field"]
        counts[names[column, kind]] += finding["count"]
    return counts


class Contest:
    """Programs in turns; what they print is compared, what they take is shown beside each other."""

    def __init__(self, title, turns, aims=None):
        self.title, self.turns, self.aims, self.entries = title, turns, aims or {}, {}

    def add(self, name, words, counts=None, note=""):
        """`counts` reads what the program has found from its output; it may be None."""
        self.entries[name] = (list(map(str, words)), counts, note)

    def run(self):
        results = {name: [] for name in self.entries}
        found = {}
        for turn in range(self.turns):
            for name, (words, counts, _) in self.entries.items():
                if turn and name in SLOW:
                    continue
                with tempfile.TemporaryFile() as printed:
                    results[name].append(run_once(words, printed))
                    printed.seek(0)
                    found[name] = counts(printed.read()) if counts else None
        return {name: [statistics.median(column) for column in zip(*runs)]
                for name, runs in results.items()}, found

    def show(self, table):
        results, found = self.run()
        ours = results["sluice"][0]
        rows = []
        for name, (wall, cpu, peak) in results.items():
            aim = self.aims.get(name)
            verdict = "" if not aim else f"{aim} {'kept' if wall / ours >= aim else 'MISSED'}"
            rows.append((name, f"{wall:.3f}", f"{cpu:.2f}", f"{peak:.0f}", f"{wall / ours:.2f}", verdict,
                         self.entries[name][2]))
        load = os.getloadavg()[0]
        table(f"{self.title} (load {load:.1f})",
              ("program", "s", "CPU s", "peak MB", "x ours", "aim", "note"), rows)
        sys.stdout.flush()
        return results, found


def printed_counts(printed):
    return json.loads(printed.decode().splitlines()[-1])


def check_command(program, path, schema, *options):
    return [program, path, "--schema", schema, "--quiet", "--fail-on", "never", *options]


def hold_to(expected, found, share):
    """Who counts all has found what the table was made to have; who stops early, anything of it."""
    agree, stopped = [], []
    for name, counts in found.items():
        if counts is None:
            continue
        if name == "frictionless" and share:
            if not any(counts.values()):
                sys.exit(f"bench: {name} passes what has {SHARES[share]}")
            stopped.append(name)
        elif counts != expected:
            wrong = {rule: (counts[rule], expected[rule]) for rule in expected if counts.get(rule) != expected[rule]}
            sys.exit(f"bench: {name} differs with {SHARES[share]}: (found, made) {wrong}")
        else:
            agree.append(name)
    print(f"  as many rows fail each rule as were made to: {', '.join(agree)}")
    if stopped:
        print(f"  only asked to find any: {', '.join(stopped)}")


def bench_rules(table, program, python, home, rows, turns):
    schema = make_schema(home, "schema")
    report, single = home / "report.json", home / "single.json"
    for share, title in SHARES.items():
        count = rows // 5 if share == 100 else rows
        path = make_orders(home, count, share)
        contest = Contest(f"20 rules on {path.name}, {path.stat().st_size / 1e6:.0f} MB, {title}", turns,
                          AIMS if share == 0 else {name: 1 for name in AIMS})
        contest.add("sluice", check_command(program, path, schema, "--report", f"json={report}"),
                    lambda _: our_counts(report))
        contest.add("sluice, 1 thread", check_command(program, path, schema, "--threads", 1,
                                                      "--report", f"json={single}"),
                    lambda _: our_counts(single))
        contest.add("sluice profile", [program, "profile", path, "--quiet", "--fail-on", "never",
                                       "--output", "/dev/null"], None, "no rules")
        contest.add("duckdb", [python, PEERS, "duckdb", path], printed_counts, "one scan of SQL")
        contest.add("pandera", [python, PEERS, "pandera", path], printed_counts, "lazy, so that all is counted")
        contest.add("great-expectations", [python, PEERS, "great-expectations", path], printed_counts)
        if share == 1:
            contest.add("frictionless-all", [python, PEERS, "frictionless-all", path], printed_counts, "all errors")
        else:
            contest.add("frictionless", [python, PEERS, "frictionless", path], printed_counts,
                        "ends after 1000 errors" if share else "")
        found = contest.show(table)[1]
        hold_to(rule_files.expected(count, share), found, share)


def split(path, home, rows):
    """The table's two halves."""
    halves = [home / f"{path.stem}-{part}.csv" for part in ("first", "second")]
    if not all(half.exists() for half in halves):
        with open(path, "rb") as file:
            header = file.readline()
            for half in halves:
                with open(half, "wb") as part:
                    part.write(header)
                    part.writelines(file.readline() for _ in range(rows // 2))
    return halves


def bench_drift(table, program, drift_python, home, rows, turns):
    path = make_orders(home, rows, 0)
    before, now = split(path, home, rows)
    schema = make_schema(home, "drift", drift=True)
    baseline = home / "baseline.json"
    subprocess.run([program, "profile", before, "--schema", schema, "--output", baseline, "--quiet"], check=True)
    contest = Contest(f"20 rules and drift of 10 columns from the first {rows // 2} rows", turns, AIMS)
    contest.add("sluice", check_command(program, path, schema, "--baseline", baseline), None,
                f"20 rules on all {rows} rows, drift from a saved profile")
    contest.add("sluice, halves", check_command(program, now, schema, "--reference", before), None,
                "20 rules on the second half, drift from the first one's rows")
    contest.add("drift", [drift_python, PEERS, "drift", before, now], printed_counts,
                "Evidently: DataDriftPreset, the second half against the first, no rules")
    contest.show(table)


def bench_more(table, program, home, rows, turns):
    path = make_orders(home, 5 * rows, 0)
    schema = make_schema(home, "more", more=True)
    contest = Contest(f"40 rules on {path.name}, {path.stat().st_size / 1e6:.0f} MB", turns)
    contest.add("sluice", check_command(program, path, schema))
    contest.add("bare profile", [program, "profile", path, "--quiet", "--fail-on", "never",
                                 "--output", "/dev/null"])
    results, _ = contest.show(table)
    ratio = results["sluice"][0] / results["bare profile"][0]
    print(f"  {ratio:.2f} times the bare profile; at most 1.6 is aimed at: {'kept' if ratio <= 1.6 else 'MISSED'}")


def bench_key(table, program, home, rows, turns):
    path = make_orders(home, 10 * rows, "key")
    schema = home / "key.json"
    schema.write_text(json.dumps({"fields": [
        {"name": "key", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "value", "type": "integer"}]}))
    contest = Contest(f"a unique key of {10 * rows} rows, {path.stat().st_size / 1e6:.0f} MB", turns)
    contest.add("sluice", check_command(program, path, schema), None, "--unique-memory as it is")
    for limit in ("64M", "16M"):
        contest.add(f"sluice, {limit}", check_command(program, path, schema, "--unique-memory", limit), None,
                    f"--unique-memory {limit}")
    contest.show(table)


def peer_versions(*pythons):
    script = ("from importlib.metadata import version as v\n"
              "import sys\n"
              "print(', '.join(f'{n} {v(n)}' for n in sys.argv[1:]))")
    names = ("duckdb pandas pandera great-expectations frictionless", "evidently pandas")
    for python, wanted in zip(pythons, names):
        subprocess.run([python, "-c", script, *wanted.split()], check=True)


def bench_validate(table, folder, python, drift_python):
    turns = int(os.environ.get("SLUICE_BENCH_TURNS", 3))
    rows = int(os.environ.get("SLUICE_BENCH_ROWS", 1000000))
    program = folder / "sluice-data-validate"
    peer_versions(python, drift_python)
    with Home() as home:
        bench_rules(table, program, python, home, rows, turns)
        bench_drift(table, program, drift_python, home, rows, turns)
        bench_more(table, program, home, rows, turns)
        bench_key(table, program, home, rows, turns)
