"""Which bytes a Range header means."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from civora.protocols.shared import ranges
from civora.protocols.shared.ranges import Wanted
from civora.reading.types import Export

TAG = '"t"'


@pytest.fixture(autouse=True)
def spool(tmp_path, settings):
    settings.CIVORA_LAKE = {"spool": tmp_path / "spool"}
    ranges._kept.clear()


def export(tag=TAG, made=None):
    def chunks():
        if made is not None:
            made.append(tag)
        yield b"01234"
        yield b"56789"

    return Export(chunks(), "text/plain", "a.txt", tag, SimpleNamespace())


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-4", Wanted(0, 4)),
        ("bytes=5-", Wanted(5, None)),
        ("bytes=-3", Wanted(None, 3)),
        ("bytes = 1 - 2", Wanted(1, 2)),
        ("bytes=4-1", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=" + "9" * 40 + "-", None),
        ("", None),
    ],
)
def test_what_is_asked_for(header, wanted):
    assert ranges.asked_for({"Range": header}, TAG) == wanted


def test_a_file_that_has_changed_since_is_sent_whole():
    assert ranges.asked_for({"Range": "bytes=0-1", "If-Range": '"older"'}, TAG) is None
    assert ranges.asked_for({"Range": "bytes=0-1", "If-Range": TAG}, TAG) == Wanted(0, 1)


@pytest.mark.parametrize(
    ("wanted", "bounds", "content"),
    [
        (Wanted(2, 6), (2, 6), b"23456"),
        (Wanted(7, None), (7, 9), b"789"),
        (Wanted(None, 4), (6, 9), b"6789"),
        (Wanted(None, 40), (0, 9), b"0123456789"),
        (Wanted(3, 999), (3, 9), b"3456789"),
    ],
)
def test_a_part(wanted, bounds, content):
    found = ranges.part(export(), wanted)
    assert (found.first, found.last, found.size) == (*bounds, 10)
    assert b"".join(found.chunks) == content


def test_beyond_the_end_there_is_nothing():
    assert ranges.part(export(), Wanted(10, None)) is None
    assert ranges.part(export(), Wanted(None, 0)) is None


def test_parts_of_one_file_cost_one_export_while_few_others_are_read():
    made = []
    for _ in range(3):
        ranges.part(export(made=made), Wanted(0, 1))
    assert made == [TAG]
    for number in range(ranges.KEPT_FILES):
        ranges.part(export(f'"{number}"', made), Wanted(0, 1))
    ranges.part(export(made=made), Wanted(0, 1))
    assert made.count(TAG) == 2


def test_a_file_too_large_to_keep_is_refused(monkeypatch):
    monkeypatch.setattr(ranges, "MOST_BYTES", 7)
    with pytest.raises(ranges.TooLargeForParts):
        ranges.part(export(), Wanted(0, 1))
