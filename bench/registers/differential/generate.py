"""Random registers and random measures for the differential test; equal seeds give equal cases."""

import datetime
import random

FIRST = datetime.date(2022, 10, 1)
DAYS = 540
MISSING = (0, 0, 0.05, 0.2, 0.5, 0.95)
WORDS = ["甲类", "乙类", "丙类", "O'Neill", "a,b", 'say "yes"', "２０２３", "第一处", "true", "0", "-"]
PERIODS = [
    "fiscal_year", "first_half", "second_half", "first_quarter", "second_quarter", "third_quarter",
    "fourth_quarter", "january", "february", "june", "december",
]
ORDERS = ["at_least", "above", "at_most", "below"]
ORDERED = ("integer", "decimal", "money", "date")
MOST_COLUMNS = 9


def text(value):
    """A basic string of TOML."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cell(value):
    """A field of csv."""
    return '"' + value.replace('"', '""') + '"' if set(value) & set(',"') else value


class Register:
    """A random schema with random records."""

    def __init__(self, draw, name, rows, others=()):
        self.draw, self.name, self.others = draw, name, others
        kinds = ["text", "choice", "integer", "decimal", "money", "date", "date", "boolean"]
        further = draw.choices(kinds, k=draw.randrange(MOST_COLUMNS - len(kinds) + 1))
        kinds = draw.sample(kinds + further, k=len(kinds) + len(further))
        self.columns = [{"id": "number", "kind": "text", "share": 0, "unit": None}]
        for at, kind in enumerate(kinds):
            unit = draw.choice(["元", "万元", "亿元"]) if kind == "money" else None
            self.columns.append({"id": f"c{at}", "kind": kind, "unit": unit, "share": draw.choice(MISSING)})
        # Few values or many, so that both are met.
        for column in self.columns:
            column["spread"] = draw.choice([2, 9, 80, 5000])
            column["words"] = draw.sample(WORDS, draw.randrange(2, len(WORDS)))
            column["least"] = draw.choice([None, 0])
        self.rows = [self.record(at) for at in range(rows)]

    def record(self, at):
        given = [f"N{at:05d}"]
        for column in self.columns[1:]:
            is_missing = self.draw.random() < column["share"]
            given.append("" if is_missing else self.value(column))
        return given

    def value(self, column):
        """Something that a cell of the column may hold, as it is written there."""
        draw, spread = self.draw, column["spread"]
        lowest = 0 if column["least"] == 0 else -spread
        match column["kind"]:
            case "text":
                return f"{draw.choice(column['words'])}{draw.randrange(spread)}"
            case "choice":
                return draw.choice(column["words"])
            case "integer":
                return str(draw.randrange(lowest, spread))
            case "date":
                return (FIRST + datetime.timedelta(days=draw.randrange(min(spread, DAYS)))).isoformat()
            case "boolean":
                return draw.choice(["是", "否"])
        places = draw.randrange(3 if column["kind"] == "money" else 5)
        sign = draw.choice(["", "-"]) if lowest else ""
        whole = draw.randrange(spread)
        return f"{sign}{whole}" + (f".{draw.randrange(10 ** places):0{places}d}" if places else "")

    def schema(self):
        lines = ["[register]", f'id = "{self.name}"', f'title = "{self.name}"', 'key = ["number"]', ""]
        for column in self.columns:
            kind = "text" if column["kind"] == "choice" else column["kind"]
            name = column["id"]
            lines += ["[[column]]", f'id = "{name}"', f'label = "{name}列"', f'type = "{kind}"']
            if column["kind"] == "choice":
                lines.append(f"choices = [{', '.join(map(text, column['words']))}]")
            if column["unit"]:
                lines.append(f'unit = "{column["unit"]}"')
            if column["least"] is not None and kind in ("integer", "decimal", "money"):
                lines.append("minimum = 0")
            if column["id"] == "number":
                lines.append("required = true")
            lines += ['sensitivity = "public"', ""]
        return "\n".join(lines)

    def data(self):
        heading = ",".join(column["id"] for column in self.columns)
        return "\n".join([heading, *(",".join(map(cell, record)) for record in self.rows), ""])

    def found(self, column):
        """A value that occurs in the column, or one that may."""
        at = self.columns.index(column)
        there = [record[at] for record in self.draw.sample(self.rows, min(5, len(self.rows))) if record[at]]
        return self.draw.choice(there) if there and self.draw.random() < 0.7 else self.value(column)

    def operand(self, column, in_list=False):
        """A value as it stands in measures.toml; in lists all are texts."""
        value, kind = self.found(column), column["kind"]
        if kind == "money":
            return text(value + column["unit"])
        if in_list or kind in ("text", "choice"):
            return text(value)
        if kind == "boolean":
            return {"是": "true", "否": "false"}[value]
        return text(value) if kind == "decimal" else value

    def test(self, column):
        """What is asked of a column."""
        draw = self.draw
        tests = ["is", "in"]
        if column["kind"] in ORDERED:
            tests += [*draw.sample(ORDERS, 2), "between"]
        if column["kind"] == "date":
            tests += ["within", "within"]
        targets = [(other, one) for other in self.others for one in other.columns if alike(one, column)]
        if targets:
            tests += ["exists_in"]
        key = draw.choice(tests)
        if key == "in":
            values = {self.operand(column, True) for _ in range(draw.randrange(1, 5))}
            return f"in = [{', '.join(sorted(values))}]"
        if key == "between":
            pair = [self.found(column), self.found(column)]
            pair.sort(key=(lambda value: value) if column["kind"] == "date" else float)
            return f"between = [{', '.join(text(value + (column['unit'] or '')) for value in pair)}]"
        if key == "within":
            as_of = f", as_of = {self.found(column)}" if draw.random() < 0.3 else ""
            return f'within = "{draw.choice(PERIODS)}"{as_of}'
        if key == "exists_in":
            other, one = draw.choice(targets)
            return f'exists_in = "{other.name}", key = "{one["id"]}"'
        return f"{key} = {self.operand(column)}"

    def condition(self):
        draw = self.draw
        column = draw.choice(self.columns)
        days = [one for one in self.columns if one["kind"] == "date" and one is not column]
        begin = f'column = "{column["id"]}"'
        if draw.random() < 0.15:
            return f'{{ {begin}, cell = "{draw.choice(["missing", "present"])}" }}'
        if column["kind"] == "date" and days and draw.random() < 0.4:
            sign, low = draw.choice(ORDERS), draw.randrange(-60, 60)
            asked = draw.choice([
                f"{sign} = {low}", f"is = {low}", f"not = {{ {sign} = {low} }}",
                f'between = ["{low}", "{low + draw.randrange(90)}"]',
            ])
            return f'{{ {begin}, days_since = "{draw.choice(days)["id"]}", {asked} }}'
        asked = self.test(column)
        if draw.random() < 0.3:
            asked = f"not = {{ {asked} }}"
        return f"{{ {begin}, {asked} }}"

    def conditions(self, least):
        return [self.condition() for _ in range(self.draw.choices([0, 1, 2, 3], (1, 5, 4, 2))[0] or least)]

    def aggregate(self):
        """The value of a measure and its unit."""
        draw = self.draw
        numbers = [one for one in self.columns if one["kind"] in ("integer", "decimal", "money")]
        days = [one for one in self.columns if one["kind"] == "date"]
        of = draw.choice(numbers)
        unit = draw.choice(["元", "万元"]) if of["unit"] else "个"
        decimals = f"decimals = {draw.randrange(5)}"
        kinds = ["count", "distinct", "sum", "mean", "ratio", "share", "latest"]
        match draw.choices(kinds, (4, 4, 4, 1, 1, 1, 1))[0]:
            case "count":
                return 'count = "rows"', "个"
            case "distinct":
                return f'count_distinct = "{draw.choice(self.columns)["id"]}"', "个"
            case "sum":
                return f'sum = "{of["id"]}"', unit
            case "mean":
                return f'mean = "{of["id"]}", {decimals}', unit
            case "ratio":
                # Money is divided by money, and anything else by anything else.
                to = draw.choice([one for one in numbers if bool(one["unit"]) == bool(of["unit"])])
                return f'ratio = "{of["id"]}", to = "{to["id"]}", {decimals}', "%"
            case "share":
                return f"share = [{', '.join(self.conditions(1))}], {decimals}", "%"
        return f'latest = "{of["id"]}", by = "{draw.choice(days)["id"]}"', unit

    def measures(self, count):
        lines = []
        for at in range(count):
            value, unit = self.aggregate()
            lines += [
                "[[measure]]", f'id = "m{at}"', f'label = "m{at}"', f'register = "{self.name}"',
                f"where = [{', '.join(self.conditions(0))}]", f"value = {{ {value} }}",
                f'unit = "{unit}"', "",
            ]
        return "\n".join(lines)


def alike(one, column):
    return one["kind"] == column["kind"] and one["unit"] == column["unit"]


def generate(folder, registers, measures, most_rows, seed):
    """Writes pairs of registers; the measures of the first look into the second."""
    for at in range(registers):
        draw = random.Random(f"{seed} {at}")
        other = Register(draw, f"other{at}", draw.choice([0, 3, 60]))
        register = Register(draw, f"register{at}", draw.randrange(most_rows), [other])
        for one, count in ((register, measures), (other, 0)):
            own = folder / one.name
            own.mkdir(parents=True)
            (own / "register.toml").write_text(one.schema(), encoding="utf-8")
            (own / "measures.toml").write_text(one.measures(count), encoding="utf-8")
            (own / "data.csv").write_text(one.data(), encoding="utf-8")
