"""The `civora` program. `--help` imports no Django: each command imports what it needs when it runs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

COMMANDS = {
    "init": "Make a home folder: database, lake, secret key",
    "serve": "Serve the portal: web and worker together",
    "demo": "Load the example city and serve it",
    "publish": "Publish a file, a folder of like files, or an address",
    "ask": "Ask a dataset a question in ODSQL",
    "tally": "Count the votes of a .pb file, by any rule, with reasons",
    "opinions": "Draw an opinion map again from published votes",
    "render": "Draw a chart or map that is kept, as SVG, PNG or PDF",
    "dataset": "List, roll back, rename or withdraw datasets",
    "attachment": "Put files beside the rows of a dataset",
    "erase": "Erase rows or cells from every version and copy",
    "user": "Add accounts, make one-time sign-in links",
    "key": "Add or revoke API keys",
    "group": "Make groups, put people in them",
    "policy": "Say who may see which rows and columns",
    "backup": "Write everything into one archive",
    "restore": "Make a home folder from such an archive",
    "doctor": "Check everything and say what to do",
}


def parser() -> argparse.ArgumentParser:
    """The whole program's arguments; each command adds its own from its file under `ops/commands/`."""
    made = argparse.ArgumentParser(prog="civora", description="One place for everything a city knows.")
    made.add_argument("--version", action="store_true", dest="shows_version", help="show the version")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, words in COMMANDS.items():
        one = commands.add_parser(name, help=words, description=words + ".")
        one.add_argument("--home", metavar="DIR", help="the folder for everything (default: CIVORA_HOME, else .civora)")
        one.add_argument("--json", action="store_true", help="print the result as JSON")
        import_module(f"civora.ops.commands.{name}").arguments(one)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0 when done; 1 with one clear line when not; 2 when the words are off."""
    given = parser().parse_args(argv)
    if given.shows_version:
        from civora import __version__  # noqa: PLC0415 (nothing else of the package is needed for it)

        print(__version__)
        return 0
    if not given.command:
        parser().print_help()
        return 2
    if given.home:
        os.environ["CIVORA_HOME"] = str(Path(given.home).expanduser().resolve())
    return guarded(import_module(f"civora.ops.commands.{given.command}").run, given)


def guarded(run: Callable[[argparse.Namespace], Any], given: argparse.Namespace) -> int:
    from civora.core.errors import CivoraError  # noqa: PLC0415 (after the arguments were read)

    try:
        found = run(given)
    except CivoraError as error:
        return failed(given, error.message, error.next_step, error.code, status=getattr(error, "exit_status", 1))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the whole story only for who asks: CIVORA_DEBUG=1
        if os.environ.get("CIVORA_DEBUG") == "1":
            raise
        return failed(given, *broken(error))
    if found is not None:
        show(found, as_json=given.json)
    return int(isinstance(found, dict) and found.get("ok") is False)


def broken(error: Exception) -> tuple[str, str, str]:
    """Message, next step and code of what no room foresaw: one line, whatever it says of itself."""
    first = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, OSError | ValueError):
        return first, "", "ops.failed"
    if any("db.utils" in kind.__module__ for kind in type(error).__mro__):
        return (
            f"The database does not answer: {first}.",
            "Check CIVORA_DATABASE_URL; then run civora doctor.",
            "ops.database",
        )
    return (
        f"{type(error).__name__}: {first}.",
        "Run it once more with CIVORA_DEBUG=1 and send us what it says.",
        "ops.broken",
    )


def failed(given: argparse.Namespace, message: str, next_step: str, code: str, *, status: int = 1) -> int:
    if given.json:
        print(json.dumps({"error": code, "message": message, "next_step": next_step}))
    else:
        print(f"civora: {message} {next_step}".strip(), file=sys.stderr)
    return status


def show(found: Any, *, as_json: bool) -> None:
    """Results are mappings; in words they may say themselves under `words`."""
    if as_json:
        print(
            json.dumps({key: value for key, value in found.items() if key != "words"}, ensure_ascii=False, default=str)
        )
    else:
        print(found["words"] if "words" in found else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    sys.exit(main())
