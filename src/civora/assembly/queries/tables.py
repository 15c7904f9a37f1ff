"""What was done here as tables without persons: each becomes a dataset. No name, no account, no time of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from civora.assembly.models import Answer, Meeting, Process, Proposal, Stand, Statement, Survey, SurveyAnswer, Text
from civora.assembly.types import Act, QuestionKind
from civora.core.schema import FieldType
from civora.voices import queries as voices

Row = dict[str, Any]
LEAST_ANSWERS = 5
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """`types` names every column; `keys` are those that identify a row. `hidden` gives the rows that a moderator hides now, each as
    column → value in ODSQL; `texts` are the columns that then stay empty in every version, the first one never empty otherwise."""

    key: str
    title: dict[str, str]
    description: dict[str, str]
    types: dict[str, FieldType]
    keys: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    texts: tuple[str, ...] = ()
    hidden: Callable[[], list[dict[str, str]]] = list
    is_slow: bool = False  # published once a day while open, so that no version tells when somebody voted


TEXT, INT, DATE, BOOL, NUMBER, TIME = FieldType.TEXT, FieldType.INT, FieldType.DATE, FieldType.BOOLEAN, FieldType.DOUBLE, FieldType.DATETIME  # fmt: skip


def titles(subjects: list[str], field: str = "title") -> dict[str, dict[str, str]]:
    """Texts by subject and language."""
    found: dict[str, dict[str, str]] = {}
    for row in Text.objects.filter(subject__in=subjects, field=field).order_by("source"):
        found.setdefault(row.subject, {}).setdefault(row.language, row.text)
    return found


def processes() -> Iterator[Row]:
    rows = list(Process.objects.exclude(opened_at=None).order_by("key").prefetch_related("phases"))
    known = titles([f"process:{one.pk}" for one in rows])
    decided = dict(
        Answer.objects.filter(process__in=rows, proposal=None).order_by("at").values_list("process", "decision")
    )
    for one in rows:
        phases, title = list(one.phases.all()), known.get(f"process:{one.pk}", {})
        yield {
            "process": one.key, "kind": one.kind, **{f"title_{lang}": title.get(lang) for lang in ("en", "fr", "de")},
            "organisation": one.organisation, "starts": phases[0].starts_at.date(), "ends": max(p.ends_at for p in phases).date(),
            "decision": decided.get(one.pk), "example": one.is_example,
        }  # fmt: skip


def proposals() -> Iterator[Row]:
    rows = (
        Proposal.objects.exclude(state="withdrawn").exclude(process__opened_at=None).order_by("process__key", "number")
    )
    fields = ("process__key", "number", "title", "text", "language", "place", "lat", "lon", "cost", "at", "state", "decision", "merged_into__number", "supports", "process__is_example")  # fmt: skip
    batch: list[Row] = []
    for row in rows.values(*fields).iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from shown(batch)
            batch = []
    yield from shown(batch)


def shown(batch: list[Row]) -> Iterator[Row]:
    """Without those that a moderator has hidden."""
    hidden = voices.hidden([f"proposal:{row['process__key']}/{row['number']}" for row in batch])
    for row in batch:
        if f"proposal:{row['process__key']}/{row['number']}" not in hidden:
            yield {
                "process": row["process__key"], "proposal": row["number"], "title": row["title"], "text": row["text"],
                "language": row["language"], "place": row["place"], "lat": row["lat"], "lon": row["lon"], "cost": row["cost"],
                "sent": row["at"].date(), "state": row["state"], "decision": row["decision"] or None,
                "merged_into": row["merged_into__number"], "supports": row["supports"], "example": row["process__is_example"],
            }  # fmt: skip


def hidden_proposals() -> list[dict[str, str]]:
    parts = (target.removeprefix("proposal:").rpartition("/") for target in voices.hidden_of("proposal"))
    return [{"process": f'"{process}"', "proposal": number} for process, _, number in parts if number.isdigit()]


def hidden_statements() -> list[dict[str, str]]:
    rows = Statement.objects.filter(state="hidden").values_list("process__key", "number")
    return [{"process": f'"{process}"', "statement": str(number)} for process, number in rows]


def statements() -> Iterator[Row]:
    rows = Statement.objects.filter(state="shown").exclude(process__opened_at=None).order_by("process__key", "number")
    counted = rows.annotate(
        agree=Count("stand", filter=Q(stand__choice=1)), disagree=Count("stand", filter=Q(stand__choice=-1)),
        passed=Count("stand", filter=Q(stand__choice=0)),
    ).select_related("process")  # fmt: skip
    for one in counted:
        yield {
            "process": one.process.key, "statement": one.number, "text": one.text, "language": one.language, "agree": one.agree,
            "disagree": one.disagree, "passed": one.passed, "example": one.process.is_example,
        }  # fmt: skip


def opinion_votes() -> Iterator[Row]:
    rows = Stand.objects.filter(statement__state="shown").exclude(voice__process__opened_at=None)
    for row in rows.order_by("voice__process__key", "voice__number", "statement__number").values_list("voice__process__key", "voice__number", "statement__number", "choice", "voice__process__is_example").iterator(chunk_size=BATCH):  # fmt: skip
        yield dict(zip(("process", "participant", "statement", "vote", "example"), row, strict=True))


def meetings() -> Iterator[Row]:
    rows = list(Meeting.objects.exclude(process__opened_at=None).select_related("process").order_by("starts_at", "pk").annotate(count=Count("registration")))  # fmt: skip
    known = titles([f"meeting:{one.pk}" for one in rows])
    for one in rows:
        title = known.get(f"meeting:{one.pk}", {})
        yield {
            "process": one.process.key, "meeting": one.number, "title": title.get(one.language) or next(iter(title.values()), ""),
            "starts_at": one.starts_at, "ends_at": one.ends_at, "place": one.place, "lat": one.lat, "lon": one.lon,
            "capacity": one.capacity, "registered": one.count, "attended": one.attended, "cancelled": one.is_cancelled,
            "example": one.process.is_example,
        }  # fmt: skip


KINDS = {QuestionKind.YES_NO: BOOL, QuestionKind.SCALE: INT, QuestionKind.NUMBER: NUMBER, QuestionKind.DATE: DATE}


def survey_table(row: Survey) -> Table:
    """The published questions of one survey; a choice of several is one text, parted by |."""
    asked = [one for one in row.questions if one["is_published"]]
    known = titles([f"survey:{row.pk}"]).get(f"survey:{row.pk}", {})

    def rows() -> Iterator[Row]:
        for answers in SurveyAnswer.objects.filter(survey=row).order_by("shuffle").values_list("answers", flat=True):
            yield {one["name"]: plain(answers.get(one["name"])) for one in asked}

    return Table(
        f"survey-{row.process.key}-{row.key}"[:100], known or {"en": row.key},
        {"en": "Answers to the survey, in an order that tells nothing. No names, no times.", "fr": "Réponses à l’enquête, dans un ordre qui ne dit rien. Ni noms, ni heures.", "de": "Antworten auf die Umfrage, in einer Reihenfolge, die nichts verrät. Keine Namen, keine Zeiten."},
        {one["name"]: KINDS.get(QuestionKind(one["kind"]), TEXT) for one in asked}, (), rows,
    )  # fmt: skip


def plain(value: Any) -> Any:
    return "|".join(value) if isinstance(value, list) else value


def survey_tables(at: datetime) -> list[Table]:
    """Surveys that have closed, with five answers or more: an earlier version would tell who answered last."""
    rows = Survey.objects.exclude(process__opened_at=None).select_related("process").prefetch_related("process__phases").annotate(count=Count("surveyanswer"))  # fmt: skip
    return [survey_table(one) for one in rows if one.count >= LEAST_ANSWERS and is_over(one.process, Act.ANSWER, at)]


def is_over(process: Process, act: Act, at: datetime) -> bool:
    return all(one.ends_at <= at for one in process.phases.all() if act.value in one.acts)


TABLES = (
    Table(
        "processes", {"en": "Participation processes", "fr": "Processus participatifs", "de": "Beteiligungsverfahren"},
        {"en": "What the city has asked, when, and what it decided.", "fr": "Ce que la ville a demandé, quand, et ce qu’elle a décidé.", "de": "Was die Stadt gefragt hat, wann, und was sie entschied."},
        {"process": TEXT, "kind": TEXT, "title_en": TEXT, "title_fr": TEXT, "title_de": TEXT, "organisation": TEXT, "starts": DATE, "ends": DATE, "decision": TEXT, "example": BOOL},
        ("process",), processes,
    ),
    Table(
        "proposals", {"en": "Residents’ proposals", "fr": "Propositions des habitants", "de": "Vorschläge aus der Bürgerschaft"},
        {"en": "What people proposed, where, how many back it, and what the city decided. Without names.", "fr": "Ce qui a été proposé, où, par combien de personnes c’est soutenu, et ce que la ville a décidé. Sans noms.", "de": "Was vorgeschlagen wurde, wo, wie viele es unterstützen und was die Stadt entschied. Ohne Namen."},
        {"process": TEXT, "proposal": INT, "title": TEXT, "text": TEXT, "language": TEXT, "place": TEXT, "lat": NUMBER, "lon": NUMBER, "cost": INT, "sent": DATE, "state": TEXT, "decision": TEXT, "merged_into": INT, "supports": INT, "example": BOOL},
        ("process", "proposal"), proposals, ("title", "text", "place"), hidden_proposals,
    ),
    Table(
        "statements", {"en": "Statements of opinion maps", "fr": "Énoncés des cartes d’opinion", "de": "Aussagen der Meinungskarten"},
        {"en": "Sentences that people agree or disagree with, and how many do.", "fr": "Phrases avec lesquelles on est d’accord ou non, et combien le sont.", "de": "Sätze, denen Menschen zustimmen oder nicht, und wie viele es tun."},
        {"process": TEXT, "statement": INT, "text": TEXT, "language": TEXT, "agree": INT, "disagree": INT, "passed": INT, "example": BOOL},
        ("process", "statement"), statements, ("text",), hidden_statements,
    ),
    Table(
        "opinion-votes", {"en": "Votes on statements", "fr": "Votes sur les énoncés", "de": "Stimmen zu Aussagen"},
        {"en": "Every vote of every opinion map (1 agree, −1 disagree, 0 pass), under random numbers, so that the groups can be computed again: civora opinions FILE.csv.", "fr": "Chaque vote de chaque carte d’opinion (1 d’accord, −1 pas d’accord, 0 passe), sous des numéros aléatoires, pour que les groupes puissent être recalculés : civora opinions FICHIER.csv.", "de": "Jede Stimme jeder Meinungskarte (1 dafür, −1 dagegen, 0 enthalten), unter zufälligen Nummern, damit die Gruppen nachgerechnet werden können: civora opinions DATEI.csv."},
        {"process": TEXT, "participant": INT, "statement": INT, "vote": INT, "example": BOOL},
        ("process", "participant", "statement"), opinion_votes, is_slow=True,
    ),
    Table(
        "meetings", {"en": "Public meetings", "fr": "Réunions publiques", "de": "Öffentliche Treffen"},
        {"en": "Meetings of participation processes: when, where, how many came.", "fr": "Réunions des processus participatifs : quand, où, combien sont venus.", "de": "Treffen der Beteiligungsverfahren: wann, wo, wie viele kamen."},
        {"process": TEXT, "meeting": INT, "title": TEXT, "starts_at": TIME, "ends_at": TIME, "place": TEXT, "lat": NUMBER, "lon": NUMBER, "capacity": INT, "registered": INT, "attended": INT, "cancelled": BOOL, "example": BOOL},
        ("process", "meeting"), meetings,
    ),
)  # fmt: skip
