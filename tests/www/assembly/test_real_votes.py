"""Real elections through the whole program: brought in, counted, published, downloaded, counted again by others.

Scenarios 1, 2 and 3. The files are read where they lie and never kept; without them these tests are skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civora.assembly.actions import voting
from civora.assembly.types.ballots import BallotForm, NewBox, NewItem, Ruling
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.core.tally import explain, methods, pb
from civora.core.tally.pb.recount import selected
from civora.core.tally.types import Election, Pile
from civora.ledger.models import Entry
from civora.ops.cli import main
from civora.people.models import Person
from civora.reading import queries as reading
from tests.factories.assembly import AT, DAY, STAFF, person
from tests.factories.votes import AFTER, CLOSE, vote

pytestmark = pytest.mark.django_db
RESULT = "/take-part/budget/result/parks/"
RULES = ("greedy", "equal-shares", "phragmen")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-27T09:15"}}


def real(folder: Path, name: str) -> pb.PbFile:
    path = folder / "participatory_budgeting" / f"{name}.pb"
    return pb.read(path.read_bytes())


def numbered(election: Election) -> str:
    """The ballots as the box takes them: projects by their place, from 1."""
    meta = [["budget", str(int(election.budget))], ["vote_type", "approval"], ["rule", "greedy"]]
    projects = [[str(place), str(int(one.cost))] for place, one in enumerate(election.projects, 1)]
    ballots = [
        ",".join(str(one + 1) for one in pile.choices) for pile in election.piles for _ in range(int(pile.count))
    ]
    rows = [[str(number), said] for number, said in enumerate(ballots, 1)]
    tables = (["key", "value"], meta), (["project_id", "cost"], projects), (["voter_id", "vote"], rows)
    return pb.write(pb.PbFile(*(pb.Table(head, body) for head, body in tables)))


def held(election: Election, rule: str) -> None:
    """This election as a vote of the city: closed, brought in, counted, decided on, published, as data too."""
    vote(
        form=BallotForm.APPROVAL, rule=rule, budget=int(election.budget),
        items=tuple(NewItem({"en": one.name[:150] or f"Project {one.id}"}, int(one.cost)) for one in election.projects),
    )  # fmt: skip
    said = {"process": "budget", "box": "parks", "by": STAFF, "at": AFTER}
    voting.import_ballots(text=numbered(election), **said)
    voting.close_and_count(**said)
    voting.decide_result(ruling=Ruling.STANDS, reasons="Nothing unusual was found.", **said)
    voting.publish_result(**said)
    voting.publish_datasets(**said)


def winners(election: Election, client: Client, rule: str) -> set[str]:
    """As the page's twin tells them, by the names of the file."""
    told = client.get("/take-part/budget/result/parks.json").json()["outcomes"][rule]["winners"]
    return {election.projects[int(one) - 1].id for one in told}


@pytest.mark.usefixtures("portal")
def test_assen_is_brought_in_published_and_counted_again_by_a_strict_checker(
    shared_data: Path, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 1: the official winners come out, of the page, of the dataset, of the download, and of somebody else's program."""
    checker = pytest.importorskip("pabulib.checker", reason="pabulib-checker is not installed")
    file = real(shared_data, "Netherlands_Assen_2024")
    election = pb.election(file)
    official = {election.projects[place].id for place in selected(file)}
    held(election, "equal-shares")
    assert winners(election, client, "equal-shares") == official
    download = client.get(f"{RESULT}ballots.pb").content
    again = pb.read(download)
    assert pb.write(again).encode() == download
    assert pb.differences(again) == ()
    assert Counter(said for _, said in map(tuple, again.votes.rows)) == Counter(
        said for _, said in map(tuple, pb.read(numbered(election)).votes.rows)
    )
    path = tmp_path / "assen.pb"
    path.write_bytes(download)
    capsys.readouterr()
    found = checker.Checker().process_files([str(path)])
    assert found["metadata"] == {"processed": 1, "valid": 1, "invalid": 0}, found["summary"]
    rows = reading.rows(Query("vote-budget-parks-result", limit=100), ANYONE, door="test")
    names = [column.name for column in rows.columns]
    funded = {
        election.projects[int(row[names.index("project")]) - 1].id for row in rows.rows if row[names.index("funded")]
    }
    assert funded == official
    page = client.get(RESULT).content.decode()
    assert f"{len(official)} projects will be built" in page
    lost = next(place for place, one in enumerate(election.projects, 1) if one.id not in official)
    assert "Not built" in client.get(RESULT, {"project": lost}).content.decode()


@pytest.mark.parametrize("name", ["France_Toulouse_2024", "Poland_Warszawa_2026", "Netherlands_Assen_2024"])
def test_a_published_file_is_checked_and_written_again_byte_for_byte(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Scenario 1 for files too large for a page of tests: totals and winners blanked, counted, and the same bytes come out."""
    file = real(shared_data, name)
    original = pb.write(file)
    assert original.encode() == (shared_data / "participatory_budgeting" / f"{name}.pb").read_bytes()
    blank = pb.read(original)
    for column in ("votes", "selected"):
        at = blank.projects.column(column)
        if at is not None:
            for row in blank.projects.rows:
                row[at] = "0"
    path, out = tmp_path / "blank.pb", tmp_path / "out.pb"
    path.write_bytes(pb.write(blank).encode())
    assert main(["tally", "--check", str(path)]) == 1  # a blanked total is noticed
    assert main(["tally", str(path), "--write", str(out)]) == 0
    written = pb.read(out.read_bytes())
    assert written.votes == file.votes
    for column in ("votes", "selected"):
        at, there = file.projects.column(column), written.projects.column(column)
        if at is not None:
            assert [row[there] for row in written.projects.rows] == [row[at] for row in file.projects.rows], column
    if file.projects.column("selected") is not None:
        assert out.read_bytes() == original.encode()
    capsys.readouterr()


def by_district(file: pb.PbFile) -> dict[str, Election]:
    """Each district of Toulouse as an election of its own, with an equal part of the money."""
    whole, column = pb.election(file), file.projects.column("district")
    places = [row[column] for row in file.projects.rows]
    names = sorted(set(places))
    return {name: part(whole, [at for at, one in enumerate(places) if one == name], len(names)) for name in names}


def part(whole: Election, places: list[int], of: int) -> Election:
    new = {old: at for at, old in enumerate(places)}
    piles: Counter[tuple[int, ...]] = Counter()
    for pile in whole.piles:
        piles[tuple(new[one] for one in pile.choices if one in new)] += int(pile.count)
    piles.pop((), None)
    return replace(
        whole, projects=tuple(whole.projects[at] for at in places), budget=Fraction(whole.budget, of),
        piles=tuple(Pile(choices, (), count) for choices, count in sorted(piles.items())),
    )  # fmt: skip


def test_rules_are_set_side_by_side_by_district_and_no_rule_is_better_everywhere(shared_data: Path) -> None:
    """Scenario 2: in Toulouse 2022 Equal Shares leaves fewer people without anything in some districts, and more in others."""
    reached: dict[str, dict[str, int]] = {}
    for name, election in by_district(real(shared_data, "France_Toulouse_2022")).items():
        found = {rule: explain.summary(election, methods.run(election, rule)) for rule in RULES}
        assert all(one["spent"] <= election.budget for one in found.values()), name
        reached[name] = {rule: one["voters_with_a_winner"] for rule, one in found.items()}
    assert len(reached) == 20
    better = [name for name, one in reached.items() if one["equal-shares"] > one["greedy"]]
    worse = [name for name, one in reached.items() if one["equal-shares"] < one["greedy"]]
    assert better
    assert worse
    assert any(one["phragmen"] != one["equal-shares"] for one in reached.values())


@pytest.mark.usefixtures("portal")
def test_the_page_says_where_the_chosen_rule_reaches_fewer(shared_data: Path, client: Client) -> None:
    """Scenario 2 on the page: a district of Toulouse where Equal Shares reaches fewer people than most votes first."""
    districts = by_district(real(shared_data, "France_Toulouse_2022"))
    name = next(one for one in districts if one.startswith("20 - "))
    held(districts[name], "equal-shares")
    told = client.get("/take-part/budget/result/parks.json").json()["outcomes"]
    fair, usual = told["equal-shares"], told["greedy"]
    assert fair["voters_with_a_winner"] < usual["voters_with_a_winner"]
    assert set(RULES) <= set(told)
    page = client.get(RESULT).content.decode()
    assert f"{fair['voters_with_a_winner']} of them" in page
    for one in (fair, usual):
        assert re.search(rf">\s*{one['voters_without']}\b", page), one["voters_without"]
    assert "Most votes first" in page


def test_rules_are_compared_before_the_vote_is_set(shared_data: Path, tmp_path: Path, capsys: Any) -> None:
    """Scenario 2 for those who choose: last year's ballots by every rule, side by side, with one command."""
    path = tmp_path / "assen.pb"
    path.write_bytes(pb.write(real(shared_data, "Netherlands_Assen_2024")).encode())
    assert main(["tally", str(path), "--compare"]) == 0
    said = capsys.readouterr().out
    assert all(rule in said for rule in RULES)


def with_ages(file: pb.PbFile) -> str:
    """The same file, its projects numbered by their place."""
    places = {row[0]: str(at) for at, row in enumerate(file.projects.rows, 1)}
    vote_at = file.votes.column("vote")
    assert vote_at is not None
    projects = [[places[row[0]], *row[1:]] for row in file.projects.rows]
    votes = [[*row[:vote_at], places[row[vote_at]], *row[vote_at + 1 :]] for row in file.votes.rows]
    return pb.write(
        replace(file, projects=pb.Table(file.projects.header, projects), votes=pb.Table(file.votes.header, votes))
    )


@pytest.mark.usefixtures("portal")
def test_wroclaw_is_screened_decided_on_with_reasons_and_nobody_is_named(
    shared_data: Path, client: Client, settings: Any
) -> None:
    """Scenario 3: the desk shows project 208 with 323 voters of 90 and above, and that 214 would win in its place."""
    file = real(shared_data, "Poland_Wroclaw_2025_Local")
    election = pb.election(file)
    number = {one.id: at for at, one in enumerate(election.projects, 1)}
    vote(
        rule="greedy-no-skip", budget=int(election.budget), most=1,
        items=tuple(NewItem({"en": f"Project {one.id}"}, int(one.cost)) for one in election.projects),
    )  # fmt: skip
    officer = person("olga", "election-officer")
    client.force_login(Person.objects.get(email=officer), backend="django.contrib.auth.backends.ModelBackend")
    desk = "/desk/votes/budget/parks/"
    upload = SimpleUploadedFile("ballots.pb", with_ages(file).encode())
    assert client.post(desk, {"do": "bring", "file": upload}).status_code == 302
    assert client.post(desk, {"do": "count"}).status_code == 302
    official = {election.projects[place].id for place in selected(file)}
    page = re.sub(r"<[^>]+>|\s+", " ", client.get(desk).content.decode())
    assert "Project 208: voters aged 90+" in page
    assert "323 of 1,220" in page
    assert "Without them these would change: Project 208, Project 214" in page
    assert client.get(RESULT).status_code == 409  # nothing is public before a person has decided
    reasons = "Reported to the prosecutor. The votes stand until a court says otherwise."
    assert client.post(desk, {"do": "decide", "ruling": "stands", "reasons": " "}).status_code == 400
    assert client.post(desk, {"do": "decide", "ruling": "stands", "reasons": reasons}).status_code == 302
    client.post(desk, {"do": "publish"})
    told = client.get("/take-part/budget/result/parks.json").json()
    assert {election.projects[int(one) - 1].id for one in told["outcomes"]["greedy-no-skip"]["winners"]} == official
    finding = told["screens"]["ages"][0]
    assert (finding["subject"], finding["group"], finding["count"]) == (str(number["208"]), "90+", 323)
    changed = set(finding["without"]) ^ set(told["outcomes"]["greedy-no-skip"]["winners"])
    assert changed == {str(number["208"]), str(number["214"])}
    assert reasons in client.get(RESULT).content.decode()
    ballots = pb.read(client.get(f"{RESULT}ballots.pb").content)
    assert ballots.votes.header == ["voter_id", "vote"]  # no age, no sex, no district beside a choice
    assert len(ballots.votes.rows) == len(file.votes.rows)
    entry = Entry.objects.get(event="assembly.result.decided")
    assert (entry.by, entry.facts["decision"]) == (officer, "stands")


def test_a_vote_may_not_begin_with_a_rule_that_cannot_count_it() -> None:
    from civora.assembly.errors import BadBox  # noqa: PLC0415

    with pytest.raises(BadBox):
        vote(rule="greedy-threshold")
    given = NewBox({"en": "x"}, BallotForm.SCORES, "phragmen", 1, AT - DAY, CLOSE, (NewItem({"en": "a"}, 1),))
    with pytest.raises(BadBox):
        voting.set_box(process="budget", key="x", box=given, by=STAFF, at=AT - 5 * DAY)
