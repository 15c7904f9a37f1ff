"""The example's contributions are loaded once, however often and wherever the loader was interrupted."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.intake import actions as intake
from civora.ops.example import contribute
from civora.reading import queries as reading
from civora.voices import queries as voices
from tests.factories.publishing import published

CITY = Path(__file__).parents[2] / "cities/muenster"
SAID = tomllib.loads((CITY / "contribute/campaign.toml").read_text(encoding="utf-8"))


@pytest.fixture
def corrected(portal: Path, tmp_path: Path) -> None:
    for key in {one["dataset"] for one in SAID["correction"]}:
        published(tmp_path, key=key)


class Broken(Exception):
    """The power went."""


@pytest.mark.usefixtures("corrected")
def test_it_goes_on_where_it_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> None:
        raise Broken

    with monkeypatch.context() as within:
        within.setattr(intake, "land_campaign", broken)
        with pytest.raises(Broken):
            contribute.load(CITY)
    assert voices.campaigns()
    for _ in range(2):
        contribute.load(CITY)
    asked_for = sum(len(voices.corrections(key)) for key in {one["dataset"] for one in SAID["correction"]})
    assert asked_for == len(SAID["correction"])
    assert reading.rows(Query(SAID["dataset"]), ANYONE).rows
    assert len(voices.submissions(by=SAID["sent"][0]["by"])) == sum(
        one["by"] == SAID["sent"][0]["by"] for one in SAID["sent"]
    )
