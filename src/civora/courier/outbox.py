"""The outbox folder: each message a file, named by time, complete."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as Outgoing
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Writes each message to the outbox folder instead of sending it."""

    def send_messages(self, email_messages: Sequence[Outgoing]) -> int:
        folder = Path(settings.OUTBOX)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number, message in enumerate(email_messages):
            content = message.message().as_bytes()
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{number}-{secrets.token_hex(3)}.eml"
            part = folder / f"{name}.part"
            part.write_bytes(content)
            part.rename(folder / name)  # seen only when it is whole
        return len(email_messages)

    def letters(self, limit: int = 100) -> tuple[Letter, ...]:
        """What was kept, newest first: the desk asks the mail connection that the settings name."""
        return letters(limit)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as the desk shows it."""

    name: str
    to: str
    subject: str
    text: str
    at: datetime | None = None


def letters(limit: int = 100) -> tuple[Letter, ...]:
    """The newest messages in the outbox."""
    folder = Path(settings.OUTBOX)
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)[:limit] if folder.exists() else []
    return tuple(_letter(folder / name) for name in names)


def _letter(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return Letter(
        path.name,
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        _text(body) if body else "",
        _moment(path.name),
    )


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(body: Message) -> str:
    """The words of a letter; in a charset that nobody knows, what of it is UTF-8."""
    content = body.get_payload(decode=True)
    try:
        return bytes(content).decode(body.get_content_charset("utf-8"), "replace")
    except LookupError:
        return bytes(content).decode("utf-8", "replace")
