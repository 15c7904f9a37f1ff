"""Messages between the server and its engine: a length, then a pickle. Both ends are this program; nobody else has the
socket. One message at a time stands in each direction of a channel.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

LENGTH = struct.Struct("!Q")
READ = 1 << 18


class Lost(Exception):
    """The other side has gone."""


class Overheard(Exception):
    """No answer in time."""


def send(channel: socket.socket, message: Any) -> None:
    """Raises Lost."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    try:
        channel.sendall(LENGTH.pack(len(body)) + body)
    except OSError:
        raise Lost from None


def receive(channel: socket.socket) -> Any:
    """The next message. Raises Lost at the end of the line, Overheard when the channel's time is up."""
    found = bytearray(_some(channel))
    while len(found) < LENGTH.size:
        found += _some(channel)
    (length,) = LENGTH.unpack_from(found)
    while len(found) < LENGTH.size + length:
        found += _some(channel)
    return pickle.loads(memoryview(found)[LENGTH.size :])  # from our own other half


def _some(channel: socket.socket) -> bytes:
    try:
        found = channel.recv(READ)
    except TimeoutError:
        raise Overheard from None
    except OSError:
        raise Lost from None
    if not found:
        raise Lost
    return found
