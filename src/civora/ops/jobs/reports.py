"""What is done with reports by the clock."""

from __future__ import annotations

from civora.ops import forward as open311
from civora.ops.boot import OPERATOR
from civora.ops.example import now
from civora.reports import actions
from civora.voices import actions as voices


def project() -> int:
    """Changed reports enter the dataset. Returns how many."""
    return actions.project(by=OPERATOR, at=now())


def forward() -> int:
    """Reports of bodies with a server of their own go there, and their answers come back. Returns how many went or changed."""
    return open311.send(by=OPERATOR, at=now()) + open311.fetch(by=OPERATOR, at=now())


def daily() -> int:
    """The question after four weeks; contacts, names of notices and left drafts whose time is over."""
    asked = actions.ask_reporters(at=now())
    return asked + actions.forget_contacts(at=now()) + voices.forget_notices(at=now()) + voices.remove_drafts(at=now())
