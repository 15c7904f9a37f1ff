"""What crosses the door of impact."""

from civora.impact.types.inclusion import Group, Inclusion, InclusionTable
from civora.impact.types.indicator import (
    Area,
    Areas,
    AreaSource,
    Draft,
    Frequency,
    IndicatorCard,
    Measured,
    Period,
    Source,
    Standing,
    StatementCard,
    Status,
    Target,
    TargetKind,
    Texts,
    Toward,
)
from civora.impact.types.project import (
    BeforeAfter,
    DocumentCard,
    EffectOn,
    Kind,
    MilestoneCard,
    MoneyCard,
    MoneyKind,
    ProjectCard,
    ProjectDraft,
    Stage,
    subject_of,
)

__all__ = [
    "Area", "AreaSource", "Areas", "BeforeAfter", "DocumentCard", "Draft", "EffectOn", "Frequency", "Group", "Inclusion",
    "InclusionTable", "IndicatorCard", "Kind", "Measured", "MilestoneCard", "MoneyCard", "MoneyKind", "Period",
    "ProjectCard", "ProjectDraft", "Source", "Stage", "Standing", "StatementCard", "Status", "Target", "TargetKind",
    "Texts", "Toward", "subject_of",
]  # fmt: skip
