"""The menu of the desk. Each family of screens adds one line to MENU: heading, name, address, roles, what waits.

A line whose address this portal does not serve, or whose roles the reader has not, is not shown. `waiting` names a function
`module:name` that takes the reader and says how many things wait for her (0: none); it is imported when the desk is shown.
Screens stand in `www/<family>/desk.py`, guarded by `access.desk(*roles)`; their templates extend `desk/base.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from django.utils.translation import gettext_lazy

from civora.core.policy.types import Reader

ADMINISTRATOR = "administrator"
PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Line:
    """`address` is the name of a page (`desk:datasets`). Administrators see every line."""

    heading: object
    title: object
    address: str
    roles: frozenset[str]
    waiting: str = ""

    def is_for(self, reader: Reader) -> bool:
        return reader.is_administrator or any(role in self.roles for _, role in reader.roles)

    def waits(self, reader: Reader) -> int:
        if not self.waiting:
            return 0
        module, _, name = self.waiting.partition(":")
        return int(getattr(import_module(module), name)(reader))


DATA, AFFAIRS, SYSTEM = gettext_lazy("Data"), gettext_lazy("The city’s affairs"), gettext_lazy("People and system")
ALL = frozenset({"administrator", "publisher", "reviewer", "moderator", "case-worker", "election-officer"})
PUBLISHERS = frozenset({ADMINISTRATOR, PUBLISHER})

MENU: tuple[Line, ...] = (
    Line("", gettext_lazy("What waits"), "desk:home", ALL),
    Line(DATA, gettext_lazy("Datasets"), "desk:datasets", PUBLISHERS),
    Line(DATA, gettext_lazy("Charts and maps"), "desk-exhibits:list", PUBLISHERS),
    Line(DATA, gettext_lazy("Pages"), "wagtailadmin_home", PUBLISHERS | {"reviewer"}),
    Line(
        DATA,
        gettext_lazy("Contributions"),
        "contribute-desk:waiting",
        PUBLISHERS | {"moderator"},
        "civora.www.contribute.desk:count",
    ),
    Line(DATA, gettext_lazy("Reuses"), "reuses:gallery", PUBLISHERS | {"moderator"}, "civora.www.reuses.views:waiting"),
    Line(
        DATA,
        gettext_lazy("Wishes for data"),
        "nominations:nominations",
        PUBLISHERS,
        "civora.www.nominations.views:waiting",
    ),
    # the city's affairs (AFFAIRS): one line for each family
    Line(
        AFFAIRS,
        gettext_lazy("Neighbourhoods"),
        "neighbourhoods:neighbourhoods",
        frozenset({ADMINISTRATOR, "moderator"}),
        "civora.www.neighbourhoods.views:waiting",
    ),
    Line(
        AFFAIRS,
        gettext_lazy("Reports"),
        "desk-reports:inbox",
        frozenset({"case-worker"}),
        "civora.www.reports.desk:waiting",
    ),
    Line(
        AFFAIRS,
        gettext_lazy("Moderation"),
        "desk-voices:queue",
        frozenset({"moderator"}),
        "civora.www.voices.desk:waiting",
    ),
    Line(
        AFFAIRS,
        gettext_lazy("Votes"),
        "desk-votes:list",
        frozenset({ADMINISTRATOR, "election-officer"}),
        "civora.www.assembly.votes.desk:waiting",
    ),
    Line(AFFAIRS, gettext_lazy("Indicators and projects"), "desk-impact:list", PUBLISHERS),
    Line(
        AFFAIRS,
        gettext_lazy("Take part"),
        "desk-assembly:list",
        PUBLISHERS | {"moderator", "election-officer"},
        "civora.www.assembly.desk:waiting",
    ),
    # people and system (SYSTEM)
    Line(SYSTEM, gettext_lazy("People and roles"), "desk:people", frozenset({ADMINISTRATOR})),
    Line(SYSTEM, gettext_lazy("Outgoing mail"), "desk:outbox", frozenset()),
)


def lines(reader: Reader) -> tuple[Line, ...]:
    """What this reader finds at the desk; nothing for those who are not staff."""
    return tuple(line for line in MENU if line.is_for(reader))
