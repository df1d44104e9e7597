"""What tests of every engine do with a built site: its words, what would run in it, and real exports to build from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.model import Post
from bloggermigrate.options import Options
from bloggermigrate.pipeline import load
from bloggermigrate.store.loading import Posts
from bloggermigrate.writers.context import Context
from engines.hugo import page_file

#: bytes of an export that tests build every time
_SMALL = 3_000_000
#: what no page may hold
RUNS = re.compile(r"<script|javascript:|<[^>]*\son[a-z]+=", re.IGNORECASE)


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


def wrong_words(built: Path, posts: Iterable[Post], context: Context) -> list[tuple[str, str, str]]:
    """Return address, shown and meant words of every post whose page does not show the words of its document."""
    found = []
    for post in posts:
        page = LexborHTMLParser(page_file(built, post.path).read_text(encoding="utf-8"))
        text = page.css_first("article.post > .text")
        document = context.renderer.document(post.content_html, post.source)
        shown, meant = bare(text.html or "") if text else "", bare(context.renderer.html(document))
        if shown != meant:
            found.append((post.path, shown, meant))
    return found


def pages(built: Path) -> list[str]:
    """Return the HTML of every page."""
    return [path.read_text(encoding="utf-8") for path in built.rglob("*.html")]


def runs(page: str) -> bool:
    """Whether something in a page would be executed. "<" in an attribute is nothing that a browser minds."""
    if not RUNS.search(page):
        return False
    tree = LexborHTMLParser(page)
    return bool(tree.css_first("script")) or any(
        name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
        for node in tree.css("*")
        for name, value in node.attributes.items()
    )


def broken_links(public: Path) -> list[tuple[str, str]]:
    """Return page and address of every link and picture inside the site that leads nowhere."""
    found = []
    for page in public.rglob("*.html"):
        tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
        for node in tree.css("[href], [src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if not link.startswith(("/", "#")) or link.startswith("//"):
                continue
            path, _, fragment = link.partition("#")
            target = page_file(public, unquote(path)) if path else page
            if not target.is_file() or (fragment and f'id="{fragment}"' not in target.read_text(encoding="utf-8")):
                found.append((page.name, link))
    return found


def real_exports(corpus: Path, most: int = 2, turn: int = 0) -> list[Path]:
    """Return exports of blogs in different languages, small ones; all there are with BLOGGER_CORPUS_ALL.

    Each *turn* begins with other languages, so that several engines see many of them in sum.
    """
    found = [*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*feed.atom"), *corpus.glob("takeout/*export.xml")]
    found.sort(key=lambda path: path.stat().st_size)
    if os.environ.get("BLOGGER_CORPUS_ALL"):
        return found
    known = _languages(tuple(found))
    return [known[(most * turn + step) % len(known)] for step in range(min(most, len(known)))]


@cache
def _languages(found: tuple[Path, ...]) -> list[Path]:
    languages: dict[str, Path] = {}
    for path in found:
        if path.stat().st_size > _SMALL:
            break
        loaded = load([str(path)], Options(target="jsonl"))
        if len(Posts(loaded.store, ())) > 3:
            languages.setdefault(loaded.blog.locale[:2], path)
    assert len(languages) >= 6, f"the corpus has blogs of few languages: {', '.join(languages)}"
    return list(languages.values())
