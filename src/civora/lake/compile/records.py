"""One record, by its id."""

from __future__ import annotations

import re
from datetime import datetime

from civora.core.query.ast import Expr
from civora.core.query.check import CheckedQuery
from civora.core.query.errors import ODSQLError
from civora.core.schema import FieldType, Schema
from civora.lake.compile.identity import RECORD_ID, ROW, digits, md5
from civora.lake.compile.sql import TABLE
from civora.lake.compile.statements import context_of, shown, where
from civora.lake.connect import quoted
from civora.lake.sql import join, param
from civora.lake.types import Statement, TableRef

IDENTITY = re.compile(r"(?P<hash>[0-9a-f]{32})(?P<digits>[0-9a-f]{4})(?:-(?P<number>[0-9]{1,9}))?")


def record(
    checked: CheckedQuery, table: TableRef, identity: str, *, whole: Schema, guard: Expr | None, now: datetime
) -> Statement:
    """The row with this id, or no row. Equal rows are alike, so that any of them will do, if there are enough.

    Raises ODSQLError where the question asks for groups."""
    if checked.is_grouped:
        raise ODSQLError("one record has no groups", clause="select", next_step="Select fields of the record.")
    found = IDENTITY.fullmatch(identity)
    context = context_of(checked, now)
    outputs = [shown(one, context) + f" AS {quoted(one.name)}" for one in checked.outputs]
    outputs.append(param(identity) + f" AS {quoted(RECORD_ID)}")
    filtered = where(checked, context, guard, whole)
    likely = digits(checked.schema, f"{ROW}.") + " = " + param(int(found["digits"], 16) if found else -1)
    same = md5(checked.schema, f"{ROW}.") + " = " + param(found["hash"] if found else "")
    named = "CASE WHEN " + likely + " THEN " + same + " ELSE false END"
    text = "SELECT " + join(", ", outputs) + f" FROM {TABLE} {ROW}" + filtered
    text = text + (" AND " if filtered.text else " WHERE ") + named + " LIMIT 1 OFFSET "
    text = text + param(max(0, int(found["number"] or 1) - 1) if found else 0)
    columns = (*((one.name, one.type) for one in checked.outputs), (RECORD_ID, FieldType.TEXT))
    return Statement(text.text, text.params, (table,), columns)
