"""`civora tally` as a script calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from civora.ops.cli import main
from tests.factories.elections import SMALL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.pb"
    path.write_text(SMALL)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    status = main(["tally", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_it_prints_winners_and_what_was_spent(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, str(file), "--rule", "equal-shares")
    assert (status, found["winners"], found["spent"]) == (0, ["a", "c"], 10)
    assert "projects" not in found


def test_without_a_rule_it_takes_the_one_of_the_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, str(file))[1]["rule"] == "equal-shares"


def test_it_explains_each_project_and_each_ballot(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, str(file), "--explain")[1]
    assert [one["why"] for one in found["projects"]] == ["funded", "supporters-short", "funded"]
    assert {tuple(one["vote"]): one["paid"] for one in found["ballots"]}["c",] == {"c": 3}
    assert main(["tally", str(file), "--explain"]) == 0
    assert "b Small; park: its supporters' shares fell short" in capsys.readouterr().out


def test_it_sets_the_rules_side_by_side(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, str(file), "--compare")[1]
    assert {one["rule"] for one in found["rules"]} >= {"greedy", "equal-shares", "phragmen", "knapsack"}


def test_check_recounts_and_fails_where_a_total_is_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "--check", str(file))
    assert (status, found["ok"], found["winners_reproduced"]) == (0, True, True)
    file.write_text(SMALL.replace("b;4;2", "b;4;7"))
    status, found = told(capsys, "--check", str(file))
    assert (status, found["differences"]) == (1, [{"what": "votes", "project": "b", "stated": 7, "counted": 2}])


def test_it_writes_the_count_into_a_file(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pb"
    file.write_text(SMALL.replace("a;6;3", "a;6;0"))
    assert main(["tally", str(file), "--write", str(out)]) == 0
    assert out.read_text() == SMALL


@pytest.mark.parametrize("text", ["", "META\n", SMALL.replace("v4;c", "v4;nothing"), SMALL.replace("a;6", "a;x")])
def test_a_broken_file_ends_with_status_2_and_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.pb"
    path.write_text(text)
    assert main(["tally", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("civora: ")
    assert said.count("\n") == 1


def test_an_unknown_rule_ends_with_status_2(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tally", str(file), "--rule", "loudest"]) == 2
    assert "greedy" in capsys.readouterr().err


def test_a_missing_file_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tally", "nowhere.pb"]) == 1
    assert "nowhere.pb" in capsys.readouterr().err


def test_the_whole_command_needs_no_django(file: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None; sys.modules['duckdb'] = None; sys.modules['numpy'] = None\n"
        f"from civora.ops.cli import main; sys.exit(main(['tally', {str(file)!r}, '--explain']))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_a_city_of_130000_ballots_is_counted_and_explained_in_a_minute(shared_data: Path) -> None:
    """Wrocław 2015 by Equal Shares with explanations, within 60 s and 1 GB, in a process of its own."""
    path = shared_data / "participatory_budgeting/Poland_Wroclaw_2015_150_-_500.pb"
    code = (
        "import resource, sys; from civora.ops.cli import main\n"
        f"status = main(['tally', {str(path)!r}, '--rule', 'equal-shares', '--explain', '--json'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    found = json.loads(done.stdout)
    assert int(done.stderr) < 1_000_000
    assert (found["voters"], len(found["winners"]), len(found["ballots"])) == (131_778, 16, 197)
    assert found["spent"] <= found["budget"]
