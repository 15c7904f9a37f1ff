"""What is done to indicators and projects; each act is recorded."""

from civora.impact.actions.inclusion import answer_inclusion, ask_inclusion, freeze_inclusion
from civora.impact.actions.indicators import erase_person, save_indicator, say, withdraw_indicator
from civora.impact.actions.projects import (
    add_document,
    enter_money,
    move_project,
    remove_part,
    save_project,
    set_milestone,
)

__all__ = [
    "answer_inclusion", "ask_inclusion", "freeze_inclusion",
    "add_document", "enter_money", "erase_person", "move_project", "remove_part", "save_indicator", "save_project", "say",
    "set_milestone", "withdraw_indicator",
]  # fmt: skip
