"""Receiving: the bytes are kept as they came, with their checksum, before anybody reads them."""

from __future__ import annotations

import hashlib
import mmap
import os
import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from civora.intake import events
from civora.intake.errors import FileRefused, FileTooLarge
from civora.intake.models import Delivery
from civora.intake.queries.deliveries import folder
from civora.intake.types import DeliveryCard
from civora.ledger import actions as ledger

CHUNK = 1 << 22
BLOCK = 4096  # what direct writes are a multiple of


@transaction.atomic
def receive(
    *,
    name: str,
    by: str,
    at: datetime,
    path: Path | None = None,
    chunks: Iterable[bytes] | None = None,
    source: str = "",
) -> DeliveryCard:
    """Keep a file from disk or an upload in pieces. Raises FileRefused, FileTooLarge."""
    uid = uuid.uuid4().hex
    target = folder(uid) / "content"
    target.parent.mkdir(parents=True, mode=0o700)
    try:
        checksum = copied(path, target) if path else written(chunks or (), target)
    except BaseException:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    size = target.stat().st_size
    Delivery.objects.create(
        uid=uid, at=at, by=by, file_name=name[:300], size=size, checksum=checksum, source=source[:1000]
    )
    ledger.record(events.DeliveryReceived(uid, name[:300], size, checksum), by=by, at=at)
    return DeliveryCard(uid, name[:300], size, checksum, target, source)


def copied(path: Path, target: Path) -> str:
    """A copy that shares its blocks where the file system can; the checksum is taken while it is read."""
    if not path.is_file():
        raise FileRefused(f"There is no file {path}.", next_step="Check the name.")
    if path.stat().st_size > settings.CIVORA_INTAKE_MAX_BYTES:
        raise too_large()
    try:
        return past_the_cache(path, target)
    except OSError:  # this file system cannot, or not here
        with path.open("rb") as file:
            return written(iter(lambda: file.read(CHUNK), b""), target)


def past_the_cache(path: Path, target: Path) -> str:
    """Written straight to the disk: a large file costs a quarter of the time, and drives nothing out of memory."""
    digest, size = hashlib.sha256(), 0
    out = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_DIRECT", 0), 0o600)
    try:
        with mmap.mmap(-1, CHUNK) as buffer, path.open("rb", buffering=0) as file, memoryview(buffer) as view:
            while count := filled(file, view):
                digest.update(view[:count])
                size += count
                whole = -(-count // BLOCK) * BLOCK
                if os.write(out, view[:whole]) != whole:
                    raise OSError("the disk took a part only")
        os.truncate(target, size)
    finally:
        os.close(out)
    return digest.hexdigest()


def filled(file: BinaryIO, view: memoryview) -> int:
    """As many bytes as fit; fewer only at the end of the file."""
    count = 0
    while count < len(view) and (more := file.readinto(view[count:])):  # type: ignore[attr-defined]  # a raw file has it
        count += more
    return count


def written(chunks: Iterable[bytes], target: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.CIVORA_INTAKE_MAX_BYTES:
                raise too_large()
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def too_large() -> FileTooLarge:
    most = settings.CIVORA_INTAKE_MAX_BYTES
    return FileTooLarge(
        f"The file is larger than {most:,} bytes.", next_step="Send it in parts, or raise CIVORA_INTAKE_MAX_MB."
    )
