"""The arithmetic of four checks in Python: targets missed, targets far exceeded, points, repeated names.

    python3 bench/check/peer.py DOSSIER.toml

Prints how many targets are missed and how many exceeded by 1.3 times or more without a word.
It reads whole numbers with a relation and a unit and nothing else: no places, no derivations.
"""

import re
import sys
import tomllib
from decimal import Decimal

TARGET = re.compile(r"^([≥≤]?)(\d+(?:\.\d+)?)(\D*)$")
ACTUAL = re.compile(r"(\d+(?:\.\d+)?)(\D*)$")


def main():
    with open(sys.argv[1], "rb") as file:
        dossier = tomllib.load(file)
    missed, exceeded = [], []
    points, names = {}, {}
    for task in dossier["task"]:
        for indicator in task["indicator"]:
            dimension = indicator["dimension"]
            points[dimension] = points.get(dimension, 0) + Decimal(indicator["points"])
            names.setdefault(indicator["name"], []).append(indicator["id"])
            target, actual = TARGET.match(indicator["target"]), ACTUAL.search(indicator["actual"])
            if not target or not actual or target[3] != actual[2] or indicator.get("explanation"):
                continue
            wanted, reached = Decimal(target[2]), Decimal(actual[1])
            if (reached < wanted) if target[1] != "≤" else (reached > wanted):
                missed.append(indicator["name"])
            elif target[1] != "≤" and reached / wanted >= Decimal("1.3"):
                exceeded.append(indicator["name"])
    print(len(missed), len(exceeded))


main()
