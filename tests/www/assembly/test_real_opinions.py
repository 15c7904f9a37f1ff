"""Scenario 7: the votes of a real conversation on biodiversity through the program: the page, its twin, and the published votes.

HiveMind of Scoop and PEP, CC BY 4.0: read where it lies and never kept; without it this test is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from civora.assembly import actions, queries
from civora.assembly.actions.known import mark
from civora.assembly.models import Process, Stand, Statement, Voice
from civora.core.opinion import opinion_map
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.ops.commands import opinions
from civora.reading import queries as reading
from tests.core.opinion.test_opinion import agreement
from tests.factories.assembly import AT, process

pytestmark = pytest.mark.django_db
GROUPS = "/take-part/trees/opinions/groups"


@pytest.fixture
def conversation(shared_data: Path, portal: Path) -> dict[str, str]:
    """The conversation as a process of this city. Gives the published group of each participant who was placed."""
    folder = shared_data / "opinions"
    process()
    row = Process.objects.get(key="trees")
    votes = opinions.votes(folder / "biodiversity_votes.csv")
    words = {one["comment-id"]: one["comment-body"] for one in opinions.rows(folder / "biodiversity_comments.csv")}
    people, said = sorted({who for who, _ in votes}), sorted({what for _, what in votes})
    voices = {who: Voice(process=row, number=1000 + int(who)) for who in people}
    statements = {
        what: Statement(
            process=row, number=1 + int(what), at=AT, language="en", text=words.get(what, f"Statement {what}")[:280], state="shown"
        )
        for what in said
    }  # fmt: skip
    Voice.objects.bulk_create(voices.values())
    Statement.objects.bulk_create(statements.values())
    Stand.objects.bulk_create(
        [Stand(voice=voices[who], statement=statements[what], choice=int(vote)) for (who, what), vote in votes.items()],
        batch_size=2000,
    )
    mark("statements", "opinion-votes")  # as every vote does
    cache.clear()
    return {
        str(1000 + int(one["participant"])): one["group-id"]
        for one in opinions.rows(folder / "biodiversity_participants-votes.csv") if one["group-id"]
    }  # fmt: skip


def test_a_real_conversation_is_mapped_published_and_mapped_again(conversation: dict[str, str], client: Client) -> None:
    inside = queries.opinion("trees")
    assert inside is not None
    placed = [(one.group, conversation[one.participant]) for one in inside.places if one.participant in conversation]
    assert len(conversation) == 443
    assert len(placed) >= 440
    assert agreement([one for one, _ in placed], [other for _, other in placed]) >= 0.75
    page = client.get(f"{GROUPS}/").content.decode()
    assert "2 groups vote differently" in page
    told = client.get(f"{GROUPS}.json")
    assert [one["size"] for one in told.json()["map"]["groups"]] == [one.size for one in inside.groups]
    cache.clear()
    assert client.get(f"{GROUPS}.json").content == told.content  # drawn anew, byte for byte
    assert "opinion-votes" in actions.project(by="t", at=AT)
    rows = reading.rows(Query("opinion-votes", limit=None), ANYONE)
    assert opinion_map({(str(row[1]), str(row[2])): row[3] for row in rows.rows}) == inside
