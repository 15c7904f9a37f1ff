"""Ballots under load: a real server over HTTP, voters with code letters, a steady rate; then count what was kept.

    python bench/ballots.py [--rate 50] [--seconds 60] [--workers 2] [--json]

The full target of the issue is `--rate 50 --seconds 600`: p95 at most 150 ms, none lost, over two processes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

import httpx

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MS = 150.0
PREPARE = """
import json, sys
from datetime import timedelta
from django.utils import timezone
from civora.ops.boot import boot
boot()
from civora.assembly import actions
from civora.assembly.actions import voting
from civora.assembly.models import BallotBox
from civora.assembly.rules import identity
from civora.assembly.types import Act, Kind, NewPhase, NewProcess
from civora.assembly.types.ballots import BallotForm, NewBox, NewItem, Way
count, at, day = int(sys.argv[1]), timezone.now(), timedelta(days=1)
phase = NewPhase({"en": "Vote"}, at - day, at + day, frozenset({Act.BALLOT}))
actions.set_process(key="load", process=NewProcess(Kind.BUDGET, {"en": "Load"}, {"en": "Load"}, (phase,)), by="bench", at=at)
actions.open_process(key="load", by="bench", at=at)
items = tuple(NewItem({"en": f"Project {n}"}, 1000 * n) for n in range(1, 31))
box = NewBox({"en": "Load"}, BallotForm.APPROVAL, "equal-shares", 100_000, at + timedelta(seconds=1), at + day, items, (Way.CODE, Way.REGISTER))
voting.set_box(process="load", key="box", box=box, by="bench", at=at)
lines = "\\n".join(f"L{n:07};1990-01-01;North;F" for n in range(count))
voting.load_register(process="load", text="document;born;district;sex\\n" + lines, by="bench", at=at)
codes = voting.make_codes(process="load", by="bench", at=at)
key = BallotBox.objects.get(key="box").pk
print(json.dumps([(code, identity.new_token(key)) for code in codes]))
"""
CHECK = """
import json
from civora.ops.boot import boot
boot(migrate=False)
from civora.assembly.models import Ballot, Turnout
from civora.assembly.rules import identity
import sys
said = json.load(sys.stdin)
from civora.assembly.models import BallotBox
key = BallotBox.objects.get(key="box").pk
hashes = set(Ballot.objects.values_list("receipt", flat=True))
lost = sum(identity.receipt_hash(key, code) not in hashes for code in said)
print(json.dumps({"ballots": Ballot.objects.count(), "turnout": Turnout.objects.count(), "lost": lost}))
"""


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "CIVORA_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}


def python(home: Path, code: str, *words: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment(home),
        input=given,
        text=True,
        capture_output=True,
        check=True,
    )
    return done.stdout


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def served(home: Path, port: int, workers: int) -> subprocess.Popen[bytes]:
    code = f"import sys; from civora.ops.cli import main; sys.exit(main(['serve', '--port', '{port}', '--workers', '{workers}', '--only', 'web']))"
    server = subprocess.Popen([sys.executable, "-c", code], env=environment(home), stdout=subprocess.DEVNULL)
    for _ in range(600):
        try:
            if httpx.get(f"http://localhost:{port}/-/health", timeout=1).status_code == 200:
                return server
        except httpx.HTTPError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("the server did not start")


class Voters:
    """Sends one ballot after the other at a steady rate; each voter is a browser of her own."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}/take-part/load/vote/box/"
        self.times: list[float] = []
        self.receipts: list[str] = []
        self.failed: list[str] = []
        self.lock = threading.Lock()
        self.client = httpx.Client(timeout=30, limits=httpx.Limits(max_connections=64, max_keepalive_connections=64))
        page = self.client.get(self.url)
        self.csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]  # type: ignore[index]

    def vote(self, number: int, code: str, token: str) -> None:
        sent = {
            "csrfmiddlewaretoken": self.csrf, "do": "cast", "code": code, "token": token,
            "p": [str(1 + (number * 7 + at * 11) % 30) for at in range(3)],
        }  # fmt: skip
        start = time.perf_counter()
        try:
            answer = self.client.post(self.url, data=sent, headers={"Referer": self.url})
            found = re.search(r'id="receipt">([0-9a-f-]+)<', answer.text)
        except httpx.HTTPError as error:
            found, answer = None, error  # type: ignore[assignment]
        took = 1000 * (time.perf_counter() - start)
        with self.lock:
            self.times.append(took)
            if found:
                self.receipts.append(found[1].replace("-", ""))
            else:
                self.failed.append(str(getattr(answer, "status_code", answer)))

    def run(self, ballots: list[tuple[str, str]], rate: float) -> None:
        start = time.perf_counter()
        with ThreadPoolExecutor(64) as pool:
            for number, (code, token) in enumerate(ballots):
                time.sleep(max(0.0, start + number / rate - time.perf_counter()))
                pool.submit(self.vote, number, code, token)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civora-ballots-") as folder:
        home = Path(folder)
        ballots = json.loads(python(home, PREPARE, str(int(given.rate * given.seconds))))
        port = free_port()
        server = served(home, port, given.workers)
        try:
            voters = Voters(port)
            voters.run(ballots, given.rate)
        finally:
            server.terminate()
            server.wait(timeout=30)
        kept = json.loads(python(home, CHECK, given=json.dumps(voters.receipts)))
    found = {
        "ballots_sent": len(ballots), "rate": given.rate, "acknowledged": len(voters.receipts), "failed": len(voters.failed),
        "p50_ms": round(median(voters.times), 1), "p95_ms": round(quantiles(voters.times, n=20)[-1], 1), **kept,
    }  # fmt: skip
    found["ok"] = (
        found["p95_ms"] <= LIMIT_MS and not kept["lost"] and kept["ballots"] == kept["turnout"] and not voters.failed
    )
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return int(not found["ok"])


if __name__ == "__main__":
    sys.exit(main())
