"""DuckDB: loads a register, answers its measures with the row ids of their evidence."""

import pathlib
import resource
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import duckdb  # noqa: E402
import registers  # noqa: E402
import sql  # noqa: E402


def main(folder, name):
    schemas, measures = registers.read(folder, name)
    known = sql.columns(schemas[name])
    queries = [sql.query(measure, known, schemas) for measure in measures]
    begin, used = time.perf_counter(), time.process_time()
    base = duckdb.connect()
    base.execute("SET threads = 2")
    base.execute(sql.load(schemas[name], folder / name / "data.csv"))
    for other, columns in registers.looked_into(measures, schemas).items():
        table = sql.load(schemas[other], folder / other / "data.csv")
        base.execute(table.replace("SELECT *", "SELECT " + ", ".join(map(sql.quoted, columns)), 1))

    def rows(where):
        found = base.execute(f"SELECT rowid + 2 AS row FROM {name} WHERE {where}")
        return found.fetchnumpy()["row"]

    given = []
    for query in queries:
        among = query.whole or query.evidence
        selected = base.execute(f"SELECT {query.selected} FROM {name} WHERE {among}").fetchone()
        given.append((selected, rows(query.evidence), rows(query.whole) if query.whole else None))
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for measure, (selected, evidence, whole) in zip(measures, given):
        registers.show(measure, sql.result(measure, selected, known), evidence, whole)
    print(f"#\t{seconds:.3f}\t{used:.3f}\t{peak}")


main(pathlib.Path(sys.argv[1]), sys.argv[2])
