"""A public result as datasets: choice vectors, outcome by project, receipts, turnout by group. Written through `intake`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from civora.assembly.models import BallotBox
from civora.assembly.queries.boxes import box as box_card
from civora.assembly.queries.boxes import receipts
from civora.assembly.queries.counts import ballots_of, count, turnout
from civora.assembly.types.ballots import BoxCard, CountCard
from civora.catalog.types import Metadata
from civora.intake import actions as intake
from civora.intake.types import FieldOverride

TEXT = FieldOverride()
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "ballots": {
        "en": ("Ballots: {title}", "What each ballot says, in shuffled order, without anything personal. `vote` names projects by number; in a ranking the best stands first."),
        "fr": ("Bulletins : {title}", "Ce que dit chaque bulletin, dans un ordre aléatoire et sans donnée personnelle. `vote` désigne les projets par leur numéro ; dans un classement, le premier est le préféré."),
        "de": ("Stimmzettel: {title}", "Was jeder Stimmzettel sagt, gemischt und ohne persönliche Angaben. `vote` nennt die Projekte mit ihrer Nummer; in einer Rangfolge steht das beste vorn."),
    },
    "result": {
        "en": ("Result: {title}", "Each project with cost, votes, whether it was funded, and why."),
        "fr": ("Résultat : {title}", "Chaque projet avec son coût, ses voix, s’il est financé et pourquoi."),
        "de": ("Ergebnis: {title}", "Jedes Projekt mit Kosten, Stimmen, ob es gefördert wird und warum."),
    },
    "receipts": {
        "en": ("Receipts: {title}", "The hash of the receipt of each ballot that was counted, sorted."),
        "fr": ("Récépissés : {title}", "L’empreinte du récépissé de chaque bulletin compté, par ordre alphabétique."),
        "de": ("Quittungen: {title}", "Der Hash der Quittung jedes gezählten Stimmzettels, sortiert."),
    },
    "turnout": {
        "en": ("Who took part: {title}", "How many took part by channel, district, age and sex, each by itself; groups below five are hidden."),
        "fr": ("Participation : {title}", "Combien ont participé par canal, quartier, âge et sexe, séparément ; les groupes de moins de cinq sont masqués."),
        "de": ("Wer teilnahm: {title}", "Wie viele teilnahmen, nach Weg, Bezirk, Alter und Geschlecht, je für sich; Gruppen unter fünf sind verborgen."),
    },
}  # fmt: skip


def publish_datasets(*, process: str, box: str, by: str, at: datetime) -> tuple[str, ...]:
    """Write the datasets of a public result; done again, it changes nothing. Returns their keys. Raises NotYetCounted."""
    card = box_card(process, box, at, "en")
    found = count(card)
    tables = {
        "ballots": ballot_rows(card), "result": result_rows(card, found), "receipts": receipt_rows(card),
        "turnout": turnout_rows(card),
    }  # fmt: skip
    made = []
    for name, (head, rows) in tables.items():
        key = f"vote-{process}-{box}-{name}"[:100]
        lines = list(rows)
        if lines:
            put(key, name, card, head, lines, by=by, at=at)
            made.append(key)
    return tuple(made)


Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


def ballot_rows(card: BoxCard) -> Table:
    found = ballots_of(BallotBox.objects.get(pk=card.id))
    return ("ballot", "vote", "points"), ((at, *one) for at, one in enumerate(found, 1))


def result_rows(card: BoxCard, found: CountCard) -> Table:
    head = ("project", "title", "cost", "votes", "funded", "place", "why", "missing_money")
    projects = found.outcomes[found.rule]["projects"]
    votes = {str(one.number): one for one in card.items}
    return head, (
        (
            one["project"], votes[one["project"]].title.text, one["cost"], one.get("supporters", one.get("score")),
            one["funded"], one["place"], one["why"], one["missing_money"],
        )
        for one in projects
    )  # fmt: skip


def receipt_rows(card: BoxCard) -> Table:
    return ("receipt",), ((one,) for one in receipts(card))


def turnout_rows(card: BoxCard) -> Table:
    rows = ((name, group, people) for name, table in turnout(card).items() for group, people in table.items())
    return ("by", "group", "people"), rows


def put(
    key: str, name: str, card: BoxCard, head: Sequence[str], rows: Sequence[Sequence[Any]], *, by: str, at: datetime
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    delivery = intake.receive(name=f"{key}.csv", chunks=[out.getvalue().encode()], by=by, at=at)
    said = WORDS[name]
    metadata = Metadata(
        title={lang: title.format(title=card.title.text) for lang, (title, _) in said.items()},
        description={lang: text for lang, (_, text) in said.items()},
        publisher=card_organisation(card), licence="CC0-1.0", themes=("GOVE",), keywords=("vote", card.process),
        is_example=is_example(card), language="en",
    )  # fmt: skip
    intake.publish(
        delivery=delivery, key=key, metadata=metadata, overrides=overrides(name), by=by, at=at,
        note=f"{card.process}/{card.key}",
    )  # fmt: skip


def overrides(name: str) -> dict[str, FieldOverride]:
    from civora.core.schema import FieldType  # noqa: PLC0415

    text = FieldOverride(type=FieldType.TEXT)
    return {"ballots": {"vote": text, "points": text}, "receipts": {"receipt": text}}.get(name, {})


def card_organisation(card: BoxCard) -> str | None:
    return BallotBox.objects.select_related("process").get(pk=card.id).process.organisation or None


def is_example(card: BoxCard) -> bool:
    return BallotBox.objects.select_related("process").get(pk=card.id).process.is_example
