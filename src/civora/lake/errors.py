"""What can go wrong with a question or a write, in words for people. No SQL and no path stands in any of them."""

from __future__ import annotations

from civora.core.errors import Busy, CivoraError, Conflict, NotFound, Refused, TooMuch

NARROW = "Narrow the question: fewer rows, a filter, or an export."
TELL = "Tell the portal's operator."


class QuestionTooSlow(TooMuch):
    """Stopped at the end of its time."""

    code = "lake.too_slow"


class QuestionTooLarge(TooMuch):
    """More memory, disk or rows than one question may use."""

    code = "lake.too_large"


class LakeBusy(Busy):
    """As many questions or writes under way as the lake takes at once."""

    code = "lake.busy"


class LakeFault(CivoraError):
    """The engine failed in a way that no question should make it fail."""

    code = "lake.fault"


class BadValue(Refused):
    """A value that the engine cannot read as what it should be."""

    code = "lake.bad_value"


class BadOptions(Refused):
    """Export options or a target that are not of the form that writers make."""

    code = "lake.bad_options"


class VersionGone(NotFound):
    """A table or snapshot that the lake does not hold (any more)."""

    code = "lake.version_gone"


class NotPut(Conflict):
    """A table of the engine alone that nobody has put there."""

    code = "lake.not_put"


class NoKey(Refused):
    """An upsert or a delete by key on a table without key columns."""

    code = "lake.no_key"


class WrongColumns(Refused):
    """Rows whose columns are not the schema's, or a schema that does not fit the table that they are added to."""

    code = "lake.wrong_columns"


class NoSuchRow(Conflict):
    """The row that an id named is not in the current version."""

    code = "lake.no_such_row"


class NotWritten(CivoraError):
    """A write that failed in the engine; nothing of it remains."""

    code = "lake.not_written"


class WriteOvertaken(Conflict):
    """Another node wrote the same table at the same time, again and again."""

    code = "lake.write_overtaken"


def too_slow(seconds: float) -> QuestionTooSlow:
    return QuestionTooSlow(f"The question was stopped after {seconds:g} seconds.", next_step=NARROW)


def too_large() -> QuestionTooLarge:
    return QuestionTooLarge("The question needs more memory than one question may use.", next_step=NARROW)


def too_many_rows(rows: int) -> QuestionTooLarge:
    return QuestionTooLarge(f"The answer has more than {rows:,} rows.", next_step=NARROW)


def busy() -> LakeBusy:
    return LakeBusy("Many questions are under way just now.", next_step="Ask again in a few seconds.")


def fault() -> LakeFault:
    return LakeFault("The question could not be answered.", next_step=TELL)
