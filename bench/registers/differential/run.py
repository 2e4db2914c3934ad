"""Random measures over random registers, missing values among them: heng against DuckDB.

    python3 bench/registers/differential/run.py [--registers 50] [--measures 45] [--rows 400] [--seed 2023]

The value of each measure and the numbers of its rows of evidence must be the same. Prints how often
each kind of condition and aggregate came up, and each difference; ends with an error where there is
one, or where DuckDB was not asked for all that heng answered. `--keep FOLDER` leaves the registers.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

import duckdb  # noqa: E402
import generate  # noqa: E402
import registers  # noqa: E402
import sql  # noqa: E402
from example import build  # noqa: E402

KINDS = [
    "is", "in", "not", "at_least", "above", "at_most", "below", "between", "within", "as_of", "days_since",
    "exists_in", "missing", "present", "count", "count_distinct", "sum", "mean",
    "ratio", "share", "latest",
]


def answered(example, folder):
    """What heng gives: value, rows of evidence and all rows of a share, by register and measure."""
    out = subprocess.run([example, folder, "rows"], check=True, capture_output=True, text=True).stdout
    lines = (line.split("\t") for line in out.strip("\n").split("\n")[:-1])
    return {(register, measure): answer for register, measure, *answer in lines}


def asked(base, folder):
    """What DuckDB gives for the same measures, in the same words."""
    schemas, _ = registers.read(folder, next(folder.iterdir()).name)
    for name, schema in schemas.items():
        base.execute(sql.load(schema, folder / name / "data.csv"))
    for name, schema in schemas.items():
        known = sql.columns(schema)
        for measure in registers.read(folder, name)[1]:
            query = sql.query(measure, known, schemas)

            def rows(where, name=name):
                found = base.execute(f"SELECT rowid + 2 FROM {name} WHERE {where} ORDER BY rowid").fetchall()
                return ",".join(str(row) for row, in found)

            chosen = f"SELECT {query.selected} FROM {name} WHERE {query.whole or query.evidence}"
            value = sql.result(measure, base.execute(chosen).fetchone(), known)
            if value is None:
                yield (name, measure["id"]), ["none", "", ""], chosen
                continue
            whole = rows(query.whole) if query.whole else ""
            # Zeros at the end say nothing.
            yield (name, measure["id"]), [f"{plain(value)}", rows(query.evidence), whole], chosen


def plain(value):
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--registers", type=int, default=50)
    parser.add_argument("--measures", type=int, default=45)
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--keep")
    options = parser.parse_args()
    example = build()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(options.keep or made)
        generate.generate(folder, options.registers, options.measures, options.rows, options.seed)
        own = answered(example, folder)
        text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*/measures.toml"))
        base = duckdb.connect()
        base.execute("SET threads = 2")
        cases, differences, without, empty = 0, 0, 0, 0
        for name, expected, query in asked(base, folder):
            cases += 1
            without += expected[0] == "none"
            empty += expected[0] != "none" and not expected[1]
            given = own.pop(name, None)
            if given != expected:
                differences += 1
                print(f"differs: {name}\n  heng   {given}\n  DuckDB {expected}\n  {query}")
    for name in own:
        differences += 1
        print(f"not asked of DuckDB: {name}")
    words = collections.Counter(re.findall(r"\b[a-z_]+\b", text))
    print("came up: " + ", ".join(f"{kind} {words[kind]}" for kind in KINDS))
    print(f"{cases} cases of seed {options.seed}, {without} of them without value, {empty} without rows")
    print(f"{differences} differences")
    sys.exit(differences > 0 or cases == 0)


if __name__ == "__main__":
    main()
