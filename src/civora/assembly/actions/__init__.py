"""What is done in taking part. Each is one transaction, checked by a rule, and recorded without saying what anybody thinks."""

from civora.assembly.actions.answers import answer, tell
from civora.assembly.actions.processes import open_process, set_process

__all__ = ["answer", "open_process", "set_process", "tell"]
