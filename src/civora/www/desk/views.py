"""`/desk/`: list, deliver, look and mend, publish, manage."""

from __future__ import annotations

from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.keys import key_from
from civora.core.policy.types import Reader
from civora.intake import actions as intake
from civora.intake import queries as deliveries
from civora.intake.types import DeliveryCard, Preview, Progress, Published
from civora.stewardship import actions as stewardship
from civora.stewardship import queries as policies
from civora.stewardship import rules
from civora.www import formats
from civora.www.desk import forms, looks, work
from civora.www.desk.access import check_keeps, publishers, staff
from civora.www.desk.pages import DatasetLine, DeskPage, LookPage, ManagePage, ProgressPage
from civora.www.pages import page
from civora.www.parts import Alert, Crumb


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Desk"), reverse("desk:datasets")), *more)


def alert(error: CivoraError) -> Alert:
    return Alert(error.message, error.next_step, "bad")


@require_safe
@staff
def datasets(request: HttpRequest, reader: Reader) -> HttpResponse:
    mine = [card for card in catalog.cards(formats.language()) if rules.is_steward(reader, card.publisher.key)]
    lines = tuple(
        DatasetLine(
            card.key,
            card.title,
            card.rows,
            card.version,
            card.modified_at,
            catalog.versions(card.key)[0].set_aside,
            access_words(card.key),
        )
        for card in sorted(mine, key=lambda card: card.modified_at, reverse=True)
    )
    return page(request, "desk/datasets.html", DeskPage(crumbs(), lines))


def access_words(key: str) -> str:
    found = policies.policy(key).rows
    return "" if "open" in found else ", ".join(sorted(found))


@require_POST
@staff
def deliver(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A file arrives: it is kept, then looked at."""
    key, file = request.POST.get("key", ""), request.FILES.get("file")
    check_keeps(reader, key)
    if file is None:
        raise forms.BadForm(gettext("No file came."), next_step=gettext("Choose a file, then send it."))
    name = str(file.name or "upload")
    delivery = intake.receive(name=name, chunks=file.chunks(), by=reader.person, at=timezone.now())
    return redirect(reverse("desk:look", args=[delivery.uid]) + (f"?key={key}" if key else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def look(request: HttpRequest, reader: Reader, uid: str) -> HttpResponse:
    """What the file is; each change is looked at anew; then it is published."""
    delivery = deliveries.delivery(uid)
    key = request.POST.get("existing") or request.GET.get("key", "")
    check_keeps(reader, key)
    try:
        seen = looks.seen(delivery, request.POST)
        if request.POST.get("do") == "publish":
            return publish(request, reader, delivery, key, seen)
        return page(request, "desk/look.html", look_page(request, reader, delivery, key, seen))
    except CivoraError as error:
        plain = looks.plain(delivery)
        context = look_page(request, reader, delivery, key, plain, alert(error)) if plain else refused(delivery, error)
        return page(request, "desk/look.html" if plain else "desk/refused.html", context, status=400)


def refused(delivery: DeliveryCard, error: CivoraError) -> ProgressPage:
    return ProgressPage(crumbs(Crumb(gettext("New"))), delivery.file_name, "", 0, 0, alert(error), delivery.uid)


def publish(request: HttpRequest, reader: Reader, delivery: DeliveryCard, key: str, seen: Preview) -> HttpResponse:
    post, is_new = request.POST, not key
    metadata = forms.metadata(post, is_new=is_new)
    owner = metadata.publisher or settings.CIVORA_OWN_ORGANISATION
    if is_new:
        rules.check_is_steward(reader, owner)
    target = key or post.get("key") or key_from(post.get("title", "") or delivery.file_name)
    changes = forms.overrides(post, looks.sources(seen))
    access = {"own": f"org:{owner}", "signed-in": "signed-in"}.get(post.get("access", ""))

    def go(progress: Progress) -> Published:
        return intake.publish(
            delivery=delivery, key=target, metadata=metadata, overrides=changes, mode="replace", note=post.get("note", ""),
            by=reader.person, at=timezone.now(), policy={"access": access} if access and is_new else None, progress=progress,
        )  # fmt: skip

    if is_new and catalog.exists(target):
        raise forms.BadForm(
            gettext("There is a dataset {key} already.").format(key=target), next_step=gettext("Choose another key.")
        )
    work.start(delivery, go)
    return redirect("desk:progress", uid=delivery.uid)


@require_safe
@staff
def progress(request: HttpRequest, reader: Reader, uid: str) -> HttpResponse:
    """Where publishing stands; the page looks again by itself until it is done."""
    delivery = deliveries.delivery(uid)
    state = work.state(delivery)
    if state.dataset:
        return redirect("desk:manage", key=state.dataset)
    error = Alert(state.message, state.next_step, "bad") if state.message else None
    context = ProgressPage(
        crumbs(Crumb(gettext("New"))),
        delivery.file_name,
        looks.step_words(state.step),
        state.number,
        state.of,
        error,
        uid,
    )
    response = page(request, "desk/progress.html", context)
    if error is None:
        response["Refresh"] = "1"
    return response


def look_page(
    request: HttpRequest, reader: Reader, delivery: DeliveryCard, key: str, seen: Preview, error: Alert | None = None
) -> LookPage:
    lang, post = formats.language(), request.POST
    return LookPage(
        crumbs=crumbs(Crumb(gettext("New"))), uid=delivery.uid, file_name=delivery.file_name, summary=looks.summary(seen),
        alerts=looks.alerts(seen), columns=looks.lines(seen, post), headings=tuple(one.label for one in seen.columns),
        sample=looks.sample(seen), set_aside=seen.set_aside, rows_set_aside=seen.rows_set_aside, points=looks.points(seen),
        card=catalog.dataset(key, None, lang) if key else None, licences=catalog.licences(), themes=catalog.themes(lang),
        publishers=publishers(reader), given={name: post.get(name, "") for name in ("title", "description", "key", "publisher", "licence", "theme", "access", "note")},
        error=error,
    )  # fmt: skip


# ---- managing -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def manage(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    check_keeps(reader, key)
    try:
        if request.method == "POST":
            change(request, reader, key)
            return redirect("desk:manage", key=key)
        return page(request, "desk/manage.html", manage_page(key))
    except CivoraError as error:
        if not catalog.exists(key):
            raise
        return page(request, "desk/manage.html", manage_page(key, alert(error)), status=400)


def change(request: HttpRequest, reader: Reader, key: str) -> None:
    """One of the page's forms, by its `do`."""
    post, who, at = request.POST, reader.person, timezone.now()
    match post.get("do"):
        case "describe":
            catalog_actions.set_metadata(key=key, metadata=forms.described(post), by=who, at=at)
        case "rollback":
            catalog_actions.roll_back(key=key, to=number(post.get("version", "")), by=who, at=at)
        case "policy":
            stewardship.set_policy(key=key, policy=policy(post.get("policy", "")), by=who, at=at)
        case "withdraw":
            catalog_actions.withdraw(key=key, reason=post.get("reason", ""), by=who, at=at)
        case _:
            raise forms.BadForm(gettext("This form is not known."), next_step=gettext("Load the page again."))


def number(text: str) -> int:
    if not text.isdecimal():
        raise forms.BadForm(gettext("This is no version."), next_step=gettext("Choose one from the list."))
    return int(text)


def policy(text: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text[:20_000]) or {}
    except yaml.YAMLError as error:
        raise forms.BadForm(gettext("This is not a policy."), next_step=str(error).splitlines()[0]) from error
    return found if isinstance(found, dict) else {"access": found}


def manage_page(key: str, error: Alert | None = None) -> ManagePage:
    lang = formats.language()
    card, texts = catalog.dataset(key, None, lang), catalog.all_texts(key)
    chosen = {theme.key for theme in card.themes}
    return ManagePage(
        crumbs=crumbs(Crumb(card.title)), card=card, texts=texts,
        languages=tuple((code, name, texts["title"].get(code, ""), texts["description"].get(code, "")) for code, name in forms.LANGUAGES),
        versions=catalog.versions(key), licences=catalog.licences(),
        themes=tuple((theme.key, theme.label, theme.key in chosen) for theme in catalog.themes(lang)),
        policy=yaml.safe_dump(policies.written(key), sort_keys=False, allow_unicode=True).strip(),
        columns=tuple((field.name, field.label, field.type.value, field.is_facet) for field in card.schema.fields), error=error,
    )  # fmt: skip
