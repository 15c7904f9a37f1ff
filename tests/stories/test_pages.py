"""Stories as people read them, embed them, print them; and who may write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from civora.ledger import queries as ledger
from civora.people import actions as people
from civora.stories import roles, schedule
from civora.stories.blocks import CallBlock, NumberBlock
from tests.factories.publishing import AT

COUNT = ("number", {"title": "Trees", "dataset": "trees", "select": "count(*)", "direction": "up"})
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def open_hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


def body(response) -> str:
    return response.content.decode()


def test_a_story_shows_its_blocks_with_their_source(client, story):
    one = story([("heading", "How many"), COUNT, ("text", "<p>All of <b>ours</b>.</p>")], lede="In one sentence.")
    page = body(client.get(one.get_url()))
    assert "How many" in page
    assert ">3</a>" in page
    assert "<b>ours</b>" in page
    assert "/datasets/trees@1/" in page


def test_every_kind_of_block_escapes_what_is_written(client, story):
    blocks = [
        ("heading", HOSTILE), ("quotation", {"text": HOSTILE, "who": HOSTILE}), ("call", {"text": HOSTILE, "button": HOSTILE, "address": "/x/"}),
        ("timeline", {"steps": [{"type": "item", "id": "1", "value": {"when": HOSTILE, "title": HOSTILE, "text": HOSTILE}}]}),
        ("number", {"title": HOSTILE, "dataset": HOSTILE, "select": HOSTILE, "direction": "up"}),
        ("table", {"title": HOSTILE, "dataset": "trees", "select": "kind", "limit": 3}),
        ("chart", {"title": HOSTILE, "text": HOSTILE, "address": "/datasets/trees/chart/", "alternative": HOSTILE}),
    ]  # fmt: skip
    page = body(client.get(story(blocks, title=HOSTILE, lede=HOSTILE).get_url()))
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_dataset_that_is_gone_leaves_a_note_and_no_error(client, story):
    answer = client.get(story([("table", {"title": "Gone", "dataset": "gone", "limit": 3})]).get_url())
    assert answer.status_code == 200
    assert "This part cannot be shown." in body(answer)


def test_only_what_the_publisher_allows_is_embedded(client, story):
    shut, free = story([COUNT], title="Shut"), story([COUNT], title="Free", is_embeddable=True)
    block = free.body[0].id
    assert client.get(f"/stories/{shut.pk}/blocks/{shut.body[0].id}/").status_code == 404
    answer = client.get(f"/stories/{free.pk}/blocks/{block}/")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors 'self'" in client.get(shut.get_url() + "?embed=1")["Content-Security-Policy"]
    assert "frame-ancestors *" in client.get(free.get_url() + "?embed=1")["Content-Security-Policy"]


def test_a_draft_is_seen_by_nobody_else(client, story):
    one = story([COUNT])
    one.unpublish()
    assert client.get(f"/{one.slug}/").status_code == 404
    assert client.get(f"/stories/{one.pk}/pdf/").status_code == 404
    assert one.title not in body(client.get("/stories/"))


def test_the_whole_page_as_pdf_with_its_figures(client, story):
    chart = (
        "chart",
        {
            "title": "By kind",
            "text": "",
            "address": "/datasets/trees/chart/?show=count&along=kind",
            "alternative": "Two oaks",
        },
    )
    table = ("table", {"title": "Rows", "dataset": "trees", "select": "kind, height", "limit": 3})
    one = story(
        [
            ("heading", '#import "/etc/passwd" \\ "'),
            ("text", "<ul><li>one</li></ul><p>$x$ #set</p>"),
            COUNT,
            chart,
            table,
        ]
    )
    answer = client.get(f"/stories/{one.pk}/pdf/")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert b"/Image" in answer.content
    assert b"/StructTreeRoot" in answer.content  # tagged, for screen readers


def test_charts_and_maps_bring_their_scripts_and_only_they(client, story):
    chart = (
        "chart",
        {"title": "By kind", "address": "/datasets/trees/chart/?show=count&along=kind", "alternative": "Two oaks"},
    )
    drawn = ("map", {"title": "Where", "address": "/datasets/trees/map/", "alternative": "In the north"})
    brought = [
        [name for name in ("civora-chart.js", "civora-map.js") if name in body(client.get(story(blocks).get_url()))]
        for blocks in ([COUNT], [COUNT, chart], [drawn], [chart, drawn])
    ]
    assert brought == [[], ["civora-chart.js"], ["civora-map.js"], ["civora-chart.js", "civora-map.js"]]


def test_the_list_names_stories_of_the_page_s_language_and_the_city_s_where_there_are_none(client, story):
    one = story([COUNT], lede="Three of them.")
    assert "Three of them." in body(client.get("/stories/"))
    german = body(client.get("/de/stories/"))
    assert one.title in german
    assert "In dieser Sprache gibt es noch keine." in german


def test_publication_at_a_set_time_is_made_and_recorded(story):
    one = story([COUNT])
    one.unpublish()
    one.refresh_from_db()
    one.go_live_at = timezone.now() - timedelta(seconds=5)
    revision = one.save_revision(approved_go_live_at=one.go_live_at, clean=False)
    assert revision.approved_go_live_at
    schedule.publish_due()
    one.refresh_from_db()
    assert one.live
    assert [entry.facts["act"] for entry in ledger.entries(event="stories.story.changed")][:1] == ["published"]
    assert schedule.publish_due() == 0


def test_faulty_odsql_is_refused_when_the_page_is_saved():
    with pytest.raises(ValidationError) as refused:
        NumberBlock().clean(
            NumberBlock().to_python({"title": "x", "dataset": "trees", "select": "count(", "direction": "up"})
        )
    assert "select" in refused.value.block_errors


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil"])
def test_a_call_leads_to_this_portal_only(address):
    with pytest.raises(ValidationError):
        CallBlock().clean(CallBlock().to_python({"text": "x", "button": "x", "address": address}))


@pytest.mark.parametrize(
    ("role", "organisation", "opens"),
    [
        ("administrator", "", True),
        ("publisher", "parks", True),
        ("reviewer", "parks", True),
        ("viewer", "parks", False),
    ],
)
def test_the_editor_opens_to_those_whose_role_it_is(client, story, role, organisation, opens):
    from django.contrib.auth import get_user_model

    people.add_person(email="eva@example.org", role=role, organisation=organisation, by="t", at=AT)
    user = get_user_model().objects.get(email="eva@example.org")
    client.force_login(user)
    assert (client.get("/desk/pages/").status_code == 200) is opens
    assert bool(roles.wanted(user)) is opens


def test_strangers_are_sent_to_sign_in(client, story):
    answer = client.get("/desk/pages/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_a_role_that_ends_shuts_the_editor(client, story):
    from django.contrib.auth import get_user_model

    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    user = get_user_model().objects.get(email="eva@example.org")
    client.force_login(user)
    assert client.get("/desk/pages/").status_code == 200
    user.memberships.all().delete()
    assert client.get("/desk/pages/").status_code != 200


def test_an_editor_makes_a_story_and_the_ledger_knows(client, story):
    from django.contrib.auth import get_user_model

    from civora.stories.models import Front, Story

    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    client.force_login(get_user_model().objects.get(email="eva@example.org"))
    front = Front.objects.get(locale__language_code="en")
    answer = client.post(
        f"/desk/pages/pages/add/stories/story/{front.pk}/",
        {"title": "New", "slug": "new", "kind": "crisis", "lede": "", "body-count": "0", "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"},
    )  # fmt: skip
    assert answer.status_code == 302, body(answer)[:2000]
    made = Story.objects.get(slug="new")
    assert made.live
    assert made.body[0].value == "Now"  # a crisis dashboard begins with its headings
    acts = {entry.facts["act"] for entry in ledger.entries(event="stories.story.changed")}
    assert {"created", "published"} <= acts
