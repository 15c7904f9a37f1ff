"""What can be wrong with an election file or with the rule asked for."""

from __future__ import annotations

from civora.core.errors import Refused


class BrokenFile(Refused):
    """The text breaks the `.pb` format. `line` counts from 1 (0: the file as a whole)."""

    code = "tally.broken_file"
    exit_status = 2

    def __init__(self, message: str, *, line: int = 0, next_step: str = "") -> None:
        place = f"Line {line}: " if line else ""
        super().__init__(place + message, next_step=next_step or "Mend the file and run the count again.", line=line)
        self.line = line


class UnknownRule(Refused):
    """No such rule, or the file names none that can be computed."""

    code = "tally.unknown_rule"
    exit_status = 2


class RuleNeedsMore(Refused):
    """The rule exists, but not for ballots or a file of this kind."""

    code = "tally.rule_needs_more"
    exit_status = 2
