"""The run without a command, as a person at a terminal meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bloggermigrate.cli.candidates import candidates
from bloggermigrate.cli.guided import path_typed
from bloggermigrate.output import Folder
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout

pexpect = pytest.importorskip("pexpect", reason="pexpect drives the terminal")
if not hasattr(pexpect, "spawn"):
    pytest.skip("pexpect has no pseudo-terminal here", allow_module_level=True)

BLOG = MadeBlog(
    posts=(
        MadePost(
            number="11",
            title="Primo pane",
            path="/2011/03/primo.html",
            labels=("pane",),
            content="<p>Farina, acqua, <b>tempo</b>.</p>",
            comments=(MadeComment(number="12"),),
        ),
        MadePost(number="13", title="Bozza", status="DRAFT"),
    )
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with downloads, and a folder to work in."""
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "work").mkdir()
    return tmp_path


def start(home: Path, *arguments: str, **more: str) -> pexpect.spawn:
    environment = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "TERM": "xterm", **more}
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        if name not in more:
            environment.pop(name, None)
    return pexpect.spawn(
        sys.executable,
        ["-m", "bloggermigrate", *arguments],
        cwd=str(home / "work"),
        env=environment,
        encoding="utf-8",
        dimensions=(50, 100),
        timeout=60,
    )


def test_it_offers_what_is_there_and_converts_for_hugo(home: Path):
    (home / "Downloads" / "blog-01-01-2014.xml").write_bytes(classic(BLOG))
    (home / "Downloads" / "shopping.xml").write_text("<list/>")
    (home / "Downloads" / "broken.zip").write_bytes(b"PK\x03\x04")
    run = start(home)
    run.expect("Which blog")
    run.expect("Il blog di prova")
    run.expect(r"~/Downloads/blog-01-01-2014\.xml")
    run.expect("Number or path")
    run.sendline("")
    run.expect("2 posts, 1 comment, 2011")
    run.expect("Where shall it go")
    run.expect("Number or name")
    run.sendline("hugoo")
    run.expect("Did you mean .hugo")
    run.sendline("1")
    run.expect("Folder to write to")
    run.sendline("")
    run.expect(r"il-blog-di-prova-hugo/content/posts/2011/03/primo\.md")
    run.expect(r"/2011/03/primo\.html \(as before\)")
    run.expect('title: "Primo pane"')
    run.expect(r"Farina, acqua, \*\*tempo\*\*\.")
    run.expect("without writing")
    run.expect("posts +2 of 2")
    run.expect("Write it now")
    assert not (home / "work" / "il-blog-di-prova-hugo").exists()
    run.sendline("y")
    run.expect("Done")
    run.expect("cd il-blog-di-prova-hugo && hugo server")
    run.expect(r"bloggermigrate convert (\S+) --to hugo -o il-blog-di-prova-hugo")
    given = run.match[1]
    run.expect(pexpect.EOF)
    run.close()
    assert run.exitstatus == 0
    site = home / "work" / "il-blog-di-prova-hugo"
    assert (site / "hugo.toml").is_file()
    # The command that was printed does the same.
    again = [sys.executable, "-m", "bloggermigrate", "convert", given, "--to", "hugo", "-o", str(site)]
    done = subprocess.run(again, capture_output=True, text=True, check=True, cwd=home / "work")
    assert "already right" in done.stdout
    assert "created" not in done.stdout


def test_a_dragged_path_a_missing_zone_and_jekyll(home: Path):
    folder = home / "my files"
    folder.mkdir()
    (folder / "feed.atom").write_bytes(takeout(BLOG))
    (home / "work" / "full").mkdir()
    (home / "work" / "full" / "notes.txt").write_text("x")
    with Folder(home / "work" / "other", target="hugo", dry_run=False, force=False):
        pass
    run = start(home, NO_COLOR="1")
    run.expect("takeout.google.com")
    run.expect("Path of the file or folder")
    run.sendline("/no/such/file.xml")
    run.expect("There is no such file")
    run.sendline(f"'{folder / 'feed.atom'}' ")
    run.expect("1 comment")
    if run.expect(["old address", "time zone"]) == 0:
        run.sendline("prova")
        run.expect("is no address of a blog")
        run.expect("old address")
        run.sendline("https://prova.blogspot.com")
        run.expect("time zone")
    run.sendline("Europe/Roma")
    run.expect(r"There is no time zone 'Europe/Roma'\. Did you mean 'Europe/Rome'\?")
    run.sendline("Europe/Rome")
    run.expect("Number or name")
    run.sendline("Jekyll")
    run.expect("Folder to write to")
    run.sendline("full")
    run.expect("other things in full")
    run.sendline("full/notes.txt")
    run.expect("a folder is needed")
    run.sendline("other")
    run.expect("holds a conversion to Hugo")
    run.sendline("~/site two")
    run.expect("layout: ")
    run.expect("Write it now")
    run.sendline("")
    run.expect("Done")
    run.expect("--timezone Europe/Rome")
    run.expect("To see each post beside its original")
    run.expect("--dry-run --report report.html")
    run.expect(pexpect.EOF)
    run.close()
    assert run.exitstatus == 0
    assert (home / "site two" / "_config.yml").is_file()
    assert "\x1b[1m" not in str(run.before)


def test_a_narrow_terminal_breaks_no_word(home: Path):
    (home / "work" / "b.xml").write_bytes(classic(BLOG))
    run = start(home, NO_COLOR="1")
    run.setwinsize(50, 44)
    run.expect("Number or path")
    run.sendline("")
    run.expect("Number or name")
    listed = str(run.before).partition("Where shall it go?")[2].splitlines()
    assert max(map(len, listed)) < 44
    run.sendintr()
    run.expect(pexpect.EOF)


@pytest.mark.parametrize("how", ["ctrl-c", "end of file", "no"])
def test_it_can_be_left_at_any_time(home: Path, how: str):
    (home / "work" / "b.xml").write_bytes(classic(BLOG))
    run = start(home)
    run.expect("Number or path")
    if how == "no":
        run.sendline("")
        run.expect("Number or name")
        run.sendline("jsonl")
        run.expect("File to write")
        run.sendline("out.jsonl")
        run.expect("Write it now")
        run.sendline("n")
        run.expect("Nothing was written")
        run.expect("bloggermigrate convert b.xml --to jsonl -o out.jsonl")
    else:
        run.sendintr() if how == "ctrl-c" else run.sendeof()
        run.expect("Stopped. Nothing was written.")
    run.expect(pexpect.EOF)
    run.close()
    assert run.exitstatus == (0 if how == "no" else 130)
    assert [path.name for path in (home / "work").iterdir()] == ["b.xml"]


def test_a_configuration_is_used(home: Path):
    (home / "work" / "b.xml").write_bytes(classic(BLOG))
    (home / "work" / "bloggermigrate.toml").write_text('output = "mine"\n[labels]\n"pane" = "Forno"\n')
    run = start(home)
    run.expect("Number or path")
    run.sendline("1")
    run.expect(r"Settings are taken from bloggermigrate\.toml")
    run.expect("Number or name")
    run.sendline("hugo")
    run.expect(r"\[mine\]")
    run.sendline("")
    run.expect(r'tags: \["Forno"\]')
    run.sendintr()
    run.expect(pexpect.EOF)


def test_nobody_is_asked_where_nobody_is(home: Path):
    (home / "work" / "b.xml").write_bytes(classic(BLOG))
    done = subprocess.run(
        [sys.executable, "-m", "bloggermigrate"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=home / "work",
        check=True,
    )
    assert done.stdout.startswith("Usage: bloggermigrate")
    assert done.stderr == ""


def test_candidates_are_known_by_content_and_parts_stand_together(home: Path):
    import zipfile

    downloads = home / "Downloads"
    for number, name in ((1, "Takeout/Blogger/Blogs/Prova/feed.atom"), (2, "Takeout/Photos/a.jpg")):
        with zipfile.ZipFile(downloads / f"takeout-20240101T000000Z-00{number}.zip", "w") as archive:
            archive.writestr(name, takeout(BLOG) if number == 1 else b"x")
    (downloads / "named.xml").write_bytes(classic(BLOG))
    (downloads / "theme.xml").write_text("<html xmlns:b='http://www.google.com/2005/gml/b'><b:skin/></html>")
    (downloads / "unreadable").symlink_to(downloads / "nowhere")
    found = candidates([home / "work", downloads, downloads, home / "missing"])
    names = sorted(tuple(path.name for path in candidate.paths) for candidate in found)
    assert names == [("named.xml",), ("takeout-20240101T000000Z-001.zip",)]
    assert {candidate.title for candidate in found} == {"Il blog di prova"}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ('"C:/my blog.xml"', "C:/my blog.xml"),
        ("  a.xml ", "a.xml"),
        ("my\\ blog\\ \\(2\\).xml", "my blog (2).xml"),
        ("file:///tmp/a%20b.xml", "/tmp/a b.xml"),
        ("'", "'"),
        ("", "."),
    ],
)
def test_paths_as_people_give_them(typed: str, path: str):
    if os.name == "posix":
        assert path_typed(typed) == path
