"""The result: what will be built and why, the rules side by side, and all that is needed to count again."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from civora.assembly.queries import boxes as votes_now
from civora.assembly.queries import counts
from civora.assembly.types.ballots import BoxCard, CountCard, ItemCard
from civora.catalog import queries as catalog
from civora.core.sheets import inert
from civora.impact import queries as impact
from civora.www import formats
from civora.www.assembly.framing import Seen, frame, view
from civora.www.assembly.votes import words
from civora.www.assembly.votes.pages import Explained, ProjectRow, ResultPage, RuleColumn, VoteLine, VotesPage
from civora.www.impact import projects
from civora.www.pages import Twin, page
from civora.www.parts import Crumb

USUAL, FAIR = "greedy", "equal-shares"


@require_safe
@view
def results(seen: Seen) -> HttpResponse:
    found = [one for one in votes_now.boxes(seen.key, seen.at, formats.language()) if one.is_published]
    if len(found) == 1:
        return redirect(seen.url("result", found[0].key))
    lines = tuple(
        VoteLine(one, words.money(one.budget, one.currency), seen.url("vote", one.key), seen.url("result", one.key))
        for one in found
    )  # fmt: skip
    return page(seen.request, "assembly/votes.html", VotesPage(frame(seen, Crumb(gettext("Results"))), lines))


@require_http_methods(["GET", "HEAD", "POST"])
@view
def result(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    found = counts.count(card)
    receipt = seen.request.POST.get("receipt", "")[:100]
    context = made(seen, card, found, receipt)
    twins = (
        Twin(seen.url("result-json", box), "application/json"), Twin(seen.url("result-csv", box), "text/csv")
    )  # fmt: skip
    response = page(seen.request, "assembly/result.html", context, twins=twins)
    if receipt:
        response["Cache-Control"] = "no-store"
    return response


def made(seen: Seen, card: BoxCard, found: CountCard, receipt: str) -> ResultPage:
    used = found.outcomes[found.rule]
    other = other_rule(found)
    voters, reached = used["voters"], used["voters_with_a_winner"]
    columns = {name: column(card, name, one, found) for name, one in found.outcomes.items()}
    return ResultPage(
        frame=frame(seen, Crumb(gettext("Result"))), box=card, count=found, built=len(used["winners"]), voters=voters,
        budget=words.money(card.budget, card.currency), reached=reached, reached_part=100 * reached / max(voters, 1),
        columns=tuple(columns[name] for name in (found.rule, other) if name), all_rules=tuple(columns.values()),
        rows=rows(seen, card, found, other), explained=explained(seen, card, found, other),
        other=words.rule(other) if other else "", rule=words.rule(found.rule),
        rule_url=seen.url("rule", card.key) if counts.choice(card) else "",
        command=f"civora tally {card.process}-{card.key}.pb --rule {found.rule}",
        unique_part=100 * found.uniqueness["unique"] / max(found.uniqueness["ballots"], 1),
        turnout=counts.turnout(card), datasets=datasets(card), findings=sum(map(len, found.screens.values())),
        receipt=receipt, included=votes_now.is_included(card, receipt) if receipt else None,
    )  # fmt: skip


def other_rule(found: CountCard) -> str:
    """The rule to set beside the one that was used."""
    wanted = FAIR if found.rule == USUAL else USUAL
    return wanted if wanted in found.outcomes and wanted != found.rule else ""


def column(card: BoxCard, name: str, one: dict[str, Any], found: CountCard) -> RuleColumn:
    most = max(each["voters_without"] for each in found.outcomes.values())
    backed = max(each["winners_per_ballot"] for each in found.outcomes.values())
    return RuleColumn(
        name=words.rule(name), words=words.rule_words(name), built=len(one["winners"]), without=one["voters_without"],
        without_width=round(100 * one["voters_without"] / max(most * 1.5, 1), 1), backed=one["winners_per_ballot"],
        backed_width=round(100 * one["winners_per_ballot"] / max(backed * 1.5, 0.01), 1),
        unspent=words.money(one["budget"] - one["spent"], card.currency), is_used=name == found.rule,
        tag=gettext("the rule used here") if name == found.rule else gettext("for comparison"),
    )  # fmt: skip


def items(card: BoxCard) -> dict[str, ItemCard]:
    return {str(one.number): one for one in card.items}


def backing(one: dict[str, Any]) -> float:
    found = one.get("supporters", one.get("score", 0)) or 0
    return int(found) if found == int(found) else float(found)


def votes_by_project(found: CountCard) -> dict[str, float]:
    """Votes of each project; the list by votes has them under every rule."""
    listed = found.outcomes.get(USUAL, found.outcomes[found.rule])["projects"]
    return {one["project"]: backing(one) for one in listed}


def rows(seen: Seen, card: BoxCard, found: CountCard, other: str) -> tuple[ProjectRow, ...]:
    """All projects, the most voted first."""
    known, votes = items(card), votes_by_project(found)
    source = f"vote:{card.process}/{card.key}/"
    plans = impact.projects_from(source, formats.language())
    made_of = {one.source: projects.line(one, seen.at.date()) for one in plans}
    top = max(votes.values(), default=1) or 1
    beside = set(found.outcomes[other]["winners"]) if other else set()
    listed = sorted(found.outcomes[found.rule]["projects"], key=lambda one: -votes.get(one["project"], 0))
    return tuple(
        ProjectRow(
            number=one["project"], title=known[one["project"]].title.text, lang=known[one["project"]].title.lang,
            cost=words.money(one["cost"], card.currency), votes=votes.get(one["project"], 0),
            width=round(100 * votes.get(one["project"], 0) / top, 1), won=one["funded"], other_won=one["project"] in beside,
            why=words.short_reason(one, card.currency), url=f"?project={one['project']}#one",
            project=made_of.get(f"{source}{one['project']}"),
        )
        for one in listed
    )  # fmt: skip


def explained(seen: Seen, card: BoxCard, found: CountCard, other: str) -> tuple[Explained, ...]:
    """The project asked for; else one that was built thanks to the rule, and the most voted that was not."""
    by_number = {one["project"]: one for one in found.outcomes[found.rule]["projects"]}
    asked = seen.request.GET.get("project", "")
    chosen = [asked] if asked in by_number else telling(found, other)
    return tuple(one_explained(card, found, other, by_number[key]) for key in chosen)


def telling(found: CountCard, other: str) -> list[str]:
    votes = votes_by_project(found)
    by_votes = sorted(found.outcomes[found.rule]["projects"], key=lambda one: -votes.get(one["project"], 0))
    won = [one["project"] for one in by_votes if one["funded"]]
    beside = set(found.outcomes[other]["winners"]) if other else set()
    here_alone = [key for key in won if key not in beside]
    lost = [one["project"] for one in by_votes if not one["funded"]]
    return [*(here_alone or won)[:1], *lost[:1]]


def one_explained(card: BoxCard, found: CountCard, other: str, one: dict[str, Any]) -> Explained:
    known = items(card)
    titles = {key: item.title.text for key, item in known.items()}
    title = known[one["project"]].title
    otherwise = ""
    if other:
        beside = next(each for each in found.outcomes[other]["projects"] if each["project"] == one["project"])
        said = " ".join(words.long_reason(beside, found.outcomes[other], card.currency, titles)[1:])
        verdict = (
            gettext("Counted by “{rule}” it would have won.")
            if beside["funded"]
            else gettext("Counted by “{rule}” it would have lost.")
        )
        otherwise = f"{verdict.format(rule=words.rule(other))} {'' if beside['funded'] else said}".strip()
    return Explained(
        title.text, title.lang, one["funded"],
        words.long_reason(one, found.outcomes[found.rule], card.currency, titles), otherwise,
    )  # fmt: skip


def datasets(card: BoxCard) -> tuple[Crumb, ...]:
    labels = {
        "ballots": gettext("Ballots"), "result": gettext("Result"), "receipts": gettext("Receipts"),
        "turnout": gettext("Who took part"),
    }  # fmt: skip
    keys = {name: f"vote-{card.process}-{card.key}-{name}"[:100] for name in labels}
    return tuple(
        Crumb(label, reverse("datasets:table", args=[keys[name]]))
        for name, label in labels.items() if catalog.exists(keys[name])
    )  # fmt: skip


# ---- twins -------------------------------------------------------------------------------------------------------


@require_safe
@view
def result_json(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    found = counts.count(card)
    return JsonResponse({
        "process": card.process, "vote": card.key, "title": card.title.text, "rule": found.rule, "budget": card.budget,
        "currency": card.currency, "counted_at": found.at.isoformat(), "decision": found.decision, "reasons": found.reasons,
        "uniqueness": found.uniqueness, "screens": found.screens, "turnout": counts.turnout(card), "outcomes": found.outcomes,
    })  # fmt: skip


@require_safe
@view
def result_csv(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    found = counts.count(card)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("project", "title", "cost", "votes", "funded", "place", "why", "missing_money"))
    known, votes = items(card), votes_by_project(found)
    for one in found.outcomes[found.rule]["projects"]:
        key = one["project"]
        writer.writerow(
            (key, inert(known[key].title.text), one["cost"], votes[key], one["funded"], one["place"], one["why"], one["missing_money"])
        )  # fmt: skip
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


@require_safe
@view
def ballots_pb(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    response = HttpResponse(counts.pb_file(card), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{card.process}-{card.key}.pb"'
    return response


@require_safe
@view
def receipts_txt(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    counts.count(card)
    lines = "".join(f"{one}\n" for one in votes_now.receipts(card))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
