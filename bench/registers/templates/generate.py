"""Makes registers of any length from the samples of the templates.

The first rows are the sample; each further one is a row of it at random, with another key, its days
moved together, and its amounts changed. Keys are `mixed`, as where files of several offices are put
together, or `ascending`, as where one office numbers its records. Equal arguments give equal bytes.
"""

import csv
import datetime
import decimal
import functools
import itertools
import random
import re
import shutil

import sql

# A free text with more values than this in the sample names something, such as a person.
NAMES = 50
COPIES = 100
FOREVER = datetime.date.max.toordinal()


def generate(template, folder, rows, seed, keys):
    """Writes the folder of a register; one that is there is kept."""
    if (folder / "data.csv").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("register.toml", "measures.toml"):
        shutil.copy(template / name, folder / name)
    schema = sql.read(template / "register.toml")
    columns = schema["column"]
    cells = sample(template / "sample.csv", columns)
    length = len(next(iter(cells.values())))
    draw = random.Random(f"{template.name} {seed}")
    chosen = list(range(length))[:rows] + draw.choices(range(length), k=max(0, rows - length))
    moves = [0] * length + draw.choices(range(-20, 21), k=max(0, rows - length))
    told_apart_by = key(schema)
    written = []
    for column in columns:
        own = cells[column["id"]]
        if column["id"] == told_apart_by:
            change = distinct_days if column["type"] == "date" else KEYS[keys]
        elif column["id"] in schema["register"]["key"]:
            change = same
        else:
            change = CHANGES.get(column["type"], same)
            if column["type"] == "text" and "choices" not in column and len(set(own)) > NAMES:
                change = further_names
        written.append(list(itertools.islice(change(own, chosen, moves, draw, column), rows)))
    unfinished = folder / "data.csv.part"
    with open(unfinished, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(column["id"] for column in columns) + "\n")
        out.writelines(map("{}\n".format, map(",".join, zip(*written))))
    unfinished.rename(folder / "data.csv")


def sample(path, columns):
    """The cells of a sample by column, without thousands separators and other freedoms."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    cells = {}
    for column in columns:
        headings = (column["label"], f"{column['label']}（{column.get('unit')}）")
        heading = next(one for one in headings if one in records[0])
        cells[column["id"]] = [plain(record[heading].strip(), column) for record in records]
    return cells


def plain(cell, column):
    """A cell as all programs take it."""
    if column["type"] in sql.NUMBERS:
        return cell.replace(",", "")
    if column["type"] == "date" and cell:
        return datetime.date(*map(int, re.findall(r"\d+", cell))).isoformat()
    return written(cell)


def written(cell):
    """A text as it stands in a csv file."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell


def key(schema):
    """The column of the key that tells the rows apart."""
    known = sql.columns(schema)
    own = [known[name] for name in schema["register"]["key"]]
    texts = [one["id"] for one in own if one["type"] == "text" and "choices" not in one]
    days = [one["id"] for one in own if one["type"] == "date"]
    return (texts + days)[0]


def with_suffix(cell, suffix):
    return cell[:-1] + suffix + '"' if cell.endswith('"') else cell + suffix


def same(own, chosen, moves, draw, column):
    return (own[at] for at in chosen)


def distinct_texts(own, chosen, moves, draw, column):
    further = (with_suffix(own[at], f"-{row}") for row, at in enumerate(chosen[len(own):]))
    return itertools.chain(own, further)


def ascending_texts(own, chosen, moves, draw, column):
    further = (with_suffix(max(own), f"-{row:08d}") for row in range(len(chosen) - len(own)))
    return itertools.chain(own, further)


def distinct_days(own, chosen, moves, draw, column):
    first = max(map(datetime.date.fromisoformat, own)).toordinal() + 1
    count = len(chosen) - len(own)
    if first + count > FOREVER:
        raise ValueError(f"the calendar has no {len(chosen)} days")
    further = (datetime.date.fromordinal(day).isoformat() for day in range(first, first + count))
    return itertools.chain(own, further)


def further_names(own, chosen, moves, draw, column):
    def further():
        for row, at in enumerate(chosen[len(own):]):
            yield with_suffix(own[at], f"-{row % COPIES}") if own[at] else ""

    return itertools.chain(own, further())


@functools.cache
def moved(day, by):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat() if day else ""


def days(own, chosen, moves, draw, column):
    return (moved(own[at], by) for at, by in zip(chosen, moves))


def numbers(own, chosen, moves, draw, column):
    if column["id"].endswith("year"):
        yield from same(own, chosen, moves, draw, column)
        return
    digits = [decimal.Decimal(cell).as_tuple() if cell else None for cell in own]
    whole = [0 if one is None else int("".join(map(str, one.digits))) for one in digits]
    added = draw.choices(range(10), k=len(chosen))
    for row, (at, more) in enumerate(zip(chosen, added)):
        if digits[at] is None or row < len(own):
            yield own[at]
            continue
        scale = -digits[at].exponent
        text = str(whole[at] + more).rjust(scale + 1, "0")
        sign = "-" if digits[at].sign and whole[at] + more else ""
        yield sign + (f"{text[:-scale]}.{text[-scale:]}" if scale else text)


CHANGES = {"date": days, **dict.fromkeys(sql.NUMBERS, numbers)}
KEYS = {"mixed": distinct_texts, "ascending": ascending_texts}
