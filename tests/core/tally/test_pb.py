"""The `.pb` format: what is read is written back byte for byte, and what is broken is said with its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.tally import methods, pb
from civora.core.tally.errors import BrokenFile
from civora.core.tally.pb.recount import selected
from tests.factories.elections import SMALL


def test_a_file_is_written_back_as_it_came() -> None:
    assert pb.write(pb.read(SMALL)) == SMALL


@pytest.mark.parametrize(
    "change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.rstrip("\n")]
)
def test_the_habits_of_a_file_are_kept(change) -> None:
    assert pb.write(pb.read(change(SMALL).encode())) == change(SMALL)
    assert pb.election(pb.read(change(SMALL))) == pb.election(pb.read(SMALL))


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cells, st.integers(1, 9999)), min_size=1, max_size=6))
def test_any_name_survives_writing_and_reading(named: list[tuple[str, int]]) -> None:
    table = pb.read(SMALL)
    rows = [[f"p{place}", str(cost), "0", name, "0"] for place, (name, cost) in enumerate(named)]
    table.projects.rows[:] = rows
    assert pb.read(pb.write(table)) == table


def test_spaces_and_empty_lines_are_tolerated() -> None:
    loose = SMALL.replace("budget;10", "budget; 10 ").replace("v1;a,b", "v1; a , b ") + "\n\n"
    assert pb.election(pb.read(loose)) == pb.election(pb.read(SMALL))


def test_ballots_that_say_the_same_are_one_pile_whatever_their_order() -> None:
    found = pb.election(pb.read(SMALL))
    lines = SMALL.splitlines()
    turned = "\n".join([*lines[:-4], *reversed(lines[-4:])]).replace("v1;a,b", "v1;b,a")
    assert pb.election(pb.read(turned)) == found
    assert [(pile.choices, pile.count) for pile in found.piles] == [((0, 1), 2), ((0, 2), 1), ((2,), 1)]


BROKEN = {
    "empty": ("", 0),
    "not this format": ("a,b\n1,2\n", 1),
    "sections in another order": (SMALL.replace("META", "VOTES", 1), 1),
    "no votes": (SMALL[: SMALL.index("VOTES")], 0),
    "unknown project": (SMALL.replace("v4;c", "v4;zzz"), 25),
    "twice on a ballot": (SMALL.replace("v4;c", "v4;c,c"), 25),
    "voter twice": (SMALL.replace("v4;c", "v3;c"), 25),
    "project twice": (SMALL.replace("\nb;4", "\na;4"), 18),
    "cost in words": (SMALL.replace("a;6", "a;six"), 17),
    "cost as a bomb": (SMALL.replace("a;6", "a;1e999999999"), 17),
    "cost below nothing": (SMALL.replace("a;6", "a;-6"), 17),
    "comma in a number": (SMALL.replace("a;6", 'a;"6,5"'), 17),
    "no budget": (SMALL.replace("budget;10\n", ""), 0),
    "unknown kind of ballot": (SMALL.replace("approval", "shouting"), 0),
    "too many cells": (SMALL.replace("v4;c;M", "v4;c;M;x"), 25),
    "no vote column": (SMALL.replace("voter_id;vote;", "voter_id;voice;"), 21),
    "no points": (SMALL.replace("approval", "cumulative"), 22),
    "column twice": (SMALL.replace("votes;name", "cost;name"), 16),
    "open quote": (SMALL.replace('"Small; park"', '"Small; park'), 24),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_said_with_its_line(name: str) -> None:
    text, line = BROKEN[name]
    with pytest.raises(BrokenFile) as caught:
        pb.election(pb.read(text))
    assert caught.value.line == line
    assert caught.value.next_step


def test_bytes_that_are_no_text_are_said_with_their_line() -> None:
    with pytest.raises(BrokenFile, match=r"Line 3: .*UTF-8"):
        pb.read(b"META\nkey;value\ndescription;\xff\xfe\n")


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_nothing_else_comes_out_of_rubbish(data: str | bytes) -> None:
    try:
        read = pb.election(pb.read(data))
    except BrokenFile as said:
        assert said.message
    else:
        assert read.projects


def test_stated_totals_are_counted_again() -> None:
    assert pb.differences(pb.read(SMALL)) == ()
    found = pb.differences(pb.read(SMALL.replace("b;4;2", "b;4;3").replace("num_votes;4", "num_votes;5")))
    assert [(one.what, one.project, one.stated, one.counted) for one in found] == [
        ("num_votes", "", 5, 4), ("votes", "b", 3, 2)
    ]  # fmt: skip


def test_a_selection_that_costs_too_much_is_noticed() -> None:
    found = pb.differences(pb.read(SMALL.replace('park";0', 'park";1')))
    assert [(one.what, one.stated, one.counted) for one in found] == [("selected_cost", 10, 14)]


def test_a_count_can_be_written_into_the_file() -> None:
    file = pb.read(SMALL.replace("a;6;3", "a;6;0").replace('park";1', 'park";0'))
    election = pb.election(file)
    assert pb.write(pb.filled(file, election, methods.run(election))) == SMALL


def test_a_ranking_counts_as_borda() -> None:
    file = pb.read(SMALL.replace("approval", "ordinal"))
    from civora.core.tally.scores import scores

    assert scores(pb.election(file)) == [Fraction(6), Fraction(2), Fraction(2)]


def shared_files(folder: Path) -> list[Path]:
    return sorted((folder / "participatory_budgeting").glob("*.pb"))


def test_real_files_come_back_byte_for_byte_and_their_totals_hold(shared_data: Path) -> None:
    files = shared_files(shared_data)
    assert len(files) >= 20
    for path in files:
        data = path.read_bytes()
        file = pb.read(data)
        assert pb.write(file).encode() == data, path.name
        assert pb.differences(file) == (), path.name


def test_real_winners_come_out_by_the_rule_that_each_file_names(shared_data: Path) -> None:
    reproduced: dict[str, str] = {}
    for path in shared_files(shared_data):
        file = pb.read(path.read_bytes())
        election = pb.election(file)
        marked = {election.projects[place].id for place in selected(file)}
        if marked and election.rule != "unknown":
            found = methods.run(election)
            assert {election.projects[one].id for one in found.winners} == marked, path.name
            reproduced[path.stem] = election.rule
    assert set(reproduced.values()) == {"greedy", "greedy-no-skip", "greedy-threshold", "equalshares/add1"}
    assert len(reproduced) >= 7
