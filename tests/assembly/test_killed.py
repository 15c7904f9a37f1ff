"""`kill -9` in the middle of voting: no ballot that was acknowledged is lost, none counts twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
from civora.ops.boot import boot
boot()
from tests.factories.votes import vote
vote()
"""
CAST = """
import sys
from civora.ops.boot import boot
boot(migrate=False)
from tests.factories.votes import box, cast
from civora.assembly.rules import identity
first = int(sys.argv[1])
parks = box().pk
for number in range(first, first + 100_000):
    token = identity.new_token(parks)
    print("sent", number, token, flush=True)
    print("kept", number, cast(number, (1 + number % 3,), token=token).code, flush=True)
"""
AGAIN = """
import json, sys
from civora.ops.boot import boot
boot(migrate=False)
from civora.assembly.models import Ballot, Turnout
from civora.assembly.rules import identity
from tests.factories.votes import box, cast
said = json.load(sys.stdin)
before = (Turnout.objects.count(), Ballot.objects.count())
hashes = set(Ballot.objects.values_list("receipt", flat=True))
lost = [code for code in said["kept"] if identity.receipt_hash(box().pk, code) not in hashes]
for number, token in said["sent"]:
    cast(number, (1 + number % 3,), token=token)
print(json.dumps({"before": before, "lost": lost, "after": [Turnout.objects.count(), Ballot.objects.count()]}))
"""


def environment(home: Path) -> dict[str, str]:
    """A portal of its own: nothing of the tests' settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CIVORA_", "DJANGO_"))}
    return {**kept, "CIVORA_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


def python(home: Path, code: str, *words: str, **more) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], env=environment(home), cwd=ROOT, text=True, stdout=subprocess.PIPE, **more
    )


def test_killed_voters_processes_lose_nothing_and_count_nothing_twice(tmp_path: Path) -> None:
    import json

    assert python(tmp_path, MAKE).wait(timeout=240) == 0
    files = [(tmp_path / f"said-{at}").open("w+") for at in range(2)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CAST, str(1_000_000 * at)], env=environment(tmp_path), cwd=ROOT, stdout=file
        )
        for at, file in enumerate(files)
    ]
    until = time.monotonic() + 240
    while time.monotonic() < until and any(Path(file.name).read_text().count("kept") < 30 for file in files):
        time.sleep(0.05)
    for one in running:
        os.kill(one.pid, signal.SIGKILL)
        one.wait(timeout=30)
    lines = [line.split() for file in files for line in Path(file.name).read_text().split("\n") if line.count(" ") == 2]
    sent = [(int(number), token) for word, number, token in lines if word == "sent" and ":" in token]
    kept = [code for word, _, code in lines if word == "kept" and len(code) == 32]
    assert len(kept) >= 60
    checking = python(tmp_path, AGAIN, stdin=subprocess.PIPE)
    told, _ = checking.communicate(json.dumps({"sent": sent, "kept": kept}), timeout=240)
    found = json.loads(told)
    assert found["lost"] == []
    assert found["before"][0] == found["before"][1] >= len(kept)
    assert found["after"] == [len(sent), len(sent)]
