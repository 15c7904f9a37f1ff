"""Tables of assembly."""

from civora.assembly.models.processes import Answer, News, Phase, Process, Projection, Text
from civora.assembly.models.proposals import Amendment, Evidence, Merge, MergeConsent, Proposal, Revision, Support
from civora.assembly.models.talk import Debate, Meeting, Registration, Stand, Statement, Survey, SurveyAnswer, Voice

__all__ = [
    "Amendment", "Answer", "Debate", "Evidence", "Meeting", "Merge", "MergeConsent", "News", "Phase", "Process",
    "Projection", "Proposal", "Registration", "Revision", "Stand", "Statement", "Support", "Survey", "SurveyAnswer", "Text",
    "Voice",
]  # fmt: skip
