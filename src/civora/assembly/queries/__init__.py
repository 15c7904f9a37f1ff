"""What stands, at one moment and in one language."""

from civora.assembly.queries.desk import guests, meeting_texts, meetings_of, process_texts, survey_words
from civora.assembly.queries.likeness import similar
from civora.assembly.queries.mine import mine, voted
from civora.assembly.queries.opinions import opinion
from civora.assembly.queries.processes import process, processes, processes_of
from civora.assembly.queries.proposals import author_of, backed_by, lines, points, proposal, proposals, proposals_of
from civora.assembly.queries.talk import (
    debate,
    debates,
    meeting,
    meetings,
    my_answers,
    next_statement,
    statements,
    survey,
    surveys,
    voice_number,
    votes,
)
from civora.assembly.queries.texts import in_all_languages

__all__ = [
    "author_of", "backed_by", "debate", "debates", "guests", "in_all_languages", "lines", "meeting", "meeting_texts", "meetings", "meetings_of", "mine", "my_answers",
    "next_statement", "opinion", "points", "process", "process_texts", "processes", "processes_of", "proposal", "proposals", "proposals_of",
    "similar", "statements", "survey", "survey_words", "surveys", "voice_number", "voted", "votes",
]  # fmt: skip
