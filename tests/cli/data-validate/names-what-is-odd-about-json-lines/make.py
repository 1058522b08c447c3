# A file whose first 256 KiB do not have all keys.
with open("data.jsonl", "wb") as file:
    file.write(b"\xef\xbb\xbf")
    for number in range(3000):
        file.write(b'{"id":%d,"a.b":1,"a":{"b":2},"":3,"text":"%s"}\n' % (number, b"x" * 100))
    file.write(b'{"id":3000,"colour":"red","a":{"c":[1]}}\n')
    file.write(b'{"id":3001,"text":"zero: \\u0000"}\n')
