"""The list of a process's proposals, with its twins, and what is similar while somebody types."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from civora.assembly import queries as assembly
from civora.assembly.types import Act, Decision, Kind, Order, ProposalLine
from civora.core.errors import Refused
from civora.core.sheets import inert
from civora.voices import queries as voices
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.assembly.framing import DECISIONS, Seen, frame, view
from civora.www.assembly.ground import Ground, ground
from civora.www.assembly.pages import ProposalsPage
from civora.www.assembly.views.lines import rows
from civora.www.pages import Twin, page
from civora.www.parts import Choice, Crumb, Empty, pager

SIZE, MOST_PAGES, BATCH = 20, 5_000, 2_000
COLUMNS = ("number", "title", "language", "place", "lon", "lat", "cost", "sent", "state", "decision", "supports", "url")
ORDERS: dict[Order, Any] = {
    Order.BACKED: gettext_lazy("Most backed"), Order.NEWEST: gettext_lazy("Newest"), Order.OLDEST: gettext_lazy("Oldest")
}  # fmt: skip


class BadList(Refused):
    code = "www.bad_list"


@require_safe
@view
def proposals(seen: Seen) -> HttpResponse:
    found, total = asked(seen)
    twins = tuple(Twin(seen.url(f"proposals-{form}") , media) for form, media in (("json", "application/json"), ("csv", "text/csv")))  # fmt: skip
    return page(seen.request, "assembly/proposals.html", made(seen, found, total), twins=twins)


def asked(seen: Seen) -> tuple[tuple[ProposalLine, ...], int]:
    """The page of the list that the address names, and how many there are. Raises BadList."""
    params = seen.request.GET
    q = params.get("q", "").strip()[:300]
    if q:
        found = tuple(one.line for one in assembly.similar(seen.key, q, most=SIZE))
        return found, len(found)
    return assembly.proposals(
        seen.key, order=order(seen), decision=decision(seen), page=number(params.get("page", "1")), size=SIZE
    )  # fmt: skip


def order(seen: Seen) -> Order:
    given = seen.request.GET.get("sort", "")
    default = Order.BACKED if seen.process.ever(Act.SUPPORT) else Order.NEWEST
    return Order(given) if given in set(Order) else default


def decision(seen: Seen) -> str:
    given = seen.request.GET.get("answer", "")
    return given if given in {"open", *Decision} else ""


def number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_PAGES:
        raise BadList(gettext("There is no such page of the list."), next_step=gettext("Pages are numbered from 1."))
    return int(text)


def made(seen: Seen, found: tuple[ProposalLine, ...], total: int) -> ProposalsPage:
    params, q = seen.request.GET, seen.request.GET.get("q", "").strip()[:300]
    is_challenge = seen.process.kind is Kind.CHALLENGE
    if is_challenge:
        heading = ngettext("{n} entry", "{n} entries", total)
    else:
        heading = ngettext("{n} proposal", "{n} proposals", total)
    now = order(seen)
    return ProposalsPage(
        frame=frame(seen, Crumb(gettext("Entries") if is_challenge else gettext("Proposals"))),
        heading=heading.format(n=formats.number(total)), noun=gettext("entries") if is_challenge else gettext("proposals"),
        rows=rows(seen, found), q=q,
        orders=tuple(Choice(str(label), with_params(params, sort=one, page=None), one is now) for one, label in ORDERS.items()),
        answers=answers(seen), pager=pager(params, page=number(params.get("page", "1")), pages=-(-total // SIZE) if not q else 1),
        ground=points(seen), can_propose=seen.process.allows(Act.PROPOSE),
        new_label=gettext("Send an entry") if is_challenge else gettext("Make a proposal"), new_url=seen.url("new"),
        empty=None if found else nothing(seen, q),
    )  # fmt: skip


def answers(seen: Seen) -> tuple[Choice, ...]:
    given, params = decision(seen), seen.request.GET
    named = [("", gettext("All")), ("open", gettext("Not answered yet")), *((one.value, str(DECISIONS[one][0])) for one in Decision)]  # fmt: skip
    return tuple(Choice(label, with_params(params, answer=value, page=None), value == given) for value, label in named)


def points(seen: Seen) -> Ground | None:
    found = assembly.points(seen.key)
    return ground(found) if found else None


def nothing(seen: Seen, q: str) -> Empty:
    everything = (gettext("All of them"), seen.url("proposals"))
    if q:
        return Empty(
            gettext("Nothing here says something like “{words}”.").format(words=q),
            gettext("Try other words, or be the first to propose it."), (everything,),
        )  # fmt: skip
    if seen.request.GET.get("answer") or seen.request.GET.get("page"):
        return Empty(gettext("None fits this choice."), "", (everything,))
    actions = ((gettext("Make the first one"), seen.url("new")),) if seen.process.allows(Act.PROPOSE) else ()
    return Empty(gettext("Nobody has proposed anything yet."), "", actions)


@require_safe
@view
def as_json(seen: Seen) -> HttpResponse:
    """The same page of the list. Raises BadList."""
    found, total = asked(seen)
    body: dict[str, Any] = {"total": total, "results": [row(seen, one) for one in shown(found)]}
    now = number(seen.request.GET.get("page", "1"))
    if now * SIZE < total and not seen.request.GET.get("q"):
        body["next"] = seen.request.build_absolute_uri(seen.request.path + with_params(seen.request.GET, page=now + 1))
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@require_safe
@view
def as_csv(seen: Seen) -> HttpResponse:
    """All that stand, in the order of the list."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=COLUMNS)
    writer.writeheader()
    for start in range(1, MOST_PAGES, 1):
        found, _ = assembly.proposals(seen.key, order=order(seen), decision=decision(seen), page=start, size=BATCH)
        writer.writerows({name: inert(cell) for name, cell in row(seen, one).items()} for one in shown(found))
        if len(found) < BATCH:
            break
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{seen.key}-proposals.csv"'
    return response


def shown(found: Sequence[ProposalLine]) -> list[ProposalLine]:
    """Without those that a moderator has hidden."""
    hidden = voices.hidden([one.subject for one in found])
    return [one for one in found if one.subject not in hidden]


def row(seen: Seen, one: ProposalLine) -> dict[str, Any]:
    return {
        "number": one.number, "title": one.title, "language": one.language, "place": one.place,
        "lon": one.point[0] if one.point else None, "lat": one.point[1] if one.point else None, "cost": one.cost,
        "sent": one.at.date().isoformat(), "state": one.state.value, "decision": one.decision.value if one.decision else None,
        "supports": one.supports, "url": seen.request.build_absolute_uri(seen.url("proposal", one.number)),
    }  # fmt: skip


@require_safe
@view
def similar_json(seen: Seen) -> HttpResponse:
    """What is similar to a title while it is typed."""
    params = seen.request.GET
    besides = params.get("besides", "0")
    found = assembly.similar(
        seen.key, params.get("title", ""), params.get("text", ""), besides=int(besides) if besides.isdecimal() and len(besides) < 9 else 0  # noqa: PLR2004
    )  # fmt: skip
    seen_lines = shown([one.line for one in found])
    results = [
        {
            "number": one.line.number, "title": one.line.title, "language": one.line.language,
            "url": seen.url("proposal", one.line.number), "supports": one.line.supports, "score": one.score,
            "words": ngettext("{n} person backs it", "{n} people back it", one.line.supports).format(n=formats.number(one.line.supports)),
        }
        for one in found
        if one.line in seen_lines
    ]  # fmt: skip
    return JsonResponse({"heading": gettext("Similar already exists") if results else "", "results": results})
