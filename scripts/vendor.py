"""Renew the front-end libraries under `www/static/vendor/` from their released npm packages.

    python scripts/vendor.py           write the files and the manifest
    python scripts/vendor.py --check   only compare the files with the manifest (no network)

Files are taken as released, less the line that names a source map (it is not shipped, so browsers would ask for it in
vain). The one other change is said in the manifest: `vega-interpreter` is released for bundlers and imports `vega-util` by
bare name; here it takes the same names from the global `vega`, which carries them.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src/civora/www/static/vendor"
MANIFEST = VENDOR / "manifest.json"
PACKAGES = {
    ("maplibre-gl", "6.17.0"): [
        "dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt",
    ],
    ("vega", "6.4.0"): ["build/vega.min.js", "LICENSE"],
    ("vega-interpreter", "2.3.2"): ["build/vega-interpreter.js", "LICENSE"],
}  # fmt: skip
PATCHES = {
    "vega-interpreter.js": (
        b"import { ascending, isString, DisallowedObjectProperties } from 'vega-util';",
        b"const { ascending, isString, DisallowedObjectProperties } = globalThis.vega;",
    ),
}


def main() -> int:
    if "--check" in sys.argv:
        return check()
    entries = [entry for (name, version), wanted in PACKAGES.items() for entry in renew(name, version, wanted)]
    MANIFEST.write_text(json.dumps(entries, indent=1) + "\n")
    return check()


def check() -> int:
    """Compare each file with its checksum; 1 and a line for each that differs."""
    wrong = [
        entry["file"]
        for entry in json.loads(MANIFEST.read_text())
        if hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    for name in wrong:
        print(f"{name} differs from vendor/manifest.json: run python scripts/vendor.py")
    return 1 if wrong else 0


def renew(name: str, version: str, wanted: list[str]) -> list[dict[str, str]]:
    """Fetch one package with npm and write its wanted files. Returns their manifest entries."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as archive:
            licence = json.loads(read(archive, "package.json"))["license"]
            return [write(name, version, licence, path, read(archive, path)) for path in wanted]


def read(archive: tarfile.TarFile, path: str) -> bytes:
    """One file of the package. Raises KeyError if the release does not hold it."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise KeyError(path)
    return member.read()


def write(name: str, version: str, licence: str, path: str, content: bytes) -> dict[str, str]:
    """Put one file under vendor/NAME/."""
    short = path.rsplit("/", 1)[-1]
    old, new = PATCHES.get(short, (b"", b""))
    if old and old not in content:
        raise ValueError(f"{name} {version}: the line to replace is gone; look at its release notes")
    content = content.replace(old, new, 1) if old else content
    content = re.sub(rb"\n//# sourceMappingURL=[^\n]*", b"", content)
    target = VENDOR / name / short
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    entry = {"file": f"{name}/{short}", "name": name, "version": version, "licence": licence, "from": path}
    return entry | {"sha256": hashlib.sha256(content).hexdigest()} | ({"changed": "import of vega-util"} if old else {})


if __name__ == "__main__":
    sys.exit(main())
