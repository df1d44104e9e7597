"""The Eleventy target: files as they should be, and the real Eleventy asked what it makes of them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.model import Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import eleventy
from bloggermigrate.writers.eleventy.tags import tags_of
from engines import eleventy as engine
from made import (
    HOSTILE_LABELS,
    OBJECT_LABELS,
    THREAD,
    context_for,
    files_of,
    made_blog,
    made_labels,
    made_post,
    made_widget,
    small_blog,
    split,
    write,
    written_by,
)

NEEDS_ELEVENTY = pytest.mark.skipif(
    engine.program() is None, reason="eleventy is not installed: scripts/install-engines eleventy"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "eleventy"


made_context = partial(context_for, "eleventy")
written = partial(written_by, "eleventy")


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    files = files_of(eleventy.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.startswith("content/"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    blog, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "content/posts/2011/02/perche-no.md"
    assert list(values)[:5] == ["title", "date", "updated", "draft", "permalink"]
    assert (values["title"], values["permalink"]) == ('Perché "no": 🎉', "/2011/02/perche-no.html")
    # As strings: a YAML date would come out in UTC, and the clock that readers saw be lost.
    assert (values["date"], values["updated"]) == ("2011-02-14T09:30:00+01:00", "2011-03-01T10:00:00+01:00")
    assert values["draft"] is False
    assert values["tags"] == ["Pane & vino", "C", "C++", "A/B"]
    assert values["description"] == "Che cos'è"
    assert values["author"] == "Lia Bo"
    assert values["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["thread"] == "2011-02-perche-no"
    assert values["templateEngineOverride"] == "md"
    assert blog.labels == posts[1].labels


@pytest.mark.parametrize(
    ("status", "draft"),
    [(Status.LIVE, False), (Status.SCHEDULED, False), (Status.DRAFT, True), (Status.TRASHED, True), (Status.UNKNOWN, True)],
)  # fmt: skip
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, draft: bool):
    _, values, _ = one(made_post(status=status))
    assert values["draft"] is draft
    assert values["blogger"].get("status") == (None if status is Status.LIVE else str(status))


def test_an_untitled_undated_post_gets_nothing_invented():
    _, values, _ = one(made_post(title="", published=None, path="/undated/post-1.html", has_path=False, permalink=""))
    assert values["title"] == ""
    assert "date" not in values and "redirect_from" not in values


def test_pretty_addresses_keep_the_old_one():
    _, values, _ = one(made_post(path="/2011/02/x.html"), permalinks="pretty")
    assert (values["permalink"], values["redirect_from"]) == ("/2011/02/x/", ["/2011/02/x.html"])
    parts = list(eleventy.post(made_post(path="/2011/02/x.html"), made_context(permalinks="pretty")))
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in parts


def test_an_address_that_the_site_answers_itself_is_changed_and_reported():
    context = made_context()
    parts = list(eleventy.post(made_post(path="/index.html"), context))
    assert Redirect("/index.html", "/posts/other/index.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]


@pytest.mark.parametrize("key", ["__proto__", "constructor", "v1.2", "2011-02-x", "-x", "toString"])
def test_a_thread_is_found_by_a_name_that_means_nothing_to_javascript(key: str):
    (name,) = [
        path.removeprefix("_data/comments/").removesuffix(".json")
        for path in files_of(eleventy.post(made_post(key=key, comments=THREAD), made_context()))
        if path.startswith("_data/")
    ]
    assert "." not in name and not name.startswith("_") and name != "constructor"


@given(st.lists(st.text(min_size=1, max_size=8) | st.sampled_from([*HOSTILE_LABELS, *OBJECT_LABELS]), unique=True))
def test_no_two_labels_become_one_tag_and_none_is_eleventys_own(names: list[str]):
    tags = tags_of(made_labels(*names))
    assert list(tags) == names
    assert len(set(tags.values())) == len(names)
    for name, tag in tags.items():
        assert tag not in ("all", "posts", "__proto__", "constructor", "toString") and not tag.startswith("[")
        assert tag == name or name in OBJECT_LABELS or name.startswith("[")


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["_data/blog.json", "content/content.11tydata.cjs", "content/posts/2011/02/post-1.md"]


def test_gadgets_are_data_and_nothing_in_them_runs():
    widgets = (made_widget("html", html='<b onclick="x()">Ciao</b><script src="https://example.org/x.js"></script>'),)
    files = written([], made_context(made_blog(widgets=widgets)))
    (gadget,) = json.loads(files["_data/widgets.json"])
    assert gadget["html"] == "<p><strong>Ciao</strong></p>"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("eleventy"):
        text = data.decode()
        used |= set(re.findall(r'"([a-z_]+)" \| word|\bwords\.([a-z_]+)|^said: ([a-z_]+)', text, re.MULTILINE))
        assert "<script" not in text, path
        if path.startswith(("_includes/", "templates/", "public/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    named = {name for found in used for name in found if name}
    assert named and named <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("eleventy"):
        if site or path == "content/content.11tydata.cjs":
            assert files.pop(path) == data.decode()
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Eleventy -------------------------------------------------------------------------------------------


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


@NEEDS_ELEVENTY
def test_content_alone_is_safe_in_a_site_without_settings(tmp_path: Path):
    posts = [
        made_post("1", title="{{ x }}", content_html="<p>Si scrive {{ x }} e {% y %}.</p>", comments=THREAD),
        made_post("2", path="/2011/02/{{ x }}{% y %}.html", labels=made_labels("C", "C#", "1.0")),
        made_post("3", status=Status.DRAFT),
        made_post("4", status=Status.SCHEDULED, published=datetime(2099, 1, 1, tzinfo=UTC)),
        made_post("5", kind="page", path="/p/chi.html"),
    ]
    write(written(posts, made_context(made_blog(labels=posts[1].labels))), tmp_path / "site")
    (tmp_path / "site" / "package.json").write_text("{}")
    for drafts, kept in ((True, posts), (False, [posts[0], posts[1], posts[4]])):
        built = tmp_path / f"built-{drafts}"
        found = {item["url"]: item for item in engine.listing(tmp_path / "site", built, drafts=drafts)}
        assert sorted(found) == sorted(post.path for post in kept)
        assert sorted(path.name for path in built.rglob("*.html")) == sorted(Path(post.path).name for post in kept)
        for post in kept:
            item = found[post.path]
            assert datetime.fromisoformat(item["date"]) == post.published
            assert (item["title"], item["tags"]) == (post.title, [label.name for label in post.labels])
            assert len(item["thread"]) == len(post.comments)
    assert bare(found["/2011/02/post-1.html"]["html"]) == "Siscrive{{x}}e{%y%}."
