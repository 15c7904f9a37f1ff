"""`civora user`: accounts and one-time sign-in links."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|take|link|list|forget")
    add = verbs.add_parser("add", help="add an account, or a role to a known one; prints a sign-in link")
    add.add_argument("email")
    add.add_argument("--role", default="viewer", help="administrator, publisher, viewer…")
    add.add_argument("--org", default="", metavar="KEY", help="the organisation; made if new")
    add.add_argument("--name", default="")
    take = verbs.add_parser("take", help="end a role; administrator without --org: of the whole portal")
    take.add_argument("email")
    take.add_argument("--role", required=True)
    take.add_argument("--org", default="", metavar="KEY")
    link = verbs.add_parser("link", help="a new one-time sign-in link")
    link.add_argument("email")
    verbs.add_parser("list", help="all accounts")
    forget = verbs.add_parser("forget", help="delete an account; the record keeps a pseudonym")
    forget.add_argument("email")
    for one in (add, take, link, forget, verbs.choices["list"]):
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--url", default="http://localhost:8000", help="where the portal answers, for the link")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.people import actions, queries  # noqa: PLC0415

    if given.verb == "list":
        found = queries.people()
        lines = [f"{one.email}  {'administrator ' if one.is_administrator else ''}{roles(one)}" for one in found]
        return {"people": [one.email for one in found], "words": "\n".join(lines) or "No accounts yet."}
    if given.verb == "forget":
        actions.forget_person(email=given.email, by=OPERATOR, at=now())
        return {"forgotten": given.email, "words": f"{given.email} is forgotten."}
    if given.verb == "take":
        actions.take_role(email=given.email, role=given.role, organisation=given.org, by=OPERATOR, at=now())
        of = f" of {given.org}" if given.org else ""
        return {"email": given.email, "taken": given.role, "words": f"{given.email} is no {given.role}{of} any more."}
    if given.verb == "add":
        actions.add_person(
            email=given.email, role=given.role, organisation=given.org, name=given.name, by=OPERATOR, at=now()
        )
    link = sign_in_address(given.url, actions.make_sign_in_link(email=given.email, by=OPERATOR, at=now()))
    return {"email": given.email, "link": link, "words": f"{given.email}: sign in once within a day at\n{link}"}


def roles(person: Any) -> str:
    return ", ".join(f"{role} of {key}" for key, role in person.roles)


def sign_in_address(url: str, secret: str) -> str:
    return f"{url.rstrip('/')}/account/link/{secret}/"
