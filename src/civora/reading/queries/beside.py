"""Files beside the rows: whoever may see the rows may have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownAttachment
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.reading.errors import RowsNotOpen
from civora.reading.queries.asked import seen
from civora.reading.types import Export

CHUNK = 1 << 18


def attachment(key: str, name: str, reader: Reader, *, door: str = "page") -> Export:
    """One file, as a download. Raises UnknownDataset, RowsNotOpen, UnknownAttachment."""
    card, decision = seen(key, reader, None, "en")
    if not decision.sees_rows:
        raise RowsNotOpen("You don't have permission to access the requested resource")
    found = next((one for one in card.attachments if one.key == name), None)
    path = catalog.attachment_path(found.checksum) if found else None
    if found is None or path is None or not path.is_file():
        raise UnknownAttachment(name)
    if decision.is_open:
        ledger.count_read(dataset=key, door=door, at=timezone.now())
    else:
        ledger.record_access(by=reader.person, dataset=key, version=card.version, door=door, at=timezone.now())
    return Export(pieces(path), found.media_type, found.key, f'"{found.checksum[:32]}"', card)


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK), b"")
