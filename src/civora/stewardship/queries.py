"""Who may see what."""

from __future__ import annotations

from typing import Any

from civora.catalog import queries as catalog
from civora.core.policy.types import Policy
from civora.stewardship import rules
from civora.stewardship.models import AccessPolicy


def policy(key: str) -> Policy:
    """The policy of a dataset; open to everyone where none was set."""
    row = AccessPolicy.objects.filter(dataset__key=key).first()
    owner = catalog.owner(key)
    if row is None:
        return Policy(owner=owner)
    return rules.policy(owner, entry(row))


def policies() -> dict[str, Policy]:
    """All policies that were set, by dataset, in one query."""
    rows = AccessPolicy.objects.select_related("dataset")
    return {row.dataset.key: rules.policy(row.dataset.publisher, entry(row)) for row in rows}


def written(key: str) -> dict[str, Any]:
    """The policy in the words of `policy set`."""
    row = AccessPolicy.objects.filter(dataset__key=key).first()
    if row is None:
        return {"access": ["open"]}
    kept = entry(row)
    by_audience = {one["audience"]: {"hide": one["hide"], "where": one["where"]} for one in kept["rules"]}
    return {"access": kept["rows"], "cards": kept["cards"], "default": kept["default"], "rules": by_audience}


def entry(row: AccessPolicy) -> dict[str, Any]:
    return {"cards": row.cards, "rows": row.rows, "default": row.default, "rules": row.rules}
