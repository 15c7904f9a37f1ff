"""Similar proposals are found: with typing errors, without accents, in three languages, fast."""

from __future__ import annotations

import random
import time

import pytest

from civora.assembly import actions, queries
from civora.assembly.actions.known import mark
from civora.assembly.models import Process, Proposal
from civora.assembly.queries import likeness
from civora.assembly.rules.likeness import features, plain
from civora.assembly.types import NewProposal
from tests.factories.assembly import AT, person, process

pytestmark = pytest.mark.django_db
TITLES = (
    "More bicycle racks at the main station", "Plus d’arbres dans la rue Hammer", "Eine Trinkwasserstelle am Aasee",
    "Benches for older people in the park", "Aire de jeux accessible aux fauteuils roulants", "Tempo 30 vor allen Schulen",
    "Charging points in the west of the city", "Éclairage du chemin le long du canal", "Weniger Lärm an der Wolbecker Straße",
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh():
    likeness.forget()


@pytest.fixture
def nine():
    process()
    ada = person()
    for number, title in enumerate(TITLES):
        actions.propose(process="trees", proposal=NewProposal(title, "Please."), token=f"t{number}", by=ada, at=AT)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bicycle racks station", 1), ("bycicle raks at teh staton", 1), ("Fahrradständer am Bahnhof", 1),
        ("Fahrradstaender Bahnhof", 1), ("stationnement vélo à la gare", 1), ("arbres rue hammer", 2), ("Bäume Hammer Straße", 2),
        ("trees on Hammer street", 2), ("Trinkwaser am Aasee", 3), ("drinking water fountain", 3), ("bancs dans le parc", 4),
        ("playground for wheelchair users", 5), ("Spielplatz mit Rollstuhl", 5), ("30 km/h speed near schools", 6),
        ("Ladesäulen im Westen", 7), ("bornes de recharge", 7), ("eclairage canal", 8), ("street lamps along the canal", 8),
        ("bruit Wolbecker", 9), ("Laerm Wolbeker Strasse", 9),
    ],
)  # fmt: skip
def test_what_is_alike_is_found(nine, typed, found):
    assert found in [one.line.number for one in queries.similar("trees", typed)][:2]


@pytest.mark.parametrize("typed", ["", "   ", "a", "the of and", "\x00", "🌳🌳", "quantum chromodynamics", "a" * 5000])
def test_what_is_not_alike_finds_nothing(nine, typed):
    assert queries.similar("trees", typed) == ()


def test_accents_and_spellings_are_one():
    assert plain("Bäume") == plain("Baeume") == plain("BÄUME") == "baume"
    assert features("Straße") == features("Strasse")


def test_it_follows_what_changes(nine):
    ada = person()
    assert [one.line.number for one in queries.similar("trees", "skate park")] == [4]
    number = actions.propose(process="trees", proposal=NewProposal("A skate park", "Yes."), token="s", by=ada, at=AT)
    assert queries.similar("trees", "skate park")[0].line.number == number
    changed = NewProposal("Concrete for rollerblades", "Yes.")
    actions.revise(process="trees", number=number, proposal=changed, seen=1, by=ada, at=AT)
    assert queries.similar("trees", "rollerblades")[0].line.number == number
    assert number not in [one.line.number for one in queries.similar("trees", "skate")]
    actions.withdraw(process="trees", number=number, by=ada, at=AT)
    assert queries.similar("trees", "rollerblades") == ()
    assert queries.similar("trees", "bicycle racks", besides=1) == ()


def test_ten_thousand_are_searched_within_a_tenth_of_a_second():
    process()
    chance = random.Random(7)
    words = " ".join(TITLES).split() + [f"Straße{n}" for n in range(400)]
    row = Process.objects.get(key="trees")
    Proposal.objects.bulk_create(
        Proposal(process=row, number=n, token=str(n), at=AT, changed_at=AT, language="de", title=" ".join(chance.sample(words, 6)), text="Es fehlt. " * 30)
        for n in range(1, 10_001)
    )  # fmt: skip
    mark("proposals")
    queries.similar("trees", "Fahrrad")  # makes the index
    times = []
    for typed in TITLES * 3:
        start = time.perf_counter()
        assert queries.similar("trees", typed, "A few words more.")
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.1
