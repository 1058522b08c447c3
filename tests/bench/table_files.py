# Tables of a given size for the benchmarks: the same bytes for the same size on every machine.

import json
import random
import sys

WORDS = ("the quick brown fox jumps over a lazy dog while größte Städte und Flüsse follow; naïve café "
         "tokens of plain text are mixed with numbers 42 and signs #!? to look like reviews").split()
CATEGORIES = [f"category-{name}" for name in "alpha beta gamma delta epsilon zeta eta theta iota kappa "
              "lambda mu nu xi omicron pi".split()]


def text_of(lots):
    return " ".join(WORDS[lots.randrange(len(WORDS))] for _ in range(lots.randrange(2, 7)))


def mixed_row(number, lots):
    day, second = divmod(number * 37 % (300 * 86400), 86400)
    return (f"{number},{lots.getrandbits(64):016x},{CATEGORIES[lots.randrange(16)]},"
            f"2024-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z,"
            f"{lots.random() * 1000:.2f},{lots.randrange(1, 100)},{lots.random() * 180 - 90:.6f},"
            f"{lots.random() * 360 - 180:.6f},{'true' if lots.random() < 0.7 else 'false'},{text_of(lots)},"
            f"{'' if lots.random() < 0.2 else f'{lots.gauss(50, 12):.3f}'},{lots.random():.9f}\n")


def jsonl_row(number, lots):
    """The same values as an object."""
    texts = {"hash", "category", "moment", "text"}
    cells = zip(MIXED.strip().split(","), mixed_row(number, lots).strip().split(","))
    members = [f'"{name}":{json.dumps(cell, ensure_ascii=False) if name in texts else cell or "null"}'
               for name, cell in cells]
    return "{" + ",".join(members) + "}\n"


def floats_row(number, lots):
    return ",".join(f"{lots.gauss(0, 1):.7f}" for _ in range(20)) + "\n"


def quoted_row(number, lots):
    text = text_of(lots)
    return (f'{number},"{lots.getrandbits(64):016x}",{CATEGORIES[lots.randrange(16)]},'
            f'"{text}, ""{WORDS[lots.randrange(len(WORDS))]}""",{lots.random() * 1000:.2f},'
            f'{lots.randrange(1, 100)},"{text_of(lots)}\n{text}",{lots.random():.6f},'
            f'{"true" if lots.random() < 0.7 else "false"},"{CATEGORIES[lots.randrange(16)]}",'
            f'{lots.random() * 360 - 180:.6f},{lots.random():.9f}\n')


MIXED = "id,hash,category,moment,price,quantity,latitude,longitude,flag,text,measure,fraction\n"
TABLES = {
    "mixed": (MIXED, mixed_row),
    "floats": (",".join(f"x{i}" for i in range(20)) + "\n", floats_row),
    "jsonl": ("", jsonl_row),
    "quoted": ("id,hash,category,text,price,quantity,story,fraction,flag,kind,longitude,share\n", quoted_row),
}
CHUNK = 100000  # rows made anew; then they come again with other numbers in front


def make_rows(row, lots, size):
    """CHUNK rows, or as many as make up the size."""
    rows, made = [], 0
    while len(rows) < CHUNK and made < size:
        rows.append(row(len(rows), lots))
        made += len(rows[-1])
    return rows


def write_table(path, name, size):
    """A table of at least `size` bytes."""
    header, row = TABLES[name]
    rows = make_rows(row, random.Random(name), size)
    with open(path, "w", encoding="utf-8", newline="") as file:
        written = file.write(header)
        number = 0
        while written < size:
            if number and name != "floats":
                start = '{"id":' if name == "jsonl" else ""
                part = "".join(f"{start}{number + i}{line[line.index(','):]}" for i, line in enumerate(rows))
            else:
                part = "".join(rows)
            written += file.write(part)
            number += len(rows)


if __name__ == "__main__":
    write_table(sys.argv[1], sys.argv[2], int(sys.argv[3]))
