"""What a person did, asked of each room, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from civora.assembly import queries as assembly
from civora.assembly.queries import boxes
from civora.assembly.types import Decision, MyAct, ProposalState
from civora.community import queries as community
from civora.community.types import ListingCard, ListingState, NominationCard, ReuseCard, ShownState
from civora.core import addresses
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.impact import queries as impact
from civora.impact.types import ProjectCard
from civora.reports import queries as reports
from civora.reports.types import ReportCard, Status
from civora.voices import queries as voices
from civora.voices.types import CommentCard, CommentState
from civora.www.formats import language
from civora.www.impact import projects as plans
from civora.www.me.pages import Outcome, Thing
from civora.www.nominations.words import STATES

DECISIONS: dict[Decision, tuple[Any, str]] = {
    Decision.FOLLOWED: (gettext_lazy("Followed"), "good"), Decision.PARTLY: (gettext_lazy("Followed in part"), "warn"),
    Decision.NOT_FOLLOWED: (gettext_lazy("Not followed"), "bad"),
}  # fmt: skip
ENDS: dict[Status, tuple[Any, str]] = {
    Status.FIXED: (gettext_lazy("Fixed"), "good"), Status.NOT_FIXED: (gettext_lazy("Will not be done"), "bad"),
    Status.NOT_OURS: (gettext_lazy("Not the city’s task"), "bad"),
}  # fmt: skip


def deeds(email: str, now: datetime) -> tuple[Thing, ...]:
    """Newest first."""
    acts = assembly.mine(email)
    known = outcomes((one.project for one in acts), now)
    found = [report(one) for one in reports.mine(email)]
    found += [proposal(one, known) for one in acts]
    found += [vote(key, day, now) for key, day in assembly.voted(email)]
    found += [comment(one) for one in voices.comments_by(email)]
    found += [reuse(one) for one in community.reuses_by(email, language())]
    found += [wish(one) for one in community.nominations_by(email, language())]
    found += [listing(one) for one in community.listings_by(email, now)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def outcomes(keys: Iterable[str], now: datetime) -> dict[str, Outcome]:
    """The projects that came out of proposals, each read once."""
    found: dict[str, Outcome] = {}
    for key in {one for one in keys if one}:
        try:
            found[key] = outcome(impact.project(key, language()), now)
        except CivoraError:  # withdrawn or renamed: the decision stands without it
            continue
    return found


def outcome(card: ProjectCard, now: datetime) -> Outcome:
    changed = []
    for one in impact.effects(card, ANYONE, now, language()):
        made = impact.measured(one.indicator, ANYONE, now, language())
        changed.append(f"{one.indicator.title}: {plans.finding(one, made)}")
    time = plans.time_words(card, now.date())[0]
    return Outcome(card.title, addresses.path(f"project:{card.key}"), time, plans.cost_words(card)[0], tuple(changed))


def report(one: ReportCard) -> Thing:
    status, tone = ENDS.get(one.status, (gettext("Under way"), "none"))
    title = one.text.strip().splitlines()[0][:120] if one.text.strip() else one.address or one.key
    return Thing(
        "report", title, one.lang, addresses.path(one.subject), one.at, gettext("Report"), str(status), tone, one.reason
    )


def reuse(one: ReuseCard) -> Thing:
    status, tone = (
        (gettext("Shown"), "good") if one.state is ShownState.VISIBLE else (gettext("Waits for a moderator"), "warn")
    )
    if one.is_hidden:
        status, tone = gettext("Hidden by a moderator"), "bad"
    became = gettext("The city recommends it.") if one.highlighted_at else ""
    return Thing(
        "reuse", one.title, one.lang, addresses.path(one.subject), one.at, gettext("Reuse"), status, tone, became
    )


def wish(one: NominationCard) -> Thing:
    status, tone = STATES[one.state]
    what = gettext("Wish for data") if one.is_mine else gettext("You need these data too")
    return Thing("wish", one.title, one.lang, addresses.path(one.subject), one.at, what, str(status), tone, one.answer)


def listing(one: ListingCard) -> Thing:
    status, tone = (gettext("Over"), "none") if one.is_over else (gettext("Stands there"), "good")
    if one.state is ListingState.HELD:
        status, tone = gettext("Waits for a moderator"), "warn"
    if one.is_hidden:
        status, tone = gettext("Hidden by a moderator"), "bad"
    return Thing(
        "listing",
        one.title,
        one.lang,
        addresses.path(one.subject),
        one.at,
        gettext("In the neighbourhood"),
        status,
        tone,
    )


def proposal(one: MyAct, known: dict[str, Outcome]) -> Thing:
    status, tone = (
        DECISIONS.get(one.decision, (gettext("Under way"), "none")) if one.decision else (gettext("Under way"), "none")
    )
    if one.state is ProposalState.WITHDRAWN:
        status, tone = gettext("Withdrawn"), "none"
    elif one.state is ProposalState.MERGED:
        status, tone = gettext("Joined with another"), "none"
    kind, what = ("proposal", gettext("Proposal")) if one.is_author else ("backing", gettext("You back it"))
    return Thing(
        kind,
        one.title,
        one.lang,
        addresses.path(one.subject),
        one.at,
        what,
        str(status),
        tone,
        project=known.get(one.project),
    )


def comment(one: CommentCard) -> Thing:
    states = {
        CommentState.VISIBLE: ("", "none"), CommentState.HELD: (gettext("Waits for a moderator"), "warn"),
        CommentState.HIDDEN: (gettext("Hidden"), "bad"),
    }  # fmt: skip
    status, tone = states.get(one.state, ("", "none"))
    words = " ".join(one.text.split())
    return Thing(
        "comment",
        words[:120] or gettext("Comment"),
        one.lang,
        addresses.path(one.subject),
        one.at,
        gettext("Comment"),
        status,
        tone,
    )


def is_answered(one: Thing) -> bool:
    return one.tone in ("good", "bad") and one.kind not in ("comment", "vote", "listing")


def vote(key: str, day: date, now: datetime) -> Thing:
    """That she voted, on which day; the way to the result. Never how."""
    try:
        title = assembly.process(key, now, language()).title
    except CivoraError:
        title = key
    became = gettext("How you voted is stored nowhere with your name.")
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    is_public = any(one.is_published for one in boxes.boxes(key, now, language()))
    url = addresses.path(f"process:{key}") + ("result/" if is_public else "")
    made = impact.projects_from(f"vote:{key}/", language())
    came = tuple(outcome(impact.project(one.key, language()), now) for one in made)
    return Thing("vote", title, "", url, at, gettext("You voted"), "", "none", became, projects=came)
