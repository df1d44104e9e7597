"""The command line as a contract: names, exit statuses, what goes to which stream."""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bloggermigrate.cli import COMMANDS, main
from bloggermigrate.writers import WRITERS
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


def loaded(export: Path, output: Path) -> set[str]:
    """Return what a conversion to Hugo loads of ours."""
    code = (
        "import sys; from click.testing import CliRunner; from bloggermigrate.cli import main; "
        f"assert CliRunner().invoke(main, ['convert', {str(export)!r}, '--to', 'hugo', '-o', {str(output)!r}])"
        ".exit_code == 0; print(*(name.removeprefix('bloggermigrate.') for name in sys.modules))"
    )
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_a_conversion_loads_no_other_target_and_no_other_input_form(export: Path, tmp_path: Path):
    found = loaded(export, tmp_path / "o")
    others = set(WRITERS) - {"hugo"}
    assert "writers.hugo" in found
    assert not found & {f"writers.{name}" for name in others}
    assert not found & {"readers.api_json", "readers.archives", "readers.pages", "redirects.apache"}


def test_a_takeout_is_known_without_what_reads_pages(tmp_path: Path):
    archive = tmp_path / "takeout.zip"
    index = '<html><h1 class="service_name">Blogger</h1><div class="extracted-folder-name">Blogs</div></html>'
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Takeout/Blogger/Blogs/x/feed.atom", takeout(MadeBlog(posts=(MadePost(number="1"),))))
        packed.writestr("Takeout/archive_browser.html", index)
    found = loaded(archive, tmp_path / "o")
    assert "readers.archives" in found
    assert not found & {"readers.pages", "readers.text"}


# -- help ------------------------------------------------------------------------------------------------------------


def examples(command: str) -> list[str]:
    """Return the command lines that stand in a command's help."""
    text = run(*([command] if command else []), "--help").stdout
    lines = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    return [line for line in lines if "bloggermigrate " in line and "eval" not in line and "source" not in line]


def test_every_example_of_every_help_runs(tmp_path: Path, sample: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("blog-11-23-2014.xml", "blog.xml"):
        shutil.copy(sample / "blog-11-23-2014.xml", tmp_path / name)
    for name in ("takeout.zip", "takeout-001.zip", "takeout-002.zip"):
        shutil.copy(sample / "takeout.zip", tmp_path / name)
    (tmp_path / "post.html").write_text("<b>a</b>")
    known = [each for name in ("", *COMMANDS) for each in examples(name)]
    assert len(known) > 10
    for example in known:
        before, _, command = example.rpartition("bloggermigrate ")
        words = shlex.split(command.partition(" | ")[0])
        if "images" in words or "download" in words:
            continue  # they are about pictures that the network has
        typed = shlex.split(before.partition(" | ")[0])[1:]
        result = run(*words, input=" ".join(typed).encode() if typed else None)
        assert result.exit_code == 0, (example, result.output)


def test_the_help_of_convert_has_headings_in_order():
    text = run("convert", "--help").stdout
    headings = [
        "What to read:",
        "What to write:",
        "Which posts:",
        "Comments, links, images:",
        "Checking and reports:",
        "Speed and safety:",
    ]
    assert sorted(headings, key=text.index) == headings
    assert "Exit status: 0 done" in text
    assert "\nOptions:" not in text


def test_every_command_has_one_line_and_its_module_a_command_of_that_name():
    context = click.Context(main, info_name="bloggermigrate")
    shown = run("--help").stdout
    for name, row in COMMANDS.items():
        command = main.get_command(context, name)
        assert command is not None and command.name == name
        assert row.help.split()[0] in shown
        assert len(row.help) <= 90


def test_version():
    assert run("--version").stdout.startswith("bloggermigrate, version ")


# -- slips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["convert", "blok.xml", "-t", "hugo", "-o", "x"], 3, "Did you mean blog.xml?"),
        (["convert", "nowhere/blog.xml", "-t", "hugo", "-o", "x"], 3, "no folder nowhere"),
        (["convert", "https://x.blogspot.com", "-t", "hugo", "-o", "x"], 3, "not fetched"),
        (["convert", "login.html", "-t", "hugo", "-o", "x"], 3, "web page"),
        (["convert", "theme.xml", "-t", "hugo", "-o", "x"], 3, "theme (the look of a blog)"),
        (["convert", "takeout-2.zip", "-t", "hugo", "-o", "x"], 3, "several parts"),
        (["convert", "half.zip", "-t", "hugo", "-o", "x"], 3, "Download it again"),
        (["convert", "blog.xml", "-t", "wordpres", "-o", "x"], 2, "Did you mean 'wordpress'?"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "blog.xml"], 4, "over the input"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "./blog.xml"], 4, "over the input"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "x", "--keep-store", "blog.xml"], 4, "over the input"),
        (["convert", "folder", "-t", "hugo", "-o", "folder/out"], 4, "within the input"),
        (["convert", "blog.xml", "-t", "hugo"], 2, "Give a folder with -o"),
        (["convert", "blog.xml", "-o", "x"], 2, "--to hugo"),
        (["convert", "-t", "hugo"], 2, "be asked"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--permalink", "keep"], 2, "--permalinks"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--permalinks", "prety"], 2, "Did you mean 'pretty'?"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--exclude", "draft"], 2, "Did you mean 'drafts'?"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--redirects", "netlfy"], 2, "Did you mean 'netlify'?"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--since", "2014"], 2, "2014-05-31"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--limit", "some"], 2, "'some' is no whole number"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--timezone", "Rome"], 2, "Did you mean 'Europe/Rome'?"),
        (
            ["convert", "blog.xml", "-t", "hugo", "-o", "x", "--timezone", "europe/rom"],
            2,
            "Did you mean 'Europe/Rome'?",
        ),
        (["inspect", "blog.xml", "--locale", "italian"], 2, "no code of a language"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--blog-url", "prova"], 2, "--blog-url https://example.org"),
        (
            ["convert", "blog.xml", "-t", "hugo", "-o", "x", "--since", "2012-01-01", "--until", "2011-01-01"],
            2,
            "No day",
        ),
        (["convert", "blog.xml", "-t", "hugo", "-o", ""], 2, "bloggermigrate: No output was given."),
        (["convert", "blog.xml", "-t", "hugo", "-o", "login.html"], 4, "Give the name of a folder with -o"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "login.html", "-n"], 4, "Give the name of a folder with -o"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "folder"], 4, "Give the name of a file with -o"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "folder", "-n"], 4, "Give the name of a file with -o"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "login.html/x", "-n"], 4, "Not a directory"),
        (["convert", "blog.xml", "-t", "jsonfeed", "-o", "x.json", "--report", "x.json"], 2, "would be one file"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "-n", "--report", "login.html/r.md"], 4, "with --report"),
        (
            ["convert", "blog.xml", "-t", "hugo", "-o", "x", "--keep-store", "login.html"],
            4,
            "Something else than a store",
        ),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--keep-store", "folder"], 2, "is a directory"),
        (["convert", "x" * 300, "-t", "hugo", "-o", "x"], 3, "File name too long"),
        (["convert", "", "-t", "hugo", "-o", "x"], 2, "An input has no name"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x" * 300], 4, "File name too long"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x" * 300, "-n"], 4, "File name too long"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "x" * 300], 4, "File name too long"),
        (["convert", "blog.xml", "-t", "jsonl", "-o", "x", "-n", "--keep-store", "x" * 300], 4, "File name too long"),
        (["convert", "blog.xml", "-t", "11ty", "-o", "x"], 2, "Did you mean 'eleventy'? Targets: hugo,"),
        (["convert", "blog.xml", "-t", "html", "-o", "x"], 2, "There is no target 'html'. Targets: hugo,"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "my", "site"], 3, "one with blanks in it stands in quotes"),
        (["convert", "blog.xml", "-t", "hugo", "-o", "x", "--images"], 2, "See: main convert --help"),
        (["convert", "blog.xml", "-t", "atom", "-o", "x", "--redirects", "csv"], 2, "Leave --redirects out"),
        (["blog.xml", "jekyll"], 2, "bloggermigrate convert blog.xml --to jekyll -o my-site"),
        (["jekyll", "blog.xml"], 2, "bloggermigrate convert blog.xml --to jekyll -o my-site"),
        (["images", "."], 3, "with --images download"),
        (["links", "nowhere"], 3, "It can't be read: No such file or directory. Give the folder or file"),
        (["blog.xml"], 2, "bloggermigrate convert blog.xml --to hugo -o my-site"),
        (["convrt"], 2, "Did you mean 'convert'?"),
    ],
)
def test_slips_are_told_in_words(
    export: Path, tmp_path: Path, monkeypatch, arguments: list[str], status: int, words: str
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "login.html").write_text("<!doctype html><title>Sign in</title><p>Sign in</p>")
    (tmp_path / "theme.xml").write_text(
        "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml' "
        "xmlns:b='http://www.google.com/2005/gml/b'><head><b:skin><![CDATA[]]></b:skin></head>"
        "<body><b:section id='a'/></body></html>"
    )
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.xml").write_bytes(classic(BLOG))
    with zipfile.ZipFile(tmp_path / "takeout-2.zip", "w") as archive:
        archive.writestr("Takeout/Google Photos/a.txt", "x" * 5000)
    (tmp_path / "half.zip").write_bytes((tmp_path / "takeout-2.zip").read_bytes()[:80])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert words in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_case_of_an_engines_name_does_not_count(export: Path, tmp_path: Path):
    assert run("convert", export, "--to", "Hugo", "-o", tmp_path / "x", "-n").exit_code == 0


def test_a_folder_in_use_gets_content_and_a_word(export: Path, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    result = run("convert", export, "--to", "hugo", "-o", tmp_path / "mine")
    assert "other things in it" in result.stderr
    assert not (tmp_path / "mine" / "hugo.toml").exists()
    assert "other things" not in run("convert", export, "--to", "hugo", "-o", tmp_path / "mine").stderr


def test_a_report_that_can_not_be_written_hides_nothing(export: Path, tmp_path: Path):
    report = tmp_path / "blog.xml" / "x.html"
    result = run("convert", export, "-t", "hugo", "-o", tmp_path / "x", "--report", report)
    assert result.exit_code == 4
    assert f"{export}: It can't be written: Not a directory." in result.stderr
    assert "2 of 2" in result.stdout
    assert "report:" not in result.stdout
    assert (tmp_path / "x" / "hugo.toml").exists()


def test_a_fault_of_ours_is_told_without_its_traceback(export: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("bloggermigrate.pipeline.load", lambda *_, **__: {}["x"])
    arguments = ["convert", export, "-t", "hugo", "-o", tmp_path / "x"]
    result = run(*arguments)
    assert (result.exit_code, "Traceback" in result.stderr) == (1, False)
    assert "KeyError: 'x'" in result.stderr
    assert "-vv" in result.stderr
    assert "Traceback" in run(*arguments, "-vv").stderr


def test_a_store_is_kept_and_replaced(export: Path, tmp_path: Path):
    for _ in range(2):
        result = run("convert", export, "-t", "hugo", "-o", tmp_path / "x", "--keep-store", tmp_path / "blog.db")
        assert result.exit_code == 0
    (tmp_path / "blog.db").read_bytes().index(b"SQLite")


def test_a_fresh_repository_is_an_empty_folder(export: Path, tmp_path: Path):
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".DS_Store").write_bytes(b"x")
    assert run("convert", export, "-t", "hugo", "-o", site, "-n", "--report", site / "report.html").exit_code == 0
    result = run("convert", export, "-t", "hugo", "-o", site, "--report", site / "report.html")
    assert "other things" not in result.stderr
    assert (site / "hugo.toml").exists()
    assert f"next: cd {site} && hugo server" in result.stdout


def test_content_alone_is_not_called_a_site(export: Path, tmp_path: Path):
    result = run("convert", export, "-t", "hugo", "-o", tmp_path / "x", "--no-site")
    assert "hugo server" not in result.stdout
    assert "next: build your site as always" in result.stdout
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    result = run("convert", export, "-t", "wordpress", "-o", tmp_path / "mine")
    assert "other things" not in result.stderr
    assert "import" in result.stdout


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--label", "pan", "No post has the label 'pan'. Did you mean 'pane'?"),
        ("--since", "2030-01-01", "No post or page is within what the options choose."),
    ],
)
def test_options_that_choose_nothing_are_told(export: Path, tmp_path: Path, option: str, value: str, words: str):
    result = run("convert", export, "-t", "hugo", "-o", tmp_path / "x", option, value, "-v")
    assert result.exit_code == 0
    assert words in result.stderr
    assert "selection-empty" not in run("convert", export, "-t", "hugo", "-o", tmp_path / "y", "--label", "PANE").stderr


@pytest.mark.skipif(os.name == "nt", reason="rights are other things on Windows")
def test_a_dry_run_tells_that_the_place_is_not_ours(export: Path, read_only: Path):
    for target, place in (("hugo", "x"), ("jsonl", "x.jsonl")):
        results = [run("convert", export, "-t", target, "-o", read_only / place, *more) for more in ([], ["-n"])]
        assert [result.exit_code for result in results] == [4, 4]
        assert results[0].stderr.splitlines()[-1] == results[1].stderr.splitlines()[-1]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), sqlite3.OperationalError("database or disk is full")])
def test_a_full_disk_for_temporary_files_is_told_in_words(export: Path, tmp_path: Path, monkeypatch, error: Exception):
    from bloggermigrate.store import Store

    def full(self: Store) -> None:
        raise error

    monkeypatch.setattr(Store, "flush", full)
    result = run("convert", export, "--to", "jsonl", "-o", tmp_path / "o")
    assert result.exit_code == 4
    assert "TMPDIR" in result.stderr


def test_a_reader_that_goes_away_is_no_error(sample: Path):
    command = f"{shlex.quote(sys.executable)} -m bloggermigrate"
    export = shlex.quote(str(sample / "blog-11-23-2014.xml"))
    rest = f"convert {export} --to jsonl -o - -q --no-config | head -c 10"
    done = subprocess.run(f"{command} {rest}", shell=True, capture_output=True, text=True, check=False)
    assert len(done.stdout) == 10
    assert done.stderr == ""


# -- completion ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell_and_parses_there(shell: str, tmp_path: Path):
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_BLOGGERMIGRATE_COMPLETE" in result.stdout
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(result.stdout)
    subprocess.run([shell, "-n", str(tmp_path / "script")], check=True, capture_output=True)


def test_bash_completes_commands_options_and_engines(tmp_path: Path):
    if shutil.which("bash") is None or sys.platform == "win32":
        pytest.skip("bash is not installed")
    (tmp_path / "script").write_text(run("completion", "bash").stdout)
    folder = str(Path(sys.executable).parent)
    asked = {
        "bloggermigrate con": "convert",
        "bloggermigrate convert x --perma": "--permalinks",
        "bloggermigrate convert x --to hu": "hugo",
    }
    lines = [". ./script"]
    for words in asked:
        lines += [
            f"COMP_WORDS=({words}); COMP_CWORD={len(words.split()) - 1}; COMPREPLY=()",
            '_bloggermigrate_completion bloggermigrate; echo "${COMPREPLY[@]}"',
        ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
    )
    for found, wanted in zip(done.stdout.splitlines(), asked.values(), strict=True):
        assert wanted in found.split()


def test_fish_completes_engines(tmp_path: Path):
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    (tmp_path / "script").write_text(run("completion", "fish").stdout)
    folder = str(Path(sys.executable).parent)
    done = subprocess.run(
        ["fish", "--no-config", "-c", 'source script; complete -C "bloggermigrate convert x --to hu"'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HOME": str(tmp_path), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
    )
    assert done.stdout.split() == ["hugo"]


def test_completion_asks_for_a_shell_it_knows(monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/csh")
    assert run("completion").exit_code == 2
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "complete" in run("completion").stdout


# -- what a terminal sees --------------------------------------------------------------------------------------------


def on_a_terminal(*arguments: object, **environment: str) -> str:
    pexpect = pytest.importorskip("pexpect")
    if not hasattr(pexpect, "run"):
        pytest.skip("pexpect has no pseudo-terminal here")
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    command = [sys.executable, "-m", "bloggermigrate", *map(str, arguments)]
    child = pexpect.spawn(
        command[0], command[1:], env=known | environment, dimensions=(40, 60), timeout=60, encoding="utf-8"
    )
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


def test_colours_bars_and_width_are_for_terminals(export: Path, tmp_path: Path):
    seen = on_a_terminal("convert", export, "--to", "hugo", "-o", tmp_path / "x", "-n")
    assert "100%" in seen
    assert "3/3" in seen
    seen = on_a_terminal("convert", export, "--to", "nothing", "-o", "x")
    assert "\x1b[31m" in seen
    plain = on_a_terminal("convert", export, "--to", "nothing", "-o", "x", NO_COLOR="1")
    assert "\x1b[" not in plain
    assert 30 < max(map(len, plain.splitlines())) < 60
    assert "\x1b" not in run("convert", tmp_path / "none.xml", "--to", "hugo", "-o", "x").stderr


def test_the_page_of_options_is_current():
    from make_cli_docs import TARGET, text

    assert TARGET.read_text() == text(), "run scripts/make_cli_docs.py"
