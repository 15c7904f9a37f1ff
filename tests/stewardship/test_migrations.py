"""A policy keeps its dataset when it is no longer kept by key."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

AT = datetime(2025, 5, 15, tzinfo=UTC)
OLD, NEW = ("stewardship", "0001_initial"), ("stewardship", "0003_policy_of_dataset")


@pytest.mark.django_db(transaction=True)
def test_policies_find_their_datasets_also_by_old_keys() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([OLD])
    apps = executor.loader.project_state([OLD, ("catalog", "0001_initial")]).apps
    datasets, policies = apps.get_model("catalog", "Dataset"), apps.get_model("stewardship", "AccessPolicy")
    kept = datasets.objects.create(key="trees", uid="da_1", created_at=AT, metadata_modified_at=AT)
    moved = datasets.objects.create(key="woods", uid="da_2", created_at=AT, metadata_modified_at=AT)
    apps.get_model("catalog", "OldKey").objects.create(key="forest", dataset=moved)
    for key in ("trees", "forest", "gone"):
        policies.objects.create(dataset=key, rows=["org:parks"], cards=["open"], set_at=AT)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    from civora.stewardship.models import AccessPolicy

    assert sorted(AccessPolicy.objects.values_list("dataset_id", flat=True)) == [kept.pk, moved.pk]
    assert NEW in MigrationExecutor(connection).loader.applied_migrations
