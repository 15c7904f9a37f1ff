"""Files beside the rows: manuals, pictures, forms. Kept once per content, named by their checksum."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import AttachmentCard
from civora.intake.actions.receive import written
from civora.intake.errors import FileRefused, FileTooLarge
from civora.intake.rules import beside

HEAD = 4096
CHUNK = 1 << 20


def attach(
    *,
    key: str,
    name: str,
    by: str,
    at: datetime,
    title: str = "",
    path: Path | None = None,
    chunks: Iterable[bytes] = (),
) -> AttachmentCard:
    """Put a file beside the rows of a dataset; one of the same name is replaced. It is as open as the rows are, and no
    rule narrows it.

    Raises UnknownDataset, FileRefused, FileTooLarge.
    """
    catalog.number(key)
    attachment = beside.key_of(name)
    if path is not None and not path.is_file():
        raise FileRefused(f"There is no file {path}.", next_step="Check the name.")
    spool = Path(settings.CIVORA_LAKE["spool"]) / f"attach-{uuid.uuid4().hex}"
    spool.parent.mkdir(parents=True, exist_ok=True)
    try:
        most = settings.CIVORA_ATTACHMENT_MAX_BYTES
        checksum = written(bounded(pieces(path) if path else chunks, most), spool)
        with spool.open("rb") as file:
            kind = beside.media_type(file.read(HEAD), attachment)
        size, place = spool.stat().st_size, catalog.attachment_path(checksum)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        spool.replace(place)
    finally:
        spool.unlink(missing_ok=True)
    shown = (title or name)[:300].strip() or attachment
    catalog_actions.attach(
        key=key, attachment=attachment, title=shown, media_type=kind, size=size, checksum=checksum, by=by, at=at
    )
    return AttachmentCard(attachment, shown, kind, size, checksum)


def detach(*, key: str, name: str, by: str, at: datetime) -> None:
    """Take a file away; its bytes go with it, unless another dataset has the same. Raises UnknownDataset, UnknownAttachment."""
    with transaction.atomic():
        checksum = catalog_actions.detach(key=key, attachment=name, by=by, at=at)
        if checksum:
            transaction.on_commit(lambda: catalog.attachment_path(checksum).unlink(missing_ok=True))


def pieces(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK), b"")


def bounded(chunks: Iterable[bytes], most: int) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise FileTooLarge(
                f"The file is larger than {most:,} bytes.", next_step="Send less, or raise CIVORA_ATTACHMENT_MAX_MB."
            )
        yield chunk
