"""Filters and tags of all pages: `{% load civora %}`.

`n|number` · `n|number:1` · `n|short_number` · `n|percent` · `bytes|size` · `d|day` · `d|short_day` · `d|moment` ·
`d|clock` · `{% in_language code %}` (this page in another language) · `{% here name=value %}` (this page with other
parameters; None leaves one out) · `field|as_input` (a form field with our look) · `data|json_ld`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from civora.www import addresses, formats
from civora.www.city import city

register = template.Library()


def _zoned(value: date | datetime) -> date | datetime:
    return timezone.localtime(value, city().tz) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def number(value: formats.Number | None, digits: int | None = None) -> str:
    return "" if value is None or value == "" else formats.number(value, digits)


@register.filter
def short_number(value: formats.Number | None) -> str:
    return "" if value is None or value == "" else formats.short_number(value)


@register.filter
def percent(value: formats.Number | None, digits: int = 0) -> str:
    return "" if value is None or value == "" else formats.percent(value, digits)


@register.filter
def size(value: int | None) -> str:
    return "" if value is None else formats.size(value)


@register.filter
def day(value: date | datetime | None) -> str:
    return formats.day(_zoned(value)) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    return formats.short_day(_zoned(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(_zoned(value)) if value else ""  # type: ignore[arg-type]  # a datetime stays one


@register.filter
def clock(value: datetime | None) -> str:
    return formats.clock(_zoned(value)) if value else ""  # type: ignore[arg-type]  # a datetime stays one


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime>` and feeds."""
    return _zoned(value).isoformat() if value else ""


@register.simple_tag(takes_context=True)
def here(context: RequestContext, **changes: object) -> str:
    return addresses.with_params(context["request"].GET, **changes)


@register.simple_tag(takes_context=True)
def in_language(context: RequestContext, code: str) -> str:
    return addresses.in_language(context["request"].get_full_path(), code)


@register.filter
def as_input(field: BoundField, extra: str = "") -> SafeString:
    """The widget with the class of our inputs; checkboxes and radios keep their own look."""
    if isinstance(field.field.widget, (CheckboxInput, RadioSelect)):
        return field.as_widget()
    attrs: dict[str, Any] = {"class": f"input {extra}".strip()}
    placeholder = str(field.field.widget.attrs.get("placeholder", ""))
    if str(field.label).lower() in placeholder.lower():  # a placeholder is no label
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def json_ld(data: Any) -> SafeString:
    """JSON for `<script type="application/ld+json">`: a block of data, so that no policy on scripts minds it."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # < and & are escaped just here


@register.filter
def drawing(svg: str) -> SafeString:
    """A drawing that the server made itself (`exhibits.queries.image`): its texts are escaped there."""
    return mark_safe(svg)  # only drawings of our own engine come here
