"""`/desk/assembly/`: make a process, let statements through, answer, call meetings, write minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import yaml
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.rules import staff
from civora.assembly.types import Act, MeetingCard, PhaseCard, ProcessCard
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.people import queries as people
from civora.www import formats
from civora.www.assembly import desk_forms as forms
from civora.www.assembly.desk_pages import (
    AnswerForm,
    DeskList,
    MeetingForm,
    PhaseFields,
    ProcessForm,
    SurveyForm,
    TextField,
    Workbench,
)
from civora.www.assembly.framing import DECISIONS, KINDS
from civora.www.assembly.views.processes import line
from civora.www.city import city
from civora.www.desk.access import desk
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Crumb, alert

ROLES = ("publisher", "moderator", "election-officer")
ACTS: dict[Act, Any] = {
    Act.PROPOSE: gettext_lazy("propose"), Act.SUPPORT: gettext_lazy("back proposals"), Act.AMEND: gettext_lazy("amend"),
    Act.COMMENT: gettext_lazy("comment, debate"), Act.STATE: gettext_lazy("add statements"),
    Act.OPINE: gettext_lazy("vote on statements"), Act.ANSWER: gettext_lazy("answer surveys"), Act.BALLOT: gettext_lazy("vote by ballot"),
}  # fmt: skip
SPARE = 2  # empty rows for further phases
EXAMPLE = """- name: mode
  kind: one            # one, many, yes-no, scale, number, date, text
  is_needed: true
  label: {en: "How do you come?", fr: "Comment venez-vous ?", de: "Wie kommen Sie?"}
  options:
    - {value: bike, label: {en: By bike, fr: À vélo, de: Mit dem Rad}}
    - {value: bus, label: {en: By bus, fr: En bus, de: Mit dem Bus}}
"""


def running(made: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the process, if this reader runs it. Raises UnknownProcess, NotYours."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @desk(*ROLES)
    @wraps(made)
    def wrapped(request: HttpRequest, reader: Reader, key: str, **path: Any) -> HttpResponse:
        card = assembly.process(key, city().now(), formats.language(), with_drafts=True)
        staff.check_runs(reader, card.organisation)
        return made(request, reader, card, **path)

    return wrapped


def to(name: str, *args: object) -> str:
    return reverse(f"desk-assembly:{name}", args=args)


def trail(card: ProcessCard, *more: str) -> tuple[Crumb, ...]:
    here = Crumb(card.title.text, to("process", card.key) if more else "")
    return crumbs(Crumb(gettext("Take part"), to("list")), here, *(Crumb(one) for one in more))


def mine(reader: Reader) -> tuple[ProcessCard, ...]:
    found = assembly.processes(city().now(), formats.language(), with_drafts=True)
    return tuple(one for one in found if staff.runs(reader, one.organisation))


def waiting(reader: Reader) -> int:
    """Statements that nobody has looked at yet, for the desk's menu."""
    return sum(len(assembly.statements(one.key, state="waiting")) for one in mine(reader))


@require_safe
@desk(*ROLES)
def index(request: HttpRequest, reader: Reader) -> HttpResponse:
    lines = tuple((line(one), to("process", one.key), len(assembly.statements(one.key, state="waiting"))) for one in mine(reader))  # fmt: skip
    return page(request, "desk/assembly.html", DeskList(crumbs(Crumb(gettext("Take part"))), lines))


# ---- a process ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*ROLES)
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    post = request.POST
    if request.method != "POST":
        return form(request, reader, None, None)
    try:
        given = forms.process(post, is_example=False)
        staff.check_runs(reader, given.organisation)
        actions.set_process(key=post.get("key", ""), process=given, is_new=True, by=reader.person, at=city().now())
    except CivoraError as error:
        return form(request, reader, None, error)
    return redirect(to("process", post["key"]))


@running
def edit(request: HttpRequest, reader: Reader, card: ProcessCard) -> HttpResponse:
    if request.method != "POST":
        return form(request, reader, card, None)
    try:
        given = forms.process(request.POST, is_example=card.is_example)
        staff.check_runs(reader, given.organisation)
        actions.set_process(key=card.key, process=given, by=reader.person, at=city().now())
    except CivoraError as error:
        return form(request, reader, card, error)
    messages.success(request, gettext("It is saved."))
    return redirect(to("process", card.key))


def form(request: HttpRequest, reader: Reader, card: ProcessCard | None, error: CivoraError | None) -> HttpResponse:
    """What was sent stays in the form; without it, what stands."""
    post, known = request.POST, assembly.process_texts(card.key) if card else {}
    own = known.get("process", {})
    labels = (("title", gettext("Title"), False), ("summary", gettext("Summary"), True), ("about", gettext("What it is about"), True), ("decides", gettext("Who decides, and when"), False))  # fmt: skip
    rows = card.phases if card else ()
    kind, organisation = post.get("kind") or (card.kind if card else ""), post.get("organisation") or (card.organisation if card else "")  # fmt: skip
    context = ProcessForm(
        crumbs=trail(card, gettext("Change")) if card else crumbs(Crumb(gettext("Take part"), to("list")), Crumb(gettext("New"))),
        title=card.title.text if card else gettext("A new process"), key=card.key if card else post.get("key", ""),
        kinds=tuple((one.value, str(label), one == kind) for one, label in KINDS.items()),
        organisations=tuple((one.key, one.name, one.key == organisation) for one in people.organisations() if staff.runs(reader, one.key)),
        dataset=post.get("dataset", card.dataset if card else ""),
        texts=tuple(one for name, label, is_long in labels for one in fields(post, name, label, own.get(name, {}), is_long=is_long)),
        phases=tuple(phase(post, n, rows[n - 1] if n <= len(rows) else None, known) for n in range(1, len(rows) + SPARE + 1 + (0 if rows else 1))),
        error=alert(error) if error else None,
    )  # fmt: skip
    return page(request, "desk/assembly_process.html", context, status=400 if error else 200)


def fields(post: QueryDict, name: str, label: str, known: dict[str, str], *, is_long: bool) -> tuple[TextField, ...]:
    return tuple(
        TextField(f"{name}-{code}", label, code, post.get(f"{name}-{code}", known.get(code, "")), is_long)
        for code, _ in forms.LANGUAGES
    )


def phase(post: QueryDict, number: int, row: PhaseCard | None, known: dict[str, Any]) -> PhaseFields:
    said = known.get(f"phase-{number}", {}).get("title", {})
    chosen = set(post.getlist(f"acts-{number}")) if post else {one.value for one in row.acts} if row else set()
    return PhaseFields(
        number, fields(post, f"phase-{number}", gettext("Name"), said, is_long=False),
        post.get(f"start-{number}", local(row.starts_at) if row else ""), post.get(f"end-{number}", local(row.ends_at) if row else ""),
        tuple((one.value, str(label), one.value in chosen) for one, label in ACTS.items()),
    )  # fmt: skip


def local(at: datetime) -> str:
    return f"{at.astimezone(city().tz):%Y-%m-%dT%H:%M}"


@running
def process(request: HttpRequest, reader: Reader, card: ProcessCard) -> HttpResponse:
    """The workbench: what waits, what was sent, what comes."""
    error = None
    if request.method == "POST":
        try:
            work(request.POST, reader, card)
            return redirect(to("process", card.key))
        except CivoraError as caught:
            error = alert(caught)
    found, total = assembly.proposals(card.key, size=200)
    at, lang = city().now(), formats.language()
    context = Workbench(
        trail(card), card, reverse("assembly:process", args=[card.key]), assembly.statements(card.key, state="waiting"),
        assembly.statements(card.key), found, total, assembly.meetings_of(card.key, at, lang), assembly.surveys(card.key, lang), error,
    )  # fmt: skip
    return page(request, "desk/assembly_workbench.html", context, status=400 if error else 200)


def work(post: QueryDict, reader: Reader, card: ProcessCard) -> None:
    """One of the small acts of the workbench."""
    by, at = reader.person, city().now()
    statement = forms.whole(post, "statement") or 0
    match post.get("do"):
        case "open":
            actions.open_process(key=card.key, by=by, at=at)
        case "show":
            actions.decide_statement(process=card.key, statement=statement, is_shown=True, by=by, at=at)
        case "hide":
            actions.decide_statement(process=card.key, statement=statement, is_shown=False, reason=post.get("reason", ""), by=by, at=at)  # fmt: skip
        case "state":
            actions.state(process=card.key, text=post.get("text", ""), language=formats.language(), is_staff=True, by=by, at=at)  # fmt: skip
        case _:
            raise forms.BadDeskForm(
                gettext("This form asks for nothing known."), next_step=gettext("Load the page again.")
            )


# ---- answers -------------------------------------------------------------------------------------------------------


@running
def answer(request: HttpRequest, reader: Reader, card: ProcessCard, number: int) -> HttpResponse:
    """Decide on one proposal, or (number 0) on the process; tell what became of it."""
    post, error = request.POST, None
    found = assembly.proposal(card.key, number, formats.language()) if number else None
    if request.method == "POST":
        try:
            answered(post, reader, card, number)
            messages.success(request, gettext("Everyone who took part is told once."))
            return redirect(to("process", card.key))
        except CivoraError as caught:
            error = alert(caught)
    now = (found.line.decision if found else card.answer.decision if card.answer else None) or ""
    title = found.line.title if found else card.title.text
    context = AnswerForm(
        trail(card, gettext("Answer")), title, reverse("assembly:proposal", args=[card.key, number]) if number else reverse("assembly:process", args=[card.key]),
        tuple((one.value, str(label), (post.get("decision") or now) == one) for one, (label, _) in DECISIONS.items()),
        fields(post, "reasons", gettext("Reasons"), {}, is_long=True), fields(post, "news", gettext("What became of it"), {}, is_long=True),
        post.get("project", ""), error,
    )  # fmt: skip
    return page(request, "desk/assembly_answer.html", context, status=400 if error else 200)


def answered(post: QueryDict, reader: Reader, card: ProcessCard, number: int) -> None:
    by, at = reader.person, city().now()
    if post.get("do") == "tell":
        actions.tell(process=card.key, number=number, text=forms.texts(post, "news"), by=by, at=at)
    else:
        actions.answer(
            process=card.key, number=number, decision=forms.decision(post), reasons=forms.texts(post, "reasons"),
            project=post.get("project", "").strip(), by=by, at=at,
        )  # fmt: skip


# ---- meetings and surveys ----------------------------------------------------------------------------------------


@running
def meeting(request: HttpRequest, reader: Reader, card: ProcessCard, number: int) -> HttpResponse:
    post, error = request.POST, None
    if request.method == "POST":
        try:
            return redirect(to("meeting", card.key, met(post, reader, card, number)))
        except CivoraError as caught:
            error = alert(caught)
    known = assembly.meeting(card.key, number, city().now(), formats.language()) if number else None
    said = assembly.meeting_texts(card.key, number) if number else {}
    context = MeetingForm(
        trail(card, known.title.text if known else gettext("New meeting")), known.title.text if known else gettext("A new meeting"), number, known,
        fields(post, "title", gettext("Title"), said.get("title", {}), is_long=False) + fields(post, "text", gettext("What for"), said.get("text", {}), is_long=True),
        fields(post, "minutes", gettext("Minutes"), said.get("minutes", {}), is_long=True), given(post, known),
        assembly.guests(card.key, number) if number else (), error,
    )  # fmt: skip
    return page(request, "desk/assembly_meeting.html", context, status=400 if error else 200)


def given(post: QueryDict, known: MeetingCard | None) -> dict[str, str]:
    stands = {}
    if known:
        stands = {
            "starts": local(known.starts_at), "ends": local(known.ends_at), "place": known.place, "url": known.url,
            "lon": str(known.point[0]) if known.point else "", "lat": str(known.point[1]) if known.point else "",
            "capacity": str(known.capacity or ""), "attended": str(known.attended or ""),
        }  # fmt: skip
    return {name: post.get(name, stands.get(name, "")) for name in ("starts", "ends", "place", "url", "lon", "lat", "capacity", "attended")}  # fmt: skip


def met(post: QueryDict, reader: Reader, card: ProcessCard, number: int) -> int:
    by, at = reader.person, city().now()
    match post.get("do"):
        case "minutes":
            actions.write_minutes(process=card.key, number=number, minutes=forms.texts(post, "minutes"), attended=forms.whole(post, "attended"), by=by, at=at)  # fmt: skip
        case "cancel":
            actions.cancel_meeting(process=card.key, number=number, by=by, at=at)
        case _:
            return actions.set_meeting(process=card.key, meeting=forms.meeting(post), number=number, by=by, at=at)
    return number


@running
def survey(request: HttpRequest, reader: Reader, card: ProcessCard, survey: str) -> HttpResponse:
    """Make or change a survey; its questions are a schema in YAML or JSON."""
    post, error, is_new = request.POST, None, survey == "new"
    if request.method == "POST":
        try:
            actions.set_survey(
                process=card.key, key=post.get("key", "") if is_new else survey, title=forms.texts(post, "title"),
                intro=forms.texts(post, "intro"), questions=forms.questions(post), by=reader.person, at=city().now(),
            )  # fmt: skip
            return redirect(to("process", card.key))
        except CivoraError as caught:
            error = alert(caught)
    said, questions = ({}, []) if is_new else assembly.survey_words(card.key, survey)
    text = yaml.safe_dump(questions, allow_unicode=True, sort_keys=False) if questions else EXAMPLE
    context = SurveyForm(
        trail(card, gettext("Survey")), gettext("A new survey") if is_new else survey, "" if is_new else survey,
        fields(post, "title", gettext("Title"), said.get("title", {}), is_long=False) + fields(post, "intro", gettext("Introduction"), said.get("intro", {}), is_long=True),
        post.get("questions", text), error,
    )  # fmt: skip
    return page(request, "desk/assembly_survey.html", context, status=400 if error else 200)
