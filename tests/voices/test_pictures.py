"""Pictures are made anew: nothing survives but what they show; bombs and disguises are refused."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from civora.core.policy.types import Reader
from civora.voices import actions, queries
from civora.voices.errors import BadPicture, PictureTooLarge, UnknownPicture
from civora.voices.rules import pictures
from civora.voices.types import Box

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
SECRET = b"51.9607-SECRET"


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"  # type: ignore[attr-defined]  # pytest-django's settings
    return tmp_path / "attachments"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "red", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    """A photo as telephones make it: turned, with place, owner, comment and a thumbnail of before."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation
    exif[0x013B] = SECRET.decode()  # artist
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 57.0, 38.0), 3: "E", 4: (7.0, 37.0, 34.0)})
    return photo(exif=exif, comment=SECRET) + b"<?php " + SECRET


def test_place_owner_and_trailing_bytes_are_gone_and_the_picture_stands_upright(folder: Path) -> None:
    sent = with_place()
    assert sent.count(SECRET) == 3
    key = actions.attach(subject="report:a", data=sent, alt="A lamp", at=AT)
    card = queries.picture(key)
    assert (card.width, card.height, card.alt) == (480, 640, "A lamp")
    for small in (False, True):
        kept = queries.picture_file(key, is_small=small)
        assert SECRET not in kept
        assert b"Exif" not in kept
        with Image.open(io.BytesIO(kept)) as found:
            assert found.format == "JPEG"
            assert not found.getexif()
    assert sorted(path.suffix for path in folder.rglob("*.*")) == [".jpg", ".jpg"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_pictures_of_all_kinds_become_plain_ones(kind: str) -> None:
    key = actions.attach(subject="report:a", data=photo(kind, (3000, 1000)), at=AT)
    assert (queries.picture(key).width, queries.picture(key).height) == (2048, 683)
    assert [one.key for one in queries.pictures("report:a")] == [key]
    assert list(queries.pictures_of(["report:a", "report:b"])) == ["report:a"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a<script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"%PDF-1.7 /JS",
        b"PK\x03\x04" + b"\0" * 50, photo()[:200], b"\x89PNG\r\n\x1a\n" + b"\0" * 40, photo("GIF"), photo("BMP"), photo("TIFF"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words(data: bytes, folder: Path) -> None:
    with pytest.raises(BadPicture) as refused:
        actions.attach(subject="report:a", data=data, at=AT)
    assert refused.value.next_step
    assert not list(folder.rglob("*.*"))


def test_a_script_inside_a_picture_does_not_survive() -> None:
    sent = photo(comment=b"*/=alert(document.cookie);/*")
    kept = pictures.made(b"\xff\xd8" + sent[2:] + b"PK\x05\x06<script>alert(1)</script>").whole
    assert b"alert" not in kept
    assert b"PK\x05\x06" not in kept


def huge_png(edge: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("edge", [7_000, 10_000, 30_000, 65_000])
def test_a_small_file_with_millions_of_pixels_is_refused_before_it_is_unpacked(edge: int) -> None:
    tracemalloc.start()
    with pytest.raises(PictureTooLarge):
        pictures.made(huge_png(edge))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_photo_of_a_hundred_megapixels_is_reduced_while_it_is_read() -> None:
    """Large cameras are served: a plain JPEG is decoded at a quarter of its size; a progressive one is refused."""
    out = io.BytesIO()
    Image.new("L", (11_600, 8_700), 120).save(out, "JPEG", quality=30)
    made = pictures.made(out.getvalue())
    assert (made.width, made.height) == (2048, 1536)


def test_a_jpeg_that_must_be_held_whole_is_refused_when_it_is_large() -> None:
    out = io.BytesIO()
    Image.new("L", (7_000, 7_000), 120).save(out, "JPEG", quality=30, progressive=True)
    assert not pictures.is_read_in_one_go(out.getvalue())
    with pytest.raises(PictureTooLarge):
        pictures.made(out.getvalue())


def test_a_file_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        pictures.made(b"\xff\xd8" + b"\0" * pictures.MOST_BYTES)


def test_a_redacted_face_cannot_be_told_from_its_surroundings() -> None:
    face = Image.new("RGB", (400, 400), "white")
    for x in range(100, 200, 2):
        face.paste("black", (x, 100, x + 1, 200))
    out = io.BytesIO()
    face.save(out, "JPEG", quality=95)
    key = actions.attach(subject="report:a", data=out.getvalue(), at=AT)
    before = queries.picture_file(key)
    actions.redact(key=key, boxes=(Box(0.25, 0.25, 0.25, 0.25),), reader=Reader("mo@example.org"), at=AT)
    after = queries.picture_file(key)
    assert before != after
    with Image.open(io.BytesIO(after)) as found:
        part = found.convert("L").crop((100, 100, 200, 200))
        assert max(part.get_flattened_data()) - min(part.get_flattened_data()) < 30
        assert min(found.convert("L").crop((0, 0, 90, 90)).get_flattened_data()) > 240
    assert queries.picture(key).is_redacted


@pytest.mark.parametrize(
    "boxes", [(), (Box(0, 0, 0, 0),), (Box(-1, 0, 1, 1),), (Box(0, 0, 2, 1),), (Box(float("nan"), 0, 1, 1),)]
)
def test_boxes_lie_inside_the_picture(boxes: tuple[Box, ...]) -> None:
    key = actions.attach(subject="report:a", data=photo(), at=AT)
    with pytest.raises(BadPicture):
        actions.redact(key=key, boxes=boxes, reader=Reader("mo@example.org"), at=AT)


@pytest.mark.parametrize("key", ["", "../../secret", "a/b", "nothing-here", "a" * 99, "%2e%2e"])
def test_no_key_leads_outside_the_folder(key: str) -> None:
    with pytest.raises(UnknownPicture):
        queries.picture_file(key)


def test_a_removed_picture_is_gone_from_the_disk(folder: Path) -> None:
    key = actions.attach(subject="report:a", data=photo(), at=AT)
    actions.remove_picture(key=key, by="mo@example.org", at=AT)
    assert not list(folder.rglob("*.jpg"))
    with pytest.raises(UnknownPicture):
        queries.picture(key)
