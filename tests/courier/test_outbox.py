"""Mail without a mail server: kept whole, in a folder of its owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail

from civora.courier import outbox


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.OUTBOX = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "civora.courier.outbox.OutboxBackend"
    return tmp_path / "outbox"


def test_an_empty_outbox_has_no_letters() -> None:
    assert outbox.letters() == ()


def test_a_letter_is_kept_whole(folder: Path) -> None:
    assert send_mail("Grüße", "Schöne Bäume\n", "civora@localhost", ["eva@example.org"]) == 1
    (found,) = outbox.letters()
    assert (found.to, found.subject, found.text) == ("eva@example.org", "Grüße", "Schöne Bäume\n")
    assert folder.stat().st_mode & 0o077 == 0


def test_letters_are_newest_first_and_limited() -> None:
    for number in range(5):
        send_mail(f"Letter {number}", "", "civora@localhost", ["eva@example.org"])
    assert [letter.subject for letter in outbox.letters(2)] == ["Letter 4", "Letter 3"]


def test_of_a_letter_in_two_forms_the_plain_one_is_shown() -> None:
    letter = EmailMultiAlternatives("Both", "plain words", "civora@localhost", ["eva@example.org"])
    letter.attach_alternative("<p>rich words</p>", "text/html")
    letter.send()
    assert outbox.letters()[0].text.strip() == "plain words"


def test_a_file_that_is_no_letter_does_not_close_the_outbox(folder: Path) -> None:
    folder.mkdir()
    (folder / "20250101T000000000000-0.eml").write_bytes(b"\xff\xfe not a letter \x00")
    (folder / "20250102T000000000000-0.eml").write_bytes(
        b"Subject: x\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe9"
    )
    assert len(outbox.letters()) == 2


def test_a_subject_with_a_line_break_is_not_sent() -> None:
    with pytest.raises(ValueError, match="newline"):
        send_mail("Hello\nBcc: all@example.org", "", "civora@localhost", ["eva@example.org"])
