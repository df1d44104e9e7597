"""What tests of every engine do with a built site: its words, what would run in it, and real exports to build from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.model import Post
from bloggermigrate.options import Options
from bloggermigrate.pipeline import load
from bloggermigrate.writers.context import Context
from engines.hugo import page_file

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


def real_exports(corpus: Path, most: int = 4) -> list[Path]:
    """Return exports of blogs in different languages, the smallest first; all there are with BLOGGER_CORPUS_ALL."""
    found = [*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*feed.atom"), *corpus.glob("takeout/*export.xml")]
    found.sort(key=lambda path: path.stat().st_size)
    if os.environ.get("BLOGGER_CORPUS_ALL"):
        return found
    languages: dict[str, Path] = {}
    for path in found:
        if len(languages) == most:
            break
        blog = load([str(path)], Options(target="jsonl")).blog
        if blog.counts.get("post", 0) > 3:
            languages.setdefault(blog.locale[:2], path)
    return list(languages.values())
