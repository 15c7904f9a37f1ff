"""A file arrives, is looked at and mended, and becomes a version."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.core.keys import key_from
from civora.core.policy.types import Reader
from civora.intake import actions as intake
from civora.intake import queries as deliveries
from civora.intake.errors import UnknownDelivery
from civora.intake.types import DeliveryCard, Progress, Published
from civora.stewardship import rules
from civora.www import formats
from civora.www.desk import forms, looks, work
from civora.www.desk.access import check_keeps, publishers, staff
from civora.www.desk.looks import Seen
from civora.www.desk.pages import LookPage, ProgressPage
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert
from civora.www.said import said

GIVEN = ("title", "description", "key", "publisher", "licence", "theme", "access", "note")


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
    if key:
        intake.keep_draft(delivery=delivery, said={"existing": [key]}, by=reader.person, at=timezone.now())
    return redirect("desk:look", delivery.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def look(request: HttpRequest, reader: Reader, uid: str) -> HttpResponse:
    """What the file is; each change is kept and looked at anew; then it is published."""
    delivery = deliveries.delivery(uid)
    check_delivered(reader, uid)
    post = request.POST if request.method == "POST" else kept(uid)
    key = post.get("existing", "")
    check_keeps(reader, key)
    if request.method == "POST":
        intake.keep_draft(delivery=delivery, said=words(request.POST), by=reader.person, at=timezone.now())
    try:
        match request.POST.get("do"):
            case "publish":
                return publish(request, reader, delivery, key, looks.seen(delivery, post, key))
            case "later":
                return redirect("desk:home")
            case "drop":
                intake.drop_draft(delivery=delivery, by=reader.person, at=timezone.now())
                return redirect("desk:home")
        return page(request, "desk/look.html", look_page(reader, delivery, post, looks.seen(delivery, post, key)))
    except CivoraError as error:
        plain = looks.plain(delivery)
        context = look_page(reader, delivery, post, plain, alert(error)) if plain else refused(delivery, error)
        return page(request, "desk/look.html" if plain else "desk/refused.html", context, status=400)


def check_delivered(reader: Reader, uid: str) -> None:
    """A delivery is looked at by who brought it, and by administrators. Raises UnknownDelivery for others."""
    if not reader.is_administrator and deliveries.brought_by(uid) != reader.person:
        raise UnknownDelivery(gettext("This delivery is not known."), next_step=gettext("Send the file again."))


def kept(uid: str) -> QueryDict:
    """The form as it was left."""
    made = QueryDict(mutable=True)
    for name, values in deliveries.draft(uid).items():
        made.setlist(name, values)
    return made


def words(post: QueryDict) -> dict[str, list[str]]:
    return {
        name: [str(one) for one in values] for name, values in post.lists() if name not in ("csrfmiddlewaretoken", "do")
    }


def refused(delivery: DeliveryCard, error: CivoraError) -> ProgressPage:
    return ProgressPage(crumbs(Crumb(gettext("New"))), delivery.file_name, "", 0, 0, alert(error), delivery.uid)


def publish(request: HttpRequest, reader: Reader, delivery: DeliveryCard, key: str, seen: Seen) -> HttpResponse:
    post, is_new = request.POST, not key
    forms.check_persons(post, seen.undecided)
    metadata = forms.metadata(post, is_new=is_new)
    owner = metadata.publisher or settings.CIVORA_OWN_ORGANISATION
    if is_new:
        rules.check_is_steward(reader, owner)
    target = key or post.get("key") or key_from(post.get("title", "") or delivery.file_name)
    access = {"own": f"org:{owner}", "signed-in": "signed-in"}.get(post.get("access", ""))

    def go(progress: Progress) -> Published:
        return intake.publish(
            delivery=delivery, key=target, metadata=metadata, overrides=seen.changes, mode="replace", note=post.get("note", ""),
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
    error = Alert(said(state.message), said(state.next_step), "bad") if state.message else None
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
    reader: Reader, delivery: DeliveryCard, post: QueryDict, found: Seen, error: Alert | None = None
) -> LookPage:
    lang, key, seen = formats.language(), post.get("existing", ""), found.mended
    return LookPage(
        crumbs=crumbs(Crumb(delivery.file_name)), uid=delivery.uid, file_name=delivery.file_name, summary=looks.summary(seen),
        alerts=looks.alerts(seen), columns=looks.lines(found), headings=tuple(one.label for one in seen.columns),
        sample=looks.sample(seen), set_aside=looks.set_aside(seen), rows_set_aside=seen.rows_set_aside, points=looks.points(seen),
        card=catalog.dataset(key, None, lang) if key else None, licences=catalog.licences(), themes=catalog.themes(lang),
        publishers=publishers(reader), given={name: post.get(name, "") for name in GIVEN}, personal=looks.personal(found, post),
        is_repeated=found.is_repeated, error=error,
    )  # fmt: skip
