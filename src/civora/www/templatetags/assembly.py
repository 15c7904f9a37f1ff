"""Filters of the pages of room assembly: `{% load assembly %}`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString

from civora.assembly.types import Place, Said
from civora.www import formats
from civora.www.city import city

register = template.Library()


@register.filter
def said(text: Said) -> SafeString | str:
    """The text, marked with its language where that is not the page's."""
    return format_html('<span lang="{}">{}</span>', text.lang, text.text) if text.lang else text.text


@register.filter
def paragraphs(text: Said | str) -> SafeString:
    """Blank lines part paragraphs. Whatever else stands in it is text, never a tag or a link."""
    html = SafeString(linebreaks(str(text), autoescape=True))  # escaped just here
    return format_html('<div lang="{}">{}</div>', text.lang, html) if isinstance(text, Said) and text.lang else html


@register.filter
def until(end: datetime) -> str:
    """The last minute before the end, as people say it: Sunday 1 June, 23:59."""
    last = (end - timedelta(minutes=1)).astimezone(city().tz)
    return f"{formats.weekday(last)}, {formats.clock(last)}"


@register.filter
def when(moment: datetime) -> str:
    here = moment.astimezone(city().tz)
    return f"{formats.weekday(here)}, {formats.clock(here)}"


@register.filter
def last_day(end: datetime) -> str:
    """The last day before the end: what ends at midnight on 1 June lasts until 31 May."""
    return formats.day((end - timedelta(minutes=1)).astimezone(city().tz))


@register.inclusion_tag("assembly/_ask.html")
def question_band() -> dict[str, Any]:
    """The question that runs and ends first, for the home page; nothing where none runs."""
    from civora.assembly import queries as assembly  # noqa: PLC0415 (filters alone need no questions)
    from civora.www.assembly.ground import ground  # noqa: PLC0415
    from civora.www.assembly.views.processes import line  # noqa: PLC0415

    found = next((one for one in assembly.processes(city().now(), formats.language()) if one.place is Place.NOW), None)
    if found is None:
        return {"line": None}
    points = assembly.points(found.key)
    return {"line": line(found), "ground": ground(points) if points else None}
