"""What names a row across versions: a hash of its key columns, else of all its columns; the second of two rows that are alike
is `…-2`, in the order of the table. Computed when read, never stored.

The hash ends with four digits that cost next to nothing to compute: whoever looks for a row passes over all but one in 65,536
rows by them. So a row of 14 million is found in a fraction of a second, without an index.
"""

from __future__ import annotations

from civora.core.query.check import CheckedQuery
from civora.core.schema import GEOGRAPHIC, Field, FieldType, Schema
from civora.lake.compile.sql import TABLE
from civora.lake.connect import quoted
from civora.lake.sql import Sql, join

RECORD_ID = "_id"
ROW = "r"
NOT_COMPARED = GEOGRAPHIC | {FieldType.JSON}  # as they are; they are compared as texts


def record_id(schema: Schema, qualifier: str = "") -> Sql:
    """The hash and its digits, without the number among equals."""
    return md5(schema, qualifier) + " || printf('%04x', " + digits(schema, qualifier) + ")"


def md5(schema: Schema, qualifier: str = "") -> Sql:
    texts = ", ".join(f"coalesce({as_text(field, qualifier + quoted(field.name))}, '∅')" for field in named_by(schema))
    return Sql(f"md5(concat_ws('¦', {texts}))")


def digits(schema: Schema, qualifier: str = "") -> Sql:
    """A number below 65,536 made of what is cheapest to know of each value. Only arithmetic that no release of the
    engine computes otherwise, since ids must stay."""
    parts = []
    for index, field in enumerate(named_by(schema)):
        number = cheap(field, qualifier + quoted(field.name))
        if number:
            parts.append(f"coalesce((({number}) & 65535) * {2 * index + 1}, 0)")
    return Sql(f"(({' + '.join(parts) or '0'}) & 65535)")


def cheap(field: Field, name: str) -> str:
    """A whole number that tells most values apart; empty where none is cheap."""
    if field.is_multivalued:
        return ""
    match field.type:
        case FieldType.INT:
            return name
        case FieldType.DATETIME:
            return f"epoch_us({name}) >> 8"
        case FieldType.DATE:
            return f"CAST({name} - DATE '1970-01-01' AS BIGINT)"
        case FieldType.DOUBLE:
            return f"TRY_CAST(floor({name} * 1000) AS BIGINT)"
        case FieldType.TEXT:
            return f"strlen({name}) * 251 + ascii({name})"
        case _:
            return ""


def named_by(schema: Schema) -> tuple[Field, ...]:
    return schema.keys or schema.fields


def as_text(field: Field, name: str) -> str:
    if field.type is FieldType.GEO_SHAPE:
        return f"CAST(ST_AsGeoJSON({name}) AS VARCHAR)"
    return f"CAST(epoch_us({name}) AS VARCHAR)" if field.type is FieldType.DATETIME else f"CAST({name} AS VARCHAR)"


def compared(field: Field, name: str) -> str:
    return as_text(field, name) if field.type in NOT_COMPARED or field.is_multivalued else name


def identified(checked: CheckedQuery, outputs: list[Sql], marks: list[Sql], body: Sql, guards: list[Sql]) -> Sql:
    """One page of rows, each with its marks (see `seek`) and its id. Equal rows before it are counted among those that the reader may see.

    Inner names begin with a digit, as no field does.
    """
    if checked.schema.keys:
        named = [out + f" AS {quoted(one.name)}" for out, one in zip(outputs, checked.outputs, strict=True)]
        identity = record_id(checked.schema, f"{ROW}.") + f" AS {quoted(RECORD_ID)}"
        return "SELECT " + join(", ", [*named, *marks, identity]) + body
    inner = [out + f' AS "{index}o"' for index, out in enumerate(outputs)]
    inner += [
        Sql(compared(field, f"{ROW}.{quoted(field.name)}") + f' AS "{index}f"')
        for index, field in enumerate(checked.schema.fields)
    ]
    identity = record_id(checked.schema, f"{ROW}.") + f' AS "0id", {ROW}.rowid AS "0at"'
    page = "SELECT " + join(", ", [*inner, *marks, identity]) + body
    numbered = 'WITH page AS MATERIALIZED (SELECT *, row_number() OVER () AS "0n" FROM (' + page + ")), "
    shown = ", ".join(f'"{index}o" AS {quoted(one.name)}' for index, one in enumerate(checked.outputs))
    shown += "".join(f", {mark_name(index)}" for index in range(len(marks)))
    suffix = """CASE WHEN "0twins" IS NULL THEN '' ELSE '-' || ("0twins" + 1) END"""
    final = f'SELECT {shown}, "0id" || {suffix} AS {quoted(RECORD_ID)} FROM page LEFT JOIN twins USING ("0at") ORDER BY page."0n"'
    return numbered + "twins AS (" + twins(checked.schema, guards) + ") " + final


def mark_name(index: int) -> str:
    return f'"{index}mark"'


def twins(schema: Schema, guards: list[Sql]) -> Sql:
    """How many equal rows stand before each row of the page, where there are any."""
    equal = [
        f'{compared(field, "o." + quoted(field.name))} IS NOT DISTINCT FROM page."{index}f"'
        for index, field in enumerate(schema.fields)
    ]
    tests = join(" AND ", [Sql(" AND ".join(equal)), *guards, Sql('o.rowid < page."0at"')])
    return f'SELECT page."0at", count(*) AS "0twins" FROM page JOIN {TABLE} o ON ' + tests + ' GROUP BY page."0at"'
