"""The verbs of a vote, from its setting to its result."""

from civora.assembly.actions.boxes import set_box
from civora.assembly.actions.cast_ballot import Receipt, cast_ballot, change_ballot, check, tell_hours
from civora.assembly.actions.close_and_count import close_and_count, decide_result, forget_turnout, publish_result
from civora.assembly.actions.fix_rule import fix_rule
from civora.assembly.actions.import_ballots import import_ballots
from civora.assembly.actions.paper import enter_paper, mark_paper, merge_paper, settle_sheet
from civora.assembly.actions.publish_datasets import publish_datasets
from civora.assembly.actions.voters import (
    forget_codes,
    load_register,
    make_codes,
    send_code,
    show_account,
    show_attribute,
    show_code,
    show_message,
    show_resident,
)

__all__ = [
    "Receipt", "cast_ballot", "change_ballot", "check", "close_and_count", "decide_result", "enter_paper", "fix_rule", "forget_codes",
    "forget_turnout", "import_ballots", "load_register", "make_codes", "mark_paper", "merge_paper", "publish_datasets", "publish_result",
    "send_code", "set_box", "settle_sheet", "show_account", "show_attribute", "show_code", "show_message", "show_resident",
    "tell_hours",
]  # fmt: skip
