"""`/reports/new/`: where, what, check and send, on one form. Every button works without script; with it nothing reloads.

What was filled in travels in the form itself. Photos that came with an earlier step are kept beside the form's own key until it
is sent, and are removed after a day.
"""

from __future__ import annotations

import math
import secrets

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.core.errors import CivoraError
from civora.reports import actions
from civora.reports import queries as reports
from civora.reports.rules import personal
from civora.reports.types import Category, Contact, Datatype, Place, Question
from civora.voices import actions as voices
from civora.voices import queries as spoken
from civora.www import formats
from civora.www.city import city
from civora.www.pages import page, reader_of
from civora.www.parts import Crumb, alert
from civora.www.reports import ground, words
from civora.www.reports.caller import address_of
from civora.www.reports.pages import Around, Choice, Field, Mark, NewPage, Option, SentPage
from civora.www.reports.places import found as sought
from civora.www.reports.places import things
from civora.www.reports.views.lines import known, line
from civora.www.said import said

KM, LEAST_KM, MOST_KM = 1.2, 0.3, 20.0
STEP = 0.3
MOVES = {"north": (0, 1), "south": (0, -1), "west": (-1, 0), "east": (1, 0)}
PLAIN = ("category", "description", "address", "email", "name", "phone", "asset")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return form(request, request.GET)
    post, do = request.POST, request.POST.get("do", "check")
    try:
        keep_photos(request)
        if do == "send":
            return send(request)
        if do == "check":
            actions.check(
                category=post.get("category", ""),
                place=place(post),
                description=post.get("description", ""),
                answers=answers(post),
            )
        return form(request, post, is_checked=do == "check")
    except CivoraError as error:
        return form(request, post, error=error)


def send(request: HttpRequest) -> HttpResponse:
    post, reader = request.POST, reader_of(request)
    key = f"draft:{post.get('sent', '')}"
    done = actions.report(
        category=post.get("category", ""), place=place(post), description=post.get("description", ""), sent=post.get("sent", ""),
        at=city().now(), answers=answers(post), contact=Contact(post.get("email", ""), post.get("name", ""), post.get("phone", "")),
        is_public="public" in post, address=address_of(request), lang=formats.language(), by=reader.person,
    )  # fmt: skip
    if not done.is_repeated:
        voices.move_pictures(old=key, new=f"report:{done.key}", at=city().now())
    card = reports.by_code(done.code)
    half, most = words.times(reports.times(card.category, city().now()))
    mine = reverse("reports:mine", args=[done.code])
    context = SentPage(
        (Crumb(gettext("Reports"), reverse("reports:index")), Crumb(gettext("Sent"))), done.key, reverse("reports:report", args=[done.key]),
        request.build_absolute_uri(mine), words.bodies().get(card.body, card.body), half, most, card.is_public,
    )  # fmt: skip
    response = page(request, "reports/sent.html", context)
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
    return response


def keep_photos(request: HttpRequest) -> None:
    """Photos that came with this step wait under the form's own key. Raises BadPicture, PictureTooLarge, TooManyReports."""
    subject = f"draft:{request.POST.get('sent', '')}"
    files = [file for file in request.FILES.getlist("photo") if file.size]
    for file in files[: max(0, 3 - len(spoken.pictures(subject)))]:
        actions.check_photo(address=address_of(request), at=city().now())
        voices.attach(subject=subject, data=file.read(), at=city().now())


# ---- what was filled in ------------------------------------------------------------------------------------------


def degrees(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def place(post: QueryDict) -> Place:
    """Where it is: a thing that was chosen, a place that was found, or the middle of the map."""
    chosen = post.get("asset", "")
    dataset, _, number = chosen.partition("|")
    thing = next((one for one in things(dataset, number=number) if number), None) if chosen else None
    if thing:
        return Place(
            thing.lat, thing.lon, post.get("address", "") or thing.asset_label, dataset, number, thing.asset_label
        )
    lat, lon = degrees(post.get("lat", "")), degrees(post.get("lon", ""))
    return (
        Place(lat, lon, post.get("address", ""))
        if lat is not None and lon is not None
        else Place(address=post.get("address", ""))
    )


def answers(post: QueryDict) -> dict[str, list[str]]:
    """Only those of the chosen category: the questions of others stand in the form too."""
    start = f"answer-{post.get('category', '')}-"
    return {name.removeprefix(start): list(map(str, values)) for name, values in post.lists() if name.startswith(start)}


# ---- the form ------------------------------------------------------------------------------------------------------


def form(
    request: HttpRequest, given: QueryDict, *, is_checked: bool = False, error: CivoraError | None = None
) -> HttpResponse:
    do = given.get("do", "")
    lat, lon, km, has_place = where(given, do)
    options: tuple[Option, ...] = ()
    if do == "find":
        options = tuple(Option(f"{one.lat},{one.lon}", one.asset_label) for one in sought(given.get("address", "")))
    elif do == "assets":
        options = assets(given, lat, lon)
    services = offered(lat, lon)
    sent = given.get("sent", "") or secrets.token_urlsafe(24)
    context = NewPage(
        crumbs=(Crumb(gettext("Reports"), reverse("reports:index")), Crumb(gettext("Report a problem"))),
        around=around(lat, lon, km, given.get("category", ""), has_place=has_place),
        choices=tuple(choice(one, given, error) for one in services), given={name: given.get(name, "") for name in PLAIN} | {"do": do},
        found=options, spotted=tuple((str(words.KINDS[one.kind]), one.words) for one in personal.spotted(given.get("description", ""))),
        photos=tuple(one.key for one in spoken.pictures(f"draft:{sent}")) if len(sent) >= 22 and is_key(sent) else (),  # noqa: PLR2004
        error=alert(error) if error else None, wrong=str(error.details.get("question", "")) if error else "",
        sent=sent, style=style(services), is_checked=is_checked and error is None, has_place=has_place,
        has_example=city().is_example,
    )  # fmt: skip
    response = page(request, "reports/new.html", context, status=400 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def is_key(text: str) -> bool:
    return text.isascii() and all(sign.isalnum() or sign in "_-" for sign in text) and len(text) <= 100  # noqa: PLR2004 (as rules say)


def where(given: QueryDict, do: str) -> tuple[float, float, float, bool]:
    """(lat, lon, km, whether somebody has chosen it): moved and zoomed by the buttons of the map."""
    lon0, lat0 = ground.centre()
    lat, lon = degrees(given.get("lat", "")), degrees(given.get("lon", ""))
    picked = given.get("place", "") if do == "pick" else ""
    if picked and picked.count(",") == 1:
        lat, lon = (degrees(part) for part in picked.split(","))
    has_place = lat is not None and lon is not None
    lat, lon = (lat0 if lat is None else lat), (lon0 if lon is None else lon)
    km = min(MOST_KM, max(LEAST_KM, degrees(given.get("km", "")) or (KM if has_place else 5.0)))
    if do in MOVES:
        x, y = MOVES[do]
        lat += y * STEP * km / 111.32
        lon += x * STEP * km / 111.32 / max(0.01, math.cos(math.radians(lat)))
        has_place = True
    if do in ("in", "out"):
        km = min(MOST_KM, max(LEAST_KM, km / 2 if do == "in" else km * 2))
    return round(max(-90.0, min(90.0, lat)), 6), round(max(-180.0, min(180.0, lon)), 6), km, has_place


def assets(given: QueryDict, lat: float, lon: float) -> tuple[Option, ...]:
    dataset = next((one.assets for one in reports.categories() if one.key == given.get("category")), "")
    datasets = [dataset] if dataset else sorted({one.assets for one in reports.categories() if one.assets})
    near = [one for name in datasets for one in things(name, lat=lat, lon=lon)]
    ordered = sorted(near, key=lambda one: (one.lat - lat) ** 2 + (one.lon - lon) ** 2)  # type: ignore[operator]
    return tuple(
        Option(
            f"{one.asset_dataset}|{one.asset_id}",
            one.asset_label,
            f"{one.asset_dataset}|{one.asset_id}" == given.get("asset"),
        )
        for one in ordered[:8]
    )


def offered(lat: float, lon: float) -> tuple[Category, ...]:
    """The categories at the place; all of them where it lies outside, so that the form says what is wrong with the place."""
    try:
        return reports.offered(lat, lon)
    except CivoraError:
        return reports.categories()


def around(lat: float, lon: float, km: float, category: str, *, has_place: bool) -> Around:
    shown = ground.window(lon, lat, km)
    services, areas = known(), reports.area_names()
    near, is_inside = [], True
    if has_place:
        radius = services[category].radius_m if category in services else 100
        near = [
            line(one.card, services, areas, number=n, metres=one.distance_m)
            for n, one in enumerate(reports.near(lat, lon, radius_m=radius, at=city().now(), category=category if category in services else ""), 1)
        ]  # fmt: skip
        is_inside = inside(lat, lon)
    marks = [
        Mark(*shown.place(one.card.lon, one.card.lat), one.title, one.url, "open", one.number)
        for one in near if one.card.lon is not None and one.card.lat is not None
    ]  # fmt: skip
    drawn = ground.drawn(shown, marks, gettext("Map around the place of your report"))
    return Around(drawn, lat, lon, km, tuple(near), is_inside)


def inside(lat: float, lon: float) -> bool:
    try:
        reports.offered(lat, lon)
    except CivoraError:
        return False
    return True


def choice(one: Category, given: QueryDict, error: CivoraError | None) -> Choice:
    half, most = words.times(reports.times(one.key, city().now()))
    return Choice(
        one.key, words.said(one.name), words.said(one.description), given.get("category") == one.key,
        tuple(field(one, question, given, error) for question in one.questions), words.bodies().get(one.body, one.body), half, most, one.assets,
    )  # fmt: skip


def field(category: Category, one: Question, given: QueryDict, error: CivoraError | None) -> Field:
    name = f"answer-{category.key}-{one.code}"
    chosen = given.getlist(name)
    kind = {Datatype.ONE: "one", Datatype.MANY: "many", Datatype.TEXT: "text"}.get(one.datatype, "line")
    is_wrong = error is not None and error.details.get("question") == one.code and given.get("category") == category.key
    return Field(
        name, words.said(one.label), words.said(one.hint), kind, one.is_required,
        tuple(Option(key, words.said(label), key in chosen) for key, label in one.values), chosen[0] if chosen else "",
        said(error.message) if is_wrong and error else "",
    )  # fmt: skip


def style(services: tuple[Category, ...]) -> str:
    """Shows what belongs to the chosen category, without script."""
    return "".join(f"form:has(#c-{n}:checked) .for-{n}{{display:block}}" for n, _ in enumerate(services))


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """The map and what is near, for the script of the form: the same parts as the page has."""
    lat, lon, km, has_place = where(request.GET, request.GET.get("do", ""))
    return page(
        request, "reports/_around.html", around(lat, lon, km, request.GET.get("category", ""), has_place=has_place)
    )
