"""scripts/fidelity.py finds the bodies, asks the judge it is given, and says what it could not run."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import renderers
from bodies import collect
from fidelity import needless_there, unlink_bare

ROOT = Path(__file__).parent.parent

EXPORT = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<entry><id>tag:blogger.com,1999:blog-1.post-11</id>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
<content type='html'>&lt;b&gt;one&lt;/b&gt;</content></entry>
<entry><id>tag:blogger.com,1999:blog-1.settings.NAME</id>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#settings'/>
<content type='text'>a setting</content></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-12</id>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/>
<content type='html'>two</content></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-13</id>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
<content type='html'> </content></entry>
</feed>"""
TAKEOUT = """<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<entry><id>tag:blogger.com,1999:blog-1.page-21</id><blogger:type>PAGE</blogger:type>
<content type='html'>three</content></entry></feed>"""
RSS = """<rss version='2.0'><channel><item><guid>tag:blogger.com,1999:blog-1.post-11</guid>
<description>one again</description></item>
<item><guid>tag:blogger.com,1999:blog-1.post-31</guid><description>four</description></item></channel></rss>"""
FEED = {"feed": {"entry": [{"id": {"$t": "tag:blogger.com,1999:blog-1.post-41"}, "content": {"$t": "five"}}]}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.txt").write_text(EXPORT)
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("Takeout/Blogger/feed.atom", TAKEOUT)
    (folder / "c").write_text(RSS)
    (folder / "d.json").write_text(json.dumps(FEED))
    (folder / "e.html").write_text("<html><body>no feed</body></html>")
    return folder


def test_every_body_is_found_once_by_its_content(folder: Path) -> None:
    bodies, empty = collect(folder)
    assert [(body.kind, body.html) for body in bodies] == [
        ("post", "<b>one</b>"),
        ("comment", "two"),
        ("page", "three"),
        ("post", "four"),
        ("post", "five"),
    ]
    assert empty == 1
    assert bodies[0].id == "1/post-11"


@pytest.mark.parametrize(
    ("rendered", "reference", "expected"),
    [
        ('<p><a href="http://e.org/">http://e.org/</a></p>', "<p>http://e.org/</p>", "<p>http://e.org/</p>"),
        ('<a href="http://www.e.org">www.e.org</a>', "www.e.org", "www.e.org"),
        (
            '<a href="http://e.org/?a=1&#x26;b">http://e.org/?a=1&#x26;b</a>',
            "http://e.org/?a=1&amp;b",
            "http://e.org/?a=1&amp;b",
        ),
        ('a <a href="http://e.org/">http://e.org/</a>', 'a <a href="http://e.org/">http://e.org/</a>', None),
        ('<a href="http://e.org/">words</a>', "words", None),
    ],
)
def test_only_links_of_the_renderers_own_making_are_taken_back(
    rendered: str, reference: str, expected: str | None
) -> None:
    assert unlink_bare(rendered, reference)[0] == (rendered if expected is None else expected)


def test_a_missing_renderer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(renderers, "ENGINES", tmp_path)
    marked = next(r for r in renderers.RENDERERS if r.name == "marked")
    with pytest.raises(renderers.Missing, match=r"node is missing|marked is missing"):
        marked.render(["x"])


def test_a_text_that_a_renderer_dies_on_costs_itself_alone() -> None:
    def render(text: str) -> str:
        return text if text else str(1 // 0)

    first, second, third = renderers._each(render, ["a", "", "b"])
    assert (first, third) == ("a", "b")
    assert isinstance(second, renderers.Failure) and "ZeroDivisionError" in second.reason


JUDGE = """
import json, sys
items = [json.loads(line) for line in open(sys.argv[1])]
flags = ["fidelity_ok", "strict_ok", "clean_ok"]
judged = []
for item in items:
    good = "<b>" not in item["html"] or "<strong>" in item["rendered"]
    judged.append({"id": item["id"], "classes": [] if good else ["bold lost"], "text_sim": 1.0, **dict.fromkeys(flags, good)})
with open(sys.argv[sys.argv.index("--per-item") + 1], "w") as lines:
    lines.writelines(json.dumps(j) + "\\n" for j in judged)
print(json.dumps({flag: sum(j[flag] for j in judged) / len(judged) for flag in flags}))
"""


def test_the_judge_given_by_path_is_the_one_that_judges(folder: Path, tmp_path: Path) -> None:
    judge = tmp_path / "judge.py"
    judge.write_text(JUDGE)
    command = [sys.executable, str(ROOT / "scripts" / "fidelity.py"), str(folder), "--judge", str(judge)]
    out = tmp_path / "out.json"
    options = ["--dialect", "gfm", "--renderer", "markdown-it-py", "--engine", "native", "--json", str(out)]
    run = subprocess.run([*command, *options], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "5 distinct bodies (3 post, 1 comment, 1 page; 1 empty ones left out)" in run.stdout
    (row,) = json.loads(out.read_text())["rows"]
    assert row["total"]["fidelity_ok"] == 1 and row["failing"] == []


def test_without_a_judge_it_says_so(folder: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "fidelity.py"), str(folder), "--judge", str(folder / "none")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 2
    assert "no judge" in run.stderr


def test_escapes_that_only_one_renderer_needs_are_not_needless() -> None:
    always = renderers.Renderer("x", "x", "x", lambda texts: [text.replace("\\|", "|") + text for text in texts])
    never = renderers.Renderer("y", "y", "y", renderers.markdown_it_py)
    texts = ["a \\| b\n", "\\# x\n", "```\n\\| x\n```\n", "plain\n"]
    assert needless_there(always, texts) == [0, 0, 0, 0]
    assert needless_there(never, texts) == [1, 0, 0, 0]
