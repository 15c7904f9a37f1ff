"""What can go wrong with a chart, a map, an exhibit."""

from __future__ import annotations

from civora.core.errors import Conflict, NotFound, Refused


class ChartRefused(Refused):
    """The chosen columns cannot be drawn in the chosen way."""

    code = "exhibits.chart_refused"


class BadSpec(Refused):
    """A spec that would change data, open an address, or that names what no question gives."""

    code = "exhibits.bad_spec"


class BadExhibit(Refused):
    """An exhibit that cannot be kept as it is written."""

    code = "exhibits.bad_exhibit"


class UnknownExhibit(NotFound):
    """There is no such exhibit for this reader."""

    code = "exhibits.unknown_exhibit"


class ExhibitTaken(Conflict):
    """Another exhibit has this key."""

    code = "exhibits.taken"


class WrongStatus(Conflict):
    """An exhibit in this state cannot go to that one."""

    code = "exhibits.wrong_status"


class NoPicture(Refused):
    """An exhibit that cannot be drawn as a picture."""

    code = "exhibits.no_picture"
