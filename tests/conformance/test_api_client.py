"""`@opendatasoft/api-client` 21.8, the JavaScript client of Opendatasoft's own charts and maps."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.conftest import Served

SCRIPT = Path(__file__).resolve().parents[1] / "node/explore_client.cjs"


@pytest.fixture(scope="module")
def found(served: Served, node: str) -> Any:
    done = subprocess.run(
        [node, str(SCRIPT), served.url, served.key], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_catalogue(found: Any) -> None:
    assert [one["dataset_id"] for one in found["datasets"]["results"]] == [
        "bike-counts-daily",
        "glass-containers",
        "neighborhoods",
    ]
    assert found["datasets"]["total_count"] == 4
    assert [one["dataset_id"] for one in found["searched"]["results"]] == ["bike-counts-daily"]
    assert {one["name"] for one in found["catalogueFacets"]["facets"]} == {"publisher", "theme"}
    assert len(found["catalogueExport"]) == 2 and "metas" in found["catalogueExport"][0]
    assert {one["rel"] for one in found["catalogue"]["links"]} >= {"self", "datasets", "facets", "exports"}


def test_dataset(found: Any) -> None:
    assert found["dataset"]["dataset_id"] == "bike-counts-daily"
    assert [one["type"] for one in found["dataset"]["fields"]] == ["int", "date", "int"]
    assert found["dataset"]["metas"]["default"]["records_count"] == 27071


def test_records_as_it_writes_their_conditions(found: Any) -> None:
    counts = [one["bikes"] for one in found["records"]["results"]]
    assert len(counts) == 5 and counts == sorted(counts, reverse=True)
    assert found["records"]["total_count"] > 1000
    assert [one["year"] for one in found["grouped"]["results"]] == [2019, 2020, 2021, 2022, 2023, 2024, 2025]
    assert "total_count" not in found["grouped"]
    assert found["refined"]["total_count"] == found["lowered"]["total_count"] == 249
    assert found["facets"]["facets"][0]["facets"][0]["count"] == 249
    assert len(found["exported"]) == 150
    assert {"site", "day", "bikes", "_id"} <= set(found["record"])


def test_keys_and_errors_as_it_knows_them(found: Any) -> None:
    assert found["keyed"]["total_count"] == 1501
    assert found["hidden"]["kind"] == "NotFoundError"
    assert found["wrongKey"]["kind"] == "AuthenticationError"
    assert found["unknownField"]["kind"] == "UserError"
    assert "Unknown field: nope" in found["unknownField"]["message"]
