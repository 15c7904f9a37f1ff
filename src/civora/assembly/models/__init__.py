"""Tables of assembly."""

from civora.assembly.models.ballots import (
    Ballot,
    BallotBox,
    BallotItem,
    BoxCount,
    ContactCode,
    Electorate,
    HourTotal,
    PaperBatch,
    PaperSheet,
    RuleChoice,
    Turnout,
    Voter,
)  # fmt: skip
from civora.assembly.models.processes import Answer, News, Phase, Process, Projection, Text
from civora.assembly.models.proposals import Amendment, Evidence, Merge, MergeConsent, Proposal, Revision, Support
from civora.assembly.models.talk import Debate, Meeting, Registration, Stand, Statement, Survey, SurveyAnswer, Voice

__all__ = [
    "Amendment", "Answer", "Ballot", "BallotBox", "BallotItem", "BoxCount", "ContactCode", "Debate", "Electorate",
    "Evidence", "HourTotal", "Meeting", "Merge", "MergeConsent", "News", "PaperBatch", "PaperSheet", "Phase",
    "Process", "Projection", "Proposal", "Registration", "Revision", "RuleChoice", "Stand", "Statement", "Support", "Survey",
    "SurveyAnswer", "Text", "Turnout", "Voice", "Voter",
]  # fmt: skip
