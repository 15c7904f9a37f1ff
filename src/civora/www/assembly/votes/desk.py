"""`/desk/votes/`: setting a vote, the register, people at the desk, paper, the count, the decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civora.assembly import queries as assembly
from civora.assembly.actions import voting
from civora.assembly.errors import BadBox
from civora.assembly.queries import boxes as votes_now
from civora.assembly.queries import counts
from civora.assembly.rules import identity, staff
from civora.assembly.types import Place
from civora.assembly.types.ballots import BallotForm, BoxCard, Channel, NewBox, NewItem, Ruling, Scope, Way
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.core.tally.methods import RULES
from civora.www import formats
from civora.www.assembly.votes import words
from civora.www.assembly.votes.desk_pages import BoxPage, Bundle, DeskLine, DeskPage, NewPage, Screen
from civora.www.city import city
from civora.www.desk.access import desk
from civora.www.errors import status_of
from civora.www.pages import page
from civora.www.parts import Alert, alert

OFFICER = "election-officer"
MOST_BYTES = 20_000_000


def mine(reader: Reader) -> list[BoxCard]:
    """Votes of the processes that this officer runs."""
    at, lang = city().now(), formats.language()
    runs = [one for one in assembly.processes(at, lang, with_drafts=True) if staff.runs(reader, one.organisation)]
    return [box for one in runs for box in votes_now.boxes(one.key, at, lang)]


def waiting(reader: Reader) -> int:
    """Votes that are closed and whose result is not public yet."""
    return sum(one.place is Place.AFTER and not one.is_published for one in mine(reader))


@require_safe
@desk(OFFICER)
def listed(request: HttpRequest, reader: Reader) -> HttpResponse:
    lines = tuple(DeskLine(one, words.money(one.budget, one.currency), state(one)) for one in mine(reader))
    return page(request, "desk/votes.html", DeskPage(lines))


def state(box: BoxCard) -> str:
    if box.is_published:
        return gettext("result public")
    if box.is_counted:
        return gettext("counted, to be decided")
    return {
        Place.BEFORE: gettext("not open yet"), Place.NOW: gettext("open"), Place.AFTER: gettext("closed, to be counted")
    }[box.place]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk(OFFICER)
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    wrong = None
    if request.method == "POST":
        try:
            process, key = request.POST.get("process", ""), request.POST.get("key", "").strip()
            check_runs(reader, process)
            voting.set_box(process=process, key=key, box=new_box(request), by=reader.person, at=city().now())
            return redirect("desk-votes:box", process=process, box=key)
        except CivoraError as error:
            wrong = alert(error)
    at, lang = city().now(), formats.language()
    runs = [one for one in assembly.processes(at, lang, with_drafts=True) if staff.runs(reader, one.organisation)]
    context = NewPage(
        tuple((one.key, one.title.text) for one in runs), tuple((one.value, str(words.LEDES[one])) for one in BallotForm),
        tuple((name, words.rule(name)) for name in RULES if name in words.RULES), tuple(one.value for one in Way),
        request.POST.dict(), wrong,
    )  # fmt: skip
    return page(request, "desk/vote_new.html", context, status=400 if wrong else 200)


def new_box(request: HttpRequest) -> NewBox:
    """The form as a vote. Raises BadBox where a number or a date cannot be read."""
    data = request.POST
    try:
        return NewBox(
            title={formats.language(): data.get("title", "")}, form=BallotForm(data.get("form", "")),
            rule=data.get("rule", ""), budget=int(data.get("budget") or 0), opens_at=moment(data.get("opens", "")),
            closes_at=moment(data.get("closes", "")), items=items(data.get("items", "")),
            ways=tuple(Way(one) for one in data.getlist("ways")), group=data.get("group", "").strip(),
            scope=Scope.DISTRICT if data.get("district") else Scope.CITY, district=data.get("district", "").strip(),
            threshold=int(data.get("threshold") or 0), least=int(data.get("least") or 1), most=int(data.get("most") or 0),
            top=int(data.get("top") or 0), may_change=bool(data.get("may_change")),
        )  # fmt: skip
    except ValueError:
        raise BadBox(
            gettext("A number, date or choice cannot be read."),
            next_step=gettext("Write numbers without signs, dates as 2025-06-01T20:00."),
        ) from None


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=city().tz)


def items(text: str) -> tuple[NewItem, ...]:
    """One project a line: cost; title; what it is; category; place."""
    found = []
    for line in text.splitlines():
        if line.strip():
            cost, title, about, category, place = [*(part.strip() for part in line.split(";")), "", "", "", ""][:5]
            lang = formats.language()
            found.append(NewItem({lang: title}, int(cost), {lang: about} if about else None, category, place))
    return tuple(found)


def check_runs(reader: Reader, process: str) -> None:
    card = assembly.process(process, city().now(), "en", with_drafts=True)
    staff.check_runs(reader, card.organisation)


# ---- one vote ----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@desk(OFFICER)
def box(request: HttpRequest, reader: Reader, process: str, box: str) -> HttpResponse:
    check_runs(reader, process)
    card = votes_now.box(process, box, city().now(), formats.language())
    if request.method != "POST":
        return shown(request, card)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        return shown(request, card)
    try:
        answer = act(request, reader, card)
    except CivoraError as error:
        return shown(request, card, alert(error), status_of(error))
    except ValueError:
        return shown(request, card, Alert(gettext("A number or date cannot be read."), kind="bad"), 400)
    return answer or redirect("desk-votes:box", process=process, box=box)


def shown(request: HttpRequest, card: BoxCard, alert: Alert | None = None, status: int = 200) -> HttpResponse:
    count = counts.count(card, for_officers=True) if card.is_counted else None
    used = count.outcomes[count.rule] if count else {}
    titles = {str(one.number): one.title.text for one in card.items}
    context = BoxPage(
        box=card, state=state(card), budget=words.money(card.budget, card.currency), rule=words.rule(card.rule), alert=alert,
        registered=counts.registered(card), is_closed=card.place is Place.AFTER, count=count,
        winners=tuple(titles[one] for one in used.get("winners", ())), ballots=used.get("voters", 0),
        screens=tuple(screens(card, count, titles)) if count else (),
        has_choice=counts.choice(card) is not None, bundles=tuple(Bundle(*one) for one in counts.bundles(card)), rulings=tuple(one.value for one in Ruling),
    )  # fmt: skip
    return page(request, "desk/vote.html", context, status=status)


KINDS = {
    "identical": gettext_lazy("Identical ballots"),
    "bursts": gettext_lazy("Bursts"),
    "groups": gettext_lazy("Who came, by age"),
    "ages": gettext_lazy("Ages in a file"),
}


def screens(card: BoxCard, count: counts.CountCard, titles: dict[str, str]) -> list[Screen]:
    """What the screens found, and (for identical ballots and for ages) what the result would be without them."""
    found = []
    for kind, some in count.screens.items():
        for one in some:
            effect = ""
            without = counts.without(card, one["subject"]) if kind == "identical" else one.get("without")
            if without is not None:
                changed = set(without) ^ set(count.outcomes[count.rule]["winners"])
                listed = ", ".join(titles[key] for key in sorted(changed)) or gettext("nothing")
                effect = gettext("Without them these would change: {projects}").format(projects=listed)
            said = gettext("{count} of {of}, usual would be {usual}").format(
                count=formats.number(one["count"]), of=formats.number(one["of"]), usual=formats.number(one["usual"], 2)
            )
            found.append(Screen(str(KINDS[kind]), about(kind, one, titles), said, effect))
    return found


def about(kind: str, one: dict[str, Any], titles: dict[str, str]) -> str:
    if kind == "ages" and one["subject"]:
        return gettext("{project}: voters aged {group}").format(project=titles[one["subject"]], group=one["group"])
    return str(one["group"] or one["subject"])


def said(reader: Reader, card: BoxCard) -> dict[str, object]:
    return {"process": card.process, "box": card.key, "by": reader.person, "at": city().now()}


def register(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    count = voting.load_register(process=card.process, text=upload(request), by=reader.person, at=city().now())
    messages.success(request, gettext("{n} people are in the register.").format(n=formats.number(count)))


def upload(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None or file.size > MOST_BYTES:
        raise BadBox(gettext("Choose a file of at most 20 MB."), next_step=gettext("Then send the form again."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadBox(gettext("The file is not UTF-8 text."), next_step=gettext("Save it as UTF-8.")) from None


def letters(request: HttpRequest, reader: Reader, card: BoxCard) -> HttpResponse:
    """The codes, once, as a file for the printer. They are not kept."""
    codes = voting.make_codes(process=card.process, by=reader.person, at=city().now())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("letter", "code"), *((at, identity.spaced(code)) for at, code in enumerate(codes, 1))])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{card.process}-codes.csv"'
    return response


def person(request: HttpRequest, card: BoxCard, channel: Channel) -> identity.Pass:
    return voting.show_resident(
        process=card.process, box=card.key, document=request.POST.get("document", ""), born=request.POST.get("born", ""),
        channel=channel,
    )  # fmt: skip


def paper(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.mark_paper(voter=person(request, card, Channel.PAPER), **said(reader, card))
    messages.success(request, gettext("Marked. Hand out one paper ballot."))


def onsite(request: HttpRequest, reader: Reader, card: BoxCard) -> HttpResponse:
    """A button that opens the ballot for the person at the desk; the pass travels in the form, nothing is kept."""
    text = identity.signed_pass(card.process_id, person(request, card, Channel.DESK))
    return page(request, "desk/vote_onsite.html", BoxPage(card, state(card), "", "", pass_text=text))


def sheets(text: str, form: BallotForm) -> list[tuple[dict[int, int], tuple[int, ...]]]:
    """One sheet a line: numbers of projects, or number=points."""
    found: list[tuple[dict[int, int], tuple[int, ...]]] = []
    for line in text.splitlines():
        parts = line.replace(",", " ").split()
        pairs = [(int(part.partition("=")[0]), int(part.partition("=")[2] or 1)) for part in parts]
        found.append(({}, tuple(one for one, _ in pairs)) if form is BallotForm.RANKING else (dict(pairs), ()))
    return found


def enter(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    number = voting.enter_paper(
        batch=int(request.POST.get("batch") or 0),
        sheets=sheets(request.POST.get("sheets", ""), card.form),
        **said(reader, card),
    )
    messages.success(request, gettext("Reading {n} of this bundle is kept.").format(n=number))


def settle(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    given = sheets(request.POST.get("sheets", ""), card.form)[:1] or [({}, ())]
    voting.settle_sheet(
        batch=int(request.POST.get("batch") or 0),
        sheet=int(request.POST.get("sheet") or 0),
        given=given[0],
        **said(reader, card),
    )


def merge(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.merge_paper(batch=int(request.POST.get("batch") or 0), **said(reader, card))


def bring(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.import_ballots(text=upload(request), **said(reader, card))


def tally(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.close_and_count(**said(reader, card))


def decide(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.decide_result(
        ruling=Ruling(request.POST.get("ruling", "")), reasons=request.POST.get("reasons", ""), **said(reader, card)
    )


def publish(request: HttpRequest, reader: Reader, card: BoxCard) -> None:
    voting.publish_result(**said(reader, card))
    voting.publish_datasets(**said(reader, card))
    messages.success(request, gettext("The result is public, with all ballots as data."))


ACTS: dict[str, Callable[[HttpRequest, Reader, BoxCard], HttpResponse | None]] = {
    "register": register, "letters": letters, "paper": paper, "onsite": onsite, "enter": enter, "settle": settle,
    "merge": merge, "bring": bring, "count": tally, "decide": decide, "publish": publish,
}  # fmt: skip
