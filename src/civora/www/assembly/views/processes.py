"""The list of processes, and the page of one: where is it now, what can I do, what happened, what will come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from civora.assembly import queries as assembly
from civora.assembly.queries import boxes
from civora.assembly.types import Act, Kind, PhaseCard, Place, ProcessCard
from civora.voices import queries as voices
from civora.www import formats
from civora.www.assembly.framing import DECISIONS, KINDS, TONES, Seen, frame, view
from civora.www.assembly.pages import IndexPage, Moment, ProcessLine, ProcessPage, ProposalRow, Todo
from civora.www.assembly.views.gatherings import with_counts
from civora.www.assembly.views.lines import answer_json, rows
from civora.www.assembly.views.proposals import points
from civora.www.city import city
from civora.www.pages import Twin, page
from civora.www.parts import Crumb, Empty

FIRST = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = assembly.processes(city().now(), formats.language())
    by_place = {place: tuple(line(one) for one in found if one.place is place) for place in Place}
    empty = None
    if not found:
        empty = Empty(
            gettext("The city asks nothing just now."),
            gettext("When a consultation, a budget or a plan opens, it stands here."),
            ((gettext("Look at the city’s data"), reverse("datasets:catalogue")),),
        )
    context = IndexPage(
        (Crumb(gettext("Take part")),), by_place[Place.NOW], by_place[Place.BEFORE], by_place[Place.AFTER], empty
    )
    return page(
        request, "assembly/index.html", context, twins=(Twin(reverse("take-part-json"), "application/json"),)
    )  # fmt: skip


def line(process: ProcessCard) -> ProcessLine:
    state, tone = state_of(process)
    return ProcessLine(process, str(KINDS[process.kind]), reverse("assembly:process", args=[process.key]), state, tone)


def state_of(process: ProcessCard) -> tuple[str, str]:
    """In words and as a tone of `.status`."""
    if process.answer:
        label, tone = DECISIONS[process.answer.decision]
        return str(label), tone
    if process.place is Place.NOW:
        return gettext("Open now"), "good"
    return (gettext("Coming"), "none") if process.place is Place.BEFORE else (gettext("Answer due"), "warn")


@require_safe
@view
def process(seen: Seen) -> HttpResponse:
    label, tone = DECISIONS[seen.process.answer.decision] if seen.process.answer else ("", "")
    context = ProcessPage(
        frame(seen), todos(seen), moments(seen), str(label), tone, first_proposals(seen), seen.url("proposals"),
        points(seen) if seen.process.proposals else None, assembly.meetings(seen.at, formats.language(), seen.by, process=seen.key),
        with_counts(seen), voices.is_following(f"process:{seen.key}", seen.by), has_opinions(seen),
    )  # fmt: skip
    twins = (Twin(reverse("assembly:process-json", args=[seen.key]), "application/json"),)
    return page(seen.request, "assembly/process.html", context, twins=twins)


def todos(seen: Seen) -> tuple[Todo, ...]:
    """What I can do now, the most asked for first."""
    first = (voting_now, explained, proposing, backing, opining)
    return tuple(todo for todo in (*(one(seen) for one in first), *surveys(seen)) if todo)


def voting_now(seen: Seen) -> Todo | None:
    """The vote that is open, or all of them where there are several."""
    found = [one for one in boxes.boxes(seen.key, seen.at, formats.language()) if one.place is Place.NOW]
    if not found:
        return None
    url = seen.url("vote", found[0].key) if len(found) == 1 else seen.url("votes")
    text = gettext("Secret, and changeable until the close. Nobody sees a count before it.")
    return Todo(gettext("Vote now"), text, url, min(one.closes_at for one in found))


def explained(seen: Seen) -> Todo | None:
    if not any(one.is_published for one in boxes.boxes(seen.key, seen.at, formats.language())):
        return None
    text = gettext("What will be built, why, and all ballots to count again yourself.")
    return Todo(gettext("See the result, explained"), text, seen.url("results"))


def until(seen: Seen, act: Act) -> datetime:
    """When the last phase that opens it, and runs, ends."""
    return max(one.ends_at for one in seen.process.phases if one.place is Place.NOW and act in one.acts)


def proposing(seen: Seen) -> Todo | None:
    if not seen.process.allows(Act.PROPOSE):
        return None
    if seen.process.kind is Kind.CHALLENGE:
        label, text = (
            gettext("Send an entry"),
            gettext("Show how you would solve it: in words, with pictures, with data."),
        )
    else:
        label, text = (
            gettext("Make a proposal"),
            gettext("With a place, a cost, and evidence from the city’s own data."),
        )
    return Todo(label, text, seen.url("new"), until(seen, Act.PROPOSE))


def backing(seen: Seen) -> Todo | None:
    count = seen.process.proposals
    if not (seen.process.allows(Act.SUPPORT) and count):
        return None
    text = ngettext("There is {n} so far. Back it, if you agree.", "There are {n} so far. Back as many as you like, each once.", count)  # fmt: skip
    return Todo(gettext("Back a proposal"), text.format(n=formats.number(count)), seen.url("proposals"), until(seen, Act.SUPPORT))  # fmt: skip


def opining(seen: Seen) -> Todo | None:
    if not (seen.process.allows(Act.OPINE) and has_opinions(seen)):
        return None
    text = gettext(
        "Agree, disagree or pass, one sentence at a time. Then see who votes alike, what divides and what unites."
    )
    return Todo(gettext("Say where you stand"), text, seen.url("opinions"), until(seen, Act.OPINE))


def has_opinions(seen: Seen) -> bool:
    return seen.process.ever(Act.OPINE) and bool(assembly.statements(seen.key))


def surveys(seen: Seen) -> tuple[Todo, ...]:
    if not seen.process.allows(Act.ANSWER):
        return ()
    return tuple(
        Todo(one.title.text, gettext("You have answered; you can change it.") if one.is_answered_by_me else one.intro.text, seen.url("survey", one.key), until(seen, Act.ANSWER))
        for one in assembly.surveys(seen.key, formats.language(), seen.by)
    )  # fmt: skip


def first_proposals(seen: Seen) -> tuple[ProposalRow, ...]:
    if not seen.process.proposals:
        return ()
    return rows(seen, assembly.proposals(seen.key, size=FIRST)[0])


def moments(seen: Seen) -> tuple[Moment, ...]:
    """What happened and what will come, in the order of time."""
    process = seen.process
    found = [
        Moment(one.starts_at, TONES[one.place], "", one.title, one.ends_at)
        for one in process.phases
    ]  # fmt: skip
    found += [Moment(one.at, "done", "", one.text) for one in process.news]
    found += [
        Moment(one.starts_at, TONES[one.when], "", one.title, url=seen.url("meeting", one.number))
        for one in assembly.meetings(seen.at, formats.language(), process=seen.key)
        if not one.is_cancelled
    ]
    if process.answer:
        label = str(DECISIONS[process.answer.decision][0])
        found.append(Moment(process.answer.at, "done", gettext("The city answered: {decision}").format(decision=label)))
    return tuple(sorted(found, key=lambda one: one.at))


# ---- twins -------------------------------------------------------------------------------------------------------


@require_safe
def index_json(request: HttpRequest) -> HttpResponse:
    found = assembly.processes(city().now(), formats.language())
    return JsonResponse({"total": len(found), "results": [as_json(request, one) for one in found]})


@require_safe
@view
def process_json(seen: Seen) -> HttpResponse:
    return JsonResponse(as_json(seen.request, seen.process))


def as_json(request: HttpRequest, process: ProcessCard) -> dict[str, Any]:
    url = request.build_absolute_uri(reverse("assembly:process", args=[process.key]))
    return {
        "key": process.key, "kind": process.kind.value, "title": process.title.text, "summary": process.summary.text,
        "state": {Place.BEFORE: "coming", Place.NOW: "running", Place.AFTER: "closed"}[process.place],
        "organisation": process.organisation, "example": process.is_example, "proposals": process.proposals,
        "people": process.people, "phases": [phase_json(one) for one in process.phases],
        "answer": answer_json(process.answer), "url": url,
    }  # fmt: skip


def phase_json(phase: PhaseCard) -> dict[str, Any]:
    return {
        "title": phase.title.text, "starts_at": phase.starts_at.isoformat(), "ends_at": phase.ends_at.isoformat(),
        "state": phase.place.value, "opens": sorted(act.value for act in phase.acts),
    }  # fmt: skip
