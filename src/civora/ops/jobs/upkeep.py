"""Upkeep of the lake: small appends flushed, small files merged, what nobody names swept."""

from __future__ import annotations

from django.conf import settings

from civora.catalog import queries as catalog
from civora.lake import upkeep
from civora.lake.types import LakeConfig


def config() -> LakeConfig:
    return LakeConfig(**settings.CIVORA_LAKE)


def flush() -> int:
    """Inlined rows become Parquet. Returns how many tables had some."""
    return upkeep.flush(config())


def merge() -> int:
    """Small files become larger ones. Returns how many tables were looked at."""
    return upkeep.merge(config())


def sweep() -> int:
    """Snapshots that no version names are expired, their files removed. Returns how many snapshots."""
    return upkeep.expire(config(), keep=catalog.snapshots_in_use())
