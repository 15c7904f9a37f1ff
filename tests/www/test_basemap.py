"""The base map of the city pack: what is wrong is said, what is right is drawn, and only its own hosts are allowed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from civora.core.basemap import BadBase, from_pack
from civora.www import basemap
from tests.factories.publishing import published

RASTER = {"kind": "raster", "tiles": "https://tile.example.org/{z}/{x}/{y}.png", "attribution": "© Somebody"}
SHAPES = b"\x1a\x02hi"


def pack(**base):
    return {"city": {"name": "Town"}, "map": {"base": base}}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A PMTiles file of shapes with one tile, 0/0/0, compressed as the format has it."""
    path = tmp_path / "town.pmtiles"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(0, 0, 0), gzip.compress(SHAPES))
        box = {"min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 1, "max_lat_e7": 1, "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}  # fmt: skip
        head = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 0, "max_zoom": 0} | box
        writer.finalize(head, {"vector_layers": [{"id": "water"}, {"id": "roads"}]})
    return path


@pytest.fixture
def town(portal, settings, tmp_path):
    """Sets the base map of the pack."""
    settings.ALLOWED_HOSTS = ["testserver"]

    def chosen(**base):
        settings.CITY, settings.CITY_FOLDER = pack(**base), tmp_path
        basemap.kept.cache_clear()

    yield chosen
    basemap.kept.cache_clear()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "wms"}, "names no kind"),
        ({"attribution": ""}, "whose map it is"),
        ({"tiles": "tile.example.org/{z}/{x}/{y}"}, "tiles is no address"),
        ({"tiles": "javascript:alert(1)//{z}{x}{y}"}, "tiles is no address"),
        ({"tiles": "https://a.example.org; script-src *//{z}/{x}/{y}"}, "tiles is no address"),
        ({"tiles": "https://tile.example.org/map.png"}, "no address of tiles"),
        ({"opacity": "half"}, "opacity is no number"),
        ({"maxzoom": 99}, "maxzoom is no number"),
        ({"hosts": "https://a.example.org"}, "hosts is no list"),
        ({"hosts": ["*"]}, "hosts is no address"),
        ({"attribution_url": "javascript:alert(1)"}, "attribution_url is no address"),
        ({"kind": "vector"}, "style is no address"),
        ({"kind": "pmtiles"}, "There is no file"),
        ({"kind": "pmtiles", "file": "nowhere.pmtiles"}, "There is no file nowhere.pmtiles"),
        ({"kind": "pmtiles", "file": __file__}, "is no PMTiles file"),
    ],
)
def test_what_cannot_be_used_says_the_key_and_what_to_write(changes, words):
    with pytest.raises(BadBase, match=words) as refused:
        from_pack(pack(**(RASTER | changes)), None)
    assert refused.value.next_step


def test_a_pack_without_a_base_map_has_the_quiet_one():
    assert from_pack({}, None) is None
    assert from_pack({"map": {"places": []}}, None) is None


def test_hosts_are_those_that_are_asked_and_no_other():
    found = from_pack(
        pack(kind="vector", attribution="©", style="https://a.example.org/style.json", hosts=["https://fonts.example.org/x"]), None
    )  # fmt: skip
    assert found.hosts == ("https://a.example.org", "https://fonts.example.org")


def test_pages_allow_the_host_and_the_map_names_it(client, town, tmp_path):
    published(tmp_path)
    assert "example.org" not in client.get("/")["Content-Security-Policy"]
    town(**RASTER)
    allowed = dict(part.strip().split(" ", 1) for part in client.get("/")["Content-Security-Policy"].split(";"))
    assert "https://tile.example.org" in allowed["img-src"] and "https://tile.example.org" in allowed["connect-src"]
    assert "tile.example.org" not in allowed["script-src"] + allowed["default-src"]
    found = client.get("/datasets/trees/map.json").json()["base"]
    assert (found["kind"], found["tiles"]) == ("raster", RASTER["tiles"])
    assert found["attribution"] == {"text": "© Somebody", "url": ""}


def test_a_wrong_one_leaves_the_quiet_one_and_is_logged(client, town, tmp_path, caplog):
    published(tmp_path)
    town(kind="raster")
    assert client.get("/datasets/trees/map.json").json()["base"] is None
    assert "cannot be used" in caplog.text


def test_the_city_s_own_archive_is_served_by_the_portal(client, town, archive, tmp_path):
    published(tmp_path)
    assert client.get("/-/base/0/0/0").status_code == 404
    town(kind="pmtiles", file=archive.name, attribution="© Town")
    found = client.get("/datasets/trees/map.json").json()["base"]
    assert found["kind"] == "shapes" and found["layers"] == ["water", "roads"] and found["maxzoom"] == 0
    assert found["tiles"].endswith("/-/base/{z}/{x}/{y}")
    plain, packed = client.get("/-/base/0/0/0"), client.get("/-/base/0/0/0", headers={"Accept-Encoding": "gzip"})
    assert plain.content == SHAPES and plain["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert gzip.decompress(packed.content) == SHAPES and packed["Content-Encoding"] == "gzip"
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert client.get("/-/base/0/0/0", headers={"If-None-Match": plain["ETag"]}).status_code == 304
    for nothing in ("/-/base/1/0/0", "/-/base/0/7/7", "/-/base/99/0/0", "/-/base/3/99999999999/0"):
        assert client.get(nothing).status_code == 204
