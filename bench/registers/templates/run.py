"""All measures of all templates over long registers: heng beside DuckDB, polars and Frictionless.

    python3 bench/registers/templates/run.py [--rows 1000000] [--checked 20000] [--rounds 5]
                                             [--seed 2023] [--keys mixed|ascending] [TEMPLATE…]

Each is started several times, in turn, and its best time counts. Values, numbers of rows and sums
of row ids must be the same in all runs, or the bench stops. Frictionless checks fields and key of a
shorter file; its time for a row is beside heng's, which measures as well.
"""

import argparse
import decimal
import multiprocessing
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

import generate  # noqa: E402
import registers  # noqa: E402
from example import PYTHON, ROOT, build  # noqa: E402

DATA = ROOT / "bench" / "data" / "registers"
WANTED = {"DuckDB": 2, "polars": 1.3, "Frictionless": 50}


def run(command):
    """Answers by measure, and wall seconds, CPU seconds and peak MiB."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    *lines, last = done.stdout.strip("\n").split("\n")
    answers = {}
    for line in lines:
        _, measure, value, rows, whole = line.split("\t")
        answers[measure] = (None if value == "none" else decimal.Decimal(value), rows, whole)
    _, seconds, used, peak = last.split("\t")
    return answers, (float(seconds), float(used), int(peak))


def needed(names):
    """The registers, and those that their measures look into."""
    known = set()
    for name in names:
        schemas, measures = registers.read(ROOT / "registers", name)
        known |= {name, *registers.looked_into(measures, schemas)}
    return sorted(known)


def folder_of(rows, seed, keys):
    return DATA / f"{rows}-{seed}-{keys}"


def make(name, rows, seed, keys):
    folder = folder_of(rows, seed, keys) / name
    generate.generate(ROOT / "registers" / name, folder, rows, seed, keys)


def compare(expected, answers, peer, name):
    for measure in expected.keys() | answers.keys():
        own, other = expected.get(measure), answers.get(measure)
        if own != other:
            sys.exit(f"{name} {measure}: heng gives {own}, {peer} gives {other}")


def table(lines):
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in
                        enumerate(zip(line, widths))), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--checked", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--keys", choices=sorted(generate.KEYS), default="mixed")
    parser.add_argument("template", nargs="*")
    asked = parser.parse_args()
    every = sorted(path.parent.name for path in (ROOT / "registers").glob("*/measures.toml"))
    names = asked.template or every
    example = build()
    lengths = (asked.rows, asked.checked)
    with multiprocessing.Pool(2) as pool:
        made = [(name, rows, asked.seed, asked.keys) for name in needed(names) for rows in lengths]
        pool.starmap(make, made, chunksize=1)
    long, short = (folder_of(rows, asked.seed, asked.keys) for rows in lengths)
    lines, sums, count = [], {}, 0
    for name in names:
        commands = {
            "heng": [example, long, "sums", name],
            "DuckDB": [PYTHON, HERE / "peer_duckdb.py", long, name],
            "polars": [PYTHON, HERE / "peer_polars.py", long, name],
        }
        runs = {peer: [] for peer in commands}
        expected = None
        for _ in range(asked.rounds):
            for peer, command in commands.items():
                answers, used = run(command)
                expected = expected or answers
                compare(expected, answers, peer, name)
                runs[peer].append(used)
        best = {peer: [min(column) for column in zip(*all_of_one)] for peer, all_of_one in runs.items()}
        command = [PYTHON, HERE / "peer_frictionless.py", short, name]
        out = subprocess.run(command, capture_output=True, text=True)
        if out.returncode:
            sys.exit(out.stderr)
        rows, seconds = out.stdout.split("\t")
        # For as many rows as the others had.
        best["Frictionless"] = [float(seconds) / int(rows) * asked.rows]
        for peer, (seconds, *_) in best.items():
            sums[peer] = sums.get(peer, 0) + seconds
        own = best["heng"]
        count += len(expected)
        lines.append([
            name, str(len(expected)), f"{own[0]:.3f}", f"{own[1]:.2f}", f"{own[2]}",
            *(f"{best[peer][0] / own[0]:.2f}" for peer in WANTED),
            *(f"{best[peer][1] / own[1]:.2f}" if own[1] else "" for peer in ("DuckDB", "polars")),
        ])
        print(f"{len(lines)}/{len(names)} {name}", file=sys.stderr, flush=True)
    print(f"{asked.rows} rows each, keys {asked.keys}, Frictionless {asked.checked} rows, best of {asked.rounds}")
    print("values, numbers of rows and sums of row ids are identical")
    heading = ["template", "measures", "heng s", "cpu s", "MiB", *WANTED, "DuckDB cpu", "polars cpu"]
    ratios = {peer: sums[peer] / sums["heng"] for peer in WANTED}
    shown = [f"{ratio:.2f}" for ratio in ratios.values()]
    total = ["all", str(count), f"{sums['heng']:.3f}", "", "", *shown, "", ""]
    table([heading, *lines, total])
    for peer, wanted in WANTED.items():
        print(f"{peer}: {ratios[peer]:.2f} times as fast, {wanted} wanted")


if __name__ == "__main__":
    main()
