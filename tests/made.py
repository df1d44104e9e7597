"""Posts, comments, gadgets and whole blogs made for tests of targets, the worst there can be among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from bloggermigrate.issues import Source
from bloggermigrate.model import (
    Author,
    Blog,
    Comment,
    Label,
    LinkItem,
    Location,
    OutputFile,
    PageLink,
    Post,
    Redirect,
    Status,
    Widget,
)
from bloggermigrate.options import Options
from bloggermigrate.render import Renderer
from bloggermigrate.text.slugs import safe_segment, slugify, unique
from bloggermigrate.writers import WRITERS
from bloggermigrate.writers.context import Context

ROME = timezone(timedelta(hours=1))
_source = Source("made.xml", "x", 1)


def made_labels(*names: str) -> tuple[Label, ...]:
    """Return labels with slugs of their own, as the whole-blog pass gives them."""
    taken: set[str] = set()

    def take(name: str) -> bool:
        return name not in taken and not taken.add(name)

    return tuple(Label(name, unique(slugify(name) or "label", take)) for name in names)


def made_blog(**values: Any) -> Blog:
    given: dict[str, Any] = {
        "id": "7310",
        "title": "Il blog di prova",
        "url": "http://prova.blogspot.com/",
        "locale": "it",
        "timezone": "Europe/Rome",
        "hosts": ("prova.blogspot.com",),
    }
    return Blog(**(given | values))


def made_post(number: str = "1", **values: Any) -> Post:
    path = values.get("path", f"/2011/02/post-{number}.html")
    stem = path.rpartition(".")[0]
    given: dict[str, Any] = {
        "id": f"tag:blogger.com,1999:blog-7310.post-{number}",
        "kind": "post",
        "status": Status.LIVE,
        "title": "Un titolo",
        "permalink": f"http://prova.blogspot.com{path}",
        "path": path,
        "has_path": True,
        "slug": stem.rpartition("/")[2],
        "key": stem.strip("/").replace("/", "-"),
        "published": datetime(2011, 2, 14, 9, 30, tzinfo=ROME),
        "updated": None,
        "content_html": "<p>Una frase.</p>",
        "source": _source,
    }
    return Post(**(given | values))


def made_comment(number: str, **values: Any) -> Comment:
    given: dict[str, Any] = {
        "id": f"tag:blogger.com,1999:blog-7310.post-{number}",
        "status": Status.LIVE,
        "author": Author("Lia", "https://example.org/lia"),
        "published": datetime(2011, 3, 1, 9, 0, tzinfo=ROME),
        "content_html": "Ben detto.",
        "source": _source,
    }
    return Comment(**(given | values))


def made_widget(kind: str, **values: Any) -> Widget:
    given: dict[str, Any] = {"id": f"{kind}1", "type": kind.title(), "kind": kind, "title": "", "section": "side"}
    return Widget(**(given | {"order": 0, "source": _source} | values))


def files_of(parts: Iterable[OutputFile | Redirect]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts:
        if isinstance(part, OutputFile):
            assert part.path not in found, f"{part.path} twice"
            assert all(safe_segment(name) for name in part.path.split("/")), part.path
            found[part.path] = part.data.decode()
    return found


def context_for(target: str, blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target=target, output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, WRITERS[target].dialect), site)


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a file, and its text."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    return yaml.safe_load(head), body


def split_metadata(text: str) -> tuple[dict[str, str], str]:
    """Return Pelican's block of metadata, and the text behind it."""
    head, _, body = text.partition("\n\n")
    return {key: value.strip() for key, _, value in (line.partition(":") for line in head.split("\n"))}, body


def codes_of(target: str, post: Post, **options: Any) -> list[str]:
    """Return the codes of what a target tells of one post."""
    context = context_for(target, **options)
    list(WRITERS[target].post(post, context))
    return [issue.code for issue in context.renderer.take_issues()]


def written_by(target: str, posts: Iterable[Post], context: Context) -> dict[str, str]:
    """Return the files that a target makes of a whole blog."""
    writer = WRITERS[target]
    return files_of([*(part for post in posts for part in writer.post(post, context)), *writer.blog(context)])


def write(files: dict[str, str], folder: Path) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


THREAD = (
    made_comment(
        "11",
        content_html="Ben <b>detto</b> <script>alert(1)</script>",
        replies=(made_comment("12", author=Author("Io", "javascript:alert(1)")),),
    ),
    made_comment("13", status=Status.DELETED, content_html="", author=Author("Chi", "https://example.org/")),
)


# -- a small blog ------------------------------------------------------------------------------------------------


def small_blog() -> tuple[Blog, list[Post]]:
    """A blog with one of each thing that the target writes."""
    labels = made_labels("Pane & vino", "C", "C++", "A/B")
    page = made_post("9", kind="page", path="/p/chi-siamo.html", title="Chi siamo", content_html="<p>Noi.</p>")
    posts = [
        page,
        made_post(
            "1",
            title='Perché "no": 🎉',
            path="/2011/02/perche-no.html",
            updated=datetime(2011, 3, 1, 10, 0, tzinfo=ROME),
            labels=labels,
            author=Author("Lia Bo", "https://example.org/"),
            description="Che cos'è",
            location=Location("Torino", 45.07, 7.69),
            comments=THREAD,
        ),
        made_post("2", title="", path="/2011/02/post-2.html", status=Status.DRAFT, has_path=False, permalink=""),
    ]
    widgets = (
        made_widget("html", title="Oggi", html="<p>Segale.</p>"),
        made_widget("links", items=(LinkItem("Noi", "http://prova.blogspot.com/p/chi-siamo.html"),)),
        made_widget("labels", title="Etichette"),
    )
    pages = (PageLink(id="9", title="Chi siamo", path=page.path, status=Status.LIVE),)
    return made_blog(
        labels=labels, widgets=widgets, pages=pages, authors=(Author("Lia Bo", "https://example.org/"),)
    ), posts


# -- a hostile one -----------------------------------------------------------------------------------------------

HOSTILE_LABELS = (
    "C", "c", "C#", "C++", "A/B", "/a", "a/", ".", "..", "true", "1.0", "yes", "null", "🎉", "&", "*", "Caffè", "caffe", "CAFFÈ",
    "a b", "a-b", "a  b", "A_b", "x:y", "50%", "what?", "Книги", "日本語", "index", "_index", "page", "con", "İstanbul", "ΟΔΟΣ",
    "οδος", "l'orto", '"q"', "{{< x >}}", "../../x", "e\u0301", "é", "--", "tag, con virgola", "<b>", "x" * 300,
)  # fmt: skip
#: what a JavaScript object has already
OBJECT_LABELS = ("all", "posts", "labels", "__proto__", "constructor", "toString", "[0]", "[basic]", "all-2", "ALL")
HOSTILE_TEXTS = (
    "", "---", "+++", "a: b", "#1", "'", '"', "{{< x >}}", "{{% y %}}", "{{ z }}", "<b>grasso</b>", "<script>alert(1)</script>", "yes", "1.0",
    "null", "\x00\x1b", "\u2028", "🎉", "\u200fשלום", "!!python/object:x", "&a *a", "&amp;lt;", "- x", "[a](b)", "x" * 300, "\\", "%41", "a\n\nb: c\n---\nd",
)  # fmt: skip
HOSTILE_BODIES = (
    "---\ntitle: no\n---\n", "+++\n+++", "{{&lt; x", "<pre>{{&lt; x &gt;}}\n{{% y\n{{% y %}}</pre>", "<code>{{&lt;/* z */&gt;}}</code>",
    "{{ .Site }} {% raw %} [gallery]", "<script>alert(1)</script>ciao", '<img src=x onerror="alert(1)">', "<textarea>aperto", "<plaintext>tutto",
    "<a href='javascript:alert(1)'>clic</a>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<b><i>male</b></i>", "    rientrato", "a\n\n\n{: .x}", "[a]: http://x",
    "<!-- aperto", "<style>body{display:none}</style>si vede", "<iframe src='javascript:alert(1)'></iframe>", "", "<table><tr><td>a<table><tr><td>b",
)  # fmt: skip
HOSTILE_PATHS = (
    "/2011/02/index.html", "/index.html", "/404.html", "/2011/02/v1.2.html", "/2011/02/v1.it.html", "/2011/02/a b.html", "/2011/02/a-b.html",
    "/2011/02/perché.html", "/2011/02/日本.html", "/2011/02/x.htm", "/2011/02/_index.html", "/2011/02/~x.html", "/2011/02/a&b'c.html",
    "/2011/02/{x}.html", "/tags/c/index.html", "/posts/index.html", "/page/2/index.html", "/2011/index.html", "/a/b/c/d.html", "/2011/02/(x)[y].html",
    "/2011/02/-x.html", "/2011/02/a+b.html", "/2011/02/a;b,c=d@e!$.html", "/p/x.html", "/robots.html", "/feeds/posts/default/x.html",
)  # fmt: skip
HOSTILE_DATES = (
    datetime(1, 1, 2, tzinfo=UTC), datetime(999, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC),
    datetime(2099, 1, 1, tzinfo=ROME), datetime(2012, 7, 31, 23, 30, tzinfo=timezone(timedelta(hours=14))),
    datetime(2012, 7, 31, 23, 30, tzinfo=timezone(timedelta(hours=-12))), datetime(2012, 1, 1, tzinfo=timezone(timedelta(minutes=345))), None,
)  # fmt: skip


def hostile_posts(labels: tuple[Label, ...]) -> list[Post]:
    thread = tuple(
        made_comment(str(900 + n), author=Author(text, text), content_html=body)
        for n, (text, body) in enumerate(zip(HOSTILE_TEXTS, HOSTILE_BODIES, strict=False))
    )
    posts = [
        made_post(f"10{n}", title=text, description=text, author=Author(text)) for n, text in enumerate(HOSTILE_TEXTS)
    ]
    posts += [made_post(f"20{n}", content_html=body) for n, body in enumerate(HOSTILE_BODIES)]
    posts += [made_post(f"30{n}", path=path) for n, path in enumerate(HOSTILE_PATHS)]
    posts += [made_post(f"40{n}", published=date, updated=date) for n, date in enumerate(HOSTILE_DATES)]
    posts += [made_post(f"50{n}", labels=(label,)) for n, label in enumerate(labels)]
    posts += [
        made_post("601", labels=labels, comments=thread, location=Location("a: b"), enclosures=("https://x.y/a.mp3",))
    ]
    posts += [
        made_post("602", path="/p/index.html", kind="page", comments=thread),
        made_post("603", path="/x.html", kind="page"),
        made_post("604", path="/.hidden.html", comments=thread),
    ]
    posts += [
        made_post(f"70{n}", status=status) for n, status in enumerate((Status.DRAFT, Status.TRASHED, Status.UNKNOWN))
    ]
    return posts
