"""Opinion groups: found where they are, the same every time, and quick enough for a city."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from dataclasses import asdict
from math import comb
from pathlib import Path

import numpy as np
import pytest

from civora.core.errors import TooMuch
from civora.core.opinion import Vote, opinion_map
from civora.core.opinion.chart import TooFewVotes
from civora.core.opinion.groups import silhouette
from civora.core.opinion.statements import share_test, two_shares_test
from civora.ops.cli import main
from civora.ops.commands import opinions


def two_camps(people: int = 60, statements: int = 12, noise: float = 0.1, seed: int = 1) -> dict[tuple[str, str], int]:
    """The first third of the people turns every statement but the first two around."""
    chance = random.Random(seed)
    found: dict[tuple[str, str], int] = {}
    for who in range(people):
        for what in range(statements):
            if chance.random() < 0.95:
                side = 1 if what < 2 or who >= people / 3 else -1
                found[f"p{who}", f"s{what}"] = -side if chance.random() < noise else side
    return found


def agreement(one: list[object], other: list[object]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985)."""

    def pairs(counts: Counter[object]) -> int:
        return sum(comb(count, 2) for count in counts.values())

    together, left, right = pairs(Counter(zip(one, other, strict=True))), pairs(Counter(one)), pairs(Counter(other))
    expected = left * right / comb(len(one), 2)
    return (together - expected) / ((left + right) / 2 - expected)


def test_two_camps_are_found_with_what_divides_and_what_unites_them() -> None:
    found = opinion_map(two_camps())
    assert [one.size for one in found.groups] == [40, 20]
    truth = [int(int(place.participant[1:]) < 20) for place in found.places]
    assert agreement([place.group for place in found.places], truth) == 1
    assert {one.statement for one in found.consensus if one.side is Vote.AGREE} >= {"s0", "s1"}
    assert not {"s0", "s1"} & set(found.divisive)
    assert all(one.side is Vote.DISAGREE for one in found.groups[1].typical)


def test_the_same_votes_in_any_order_give_the_same_bytes() -> None:
    votes = list(two_camps(noise=0.3).items())
    first = json.dumps(asdict(opinion_map(dict(votes))))
    for seed in range(3):
        random.Random(seed).shuffle(votes)
        assert json.dumps(asdict(opinion_map(dict(votes)))) == first


def test_who_hardly_voted_is_not_placed_but_counted() -> None:
    votes = two_camps() | {("late", "s0"): 1}
    found = opinion_map(votes)
    assert found.participants == 61
    assert "late" not in {one.participant for one in found.places}


def test_only_the_statements_named_count() -> None:
    found = opinion_map(two_camps(), {f"s{at}" for at in range(10)})
    assert found.statements == 10
    assert {one.statement for one in found.consensus} <= {f"s{at}" for at in range(10)}


@pytest.mark.parametrize("votes", [{}, {("a", "s"): 1}, {("a", "s"): 1, ("b", "s"): 1, ("c", "s"): 0}])
def test_too_few_votes_are_said(votes: dict[tuple[str, str], int]) -> None:
    with pytest.raises(TooFewVotes):
        opinion_map(votes)


def test_everyone_of_one_mind_is_no_error() -> None:
    found = opinion_map({(f"p{who}", f"s{what}"): 1 for who in range(20) for what in range(8)})
    assert sum(one.size for one in found.groups) == 20
    assert found.divisive == () or max(found.spread.values()) < 0.1


def test_more_than_the_method_is_made_for_is_refused() -> None:
    with pytest.raises(TooMuch):
        opinion_map({("p", str(at)): 1 for at in range(10_001)})


def test_the_formulas_give_the_published_values() -> None:
    """By hand: 8 of 10 agree; inside 8 of 10 against outside 2 of 10."""
    assert share_test(np.array([8.0]), np.array([10.0]))[0] == pytest.approx(2 * 11**0.5 * (9 / 11 - 0.5))
    eight, two, ten = np.array([8.0]), np.array([2.0]), np.array([10.0])
    pooled = 12 / 22
    expected = (9 / 11 - 3 / 11) / (pooled * (1 - pooled) * 2 / 11) ** 0.5
    assert two_shares_test(eight, ten, two, ten)[0] == pytest.approx(expected)


def test_the_silhouette_of_two_far_points_and_their_twins() -> None:
    points = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 0.0], [9.0, 1.0]])
    mine = np.array([0, 0, 1, 1])
    far = (9 + 82**0.5) / 2
    assert silhouette(points, np.ones(4), mine) == pytest.approx((far - 1) / far)


def test_a_real_conversation_falls_into_the_groups_that_were_published(shared_data: Path) -> None:
    """HiveMind on biodiversity (Scoop and PEP, CC BY 4.0): two groups, adjusted Rand index of at least 0.75."""
    folder = shared_data / "opinions"
    votes = opinions.votes(folder / "biodiversity_votes.csv")
    reference = {
        row["participant"]: row["group-id"]
        for row in opinions.rows(folder / "biodiversity_participants-votes.csv") if row["group-id"]
    }  # fmt: skip
    found = opinion_map(votes)
    placed = [(one.group, reference[one.participant]) for one in found.places if one.participant in reference]
    assert len(reference) == 443
    assert len(placed) >= 440
    assert len(found.groups) == 2
    assert agreement([one for one, _ in placed], [other for _, other in placed]) >= 0.75
    assert json.dumps(asdict(opinion_map(votes))) == json.dumps(asdict(found))


def test_two_thousand_people_on_nine_hundred_statements_take_ten_seconds_at_most() -> None:
    chance = np.random.default_rng(3)
    cells = chance.choice([-1, 0, 1], size=(2000, 900))
    seen = chance.random((2000, 900)) < 0.1
    votes = {(str(who), str(what)): int(cells[who, what]) for who, what in zip(*np.nonzero(seen), strict=True)}
    start = time.process_time()
    found = opinion_map(votes)
    assert time.process_time() - start < 10
    assert len(found.places) == 2000


def test_the_command_draws_the_map_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "votes.csv"
    lines = [f"{who},{what},{vote}" for (who, what), vote in two_camps().items()]
    path.write_text("\n".join(["participant,statement,vote", *lines]))
    assert main(["opinions", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["size"] for one in found["groups"]] == [40, 20]
    path.write_text("participant,statement,vote\na,b,maybe\n")
    assert main(["opinions", str(path)]) == 1
    assert "maybe" in capsys.readouterr().err
