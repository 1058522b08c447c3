# Lines of a few forms, among them some that are none, over several blocks.
import json
import random

lots = random.Random(7)
with open("data.jsonl", "w", encoding="utf-8") as file:
    for number in range(6000):
        row = {"id": number, "price": round(lots.gauss(50, 20), 2), "kind": lots.choice("abc"),
               "at": {"x": lots.random(), "y": lots.randrange(5)}, "v": [lots.randrange(9), 1.5],
               "text": "Größe " * lots.randrange(9), "flag": lots.random() < 0.3, "tags": ["t"] * lots.randrange(3)}
        if number % 7 == 0:
            row["price"] = None
        if number % 11 == 0:
            del row["at"]
        if number % 500 == 3:
            row["late"] = 1
        line = json.dumps(row, ensure_ascii=number % 2 == 0, separators=(",", ":") if number % 3 else None)
        file.write(line[: -1 if number % 1000 == 999 else None] + "\n")
