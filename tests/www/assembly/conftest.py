"""A city on 15 May 2025, a process with everything open, and people in it."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from civora.assembly.queries import likeness
from civora.people.models import Person
from tests.factories.assembly import person, process


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-15T09:15"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"
    likeness.forget()
    cache.clear()


@pytest.fixture
def sign_in(client):
    """Signs somebody in, under a name of her own."""

    def signed_in(name="ada", role="viewer"):
        email = person(name, role)
        client.force_login(Person.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
        return email

    return signed_in


@pytest.fixture
def trees(db):
    return process("trees")
