"""What stands, at one moment and in one language."""

from civora.assembly.queries.likeness import similar
from civora.assembly.queries.mine import mine, voted
from civora.assembly.queries.processes import process, processes, processes_of
from civora.assembly.queries.proposals import author_of, backed_by, lines, points, proposal, proposals, proposals_of
from civora.assembly.queries.texts import in_all_languages

__all__ = [
    "author_of", "backed_by", "in_all_languages", "lines", "mine", "points", "process", "processes", "processes_of", "proposal",
    "proposals", "proposals_of", "similar", "voted",
]  # fmt: skip
