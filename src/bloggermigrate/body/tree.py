"""The tree that a browser builds of a body.

HTML's rules for tags that are missing, misnested or at odds with tables decide what a reader of the blog
saw: which words an unclosed `<b>` made bold, where a second `<a>` ended the first. XML-minded parsers
build another tree for one post in three hundred, so the rules of the HTML standard (section 13.2.6, "Tree
construction") are followed here: implied end tags, formatting that goes on in the next block, the adoption
agency, text that a table throws out. Left out is what a post cannot show: frames, forms' fields, foreign
elements' own rules.

Where a browser would swallow the rest of a post (`<textarea>`, `<title>` or `<iframe>` without an end) the
start tag alone is taken, so that no word is lost. Nesting is cut at `open_elements.MAX_DEPTH` as browsers do
at 512: what lies deeper stands flat in the deepest element, and every step of the way stays linear.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from bloggermigrate.body.construction import STARTS, Builder, step
from bloggermigrate.body.nodes import Comment, Element
from bloggermigrate.body.tags import RAW_TEXT, cached, tag

__all__ = ["Comment", "Element", "parse"]

_ATTRS = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?!))?+|(?!))*+"""
_BLOCK_START = re.compile(r"(?=</?(?:p|div|br|h[1-6]|ul|ol|table|blockquote|img|a|b|i|span)[\s/>])", re.I)


@cache
def _tokens(unclosed: frozenset[str]) -> re.Pattern[str]:
    """A pattern of tags, comments and whole raw-text elements, less those that have no end in the text."""
    raw = "|".join(
        rf"{name}(?=[\s/>]){_ATTRS}(?:>(?:.*?</{name}(?=[\s/>])[^>]*+(?:>|\Z)|.*\Z)|\Z)"
        for name in map(_any_case, sorted(RAW_TEXT - unclosed))
    )
    return re.compile(
        rf"(<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:{raw}|/?[A-Za-z]{_ATTRS}(?:>|\Z)|[!?/][^>]*+(?:>|\Z)))",
        re.S,
    )


def _any_case(name: str) -> str:
    """A pattern for *name* in either case of ASCII; a flag would slow the whole, and let a long s (U+017F) in."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


def _text(piece: str) -> str:
    # By far the most frequent references of these bodies; reading one costs ten times as much.
    piece = piece.replace("&nbsp;", "\xa0")
    if "&" not in piece:
        return piece
    plain = piece.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#39;", "'")
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return unescape(piece)


def parse(html: str) -> Element:
    """Return the body element that a browser makes of *html*, a fragment or a whole document.

    >>> root = parse("<b>a<i>b</b>c</i>d")
    >>> [child.tag.name if isinstance(child, Element) else child for child in root.children]
    ['b', 'i', 'd']
    """
    builder = Builder()
    unclosed: frozenset[str] = frozenset()
    rest = html
    while rest:
        rest, unclosed = _feed(builder, rest, unclosed)
    return builder.root


def _feed(builder: Builder, html: str, unclosed: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Feed tokens until the end or until a raw-text element without an end; return what is left to do."""
    pieces = _tokens(unclosed).split(html)
    if pieces[0]:
        builder.text(_text(pieces[0]))
    text = builder.text
    stack, formatting = builder.open, builder.formatting
    rest = iter(pieces)
    next(rest)
    for token, following in zip(rest, rest, strict=True):
        read = cached(token)
        if read is None:
            mark = token[1]
            if mark == "!":
                if token.startswith("<!--"):
                    builder.comment(token[4:].removesuffix("-->"))
            elif mark == "?" or (mark == "/" and not (token[2:3].isalpha() and token[2:3].isascii())):
                pass  # a processing instruction or a bogus comment
            elif mark in "sSxXiInNtT" and (name := _raw_name(token, unclosed)) is not None:
                start, end = _raw_parts(token, name)
                if end < 0:
                    return _unclosed(builder, name, token[:start], token[start:], unclosed)
                builder.raw(tag(token[:start]), token[start:end])
            elif token[-1] == ">":
                read = tag(token)
            else:
                break  # a tag that the end of the text cut off
        if read is not None:
            act = read.step
            if act is None:
                act = read.step = step(read)
            act(builder, read)
        if following:
            words = _text(following) if "&" in following else following
            if formatting or builder.tables or builder.skip_newline:
                text(words)
            else:
                stack[-1].children.append(words)
    return "", unclosed


_RAW_NAME = re.compile(rf"<((?a:{'|'.join(sorted(RAW_TEXT))}))(?=[\s/>])({_ATTRS}>)?", re.I)


def _raw_name(token: str, unclosed: frozenset[str]) -> str | None:
    found = _RAW_NAME.match(token)
    if found is None or found.group(1).lower() in unclosed:
        return None
    return found.group(1).lower()


def _raw_parts(token: str, name: str) -> tuple[int, int]:
    """Where the start tag ends and where the content ends, the latter -1 without an end tag."""
    found = _RAW_NAME.match(token)
    assert found is not None
    start = found.end()
    close = token.rfind("</")
    if close >= start and token[close + 2 : close + 2 + len(name)].lower() == name:
        return start, close
    return start, -1


def _unclosed(
    builder: Builder, name: str, head: str, rest: str, unclosed: frozenset[str]
) -> tuple[str, frozenset[str]]:
    if name in ("script", "style"):
        found = _BLOCK_START.search(rest)
        cut = found.start() if found else len(rest)
        builder.raw(tag(head), rest[:cut])
        return rest[cut:], unclosed | {name}
    if head.endswith(">"):
        start = tag(head)
        STARTS[name](builder, start)
    return rest, unclosed | {name}
