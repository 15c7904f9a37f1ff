"""Files beside the rows: kept once, named safely, handed out to those who see the rows, and run by no browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownAttachment, UnknownDataset
from civora.core.policy.types import ANYONE, Reader
from civora.intake import actions as intake
from civora.intake.errors import FileRefused, FileTooLarge
from civora.intake.rules import beside
from civora.ledger import queries as ledger
from civora.reading import queries as reading
from civora.reading.errors import RowsNotOpen
from civora.reading.queries import asked
from tests.factories.publishing import AT, published

PDF = b"%PDF-1.7 a manual"


def attach(name: str = "manual.pdf", content: bytes = PDF, key: str = "trees", **more: str) -> str:
    return intake.attach(key=key, name=name, chunks=[content], by="eva@example.org", at=AT, **more).key


def content(key: str, name: str, reader: Reader = ANYONE) -> bytes:
    asked.kept.forget()
    return b"".join(reading.attachment(key, name, reader).chunks)


@pytest.mark.django_db
def test_there_and_back(portal: Path, tmp_path: Path) -> None:
    published(tmp_path)
    assert attach(title="The manual") == "manual.pdf"
    assert content("trees", "manual.pdf") == PDF
    card = reading.card("trees", ANYONE).attachments[0]
    assert (card.title, card.media_type, card.bytes) == ("The manual", "application/pdf", len(PDF))
    assert content("trees", "manual.pdf") == PDF
    assert [one.event for one in ledger.entries(limit=1)] == ["catalog.attachment.added"]
    attach(content=PDF + b" in its second edition")
    assert content("trees", "manual.pdf").endswith(b"second edition")


@pytest.mark.django_db
def test_equal_bytes_lie_once_and_go_with_the_last(portal: Path, tmp_path: Path) -> None:
    published(tmp_path)
    attach("a.pdf"), attach("b.pdf")
    asked.kept.forget()
    path = catalog.attachment_path(reading.card("trees", ANYONE).attachments[0].checksum)
    assert len({path for _, _, path in catalog.attachment_files()}) == 1
    intake.detach(key="trees", name="a.pdf", by="eva@example.org", at=AT)
    assert content("trees", "b.pdf") == PDF and path.exists()
    with pytest.raises(UnknownAttachment):
        content("trees", "a.pdf")
    with pytest.raises(UnknownAttachment):
        intake.detach(key="trees", name="a.pdf", by="eva@example.org", at=AT)


@pytest.mark.django_db
def test_bytes_are_removed(portal: Path, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    published(tmp_path)
    attach()
    asked.kept.forget()
    path = catalog.attachment_path(reading.card("trees", ANYONE).attachments[0].checksum)
    with django_capture_on_commit_callbacks(execute=True):
        intake.detach(key="trees", name="manual.pdf", by="eva@example.org", at=AT)
    assert not path.exists()


@pytest.mark.django_db
def test_the_policy_of_the_rows_is_theirs(portal: Path, tmp_path: Path) -> None:
    published(tmp_path, policy={"access": "org:parks", "cards": "open"})
    attach()
    with pytest.raises(RowsNotOpen):
        reading.attachment("trees", "manual.pdf", ANYONE)
    mine = Reader(person="eva@example.org", organisations=frozenset({"parks"}))
    assert content("trees", "manual.pdf", mine) == PDF
    published(tmp_path, key="closed", policy={"access": "org:parks"})
    attach(key="closed")
    with pytest.raises(UnknownDataset):
        reading.attachment("closed", "manual.pdf", ANYONE)
    with pytest.raises(UnknownDataset):
        reading.attachment("closed", "nothing.pdf", ANYONE)


@pytest.mark.django_db
def test_what_is_not_taken(portal: Path, tmp_path: Path, settings: object) -> None:
    published(tmp_path)
    for name, bad in (("a.pdf", b""), ("run.pdf", b"MZ\x90"), ("run.sh", b"#!/bin/sh"), ("..", PDF), ("///", PDF)):
        with pytest.raises(FileRefused):
            attach(name, bad)
    settings.CIVORA_ATTACHMENT_MAX_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(FileTooLarge):
        attach()
    with pytest.raises(UnknownDataset):
        attach(key="nowhere")
    assert not reading.card("trees", ANYONE).attachments and not list((portal / "spool").iterdir())


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.pdf", b"%PDF-1.4", "application/pdf"), ("a.pdf", b"<html>", "application/octet-stream"), ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.html", b"<script>alert(1)</script>", "application/octet-stream"), ("a.svg", b"<svg onload='x()'>", "application/octet-stream"),
        ("a.txt", "Grüße".encode(), "text/plain"), ("a.txt", b"\x00\x01", "application/octet-stream"), ("a.csv", b"a;b", "text/csv"),
        ("a.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.bin", b"PK\x03\x04", "application/zip"), ("a.webp", b"RIFF0000WEBP", "image/webp"), ("a.json", b"{}", "application/json"),
        ("a.txt", b"x" * 4095 + "ü".encode()[:1], "text/plain"),
    ],
)  # fmt: skip
def test_the_content_decides(name: str, start: bytes, kind: str) -> None:
    assert beside.media_type(start, name) == kind


@given(st.text(max_size=200))
def test_no_name_leaves_its_folder(name: str) -> None:
    try:
        key = beside.key_of(name)
    except FileRefused:
        return
    assert key and not key.startswith(".") and "/" not in key and "\\" not in key and key.isascii() and len(key) <= 100
