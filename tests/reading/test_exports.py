"""Files: what stands in each format, with which options, and what is refused before it begins."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.reading import queries as reading
from civora.reading.errors import FormatTooSmall, UnknownFormat, UnknownSystem
from civora.reading.types import ExportOptions
from civora.reading.writers import WRITERS, xlsx_rows
from tests.factories.publishing import published

TREES = (
    "id;kind;planted;seen;height;lat;lon\n"
    '00012;"oak; old";2013-03-01;2024-07-01T10:00:00Z;7,5;51.96;7.62\n'
    "00013;=lime;1885-04-01;2024-01-01T10:00:00Z;18,25;51.97;7.63\n"
    "00014;oak;;;;;\n"
)
PLAIN = ExportOptions(with_bom=False)


@pytest.fixture
def trees(portal: Path, tmp_path: Path) -> Query:
    published(tmp_path, TREES, key="trees", name="trees.csv")
    return Query("trees", limit=None, order_by=odsql.parse_order_by("id"))


def content(query: Query, format: str, options: ExportOptions = PLAIN) -> bytes:
    return b"".join(reading.export(query, ANYONE, format, options).chunks)


@pytest.mark.django_db
def test_csv_keeps_values_as_they_are(trees: Query) -> None:
    lines = content(replace(trees, select=odsql.parse_select("id, kind, planted")), "csv").decode().splitlines()
    assert lines == ["id;kind;planted", '00012;"oak; old";2013-03-01', "00013;=lime;1885-04-01", "00014;oak;"]


@pytest.mark.django_db
def test_csv_heeds_its_options(trees: Query) -> None:
    chosen = replace(trees, select=odsql.parse_select("id, kind"), limit=1)
    options = ExportOptions(delimiter=",", quote_all=True, with_bom=True)
    assert content(chosen, "csv", options) == b'\xef\xbb\xbf"id","kind"\n"00012","oak; old"\n'


@pytest.mark.django_db
def test_instants_have_the_offset_of_the_zone(trees: Query) -> None:
    chosen = replace(trees, select=odsql.parse_select("seen"), limit=2, zone="Europe/Berlin")
    assert content(chosen, "csv").decode().splitlines()[1:] == [
        "2024-07-01T12:00:00+02:00",
        "2024-01-01T11:00:00+01:00",
    ]
    assert json.loads(content(replace(chosen, zone="UTC"), "json"))[0] == {"seen": "2024-07-01T10:00:00+00:00"}


@pytest.mark.django_db
def test_json_lines_are_the_members_of_json(trees: Query) -> None:
    members = json.loads(content(trees, "json"))
    assert [json.loads(line) for line in content(trees, "jsonl").splitlines()] == members
    assert [one["id"] for one in members] == ["00012", "00013", "00014"]
    assert members[2]["height"] is None


@pytest.mark.django_db
def test_geojson_in_two_reference_systems(trees: Query) -> None:
    plain = json.loads(content(trees, "geojson"))
    assert plain["features"][0]["geometry"] == {"type": "Point", "coordinates": [7.62, 51.96]}
    assert plain["features"][2]["geometry"] is None
    assert "crs" not in plain
    projected = json.loads(content(trees, "geojson", replace(PLAIN, epsg=25832)))
    east, north = projected["features"][0]["geometry"]["coordinates"]
    assert projected["crs"]["properties"]["name"].endswith("25832")
    assert (round(east, -4), round(north, -4)) == (410_000, 5_760_000)


@pytest.mark.django_db
def test_an_unknown_reference_system_is_refused_before_the_file_begins(trees: Query) -> None:
    with pytest.raises(UnknownSystem, match="999999"):
        reading.export(trees, ANYONE, "shp", replace(PLAIN, epsg=999_999))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("format", "begins"), [("fgb", b"fgb"), ("kml", b"<?xml"), ("gpx", b"<?xml"), ("parquet", b"PAR1")]
)
def test_each_format_is_what_it_says(trees: Query, format: str, begins: bytes) -> None:
    assert content(trees, format).startswith(begins)


@pytest.mark.django_db
def test_a_shapefile_is_a_zip_with_its_parts(trees: Query) -> None:
    with zipfile.ZipFile(io.BytesIO(content(trees, "shp", replace(PLAIN, epsg=3857)))) as archive:
        assert {"rows.shp", "rows.dbf", "rows.shx", "rows.prj"} <= set(archive.namelist())
        assert b"Mercator" in archive.read("rows.prj")


@pytest.mark.django_db
def test_a_workbook_has_types(trees: Query) -> None:
    import openpyxl

    chosen = replace(trees, zone="Europe/Berlin")
    book = openpyxl.load_workbook(io.BytesIO(content(chosen, "xlsx")))
    heads, first, second, last = list(book.active.iter_rows(values_only=True))
    row = dict(zip(heads, first, strict=True))
    assert (row["id"], row["height"]) == ("00012", 7.5)
    assert row["planted"] == datetime(2013, 3, 1)
    assert row["seen"] == datetime(2024, 7, 1, 12, 0)
    assert dict(zip(heads, second, strict=True))["planted"] == "1885-04-01"
    assert dict(zip(heads, last, strict=True))["height"] is None


@pytest.mark.django_db
def test_compressed_is_the_same_file(trees: Query) -> None:
    packed = reading.export(trees, ANYONE, "csv", replace(PLAIN, compressed=True))
    assert gzip.decompress(b"".join(packed.chunks)) == content(trees, "csv")
    assert packed.file_name == "trees.csv.gz"


@pytest.mark.django_db
def test_options_change_the_name_of_the_answer(trees: Query) -> None:
    tags = {reading.export(trees, ANYONE, "csv", options).etag for options in (PLAIN, replace(PLAIN, delimiter=","))}
    assert len(tags) == 2


@pytest.mark.django_db
def test_more_rows_than_a_format_holds_are_refused(trees: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(xlsx_rows.Xlsx.card, rows_at_most=2)
    monkeypatch.setattr(xlsx_rows.Xlsx, "card", small)
    with pytest.raises(FormatTooSmall, match="these are 3") as caught:
        reading.export(trees, ANYONE, "xlsx")
    assert "CSV" in caught.value.next_step


@pytest.mark.django_db
def test_a_map_format_needs_a_place(portal: Path, tmp_path: Path) -> None:
    published(tmp_path, "a;b\n1;2\n", key="plain", name="plain.csv")
    query = Query("plain", limit=None)
    assert {one.key for one in reading.formats(reading.card("plain", ANYONE))} == {
        "csv",
        "json",
        "jsonl",
        "parquet",
        "xlsx",
        *("jsonld", "turtle", "rdfxml", "n3"),
    }
    for name in (*(key for key, one in WRITERS.items() if one.card.needs_place), "docx"):
        with pytest.raises(UnknownFormat, match=name):
            reading.export(query, ANYONE, name)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "geojson", "kml"])
def test_the_size_of_a_file_is_said_before_it_is_made(portal, tmp_path, form):
    """Also where what was delivered is packed, and for half of the rows."""
    rows = "".join(
        f"{n};{['oak', 'lime', 'maple'][n % 3]};{51.9 + n / 1e5:.5f};{7.6 + n / 1e5:.5f}\n" for n in range(3000)
    )
    published(tmp_path, gzip.compress(("id;kind;lat;lon\n" + rows).encode()), key="sized", name="sized.csv.gz")
    card = reading.card("sized", ANYONE)
    for query, number in ((Query("sized", limit=None), 3000), (Query("sized", limit=1500), 1500)):
        made = sum(len(chunk) for chunk in reading.export(query, ANYONE, form).chunks)
        assert reading.estimated_bytes(card, number, form, ANYONE) == pytest.approx(made, rel=0.25)
    assert reading.estimated_bytes(card, 0, form, ANYONE) == 0
