"""Settings: each named, each with its meaning; the key of a home; the databases; the city pack."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from civora.site import settings

ROOT = Path(__file__).resolve().parents[2]


def test_each_setting_has_a_name_of_ours_and_says_what_it_is() -> None:
    names = [one.name for one in settings.SETTINGS]
    assert len(set(names)) == len(names)
    for one in settings.SETTINGS:
        assert re.fullmatch(r"CIVORA_[A-Z_]+", one.name)
        assert one.help.endswith("."), one.name


def test_each_setting_is_read_and_no_other_is() -> None:
    text = Path(settings.__file__).read_text()
    body = text.partition("VALUES =")[2]
    read = set(re.findall(r'VALUES\["(CIVORA_[A-Z_]+)"\]', body))
    assert read == {one.name for one in settings.SETTINGS}


def test_the_key_of_a_home_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "new/home"
    first = settings.secret_key(home)
    assert len(first) >= 50
    assert settings.secret_key(home) == first
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o077 == 0
    assert [path.name for path in home.iterdir()] == ["secret.key"]


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: settings.secret_key(tmp_path), range(64)))
    assert len(keys) == 1
    assert "" not in keys


def test_without_a_url_the_database_is_sqlite_in_the_home(tmp_path: Path) -> None:
    found = settings.database(tmp_path, "")
    assert found["NAME"] == tmp_path / "civora.sqlite3"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_url_names_postgres_with_any_sign_in_its_password(tmp_path: Path) -> None:
    found = settings.database(tmp_path, "postgres://civora:p%40ss%2Fword@db.example:5433/city")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("civora", "p@ss/word", "db.example")
    assert (found["PORT"], found["NAME"]) == (5433, "city")


def test_a_pack_lies_where_it_is_named_or_in_the_home(tmp_path: Path) -> None:
    assert settings.pack("", tmp_path) == ({}, None)
    (tmp_path / "city").mkdir()
    (tmp_path / "city/pack.toml").write_text('[city]\nname = "Testing"\n')
    assert settings.pack("", tmp_path) == ({"city": {"name": "Testing"}}, (tmp_path / "city").resolve())
    assert settings.pack(str(tmp_path / "city"), tmp_path / "other")[0]["city"]["name"] == "Testing"
    with pytest.raises(FileNotFoundError):
        settings.pack(str(tmp_path / "nowhere"), tmp_path)


def booted(tmp_path: Path, code: str, **environment: str) -> dict[str, object]:
    """What a fresh process with these settings prints as JSON."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CIVORA_", "DJANGO_"))}
    given = kept | {"CIVORA_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "civora.site.settings"} | environment
    start = "import json, sys, django; django.setup(); from django.conf import settings; "
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        env=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_command_line_starts_without_pages_engine_and_spreadsheets(tmp_path: Path) -> None:
    heavy = "('civora.www', 'civora.protocols', 'duckdb', 'openpyxl', 'rdflib', 'vl_convert', 'ninja')"
    found = booted(tmp_path, f"print(json.dumps([name for name in {heavy} if name in sys.modules]))")
    assert found == []


def test_mail_goes_to_the_server_that_is_named(tmp_path: Path) -> None:
    names = "('EMAIL_BACKEND', 'EMAIL_HOST', 'EMAIL_PORT', 'EMAIL_HOST_USER', 'EMAIL_USE_TLS')"
    code = f"print(json.dumps({{name: getattr(settings, name) for name in {names}}}))"
    found = booted(tmp_path, code, CIVORA_SMTP_URL="smtp+tls://me%40x:secret@mail.example:587")
    assert found == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example", "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "me@x", "EMAIL_USE_TLS": True,
    }  # fmt: skip


def test_openid_connect_is_there_when_it_is_named(tmp_path: Path) -> None:
    code = "print(json.dumps(settings.SOCIALACCOUNT_PROVIDERS))"
    assert booted(tmp_path, code) == {}
    found = booted(tmp_path, code, CIVORA_OIDC_URL="https://id.example", CIVORA_OIDC_CLIENT="c", CIVORA_OIDC_SECRET="s")
    assert "https://id.example" in str(found)


def test_behind_a_proxy_cookies_are_for_https_only(tmp_path: Path) -> None:
    code = "print(json.dumps([settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]))"
    assert booted(tmp_path, code) == [False, False]
    assert booted(tmp_path, code, CIVORA_BEHIND_PROXY="1") == [True, True]


def test_the_city_s_language_is_the_one_without_prefix(tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "city/pack.toml").write_text(
        '[city]\nlanguage = "de"\ntimezone = "Europe/Berlin"\norganisation = "hall"\n'
    )
    code = "print(json.dumps([settings.LANGUAGE_CODE, settings.CITY_ZONE, settings.CIVORA_OWN_ORGANISATION]))"
    assert booted(tmp_path, code) == ["de", "Europe/Berlin", "hall"]
