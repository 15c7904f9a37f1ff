"""A home with a catalogue of 10,000 datasets: cards as publishers write them, whose versions all point at one small table.

Run as a program of its own: `python -m bench.catalogue HOME`.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime, timedelta

DATASETS = 10_000
BATCH = 500
FIRST = [
    "Fahrrad",
    "Verkehrs",
    "Schul",
    "Kinder",
    "Jugend",
    "Umwelt",
    "Luft",
    "Wasser",
    "Lärm",
    "Energie",
    "Strom",
    "Wärme",
    "Solar",
    "Baum",
    "Grün",
    "Park",
    "Spiel",
    "Sport",
    "Kultur",
    "Bibliotheks",
    "Museums",
    "Theater",
    "Haushalts",
    "Steuer",
    "Gewerbe",
    "Bau",
    "Wohn",
    "Miet",
    "Sozial",
    "Gesundheits",
    "Kranken",
    "Pflege",
    "Feuerwehr",
    "Rettungs",
    "Polizei",
    "Unfall",
    "Ampel",
    "Bus",
    "Bahn",
    "Lade",
    "Parkhaus",
    "Abfall",
    "Wertstoff",
    "Straßen",
    "Brücken",
    "Kanal",
    "Wahl",
    "Bürger",
    "Rats",
    "Personal",
]  # noqa: E501
SECOND = [
    "zählung",
    "zählstellen",
    "messung",
    "messwerte",
    "standorte",
    "verzeichnis",
    "bestand",
    "entwicklung",
    "plan",
    "planung",
    "statistik",
    "bericht",
    "kataster",
    "karte",
    "netz",
    "flächen",
    "anlagen",
    "einrichtungen",
    "plätze",
    "stationen",
    "nutzung",
    "belegung",
    "auslastung",
    "kosten",
    "einnahmen",
    "ausgaben",
    "förderung",
    "beteiligung",
    "befragung",
    "ergebnisse",
    "prognose",
    "bilanz",
    "index",
    "quote",
    "dichte",
    "zahlen",
    "termine",
    "anträge",
    "genehmigungen",
    "vorhaben",
]  # noqa: E501
PLACES = [
    "Hiltrup",
    "Gievenbeck",
    "Roxel",
    "Wolbeck",
    "Handorf",
    "Kinderhaus",
    "Coerde",
    "Mecklenbeck",
    "Nienberge",
    "Albachten",
    "Amelsbüren",
    "Angelmodde",
    "Gelmer",
    "Gremmendorf",
    "Sprakel",
    "Berg",
    "Kreuz",
    "Schloss",
    "Aasee",
    "Hafen",
    "Innenstadt",
    "Pluggendorf",
    "Rumphorst",
    "Uppenberg",
    "Geist",
    "Düesberg",
    "Mauritz",
    "Loddenheide",
]  # noqa: E501
THEMES = ["AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "JUST", "REGI", "SOCI", "TECH", "TRAN"]
LICENCES = ("cc-by-4.0", "cc0-1.0", "dl-de-by-2.0", "dl-de-zero-2.0")
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)


def main() -> None:
    os.environ["CIVORA_HOME"] = sys.argv[1]
    from civora.ops.boot import boot

    boot()
    from django.db import transaction

    chance = random.Random(15)
    for start in range(0, DATASETS, BATCH):
        with transaction.atomic():
            for number in range(start, start + BATCH):
                enter(number, chance)


def compound(chance: random.Random) -> str:
    return chance.choice(FIRST) + chance.choice(SECOND)


def enter(number: int, chance: random.Random) -> None:
    """One card, with a description, keywords and the values of a column, as long as real ones are."""
    from civora.catalog import actions
    from civora.catalog.types import Coverage, Metadata, NewVersion
    from civora.core.schema import Field, FieldType, Schema

    subject, place, year = compound(chance), chance.choice(PLACES), chance.randint(2005, 2025)
    said = Metadata(
        title={"de": f"{subject} {place} {year}"},
        description={"de": " ".join(chance.choice((compound(chance), chance.choice(PLACES))) for _ in range(30))},
        publisher=f"office-{number % 60}", licence=chance.choice(LICENCES), themes=(chance.choice(THEMES),),
        keywords=tuple(compound(chance) for _ in range(4)), language="de",
    )  # fmt: skip
    columns = (
        Field("id", FieldType.INT), Field("ort", FieldType.TEXT, "Ort", is_facet=True), Field("wert", FieldType.DOUBLE),
        Field("place", FieldType.GEO_POINT),
    )  # fmt: skip
    at = AT - timedelta(hours=chance.randint(0, 40_000))
    west, south = 7.4 + chance.random() / 3, 51.8 + chance.random() / 4
    covered = Coverage(
        (west, south, west + 0.05, south + 0.04), (at, at), ("analyze", "geo"), 9000,
        (("ort", tuple(sorted({chance.choice(PLACES) for _ in range(8)}))),),
    )  # fmt: skip
    key = f"bench-{number}"
    actions.create_dataset(key=key, metadata=said, by="bench", at=at)
    version = NewVersion("d1", 1, chance.randint(10, 90_000), 0, Schema(columns), covered, format="text/csv")
    actions.set_version(key=key, version=version, by="bench", at=at)


if __name__ == "__main__":
    main()
