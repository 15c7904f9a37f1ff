"""Debates, surveys and meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.errors import BadAnswer
from civora.assembly.types import Act, DebateCard, MeetingCard, Place, QuestionCard, QuestionKind, SurveyCard
from civora.core.errors import CivoraError
from civora.voices import queries as voices
from civora.www import formats
from civora.www.assembly import calendar
from civora.www.assembly.framing import Seen, frame, signed_in, view
from civora.www.assembly.ground import ground
from civora.www.assembly.pages import DebatePage, DebatesPage, MeetingPage, QuestionLine, SurveyPage
from civora.www.assembly.talk import name_of, talk
from civora.www.assembly.views.talking import say
from civora.www.city import city
from civora.www.pages import Twin, page
from civora.www.parts import Crumb, alert
from civora.www.said import said

# ---- debates -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@view
def debates(seen: Seen) -> HttpResponse:
    """The list; a form to begin one."""
    if seen.request.method == "POST":
        return begin(seen)
    context = DebatesPage(frame(seen, Crumb(gettext("Debates"))), with_counts(seen), seen.process.allows(Act.COMMENT))
    return page(seen.request, "assembly/debates.html", context)


@signed_in
def begin(seen: Seen) -> HttpResponse:
    post = seen.request.POST
    number = actions.begin_debate(
        process=seen.key, title=post.get("title", ""), text=post.get("text", ""), signature=name_of(seen)[:80],
        language=formats.language(), by=seen.by, at=seen.at,
    )  # fmt: skip
    return redirect(seen.url("debate", number))


def with_counts(seen: Seen) -> tuple[tuple[DebateCard, str, int], ...]:
    found = assembly.debates(seen.key)
    subjects = [one.subject(seen.key) for one in found]
    counts, hidden = voices.comment_counts(subjects), voices.hidden(subjects)
    return tuple(
        (one, seen.url("debate", one.number), counts.get(subject, 0))
        for one, subject in zip(found, subjects, strict=True)
        if subject not in hidden
    )


@require_http_methods(["GET", "HEAD", "POST"])
@view
def debate(seen: Seen, number: int) -> HttpResponse:
    found = assembly.debate(seen.key, number)
    subject = found.subject(seen.key)
    if seen.request.method == "POST":
        return signed_in(lambda seen: say(seen, subject, seen.url("debate", number)))(seen)
    crumbs = (Crumb(gettext("Debates"), seen.url("debates")), Crumb(found.title))
    context = DebatePage(
        frame(seen, *crumbs), found, talk(seen, subject, seen.url("debate", number), has_stances=False)
    )
    return page(seen.request, "assembly/debate.html", context)


# ---- surveys -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@view
def survey(seen: Seen, survey: str) -> HttpResponse:
    card = assembly.survey(seen.key, survey, formats.language(), seen.by)
    if seen.request.method == "POST":
        return signed_in(lambda seen: answered(seen, card))(seen)
    return form(seen, card, assembly.my_answers(seen.key, survey, seen.by))


def answered(seen: Seen, card: SurveyCard) -> HttpResponse:
    post = seen.request.POST
    given = {one.name: post.getlist(one.name) for one in card.questions}
    try:
        actions.answer_survey(process=seen.key, survey=card.key, answers=given, by=seen.by, at=seen.at)
    except CivoraError as error:
        return form(seen, card, given, error)
    messages.success(seen.request, gettext("Your answers are kept. You can change them until the survey closes."))
    return redirect(seen.url())


def form(seen: Seen, card: SurveyCard, known: dict[str, Any], error: CivoraError | None = None) -> HttpResponse:
    wrong = error.question if isinstance(error, BadAnswer) else ""
    lines = tuple(question(one, known.get(one.name), said(error.message) if error and one.name == wrong else "") for one in card.questions)  # fmt: skip
    context = SurveyPage(
        frame(seen, Crumb(card.title.text)), card, lines, seen.process.allows(Act.ANSWER),
        alert(error) if error else None, any(not one.is_published for one in card.questions),
    )  # fmt: skip
    return page(seen.request, "assembly/survey.html", context, status=400 if error else 200)


def question(card: QuestionCard, known: Any, error: str) -> QuestionLine:
    values = known if isinstance(known, list) else [] if known is None else [known]
    words = tuple(
        {True: "yes", False: "no"}.get(one, str(one)) if isinstance(one, bool) else str(one) for one in values
    )
    steps = tuple(str(n) for n in range(1, card.most + 1)) if card.kind is QuestionKind.SCALE else ()
    return QuestionLine(card, words, steps, error)


# ---- meetings ------------------------------------------------------------------------------------------------------


@require_safe
@view
def meeting(seen: Seen, number: int) -> HttpResponse:
    card = assembly.meeting(seen.key, number, seen.at, formats.language(), seen.by)
    twins = (Twin(seen.url("meeting-ics", number), "text/calendar"),)
    subject = f"meeting:{seen.key}/{number}"
    context = MeetingPage(
        frame(seen, Crumb(card.title.text)), card, ground(pin=card.point) if card.point else None,
        seen.url("meeting-ics", number), card.when is Place.BEFORE and not card.is_cancelled, seats(card),
        talk(seen, subject, seen.url("meeting-comment", number), has_stances=False),
    )  # fmt: skip
    return page(seen.request, "assembly/meeting.html", context, twins=twins)


def seats(card: MeetingCard) -> str:
    if card.capacity is None:
        return ngettext("{n} person comes", "{n} people come", card.registered).format(
            n=formats.number(card.registered)
        )
    free = max(card.capacity - card.registered, 0)
    if not free:
        return gettext("All {n} seats are taken. You can wait for one.").format(n=formats.number(card.capacity))
    words = ngettext("{free} seat of {n} is free", "{free} seats of {n} are free", free)
    return words.format(free=formats.number(free), n=formats.number(card.capacity))


@require_POST
@view
@signed_in
def register(seen: Seen, number: int) -> HttpResponse:
    act = actions.unregister if seen.request.POST.get("do") == "leave" else actions.register
    act(process=seen.key, number=number, by=seen.by, at=seen.at)
    return redirect(seen.url("meeting", number))


@require_POST
@view
@signed_in
def meeting_comment(seen: Seen, number: int) -> HttpResponse:
    return say(seen, f"meeting:{seen.key}/{number}", seen.url("meeting", number))


@require_safe
@view
def meeting_ics(seen: Seen, number: int) -> HttpResponse:
    card = assembly.meeting(seen.key, number, seen.at, formats.language())
    return ics(seen.request, (card,))


@require_safe
def meetings_ics(request: HttpRequest) -> HttpResponse:
    """All meetings of all processes, to subscribe to."""
    return ics(request, assembly.meetings(city().now(), formats.language()))


def ics(request: HttpRequest, cards: tuple[MeetingCard, ...]) -> HttpResponse:
    content = calendar.written(cards, city().name, request.build_absolute_uri("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return response
