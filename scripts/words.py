"""Write `docs/reference/words.md`: every event, error code and role, read from the source. Nothing is imported."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/civora"
PLACE = ROOT / "docs/reference/words.md"


def constants(name: str, files: str) -> list[tuple[str, str]]:
    """(value, first line of what the class says of itself) of each class with a text called `name`, by value."""
    found = {}
    for path in sorted(SOURCE.rglob(files)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            for line in node.body:
                target = (
                    line.target
                    if isinstance(line, ast.AnnAssign)
                    else line.targets[0]
                    if isinstance(line, ast.Assign)
                    else None
                )
                if (
                    getattr(target, "id", "") == name
                    and isinstance(line.value, ast.Constant)
                    and isinstance(line.value.value, str)
                ):
                    said = (ast.get_docstring(node) or node.name).split("\n")[0]
                    fields = [
                        one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and one.target.id != name
                    ]
                    found[line.value.value] = ", ".join(fields) if name == "name" else said
    return sorted(found.items())


def roles() -> list[str]:
    tree = ast.parse((SOURCE / "people/types.py").read_text(encoding="utf-8"))
    role = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Role")
    return [line.value.value for line in role.body if isinstance(line, ast.Assign)]


def table(first: str, second: str, rows: list[tuple[str, str]]) -> str:
    return f"| {first} | {second} |\n|---|---|\n" + "".join(f"| `{one}` | {text} |\n" for one, text in rows)


def written() -> str:
    events = [(name, said) for name, said in constants("name", "events.py") if name.count(".") == 2]
    errors = [(code, said) for code, said in constants("code", "*.py") if "." in code]
    return (
        "# Events, errors and roles\n\nWritten by `scripts/words.py` from the source.\n\n"
        f"## Roles\n\nA role is held in an organisation: {', '.join(f'`{one}`' for one in roles())}. An administrator without one administers the portal.\n\n"
        f"## Events\n\nWhat the ledger records and what follows from it.\n\n{table('Event', 'It carries', events)}\n"
        f"## Errors\n\nEach has a sentence and a next step; APIs give the code.\n\n{table('Code', 'When', errors)}"
    )


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
