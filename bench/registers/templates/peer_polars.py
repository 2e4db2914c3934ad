"""polars: reads a register once, answers its measures with the row ids of their evidence."""

import os
import pathlib
import resource
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "2"
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import polars as pl  # noqa: E402
import registers  # noqa: E402
import sql  # noqa: E402

TYPES = {"integer": pl.Int64, "decimal": pl.Decimal(18, 4), "money": pl.Decimal(18, 2), "date": pl.Date}


def kinds(schema):
    return {one["id"]: TYPES.get(one["type"], pl.String) for one in schema["column"]}


def asked(cell, condition, column, others, schemas):
    def value(one):
        return sql.operand(one, column)

    for key, compare in (("at_least", cell.ge), ("above", cell.gt), ("at_most", cell.le), ("below", cell.lt)):
        if key in condition:
            return compare(value(condition[key]))
    if "is" in condition:
        return cell == value(condition["is"])
    if "in" in condition:
        return cell.is_in(list(map(value, condition["in"])))
    if "between" in condition:
        return cell.is_between(*map(value, condition["between"]))
    if "within" in condition:
        return cell.is_between(*sql.period(condition))
    if "exists_in" in condition:
        return cell.is_in(others[sql.looked_into(condition, schemas)].implode())
    if "not" in condition:
        return ~asked(cell, condition["not"], column, others, schemas)
    raise ValueError(f"no expression for {condition}")


def condition(one, known, others, schemas):
    cell = pl.col(one["column"])
    if "cell" in one:
        return cell.is_null() if one["cell"] == "missing" else cell.is_not_null()
    if "days_since" in one:
        days = (cell - pl.col(one["days_since"])).dt.total_days()
        return asked(days, one, sql.DAYS, others, schemas)
    return asked(cell, one, known[one["column"]], others, schemas)


def selected(value, frame, part):
    """What is asked of the records that meet the conditions."""
    if "count" in value:
        return [pl.len()]
    if "count_distinct" in value:
        return [pl.col(value["count_distinct"]).n_unique()]
    if "sum" in value:
        return [pl.col(value["sum"]).sum()]
    if "mean" in value:
        return [pl.col(value["mean"]).sum(), pl.len().alias("rows")]
    if "ratio" in value:
        return [pl.col(value["ratio"]).sum().alias("of"), pl.col(value["to"]).sum().alias("to")]
    return [part.sum().alias("part"), pl.len().alias("whole")]


def main(folder, name):
    schemas, measures = registers.read(folder, name)
    known = sql.columns(schemas[name])
    begin, used = time.perf_counter(), time.process_time()
    path = folder / name / "data.csv"
    frame = pl.read_csv(path, schema=kinds(schemas[name])).with_row_index("row", offset=2).lazy()
    others = {}
    for other, columns in registers.looked_into(measures, schemas).items():
        path = folder / other / "data.csv"
        table = pl.read_csv(path, columns=columns, schema_overrides=kinds(schemas[other]))
        others |= {(other, column): table[column].drop_nulls() for column in columns}
    plans, ends = [], []
    for measure in measures:
        value = measure["value"]
        terms = [condition(one, known, others, schemas) for one in measure.get("where", [])]
        terms += [pl.col(column).is_not_null() for column in sql.used(value)]
        chosen = frame.filter(pl.all_horizontal(pl.lit(True), *terms))
        if "latest" in value:
            chosen = chosen.filter(pl.col(value["by"]) == pl.col(value["by"]).max())
            of = pl.col(value["latest"])
            plans += [chosen.select(of.min().alias("least"), of.max().alias("most")), chosen.select("row")]
        elif "share" in value:
            part = pl.all_horizontal(*(condition(one, known, others, schemas) for one in value["share"]))
            plans += [chosen.select(selected(value, chosen, part)), chosen.filter(part).select("row")]
            plans += [chosen.select("row")]
        else:
            plans += [chosen.select(selected(value, chosen, None)), chosen.select("row")]
        ends.append(len(plans))
    results = pl.collect_all(plans)
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for measure, start, end in zip(measures, [0, *ends], ends):
        answer, *rows = results[start:end]
        rows = [one["row"].cast(pl.Int64) for one in rows]
        evidence, whole = (rows + [None])[:2]
        registers.show(measure, sql.result(measure, answer.row(0), known), evidence, whole)
    print(f"#\t{seconds:.3f}\t{used:.3f}\t{peak}")


main(pathlib.Path(sys.argv[1]), sys.argv[2])
