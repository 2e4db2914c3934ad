"""Generates the register, runs heng and its peers in turn, compares values, prints one table.

Each is started several times, in turn, and its best time counts: whatever else the machine does
only makes a time longer. CPU time is beside it, because it depends less on the neighbours.
"""

import decimal
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
DATA = HERE.parent / "data" / "sessions.csv"
PYTHON = HERE.parent / ".venv" / "bin" / "python"
ROWS, SEED, ROUNDS = 1_000_000, 2023, int(os.environ.get("ROUNDS", "7"))


def build():
    """Builds the example with the workspace's one profile; gives its path."""
    package = ["-p", "heng-core", "-p", "heng-intake", "--example", "measure_register"]
    subprocess.run(["cargo", "build", "--quiet", *package], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "debug" / "examples" / "measure_register"


def run(command):
    """Lines that stand for values, wall seconds, CPU seconds and peak MiB."""
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE).stdout
    *lines, last = out.strip().split("\n")
    _, seconds, used, peak = last.split("\t")
    values = []
    for line in lines:
        name, value, count, total = line.split("\t")
        values.append((name, decimal.Decimal(value), int(count), int(total)))
    return values, float(seconds), float(used), int(peak)


def main():
    if not DATA.exists():
        DATA.parent.mkdir(exist_ok=True)
        subprocess.run([sys.executable, HERE / "generate.py", DATA, str(ROWS), str(SEED)], check=True)
    (HERE / "measures.toml").write_text(
        subprocess.run([sys.executable, HERE / "measures.py"], check=True, capture_output=True, text=True).stdout
    )
    commands = {
        "heng": [build(), HERE / "register.toml", HERE / "measures.toml", DATA],
        "DuckDB": [PYTHON, HERE / "peer_duckdb.py", DATA],
        "polars": [PYTHON, HERE / "peer_polars.py", DATA],
    }
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(run(command))
    expected = runs["heng"][0][0]
    for name, all_of_one in runs.items():
        for values, *_ in all_of_one:
            assert values == expected, f"{name} gives other values or rows than heng"
    best = {name: [min(run[at] for run in all_of_one) for at in (1, 2, 3)] for name, all_of_one in runs.items()}
    print(f"{ROWS} rows, {DATA.stat().st_size / 1e6:.0f} MB, {len(expected)} measures, best of {ROUNDS}")
    print("values, numbers of rows and sums of row ids are identical")
    print("| | seconds | to heng | CPU seconds | to heng | peak MiB | to heng |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    own = best["heng"]
    for name, (seconds, used, peak) in best.items():
        ratios = [f"{value / base:.2f}" for value, base in zip((seconds, used, peak), own)]
        print(f"| {name} | {seconds:.3f} | {ratios[0]} | {used:.2f} | {ratios[1]} | {peak} | {ratios[2]} |")


main()
