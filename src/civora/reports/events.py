"""What happened to reports. Facts are keys: no words, no addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CategorySet:
    name: ClassVar[str] = "reports.category.set"
    category: str


@dataclass(frozen=True, slots=True)
class AreaSet:
    name: ClassVar[str] = "reports.area.set"
    area: str


@dataclass(frozen=True, slots=True)
class RouteSet:
    name: ClassVar[str] = "reports.route.set"
    category: str
    area: str
    body: str


@dataclass(frozen=True, slots=True)
class TemplateSet:
    name: ClassVar[str] = "reports.template.set"
    template: str


@dataclass(frozen=True, slots=True)
class EndpointSet:
    name: ClassVar[str] = "reports.endpoint.set"
    body: str


@dataclass(frozen=True, slots=True)
class ReportSent:
    name: ClassVar[str] = "reports.report.sent"
    report: str
    category: str
    channel: str


@dataclass(frozen=True, slots=True)
class ReportJoined:
    name: ClassVar[str] = "reports.report.joined"
    report: str


@dataclass(frozen=True, slots=True)
class StatusChanged:
    name: ClassVar[str] = "reports.status.changed"
    report: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReportUpdated:
    name: ClassVar[str] = "reports.report.updated"
    report: str
    turn: str


@dataclass(frozen=True, slots=True)
class ReportReopened:
    name: ClassVar[str] = "reports.report.reopened"
    report: str


@dataclass(frozen=True, slots=True)
class ReportConfirmed:
    """The reporter says that it is fixed."""

    name: ClassVar[str] = "reports.report.confirmed"
    report: str


@dataclass(frozen=True, slots=True)
class ReportMerged:
    name: ClassVar[str] = "reports.report.merged"
    report: str
    into: str


@dataclass(frozen=True, slots=True)
class ReportMoved:
    """Another category, place or body."""

    name: ClassVar[str] = "reports.report.moved"
    report: str
    category: str
    body: str


@dataclass(frozen=True, slots=True)
class ReportAssigned:
    name: ClassVar[str] = "reports.report.assigned"
    report: str


@dataclass(frozen=True, slots=True)
class NoteAdded:
    name: ClassVar[str] = "reports.note.added"
    report: str


@dataclass(frozen=True, slots=True)
class TextCleared:
    """Somebody decided what of the description may be public."""

    name: ClassVar[str] = "reports.text.cleared"
    report: str


@dataclass(frozen=True, slots=True)
class ReportErased:
    name: ClassVar[str] = "reports.report.erased"
    report: str


@dataclass(frozen=True, slots=True)
class ReportClaimed:
    name: ClassVar[str] = "reports.report.claimed"
    report: str


@dataclass(frozen=True, slots=True)
class ReportForwarded:
    name: ClassVar[str] = "reports.report.forwarded"
    report: str
    body: str


@dataclass(frozen=True, slots=True)
class ContactsForgotten:
    name: ClassVar[str] = "reports.contacts.forgotten"
    contacts: int


@dataclass(frozen=True, slots=True)
class ReporterAsked:
    name: ClassVar[str] = "reports.reporter.asked"
    report: str
