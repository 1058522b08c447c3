# Full statistics of generated tables: Sluice beside others that profile tables, and beside parts of
# the work alone (see table_floor.c), measured in turns.
#
#   SLUICE_BENCH_MB      size of the large files, default 1000
#   SLUICE_BENCH_FOLDER  where they are kept for the next run; default: made anew and removed
#   SLUICE_BENCH_TURNS   default 3; the median is shown

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table_files import TABLES

PEERS = {"DuckDB": "duckdb", "DuckDB SUMMARIZE": "duckdb-bare", "Polars": "polars",
         "Polars, whole": "polars-whole", "Polars describe": "polars-bare"}
LACKS = {
    "DuckDB": "no line of what is wrong; with texts' lengths and frequent values asked beside SUMMARIZE",
    "DuckDB SUMMARIZE": "no line of what is wrong, no text lengths, no most frequent values",
    "Polars": "no line of what is wrong; streaming",
    "Polars, whole": "no line of what is wrong; the whole file in memory",
    "Polars describe": "no distinct values, no text lengths, no most frequent values; the whole file in memory",
    "xan": "approximate quartiles and distinct values only",
}


def run_once(words, printed=subprocess.DEVNULL):
    """Seconds on the clock, seconds of processors, and MB at the peak."""
    began = time.perf_counter()
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    code = os.waitstatus_to_exitcode(status)
    if code:
        sys.exit(f"bench: '{' '.join(map(str, words))}' ended with {code}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def measure(commands, turns):
    """The medians of each, in turns so that a slow moment meets all of them."""
    results = {name: [] for name in commands}
    for _ in range(turns):
        for name, words in commands.items():
            results[name].append(run_once(words))
    return {name: [statistics.median(column) for column in zip(*runs)]
            for name, runs in results.items()}


def profile_command(program, path, *options):
    return [str(program), "profile", str(path), "--output", "/dev/null", "--quiet",
            "--fail-on", "never", *options]


def floor_command(folder, part, path, threads=2):
    return [str(floor_program(folder)), part, str(path), str(threads)]


def floor_program(folder):
    """Built beside the executables that are measured; they may be elsewhere without it."""
    return folder.parent / "tests/bench/table_floor"


def build_floor(folder):
    if (folder.parent / "build.ninja").exists():
        subprocess.run(["cmake", "--build", str(folder.parent), "--target", "table_floor"], check=True,
                       stdout=subprocess.DEVNULL)
    return floor_program(folder).exists()


def commands_for(folder, path, python, xan):
    program = folder / "sluice-data-validate"
    commands = {
        "wc -l": ["wc", "-l", str(path)],
        "sluice count": [str(program), "count", str(path), "--quiet"],
        "sluice": profile_command(program, path),
        "sluice, 1 thread": profile_command(program, path, "--threads", "1"),
    }
    if floor_program(folder).exists():
        commands["floor: index"] = floor_command(folder, "index", path)
        commands["floor: parse"] = floor_command(folder, "parse", path)
    for name, asked in PEERS.items() if python else ():
        commands[name] = [python, str(Path(__file__).with_name("table_peers.py")), asked, str(path)]
    if xan and path.suffix == ".csv":
        commands["xan"] = [xan, "stats", "-a", "-p", str(path)]
    return commands


def show_file(table, folder, path, python, xan, turns):
    size = path.stat().st_size
    results = measure(commands_for(folder, path, python, xan), turns)
    ours = results["sluice"][0]
    rows = [(name, f"{wall:.3f}", f"{cpu:.2f}", f"{size / wall / 1e9:.2f}", f"{peak:.0f}",
             f"{wall / ours:.2f}", LACKS.get(name, ""))
            for name, (wall, cpu, peak) in results.items()]
    table(f"{path.name}, {size / 1e6:.0f} MB: all statistics that each has",
          ("program", "s", "CPU s", "GB/s", "peak MB", "x ours", "lacks"), rows)


PACKERS = {"gz": (["gzip", "-kf6"], ["gzip", "-dc"]), "zst": (["zstd", "-kqf3"], ["zstd", "-dcq"])}


def show_packed(table, folder, path, turns):
    """What unpacking alone takes, by others and by our library, and with all statistics."""
    for ending, (pack, unpack) in PACKERS.items():
        packed = Path(f"{path}.{ending}")
        if not shutil.which(pack[0]):
            print(f"{pack[0]} is not on the PATH: .{ending} is not measured")
            continue
        if not packed.exists():
            subprocess.run([*pack, str(path)], check=True)
        commands = {" ".join(unpack): [*unpack, str(packed)],
                    "sluice": profile_command(folder / "sluice-data-validate", packed)}
        if floor_program(folder).exists():
            commands["floor: unpack"] = floor_command(folder, "unpack", packed)
        results = measure(commands, turns)
        ours = results["sluice"][0]
        rows = [(name, f"{wall:.3f}", f"{cpu:.2f}", f"{peak:.0f}", f"{ours / wall:.2f}")
                for name, (wall, cpu, peak) in results.items()]
        table(f"{packed.name}", ("program", "s", "CPU s", "peak MB", "ours / this"), rows)


def make_table(home, name, megabytes):
    path = home / f"{name}-{megabytes}{'.jsonl' if name == 'jsonl' else '.csv'}"
    if not path.exists():
        # In a process of its own: what runs from a large one inherits its peak.
        subprocess.run([sys.executable, Path(__file__).with_name("table_files.py"), str(path), name,
                        str(megabytes * 1000000)], check=True)
    return path


class Home:
    """Where the files lie while they are measured, or from one run to the next."""

    def __enter__(self):
        self.kept = os.environ.get("SLUICE_BENCH_FOLDER")
        self.path = Path(self.kept or tempfile.mkdtemp())
        return self.path

    def __exit__(self, *error):
        if not self.kept:
            shutil.rmtree(self.path)


def bench_tables(table, folder, python):
    turns = int(os.environ.get("SLUICE_BENCH_TURNS", 3))
    megabytes = int(os.environ.get("SLUICE_BENCH_MB", 1000))
    xan = shutil.which("xan")
    if not xan:
        print("xan is not on the PATH (cargo install xan): not measured")
    if not build_floor(folder):
        print("table_floor is not beside the executables: floors are not measured")
    with Home() as home:
        for name in TABLES:
            for size in (megabytes, 10, 1) if name == "mixed" else (megabytes,):
                path = make_table(home, name, size)
                show_file(table, folder, path, python, xan, turns if size > 10 else 5 * turns)
        show_packed(table, folder, home / f"mixed-{megabytes}.csv", turns)
