"""The one error that people meet: what happened, where, and what to do next."""

from __future__ import annotations


class CivoraError(Exception):
    """Something a person can understand and mend.

    `code` is stable and starts with the room (`catalog.unknown_dataset`); `message` is a sentence for people;
    `next_step` says what to do. Each surface maps the class to its own status and body once.
    """

    code = "core.error"

    def __init__(self, message: str, *, next_step: str = "", **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.details = details


class NotFound(CivoraError):
    """The thing does not exist, or not for this reader: both look alike (404)."""

    code = "core.not_found"


class NotAllowed(CivoraError):
    """The thing is known to the reader, but she may not do this (403)."""

    code = "core.not_allowed"


class Refused(CivoraError):
    """The request itself is wrong: a name, a value, a form (400)."""

    code = "core.refused"


class TooMuch(CivoraError):
    """The request asks for more than its budget of time, memory or rows (413 or 400)."""

    code = "core.too_much"


class Busy(CivoraError):
    """No place free just now; the same request may go through later (503)."""

    code = "core.busy"


class Conflict(CivoraError):
    """The state has moved on, or the name is taken (409)."""

    code = "core.conflict"
