"""The words of the pages in French and German.

    python scripts/messages.py update [FAMILY…]   put new strings of these families (all) into locale/LANG/parts/FAMILY.po
    python scripts/messages.py compile            merge the parts into django.po and compile django.mo
    python scripts/messages.py check              say which strings lack a translation; exit status 1 if any does

What the rooms below the pages say (errors, reasons, notes) is written there in plain English; its f-strings are found here, translated
like the rest under the context `said`, and recognised by `www/said.py` when a page shows them (docs/adr/0009).

Needs no gettext: strings are found by Python's own parser and by Django's `templatize`, and .mo files are written here.
A string belongs to the family (home, datasets, desk…) whose file comes first; what several use stands in `base`.
"""

from __future__ import annotations

import ast
import json
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/civora"
LOCALE = SOURCE / "www/locale"
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "de": "nplurals=2; plural=(n != 1);"}
# function: positions of context, singular, plural
CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "_": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?(?:\s*,\s*({LITERAL}))?")
SAID = "said"  # context of what the rooms below the pages say: plain English there, translated by www/said.py
SAYING = ("core", "lake", "ledger", "people", "catalog", "stewardship", "intake", "reading", "exhibits")
CODE = (  # the words of what people write as code, ODSQL and specs, stay as its writers know them
    "core/query/", "exhibits/rules/check", "exhibits/rules/mapping", "exhibits/rules/written", "exhibits/rules/compose",
)  # fmt: skip
SPOKEN = {"Kind": (2, "why"), "SetAside": (3, "reason")}  # calls that carry words without being an error
TEMPLATES = LOCALE / "said.json"
CATALOGUE = {"catalogue", "search", "results", "area", "_area", "changes", "feed"}  # of the folder datasets
Key = tuple[str, str, str]  # context, singular, plural


@dataclass
class Entry:
    """One string with its places and translations (two for a plural)."""

    key: Key
    places: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return len(self.texts) == (2 if self.key[2] else 1) and all(self.texts)


def key_of(name: str, strings: list[str]) -> Key:
    context, one, many = CALLS[name]
    return (strings[context] if context is not None else "", strings[one], strings[many] if many is not None else "")


def python_keys(path: Path) -> list[tuple[Key, int]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        strings = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        wanted = CALLS.get(name)
        if wanted and len(strings) > max(place or 0 for place in wanted):
            found.append((key_of(name, strings), node.lineno))
    return found


def said_keys(path: Path) -> list[tuple[Key, int]]:
    """What a room below says of errors and files: the f-strings of its errors as templates, {0} for their first value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[tuple[ast.expr | None, int]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {word.arg: word.value for word in node.keywords}
        if "next_step" in named:
            found += [(one, node.lineno) for one in (node.args[0] if node.args else None, named["next_step"])]
        place, word = SPOKEN.get(getattr(node.func, "id", ""), (99, ""))
        found.append((node.args[place] if len(node.args) > place else named.get(word), node.lineno))
    words = constants.get("WORDS")
    if isinstance(words, ast.Dict):
        found += [(one, one.lineno) for one in words.values]
    texts = ((template(constants.get(getattr(one, "id", ""), one)), line) for one, line in found if one is not None)
    return [
        ((SAID, text, ""), line) for text, line in texts if len(re.findall(r"[^\W\d_]", re.sub(r"{\d+}", "", text))) > 1
    ]


def template(node: ast.expr) -> str:
    """A text or f-string as a template; empty for what is made otherwise."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    made: list[str] = []
    seen: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            made.append(str(part.value))
        else:
            value = ast.unparse(part)
            seen += [] if value in seen else [value]
            made.append(f"{{{seen.index(value)}}}")
    return "".join(made)


def template_keys(path: Path) -> list[tuple[Key, int]]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    found = []
    for match in TEMPLATE_CALL.finditer(text):
        strings = [ast.literal_eval(part) for part in match.groups()[1:] if part]
        found.append((key_of(match[1], strings), text.count("\n", 0, match.start()) + 1))
    return found


def family_of(path: Path) -> str:
    """`www/home/…` and `www/templates/home/…` → home; components and base → base; another room's words → that room."""
    parts = path.relative_to(SOURCE).parts
    if parts[0] != "www":
        return parts[1] if parts[0] == "protocols" else parts[0]
    inside = parts[2:] if parts[:2] == ("www", "templates") else parts[1:]
    special = {"components", "templatetags"}
    if inside[0] == "datasets" and inside[-1].partition(".")[0] in CATALOGUE:
        return "catalogue"
    return inside[0] if len(inside) > 1 and inside[0] not in special else "base"


def strings() -> dict[Key, Entry]:
    """Every string of the pages, in the order of files."""
    entries: dict[Key, Entry] = {}
    paths = [path for kind in ("*.py", "*.html", "*.xml", "*.txt") for path in sorted(SOURCE.rglob(kind))]
    for path in paths:
        if (
            "migrations" in path.parts
            or "vendor" in path.parts
            or (path.suffix != ".py" and "templates" not in path.parts)
        ):
            continue
        for key, line in (python_keys if path.suffix == ".py" else template_keys)(path):
            place = f"{path.relative_to(SOURCE).as_posix()}:{line}"
            entries.setdefault(key, Entry(key)).places.append(place)
        if path.suffix == ".py" and is_saying(path):
            for key, line in said_keys(path):
                place = f"{path.relative_to(SOURCE).as_posix()}:{line}"
                entries.setdefault(key, Entry(key)).places.append(place)
    return entries


def is_saying(path: Path) -> bool:
    place = path.relative_to(SOURCE).as_posix()
    return place.startswith(tuple(f"{room}/" for room in SAYING)) and not place.startswith(CODE)


def family(entry: Entry) -> str:
    """Strings of several families belong to all pages."""
    families = {family_of(SOURCE / place.rpartition(":")[0]) for place in entry.places}
    return families.pop() if len(families) == 1 else "base"


# ---- .po -------------------------------------------------------------------------------------------------------


def read_po(path: Path) -> dict[Key, Entry]:
    if not path.exists():
        return {}
    entries: dict[Key, Entry] = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        said = _fields(block)
        if said.get("msgid"):
            key = (said.get("msgctxt", ""), said["msgid"], said.get("msgid_plural", ""))
            names = ("msgstr[0]", "msgstr[1]") if key[2] else ("msgstr",)
            entries[key] = Entry(key, texts=[said.get(name, "") for name in names])
            if ", fuzzy" in block:
                entries[key].texts = []
    return entries


def _fields(block: str) -> dict[str, str]:
    said: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        head, _, rest = line.partition('"')
        name = head.strip() or name
        said[name] = said.get(name, "") + ast.literal_eval(f'"{rest}')
    return said


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def header(lang: str) -> str:
    lines = (f"Language: {lang}", "Content-Type: text/plain; charset=UTF-8", f"Plural-Forms: {PLURALS[lang]}")
    return "".join(f"{line}\n" for line in lines)


def write_po(path: Path, lang: str, entries: list[Entry]) -> None:
    blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(_quoted(line + "\n") for line in header(lang).splitlines())]
    for entry in entries:
        context, one, many = entry.key
        files = dict.fromkeys(place.rpartition(":")[0] for place in entry.places)
        lines = [f"#: {' '.join(list(files)[:3])}"] if files else []
        lines += [f"msgctxt {_quoted(context)}"] if context else []
        lines += [f"msgid {_quoted(one)}"]
        texts = (entry.texts + ["", ""])[: 2 if many else 1]
        if many:
            lines += [
                f"msgid_plural {_quoted(many)}",
                *(f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(texts)),
            ]
        else:
            lines += [f"msgstr {_quoted(texts[0])}"]
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def write_mo(path: Path, lang: str, entries: list[Entry]) -> None:
    """GNU .mo, as `gettext.GNUTranslations` reads it: sorted ids, then texts, without a hash table."""
    pairs = {b"": header(lang).encode()}
    for entry in entries:
        context, one, many = entry.key
        name = (f"{context}\x04" if context else "") + one + (f"\x00{many}" if many else "")
        pairs[name.encode()] = "\x00".join(entry.texts).encode()
    ids = sorted(pairs)
    start = 7 * 4 + 16 * len(ids)
    tables: list[bytes] = []
    blob = b""
    for group in (ids, [pairs[name] for name in ids]):
        for text in group:
            tables.append(struct.pack("<II", len(text), start + len(blob)))
            blob += text + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, len(ids), 28, 28 + 8 * len(ids), 0, start)
    path.write_bytes(head + b"".join(tables) + blob)


# ---- commands -----------------------------------------------------------------------------------------------------


def translations(lang: str) -> dict[Key, Entry]:
    """What all parts say, by key; base first, so that a family may not override it."""
    said: dict[Key, Entry] = {}
    for path in sorted((LOCALE / lang / "parts").glob("*.po"), key=lambda path: (path.stem != "base", path.stem)):
        for key, entry in read_po(path).items():
            if not said.get(key, Entry(key)).is_done:
                said[key] = entry
    return said


def merged(lang: str) -> list[Entry]:
    said = translations(lang)
    entries = strings()
    for key, entry in entries.items():
        entry.texts = said[key].texts if key in said else []
    return list(entries.values())


def update(families: list[str]) -> None:
    for lang in PLURALS:
        by_family: dict[str, list[Entry]] = {}
        for entry in merged(lang):
            by_family.setdefault(family(entry), []).append(entry)
        for name in {"base", *families} if families else by_family:  # a string may just have moved to base
            write_po(LOCALE / lang / "parts" / f"{name}.po", lang, by_family.get(name, []))


def templates() -> list[str]:
    """What the rooms say, those with the most fixed letters first, so that the most telling one is found."""
    said = [key[1] for key in strings() if key[0] == SAID]
    return sorted(said, key=lambda text: (-len(re.sub(r"{\d+}", "", text)), text))


def compile_all() -> None:
    TEMPLATES.write_text(json.dumps(templates(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    for lang in PLURALS:
        entries = merged(lang)
        folder = LOCALE / lang / "LC_MESSAGES"
        write_po(folder / "django.po", lang, entries)
        write_mo(folder / "django.mo", lang, [entry for entry in entries if entry.is_done])


def missing() -> list[str]:
    return [
        f"{lang}: {entry.key[1]!r} ({entry.places[0]})"
        for lang in PLURALS
        for entry in merged(lang)
        if not entry.is_done
    ]


def main(words: list[str]) -> int:
    command = words[0] if words else "help"
    if command == "update":
        update(words[1:])
    elif command == "compile":
        compile_all()
    elif command == "check":
        gaps = missing()
        print("\n".join(gaps) or "Every string is translated.")
        return any(
            gap.rpartition("(")[2].partition("/")[0] not in SAYING for gap in gaps
        )  # rooms' own: a test holds them
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
