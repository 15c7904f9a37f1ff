"""Every format, with the real files' traps: encodings, decimal commas, leading zeros, nesting, projections."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import openpyxl
import pytest

from civora.catalog import queries as catalog
from civora.core.schema import FieldType
from civora.intake.errors import FileRefused
from tests.factories.publishing import published, published_file

pytestmark = pytest.mark.django_db
REAL = [
    ("muenster/ev_charging.csv", 166, 0), ("muenster/ev_charging.geojson", 165, 0), ("muenster/budget_2007_2017.csv", 1501, 0),
    ("muenster/waste_small_appliances.json", 45, 0), ("muenster/open_data_catalog.xlsx", 941, 0),
    ("montreal/bikes_2012_latin1.csv", 310, 0), ("montreal/election_districts_2013_shp.zip", 58, 0),
    ("nyc/borough_boundaries_shp.zip", 5, 0), ("basel/canton_boundary.geojson", 1, 0), ("chicago/community_areas.kml", 77, 0),
    ("zurich/hardbruecke_passenger_counts_2024.parquet", 124529, 0), ("transit/lake_trail.gpx", 296, 0),
    ("seattle/fremont_bridge_bikes_hourly.csv", 56904, 0), ("catalogs/cambridge_ma_socrata.jsonl", 64, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "aside"), REAL, ids=[one[0] for one in REAL])
def test_real_files_are_read_whole(portal, shared_data, name, rows, aside):
    done = published_file(shared_data / name, key="real")
    assert (done.rows, done.rows_set_aside) == (rows, aside)


def fields(key="trees"):
    return {field.name: field for field in catalog.dataset(key).schema.fields}


def test_csv_types_decimal_commas_dates_and_places(portal, tmp_path):
    published(tmp_path)
    found = fields()
    assert {name: one.type for name, one in found.items()} == {
        "id": FieldType.INT, "kind": FieldType.TEXT, "age": FieldType.INT, "planted": FieldType.DATE,
        "height": FieldType.DOUBLE, "lat": FieldType.DOUBLE, "lon": FieldType.DOUBLE, "geo_point": FieldType.GEO_POINT,
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_csv_encodings(portal, tmp_path, encoding):
    text = "straße,größe\nWeseler Straße,3\nÄgidiistraße,4\nKönigsstraße,5\n"
    done = published(tmp_path, text.encode(encoding))
    assert done.rows == 3
    assert list(fields()) == ["strasse", "grosse"]


def test_identifiers_keep_their_zeros_and_digits(portal, tmp_path):
    published(
        tmp_path,
        "code,big,exact\n00123,12345678901234567890,9007199254740993\n04567,12345678901234567891,9007199254740995\n",
    )
    assert [fields()[name].type for name in ("code", "big", "exact")] == [FieldType.TEXT, FieldType.TEXT, FieldType.INT]
    from civora.core.policy.types import ANYONE
    from civora.core.query.ast import Query
    from civora.reading import queries as reading

    assert reading.rows(Query("trees"), ANYONE).rows[0] == ("00123", "12345678901234567890", 9007199254740993)


def test_nested_json_becomes_columns(portal, tmp_path):
    data = {"result": [{"a": {"b": 1.50, "c": "x"}, "d": [1, 2]}, {"a": {"b": 2, "c": None}, "d": []}]}
    published(tmp_path, json.dumps(data), name="nested.json")
    assert list(fields()) == ["a_b", "a_c", "d"]


def test_a_workbook_with_a_title_above_its_headings(portal, tmp_path):
    book = openpyxl.Workbook()
    for row in (("Trees of the city",), (), ("kind", "age"), ("oak", 3), ("lime", 4)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert published(tmp_path, out.getvalue(), name="trees.xlsx").rows == 2


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


BAD = [
    ("empty.csv", b"", "is empty"),
    ("blank.csv", b"\n\n  \n", "is empty"),
    ("page.xlsx", b"<!DOCTYPE html><html></html>", "holds a web page"),
    ("page.csv", b"<html><body>404</body></html>", "holds a web page"),
    ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
    ("paper.csv", b"%PDF-1.7 ...", "PDF"),
    ("meta.csv", b"<?xml version='1.0'?><a><b/></a>", "This is XML"),
    ("days.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
    ("map.topojson", b'{"type": "Topology", "objects": {}}', "TopoJSON"),
    ("ragged.csv", b"a,b\n" + b"1,2,3\n" * 40, "40 of 40 lines"),
    ("noise.csv", bytes(range(256)) * 40, "holds no table"),
    ("cut.json", b'[{"a": 1}, {"a": ', "not whole JSON"),
    ("latin.json", '[{"a": "Straße"}]'.encode("latin-1"), "not UTF-8"),
    ("latin.jsonl", '{"a": 1}\n{"a": "Straße"}\n'.encode("latin-1"), "not UTF-8"),
    ("cut.csv.gz", gzip.compress(b"a,b\n" + bytes(range(48, 58)) * 900)[:-20], "broken, cut off"),
    ("bomb.csv.gz", gzip.compress(b"0" * 30_000_000), "far more than it weighs"),
    ("headings.csv", b"a,b,c\n", "no rows"),
    ("broken.parquet", b"PAR1" + b"\0" * 100, "broken"),
    ("two.zip", packed(a__csv=b"x\n1\n", b__csv=b"x\n2\n"), "holds 2 files"),
    ("inner.zip", packed(a__zip=packed(b__csv=b"x\n1\n")), "archive inside"),
]


@pytest.mark.parametrize(("name", "content", "says"), BAD, ids=[one[0] for one in BAD])
def test_bad_files_are_refused_with_a_sentence_and_a_remedy(portal, tmp_path, name, content, says):
    with pytest.raises(FileRefused, match=says) as refused:
        published(tmp_path, content, name=name)
    assert refused.value.next_step
    assert not catalog.exists("trees")


def test_an_archive_that_claims_ten_gigabytes_is_refused_before_it_is_unpacked(portal, tmp_path):
    bomb = bytearray(packed(a__csv=b"x\n" + b"0" * 1000))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (4_000_000_000).to_bytes(4, "little")
    with pytest.raises(FileRefused, match=r"unpacks to 4,000,000,000 bytes"):
        published(tmp_path, bytes(bomb), name="bomb.zip")


def test_rows_that_do_not_fit_are_set_aside_with_row_and_reason(portal, tmp_path):
    lines = ["n,day"] + [f"{number},2024-01-{number % 28 + 1:02d}" for number in range(60)] + ["x,2024-01-01", "7,soon"]
    done = published(tmp_path, "\n".join(lines))
    assert (done.rows, done.rows_set_aside) == (60, 2)
    assert [(one.row, one.column) for one in done.set_aside] == [(61, "n"), (62, "day")]
    assert "“x” is not a whole number" in done.reasons[0]


def test_ragged_lines_are_set_aside(portal, tmp_path):
    text = "a,b\n" + "1,2\n" * 50 + "1,2,3,4\n" + "5,6\n"
    done = published(tmp_path, text)
    assert done.rows + done.rows_set_aside == 52
    assert any("does not have 2 cells" in reason for reason in done.reasons)
