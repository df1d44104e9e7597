"""The generated tables are what the script makes, and what it needs is in the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bloggermigrate.cli.dates import dates

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "build_date_tables.py"
RELEASES = os.environ.get("BABEL_RELEASES", "")


def test_the_script_makes_the_committed_tables() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not RELEASES, reason="BABEL_RELEASES names no folder of Babel archives")
def test_the_script_makes_the_committed_names_from_the_releases() -> None:
    command = [sys.executable, str(SCRIPT), "--check", "--releases", RELEASES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_babel_at_run_time() -> None:
    code = (
        "import sys; from bloggermigrate.dates import parse_date; parse_date('lunedì 28 febbraio 2011');"
        "assert not {'babel', 'dateparser', 'dateutil', 'icu'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_licence_of_the_names_lies_beside_them() -> None:
    folder = ROOT / "src" / "bloggermigrate" / "dates"
    assert "UNICODE LICENSE" in (folder / "LICENSE-UNICODE.txt").read_text("utf-8")
    assert (ROOT / "fixtures" / "dates" / "LICENSE-UNICODE.txt").exists()


def test_command_prints_one_object_a_text() -> None:
    done = CliRunner().invoke(dates, ["lunedì 28 febbraio 2011", "no date", "3/2/2011", "--locale", "it", "--json"])
    assert done.exit_code == 0
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == {
        "text": "lunedì 28 febbraio 2011",
        "iso": "2011-02-28",
        "weekday_ok": True,
        "ambiguous": False,
        "locale": "it",
        "notes": [],
    }
    assert (second["iso"], second["locale"]) == (None, "it")
    assert third["ambiguous"] and third["notes"]


def test_command_reads_lines_of_standard_input() -> None:
    done = CliRunner().invoke(dates, ["--json"], input=b"2011-02-28T10:35:00Z\r\n\nDo., 31. Jan. 2008\n")
    assert [json.loads(line)["iso"] for line in done.stdout.splitlines()] == [
        "2011-02-28T10:35:00+00:00",
        None,
        "2008-01-31",
    ]


def test_command_survives_bytes_of_another_encoding() -> None:
    done = CliRunner().invoke(
        dates, ["--json"], input="luned\xec 28 febbraio 2011\n28 febbraio 2011\n".encode("latin-1")
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout.splitlines()[1])["iso"] == "2011-02-28"


def test_command_tells_what_a_text_lacks() -> None:
    texts = ["Sunday, January 16", "10:35 AM", "bread", "", "16 January 2011"]
    done = CliRunner().invoke(dates, texts)
    assert done.stdout.splitlines() == [
        "-\tSunday, January 16\tyear-missing: a day without a year",
        "-\t10:35 AM\tdate-missing: a time without a day",
        "-\tbread\tdate-unparsed: no date",
        "-\t",
        "2011-01-16\t16 January 2011",
    ]


def test_command_says_that_it_knows_no_such_locale() -> None:
    done = CliRunner().invoke(dates, ["28 febbraio 2011", "--locale", "tlh"])
    assert done.exit_code == 0
    assert done.stdout.startswith("2011-02-28\t")
    assert "'tlh'" in done.stderr
    assert not CliRunner().invoke(dates, ["28 febbraio 2011", "--locale", "iw_IL"]).stderr
