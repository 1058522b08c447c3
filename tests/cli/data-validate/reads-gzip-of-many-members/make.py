import gzip, struct, zlib

TEXT = open("data.csv", "rb").read()


def block(part):
    """A member of BGZF: its size stands in an extra field."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(part) + packer.flush()
    head = b"\x1f\x8b\x08\x04" + bytes(4) + b"\x00\xff" + struct.pack("<H", 6) + b"BC" + struct.pack("<HH", 2, len(packed) + 25)
    return head + packed + struct.pack("<II", zlib.crc32(part), len(part))


def member(part, name):
    head = b"\x1f\x8b\x08" + (b"\x08" if name else b"\x00") + bytes(4) + b"\x00\x03" + name
    return head + gzip.compress(part)[10:]


with open("blocks.csv.gz", "wb") as file:
    file.write(b"".join(block(TEXT[i:i + 3]) for i in range(0, len(TEXT), 3)) + block(b""))
with open("members.csv.gz", "wb") as file:
    file.write(member(TEXT[:6], b"") + member(TEXT[6:], b"data.csv\x00") + member(b"", b""))
