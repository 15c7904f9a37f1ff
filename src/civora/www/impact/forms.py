"""What the desk's forms of indicators and projects send, as the words that the actions take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from civora.core.errors import Refused

LANGUAGES = (("en", "English"), ("fr", "Français"), ("de", "Deutsch"))
SOURCE = ("dataset", "time", "value", "where", "scale", "version")
PLAIN = ("toward", "frequency", "theme", "area", "owner", "baseline_at", "tolerance", "digits", "next_update_on", "position", "part_of")  # fmt: skip


class BadLine(Refused):
    """A line of a list in a form that cannot be read."""

    code = "www.bad_line"


def texts(post: QueryDict, name: str) -> dict[str, str]:
    return {
        code: post.get(f"{name}-{code}", "").strip() for code, _ in LANGUAGES if post.get(f"{name}-{code}", "").strip()
    }


def indicator(post: QueryDict, kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The whole definition: what the form does not show stays as it was."""
    made: dict[str, Any] = {**kept, "key": key or post.get("key", "").strip()}
    for name in ("title", "unit", "description"):
        made[name] = texts(post, name)
    made["source"] = question(post, "source")
    for name in ("target_source", "path_source"):
        made[name] = question(post, name) if post.get(f"{name}-dataset", "").strip() else None
    for name in PLAIN:
        value = post.get(name, "").strip()
        made[name] = value or None
    made["toward"], made["frequency"] = post.get("toward", "none"), post.get("frequency", "yearly")
    made["tolerance"] = (made["tolerance"] or "10").replace(",", ".")
    made["tolerance"] = as_share(made["tolerance"])
    made["targets"] = targets(post.get("targets", ""))
    made["frames"] = [one for one in post.getlist("frames") if one]
    return {name: value for name, value in made.items() if value is not None}


def as_share(percent: str) -> Any:
    """The form asks for per cent; what is no number is left for the rule to refuse."""
    try:
        return float(percent) / 100
    except ValueError:
        return percent


def question(post: QueryDict, name: str) -> dict[str, Any]:
    said = {word: post.get(f"{name}-{word}", "").strip() for word in SOURCE}
    return {word: value.replace(",", ".") if word == "scale" else value for word, value in said.items() if value}


def targets(text: str) -> list[dict[str, Any]]:
    """One a line: `by 2030: 131` or `from 2010: 40`. Raises BadLine with the line."""
    found = []
    for number, line in enumerate(filter(None, (one.strip() for one in text.splitlines())), 1):
        head, colon, value = line.partition(":")
        words = head.split()
        if not colon or len(words) != 2 or words[0] not in ("by", "from"):  # noqa: PLR2004 (a word and a day)
            raise BadLine(
                gettext("Targets, line {n}: “{line}” cannot be read.").format(n=number, line=line[:60]),
                next_step=gettext("Write one a line: by 2030: 131, or from 2010: 40."),
            )
        found.append({"kind": words[0], "at": words[1], "value": value.strip().replace(",", ".")})
    return found


def target_lines(targets: list[dict[str, Any]]) -> str:
    """The same the other way round."""
    return "\n".join(
        f"{one.get('kind', 'by')} {str(one['at']).removesuffix('-01-01')}: {one['value']:g}" for one in targets
    )


def project(post: QueryDict, kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    made: dict[str, Any] = {**kept, "key": key or post.get("key", "").strip()}
    for name in ("title", "summary", "reason"):
        made[name] = texts(post, name)
    for name in ("kind", "stage", "owner", "theme", "area", "promised_on", "promised_by", "done_on", "assessment"):
        made[name] = post.get(name, "").strip()
    made["promised_cost"] = post.get("promised_cost", "").strip().replace(",", ".") or None
    made["indicators"] = [one.strip() for one in post.get("indicators", "").split(",") if one.strip()]
    return made
