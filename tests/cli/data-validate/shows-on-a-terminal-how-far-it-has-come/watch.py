"""Feeds a program slowly, and looks at what it shows on a terminal, in a log, and told to be quiet."""

import os
import pty
import subprocess
import time


def show(*options):
    """What is written to the terminal that standard error is."""
    master, slave = pty.openpty()
    child = subprocess.Popen(["sluice-data-validate", "-", *options], stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    child.stdin.write(b"a,b\n")
    for _ in range(5):
        child.stdin.write(b"1,2\n" * 70000)
        child.stdin.flush()
        time.sleep(0.15)
    child.stdin.close()
    child.wait()
    seen = b""
    try:
        while part := os.read(master, 4096):
            seen += part
    except OSError:  # the terminal's other end is closed
        pass
    return seen.decode()


seen = show()
last = seen.split("\r")[-2:]
print("rows are told:", " rows  " in seen and "B/s" in seen and "standard input  " in seen)
print("the bar is removed:", last[-1] == "\x1b[K")
print("quiet:", repr(show("--quiet")))
