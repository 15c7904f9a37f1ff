"""What a chart says, in words: the sentence that it proves, and the text for those who do not see it. From its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from civora.core.schema import Schema
from civora.exhibits.types import Answer, Choice, Form
from civora.www import formats
from civora.www.exhibits import choosing

SMALL = 100
ROWS_SHOWN = 200


def finding(choice: Choice, answers: Sequence[Answer], schema: Schema) -> str:
    """Where it is highest, and how high; empty where there is nothing to say."""
    found = extremes(choice, answers)
    if found is None or choice.form in (Form.WEEK, Form.CALENDAR, Form.BOX, Form.BUBBLE, Form.POINT):
        return heat_finding(choice, answers, schema) if choice.form in (Form.WEEK, Form.CALENDAR) else ""
    (top, most), _ = found
    return gettext("Highest: {where}, with {value}.").format(
        where=choosing.place(choice, top), value=amount(choice, most, schema)
    )


def heat_finding(choice: Choice, answers: Sequence[Answer], schema: Schema) -> str:
    rows = [row for one in answers for row in one.rows if isinstance(row.get("value"), int | float)]
    if not rows:
        return ""
    top = max(rows, key=lambda row: row["value"])
    where = f"{top['row']}-{int(top['column']):02d}"
    if choice.form is Form.WEEK:
        days = [
            gettext("Monday"),
            gettext("Tuesday"),
            gettext("Wednesday"),
            gettext("Thursday"),
            gettext("Friday"),
            gettext("Saturday"),
            gettext("Sunday"),
        ]
        where = gettext("{day}, {hour}:00").format(day=days[int(top["row"]) - 1], hour=top["column"])
    return gettext("Highest: {where}, with {value}.").format(where=where, value=amount(choice, top["value"], schema))


def alternative(choice: Choice, answers: Sequence[Answer], schema: Schema) -> str:
    """Form, what it shows, highest and lowest, how many values: proposed, to be bettered by a person."""
    form = str(choosing.FORMS[choice.form.value])
    words = [f"{form}: {choosing.title(schema, choice)}."]
    found = extremes(choice, answers)
    if found:
        (top, most), (bottom, least) = found
        words.append(
            gettext("Highest {most} ({top}), lowest {least} ({bottom}).").format(
                most=amount(choice, most, schema),
                top=choosing.place(choice, top),
                least=amount(choice, least, schema),
                bottom=choosing.place(choice, bottom),
            )
        )
    count = sum(len(one.rows) for one in answers)
    words.append(ngettext("{n} value.", "{n} values.", count).format(n=formats.number(count)))
    return " ".join(words)


def extremes(choice: Choice, answers: Sequence[Answer]) -> tuple[tuple[Any, float], tuple[Any, float]] | None:
    """(where, how much) of the highest and the lowest mark; of sums where parts stand on each other."""
    sums: dict[Any, float] = {}
    stacks = choice.form in (Form.BAR, Form.AREA, Form.PIE, Form.DONUT)
    for one in answers:
        for row in one.rows:
            number, along = row.get("value"), row.get("along")
            if isinstance(number, int | float) and along is not None:
                sums[along] = sums.get(along, 0.0) + number if stacks else max(sums.get(along, number), number)
    if not sums:
        return None
    top, bottom = max(sums, key=lambda key: sums[key]), min(sums, key=lambda key: sums[key])
    return (top, sums[top]), (bottom, sums[bottom])


def amount(choice: Choice, value: float, schema: Schema) -> str:
    unit = schema.field(choice.measure).unit if choice.measure and choice.form is not Form.HISTOGRAM else ""
    return f"{formats.number(round(value, 2) if abs(value) < SMALL else round(value))} {unit}".strip()


def target_word(choice: Choice) -> dict[str, str]:
    if choice.target is None:
        return {}
    return {"target": gettext("Target: {n}").format(n=formats.number(choice.target))}


def table(
    answers: Sequence[Answer], words: dict[str, str], choice: Choice | None = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings and rows of the figure's twin, at most two hundred lines."""
    columns = list(
        dict.fromkeys(name for one in answers for row in one.rows for name in row if not name.endswith("_words"))
    )
    many = len(answers) > 1
    headings = [
        *([gettext("Series")] if many else []),
        *(words.get(name) or heading(name, answers) for name in columns),
    ]
    lines = []
    for one in answers:
        for row in one.rows[:ROWS_SHOWN]:
            cells = [cell(row.get(name), name, choice) for name in columns]
            lines.append((*([words.get(one.name) or one.name] if many else []), *cells))
    return tuple(headings), tuple(lines[:ROWS_SHOWN])


def heading(name: str, answers: Sequence[Answer]) -> str:
    return next((text for one in answers for column, text, _ in one.columns if column == name), name)


def cell(value: Any, name: str, choice: Choice | None) -> str:
    if value is None:
        return ""
    if choice is not None and name == "along":
        return choosing.place(choice, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formats.number(value)
    text = str(value)
    return text.removesuffix("T00:00:00").replace("T", " ") if text[4:5] == "-" and "T" in text else text
