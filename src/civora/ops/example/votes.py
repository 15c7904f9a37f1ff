"""Two residents' budgets of the example city: one that is open, one counted and explained. Made up, and labelled so."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from civora.assembly import actions as assembly
from civora.assembly import queries
from civora.assembly.actions import voting
from civora.assembly.errors import UnknownProcess
from civora.assembly.queries import boxes, counts
from civora.assembly.types import Act, Kind, NewPhase, NewProcess
from civora.assembly.types.ballots import BallotForm, NewBox, NewItem, Ruling, Way
from civora.core.tally import pb
from civora.ops.boot import OPERATOR
from civora.ops.example import now

OPEN, CLOSED, BOX = "residents-budget-2025", "residents-budget-2024", "city"
BUDGET, PEOPLE = 300_000, 1_480
TITLES = {
    "en": "Residents’ budget {year}", "fr": "Budget des habitants {year}", "de": "Bürgerhaushalt {year}"
}  # fmt: skip
SUMMARY = {
    "en": "300,000 euros for what residents want to have built. Everyone with an account has one vote.",
    "fr": "300 000 euros pour ce que les habitants veulent voir réalisé. Chaque compte a une voix.",
    "de": "300.000 Euro für das, was Einwohnerinnen und Einwohner gebaut haben wollen. Jedes Konto hat eine Stimme.",
}
DECIDES = {
    "en": "The council follows the result if nothing unlawful stands against it.",
    "fr": "Le conseil suit le résultat si rien d’illégal ne s’y oppose.",
    "de": "Der Rat folgt dem Ergebnis, wenn nichts Rechtswidriges dagegen spricht.",
}
PHASES = (
    ({"en": "Ideas", "fr": "Idées", "de": "Ideen"}, frozenset()),
    ({"en": "Checked by the city", "fr": "Vérifiées par la ville", "de": "Von der Stadt geprüft"}, frozenset()),
    ({"en": "Vote", "fr": "Vote", "de": "Abstimmung"}, frozenset({Act.BALLOT})),
    ({"en": "Count, explained", "fr": "Décompte expliqué", "de": "Zählung, erklärt"}, frozenset()),
    ({"en": "Built, with dates", "fr": "Réalisation, avec dates", "de": "Gebaut, mit Terminen"}, frozenset()),
)  # fmt: skip
RULE = "equal-shares"
REASONS = (
    "Example: on the ballots of 2024 most votes first left more people without any project they had backed than equal shares did. "
    "Everyone’s part of the money should count."
)
CATEGORIES = ("green", "cycling", "sport", "neighbours", "safety", "culture")


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Make both if they are not there yet."""
    with (city / "votes/projects.toml").open("rb") as file:
        projects = tomllib.load(file)["project"]
    if not known(CLOSED):
        closed(projects)
    if not known(OPEN):
        running(projects)
    if say:
        say("residents' budgets: one open, one counted and explained")


def known(key: str) -> bool:
    try:
        return bool(queries.process(key, now(), "en", with_drafts=True))
    except UnknownProcess:
        return False


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(settings.CITY_ZONE))


def make(key: str, year: int, dates: tuple[str, ...]) -> None:
    """`dates`: the beginnings of the five phases, and the end of the last."""
    at = day(dates[0]) - timedelta(days=10)
    phases = tuple(
        NewPhase(title, day(dates[number]), day(dates[number + 1]), acts) for number, (title, acts) in enumerate(PHASES)
    )
    process = NewProcess(
        Kind.BUDGET, {lang: text.format(year=year) for lang, text in TITLES.items()}, SUMMARY, phases,
        organisation="open-data-office", decides=DECIDES, is_example=True,
    )  # fmt: skip
    assembly.set_process(key=key, process=process, by=OPERATOR, at=at)
    assembly.open_process(key=key, by=OPERATOR, at=at)


def box(year: int, projects: list[dict[str, Any]], opens: str, closes: str) -> NewBox:
    items = tuple(
        NewItem(
            {lang: one[lang][0] for lang in TITLES}, one["cost"], {lang: one[lang][1] for lang in TITLES},
            one["category"], one["place"],
        )
        for one in projects
    )  # fmt: skip
    return NewBox(
        {lang: text.format(year=year) for lang, text in TITLES.items()}, BallotForm.KNAPSACK, RULE, BUDGET,
        day(opens), day(closes), items, (Way.ACCOUNT,),
    )  # fmt: skip


def running(projects: list[dict[str, Any]]) -> None:
    make(OPEN, 2025, ("2025-01-13", "2025-03-03", "2025-05-05", "2025-06-01", "2025-06-16", "2026-12-31"))
    voting.set_box(
        process=OPEN, key=BOX, box=box(2025, projects, "2025-05-05", "2025-06-01"), by=OPERATOR, at=day("2025-04-28")
    )
    tried = counts.compared(boxes.box(CLOSED, BOX, day("2025-04-28"), "en"))
    voting.fix_rule(
        process=OPEN, box=BOX, rule=RULE, reasons=REASONS, compared=tried, by=OPERATOR, at=day("2025-04-30")
    )


def closed(projects: list[dict[str, Any]]) -> None:
    """Last year's: the same places in another order and with other costs, 1,480 ballots drawn by the computer."""
    make(CLOSED, 2024, ("2024-01-15", "2024-03-04", "2024-05-06", "2024-06-02", "2024-06-17", "2025-12-31"))
    chance = random.Random(2024)
    last = [one | {"cost": round(one["cost"] * chance.uniform(0.7, 1.6), -3)} for one in projects]
    last = [one | {"cost": int(one["cost"])} for one in chance.sample(last, len(last))]
    voting.set_box(
        process=CLOSED, key=BOX, box=box(2024, last, "2024-05-06", "2024-06-02"), by=OPERATOR, at=day("2024-04-29")
    )
    counted = day("2024-06-03T10:00")
    said = {"process": CLOSED, "box": BOX, "by": OPERATOR, "at": counted}
    voting.import_ballots(text=ballots(last, chance), **said)
    voting.close_and_count(**said)
    voting.decide_result(
        ruling=Ruling.STANDS, **said,
        reasons="Example: two members of the election office read the screens and found nothing that would change the result.",
    )  # fmt: skip
    voting.publish_result(**said)
    voting.publish_datasets(**said)


def ballots(projects: list[dict[str, Any]], chance: random.Random) -> str:
    """People like two or three kinds of project and what is near; they fill their knapsack until the money is gone."""
    places = sorted({one["place"] for one in projects})
    crowd = [3 if place in {"Mitte", "Hiltrup"} else 1 for place in places]
    quality = [chance.uniform(0, 1.2) for _ in projects]
    rows = []
    for voter in range(PEOPLE):
        home = chance.choices(places, crowd)[0]
        likes = set(chance.sample(CATEGORIES, chance.choice((1, 2, 2, 3))))
        liking = [
            quality[at] + 1.3 * (one["place"] == home) + 1.0 * (one["category"] in likes) + chance.gauss(0, 0.5)
            for at, one in enumerate(projects)
        ]
        left, chosen = BUDGET, list[int]()
        for at in sorted(range(len(projects)), key=lambda at: -liking[at]):
            if liking[at] > 1.4 and projects[at]["cost"] <= left:
                chosen.append(at + 1)
                left -= projects[at]["cost"]
        rows.append([str(voter + 1), ",".join(map(str, sorted(chosen or [1 + voter % len(projects)])))])
    meta = [["budget", str(BUDGET)], ["vote_type", "approval"], ["rule", "equalshares/add1"]]
    items = [[str(number), str(one["cost"])] for number, one in enumerate(projects, 1)]
    return pb.write(pb.PbFile(
        pb.Table(["key", "value"], meta), pb.Table(["project_id", "cost"], items), pb.Table(["voter_id", "vote"], rows)
    ))  # fmt: skip
