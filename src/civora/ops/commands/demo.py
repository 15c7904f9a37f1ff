"""`civora demo`: the example city, loaded and served. The second time nothing is loaded again."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

CITY = Path(__file__).resolve().parents[4] / "cities/muenster"
PEOPLE = (("administrator", ""), ("publisher", "mobility-office"), ("resident", ""))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--city", metavar="DIR", default=str(CITY), help="another city pack with datasets.toml")
    parser.add_argument("--load-only", action="store_true", help="load, but do not serve")


def run(given: argparse.Namespace) -> dict[str, Any] | None:
    from civora.ops.boot import boot  # noqa: PLC0415
    from civora.ops.server import check_port, serve  # noqa: PLC0415

    os.environ["CIVORA_CITY"] = str(Path(given.city).resolve())
    if not given.load_only:
        check_port(given.host, given.port)
    boot()
    from civora.ops.example import load  # noqa: PLC0415 (after setup)

    loaded = load(Path(given.city), say=None if given.json else lambda line: print(line, flush=True))
    links = sign_in_links(f"http://localhost:{given.port}")
    if given.load_only:
        return {"datasets": loaded, "links": links, "words": f"{len(loaded)} datasets are loaded."}
    serve(host=given.host, port=given.port, workers=1, only="", announce=lambda: announce(given, links))
    return None


def sign_in_links(url: str) -> dict[str, str]:
    """One account of each kind, with a one-time link."""
    from civora.ops.boot import OPERATOR, now  # noqa: PLC0415
    from civora.ops.commands.user import sign_in_address  # noqa: PLC0415
    from civora.people import actions  # noqa: PLC0415

    links = {}
    for name, organisation in PEOPLE:
        email = f"{name}@example.org"
        role = name if name in ("administrator", "publisher") else "viewer"
        actions.add_person(email=email, role=role, organisation=organisation, by=OPERATOR, at=now())
        links[name] = sign_in_address(url, actions.make_sign_in_link(email=email, by=OPERATOR, at=now()))
    return links


def announce(given: argparse.Namespace, links: dict[str, str]) -> None:
    lines = [f"  {name:14} {link}" for name, link in links.items()]
    print(
        f"\nThe example city answers at http://localhost:{given.port}/\n\nSign in once as\n" + "\n".join(lines),
        flush=True,
    )
