"""The twenty measures: one list from which heng's measures.toml and the SQL of the peers are made."""

YEAR = ("within", "held_on", ("2023-01-01", "2023-12-31"))
HELD = ("is", "status", "已举办")


def of(kind, *conditions):
    return [("is", "kind", kind), *conditions]


# Identifier, what is made of the records, unit, conditions.
MEASURES = [
    ("all_rows", ("count",), "场", []),
    ("held", ("count",), "场", [HELD, YEAR]),
    ("cancelled", ("count",), "场", [("is", "status", "取消")]),
    ("special_held", ("count",), "场", of("专题培训", HELD, YEAR)),
    ("large", ("count",), "场", [HELD, ("at_least", "attendance", 500)]),
    ("upper_levels", ("count",), "场", [("in", "level", ["省级", "市级"]), YEAR]),
    ("no_day", ("count",), "场", [("missing", "held_on", None)]),
    ("first_half", ("count",), "场", [HELD, ("within", "held_on", ("2023-01-01", "2023-06-30"))]),
    ("offices", ("count_distinct", "office"), "个", [HELD, YEAR]),
    ("venues", ("count_distinct", "venue"), "处", [HELD]),
    ("venues_of_year", ("count_distinct", "venue"), "处", [HELD, YEAR]),
    ("days", ("count_distinct", "held_on"), "天", [HELD, YEAR]),
    ("sessions", ("count_distinct", "number"), "期", of("任职培训", HELD, YEAR)),
    ("attendance", ("sum", "attendance"), "人次", [HELD, YEAR]),
    ("attendance_special", ("sum", "attendance"), "人次", of("专题培训", HELD)),
    ("trained", ("sum", "trained"), "人", [HELD, YEAR]),
    ("trained_transferred", ("sum", "trained"), "人", of("调训", ("in", "level", ["省级", "市级"]))),
    ("cost", ("sum", "cost"), "万元", [HELD, YEAR]),
    ("cost_all", ("sum", "cost"), "万元", []),
    ("cost_expensive", ("sum", "cost"), "万元", [HELD, ("above", "cost", "200万元")]),
]

PERIODS = {
    ("2023-01-01", "2023-12-31"): "fiscal_year",
    ("2023-01-01", "2023-06-30"): "first_half",
}


def toml():
    """The measures as heng reads them."""
    lines = []
    for name, value, unit, conditions in MEASURES:
        written = []
        for test, column, operand in conditions:
            if test == "is":
                asked = f'is = "{operand}"'
            elif test == "in":
                asked = "in = [" + ", ".join(f'"{word}"' for word in operand) + "]"
            elif test == "within":
                asked = f'within = "{PERIODS[operand]}"'
            elif test == "missing":
                asked = 'cell = "missing"'
            else:
                shown = operand if isinstance(operand, int) else f'"{operand}"'
                asked = f"{test} = {shown}"
            written.append(f'{{ column = "{column}", {asked} }}')
        made = 'count = "rows"' if value[0] == "count" else f'{value[0]} = "{value[1]}"'
        lines += [
            "[[measure]]",
            f'id = "{name}"',
            f'label = "{name}"',
            'register = "sessions"',
            f"where = [{', '.join(written)}]",
            f"value = {{ {made} }}",
            f'unit = "{unit}"',
            "",
        ]
    return "\n".join(lines)


def where(conditions):
    """The conditions in SQL, which treats blank cells as heng does."""
    words = []
    for test, column, operand in conditions:
        if test == "is":
            words.append(f"{column} = '{operand}'")
        elif test == "in":
            words.append(f"{column} IN ({', '.join(repr(word) for word in operand)})")
        elif test == "within":
            words.append(f"{column} BETWEEN DATE '{operand[0]}' AND DATE '{operand[1]}'")
        elif test == "missing":
            words.append(f"{column} IS NULL")
        else:
            sign = {"at_least": ">=", "above": ">"}[test]
            words.append(f"{column} {sign} {str(operand).removesuffix('万元')}")
    return " AND ".join(words) or "true"


if __name__ == "__main__":
    print(toml())
