"""What can go wrong with reports."""

from __future__ import annotations

from civora.core.errors import Conflict, NotAllowed, NotFound, Refused, TooMuch


class UnknownReport(NotFound):
    code = "reports.unknown_report"


class UnknownCode(NotFound):
    """A follow code that opens nothing."""

    code = "reports.unknown_code"


class UnknownCategory(NotFound):
    code = "reports.unknown_category"


class UnknownTemplate(NotFound):
    code = "reports.unknown_template"


class NoPlace(Refused):
    """Neither coordinates nor an address that is known."""

    code = "reports.no_place"


class OutsideTheCity(Refused):
    """A place that the city does not look after."""

    code = "reports.outside_the_city"


class NotHere(Refused):
    """A category that is not offered at this place."""

    code = "reports.not_here"


class BadAnswer(Refused):
    """An extra question without its answer, or with one that is none."""

    code = "reports.bad_answer"


class BadReport(Refused):
    """A text, address or key that cannot be used."""

    code = "reports.bad_report"


class BadCategory(Refused):
    code = "reports.bad_category"


class TooManyReports(TooMuch):
    """More from one address today than a person sends."""

    code = "reports.too_many_reports"


class WrongStatus(Conflict):
    """Not a status that can follow the one it has."""

    code = "reports.wrong_status"


class NotCaseWorker(NotAllowed):
    code = "reports.not_case_worker"


class NeedsKey(NotAllowed):
    """This portal takes reports with an API key only."""

    code = "reports.needs_key"
