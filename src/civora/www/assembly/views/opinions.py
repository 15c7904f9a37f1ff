"""The opinion map: one statement at a time, then who votes alike, what divides and what unites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.types import Act, StatementCard
from civora.core.opinion import OpinionMap, Standing, Vote
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.assembly.framing import Seen, frame, signed_in, view
from civora.www.assembly.pages import GroupCard, GroupsPage, OpinionsPage, StatementLine
from civora.www.pages import Twin, page
from civora.www.parts import Crumb, Empty

WIDTH, HEIGHT, PAD = 640.0, 420.0, 40.0
LETTERS = "ABCDEFGH"
CHOICES = {"agree": 1, "disagree": -1, "pass": 0}


@require_safe
@view
def opinions(seen: Seen) -> HttpResponse:
    one, answered, total = assembly.next_statement(seen.key, seen.by)
    mine = tuple(each for each in assembly.statements(seen.key, seen.by) if each.mine is not None) if seen.by else ()
    context = OpinionsPage(
        frame=frame(seen, Crumb(gettext("Say where you stand"))), statement=one, answered=answered, total=total,
        share=round(100 * answered / total) if total else 0, can_vote=seen.process.allows(Act.OPINE),
        can_state=seen.process.allows(Act.STATE), mine=mine, groups_url=seen.url("groups"),
        voice=assembly.voice_number(seen.key, seen.by),
    )  # fmt: skip
    return page(seen.request, "assembly/opinions.html", context)


@require_POST
@view
@signed_in
def vote(seen: Seen) -> HttpResponse:
    """Agree, disagree or pass; then the next one."""
    post = seen.request.POST
    number = post.get("statement", "")
    actions.stand(
        process=seen.key, statement=int(number) if number.isdecimal() and len(number) < 9 else 0,  # noqa: PLR2004
        choice=CHOICES.get(post.get("choice", ""), 9), by=seen.by, at=seen.at,
    )  # fmt: skip
    return redirect(seen.url("opinions") + ("#mine" if "again" in post else "#statement"))


@require_http_methods(["POST"])
@view
@signed_in
def state(seen: Seen) -> HttpResponse:
    """Add a statement; it is shown when somebody of the staff has looked at it."""
    actions.state(
        process=seen.key, text=seen.request.POST.get("text", ""), language=formats.language(), by=seen.by, at=seen.at
    )  # fmt: skip
    messages.success(
        seen.request, gettext("Thank you. It is shown when a moderator has looked at it; you will hear either way.")
    )
    return redirect(seen.url("opinions"))


# ---- groups ------------------------------------------------------------------------------------------------------


@require_safe
@view
def groups(seen: Seen) -> HttpResponse:
    found, known = assembly.opinion(seen.key), assembly.statements(seen.key)
    twins = (Twin(seen.url("groups-json"), "application/json"),)
    return page(seen.request, "assembly/groups.html", made(seen, found, known), twins=twins)


def made(seen: Seen, found: OpinionMap | None, known: tuple[StatementCard, ...]) -> GroupsPage:
    crumbs = (Crumb(gettext("Say where you stand"), seen.url("opinions")), Crumb(gettext("Who votes alike")))
    by_number = {str(one.number): one for one in known}
    lines = tuple(line(one) for one in known)
    if found is None:
        return GroupsPage(
            frame(seen, *crumbs), "", (), None, (), (), lines, 0, seen.process.people, dataset_url(seen), nothing(seen)
        )
    me = assembly.voice_number(seen.key, seen.by)
    scale = scaled(found)
    mine = next((one for one in found.places if one.participant == me), None)
    sides = by_group(found, seen)
    cards = tuple(group(found, number, by_number, scale, mine is not None and mine.group == number) for number in range(len(found.groups)))  # fmt: skip
    uniting = tuple(line(by_number[one.statement], sides.get(one.statement, ())) for one in found.consensus if one.statement in by_number)  # fmt: skip
    dividing = tuple(line(by_number[one], sides.get(one, ())) for one in found.divisive if one in by_number)
    return GroupsPage(
        frame(seen, *crumbs), finding(found), cards, scale(mine.x, mine.y) if mine else None, uniting, dividing,
        tuple(line(one, sides.get(str(one.number), ())) for one in known), len(found.places), found.participants,
        dataset_url(seen), None,
    )  # fmt: skip


def finding(found: OpinionMap) -> str:
    groups = ngettext("{n} group votes alike", "{n} groups vote differently", len(found.groups)).format(
        n=len(found.groups)
    )
    united = ngettext("{n} statement unites them", "{n} statements unite them", len(found.consensus)).format(
        n=len(found.consensus)
    )
    return gettext("{groups}; {united}.").format(groups=groups, united=united)


def nothing(seen: Seen) -> Empty:
    actions = ((gettext("Say where you stand"), seen.url("opinions")),) if seen.process.allows(Act.OPINE) else ()
    return Empty(
        gettext("There are too few votes for a map."),
        gettext("It appears when fifteen people have voted on seven statements or more."), actions,
    )  # fmt: skip


def dataset_url(seen: Seen) -> str:
    return reverse("datasets:table", args=["opinion-votes"]) + with_params({"where": f"process = '{seen.key}'"})


def scaled(found: OpinionMap) -> Any:
    """From the map's own coordinates to pixels; both axes at one scale."""
    xs, ys = [one.x for one in found.places], [one.y for one in found.places]
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    scale = min((WIDTH - 2 * PAD) / wide, (HEIGHT - 2 * PAD) / high)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return lambda x, y: (round(WIDTH / 2 + (x - middle[0]) * scale, 1), round(HEIGHT / 2 - (y - middle[1]) * scale, 1))


def group(found: OpinionMap, number: int, known: dict[str, StatementCard], scale: Any, is_mine: bool) -> GroupCard:
    one = found.groups[number]
    dots = "".join("M{:g} {:g}h0".format(*scale(place.x, place.y)) for place in found.places if place.group == number)
    typical = tuple((side(each), line(known[each.statement])) for each in one.typical if each.statement in known)
    x, y = scale(one.x, one.y)
    return GroupCard(LETTERS[number % 8], one.size, round(100 * one.size / len(found.places)), f"--d{number % 6 + 1}", dots, x, y, typical, is_mine)  # fmt: skip


def side(standing: Standing) -> str:
    share = formats.percent(100 * standing.share)
    words = gettext("{share} agree") if standing.side is Vote.AGREE else gettext("{share} disagree")
    return words.format(share=share)


def line(one: StatementCard, by_group: tuple[tuple[str, int, int], ...] = ()) -> StatementLine:
    voted = one.seen or 1
    return StatementLine(
        one.text, one.language, round(100 * one.agree / voted), round(100 * one.disagree / voted),
        round(100 * one.passed / voted), one.seen, by_group,
    )  # fmt: skip


def by_group(found: OpinionMap, seen: Seen) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """Per statement, the shares of each group that agree and disagree, in per cent."""
    group_of = {one.participant: one.group for one in found.places}
    counts: dict[str, list[list[int]]] = {}
    for (voice, statement), choice in assembly.votes(seen.key).items():
        if voice in group_of:
            cells = counts.setdefault(statement, [[0, 0, 0] for _ in found.groups])[group_of[voice]]
            cells[1 - choice] += 1  # 0 agree, 1 pass, 2 disagree
    return {
        statement: tuple((LETTERS[n % 8], round(100 * c[0] / (sum(c) or 1)), round(100 * c[2] / (sum(c) or 1))) for n, c in enumerate(cells))
        for statement, cells in counts.items()
    }  # fmt: skip


@require_safe
@view
def groups_json(seen: Seen) -> HttpResponse:
    """The map in numbers: places under random numbers, groups, what unites and what divides."""
    found, known = assembly.opinion(seen.key), assembly.statements(seen.key)
    body: dict[str, Any] = {
        "statements": [{"number": one.number, "text": one.text, "language": one.language, "agree": one.agree, "disagree": one.disagree, "passed": one.passed} for one in known],
        "map": None, "votes": seen.request.build_absolute_uri(dataset_url(seen)),
    }  # fmt: skip
    if found:
        body["map"] = {
            "participants": found.participants, "placed": len(found.places),
            "groups": [{"group": LETTERS[one.number % 8], "size": one.size, "typical": [{"statement": int(each.statement), "side": each.side.name.lower(), "share": each.share} for each in one.typical]} for one in found.groups],
            "uniting": [{"statement": int(one.statement), "side": one.side.name.lower(), "share": one.share} for one in found.consensus],
            "dividing": [{"statement": int(one), "spread": found.spread[one]} for one in found.divisive],
            "places": [{"participant": int(one.participant), "x": one.x, "y": one.y, "group": LETTERS[one.group % 8]} for one in found.places],
        }  # fmt: skip
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
