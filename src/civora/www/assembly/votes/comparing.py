"""The rules side by side on one election, before the rule of a vote is fixed: at the desk, and for all with the reasons."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civora.assembly.actions import voting
from civora.assembly.errors import BadBox, UnknownBox
from civora.assembly.queries import boxes as votes_now
from civora.assembly.queries import counts
from civora.assembly.rules import ballots, counting
from civora.assembly.types import Place
from civora.assembly.types.ballots import BoxCard, RuleChoiceCard
from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.core.sheets import inert
from civora.core.tally import pb
from civora.www import formats
from civora.www.assembly.framing import Seen, frame, view
from civora.www.assembly.votes import words
from civora.www.assembly.votes.desk import OFFICER, check_runs, upload
from civora.www.assembly.votes.desk_pages import ChoosePage
from civora.www.assembly.votes.pages import Compared, ComparedRow, RuleColumn, RulePage
from civora.www.city import city
from civora.www.desk.access import desk
from civora.www.errors import status_of
from civora.www.pages import Twin, page
from civora.www.parts import Crumb, alert

SALT, HOURS = "assembly.rules", 8
Raw = dict[str, Any]


# ---- at the desk -------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@desk(OFFICER)
def choose(request: HttpRequest, reader: Reader, process: str, box: str) -> HttpResponse:
    """Try the rules on an earlier election, then fix one with reasons. Nothing of this vote's own ballots is asked."""
    check_runs(reader, process)
    card = votes_now.box(process, box, city().now(), formats.language())
    if card.place is not Place.BEFORE:
        messages.info(request, gettext("Voting has begun: the rule is fixed."))
        return redirect("desk-votes:box", process=process, box=box)
    compared, wrong, status = None, None, 200
    try:
        compared = asked(request)
        if request.method == "POST" and request.POST.get("do") == "fix":
            fix(request, reader, card, compared)
            return redirect("assembly:rule", process, box)
    except CivoraError as error:
        wrong, status = alert(error), status_of(error)
    context = ChoosePage(
        card, words.rule(card.rule), tuple((f"{one}/{key}", title) for one, key, title in counts.earlier(formats.language())),
        side_by_side(compared, card.rule) if compared else None,
        signing.dumps(compared, salt=SALT, compress=True) if compared else "",
        tuple((name, words.rule(name)) for name in compared["rules"] if fits(name, card)) if compared else (),
        counts.choice(card), request.POST.dict() | request.GET.dict(), wrong,
    )  # fmt: skip
    return page(request, "desk/vote_rules.html", context, status=status)


def asked(request: HttpRequest) -> Raw | None:
    """The comparison that the form carries, or one of the file, or of the earlier vote. Raises what reading a file raises."""
    if token := request.POST.get("compared"):
        try:
            return dict(signing.loads(token, salt=SALT, max_age=HOURS * 3600))
        except signing.BadSignature:
            raise BadBox(
                gettext("This comparison is no longer valid."), next_step=gettext("Compare the rules again.")
            ) from None
    if request.method == "POST":
        return counting.compared(pb.election(pb.read(upload(request))))
    process, _, box = request.GET.get("earlier", "").partition("/")
    if not process:
        return None
    return counts.compared(votes_now.box(process, box, city().now(), formats.language()))


def fix(request: HttpRequest, reader: Reader, card: BoxCard, compared: Raw | None) -> None:
    if compared is None:
        raise BadBox(gettext("There is no comparison yet."), next_step=gettext("Compare the rules first."))
    voting.fix_rule(
        process=card.process, box=card.key, rule=request.POST.get("rule", ""), reasons=request.POST.get("reasons", ""),
        compared=compared, by=reader.person, at=city().now(),
    )  # fmt: skip
    messages.success(request, gettext("The rule is fixed. Everyone can read why."))


def fits(rule: str, card: BoxCard) -> bool:
    try:
        ballots.check_rule(rule, card.form, card.threshold)
    except BadBox:
        return False
    return True


# ---- for all -----------------------------------------------------------------------------------------------------


def chosen(seen: Seen, box: str) -> tuple[BoxCard, RuleChoiceCard]:
    """Raises UnknownBox where no reasons were given."""
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    found = counts.choice(card)
    if found is None:
        raise UnknownBox(
            gettext("No comparison of rules was published for this vote."),
            next_step=gettext("See the page of the vote."),
        )
    return card, found


@require_safe
@view
def rule(seen: Seen, box: str) -> HttpResponse:
    card, found = chosen(seen, box)
    context = RulePage(
        frame(seen, Crumb(gettext("Why this rule"))), card, words.rule(found.rule), words.rule_words(found.rule), found,
        side_by_side(found.compared, found.rule),
    )  # fmt: skip
    twins = (Twin(seen.url("rule-json", box), "application/json"), Twin(seen.url("rule-csv", box), "text/csv"))
    return page(seen.request, "assembly/rule.html", context, twins=twins)


@require_safe
@view
def rule_json(seen: Seen, box: str) -> HttpResponse:
    card, found = chosen(seen, box)
    return JsonResponse({
        "process": card.process, "vote": card.key, "rule": found.rule, "reasons": found.reasons, "fixed_at": found.at.isoformat(),
        "compared": found.compared,
    })  # fmt: skip


@require_safe
@view
def rule_csv(seen: Seen, box: str) -> HttpResponse:
    """One line a project; a column of each rule says whether it is built."""
    _, found = chosen(seen, box)
    rules = found.compared["rules"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("project", "name", "cost", "supporters", *rules))
    for one in found.compared["projects"]:
        built = (one["project"] in outcome["winners"] for outcome in rules.values())
        writer.writerow((inert(one["project"]), inert(one["name"]), one["cost"], one["supporters"], *built))
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


# ---- the table ---------------------------------------------------------------------------------------------------


def localised(compared: Raw) -> Raw:
    """A vote of this city is named in the page's language; the words of a file stay what they are."""
    process, _, key = str(compared.get("vote", "")).partition("/")
    if not process:
        return compared
    card = votes_now.box(process, key, city().now(), formats.language())
    names = {str(one.number): one.title.text for one in card.items}
    projects = [one | {"name": names.get(one["project"], one["name"])} for one in compared["projects"]]
    return compared | {"title": card.title.text, "projects": projects}


def side_by_side(compared: Raw, rule: str) -> Compared:
    compared = localised(compared)
    rules, currency = compared["rules"], compared["currency"]
    least = max(max(one["voters_without"] for one in rules.values()) * 1.5, 1)
    most = max(max(one["winners_per_ballot"] for one in rules.values()) * 1.5, 0.01)
    columns = tuple(
        RuleColumn(
            words.rule(name), words.rule_words(name), len(one["winners"]), one["voters_without"],
            round(100 * one["voters_without"] / least, 1), one["winners_per_ballot"],
            round(100 * one["winners_per_ballot"] / most, 1), words.money(compared["budget"] - one["spent"], currency),
            name == rule, gettext("the rule of this vote") if name == rule else "",
        )
        for name, one in rules.items()
    )  # fmt: skip
    rows = [
        ComparedRow(
            one["name"] or one["project"], words.money(one["cost"], currency), one["supporters"],
            tuple(one["project"] in outcome["winners"] for outcome in rules.values()),
        )
        for one in sorted(compared["projects"], key=lambda one: -(one["supporters"] or 0))
    ]  # fmt: skip
    return Compared(
        compared["title"], compared["voters"], words.money(compared["budget"], currency), columns,
        tuple(one for one in rows if len(set(one.built)) > 1), tuple(one for one in rows if len(set(one.built)) == 1),
    )  # fmt: skip
