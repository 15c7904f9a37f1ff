"""A portal whose records and lake catalogue are in PostgreSQL and whose files are in a bucket: nothing but settings differ."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from .conftest import Program

SCHOOLS = Path(__file__).resolve().parents[2] / "cities/muenster/data/schools.csv"


def large(path: Path, rows: int = 30_000) -> Path:
    path.write_text("id;name\n" + "".join(f"{number};name {number}\n" for number in range(rows)))
    return path


def test_a_portal_on_postgresql_and_a_bucket(
    postgres: str, database: str, bucket: dict[str, str], tmp_path: Path
) -> None:
    civora = Program(tmp_path, bucket | {
        "CIVORA_DATABASE_URL": f"postgres://lake@/{database}?host={postgres}",
        "CIVORA_LAKE_CATALOG": f"postgres:dbname={database} user=lake host={postgres}",
        "CIVORA_LAKE_DATA": f"s3://lake/{database}", "CIVORA_HOME": str(tmp_path / "home"),
    })  # fmt: skip
    civora.good("init")
    civora.good("publish", str(SCHOOLS), "--id", "schools", "--title", "Schools")
    rows = large(tmp_path / "rows.csv")
    assert civora.good("publish", str(rows), "--id", "rows", "--title", "Rows", "--json").json["rows"] == 30_000
    assert not list((tmp_path / "home").rglob("*.parquet")) and not list((tmp_path / "home").rglob("*.sqlite*"))
    with civora.serving("--workers", "2") as url:
        explore = f"{url}/api/explore/v2.1/catalog/datasets"
        assert httpx.get(f"{explore}/rows/records?where=id>=29999").json()["results"] == [
            {"id": 29999, "name": "name 29999"}
        ]
        assert httpx.get(f"{explore}/rows/exports/csv", timeout=60).text.count("\n") == 30_001
        civora.good("publish", str(large(rows, 30_001)), "--id", "rows", "--mode", "replace")
        assert httpx.get(f"{explore}/rows@1/records?limit=0").json()["total_count"] == 30_000
        two = [("publish", str(large(tmp_path / f"{name}.csv", 3000)), "--id", name, "--title", name) for name in "ab"]
        with ThreadPoolExecutor(2) as pool:  # at the same time, without a lock of ours
            assert [done.code for done in pool.map(lambda words: civora(*words), two)] == [0, 0]
        assert httpx.get(f"{url}/datasets/schools/", timeout=30).status_code == 200
        assert httpx.get(f"{url}/datasets/?q=schols", timeout=30).text.count("/datasets/schools/") > 0
    found = civora.good("doctor", "--json").json
    assert found["ok"] and "postgresql" in str(found["checks"])
    assert civora("backup", str(tmp_path / "all.tar.gz")).code == 1
