"""One row changed: the table as a version shows it, with other values in the row that an id names."""

from __future__ import annotations

from collections.abc import Mapping

from civora.core.schema import Schema
from civora.lake.compile.identity import ROW, record_id
from civora.lake.compile.records import IDENTITY
from civora.lake.connect import LAKE, quoted
from civora.lake.errors import NoSuchRow
from civora.lake.write import Writer, Written, from_parameter, parameter


def amend(
    writer: Writer, table: str, snapshot: int, schema: Schema, identity: str, changes: Mapping[str, object]
) -> Written:
    """Commit the table of `snapshot` with `changes` (values by field, as `Writer.rows` takes them) in one row; the order of rows stays.

    Raises NoSuchRow where no row has that id, and what a write raises.
    """
    found = IDENTITY.fullmatch(identity)
    if found is None:
        raise NoSuchRow("This is not the id of a row.", next_step="Take it from the page of the record.")
    seen = f"{LAKE}.{quoted(table)} {ROW} AT (VERSION => {snapshot:d})"
    named = f"({record_id(schema, f'{ROW}.').text}) = ?"
    offset = max(0, int(found["number"] or 1) - 1)
    place = writer.con.execute(
        f"SELECT {ROW}.rowid FROM {seen} WHERE {named} ORDER BY {ROW}.rowid LIMIT 1 OFFSET {offset:d}",
        [found["hash"] + found["digits"]],
    ).fetchone()
    if place is None:
        raise NoSuchRow(
            "The row has changed or is gone since.", next_step="Open the dataset and look at the row as it is now."
        )
    outputs, params = [], []
    for field in schema.fields:
        column = f"{ROW}.{quoted(field.name)}"
        if field.name in changes:
            cast = from_parameter(field, f"CAST(? AS {parameter(field)})")
            outputs.append(
                f"CASE WHEN {ROW}.rowid = {place[0]:d} THEN {cast} ELSE {column} END AS {quoted(field.name)}"
            )
            params.append(changes[field.name])
        else:
            outputs.append(f"{column} AS {quoted(field.name)}")
    # Read first: within the commit the table is already a new one.
    source = f"SELECT {', '.join(outputs)} FROM {seen} ORDER BY {ROW}.rowid"
    writer.con.execute(f"CREATE OR REPLACE TEMP TABLE amended AS {source}", params)
    written = writer.replace(table, schema, "SELECT * FROM amended ORDER BY rowid")
    writer.con.execute("DROP TABLE amended")
    return written
