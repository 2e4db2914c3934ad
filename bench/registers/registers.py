"""What the peers of the registers share: folders of registers, and how answers are shown."""

import sql


def read(folder, name):
    """All schemas of a folder by identifier, and the measures of one of the registers."""
    schemas = {path.parent.name: sql.read(path) for path in sorted(folder.glob("*/register.toml"))}
    return schemas, sql.read(folder / name / "measures.toml").get("measure", [])


def looked_into(measures, schemas):
    """The columns of other registers that conditions look into, by register."""
    wanted = {}
    for measure in measures:
        for condition in [*measure.get("where", []), *measure["value"].get("share", [])]:
            inner = condition.get("not", condition)
            if "exists_in" in inner:
                other, column = sql.looked_into(inner, schemas)
                wanted.setdefault(other, set()).add(column)
    return {other: sorted(columns) for other, columns in wanted.items()}


def show(measure, value, evidence, whole):
    """A line as heng's example prints it: how many rows there are and their sum."""
    rows = [f"{len(one)},{int(one.sum())}" if one is not None else "" for one in (evidence, whole)]
    if value is None:
        rows = ["", ""]
    value = "none" if value is None else f"{value:f}"
    print(measure["register"], measure["id"], value, *rows, sep="\t")
