"""The question of the week on the home page: the running process that ends next."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from civora.www.city import from_pack
from civora.www.home.question import question
from tests.factories import assembly

CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin", "at": "2025-05-15T09:15:00"}}


@pytest.mark.django_db
def test_without_a_process_nothing_is_asked() -> None:
    assert question(from_pack(CITY), None) is None


@pytest.mark.django_db
def test_the_process_that_ends_next_is_asked_and_one_that_is_over_is_not() -> None:
    assembly.process("over", phases=(assembly.phase(start=-20, end=-2),))
    assembly.process("later", phases=(assembly.phase(end=30),), title={"en": "Later"})
    assembly.process("trees", phases=(assembly.phase(end=3),))
    asked = question(from_pack(CITY), None)
    assert asked is not None
    assert (asked.title, asked.url) == ("Where should trees grow?", "/take-part/trees/")
    assert ("Open until", "Sunday 18 May, 09:15") in asked.facts


@pytest.mark.django_db
def test_the_page_shows_it(shelf: Any, settings: Any) -> None:
    settings.CITY = CITY
    assembly.process("trees")
    page = Client().get("/").content.decode()
    assert 'class="ask"' in page
    assert 'href="/take-part/trees/"' in page
