"""What the city promised: a number, where it should be by now, and the word for it.

`[[home.promises]]` in pack.toml, each:

    title.en, unit.en, digits = 0, scale = 0.001     how the number reads (value × scale)
    dataset, where, year, value                      its rows: the columns of the year and of the value, or instead:
    dataset, where, select, group_by                 ODSQL whose two columns are year and value
    base = 1990                                      for a promise to change by a year: the year it counts from …
    target_where                                     … the row with the target (its year and value) in the same dataset …
    path_dataset, path_where, path_year, path_value  … and the promised steps between, where there are any
    limit = 40, next_limit = 20, next_year = 2030    for a value that must stay below a limit
    note.en                                          said after the direction
Neither `target_where` nor `limit`: the line is drawn, and "No target set" stands below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext

from civora.core.query.ast import Query
from civora.www import drawing, formats
from civora.www.city import in_language
from civora.www.home import numbers, questions
from civora.www.home.asking import Asker, rows_url, section
from civora.www.home.pages import Promise, Track

DOWN, UP = "↓", "↑"


@dataclass(frozen=True, slots=True)
class Series:
    values: dict[int, float]
    query: Query
    card: Any


def promises(ask: Asker, said: list[Mapping[str, Any]]) -> tuple[Promise, ...]:
    made = (section(f"promise {one.get('dataset')}", partial(promise, ask, one), None) for one in said)
    return tuple(one for one in made if one)


def promise(ask: Asker, said: Mapping[str, Any]) -> Promise:
    """Raises KeyError, ValueError or a CivoraError where pack and data do not fit."""
    series = _series(ask, said)
    if "target_where" in said:
        return _on_the_way(ask, said, series)
    if "limit" in said:
        return _below_a_limit(ask, said, series)
    return _without_target(ask, said, series)


def _series(ask: Asker, said: Mapping[str, Any]) -> Series:
    asked = dict(said) if said.get("select") else {**said, "select": f"{said['year']}, {said['value']}"}
    query = questions.written(asked, ask.city.zone)
    answer = ask.rows(query)
    values = {
        _year(year): float(value) * float(said.get("scale", 1)) for year, value in answer.rows if value is not None
    }
    if not values:
        raise ValueError("no values")
    return Series(dict(sorted(values.items())), query, answer.card)


def _year(value: Any) -> int:
    return value.year if isinstance(value, (date, datetime)) else int(str(value)[:4])


def _points(ask: Asker, said: Mapping[str, Any], where: str, prefix: str = "") -> dict[int, float]:
    """The rows of a target or path: year → value."""
    year, value = (str(said.get(f"{prefix}year") or said["year"]), str(said.get(f"{prefix}value") or said["value"]))
    source = {"dataset": said.get(f"{prefix}dataset") or said["dataset"], "select": f"{year}, {value}", "where": where}
    scale = float(said.get(f"{prefix}scale", said.get("scale", 1)))
    rows = ask.rows(questions.written(source, ask.city.zone)).rows
    return {_year(at): float(amount) * scale for at, amount in rows if amount is not None}


def _on_the_way(ask: Asker, said: Mapping[str, Any], series: Series) -> Promise:
    target = max(_points(ask, said, str(said["target_where"])).items())
    path = _points(ask, said, str(said["path_where"]), "path_") if said.get("path_where") else None
    way = numbers.way(series.values, base=int(said["base"]), target=target, path=path)
    change = gettext("{arrow} {share} since {year}.").format(
        arrow=_arrow(way.change), share=formats.percent(abs(way.change)), year=said["base"]
    )
    asked = gettext("The path to {year} asks for {share} by now.").format(
        year=way.target_year, share=formats.percent(abs(way.path_change))
    )
    track = Track(
        round(way.done * 100, 1),
        round(way.path_done * 100, 1),
        gettext("where {year} should be").format(year=way.year),
        str(said["base"]),
        gettext("{change} by {year}").format(change=_signed(way.target_change), year=way.target_year),
        way.tone,
    )
    words = {"good": gettext("On track"), "warn": gettext("Nearly on track"), "bad": gettext("Off track")}
    return _made(ask, said, series, f"{change} {asked}", words[way.tone], way.tone, track)


def _below_a_limit(ask: Asker, said: Mapping[str, Any], series: Series) -> Promise:
    limit, last = float(said["limit"]), list(series.values.values())[-1]
    digits = int(said.get("digits", 1))
    tone = "good" if last <= limit else "bad"
    words = [_difference(series, digits), gettext("Limit today {n}.").format(n=formats.number(limit))]
    mark, label = 100.0, gettext("limit")
    if "next_limit" in said:
        mark = 100 * float(said["next_limit"]) / limit
        label = gettext("limit {year}").format(year=said["next_year"])
        next_limit = formats.number(float(said["next_limit"]))
        words.append(gettext("From {year} it is {n}.").format(year=said["next_year"], n=next_limit))
    right = gettext("limit {n}").format(n=formats.number(limit))
    track = Track(round(min(100.0, 100 * last / limit), 1), round(mark, 1), label, formats.number(0), right, tone)
    status = gettext("Kept") if tone == "good" else gettext("Exceeded")
    return _made(ask, said, series, " ".join(words), status, tone, track)


def _without_target(ask: Asker, said: Mapping[str, Any], series: Series) -> Promise:
    return _made(
        ask, said, series, _difference(series, int(said.get("digits", 1)), long=True), gettext("No target set"), "none"
    )


def _difference(series: Series, digits: int, *, long: bool = False) -> str:
    """How the last value differs from the first (long) or from the one before."""
    years = list(series.values)
    if len(years) < 2:
        return ""
    before = years[0] if long else years[-2]
    change = series.values[years[-1]] - series.values[before]
    words = gettext("{arrow} {n} since {year}.")
    return words.format(arrow=_arrow(change), n=formats.number(abs(change), digits), year=before)


def _arrow(change: float) -> str:
    return DOWN if change < 0 else UP


def _signed(change: float) -> str:
    return ("+" if change > 0 else "") + formats.percent(change)


def _made(
    ask: Asker,
    said: Mapping[str, Any],
    series: Series,
    direction: str,
    status: str,
    tone: str,
    track: Track | None = None,
) -> Promise:
    year, value = list(series.values.items())[-1]
    line = drawing.plot(list(series.values.values()), 200, 40)
    values = list(series.values.values())
    unit = gettext("{unit}, {year}").format(unit=in_language(said.get("unit")), year=year).lstrip(", ")
    return Promise(
        title=in_language(said.get("title")),
        url=rows_url(series.query),
        value=formats.number(value, int(said["digits"]) if "digits" in said else None),
        unit=unit,
        direction=" ".join(part for part in (direction, in_language(said.get("note"))) if part),
        track=track,
        spark="" if track else line.line(values),
        spark_ground="" if track else line.ground(values),
        status=status,
        tone=tone,
        source=ask.source(series.query, series.card),
    )
