"""What is done with reports: sent, joined, answered, handled, forgotten, projected."""

from civora.reports.actions.erasing import erase, forget_contacts
from civora.reports.actions.handling import (
    add_note,
    add_update,
    assign,
    change_status,
    clear_text,
    heed_moderation,
    merge,
    move,
)
from civora.reports.actions.offering import set_area, set_category, set_endpoint, set_route, set_template
from civora.reports.actions.projecting import project
from civora.reports.actions.reporting import attach_photo, check, check_photo, claim, confirm, join, reopen, report, say
from civora.reports.actions.taking import ask_reporters, mark_forwarded, take_update

__all__ = [
    "add_note", "add_update", "ask_reporters", "assign", "attach_photo", "change_status", "check", "check_photo", "claim", "clear_text", "confirm", "erase",
    "forget_contacts", "heed_moderation", "join", "mark_forwarded", "merge", "move", "project", "reopen", "report", "say",
    "set_area", "set_category", "set_endpoint", "set_route", "set_template", "take_update",
]  # fmt: skip
