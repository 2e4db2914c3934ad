"""Frictionless: checks the fields and the key of a register, and prints rows and seconds."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import sql  # noqa: E402
from frictionless import Resource, Schema, system  # noqa: E402

TYPES = {"text": "string", "integer": "integer", "decimal": "number", "money": "number"}


def field(column):
    constraints = {"required": bool(column.get("required"))}
    if "choices" in column:
        constraints["enum"] = column["choices"]
    if "minimum" in column:
        constraints["minimum"] = column["minimum"]
    kind = TYPES.get(column["type"], column["type"])
    made = {"name": column["id"], "type": kind, "constraints": constraints}
    if column["type"] == "boolean":
        made |= {"trueValues": ["是"], "falseValues": ["否"]}
    return made


def main(folder, name):
    schema = sql.read(folder / name / "register.toml")
    fields = {"fields": list(map(field, schema["column"])), "primaryKey": schema["register"]["key"]}
    system.trusted = True
    resource = Resource(path=str(folder / name / "data.csv"), schema=Schema.from_descriptor(fields))
    begin = time.perf_counter()
    report = resource.validate()
    seconds = time.perf_counter() - begin
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    print(f"{report.tasks[0].stats['rows']}\t{seconds:.3f}")


main(pathlib.Path(sys.argv[1]), sys.argv[2])
