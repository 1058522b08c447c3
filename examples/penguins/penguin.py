"""The model of a penguin's body mass: a linear formula, kept as plain JSON.

Training writes it, the server reads it, and both predict with the code below: what is measured is
what is served. It needs Python's standard library only, and loading it runs no
code (a pickle would).
"""

import hashlib
import json
import math
import os

FORMAT = "penguins.linear/1"
MODEL_FILE = "model.json"


class Model:
    """Features with their weights.

    A number counts weight * (value - centre) / scale grams, a category weights[value] grams.
    `fill` stands in for a value that was not measured; a feature without one must be given.
    """

    def __init__(self, document):
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError(f"wanted a model of format '{FORMAT}'")
        self.document = document
        self.version = document["version"]
        self.intercept = document["intercept"]
        self.features = document["features"]
        self.names = {feature["name"] for feature in self.features}

    def reasons(self, instance):
        """Why `instance` is no penguin this model could weigh; an empty list if it is one."""
        if not isinstance(instance, dict):
            return [f"wanted an object, got {kind_of(instance)}"]
        unknown = [f"unknown field '{name[:80]}'" for name in instance if name not in self.names]
        found = (reason_against(feature, instance) for feature in self.features)
        return [reason for reason in found if reason] + unknown

    def predict(self, instance):
        """Body mass in grams of an `instance` that reasons() found nothing against."""
        return self.intercept + math.fsum(grams(feature, instance) for feature in self.features)


def grams(feature, instance):
    value = instance[feature["name"]]
    if value is None:
        value = feature["fill"]
    if feature["type"] == "category":
        return feature["weights"][value]
    return feature["weight"] * (value - feature["centre"]) / feature["scale"]


def reason_against(feature, instance):
    name = feature["name"]
    if name not in instance:
        return f"field '{name}' is missing"
    value = instance[name]
    if value is None:
        return None if feature["fill"] is not None else f"field '{name}' must not be null"
    if feature["type"] == "category":
        return reason_against_category(name, value, feature["weights"])
    return reason_against_number(name, value, feature["minimum"], feature["maximum"])


def reason_against_category(name, value, known):
    if not isinstance(value, str):
        return f"field '{name}' must be a string, got {kind_of(value)}"
    if value not in known:
        return f"field '{name}' must be one of {', '.join(known)}, got '{value[:80]}'"
    return None


def reason_against_number(name, value, minimum, maximum):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"field '{name}' must be a number, got {kind_of(value)}"
    if not minimum <= value <= maximum:
        return f"field '{name}' must be between {minimum} and {maximum}"
    return None


def kind_of(value):
    """The name JSON has for the type of `value`."""
    kinds = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return "null" if value is None else kinds.get(type(value), "a number")


def load(folder):
    with open(os.path.join(folder, MODEL_FILE), encoding="utf-8") as file:
        return Model(json.load(file, parse_constant=refuse_constant))


def refuse_constant(name):
    """For JSON readers: Python's would take NaN and Infinity for numbers."""
    raise ValueError(f"{name} is no JSON number")


def named(document):
    """A model of what was learned, named after its contents: same numbers, same version."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    version = hashlib.sha256(canonical.encode()).hexdigest()[:12]
    return Model({"format": FORMAT, "version": version, **document})


def save(folder, model):
    write(os.path.join(folder, MODEL_FILE), json.dumps(model.document, indent=2) + "\n")


def write(path, text):
    """Writes a file whole or not at all."""
    with open(path + ".part", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.replace(path + ".part", path)
