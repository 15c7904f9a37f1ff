"""What is done in taking part. Each is one transaction, checked by a rule, and recorded without saying what anybody thinks."""

from civora.assembly.actions.amendments import amend, decide_amendment
from civora.assembly.actions.answers import answer, tell
from civora.assembly.actions.bringing import bring_votes
from civora.assembly.actions.evidence import add_evidence, remove_evidence
from civora.assembly.actions.meetings import (
    cancel_meeting,
    forget_guests,
    register,
    set_meeting,
    unregister,
    write_minutes,
)
from civora.assembly.actions.merging import agree, offer_merge, refuse_merge
from civora.assembly.actions.opinions import decide_statement, stand, state
from civora.assembly.actions.processes import open_process, set_process
from civora.assembly.actions.projection import project
from civora.assembly.actions.proposals import propose, revise, support, unsupport, withdraw
from civora.assembly.actions.talking import comment
from civora.assembly.actions.talks import answer_survey, begin_debate, set_survey

__all__ = [
    "add_evidence", "agree", "amend", "answer", "answer_survey", "begin_debate", "bring_votes", "cancel_meeting", "comment", "decide_amendment",
    "decide_statement", "forget_guests", "offer_merge", "open_process", "project", "propose", "refuse_merge", "register",
    "remove_evidence", "revise", "set_meeting", "set_process", "set_survey", "stand", "state", "support", "tell",
    "unregister", "unsupport", "withdraw", "write_minutes",
]  # fmt: skip
