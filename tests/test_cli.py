"""The command line as a contract: names, exit statuses, what goes to which stream."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bloggermigrate.cli import main
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout

BLOG = MadeBlog(
    posts=(
        MadePost(
            number="11",
            title="Primo",
            path="/2011/03/primo.html",
            labels=("pane",),
            comments=(MadeComment(number="12"),),
        ),
        MadePost(number="13", title="Bozza", status="DRAFT"),
        MadePost(number="14", kind="page", title="Chi siamo", path="/p/chi.html"),
    )
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "blog.xml"
    path.write_bytes(classic(BLOG))
    return path


def run(*arguments: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=input)


def test_help_of_every_command_has_an_example():
    for command in ("convert", "inspect", "markdown"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Example" in result.stdout
    assert "bloggermigrate convert" in run("--help").stdout


def test_convert_writes_and_tells(export: Path, tmp_path: Path):
    result = run(
        "convert",
        export,
        "--to",
        "hugo",
        "-o",
        tmp_path / "site",
        "--report",
        tmp_path / "r.json",
        "--report",
        tmp_path / "r.md",
    )
    assert result.exit_code == 0, result.output
    assert "posts" in result.stdout
    assert "2 of 2" in result.stdout
    assert (tmp_path / "site" / "hugo.toml").is_file()
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["input"]["path"] == str(export)
    assert report["input"]["variant"] == "classic"
    assert report["balance"]["comment"] == {"read": 1, "written": 1, "skipped": {}, "failed": 0}
    assert "## Balance" in (tmp_path / "r.md").read_text()


def test_dry_run_writes_the_report_alone(export: Path, tmp_path: Path):
    result = run("convert", export, "--to", "hugo", "-o", tmp_path / "site", "-n", "--report", tmp_path / "r.json")
    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blog.xml", "r.json"]
    assert "would be created" in result.stdout


def test_jsonl_to_standard_output_is_all_that_goes_there(export: Path):
    result = run("convert", export, "--to", "jsonl", "-o", "-")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["kind"] for line in lines] == ["blog", "post", "post", "page"]
    assert "posts" in result.stderr


def test_standard_input(tmp_path: Path):
    result = run("convert", "-", "--to", "jsonl", "-o", "-", input=takeout(BLOG))
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == 4


def test_quiet_says_nothing(export: Path, tmp_path: Path):
    assert run("convert", export, "--to", "jsonl", "-o", tmp_path / "x", "-q").output == ""


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--to", "hugoo", "-o", "x"], 2, "Did you mean 'hugo'"),
        (["--to", "hugo"], 2, "-o"),
        (["--to", "hugo", "-o", "-"], 2, "folder"),
        (["--to", "hugo", "-o", "x", "--report", "r.docx"], 2, "r.docx"),
        (["--to", "hugo", "-o", "x", "--include", "cakes"], 2, "cakes"),
        (["--to", "hugo", "-o", "x", "--include", "drafts", "--exclude", "drafts"], 2, "drafts"),
        (["--to", "hugo", "-o", "x", "--since", "2011"], 2, "since"),
    ],
)
def test_usage_errors(export: Path, tmp_path: Path, monkeypatch, arguments: list[str], status: int, words: str):
    monkeypatch.chdir(tmp_path)
    result = run("convert", export, *arguments)
    assert result.exit_code == status
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blog.xml"]


def test_unknown_command_gets_a_hint():
    result = run("convrt")
    assert result.exit_code == 2
    assert "convert" in result.stderr


def test_what_is_not_blogger_exits_with_3(tmp_path: Path):
    path = tmp_path / "x.xml"
    path.write_bytes(b"<?xml version='1.0'?><rss xmlns:wp='http://wordpress.org/export/1.2/'/>")
    result = run("convert", path, "--to", "hugo", "-o", tmp_path / "site")
    assert result.exit_code == 3
    assert "WordPress" in result.stderr
    assert "Back up content" in result.stderr
    assert not (tmp_path / "site").exists()


def test_broken_in_the_middle_migrates_what_stands_before_and_exits_with_1(tmp_path: Path):
    data = classic(MadeBlog(posts=tuple(MadePost(number=str(n), title=f"T{n}") for n in range(10, 20))))
    path = tmp_path / "x.xml"
    path.write_bytes(data[: data.index(b"T17")])
    result = run("convert", path, "--to", "jsonl", "-o", tmp_path / "o")
    assert result.exit_code == 1
    assert "column" in result.stderr
    assert len((tmp_path / "o").read_text().splitlines()) == 8


def test_broken_before_the_first_entry_exits_with_3(tmp_path: Path):
    data = classic(BLOG)
    (tmp_path / "x.xml").write_bytes(data[: data.index(b"<entry>") + 40])
    assert run("convert", tmp_path / "x.xml", "--to", "hugo", "-o", tmp_path / "o").exit_code == 3
    assert not (tmp_path / "o").exists()


def test_only_settings_exits_with_3(tmp_path: Path):
    (tmp_path / "x.xml").write_bytes(classic(MadeBlog()))
    result = run("convert", tmp_path / "x.xml", "--to", "hugo", "-o", tmp_path / "o")
    assert result.exit_code == 3
    assert "no post" in result.stderr


def test_output_that_cannot_be_written_exits_with_4(export: Path, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    for output in (tmp_path / "file", tmp_path / "file" / "below"):
        result = run("convert", export, "--to", "hugo", "-o", output)
        assert result.exit_code == 4, result.output
        assert "Traceback" not in result.stderr


def test_strict_makes_warnings_count(tmp_path: Path):
    (tmp_path / "x.atom").write_bytes(takeout(BLOG))
    arguments = ("convert", tmp_path / "x.atom", "--to", "jsonl", "-o", tmp_path / "o")
    assert run(*arguments).exit_code == 0
    assert run(*arguments, "--strict").exit_code == 1
    assert run(*arguments, "--strict", "--timezone", "Europe/Rome").exit_code == 0


def test_inspect_for_people_and_programs(export: Path):
    text = run("inspect", export).stdout
    assert "Il blog di prova" in text
    assert "1 draft, 1 live" in text
    found = json.loads(run("inspect", export, "--json").stdout)
    assert found["counts"]["post"] == 2
    assert found["labels"] == {"pane": 1}
    assert found["status"]["comment"] == {"live": 1}


def test_targets_table():
    assert "hugo" in run("targets").stdout
    assert {row["name"] for row in json.loads(run("targets", "--json").stdout)} >= {"hugo", "jsonl"}


def test_markdown_command(tmp_path: Path):
    assert run("markdown", input=b"<b>a</b><br/>b").stdout == "**a**  \nb\n"
    (tmp_path / "x.html").write_bytes(b"<i>a</i>")
    assert run("markdown", tmp_path / "x.html").stdout == "*a*\n"
    assert run("markdown", "--from-file", tmp_path / "x.html").stdout == "*a*\n"
    assert run("markdown", "--dialect", "nope", input=b"x").exit_code == 2


def test_markdown_diff_tells_what_is_lost(monkeypatch):
    assert run("markdown", "--diff", input=b"<b>a</b> b").stdout == "identical\n"
    from bloggermigrate import body

    monkeypatch.setattr(body.markdown, "emit", lambda document, dialect: "**a**\n")
    result = run("markdown", "--diff", input=b"<b>a</b> bcd")
    assert result.exit_code == 1
    assert "bcd" in result.stdout


def test_one_bad_entry_costs_one_entry(export: Path, tmp_path: Path, monkeypatch):
    """Whatever goes wrong in one post, the others are written, the fault is named, the status is 1."""
    from bloggermigrate import body

    real = body.read

    def failing(html: str, context: body.BodyContext) -> body.Document:
        if "guasto" in html:
            raise RuntimeError("boom")
        return real(html, context)

    monkeypatch.setattr(body, "read", failing)
    path = tmp_path / "x.xml"
    posts = (MadePost(number="1", content="guasto", comments=(MadeComment(number="5"),)), MadePost(number="2"))
    path.write_bytes(classic(MadeBlog(posts=posts)))
    result = run("convert", path, "--to", "jsonl", "-o", tmp_path / "o", "--report", tmp_path / "r.json")
    assert result.exit_code == 1
    assert "boom" in result.stderr
    balance = json.loads((tmp_path / "r.json").read_text())["balance"]
    assert balance["post"] == {"read": 2, "written": 1, "skipped": {}, "failed": 1}
    assert balance["comment"]["failed"] == 1


def test_help_starts_without_the_heavy_modules():
    code = (
        "import sys; from click.testing import CliRunner; from bloggermigrate.cli import main; "
        "assert CliRunner().invoke(main, ['convert', '--help']).exit_code == 0; "
        "print([m for m in ('lxml', 'bs4', 'markdown_it', 'yaml', 'html2text', 'sqlite3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_page_of_options_is_current():
    from make_cli_docs import TARGET, text

    assert TARGET.read_text() == text(), "run scripts/make_cli_docs.py"
