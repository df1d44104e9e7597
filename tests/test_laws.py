"""Laws that hold for every input and every target: made blogs, the sample, real exports, random blogs."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate import read
from bloggermigrate.model import Post, Status
from bloggermigrate.options import Options
from bloggermigrate.output import STATE
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report, as_dict, as_json, as_markdown
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text())


def output_for(target: str, folder: Path) -> Path:
    return folder / "blog.out" if WRITERS[target].one_file else folder / "site"


def run(source: Path, target: str, folder: Path, **options: Any) -> Report:
    chosen = Options(target=target, output=str(output_for(target, folder)), jobs=options.pop("jobs", 1), **options)
    return convert([str(source)], chosen)


def tree(root: Path) -> dict[str, bytes]:
    if root.is_file():
        return {root.name: root.read_bytes()}
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def content(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root).items() if not path.startswith(STATE)}


def check_laws(source: Path, target: str, folder: Path) -> Report:
    """Run dry, run, run again; compare. Return the report of the real run."""
    dry = run(source, target, folder, dry_run=True)
    output = output_for(target, folder)
    assert not output.exists(), "a dry run wrote something"
    real = run(source, target, folder)
    assert real.balance.holds
    assert dry.balance.as_dict() == real.balance.as_dict()
    assert [(f.path, f.action, f.sources) for f in dry.files] == [(f.path, f.action, f.sources) for f in real.files]
    assert [str(issue) for issue in dry.issues] == [str(issue) for issue in real.issues]
    assert dry.exit_status == real.exit_status
    if not WRITERS[target].one_file:
        assert {file.path for file in real.files} == set(content(output)), "the list of files is not what was written"
    before = tree(output)
    again = run(source, target, folder)
    assert {file.action for file in again.files} <= {"same"}, "a second run wrote something"
    assert tree(output) == before
    for report in (dry, real):
        jsonschema.validate(json.loads(as_json(report)), SCHEMA)
        assert as_markdown(report)
    return real


TARGETS = pytest.mark.parametrize("target", list(WRITERS))
FORMS: dict[str, str] = {"classic": "blog-11-23-2014.xml", "takeout": "takeout.zip", "folder": "takeout"}


@TARGETS
@pytest.mark.parametrize("form", FORMS)
def test_laws_over_the_sample(tmp_path: Path, sample: Path, target: str, form: str):
    report = check_laws(sample / FORMS[form], target, tmp_path)
    assert report.exit_status == 0


@TARGETS
def test_workers_change_no_byte(tmp_path: Path, sample: Path, target: str):
    trees = []
    for jobs in (1, 2, 5):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        run(sample / FORMS["takeout"], target, folder, jobs=jobs)
        trees.append(tree(output_for(target, folder)))
    assert trees[0] == trees[1] == trees[2]


def facts(post: Post) -> dict[str, Any]:
    """Return what both export forms can carry of a post."""
    return {
        "number": post.number,
        "kind": post.kind,
        "status": post.status,
        "title": post.title,
        "path": post.path if post.has_path else "",
        "published": post.published and post.published.isoformat(timespec="seconds"),
        "labels": [label.name for label in post.labels],
        "author": post.author.name,
        "content": post.content_html,
        "comments": [
            (c.number, above.number if above else "", c.author.name, c.deleted, c.content_html)
            for c, above in iter_comments(post.comments)
        ],
    }


def test_both_forms_of_the_sample_give_the_same_blog(sample: Path):
    blogs = [read(sample / FORMS[form]) for form in FORMS]
    models = [{post.number: facts(post) for post in blog.posts} for blog in blogs]
    assert models[0] == models[1] == models[2]
    assert len({(blog.title, blog.url, blog.locale, blog.timezone, blog.hosts) for blog in blogs}) == 1
    assert len({tuple((w.type, w.kind, w.title, w.items, w.html) for w in blog.widgets) for blog in blogs}) == 1


def test_personal_data_of_the_sample_reaches_no_output(tmp_path: Path, sample: Path):
    for target in WRITERS:
        for form in FORMS:
            folder = tmp_path / f"{target}-{form}"
            folder.mkdir()
            report = run(sample / FORMS[form], target, folder)
            for path, data in tree(output_for(target, folder)).items():
                plain = gzip.decompress(data) if path.endswith(".gz") else data
                assert not re.findall(rb"[\w.+-]+@[\w-]+\.\w+", plain), path
            assert "@" not in as_json(report).replace("@type", "")


# -- random blogs ------------------------------------------------------------------------------------------------

# Everything that XML can hold; what it can't is the matter of test_readers.
_TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=30,
)
_SLUG = st.sampled_from(["pane", "sassi", "blog-post", "blog-post_1", "index", "a-b", "PANE", "con", "x.y"])
_WHEN = st.datetimes(
    min_value=__import__("datetime").datetime(1999, 1, 1), max_value=__import__("datetime").datetime(2013, 12, 31)
)
_LABEL = st.one_of(
    _TEXT.filter(str.strip), st.sampled_from(["C", "C#", "C++", "c", "A/B", ".", "true", "1.0", "no", "Città"])
)
_HTML = st.lists(
    st.one_of(
        _TEXT,
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<br />",
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "&lt;",
                "{{< x >}}",
                "{{ y }}",
                "{% z %}",
                "---",
                "* a",
                "# b",
                "<ul><li>",
                "</ul>",
                "<pre>",
                "</pre>",
                "<script>x()</script>",
                "<!--",
                "-->",
                "<a href='/2011/03/pane.html'>",
                "</a>",
                "<img src='x.jpg'>",
                "`",
                "\n",
            ]
        ),
    ),
    max_size=12,
).map("".join)


@st.composite
def blogs(draw: st.DrawFn) -> MadeBlog:
    numbers = iter(draw(st.lists(st.integers(1, 10**6), unique=True, min_size=30, max_size=30)))
    posts = []
    for _ in range(draw(st.integers(1, 5))):
        when = draw(_WHEN)
        status = draw(st.sampled_from(["LIVE", "LIVE", "LIVE", "DRAFT", "SCHEDULED", "SOFT_TRASHED"]))
        kind = draw(st.sampled_from(["post", "post", "page"]))
        folder = "/p" if kind == "page" else f"/{when:%Y/%m}"
        names: list[str] = []
        comments = []
        for _ in range(draw(st.integers(0, 4))):
            number = str(next(numbers))
            comments.append(
                MadeComment(
                    number=number,
                    content=draw(_HTML),
                    author=draw(_TEXT),
                    answers=draw(st.sampled_from(["", *names])),
                    deleted=draw(st.booleans()),
                )
            )
            names.append(number)
        posts.append(
            MadePost(
                number=str(next(numbers)),
                kind=kind,
                title=draw(_TEXT),
                content=draw(_HTML),
                path=f"{folder}/{draw(_SLUG)}.html" if status == "LIVE" or draw(st.booleans()) else "",
                published=f"{when:%Y-%m-%dT%H:%M:%S}.000+01:00",
                updated="2013-12-31T23:59:59.000+01:00",
                status=status,
                labels=tuple(draw(st.lists(_LABEL, max_size=3, unique=True))) if kind == "post" else (),
                author=draw(_TEXT),
                comments=tuple(comments),
            )
        )
    # A classic export leaves trashed posts out, and one without any entry is refused.
    posts.append(MadePost(number=str(next(numbers)), path="/2013/01/sempre.html"))
    return MadeBlog(title=draw(_TEXT), posts=tuple(posts))


def _on_disk(blog: MadeBlog, write: Callable[[MadeBlog], bytes], folder: Path) -> Path:
    source = folder / "in"
    source.mkdir()
    (source / "feed.atom").write_bytes(write(blog))
    if write is takeout:
        (source / "settings.csv").write_bytes(settings_csv(blog))
    return source


@pytest.fixture
def scratch() -> Iterator[Callable[[], Path]]:
    """Give fresh folders: hypothesis runs one test function many times."""
    made: list[Path] = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="bm-test-")))
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@TARGETS
@settings(max_examples=20)
@given(blog=blogs(), write=st.sampled_from([classic, takeout]))
def test_laws_over_random_blogs(target: str, blog: MadeBlog, write: Callable[[MadeBlog], bytes]):
    folder = Path(tempfile.mkdtemp(prefix="bm-law-"))
    try:
        report = check_laws(_on_disk(blog, write, folder), target, folder)
        assert report.exit_status == 0, [str(issue) for issue in report.issues if issue.severity == "error"]
        paths = [file.path.casefold() for file in report.files]
        assert len(paths) == len(set(paths))
    finally:
        shutil.rmtree(folder)


@settings(max_examples=40)
@given(blog=blogs())
def test_random_blogs_are_the_same_in_both_forms(blog: MadeBlog):
    # The classic form has no scheduled mark of its own and leaves trashed posts and refused words out.
    posts = tuple(post for post in blog.posts if post.status in ("LIVE", "DRAFT"))
    blog = replace(blog, posts=posts or (MadePost(number="1"),), updated="2014-06-01T00:00:00.000+02:00")
    models = []
    for write in (classic, takeout):
        folder = Path(tempfile.mkdtemp(prefix="bm-law-"))
        try:
            found = read(_on_disk(blog, write, folder))
            models.append(
                {
                    post.number: facts(post) | {"published": post.published and post.published.timestamp()}
                    for post in found.posts
                }
            )
        finally:
            shutil.rmtree(folder)
    assert models[0] == models[1]


@settings(max_examples=40)
@given(blog=blogs())
def test_every_entry_of_a_random_blog_is_written_or_named(blog: MadeBlog):
    folder = Path(tempfile.mkdtemp(prefix="bm-law-"))
    try:
        report = run(_on_disk(blog, takeout, folder), "jsonl", folder)
        lines = [json.loads(line) for line in (folder / "blog.out").read_text().splitlines()]
    finally:
        shutil.rmtree(folder)
    kept = [post for post in blog.posts if post.status != "SOFT_TRASHED"]
    written = {line["id"].rpartition("-")[2]: line for line in lines if line["kind"] in ("post", "page")}
    assert set(written) == {post.number for post in kept}
    for post in kept:
        line = written[post.number]
        assert line["source_html"] == post.content
        assert set(line["labels"]) == set(post.labels)
        assert line["status"] == {"LIVE": "live", "DRAFT": "draft", "SCHEDULED": "scheduled"}[post.status]
        assert count_comments(line["comments"]) == len(post.comments)
        if post.path and post.path.count("/") > 1:
            assert line["permalink"] == "" or line["permalink"] == post.path
    assert report.balance["post"].read + report.balance["page"].read == len(blog.posts)
    assert [line["published"] for line in lines[1:] if "published" in line] == sorted(
        line["published"] for line in lines[1:] if "published" in line
    )
    assert Status.LIVE == "live"


def count_comments(comments: list[dict[str, Any]]) -> int:
    return sum(1 + count_comments(comment["replies"]) for comment in comments)


def test_report_as_values_is_the_report_as_json(tmp_path: Path, sample: Path):
    report = run(sample / FORMS["classic"], "jsonl", tmp_path)
    assert json.loads(as_json(report)) == json.loads(json.dumps(as_dict(report)))
