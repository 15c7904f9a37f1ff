"""`/desk/reports/`: the inbox of case workers, and one report with all that is known and can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.core.errors import CivoraError, Refused
from civora.core.policy.types import Reader
from civora.people import queries as people
from civora.reports import actions, rules
from civora.reports import queries as reports
from civora.reports.types import Case, Filter, Near, Status
from civora.voices import actions as voices
from civora.voices.errors import BadPicture
from civora.voices.types import Box
from civora.www.city import city
from civora.www.desk.access import desk
from civora.www.desk.parts import crumbs
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, Pager, alert, pager
from civora.www.reports import words
from civora.www.reports.pages import Line, Moment, Option
from civora.www.reports.views import one as public
from civora.www.reports.views.lines import known, line

SIZE = 30
ENDS_BY_MERGE = {Status.DUPLICATE}


@dataclass(frozen=True, slots=True)
class InboxPage:
    crumbs: tuple[Crumb, ...]
    lines: tuple[tuple[Line, str], ...]
    count: int
    pager: Pager
    bodies: tuple[Option, ...]
    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    crumbs: tuple[Crumb, ...]
    case: Case
    line: Line
    category: str
    body: str
    answers: tuple[tuple[str, str], ...]
    moments: tuple[Moment, ...]
    photos: tuple[tuple[str, str, str, int, int], ...]
    keys: tuple[str, ...]
    near: tuple[Line, ...]
    statuses: tuple[Option, ...]
    templates: tuple[tuple[str, str, str], ...]
    categories: tuple[Option, ...]
    workers: tuple[str, ...]
    spotted: tuple[tuple[str, str], ...]
    error: Alert | None


def own() -> str:
    return str(settings.CIVORA_OWN_ORGANISATION)


def waiting(reader: Reader) -> int:
    """For the desk's menu: open reports that nobody works on."""
    try:
        bodies = rules.bodies_of(reader, own())
    except CivoraError:
        return 0
    return reports.count(Filter(bodies=bodies, is_open=True, is_unassigned=True, private=True))


@require_safe
@desk("case-worker")
def inbox(request: HttpRequest, reader: Reader) -> HttpResponse:
    given, bodies = request.GET, rules.bodies_of(reader, own())
    shown = given.get("show", "open")
    wanted = Filter(
        bodies=bodies, body=given.get("body", "")[:100], text=given.get("q", "").strip()[:100], private=True,
        is_open={"closed": False, "all": None}.get(shown, True), is_unassigned=shown == "new", assignee=reader.person if shown == "mine" else "",
    )  # fmt: skip
    total = reports.count(wanted)
    number, pages = public_page(given.get("page", "1")), max(1, -(-total // SIZE))
    cards = reports.reports(
        wanted, limit=SIZE, offset=(min(number, pages) - 1) * SIZE, newest_first=shown in ("closed", "all")
    )
    services, areas, names = known(), reports.area_names(), words.bodies()
    context = InboxPage(
        crumbs(Crumb(gettext("Reports"))), tuple((line(card, services, areas), words.said(services[card.category].name)) for card in cards), total,
        pager(request.GET, page=min(number, pages), pages=pages, label=gettext("Pages of reports")),
        tuple(Option(key, name, key == wanted.body) for key, name in names.items() if bodies is None or key in bodies), shown, wanted.text,
    )  # fmt: skip
    return page(request, "desk/reports/inbox.html", context)


def public_page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 (digits)


@require_http_methods(["GET", "HEAD", "POST"])
@desk("case-worker")
def case(request: HttpRequest, reader: Reader, key: str) -> HttpResponse:
    error = None
    if request.method == "POST":
        try:
            act = DOES.get(request.POST.get("do", ""))
            if act is None:
                raise Refused(gettext("This form is not known."), next_step=gettext("Load the page again."))
            act(request, reader, key)
            return redirect("desk-reports:case", key=key) if may_still(reader, key) else redirect("desk-reports:inbox")
        except CivoraError as refused:
            error = alert(refused)
    return page(request, "desk/reports/case.html", case_page(reader, key, error), status=400 if error else 200)


def may_still(reader: Reader, key: str) -> bool:
    """A report that went to another body is no longer here."""
    return rules.may_handle(reader, reports.report(key, private=True).body, own())


def case_page(reader: Reader, key: str, error: Alert | None) -> CasePage:
    found = reports.case(key, reader, own())
    card, services, areas = found.card, known(), reports.area_names()
    category = services[card.category]
    photos = public.photos(card)
    near: tuple[Near, ...] = ()
    if card.lat is not None and card.lon is not None:
        near = tuple(
            one
            for one in reports.near(card.lat, card.lon, radius_m=max(100, category.radius_m), at=city().now(), limit=6)
            if one.card.key != key
        )
    return CasePage(
        crumbs(Crumb(gettext("Reports"), "../"), Crumb(card.key)), found, line(card, services, areas), words.said(category.name),
        words.bodies().get(card.body, card.body), public.answers(card, category), tuple(public.moment(one) for one in reports.timeline(key)), photos,
        tuple(one[0].rsplit("/", 1)[-1].removesuffix(".jpg") for one in photos),
        tuple(line(one.card, services, areas, metres=one.distance_m) for one in near),
        tuple(Option(one.value, words.status(one)[0]) for one in Status if one in rules.NEXT[card.status] - ENDS_BY_MERGE and one is not Status.WITHDRAWN),
        tuple((one.key, words.said(one.name), words.said(one.text)) for one in reports.templates()),
        tuple(Option(one.key, words.said(one.name), one.key == card.category) for one in services.values() if one.is_active),
        tuple(sorted(one.email for one in people.people() if any(role in rules.CASE_ROLES and of in (card.body, own()) for of, role in one.roles))),
        tuple((str(words.KINDS[one.kind]), one.words) for one in found.found), error,
    )  # fmt: skip


# ---- what is done ---------------------------------------------------------------------------------------------------


def change(request: HttpRequest, reader: Reader, key: str) -> None:
    post = request.POST
    text, chosen = post.get("text", ""), post.get("template", "")
    if not text.strip() and chosen:
        card = reports.report(key, private=True)
        found = next((one for one in reports.templates() if one.key == chosen), None)
        text = found.text.get(card.lang) or words.said(found.text) if found else ""
    status = post.get("status", "")
    if status:
        if status not in set(Status):
            raise Refused(gettext("This is no status."), next_step=gettext("Choose one of the list."))
        actions.change_status(key=key, status=Status(status), text=text, reader=reader, at=city().now())
    else:
        actions.add_update(key=key, text=text, reader=reader, at=city().now())


def note(request: HttpRequest, reader: Reader, key: str) -> None:
    actions.add_note(key=key, text=request.POST.get("note", ""), reader=reader, at=city().now())


def assign(request: HttpRequest, reader: Reader, key: str) -> None:
    to = reader.person if "me" in request.POST else request.POST.get("to", "")
    actions.assign(key=key, to=to, reader=reader, at=city().now())


def move(request: HttpRequest, reader: Reader, key: str) -> None:
    actions.move(key=key, category=request.POST.get("category", ""), reader=reader, at=city().now())


def clear(request: HttpRequest, reader: Reader, key: str) -> None:
    actions.clear_text(key=key, text=request.POST.get("public_text", ""), reader=reader, at=city().now())


def merge(request: HttpRequest, reader: Reader, key: str) -> None:
    actions.merge(key=key, into=request.POST.get("into", "").strip().lower(), reader=reader, at=city().now())


def redact(request: HttpRequest, reader: Reader, key: str) -> None:
    """Boxes in per cent: `left,top,width,height`, one in each line or separated by blanks."""
    picture = own_picture(request, reader, key)
    voices.redact(key=picture, boxes=boxes(request.POST.get("boxes", "")), reader=reader, at=city().now())


def remove(request: HttpRequest, reader: Reader, key: str) -> None:
    voices.remove_picture(key=own_picture(request, reader, key), by=reader.person, at=city().now())


def own_picture(request: HttpRequest, reader: Reader, key: str) -> str:
    """The picture that the form names, if it stands beside this report. Raises BadPicture."""
    picture = request.POST.get("picture", "")
    if picture not in case_page(reader, key, None).keys:  # noqa: SIM118 (a tuple of names)
        raise BadPicture(
            gettext("This picture does not belong to the report."), next_step=gettext("Load the page again.")
        )
    return picture


def boxes(text: str) -> tuple[Box, ...]:
    """Raises BadPicture."""
    try:
        found = [[float(part) / 100 for part in one.split(",")] for one in text.replace(";", " ").split()]
        return tuple(Box(*one) for one in found)
    except (ValueError, TypeError) as error:
        raise BadPicture(
            gettext("The boxes cannot be read."),
            next_step=gettext("Draw them, or write left,top,width,height in per cent."),
        ) from error


DOES: dict[str, Callable[[HttpRequest, Reader, str], None]] = {
    "change": change, "note": note, "assign": assign, "move": move, "clear": clear, "merge": merge, "redact": redact, "remove": remove,
}  # fmt: skip
