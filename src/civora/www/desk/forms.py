"""What the desk's forms send, read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext

from civora.catalog.types import FieldChange, Metadata
from civora.core.errors import Refused
from civora.core.schema import FieldType
from civora.intake.types import FieldOverride
from civora.www.formats import language

NAME = re.compile(r"[a-z_][a-z0-9_]{0,99}")
LANGUAGES = (("en", "English"), ("fr", "Français"), ("de", "Deutsch"))


class BadForm(Refused):
    """Something in a form of the desk that cannot be used."""

    code = "www.bad_form"


def overrides(post: QueryDict, columns: Iterable[str]) -> dict[str, FieldOverride]:
    """What was mended, by the column's name in the file. Only what differs from the proposal is sent on."""
    return {name: one for name in columns if (one := override(post, name)) != FieldOverride()}


def override(post: QueryDict, name: str) -> FieldOverride:
    if f"seen-{name}" not in post:
        return FieldOverride()
    kind, proposed = post.get(f"type-{name}", ""), post.get(f"was-{name}", "")
    if kind and kind not in set(FieldType):
        raise BadForm(
            gettext("{type} is no type.").format(type=kind[:30]), next_step=gettext("Choose one from the list.")
        )
    return FieldOverride(
        name=renamed(post.get(f"name-{name}", ""), name),
        type=FieldType(kind) if kind and kind != proposed else None,
        label=post.get(f"label-{name}") or None,
        unit=post.get(f"unit-{name}") or None,
        is_facet=f"facet-{name}" in post,
        is_key=f"key-{name}" in post,
        is_left_out=f"out-{name}" in post or post.get(f"personal-{name}") == "out",
    )


def renamed(wanted: str, name: str) -> str | None:
    """A new name of a column, in the letters that names may have; None where it stays. Raises BadForm."""
    given = wanted.strip()
    if not given or given == name:
        return None
    if not NAME.fullmatch(given):
        raise BadForm(
            gettext("{name} cannot be a column’s name.").format(name=given[:60]),
            next_step=gettext("Use small letters, digits and _, beginning with a letter."),
        )
    return given


def check_persons(post: QueryDict, undecided: Iterable[str]) -> None:
    """Nothing that may name persons is published by oversight. Raises BadForm."""
    waiting = [name for name in undecided if post.get(f"personal-{name}") != "publish"]
    if waiting:
        raise BadForm(
            gettext("Some cells may name persons: {names}.").format(names=", ".join(waiting)),
            next_step=gettext("Decide for each of these columns whether it is left out or published."),
        )


def metadata(post: QueryDict, *, is_new: bool) -> Metadata:
    lang = language()
    title, description = post.get("title", "").strip(), post.get("description", "").strip()
    if is_new and not title:
        raise BadForm(gettext("A dataset needs a title."), next_step=gettext("Say in a few words what it holds."))
    return Metadata(
        title={lang: title} if title else None,
        description={lang: description} if description else None,
        publisher=post.get("publisher") or None,
        licence=post.get("licence") or None,
        themes=(post["theme"],) if post.get("theme") else None,
        language=lang if is_new else None,
    )


def described(post: QueryDict) -> Metadata:
    """The whole description, as the form for managing sends it."""
    return Metadata(
        title={code: post.get(f"title-{code}", "") for code, _ in LANGUAGES},
        description={code: post.get(f"description-{code}", "") for code, _ in LANGUAGES},
        licence=post.get("licence", ""),
        themes=tuple(post.getlist("theme")),
        keywords=tuple(word.strip() for word in post.get("keywords", "").split(",") if word.strip()),
        frequency=post.get("frequency", ""),
        source_name=post.get("source_name", ""),
        source_url=post.get("source_url", ""),
        attribution=post.get("attribution", ""),
    )


def field_changes(post: QueryDict) -> dict[str, FieldChange]:
    """What is said of the columns, in the language of the page."""
    lang = language()
    return {
        name: FieldChange(
            label={lang: post.get(f"label-{name}", "")},
            description={lang: post.get(f"description-{name}", "")},
            unit=post.get(f"unit-{name}", ""),
            is_facet=f"facet-{name}" in post,
        )
        for name in post.getlist("column")
    }
