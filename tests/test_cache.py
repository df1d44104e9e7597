"""A run over the same input renders nothing again but what does not stand there any more."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate import body
from bloggermigrate.options import Options
from bloggermigrate.output import STATE
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report, as_dict
from bloggermigrate.running import batches, cache
from bloggermigrate.running.work import render_batch
from blogs import MadeBlog, MadeComment, MadePost, classic

BODY = (
    '<p>Si veda <a href="http://esempio.blogspot.com/2011/03/sale.html">il sale</a> e <a href="http://e.org/">là</a>.</p>'
    '<script src="http://e.org/sconosciuto.js"></script><img src="http://1.bp.blogspot.com/-a/s320/neve.jpg">'
)
BLOG = MadeBlog(
    posts=(
        MadePost(
            number="12", title="Il pane", path="/2011/03/pane.html", content=BODY, comments=(MadeComment(number="91"),)
        ),
        MadePost(number="13", title="Il sale", path="/2011/03/sale.html"),
        MadePost(number="14", title="Il vino", path="/2011/03/vino.html", status="DRAFT"),
        MadePost(number="15", title="Chi sono", path="/p/chi-sono.html", kind="page"),
    )
)
CACHE = f"{STATE}/cache/results.json.gz"


class Rendered:
    """The numbers of the posts that were rendered since it was asked last."""

    def __init__(self) -> None:
        self._posts: list[int] = []

    def __call__(self, first: int, last: int) -> Any:
        self._posts += range(first, last + 1)
        return render_batch(first, last)

    def take(self) -> list[int]:
        taken, self._posts = self._posts, []
        return taken


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Rendered:
    """Watch what is rendered, a post a batch."""
    watcher = Rendered()
    monkeypatch.setattr(batches, "render_batch", watcher)
    monkeypatch.setattr(batches, "_BATCH_POSTS", 1)
    return watcher


def run(folder: Path, blog: MadeBlog = BLOG, **options: Any) -> Report:
    source = folder / "export.xml"
    source.write_bytes(classic(blog))
    chosen = {"target": "hugo", "output": str(folder / "site"), "locale": "it", "jobs": 1} | options
    return convert([str(source)], Options(**chosen))


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def account(report: Report) -> dict[str, Any]:
    """Return all that a report says, but for what a second run says of files: that they are there already."""
    value = as_dict(report)
    del value["duration_s"]
    return value | {"files": [(file["path"], file["sources"]) for file in value["files"]]}


def post_of(site: Path, title: str) -> Path:
    (found,) = [path for path in site.rglob("*.md") if f"title: {title}" in path.read_text().replace('"', "")]
    return found


@pytest.mark.parametrize("target", ["hugo", "jekyll", "eleventy", "mkdocs"])
def test_nothing_is_rendered_twice(rendered: Rendered, tmp_path: Path, target: str):
    first = run(tmp_path, target=target)
    assert rendered.take() == [1, 2, 3, 4]
    before = tree(tmp_path / "site")
    assert CACHE in before
    for dry_run in (True, False):
        again = run(tmp_path, target=target, dry_run=dry_run)
        assert rendered.take() == []
        assert {file.action for file in again.files} == {"same"}
        assert account(again) == account(first) | {"dry_run": dry_run}
        assert tree(tmp_path / "site") == before


def test_the_account_has_something_to_tell(tmp_path: Path):
    """Else the test above would compare nothing with nothing."""
    value = account(run(tmp_path))
    assert {"unknown-script-dropped"} <= {issue["code"] for issue in value["issues"]}
    assert {"link", "image"} <= set(value["references"]["counts"])
    assert value["fidelity"]["checked"] >= 4


def test_only_what_is_missing_is_rendered(rendered: Rendered, tmp_path: Path):
    run(tmp_path)
    before = tree(tmp_path / "site")
    rendered.take()
    post_of(tmp_path / "site", "Il sale").unlink()
    report = run(tmp_path)
    assert len(rendered.take()) == 1
    assert report.ledger.count_actions()["create"] == 1
    assert tree(tmp_path / "site") == before


def test_what_was_edited_is_left_alone_and_told(rendered: Rendered, tmp_path: Path):
    run(tmp_path)
    path = post_of(tmp_path / "site", "Il sale")
    path.write_text("a mano")
    for _ in range(2):
        rendered.take()
        report = run(tmp_path)
        assert rendered.take() == []
        assert [issue.source.file for issue in report.issues if issue.code == "file-edited"] == [
            path.relative_to(tmp_path / "site").as_posix()
        ]
        assert path.read_text() == "a mano"
    run(tmp_path, force=True)
    assert len(rendered.take()) == 1
    assert "a mano" not in path.read_text()


@pytest.mark.parametrize(
    ("changed", "options"),
    [
        (BLOG, {"comments": "none"}),
        (BLOG, {"site": False}),
        (BLOG, {"check": False}),
        (BLOG, {"include": frozenset({"posts", "pages", "comments"})}),
        (BLOG, {"timezone": "Asia/Tokyo"}),
        (replace(BLOG, posts=BLOG.posts[1:]), {}),
        (replace(BLOG, posts=(replace(BLOG.posts[0], content="<p>Altro.</p>"), *BLOG.posts[1:])), {}),
    ],
)
def test_other_input_and_other_options_are_another_run(
    rendered: Rendered, tmp_path: Path, changed: MadeBlog, options: dict[str, Any]
):
    run(tmp_path)
    rendered.take()
    report = run(tmp_path, changed, **options)
    assert rendered.take()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    made = run(fresh, changed, **options)
    assert {file.path for file in report.files} == {file.path for file in made.files}
    for file in made.files:
        assert (tmp_path / "site" / file.path).read_bytes() == (fresh / "site" / file.path).read_bytes()


def test_another_program_renders_anew(rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run(tmp_path)
    rendered.take()
    monkeypatch.setattr(cache, "_program", lambda: iter(["another"]))
    run(tmp_path)
    assert len(rendered.take()) == 4


def test_the_key_depends_on_no_hash_and_no_place(tmp_path: Path):
    words = [f"word{number}" for number in range(50)]
    keys = {
        cache.key_of((), (), Options(include=frozenset(order), output=output, jobs=jobs), True)
        for order, output, jobs in ((words, "a", 1), (words[::-1], "b", 2))
    }
    assert len(keys) == 1


def _changed(change: Callable[[list[Any]], object]) -> Callable[[bytes], bytes]:
    """Return what changes the first batch of a cache."""

    def changed(data: bytes) -> bytes:
        lines = [json.loads(line.partition(b" ")[2]) for line in gzip.decompress(data).splitlines()]
        change(lines)
        return gzip.compress(b"".join(map(cache._sealed, lines)))

    return changed


def _file(value: Any) -> Callable[[list[Any]], object]:
    return lambda lines: lines[1][4][0].__setitem__(2, [value])


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-20] + bytes(20),
        lambda data: b"not gzip at all",
        lambda data: gzip.compress(b"not json\n"),
        lambda data: gzip.compress(b"[" * 100_000),
        lambda data: gzip.compress(gzip.decompress(data).replace(b'"post",', b'"page",', 1)),
        lambda data: gzip.compress(gzip.decompress(data).replace(b"pane", b"cane", 1)),
        _changed(lambda lines: lines.pop(1)),
        _changed(lambda lines: lines.insert(1, lines[1])),
        _changed(lambda lines: lines[1].pop()),
        _changed(lambda lines: lines[1].__setitem__(4, 7)),
        _changed(
            lambda lines: lines[1][4][0].__setitem__(3, [["xml-broken", "x", ["f", "e", 1], None, None, "grave"]])
        ),
        _changed(lambda lines: lines[1][4][0].__setitem__(3, [["xml-broken", 5, ["f", "e", 1], None, None, "info"]])),
        _changed(lambda lines: lines[1][4][0].__setitem__(4, [[1, 2, 3, 4, 5]])),
        _changed(_file(["../../escaped.txt", "0" * 32, []])),
        _changed(_file(["/etc/hostname", "0" * 32, []])),
        _changed(_file(["content", "0" * 32, []])),
        _changed(_file(["a\0b", "0" * 32, []])),
        _changed(_file([1, 2, 3])),
        _changed(_file([[], {}])),
    ],
)
def test_a_damaged_cache_costs_time_alone(rendered: Rendered, tmp_path: Path, damage: Callable[[bytes], bytes]):
    first = run(tmp_path)
    before = tree(tmp_path / "site")
    place = tmp_path / "site" / CACHE
    place.write_bytes(damage(place.read_bytes()))
    rendered.take()
    again = run(tmp_path)
    assert rendered.take()
    assert account(again) == account(first)
    assert tree(tmp_path / "site") == before


def test_a_post_that_failed_is_tried_again(rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr("bloggermigrate.body.read", lambda *_: 1 / 0)
        assert run(tmp_path).balance.failed
    rendered.take()
    assert not run(tmp_path).balance.failed
    assert rendered.take()
    run(tmp_path)
    assert rendered.take() == []


def test_a_post_that_failed_is_the_only_one_that_is_tried_again(
    rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def read(html: str, *rest: Any) -> Any:
        return 1 / 0 if "sconosciuto" in html else read_body(html, *rest)

    read_body = body.read
    monkeypatch.setattr("bloggermigrate.body.read", read)
    for tried in (4, 1, 1):
        balance = run(tmp_path).balance
        assert (balance["post"].failed, balance["comment"].failed) == (1, 1)
        assert len(rendered.take()) == tried


@pytest.mark.parametrize("place", ["", "/results.json.gz", "/.gitignore"])
def test_where_the_cache_has_no_place_the_run_goes_on(rendered: Rendered, tmp_path: Path, place: str):
    cached = tmp_path / "site" / STATE / f"cache{place}"
    if place:
        cached.mkdir(parents=True)
    else:
        cached.parent.mkdir(parents=True)
        cached.write_text("a file")
    for _ in range(2):
        assert run(tmp_path).exit_status == 0
        assert rendered.take() == [1, 2, 3, 4]


def test_an_archive_of_another_name_is_told_by_it(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    names = []
    for name in ("takeout.zip", "part-1.zip"):
        shutil.rmtree(folder)
        folder.mkdir()
        shutil.copy(Path(__file__).parent.parent / "fixtures/sample/takeout.zip", folder / name)
        report = convert([str(folder)], Options(target="hugo", output=str(tmp_path / "site")))
        names.append({issue.source.file.partition("!")[0] for issue in report.issues if "!" in issue.source.file})
    assert names == [{str(folder / "takeout.zip")}, {str(folder / "part-1.zip")}]


def test_files_that_posts_share_are_written_from_their_content(rendered: Rendered, tmp_path: Path):
    for _ in range(2):
        run(tmp_path, target="wordpress")
        assert rendered.take() == [1, 2, 3, 4]
    assert CACHE not in tree(tmp_path / "site")
