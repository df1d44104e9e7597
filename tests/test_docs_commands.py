"""Every command that the documents show runs as it stands there, on the sample blog."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bloggermigrate.cli import main
from blogs import MadeBlog, MadePost, classic

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
#: words that stand for what a reader puts there, and what only a page about all commands shows
_PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b|…|\[|<")

#: the blog of the saved pages, and that of the sample, so that both are one
_OTHER, _NUMBER = "4000000000000000001", "2718281828459045235"


def commands(page: Path) -> Iterator[str]:
    """Give the lines of *page* that call the tool, from fences and indented blocks; continued lines joined."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"^[ ]*(?:\$ )?(bloggermigrate .*)$", text, re.MULTILINE):
        yield line.partition(" | ")[0].partition("  #")[0].strip()
    for inline in re.findall(r"`(bloggermigrate [^`|\n]+ [^`|\n]+)", text):
        yield inline.strip()


SHOWN = [
    pytest.param(command, id=f"{page.relative_to(ROOT)}: {command}"[:120])
    for page in PAGES
    for command in dict.fromkeys(commands(page))
    if not _PLACEHOLDER.search(command.replace("'", "").replace("--label X", ""))
]


@pytest.fixture
def home(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the documents speak of."""
    for name in ("takeout.zip", "takeout-001.zip", "takeout-002.zip"):
        shutil.copy(sample / "takeout.zip", tmp_path / name)
    shutil.copy(sample / "blog-11-23-2014.xml", tmp_path)
    shutil.copy(sample / "blog-11-23-2014.xml", tmp_path / "blog.xml")
    pages = tmp_path / "saved-pages"
    pages.mkdir()
    for name in ("layouts_index", "layouts_item"):
        page = (ROOT / "fixtures" / "inputs" / "pages" / f"{name}.html").read_text(encoding="utf-8")
        page = page.replace("prova.blogspot.", "panesassienuvole.blogspot.").replace(_OTHER, _NUMBER)
        (pages / f"{name}.html").write_text(page, encoding="utf-8")
    (tmp_path / "post.html").write_text("<p>One <b>loaf</b>.</p>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_commands_to_run():
    assert len(SHOWN) > 20


@pytest.mark.parametrize("command", SHOWN)
def test_a_shown_command_runs(command: str, home: Path):
    words = shlex.split(command)[1:]
    if not words or words[0].startswith("-"):
        return
    if words[0] in ("images", "links"):
        # A blog without pictures: no document is worth a request.
        Path("plain.xml").write_bytes(classic(MadeBlog(posts=(MadePost(number="1", title="One"),))))
        first = ["convert", "plain.xml", "--to", "hugo", "-o", words[1], "-q", "--images", "download"]
        assert CliRunner().invoke(main, first).exit_code == 0
    result = CliRunner().invoke(main, words, input="<b>bread</b>" if words[0] == "markdown" else None)
    assert result.exit_code == 0, f"{command}\n{result.output}\n{result.exception}"


def test_the_python_of_the_documents_runs(home: Path):
    for page in (ROOT / "docs" / "python.md", ROOT / "docs" / "engines" / "feeds.md", ROOT / "README.md"):
        if page.name == "feeds.md":
            assert (
                CliRunner().invoke(main, ["convert", "takeout.zip", "--to", "jsonl", "-o", "blog.jsonl"]).exit_code == 0
            )
        scope: dict[str, object] = {}
        for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            exec(compile(block, str(page), "exec"), scope)
