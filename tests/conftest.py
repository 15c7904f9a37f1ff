"""A portal of its own for the tests: a temporary home, the real lake in this process, the shared real data where it is."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.services.bucket import bucket  # noqa: F401 (fixtures for all)
from tests.services.postgres import database, postgres  # noqa: F401

# A busy machine is no failure: neither deadlines nor complaints about slow inputs.
hypothesis_settings.register_profile("civora", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("civora")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Tables by migrations once for these migrations and packages, kept as a file; copied into memory by every later run."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    kept = Path(tempfile.gettempdir()) / f"civora-tables-{tables()}.sqlite3"
    with django_db_blocker.unblock():
        if kept.exists():
            name = connection.creation._get_test_db_name()  # in memory, shared by the threads of this process
            connection.close()
            connection.settings_dict["NAME"] = name
            connection.ensure_connection()
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
            yield
            return
        made = setup_databases(verbosity=0, interactive=False)
        new = kept.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(new) as target:
            connection.connection.backup(target)
        new.rename(kept)
        yield
        teardown_databases(made, verbosity=0)


def tables() -> str:
    """What the tables depend on: packages that bring some, and our own migrations."""
    said = [f"{name} {version(name)}" for name in ("django", "django-allauth", "django-tasks-db", "wagtail")]
    ours = sorted((ROOT / "src/civora").glob("*/migrations/*.py"))
    said += [
        f"{path.name} {path.read_text()}"
        for path in [
            *ours,
            ROOT / "src/civora/site/settings.py",
            ROOT / "src/civora/stories/ground.py",
            ROOT / "src/civora/stories/roles.py",
        ]
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real city data that is not part of the project. Tests that need it are skipped where it is absent."""
    path = ROOT.parent / "shared/data"
    if not path.is_dir():
        pytest.skip("the shared real data is not beside this checkout")
    return path


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request to a German page leaves no German to the next test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def city_data() -> Path:
    """The example city's own files, which are part of the project."""
    return ROOT / "cities/muenster/data"


@pytest.fixture
def portal(db: None, settings: object, tmp_path: Path) -> Iterator[Path]:
    """A portal with an empty lake of its own."""
    from civora.reading import queries as reading
    from civora.reading.queries import answers, asked, catalogue, search_index

    home = tmp_path / "home"
    lake = {
        "catalog": str(home / "lake/catalog.sqlite"), "data": str(home / "lake/data"), "cache": home / "cache",
        "spool": home / "spool", "deliveries": home / "deliveries", "memory_mb": 1024, "threads": 2, "hot_disk_mb": 512,
        "concurrent": 4,
    }  # fmt: skip
    for name in ("spool", "deliveries", "cache"):
        (home / name).mkdir(parents=True)
    settings.CIVORA_DATASET_FILES = home / "dataset-files"  # type: ignore[attr-defined]
    settings.CIVORA_LAKE = lake  # type: ignore[attr-defined]  # pytest-django's settings
    reading.close()
    asked.kept.forget()
    answers.answers.__init__()  # type: ignore[misc]  # an empty one
    catalogue._made.clear()
    search_index.forget()
    from civora.lake.types import LakeConfig
    from civora.lake.write import made

    made(LakeConfig(**lake))
    yield home
    reading.close()
    asked.kept.forget()
