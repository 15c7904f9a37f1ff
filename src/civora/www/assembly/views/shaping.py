"""Shaping a proposal together: amendments, merging, evidence."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.rules.staff import runs
from civora.core.errors import CivoraError
from civora.www import formats
from civora.www.assembly.evidence import figures, parsed
from civora.www.assembly.forms import AmendForm, EvidenceForm, MergeForm
from civora.www.assembly.framing import Seen, frame, signed_in, view
from civora.www.assembly.pages import FormPage
from civora.www.assembly.views.proposal import whole
from civora.www.pages import page
from civora.www.parts import Crumb, alert


def shown(
    seen: Seen, number: int, form: object, title: str, lede: str, button: str, error: CivoraError | None = None
) -> HttpResponse:
    crumbs = (Crumb(gettext("Proposals"), seen.url("proposals")), Crumb(f"#{number}", seen.url("proposal", number)), Crumb(title))  # fmt: skip
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    context = FormPage(
        frame(seen, *crumbs), title, lede, button, seen.url("proposal", number),
        error=alert(error) if error else None,
        figures=figures(seen.request, card.evidence, seen.reader) if isinstance(form, EvidenceForm) else (),
    )  # fmt: skip
    is_bad = error is not None or bool(getattr(form, "errors", None))
    return page(seen.request, "assembly/form.html", context, status=400 if is_bad else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@view
@signed_in
def amend(seen: Seen, number: int) -> HttpResponse:
    """Offer other words."""
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    words = (
        gettext("Propose an amendment"),
        gettext("Change the text. The author sees your words beside the old ones and takes or declines them."),
        gettext("Send the amendment"),
    )
    if seen.request.method != "POST":
        return shown(seen, number, AmendForm(initial={"text": card.text}), *words)
    form = AmendForm(seen.request.POST)
    if not form.is_valid():
        return shown(seen, number, form, *words)
    try:
        actions.amend(
            process=seen.key, number=number, language=formats.language(), by=seen.by, at=seen.at, **form.cleaned_data
        )  # fmt: skip
    except CivoraError as error:
        return shown(seen, number, form, *words, error)
    messages.success(seen.request, gettext("The author has been told. You will hear what becomes of it."))
    return redirect(seen.url("proposal", number) + "#amendments")


@require_POST
@view
@signed_in
def decide(seen: Seen, number: int, amendment: int) -> HttpResponse:
    """The author takes an amendment, or declines it with a reason."""
    post = seen.request.POST
    actions.decide_amendment(
        process=seen.key, number=number, amendment=amendment, is_taken=post.get("do") == "take",
        seen=whole(post.get("revision", "")), answer=post.get("answer", ""), by=seen.by, at=seen.at,
    )  # fmt: skip
    return redirect(seen.url("proposal", number) + "#amendments")


@require_http_methods(["GET", "HEAD", "POST"])
@view
@signed_in
def merge(seen: Seen, number: int) -> HttpResponse:
    """Offer to make this one with others."""
    card = assembly.proposal(seen.key, number, formats.language(), seen.by)
    words = (
        gettext("Make them one"),
        gettext(
            "Nothing happens before every author agrees. Backing is not moved: who backed one of them is asked anew."
        ),
        gettext("Ask the authors"),
    )
    if seen.request.method != "POST":
        others = ", ".join(str(one.line.number) for one in assembly.similar(seen.key, card.line.title, card.text, most=3, besides=number))  # fmt: skip
        return shown(
            seen, number, MergeForm(initial={"title": card.line.title, "text": card.text, "others": others}), *words
        )
    form = MergeForm(seen.request.POST)
    if not form.is_valid():
        return shown(seen, number, form, *words)
    try:
        actions.offer_merge(
            process=seen.key, into=number, is_staff=runs(seen.reader, seen.process.organisation), by=seen.by, at=seen.at,
            **form.cleaned_data,
        )  # fmt: skip
    except CivoraError as error:
        return shown(seen, number, form, *words, error)
    messages.success(seen.request, gettext("The authors are asked. The page of each says so."))
    return redirect(seen.url("proposal", number))


@require_POST
@view
@signed_in
def consent(seen: Seen, number: int, merge: int) -> HttpResponse:
    """One author's yes or no."""
    act = actions.agree if seen.request.POST.get("do") == "agree" else actions.refuse_merge
    act(merge=merge, by=seen.by, at=seen.at)
    return redirect(seen.url("proposal", number))


@require_http_methods(["GET", "HEAD", "POST"])
@view
@signed_in
def evidence(seen: Seen, number: int) -> HttpResponse:
    """Put a view of a dataset beside the proposal, or take one away."""
    words = (
        gettext("Evidence"),
        gettext(
            "A table, map or chart of this portal. It stays as it is today: pinned to its version, with its source."
        ),
        gettext("Add this view"),
    )
    post = seen.request.POST
    if seen.request.method != "POST":
        return shown(seen, number, EvidenceForm(initial={"address": seen.request.GET.get("address", "")}), *words)
    if "remove" in post:
        actions.remove_evidence(
            process=seen.key, number=number, evidence=whole(post["remove"]), by=seen.by, at=seen.at
        )  # fmt: skip
        return redirect(seen.url("evidence", number))
    form = EvidenceForm(post)
    if not form.is_valid():
        return shown(seen, number, form, *words)
    try:
        found = parsed(seen.request, form.cleaned_data["address"])
        actions.add_evidence(
            process=seen.key, number=number, dataset=found.dataset, version=found.version, view=found.view,
            params=found.params, caption=form.cleaned_data["caption"], by=seen.by, at=seen.at,
        )  # fmt: skip
    except CivoraError as error:
        return shown(seen, number, form, *words, error)
    return redirect(seen.url("proposal", number) + "#evidence")
