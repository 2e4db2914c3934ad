"""polars: reads the register once, answers the twenty measures with the row ids of their evidence."""

import os
import resource
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl  # noqa: E402
from measures import MEASURES  # noqa: E402

SCHEMA = {
    "number": pl.String, "office": pl.String, "kind": pl.String, "level": pl.String,
    "held_on": pl.Date, "status": pl.String, "attendance": pl.Int64, "trained": pl.Int64,
    "cost": pl.Decimal(18, 2), "venue": pl.String,
}


def condition(conditions):
    terms = [pl.lit(True)]
    for test, column, operand in conditions:
        cell = pl.col(column)
        if test == "is":
            terms.append(cell == operand)
        elif test == "in":
            terms.append(cell.is_in(operand))
        elif test == "within":
            terms.append(cell.is_between(*(pl.lit(day).str.to_date() for day in operand)))
        elif test == "missing":
            terms.append(cell.is_null())
        else:
            bound = int(str(operand).removesuffix("万元"))
            terms.append(cell >= bound if test == "at_least" else cell > bound)
    return pl.all_horizontal(terms)


def main(path):
    begin, used = time.perf_counter(), time.process_time()
    frame = pl.read_csv(path, schema=SCHEMA).with_row_index("row", offset=2).lazy()
    plans = []
    for _, value, _, conditions in MEASURES:
        filled = condition(conditions)
        if len(value) > 1:
            filled = filled & pl.col(value[1]).is_not_null()
        chosen = frame.filter(filled)
        made = {
            "count": lambda: pl.len(),
            "count_distinct": lambda: pl.col(value[1]).n_unique(),
            "sum": lambda: pl.col(value[1]).sum(),
        }[value[0]]()
        plans += [chosen.select(made), chosen.select("row")]
    results = pl.collect_all(plans)
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for (name, *_), result, rows in zip(MEASURES, results[::2], results[1::2]):
        rows = rows["row"]
        print(f"{name}\t{result.item()}\t{len(rows)}\t{rows.cast(pl.Int64).sum()}")
    print(f"#\t{seconds:.3f}\t{used:.3f}\t{peak}")


main(sys.argv[1])
