"""Indicators and projects for tests, over small published datasets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from civora.core.policy.types import Reader
from civora.impact import actions
from tests.factories.publishing import published

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
KEEPER = Reader("eva@example.org", roles=frozenset({("parks", "publisher")}), organisations=frozenset({"parks"}))
ADMINISTRATOR = Reader("ada@example.org", is_administrator=True)
EMISSIONS = "year;sector;target;tonnes\n" + "".join(
    f"{year};all;{str(year == 2030).lower()};{tonnes}\n"
    for year, tonnes in ((2015, 100_000), (2018, 90_000), (2021, 80_000), (2024, 50_000), (2030, 0))
)
COUNTS = "place;kind;day;n\nnorth;holes;2025-01-01;40\nnorth;holes;2025-01-02;20\nsouth;holes;2025-01-01;30\nsouth;lamps;2025-01-01;9\nislet;holes;2025-01-02;2\n"
PEOPLE = "place;people\nnorth;10000\nsouth;20000\nislet;60\n"
TOTAL: dict[str, Any] = {
    "key": "co2", "title": {"en": "CO₂", "de": "CO₂ gesamt"}, "unit": {"en": "kilotonnes"}, "toward": "down", "digits": 0,
    "frequency": "yearly", "owner": "parks", "theme": "ENVI", "frames": ["sdg:11.6"], "baseline_at": "2015",
    "source": {"dataset": "emissions", "time": "year", "value": "tonnes", "where": "target = false", "scale": 0.001},
    "target_source": {"dataset": "emissions", "time": "year", "value": "tonnes", "where": "target = true", "scale": 0.001},
}  # fmt: skip
HOLES: dict[str, Any] = {
    "key": "holes", "title": "Holes", "unit": "reports", "owner": "parks", "frequency": "irregular", "theme": "TRAN",
    "source": {"dataset": "counts", "time": "day", "value": "sum(n)", "where": "kind = 'holes'"},
    "by_area": {
        "dataset": "counts", "area": "place", "value": "sum(n)", "where": "kind = 'holes'", "people_dataset": "people",
        "people_area": "place", "people_value": "people", "per": 1000, "per_unit": {"en": "per 1,000 residents"},
    },
}  # fmt: skip


def emissions(tmp_path: Path, text: str = EMISSIONS) -> None:
    published(tmp_path, text, key="emissions", name="emissions.csv")


def indicator(**changes: Any) -> dict[str, Any]:
    return {**TOTAL, **changes}


def saved(tmp_path: Path, **changes: Any) -> None:
    """The dataset and one indicator over it."""
    emissions(tmp_path)
    actions.save_indicator(given=indicator(**changes), reader=ADMINISTRATOR, at=AT)


def places(tmp_path: Path) -> None:
    published(tmp_path, COUNTS, key="counts", name="counts.csv")
    published(tmp_path, PEOPLE, key="people", name="people.csv")
    actions.save_indicator(given=HOLES, reader=ADMINISTRATOR, at=AT)
