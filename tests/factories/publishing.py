"""Datasets for tests, published as a publisher would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from civora.catalog.types import Metadata
from civora.intake import actions as intake
from civora.intake.types import FieldOverride, Published

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
TREES = (
    "id;kind;age;planted;height;lat;lon\n"
    "1;oak;12;2013-03-01;7,5;51.96;7.62\n2;lime;40;1985-04-01;18,25;51.97;7.63\n3;oak;;2020-11-05;3,1;51.95;7.61\n"
)


def published(
    tmp_path: Path, text: str | bytes = TREES, *, key: str = "trees", name: str = "trees.csv", **more: Any
) -> Published:
    """A small file, delivered and published."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return published_file(path, key=key, **more)


def published_file(path: Path, *, key: str, title: str = "", keys: tuple[str, ...] = (), **more: Any) -> Published:
    delivery = intake.receive(name=path.name, path=path, by="eva@example.org", at=AT)
    overrides = {name: FieldOverride(is_key=True) for name in keys} | more.pop("overrides", {})
    metadata = more.pop("metadata", None) or Metadata(title={"en": title or key.title()})
    return intake.publish(
        delivery=delivery,
        key=key,
        metadata=metadata,
        overrides=overrides,
        by="eva@example.org",
        at=more.pop("at", AT),
        **more,
    )
