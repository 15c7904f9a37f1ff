"""What the desk's forms about processes send, read. Times are written in the city's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml
from django.http import QueryDict
from django.utils.translation import gettext

from civora.assembly.types import Act, Decision, Kind, NewMeeting, NewPhase, NewProcess
from civora.core.errors import Refused
from civora.www.city import city
from civora.www.formats import language

LANGUAGES = (("en", "English"), ("fr", "Français"), ("de", "Deutsch"))
MOST_PHASES, LONGEST_SURVEY = 20, 60_000


class BadDeskForm(Refused):
    code = "www.bad_desk_form"


def texts(post: QueryDict, name: str) -> dict[str, str]:
    """One text in each language, of fields named `NAME-LANG`."""
    return {
        code: post.get(f"{name}-{code}", "").strip() for code, _ in LANGUAGES if post.get(f"{name}-{code}", "").strip()
    }


def moment(post: QueryDict, name: str, label: str) -> datetime:
    """Raises BadDeskForm."""
    try:
        found = datetime.fromisoformat(post.get(name, ""))
    except ValueError as error:
        raise BadDeskForm(
            gettext("{field} is no time.").format(field=label), next_step=gettext("Write it like 2025-05-15T16:00.")
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=city().tz)


def whole(post: QueryDict, name: str) -> int | None:
    given = post.get(name, "").strip()
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004 (digits)


def degrees(post: QueryDict, name: str) -> float | None:
    try:
        return float(post.get(name, "").replace(",", "."))
    except ValueError:
        return None


def process(post: QueryDict, *, is_example: bool) -> NewProcess:
    """Raises BadDeskForm, BadWords, BadProcess later."""
    kind = post.get("kind", "")
    if kind not in set(Kind):
        raise BadDeskForm(gettext("Choose what kind of process it is."), next_step="")
    return NewProcess(
        Kind(kind), texts(post, "title"), texts(post, "summary"), phases(post), post.get("organisation", ""),
        texts(post, "about"), texts(post, "decides"), language(), is_example, post.get("dataset", "").strip()[:200],
    )  # fmt: skip


def phases(post: QueryDict) -> tuple[NewPhase, ...]:
    """Every row that has a name or a time; empty ones are left out."""
    found = []
    for number in range(1, MOST_PHASES + 1):
        title = texts(post, f"phase-{number}")
        if not title and not post.get(f"start-{number}"):
            continue
        place = gettext("Phase {n}").format(n=number)
        acts = frozenset(Act(one) for one in post.getlist(f"acts-{number}") if one in set(Act))
        found.append(
            NewPhase(title, moment(post, f"start-{number}", place), moment(post, f"end-{number}", place), acts)
        )
    return tuple(found)


def decision(post: QueryDict) -> Decision:
    given = post.get("decision", "")
    if given not in set(Decision):
        raise BadDeskForm(gettext("Choose what the city does with it."), next_step="")
    return Decision(given)


def meeting(post: QueryDict) -> NewMeeting:
    return NewMeeting(
        texts(post, "title"), moment(post, "starts", gettext("The beginning")), moment(post, "ends", gettext("The end")),
        texts(post, "text"), post.get("place", ""), degrees(post, "lon"), degrees(post, "lat"), post.get("url", "").strip(),
        whole(post, "capacity"), language(),
    )  # fmt: skip


def questions(post: QueryDict) -> list[Mapping[str, Any]]:
    """The schema of a survey, as YAML or JSON. Raises BadDeskForm."""
    given = post.get("questions", "")[:LONGEST_SURVEY]
    try:
        found = yaml.safe_load(given)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadDeskForm(
            gettext("The questions cannot be read."), next_step=str(error).partition("\n")[0][:200]
        ) from error
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise BadDeskForm(gettext("The questions are not a list."), next_step=gettext("Begin each with a dash."))
    return found
