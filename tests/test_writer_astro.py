"""The Astro target: files as they should be, and the real Astro asked what it makes of them."""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import astro
from engines import astro as engine
from made import (
    THREAD,
    context_for,
    files_of,
    made_blog,
    made_post,
    made_widget,
    small_blog,
    split,
    write,
    written_by,
)

NEEDS_ASTRO = pytest.mark.skipif(
    engine.program() is None, reason="astro is not installed: scripts/install-engines astro"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "astro"


made_context = partial(context_for, "astro")
written = partial(written_by, "astro")


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    files = files_of(astro.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.startswith("src/content/"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "src/content/posts/2011/02/perche-no.md"
    assert list(values)[:5] == ["title", "pubDate", "updatedDate", "draft", "path"]
    assert (values["title"], values["path"]) == ('Perché "no": 🎉', "/2011/02/perche-no.html")
    # As strings: a YAML date would come out in UTC, and the clock that readers saw be lost.
    assert (values["pubDate"], values["updatedDate"]) == ("2011-02-14T09:30:00+01:00", "2011-03-01T10:00:00+01:00")
    assert values["draft"] is False
    assert values["tags"] == ["Pane & vino", "C", "C++", "A/B"]
    assert values["description"] == "Che cos'è"
    assert values["author"] == "Lia Bo"
    assert values["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["comments"] == "2011-02-perche-no"


@pytest.mark.parametrize(
    "path", ["/index.html", "/2011/02/x.htm", "/2011/02/x.HTML", "/2011/02/e\u0301.html", "/2011.html", "/2011/02.html"]
)
def test_an_address_that_astro_cannot_write_is_changed_and_reported(path: str):
    context = made_context()
    parts = list(astro.post(made_post(path=path, key="k"), context))
    assert Redirect(path, "/posts/other/k.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]
    stubs = [part for part in parts if isinstance(part, OutputFile) and part.path == f"public{path}"]
    assert bool(stubs) is (path != "/index.html")


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
    assert "pubDate" not in values and "aliases" not in values


def test_pretty_addresses_keep_the_old_one():
    _, values, _ = one(made_post(path="/2011/02/x.html"), permalinks="pretty")
    assert (values["path"], values["aliases"]) == ("/2011/02/x/", ["/2011/02/x.html"])
    parts = list(astro.post(made_post(path="/2011/02/x.html"), made_context(permalinks="pretty")))
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in parts


@pytest.mark.parametrize("key", ["__proto__", "constructor", "v1.2", "2011-02-x", "-x", "toString"])
def test_a_thread_is_found_by_a_name_that_means_nothing_to_javascript(key: str):
    (name,) = [
        path.removeprefix("src/data/comments/").removesuffix(".json")
        for path in files_of(astro.post(made_post(key=key, comments=THREAD), made_context()))
        if path.startswith("src/data/")
    ]
    assert "." not in name and not name.startswith("_") and name != "constructor"


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["src/content.config.ts", "src/content/posts/2011/02/post-1.md", "src/data/blog.json"]


def test_gadgets_are_data_and_nothing_in_them_runs():
    widgets = (made_widget("html", html='<b onclick="x()">Ciao</b><script src="https://example.org/x.js"></script>'),)
    files = written([], made_context(made_blog(widgets=widgets)))
    (gadget,) = json.loads(files["src/data/widgets.json"])
    assert gadget["html"] == "<p><strong>Ciao</strong></p>"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("astro"):
        text = data.decode()
        used |= set(re.findall(r"\bwords\.(?!json)([a-z_]+)", text))
        assert "<script" not in text, path
        if path.startswith(("src/components/", "src/pages/", "public/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("astro"):
        if site or path == "src/content.config.ts":
            assert files.pop(path) == data.decode()
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Astro -------------------------------------------------------------------------------------------
