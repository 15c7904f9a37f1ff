"""A delivery from wherever it lies: a file, a folder of like tables, an address of the web.

Addresses are resolved once, refused where they lie in a private network, and connected to as checked, so that a name cannot
change its meaning in between. Redirects are checked anew.
"""

from __future__ import annotations

import csv
import http.client
import ipaddress
import socket
import ssl
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from civora.intake.actions.receive import receive
from civora.intake.errors import FileRefused, SourceRefused
from civora.intake.formats import tables
from civora.intake.types import DeliveryCard

SECONDS = 30
SECONDS_IN_ALL = 600
REDIRECTS = 5
CHUNK = 1 << 20


def received(*, source: str, by: str, at: datetime) -> DeliveryCard:
    """Keep what lies at `source`. Raises FileRefused, FileTooLarge, SourceRefused."""
    if source.startswith(("http://", "https://")):
        name = Path(urlsplit(source).path).name or "download"
        return receive(name=name, chunks=fetched(source), source=source, by=by, at=at)
    path = Path(source)
    if path.is_dir():
        with tempfile.NamedTemporaryFile(suffix=".csv") as joined_file:
            joined(path, Path(joined_file.name))
            return receive(
                name=f"{path.resolve().name}.csv", path=Path(joined_file.name), source=str(path), by=by, at=at
            )
    if not path.exists():
        raise FileRefused(f"There is no file or folder {source}.", next_step="Check the name.")
    return receive(name=path.name, path=path, source="", by=by, at=at)


# ---- folders ----------------------------------------------------------------------------------------------------


def joined(folder: Path, target: Path) -> None:
    """All text tables below the folder, one under another. Raises FileRefused where their headings differ."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in tables.Csv.endings)
    if not paths:
        raise FileRefused(f"{folder} holds no CSV files.", next_step="Publish other formats one by one.")
    headings: list[str] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        for path in paths:
            rows = rows_of(path)
            first = next(rows, [])
            if not headings:
                headings = first
                writer.writerow(headings)
            elif first != headings:
                raise FileRefused(
                    f"{path.name} has other headings than {paths[0].name}.",
                    next_step="Put tables of one shape into a folder.",
                )
            writer.writerows(rows)


def rows_of(path: Path) -> Iterator[list[str]]:
    encoding = tables.encoding_of(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        sample = file.read(tables.SAMPLE)
        file.seek(0)
        yield from csv.reader(file, delimiter=tables.delimiter_of(sample))


# ---- the web ------------------------------------------------------------------------------------------------------


def fetched(address: str) -> Iterator[bytes]:
    """The body at the address, in chunks. Raises SourceRefused."""
    deadline = time.monotonic() + SECONDS_IN_ALL
    for _ in range(REDIRECTS + 1):
        connection, answer = asked(address)
        if answer.status in (301, 302, 303, 307, 308):
            address = urljoin(address, answer.getheader("Location") or "")
            connection.close()
            continue
        if answer.status != 200:  # noqa: PLR2004 (OK)
            connection.close()
            raise SourceRefused(f"{address[:200]} answered {answer.status}.", next_step="Check the address.")
        try:
            while chunk := answer.read(CHUNK):
                if time.monotonic() > deadline:
                    raise SourceRefused("The download took too long.", next_step="Send the file itself.")
                yield chunk
        finally:
            connection.close()
        return
    raise SourceRefused("The address leads from one to the next without end.", next_step="Give the last one.")


def asked(address: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceRefused(
            f"{address[:200]!r} is no web address.", next_step="Give an address that begins with https://."
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    place = checked_place(parts.hostname, port)
    try:
        connection = connected(parts.scheme, parts.hostname, place, port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"Host": parts.netloc.rpartition("@")[2], "User-Agent": "Civora"})
        return connection, connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise SourceRefused(f"{parts.hostname} does not answer.", next_step="Try again, or send the file.") from error


def checked_place(host: str, port: int) -> str:
    """The numeric address to connect to. Raises SourceRefused where any of the host's addresses is private."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise SourceRefused(f"There is no host {host}.", next_step="Check the address.") from error
    for one in found:
        if not ipaddress.ip_address(one).is_global and not settings.CIVORA_INTAKE_ALLOW_PRIVATE:
            raise SourceRefused(
                f"{host} lies in a private network.",
                next_step="Send the file itself; the operator may allow such addresses.",
            )
    return sorted(found)[0]


def connected(scheme: str, host: str, place: str, port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(place, port, timeout=SECONDS)
    connection.connect()
    if scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    return connection
