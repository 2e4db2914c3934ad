"""Prints the table of one run: `compare.py FOLDER`, which holds the seconds of each round."""

import pathlib
import statistics
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    medians = {}
    print("| | seconds on the wall, median (best) | of the processors, median (best) |")
    print("| --- | --- | --- |")
    for name in ("heng", "peer"):
        lines = (folder / f"{name}.txt").read_text().splitlines()
        rounds = [[float(number) for number in line.split()] for line in lines]
        wall = [real for real, _, _ in rounds]
        busy = [user + system for _, user, system in rounds]
        medians[name] = (statistics.median(wall), statistics.median(busy))
        shown = [f"{statistics.median(each):.2f} ({min(each):.2f})" for each in (wall, busy)]
        print(f"| {name} | {' | '.join(shown)} |")
    wall, busy = (peer / heng for heng, peer in zip(medians["heng"], medians["peer"]))
    print(f"heng is {wall:.1f} times faster, and takes {busy:.1f} times less of the processors")


main()
