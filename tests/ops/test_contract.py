"""What scripts rely on, word by word: the commands of the contract in an empty folder, with the server running and without."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from civora.ops.cli import COMMANDS

from .conftest import Program

ROWS = "id;name;at\n007;oak;2024-01-02\n008;lime;2024-01-03\n009;elm;2024-01-04\n"
ROLES = ("administrator", "publisher", "viewer")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A folder with a portal in `home`, and one dataset in it, before any server ran."""
    civora = Program(tmp_path_factory.mktemp("portal"))
    (civora.folder / "trees.csv").write_text(ROWS)
    first = civora.good("publish", "trees.csv", "--id", "trees", "--title", "Trees", "--home", "home", "--json")
    assert first.json == {
        "dataset": "trees", "version": 1, "rows": 3, "rows_set_aside": 0, "reasons": [], "unchanged": False,
    }  # fmt: skip
    return civora


def one_line(err: str) -> bool:
    return err.startswith("civora: ") and err.count("\n") == 1 and "Traceback" not in err


def test_rows_published_and_set_aside_are_said(portal: Program) -> None:
    lines = ["id;count", *(f"{number};{number * 3}" for number in range(50)), "50;many"]
    (portal.folder / "counts.csv").write_text("\n".join(lines) + "\n")
    words = portal.good("publish", "counts.csv", "--id", "counts", "--title", "Counts", "--home", "home").out
    assert "50 rows published, 1 set aside" in words and "many" in words
    found = portal.good(
        "publish", "counts.csv", "--id", "counts", "--title", "C", "--home", "home", "--json", "--force"
    ).json
    assert (found["version"], found["rows"], found["rows_set_aside"]) == (2, 50, 1)
    assert len(found["reasons"]) == 1 and "Row 51" in found["reasons"][0]


def test_publish_while_the_server_runs(portal: Program) -> None:
    with portal.serving("--home", "home") as url:
        assert httpx.get(f"{url}/-/ready").json() == {"status": "ready"}
        (portal.folder / "more.csv").write_text(ROWS + "010;ash;2024-01-05\n")
        done = portal.good("publish", "more.csv", "--id", "trees", "--title", "Trees", "--home", "home", "--json")
        assert (done.json["version"], done.json["rows"]) == (2, 4)
        records = f"{url}/api/explore/v2.1/catalog/datasets/trees/records"
        deadline = 20
        while (found := httpx.get(records).json())["total_count"] != 4 and deadline:
            deadline -= 1
        assert found["total_count"] == 4 and found["results"][0]["id"] == "007"
        key = portal.good("user", "add", "a@example.org", "--role", "administrator", "--home", "home").out
        assert "/account/link/" in key
        secret = portal.good("key", "add", "a@example.org", "--home", "home").out.strip()
        me = httpx.get(f"{url}/api/v1/me", headers={"Authorization": f"Apikey {secret}"}).json()
        assert me["administrator"] is True
        portal.good(
            "publish", "more.csv", "--id", "inner", "--title", "Inner", "--home", "home", "--access", "signed-in"
        )
        hidden = f"{url}/api/explore/v2.1/catalog/datasets/inner"
        assert httpx.get(hidden).status_code == 404
        assert httpx.get(hidden, headers={"Authorization": f"Apikey {secret}"}).status_code == 200
        link = key.split()[-1].split("/account/", 1)[1]
        with httpx.Client(base_url=url, follow_redirects=True) as browser:
            page = browser.get(f"/account/{link}")
            assert page.status_code == 200
        taken = portal("serve", "--home", "home", "--port", url.rsplit(":", 1)[1])
        assert taken.code == 1 and one_line(taken.err) and "is taken" in taken.err


def test_roles(portal: Program) -> None:
    lines = [f"user add {role}@example.org --role {role} --org parks --home home --json" for role in ROLES]
    for line, done in portal.many(lines).items():
        assert done.code == 0 and set(done.json) == {"email", "link"}, line


def test_access_of_an_organisation(portal: Program) -> None:
    portal.good(
        "publish",
        "trees.csv",
        "--id",
        "parks-only",
        "--title",
        "P",
        "--home",
        "home",
        "--access",
        "org:parks",
        "--publisher",
        "parks",
    )
    assert portal.good("policy", "show", "parks-only", "--home", "home", "--json").json["policy"]["access"] == [
        "org:parks"
    ]


def test_doctor_is_well(portal: Program) -> None:
    done = portal.good("doctor", "--home", "home")
    assert "All is well." in done.out
    found = portal.good("doctor", "--home", "home", "--json").json
    assert found["ok"] and all(set(one) >= {"name", "ok", "words"} for one in found["checks"])


def test_doctor_says_what_to_do(portal: Program, tmp_path: Path) -> None:
    lost = portal("doctor", "--home", str(tmp_path / "nothing"), "--json")
    assert lost.code == 1 and "civora init" in lost.out and not (tmp_path / "nothing/civora.sqlite3").exists()
    portal.good("backup", str(tmp_path / "all.tar.gz"), "--home", "home")
    portal.good("restore", str(tmp_path / "all.tar.gz"), "--home", str(tmp_path / "copy"))
    for path in (tmp_path / "copy/deliveries").glob("*/content"):
        path.unlink()
    hurt = portal("doctor", "--home", str(tmp_path / "copy"))
    assert hurt.code == 1 and "BAD   deliveries" in hurt.out and "Restore it from a backup" in hurt.out


FAILURES = (
    "publish nothing.csv --id x --title X",
    "publish empty.csv --id x --title X",
    "publish trees.csv --id Not.A.Key --title X",
    "publish trees.csv --id x --title X --access everybody",
    "publish trees.csv --id x --title X --licence none-such",
    "publish trees.csv --id x --title X --type id=number",
    "publish trees.csv --id x --title X --policy nothing.yaml",
    "publish http://127.0.0.1:9/x.csv --id x --title X",
    "ask nowhere",
    "ask trees --where nope=1",
    "ask trees --where name='open",
    "key add nobody@example.org",
    "user add no-address --role viewer",
    "user add b@example.org --role emperor",
    "user link nobody@example.org",
    "policy set trees nothing.yaml",
    "dataset rollback trees 99",
    "dataset rollback trees newest",
    "dataset withdraw nowhere",
    "group join nobody c@example.org",
    "restore trees.csv",
    "backup trees.csv",
)


def test_failures_are_one_line(portal: Program) -> None:
    """In words and as JSON; nothing of them is left behind."""
    (portal.folder / "empty.csv").write_text("")
    for line, plain in portal.many(f"{line} --home home" for line in FAILURES).items():
        assert plain.code == 1 and not plain.out and one_line(plain.err), (line, plain)
    for line, told in portal.many(f"{line} --home home --json" for line in FAILURES).items():
        assert told.code == 1 and not told.err and told.out.count("\n") == 1, (line, told)
        assert set(told.json) == {"error", "message", "next_step"}
        assert told.json["error"] not in ("ops.broken", "ops.database"), told
    assert "x" not in portal.good("dataset", "list", "--home", "home", "--json").json["datasets"]


def test_a_fault_of_ours_is_one_line_too(portal: Program) -> None:
    for url in ("postgres://nobody@127.0.0.1:9/x", "postgres:///x?host=/nowhere"):
        lost = Program(portal.folder, {"CIVORA_DATABASE_URL": url})
        done = lost("dataset", "list", "--home", "home")
        assert done.code == 1 and one_line(done.err) and "CIVORA_DATABASE_URL" in done.err, done
    mistyped = Program(portal.folder, {"CIVORA_LAKE_MEMORY_MB": "much"})("dataset", "list", "--home", "home")
    assert mistyped.code == 1 and one_line(mistyped.err) and "CIVORA_LAKE_MEMORY_MB" in mistyped.err


def test_wrong_words_are_status_2(portal: Program) -> None:
    for line, done in portal.many(("fly", "publish", "serve --port high", "user add", "")).items():
        assert done.code == 2, line


def test_every_command_has_help(portal: Program) -> None:
    for line, done in portal.many(f"{command} --help" for command in COMMANDS).items():
        assert done.code == 0 and "--home" in done.out and "--json" in done.out, line
    for done in portal.many(("--help", "--version")).values():
        assert done.code == 0 and done.out


def test_help_imports_no_django() -> None:
    code = "import sys; from civora.ops.cli import parser; parser().format_help(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_folder_and_an_address(portal: Program, tmp_path: Path) -> None:
    folder = tmp_path / "months"
    folder.mkdir()
    for month in (1, 2, 3):
        (folder / f"2024-0{month}.csv").write_text(f"day;bikes\n2024-0{month}-01;{month}\n")
    assert (
        portal.good("publish", str(folder), "--id", "months", "--title", "M", "--home", "home", "--json").json["rows"]
        == 3
    )
    with serving_files(tmp_path) as address:
        refused = portal("publish", f"{address}/months/2024-01.csv", "--id", "far", "--title", "F", "--home", "home")
        assert refused.code == 1 and "private network" in refused.err
        allowed = Program(portal.folder, {"CIVORA_INTAKE_ALLOW_PRIVATE": "1"})
        done = allowed.good(
            "publish", f"{address}/months/2024-01.csv", "--id", "far", "--title", "F", "--home", "home", "--json"
        )
        assert done.json["rows"] == 1


@contextmanager
def serving_files(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def test_ask_and_list(portal: Program) -> None:
    found = portal.good(
        "ask", "trees", "--select", "name", "--where", "name like 'oak'", "--home", "home", "--json"
    ).json
    assert found["rows"] == [{"name": "oak"}] and found["total"] == 1
    assert portal.good("ask", "trees", "--format", "csv", "--home", "home").out.count("\n") >= 4
    assert "trees" in portal.good("dataset", "list", "--home", "home", "--json").json["datasets"]
    grouped = portal.good("ask", "trees", "--select", "count(*) as n", "--group-by", "name", "--home", "home")
    assert "oak" in grouped.out


def test_the_home_folder_by_environment_too(tmp_path: Path) -> None:
    civora = Program(tmp_path, {"CIVORA_HOME": str(tmp_path / "there")})
    assert json.loads(civora.good("init", "--json").out)["home"] == str(tmp_path / "there")
