"""Schemas and measures of heng as SQL, with heng's meaning of missing values.

A missing value meets only `missing`, under `not` too. SQL's own rule is the same but for sets that
are empty, so each condition says itself that its cells are there.
"""

import dataclasses
import datetime
import decimal
import tomllib

YEAR = 2023
MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]
QUARTERS = ["first_quarter", "second_quarter", "third_quarter", "fourth_quarter"]
PERIODS = {
    "fiscal_year": (1, 12), "first_half": (1, 6), "second_half": (7, 12),
    **{name: (3 * at + 1, 3 * at + 3) for at, name in enumerate(QUARTERS)},
    **{name: (at + 1, at + 1) for at, name in enumerate(MONTHS)},
}
SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
MULTIPLIERS = {"万亿": 12, "亿": 8, "万": 4}
RATES = {"%": 2, "‰": 3}
NUMBERS = ("integer", "decimal", "money")


def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def columns(schema):
    """The columns of a schema by identifier."""
    return {column["id"]: column for column in schema["column"]}


def power(unit):
    """The power of ten of a unit's multiplier."""
    return next((power for word, power in MULTIPLIERS.items() if unit.startswith(word)), 0)


def period(condition):
    """First and last day of what `within` names, up to `as_of` where that is stated."""
    first, last = PERIODS[condition["within"]]
    end = datetime.date(YEAR + last // 12, last % 12 + 1, 1) - datetime.timedelta(days=1)
    if "as_of" in condition:
        end = min(end, as_day(condition["as_of"]))
    return datetime.date(YEAR, first, 1), end


def as_day(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def operand(value, column):
    """What a cell of the column is compared with, as a Python value."""
    match column["type"]:
        case "date":
            return as_day(value)
        case "boolean":
            return {True: "是", False: "否"}.get(value, value)
        case "text":
            return value
        case "money":
            amount, unit = value.rstrip("亿万元"), value[len(value.rstrip("亿万元")):]
            return decimal.Decimal(amount).scaleb(power(unit) - power(column["unit"]))
    return decimal.Decimal(str(value))


def literal(value):
    """A Python value as SQL."""
    if isinstance(value, datetime.date):
        return f"DATE '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"{value:f}"


def quoted(name):
    return f'"{name}"'


DAYS = {"id": "days", "type": "integer"}


def asked(cell, condition, column, schemas):
    """What a condition asks of a cell, which is a name or an expression."""
    def value(one):
        return literal(operand(one, column))

    for key, sign in SIGNS.items():
        if key in condition:
            return f"{cell} {sign} {value(condition[key])}"
    if "is" in condition:
        return f"{cell} = {value(condition['is'])}"
    if "in" in condition:
        return f"{cell} IN ({', '.join(map(value, condition['in']))})"
    if "between" in condition:
        low, high = map(value, condition["between"])
        return f"{cell} BETWEEN {low} AND {high}"
    if "within" in condition:
        first, last = map(literal, period(condition))
        return f"{cell} BETWEEN {first} AND {last}"
    if "exists_in" in condition:
        other, key = looked_into(condition, schemas)
        return f"{cell} IN (SELECT {quoted(key)} FROM {other} WHERE {quoted(key)} IS NOT NULL)"
    if "not" in condition:
        return f"NOT ({asked(cell, condition['not'], column, schemas)})"
    raise ValueError(f"no SQL for {condition}")


def looked_into(condition, schemas):
    """The register and the column that `exists_in` speaks of."""
    other = condition["exists_in"]
    return other, condition.get("key") or schemas[other]["register"]["key"][0]


def condition(one, known, schemas):
    """A condition of a measure in SQL."""
    cell = quoted(one["column"])
    if "cell" in one:
        return f"{cell} IS {'NULL' if one['cell'] == 'missing' else 'NOT NULL'}"
    if "days_since" in one:
        since = quoted(one["days_since"])
        test = asked(f"({cell} - {since})", one, DAYS, schemas)
        return f"({cell} IS NOT NULL AND {since} IS NOT NULL AND {test})"
    return f"({cell} IS NOT NULL AND {asked(cell, one, known[one['column']], schemas)})"


def where(conditions, known, schemas):
    return " AND ".join(condition(one, known, schemas) for one in conditions) or "true"


def used(value):
    """The columns that a record must have a value in to count."""
    if "count_distinct" in value:
        return [value["count_distinct"]]
    if "ratio" in value:
        return [value["ratio"], value["to"]]
    if "latest" in value:
        return [value["latest"], value["by"]]
    return [value[key] for key in ("sum", "mean") if key in value]


@dataclasses.dataclass
class Query:
    """What is selected for a measure, and of which records."""

    selected: str
    evidence: str
    # All records that a share is of.
    whole: str | None


def query(measure, known, schemas):
    value, table = measure["value"], measure["register"]
    met = where(measure.get("where", []), known, schemas)
    filled = [f"{quoted(column)} IS NOT NULL" for column in used(value)]
    evidence, whole = " AND ".join([met, *filled]), None
    if "count" in value:
        selected = "count(*)"
    elif "count_distinct" in value:
        selected = f"count(DISTINCT {quoted(value['count_distinct'])})"
    elif "sum" in value:
        selected = f"coalesce(sum({quoted(value['sum'])}), 0)"
    elif "mean" in value:
        selected = f"coalesce(sum({quoted(value['mean'])}), 0), count(*)"
    elif "ratio" in value:
        of, to = quoted(value["ratio"]), quoted(value["to"])
        selected = f"coalesce(sum({of}), 0), coalesce(sum({to}), 0)"
    elif "share" in value:
        whole, part = met, where(value["share"], known, schemas)
        evidence = f"{met} AND {part}"
        return Query(f"count(*) FILTER (WHERE {part}), count(*)", evidence, whole)
    else:
        of, by = quoted(value["latest"]), quoted(value["by"])
        evidence += f" AND {by} = (SELECT max({by}) FROM {table} WHERE {evidence})"
        selected = f"min({of}), max({of})"
    return Query(selected, evidence, whole)


def result(measure, selected, known):
    """The value in the base unit from what was selected; nothing where there is none."""
    value, unit = measure["value"], measure["unit"]
    with decimal.localcontext(prec=80):
        numbers = [None if one is None else decimal.Decimal(one) for one in selected]

        def of(column):
            return power(known[column].get("unit", ""))

        if "count" in value or "count_distinct" in value:
            return numbers[0]
        if "sum" in value:
            return numbers[0].scaleb(of(value["sum"]))
        if "latest" in value:
            least, most = numbers
            return least.scaleb(of(value["latest"])) if least is not None and least == most else None
        part, all_of_it = numbers
        if not all_of_it:
            return None
        shift = RATES.get(unit, 0) - power(unit)
        if "mean" in value:
            shift += of(value["mean"])
        elif "ratio" in value:
            shift += of(value["ratio"]) - of(value["to"])
        step = decimal.Decimal(1).scaleb(-value["decimals"])
        quotient = (part / all_of_it).scaleb(shift)
        return quotient.quantize(step, decimal.ROUND_HALF_UP).scaleb(power(unit))


SQL_TYPES = {"integer": "BIGINT", "decimal": "DECIMAL(18, 4)", "money": "DECIMAL(18, 2)", "date": "DATE"}


def load(schema, path):
    """Makes a table of a register's file, whose columns are in the order of the schema.

    Yes and no stay words, because that saves the peer a conversion.
    """
    kinds = (f"'{one['id']}': '{SQL_TYPES.get(one['type'], 'VARCHAR')}'" for one in schema["column"])
    table = schema["register"]["id"]
    source = f"read_csv('{path}', header = true, delim = ',', quote = '\"', columns = {{{', '.join(kinds)}}})"
    return f"CREATE TABLE {table} AS SELECT * FROM {source}"
