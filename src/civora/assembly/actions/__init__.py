"""What is done in taking part. Each is one transaction, checked by a rule, and recorded without saying what anybody thinks."""

from civora.assembly.actions.amendments import amend, decide_amendment
from civora.assembly.actions.answers import answer, tell
from civora.assembly.actions.evidence import add_evidence, remove_evidence
from civora.assembly.actions.merging import agree, offer_merge, refuse_merge
from civora.assembly.actions.processes import open_process, set_process
from civora.assembly.actions.proposals import propose, revise, support, unsupport, withdraw
from civora.assembly.actions.talking import comment

__all__ = [
    "add_evidence", "agree", "amend", "answer", "comment", "decide_amendment", "offer_merge", "open_process", "propose", "refuse_merge",
    "remove_evidence", "revise", "set_process", "support", "tell", "unsupport", "withdraw",
]  # fmt: skip
