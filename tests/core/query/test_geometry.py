"""Geometry literals: three notations, one normal form, and no text that breaks out."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.query.geometry import BadGeometry, geometry


@pytest.mark.parametrize(
    ("text", "wkt"),
    [
        ("POINT(1 1)", "POINT (1.0 1.0)"),
        (" point z ( 1 2 3 ) ", "POINT (1.0 2.0)"),
        ("SRID=4326;POINT(-1.5 +2e1)", "POINT (-1.5 20.0)"),
        ("POINT EMPTY", "POINT EMPTY"),
        ("LINESTRING(0 0, 1 1)", "LINESTRING (0.0 0.0, 1.0 1.0)"),
        ("POLYGON((0 0, 0 1, 1 1))", "POLYGON ((0.0 0.0, 0.0 1.0, 1.0 1.0, 0.0 0.0))"),
        ("POLYGON((2.3 48.8, 2.4 48.9, 2.3 48.8))", "POLYGON ((2.3 48.8, 2.4 48.9, 2.3 48.8, 2.3 48.8))"),
        ("MULTIPOINT(1 2, 3 4)", "MULTIPOINT (1.0 2.0, 3.0 4.0)"),
        ("MULTIPOINT((1 2), (3 4))", "MULTIPOINT (1.0 2.0, 3.0 4.0)"),
        ("MULTILINESTRING((0 0,1 1),(2 2,3 3))", "MULTILINESTRING ((0.0 0.0, 1.0 1.0), (2.0 2.0, 3.0 3.0))"),
        ("MULTIPOLYGON(((0 0,0 1,1 1,0 0)))", "MULTIPOLYGON (((0.0 0.0, 0.0 1.0, 1.0 1.0, 0.0 0.0)))"),
        ("GEOMETRYCOLLECTION(POINT(1 2))", "GEOMETRYCOLLECTION (POINT (1.0 2.0))"),
        ('{"type": "Point", "coordinates": [1, 2]}', "POINT (1.0 2.0)"),
        ('{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}', "POINT (1.0 2.0)"),
        ("0101000000000000000000F03F000000000000F03F", "POINT (1.0 1.0)"),
        ("0101000020E6100000000000000000F03F000000000000F03F", "POINT (1.0 1.0)"),
        ("00000000013FF00000000000003FF0000000000000", "POINT (1.0 1.0)"),
        ("01E9030000000000000000F03F000000000000F03F0000000000000040", "POINT (1.0 1.0)"),
    ],
)
def test_normal_form(text: str, wkt: str) -> None:
    assert geometry(text).wkt == wkt
    assert geometry(wkt).wkt == wkt


def test_bounds() -> None:
    assert geometry("POLYGON((2 48, 3 48, 3 49))").bounds == (2.0, 48.0, 3.0, 49.0)
    assert geometry("GEOMETRYCOLLECTION(POINT(9 1), LINESTRING(1 2, 3 4))").bounds == (1.0, 1.0, 9.0, 4.0)
    assert geometry("POLYGON EMPTY").bounds is None


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "POINT", "POINT(1)", "POINT(1 1", "POINT(a b)", "POINT(1 2) x", "POINT(1e999 1)", "LINESTRING(1 2)",
        "POLYGON(())", "POLYGON((0 0, 1 1))", "MULTIPOLYGON(EMPTY)", "CIRCLE(1 1)", "{}", "[1]", '{"type": "Point"}',
        '{"type": "Point", "coordinates": ["a", "b"]}', '{"type": "Point", "coordinates": [true, 1]}',
        '{"type": "LineString", "coordinates": [1, 2]}', '{"type": "Point", "coordinates": [NaN, 1]}', "0101", "ff" * 20,
        '{"type":' * 20_000, "GEOMETRYCOLLECTION(" * 5_000, "SRID=3857;POINT(1 1)", "POINT(1 1); DROP TABLE t",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_is_no_geometry_is_refused(text: str) -> None:
    with pytest.raises(BadGeometry, match="is not a geometry"):
        geometry(text)


def test_a_count_beyond_the_bytes_is_refused() -> None:
    with pytest.raises(BadGeometry):
        geometry(struct.pack("<BII", 1, 2, 4_000_000_000).hex())
    with pytest.raises(BadGeometry):
        geometry((struct.pack("<BII", 1, 4, 1) + struct.pack("<BII", 1, 2, 0)).hex())


numbers = st.floats(-180, 180)
positions = st.tuples(numbers, numbers)
shapes = st.one_of(
    st.builds(lambda place: {"type": "Point", "coordinates": place}, positions),
    st.builds(lambda line: {"type": "LineString", "coordinates": line}, st.lists(positions, min_size=2)),
    st.builds(
        lambda rings: {"type": "Polygon", "coordinates": rings}, st.lists(st.lists(positions, min_size=3), min_size=1)
    ),
)


@given(shapes)
def test_geojson_and_its_wkt_are_one_geometry(shape: Any) -> None:
    found = geometry(json.dumps(shape))
    assert geometry(found.wkt) == found


@given(st.text() | st.text(alphabet="POINTLESRGY()0123456789. ,") | st.binary().map(bytes.hex))
def test_any_text_is_a_geometry_or_refused(text: str) -> None:
    try:
        found = geometry(text)
    except BadGeometry as error:
        assert error.message
    else:
        assert geometry(found.wkt) == found
