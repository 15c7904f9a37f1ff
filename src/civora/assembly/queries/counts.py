"""Counts of closed votes, and the ballots that they come from. Before the close there is nothing here to ask for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings

from civora.assembly.errors import NotYetCounted
from civora.assembly.models import Ballot, BallotBox, BallotItem, BoxCount, PaperBatch, RuleChoice, Turnout, Voter
from civora.assembly.queries.texts import said, texts
from civora.assembly.rules import counting
from civora.assembly.types.ballots import BallotForm, BoxCard, CountCard, RuleChoiceCard
from civora.core.release.suppression import shown
from civora.core.tally import methods
from civora.ledger.models import Entry


def count(card: BoxCard, *, for_officers: bool = False) -> CountCard:
    """What came out. Public when published; officers see it from the count on. Raises NotYetCounted."""
    row = BoxCount.objects.filter(box=card.id).first()
    if row is None or not (card.is_published or for_officers):
        raise NotYetCounted(
            "Nobody sees a count before the vote is closed and checked.", next_step="Come back after the close."
        )
    return CountCard(
        card.rule, row.at, row.outcomes, row.screens, row.uniqueness, row.decision, row.reasons, row.decided_at
    )


def choice(card: BoxCard) -> RuleChoiceCard | None:
    """Why this vote is counted as it is, where it was said before it opened."""
    row = RuleChoice.objects.filter(box=card.id).first()
    return RuleChoiceCard(row.rule, row.reasons, row.compared, row.at) if row else None


def earlier(lang: str) -> tuple[tuple[str, str, str], ...]:
    """(process, vote, title) of each vote of this city whose result is public, the last first."""
    rows = BallotBox.objects.exclude(published_at=None).select_related("process").order_by("-published_at")[:50]
    known = texts(f"box:{row.pk}" for row in rows)
    return tuple(
        (row.process.key, row.key, said(known, f"box:{row.pk}", "title", lang, row.process.language).text)
        for row in rows
    )


def compared(card: BoxCard) -> dict[str, Any]:
    """A published vote under every rule, as `counting.compared`. Raises NotYetCounted."""
    found = count(card)
    by_number = {str(one.number): one for one in card.items}
    votes = {one["project"]: one for one in found.outcomes.get("greedy", found.outcomes[found.rule])["projects"]}
    projects = [
        {"project": key, "name": item.title.text, "cost": item.cost, "supporters": votes[key].get("supporters", votes[key].get("score"))}
        for key, item in by_number.items()
    ]  # fmt: skip
    return {"vote": f"{card.process}/{card.key}"} | counting.comparison(
        card.title.text, card.currency, projects, found.outcomes
    )


def vote_of(row: BallotBox) -> counting.Vote:
    """All that a count needs, with names in the process's own language."""
    items = list(BallotItem.objects.filter(box=row))
    known = texts([f"box:{row.pk}", *(f"item:{one.pk}" for one in items)])
    lang = row.process.language
    return counting.Vote(
        key=row.key, title=said(known, f"box:{row.pk}", "title", lang, lang).text, city=city_name(),
        form=BallotForm(row.form), rule=row.rule, budget=row.budget, currency=row.currency, threshold=row.threshold,
        least=row.least, most=row.most, opens_at=row.opens_at, closes_at=row.closes_at,
        items=[
            (one.number, one.cost, said(known, f"item:{one.pk}", "title", lang, lang).text, one.is_withdrawn) for one in items
        ],
    )  # fmt: skip


def city_name() -> str:
    name = settings.CITY.get("city", {}).get("name", "") if settings.CITY else ""
    return str(next(iter(name.values())) if isinstance(name, dict) and name else name) or "Civora"


def ballots_of(row: BallotBox) -> list[tuple[str, str]]:
    """(choices, points) of each ballot, in the order of random keys. Only for a box that is counted."""
    return list(Ballot.objects.filter(box=row).order_by("pk").values_list("choices", "points"))


def pb_file(card: BoxCard) -> str:
    """The vote as a `.pb` file. Raises NotYetCounted before it is public."""
    if not card.is_published:
        raise NotYetCounted("The ballots are published with the result.", next_step="Come back after the close.")
    row = BallotBox.objects.select_related("process").get(pk=card.id)
    return counting.file(vote_of(row), ballots_of(row))


def hours_of(row: BallotBox) -> dict[str, int]:
    """Ballots by hour, as the ledger has them."""
    entries = Entry.objects.filter(
        event="assembly.ballots.cast", facts__process=row.process.key, facts__box=row.key
    ).values_list("facts", flat=True)
    found: Counter[str] = Counter()
    for facts in entries:
        found[facts["hour"]] += facts["cast"]
    return dict(found)


def turnout(card: BoxCard) -> dict[str, dict[str, int | None]]:
    """Who came, by district, age band, sex and channel: each a table of its own, groups below five hidden.

    Empty before the result is public.
    """
    if not card.is_published:
        return {}
    came = dict(Turnout.objects.filter(box=card.id).values_list("digest", "channel"))
    voters = Voter.objects.filter(process=card.process_id, digest__in=list(came)) if came else Voter.objects.none()
    tables: dict[str, Counter[str]] = {
        "channel": Counter(came.values()), "district": Counter(), "age_band": Counter(), "sex": Counter()
    }  # fmt: skip
    for voter in voters.values("district", "age_band", "sex"):
        for name, value in voter.items():
            tables[name][value or "unknown"] += 1
    return {name: shown(dict(sorted(table.items()))) for name, table in tables.items() if table}


def registered(card: BoxCard) -> int:
    """How many people are in the register of the process."""
    return Voter.objects.filter(process=card.process_id).count()


def bundles(card: BoxCard) -> tuple[tuple[int, int, int, bool, tuple[int, ...]], ...]:
    """Paper ballots entered: (number, sheets, readings, settled, sheets that differ) of each bundle."""
    rows = PaperBatch.objects.filter(box=card.id).order_by("number").prefetch_related("entries")
    return tuple(
        (one.number, one.sheets, bool(one.first_by) + bool(one.second_by), one.merged_at is not None, differing(one))
        for one in rows
    )


def differing(batch: PaperBatch) -> tuple[int, ...]:
    """Sheets that two people read differently and nobody has settled; none before the second reading."""
    by_sheet: dict[int, dict[int, tuple[str, str]]] = {}
    for one in batch.entries.all():
        by_sheet.setdefault(one.sheet, {})[one.pass_number] = (one.choices, one.points)
    return tuple(
        sheet for sheet, read in sorted(by_sheet.items())
        if 3 not in read and len(read) > 1 and read.get(1) != read.get(2)
    )  # fmt: skip


def without(card: BoxCard, said: str) -> list[str]:
    """The winners (numbers) if the ballots that say just this were not there. Only for a box that is counted."""
    row = BallotBox.objects.select_related("process").get(pk=card.id)
    if row.counted_at is None:
        raise NotYetCounted("There is no count yet.", next_step="Count first.")
    kept = [one for one in ballots_of(row) if one[0] != said]
    election = counting.election(vote_of(row), kept)
    return [election.projects[one].id for one in methods.run(election, row.rule).winners]
