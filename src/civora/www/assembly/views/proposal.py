"""One proposal: its words, place, evidence, backing, comments, amendments, and what became of it."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.rules.staff import runs
from civora.assembly.types import Act, AmendmentCard, ProposalCard, ProposalState
from civora.core.errors import CivoraError
from civora.voices import queries as voices
from civora.www import formats
from civora.www.assembly.evidence import figures
from civora.www.assembly.forms import ProposalForm
from civora.www.assembly.framing import Seen, frame, signed_in, view
from civora.www.assembly.ground import ground
from civora.www.assembly.pages import AmendmentLine, Difference, FormPage, ProposalPage
from civora.www.assembly.talk import flag_url, name_of, talk
from civora.www.assembly.views.lines import answer_json, rows, status
from civora.www.pages import Twin, page
from civora.www.parts import Crumb, alert

STATES: dict[str, tuple[Any, str]] = {
    "open": (gettext_lazy("Waits for the author"), "none"), "taken": (gettext_lazy("Taken"), "good"),
    "declined": (gettext_lazy("Declined"), "bad"),
}  # fmt: skip


@require_safe
@view
def proposal(seen: Seen, number: int) -> HttpResponse:
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    if voices.is_hidden(card.line.subject) and not seen.is_staff and not card.is_mine:
        return page(seen.request, "assembly/hidden.html", hidden(seen, card), status=410)
    twins = (Twin(seen.url("proposal-json", number), "application/json"),)
    return page(seen.request, "assembly/proposal.html", made(seen, card), twins=twins)


def hidden(seen: Seen, card: ProposalCard) -> FormPage:
    return FormPage(
        frame(seen, Crumb(f"#{card.line.number}")), gettext("This proposal is hidden"),
        gettext("A moderator took it down, with reasons that its author was told. She can appeal."), "", seen.url("proposals"),
    )  # fmt: skip


def made(seen: Seen, card: ProposalCard) -> ProposalPage:
    line, is_open = card.line, card.line.state is ProposalState.OPEN
    label, tone = status(line)
    likely = assembly.similar(seen.key, line.title, card.text, most=3, besides=line.number) if is_open else ()
    crumbs = (Crumb(gettext("Proposals"), seen.url("proposals")), Crumb(f"#{line.number}"))
    return ProposalPage(
        frame=frame(seen, *crumbs), card=card, status=label, tone=tone, ground=ground(pin=line.point) if line.point else None,
        figures=figures(seen.request, card.evidence, seen.reader),
        amendments=tuple(amendment(card, one) for one in card.amendments),
        talk=talk(seen, line.subject, seen.url("comment", line.number)),
        can_back=is_open and seen.process.allows(Act.SUPPORT), can_change=is_open and card.is_mine,
        can_amend=is_open and not card.is_mine and seen.process.allows(Act.AMEND),
        is_staff=runs(seen.reader, seen.process.organisation), decision_url="",
        flag_url=flag_url(line.subject, seen.request.path), similar=rows(seen, [one.line for one in likely]),
    )  # fmt: skip


def amendment(card: ProposalCard, one: AmendmentCard) -> AmendmentLine:
    label, tone = STATES[one.state]
    return AmendmentLine(one, str(label), tone, compared(card.text, one.text) if one.state == "open" else ())


def compared(old: str, new: str) -> tuple[Difference, ...]:
    """Line by line; sentences count as lines, so that long paragraphs can be compared."""
    found = difflib.ndiff(sentences(old), sentences(new))
    return tuple(Difference(one[0].strip(), one[2:]) for one in found if one[0] in "+- " and one[2:].strip())[:200]


def sentences(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in line.replace(". ", ".\n").split("\n")][:500]


@require_safe
@view
def proposal_json(seen: Seen, number: int) -> HttpResponse:
    card = assembly.proposal(seen.key, number, formats.language())
    line = card.line
    if voices.is_hidden(line.subject):
        return JsonResponse({"number": number, "state": "hidden"}, status=410)
    return JsonResponse({
        "process": seen.key, "number": number, "title": line.title, "text": card.text, "language": line.language,
        "state": line.state.value, "merged_into": card.merged_into or None, "place": line.place,
        "lon": line.point[0] if line.point else None, "lat": line.point[1] if line.point else None, "cost": line.cost,
        "supports": line.supports, "sent": line.at.date().isoformat(), "revision": card.revision,
        "evidence": [{"dataset": e.dataset, "version": e.version, "view": e.view, "params": e.params, "caption": e.caption} for e in card.evidence],
        "amendments": [{"number": a.number, "state": a.state, "text": a.text} for a in card.amendments],
        "answer": answer_json(card.answer), "url": seen.request.build_absolute_uri(seen.url("proposal", number)),
    })  # fmt: skip


# ---- sending and rewriting ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@view
@signed_in
def new(seen: Seen) -> HttpResponse:
    """The form; then, where something similar exists, that; then it stands."""
    if seen.request.method != "POST":
        return form_page(seen, ProposalForm(initial={"signature": name_of(seen)}))
    form = ProposalForm(seen.request.POST)
    if not form.is_valid():
        return form_page(seen, form, status=400)
    given = form.proposal
    likely = () if "sure" in seen.request.POST else assembly.similar(seen.key, given.title, given.text)
    if likely:
        return form_page(seen, form, likely=tuple(one.line for one in likely))
    try:
        number = actions.propose(
            process=seen.key, proposal=given, token=form.cleaned_data["token"], by=seen.by, at=seen.at
        )  # fmt: skip
    except CivoraError as error:
        return form_page(seen, form, error=error, status=400)
    messages.success(seen.request, gettext("It stands. You will hear at each turn what becomes of it."))
    return redirect(seen.url("proposal", number))


def form_page(
    seen: Seen, form: ProposalForm, *, likely: tuple[Any, ...] = (), error: CivoraError | None = None, status: int = 200,
    number: int = 0, seen_revision: int = 0,
) -> HttpResponse:  # fmt: skip
    title = gettext("Change the proposal") if number else gettext("Make a proposal")
    context = FormPage(
        frame=frame(seen, Crumb(gettext("Proposals"), seen.url("proposals")), Crumb(title)), title=title,
        lede=gettext("What stood before stays readable.") if number else gettext("Say what should happen, where, and why. Evidence and pictures can be added afterwards."),
        button=gettext("Change it") if number else gettext("Send mine all the same") if likely else gettext("Send the proposal"),
        back_url=seen.url("proposal", number) if number else seen.url("proposals"), ground=ground(), likely=rows(seen, likely),
        similar_url=seen.url("similar"), error=alert(error) if error else None, is_new=not number,
        who_sees=gettext("Everyone sees the proposal and the name you give here. What you write is published under CC BY 4.0."),
    )  # fmt: skip
    return page(seen.request, "assembly/proposal_form.html", context, status=status, form=form, revision=seen_revision)


@require_http_methods(["GET", "HEAD", "POST"])
@view
@signed_in
def edit(seen: Seen, number: int) -> HttpResponse:
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    line = card.line
    initial = {
        "title": line.title, "text": card.text, "place": line.place, "cost": line.cost, "signature": card.signature,
        "language": line.language, "lon": line.point[0] if line.point else None, "lat": line.point[1] if line.point else None,
    }  # fmt: skip
    if seen.request.method != "POST":
        return form_page(seen, ProposalForm(initial=initial), number=number, seen_revision=card.revision)
    form, revision = ProposalForm(seen.request.POST), seen.request.POST.get("revision", "")
    if not form.is_valid():
        return form_page(seen, form, number=number, seen_revision=card.revision, status=400)
    try:
        actions.revise(
            process=seen.key, number=number, proposal=form.proposal, seen=whole(revision), by=seen.by, at=seen.at
        )  # fmt: skip
    except CivoraError as error:
        return form_page(seen, form, error=error, number=number, seen_revision=card.revision, status=400)
    return redirect(seen.url("proposal", number))


def whole(text: str) -> int:
    """A number from a form; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 (digits of a number)


@require_POST
@view
@signed_in
def back(seen: Seen, number: int) -> HttpResponse:
    """Back it, or take that back."""
    act = actions.unsupport if seen.request.POST.get("do") == "unback" else actions.support
    act(process=seen.key, number=number, by=seen.by, at=seen.at)
    return redirect(came_from(seen.request, seen.url("proposal", number)))


def came_from(request: HttpRequest, default: str) -> str:
    given = request.POST.get("back", "")
    return given if given.startswith("/") and not given.startswith("//") and "\\" not in given else default


@require_POST
@view
@signed_in
def withdraw(seen: Seen, number: int) -> HttpResponse:
    actions.withdraw(process=seen.key, number=number, by=seen.by, at=seen.at)
    messages.success(seen.request, gettext("It is withdrawn. It stays readable at its address."))
    return redirect(seen.url("proposal", number))
