"""Every table says what it holds of people; tables of other rooms are referred to downwards and without a way back."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

CIVIC = ("assembly", "reports", "exhibits", "impact", "community")
FLOORS = ("ledger", "people", "catalog", "stewardship", "voices", "intake", *CIVIC, "courier", "stories")
OURS = [one for one in apps.get_models() if one.__module__.startswith("civora.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_it_declares_personal_data(model: type[models.Model]) -> None:
    said = model.__doc__ or ""
    assert "personal data: none" in said or all(
        word in said for word in ("personal data: yes", "kept until:", "erased by:")
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_its_foreign_keys_point_down(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        other = field.related_model
        if (
            not isinstance(field, models.ForeignKey)
            or not isinstance(other, type)
            or not other.__module__.startswith("civora.")
            or not field.model.__module__.startswith("civora.")  # inherited from a library's own table
        ):
            continue
        here, there = model._meta.app_label, other._meta.app_label
        if here != there:
            assert FLOORS.index(there) < FLOORS.index(here), f"{model.__name__}.{field.name} points up"
            assert not {here, there} <= set(CIVIC), f"{model.__name__}.{field.name} points sideways"
            assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name} opens a way back"
