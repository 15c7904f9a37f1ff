"""Reading a policy as its holder writes it, and who may set one.

access: org:transport          # who may see rows: open, signed-in, org:KEY, group:KEY, or several; as before when left out
cards: open                    # who may see that it exists; the same as access when left out
default: {hide: [salary]}      # for everyone to whom no rule below applies
rules:
  group:interns: {hide: [salary], where: "year >= 2020"}
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from civora.core.errors import CivoraError
from civora.core.policy.types import Policy, Reader, Rule
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.query.check import check
from civora.core.query.walk import names
from civora.core.schema import Schema
from civora.stewardship.errors import BadPolicy, NotSteward

AUDIENCE = re.compile(r"open|signed-in|administrators|(org|group):[a-z0-9_][a-z0-9_-]{0,99}")
WORDS = {"access", "rows", "cards", "default", "rules"}
STEWARDS = frozenset({"administrator", "publisher"})


def subject(text: str) -> str:
    """Whose calls are counted together: a key, an IPv4 address, or the network of an IPv6 address (one household)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return text if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))  # noqa: PLR2004


def check_is_steward(reader: Reader, owner: str) -> None:
    """Raises NotSteward."""
    if not is_steward(reader, owner):
        raise NotSteward(
            "Only the publishing organisation may change this dataset.",
            next_step=f"Ask {owner or 'an administrator'} for the role of publisher.",
        )


def is_steward(reader: Reader, owner: str) -> bool:
    return reader.is_administrator or any((owner, role) in reader.roles for role in STEWARDS if owner)


def check_may_publish(reader: Reader) -> None:
    """Somebody who publishes for some organisation, or an administrator. Raises NotSteward."""
    if not (reader.is_administrator or any(role in STEWARDS for _, role in reader.roles)):
        raise NotSteward(
            "Only publishers may add datasets.", next_step="Ask an administrator for the role of publisher."
        )


def audiences(given: Any, place: str) -> list[str]:
    """One word or a list of them. Raises BadPolicy with the place."""
    words = given if isinstance(given, list | tuple) else [given] if given else []
    for word in words:
        if not isinstance(word, str) or not AUDIENCE.fullmatch(word):
            raise BadPolicy(
                f"{place}: {str(word)[:60]!r} is no audience.",
                next_step="Write open, signed-in, administrators, org:KEY or group:KEY.",
            )
    if not words:
        raise BadPolicy(f"{place} names nobody.", next_step="Write open, signed-in, org:KEY or group:KEY.")
    return list(dict.fromkeys(words))


def rule(given: Any, schema: Schema | None, place: str, also: frozenset[str] = frozenset()) -> dict[str, Any]:
    """`{hide: […], where: "…"}` held against the schema; `also` may be hidden too. Raises BadPolicy."""
    if not is_rule(given):
        raise BadPolicy(
            f"{place} is not a rule.", next_step="Write hide: [FIELD, …] and where: CONDITION, or one of them."
        )
    hidden, where = list(given.get("hide") or []), given.get("where") or ""
    try:
        for name in hidden:
            if schema is not None and name not in also:
                schema.field(name)
        condition = odsql.parse_where(where) if where else None
        if schema is not None and condition is not None:
            check(Query("", where=condition), schema)
    except CivoraError as error:
        step = error.next_step or "Name the dataset's fields, and write conditions as in a query."
        raise BadPolicy(f"{place}: {error.message}", next_step=step) from error
    return {"hide": hidden, "where": where}


def is_rule(given: Any) -> bool:
    if not isinstance(given, dict) or set(given) - {"hide", "where"}:
        return False
    hidden = given.get("hide") or []
    is_list = isinstance(hidden, list | tuple) and all(isinstance(name, str) for name in hidden)
    return is_list and isinstance(given.get("where") or "", str)


def kept(given: dict[str, Any], schema: Schema | None, also: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A policy as it is written, checked, as it is kept. An empty word opens nothing: it is refused. Raises BadPolicy."""
    if not isinstance(given, dict) or set(given) - WORDS:
        raise BadPolicy("This is not a policy.", next_step=f"Its words are {', '.join(sorted(WORDS))}.")
    if not given:
        raise BadPolicy("The policy says nothing.", next_step="Write access: open to let everyone read.")
    rows = audiences(given.get("access", given.get("rows", "open")), "access")
    cards = audiences(given.get("cards", rows), "cards")
    rules = given.get("rules") or {}
    if not isinstance(rules, dict):
        raise BadPolicy("rules is not a list of rules.", next_step="Write AUDIENCE: {hide: […], where: …} for each.")
    return {
        "rows": rows,
        "cards": cards,
        "default": rule(given.get("default") or {}, schema, "default", also),
        "rules": [
            {"audience": audiences(name, "rules")[0]} | rule(one, schema, f"rules, {name}", also)
            for name, one in rules.items()
        ],
    }


def check_fits(policy: Policy, old: Schema, new: Schema) -> None:
    """A version that has lost a column of the policy has it under another name, perhaps, for all to see. Raises BadPolicy."""
    rules = (policy.default, *(one for _, one in policy.rules))
    named = frozenset[str]().union(*(one.hidden | (names(one.where) if one.where else frozenset()) for one in rules))
    lost = sorted(named & set(old.names) - set(new.names))
    if lost:
        raise BadPolicy(
            f"The policy names {', '.join(lost)}, which this version does not have.",
            next_step="Give the column its name back, or publish together with a policy that fits (--policy FILE.yaml).",
        )


def policy(owner: str, entry: dict[str, Any]) -> Policy:
    """What was kept, as the value that decisions are made from."""
    return Policy(
        owner=owner,
        cards=frozenset(entry["cards"]),
        rows=frozenset(entry["rows"]),
        default=_rule(entry["default"]),
        rules=tuple((one["audience"], _rule(one)) for one in entry["rules"]),
    )


def _rule(entry: dict[str, Any]) -> Rule:
    where = entry.get("where") or ""
    return Rule(frozenset(entry.get("hide") or ()), odsql.parse_where(where) if where else None)
