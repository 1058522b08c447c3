import time


def load(rows):
    while True: rows.append(bytearray(20 << 20)) or time.sleep(0.05)


load([])
