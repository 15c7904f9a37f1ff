"""Filters of the pages of room assembly: `{% load assembly %}`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString

from civora.assembly.types import Said
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
