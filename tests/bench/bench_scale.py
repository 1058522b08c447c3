# Whether time grows as the data does and memory does not: 10 MB, 100 MB, 1 GB, by one thread and by
# two, drawn into docs/scale.svg.
#
#   SLUICE_BENCH_LARGEST  MB, default 1000; 10000 adds 10 GB
#   SLUICE_BENCH_FOLDER, SLUICE_BENCH_TURNS  as in bench_tables.py

import math
import os
from pathlib import Path

from bench_tables import Home, make_table, measure, profile_command

SIZES = (10, 100, 1000, 10000)
DRAWING = Path(__file__).resolve().parent.parent.parent / "docs/scale.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 64, 150, 40, 48
COLORS = {"1": "#b4521e", "2": "#1e5bb4"}


def measure_sizes(program, home, sizes, turns):
    """Seconds and peaks in MB by threads and size; all threads of a size in turns."""
    results = {}
    for size in sizes:
        path = make_table(home, "mixed", size)
        commands = {threads: profile_command(program, path, "--threads", threads) for threads in COLORS}
        for threads, figures in measure(commands, turns if size > 10 else 5 * turns).items():
            results[threads, size] = figures
    return results


def place(size, seconds, sizes, range_of_seconds):
    low, high = (math.log10(value) for value in range_of_seconds)
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    x = LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(size) - first) / (last - first)
    y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(seconds) - low) / (high - low)
    return x, y


def draw_grid(sizes, spans):
    parts = []
    for size in sizes:
        x, bottom = place(size, spans[0], sizes, spans)
        name = f"{size} MB" if size < 1000 else f"{size // 1000} GB"
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="#ddd"/>'
                     f'<text x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{name}</text>')
    seconds = spans[0]
    while seconds <= spans[1] * 1.01:
        left, y = place(sizes[0], seconds, sizes, spans)
        parts.append(f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
                     f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{seconds:g} s</text>')
        seconds *= 10
    return parts


def draw_line(threads, results, sizes, spans):
    points = [place(size, results[threads, size][0], sizes, spans) for size in sizes]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLORS[threads]}"/>' for x, y in points)
    x, y = points[-1]
    _, _, peak = results[threads, sizes[-1]]
    name = f"{threads} thread{'s' if threads != '1' else ''}, {peak:.0f} MB"
    return (f'<polyline points="{line}" fill="none" stroke="{COLORS[threads]}" stroke-width="2"/>{dots}'
            f'<text x="{x + 8:.1f}" y="{y + (0 if threads == "1" else 14):.1f}" fill="{COLORS[threads]}">{name}</text>')


def draw(results, sizes):
    times = [wall for wall, _, _ in results.values()]
    spans = (10 ** math.floor(math.log10(min(times))), 10 ** math.ceil(math.log10(max(times))))
    parts = draw_grid(sizes, spans) + [draw_line(threads, results, sizes, spans) for threads in COLORS]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/>'
            f'<text x="{LEFT}" y="22" font-size="14">Full profile of a table of 12 columns: time, and peak memory</text>'
            + "".join(parts) + "</svg>\n")


def bench_scale(table, folder):
    largest = int(os.environ.get("SLUICE_BENCH_LARGEST", 1000))
    turns = int(os.environ.get("SLUICE_BENCH_TURNS", 3))
    sizes = [size for size in SIZES if size <= largest]
    with Home() as home:
        results = measure_sizes(folder / "sluice-data-validate", home, sizes, turns)
    rows = [(f"{size} MB, {threads} thread{'s' if threads != '1' else ''}", f"{wall:.3f}", f"{cpu:.2f}",
             f"{size / wall / 1000:.2f}", f"{peak:.0f}") for (threads, size), (wall, cpu, peak) in results.items()]
    table("Time and memory by size", ("mixed", "s", "CPU s", "GB/s", "peak MB"), rows)
    DRAWING.write_text(draw(results, sizes))
    print(f"drawn: {DRAWING.relative_to(DRAWING.parent.parent)}")
