import gzip
import os
import subprocess

MEBIBYTE = 1 << 20
WRITE = ("profile", "--output", "/dev/null")
# Of one copy of a column's statistics.
COLUMN_BYTES = 1138 * 1024
# A sanitizer keeps what was freed, and has a shadow of an eighth of all memory.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}


def peak(path, *verb):
    """The most memory that reading the file takes, in bytes."""
    child = subprocess.Popen(["sluice-data-validate", *(verb or WRITE), path, "--threads", "2"],
                             stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, status
    return usage.ru_maxrss * 1024


def write_bomb(path, megabytes):
    with gzip.open(path, "wb", 9) as file:
        file.write(b"a,b\n")
        for _ in range(megabytes):
            file.write(b"1,22\n" * 200000)


def write_distinct(path, rows):
    with open(path, "w") as file:
        file.write("number,text\n")
        file.writelines(f"{i * 0.37:.4f},value {i * 2654435761 % (1 << 32):x}\n" for i in range(rows))


def write_wide(path, columns):
    with open(path, "w") as file:
        file.write(",".join(f"c{i}" for i in range(columns)) + "\n")
        file.writelines(",".join(str((i + row) % 7) for i in range(columns)) + "\n" for row in range(20))


def write_long(path, columns):
    """Texts of 200 bytes that are all different."""
    with open(path, "w") as file:
        file.write(",".join(f"c{i}" for i in range(columns)) + "\n")
        file.writelines(",".join(f"{row * 1000 + i:0200d}x" for i in range(columns)) + "\n" for row in range(4000))


write_bomb("small.csv.gz", 3)
write_bomb("large.csv.gz", 40)
print("a bomb takes no more:", os.path.getsize("large.csv.gz") < 100000
      and peak("large.csv.gz") - peak("small.csv.gz") < 16 * MEBIBYTE)
write_distinct("few.csv", 100000)
write_distinct("many.csv", 600000)
print("more different values take no more:", peak("many.csv") - peak("few.csv") < 16 * MEBIBYTE)
write_wide("wide.csv", 10000)
print("columns take what was said:", peak("wide.csv") < 10000 * COLUMN_BYTES)
write_long("long.csv", 40)
write_long("longer.csv", 80)
# What the blocks of the file take is the same of both; a profile's own text is not asked for.
print("so do columns of long texts:", peak("longer.csv", "check") - peak("long.csv", "check") < 2 * 40 * COLUMN_BYTES)
