"""Both OpenAPI documents, held against the running portal: what they promise is answered, whatever is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.conformance.conftest import Served

load_all_checks()
DOCUMENTS = ("/api/explore/v2.1/openapi.json", "/api/v1/openapi.json")
FORMATS = ("csv", "json", "jsonl", "parquet", "xlsx", "geojson")
SOME = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
WRITES = {"publish", "rollback"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_as_generated(served: Served, document: str, tmp_path: Path) -> None:
    """Lawful and unlawful requests alike. A text that fits the document may still be no ODSQL: then 400 says so."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "schemathesis"), "run", served.url + document, "--phases", "examples,coverage,fuzzing",
         "-n", "10", "--seed", "1", "--generation-deterministic", "--exclude-checks", "positive_data_acceptance",
         "--request-timeout", "20", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_on_a_real_dataset(served: Served, document: str) -> None:
    """What was made up for the address is replaced by a dataset and format that there are, so that the questions count."""
    schema = schemathesis.openapi.from_url(served.url + document)
    operations = [found.ok() for found in schema.get_all_operations()]
    asked = [one for one in operations if one.definition.raw.get("operationId") not in WRITES]
    for operation in asked:
        ask(operation)
    assert len(asked) >= 6


def ask(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @SOME
    def asked(case: Any) -> None:
        case.path_parameters = {name: known(name, value) for name, value in (case.path_parameters or {}).items()}
        response = case.call_and_validate(excluded_checks=[positive_data_acceptance, negative_data_rejection])
        assert response.status_code < 500

    asked()


def known(name: str, value: object) -> object:
    """Record ids stay as they came."""
    if name in ("dataset_id", "key"):
        return "glass-containers"
    return FORMATS[len(str(value)) % len(FORMATS)] if name == "format" else value
