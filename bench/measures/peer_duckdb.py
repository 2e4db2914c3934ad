"""DuckDB: loads the register, answers the twenty measures with the row ids of their evidence."""

import resource
import sys
import time

import duckdb
from measures import MEASURES, where

TYPES = {
    "number": "VARCHAR", "office": "VARCHAR", "kind": "VARCHAR", "level": "VARCHAR",
    "held_on": "DATE", "status": "VARCHAR", "attendance": "BIGINT", "trained": "BIGINT",
    "cost": "DECIMAL(18, 2)", "venue": "VARCHAR",
}


def main(path):
    begin, used = time.perf_counter(), time.process_time()
    base = duckdb.connect()
    base.execute("SET threads = 2")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
    base.execute(
        f"CREATE TABLE sessions AS SELECT * FROM read_csv('{path}', header = true, columns = {{{columns}}})"
    )
    given = []
    for name, value, _, conditions in MEASURES:
        made = {"count": "count(*)", "count_distinct": "count(DISTINCT {0})", "sum": "sum({0})"}[value[0]]
        made = made.format(*value[1:])
        filled = where(conditions) + (f" AND {value[1]} IS NOT NULL" if len(value) > 1 else "")
        query = f"FROM sessions WHERE {filled}"
        result = base.execute(f"SELECT {made} {query}").fetchone()[0]
        rows = base.execute(f"SELECT rowid + 2 AS row {query}").fetchnumpy()["row"]
        given.append((name, result, rows))
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for name, result, rows in given:
        print(f"{name}\t{result}\t{len(rows)}\t{int(rows.sum())}")
    print(f"#\t{seconds:.3f}\t{used:.3f}\t{peak}")


main(sys.argv[1])
