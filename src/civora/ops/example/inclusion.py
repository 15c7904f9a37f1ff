"""Who took part in the example's budgets: made-up answers against a made-up census, both labelled so. One is frozen."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from civora.assembly import queries as assembly
from civora.core.policy.types import Reader
from civora.impact import actions, queries
from civora.impact.errors import UnknownInclusion
from civora.ops.boot import OPERATOR
from civora.ops.example import now

KEEPER = Reader(OPERATOR, is_administrator=True)
CENSUS, PEOPLE = "example-census", 120
DIMENSIONS = {
    name: {"dataset": CENSUS, "group": "group", "people": "people", "where": f"question = '{name}'"}
    for name in ("age", "gender", "district")
}
# how readily each group takes part, against its share of the city
READY = {
    "under 18": 0.1, "18 to 29": 0.8, "30 to 44": 1.6, "45 to 64": 1.4, "65 and over": 0.5, "women": 1.0, "men": 1.1, "another": 6.0,
    "Mitte": 1.5, "West": 0.9, "Nord": 0.4, "Ost": 0.7, "Südost": 0.8, "Hiltrup": 0.6,
}  # fmt: skip


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Ask in every budget that there is; settle those that are over."""
    if not (city / "impact/example-census.csv").exists():
        return
    for card in assembly.processes(now(), "en"):
        about = f"process:{card.key}"
        if card.key.startswith("residents-budget-") and not known(about):
            actions.ask_inclusion(about=about, dimensions=DIMENSIONS, reader=KEEPER, at=now(), is_example=True)
            if card.key.endswith("2024"):
                settle(about)
            if say:
                say(f"{card.key}: who took part")


def known(about: str) -> bool:
    try:
        queries.inclusion(about)
    except UnknownInclusion:
        return False
    return True


def settle(about: str) -> None:
    draw = random.Random(2024)  # noqa: S311 (an example that is the same each time)
    offered = {name: queries.census(said, KEEPER)[0] for name, said in DIMENSIONS.items()}
    for number in range(PEOPLE):
        answers = {
            name: draw.choices(list(groups), [size * READY[group] for group, size in groups.items()])[0]
            for name, groups in offered.items() if draw.random() < 0.9
        }  # fmt: skip
        actions.answer_inclusion(about=about, person=f"example-{number}", answers=answers, at=now())
    actions.freeze_inclusion(about=about, participants=PEOPLE, reader=KEEPER, at=now())
