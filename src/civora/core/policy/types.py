"""The words of access: who reads (`Reader`), what the holder of the data set (`Policy`), and what follows (`Decision`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from civora.core.query.ast import Expr


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. The anonymous reader is `Reader()`.

    `roles` are pairs (organisation key, role) such as ("transport", "publisher").
    """

    person: str = ""  # e-mail address; never leaves the server
    is_administrator: bool = False
    organisations: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return bool(self.person)

    @property
    def audiences(self) -> frozenset[str]:
        """Every audience that this reader belongs to: open, signed-in, org:KEY, staff:KEY, group:KEY, administrators."""
        mine = {"open"}
        if self.is_signed_in:
            mine.add("signed-in")
        mine |= {f"staff:{key}" for key, role in self.roles if role in STAFF}
        mine |= {f"org:{key}" for key in self.organisations} | {f"group:{key}" for key in self.groups}
        return frozenset(mine | ({"administrators"} if self.is_administrator else set()))


ANYONE = Reader()
STAFF = frozenset({"administrator", "publisher", "reviewer"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What those it applies to may see of the rows: not these fields, only rows that meet the condition."""

    hidden: frozenset[str] = frozenset()
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the holder set for one dataset.

    `cards` and `rows` are audiences (`open`, `signed-in`, `org:KEY`, `group:KEY`): who may see that it exists, and who
    may see rows. `rules` maps an audience to its rule; a reader with several rules sees their union; a reader to whom
    none applies gets `default`. Members of `owner` (the publishing organisation) with a staff role, and
    administrators, see everything.

    A rule may give less than the default: whom it names, it binds. A second rule never takes away what the first gives.
    Rules are joined as wholes, not cell by cell: who may see column A of all rows, and all columns of some rows, sees
    column A of all rows and the other columns of all rows too. A holder who does not want that writes one rule for both.
    """

    owner: str = ""
    cards: frozenset[str] = frozenset({"open"})
    rows: frozenset[str] = frozenset({"open"})
    default: Rule = Rule()
    rules: tuple[tuple[str, Rule], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reader may see of one dataset. `digest` names it in ETags and caches; equal decisions, equal digest.

    `hidden` and `where` are set even where rows are not seen: a hidden field is not on the card either.
    """

    sees_card: bool
    sees_rows: bool
    hidden: frozenset[str] = frozenset()
    where: Expr | None = None
    is_open: bool = False  # the anonymous reader gets the very same decision
    digest: str = field(default="")
