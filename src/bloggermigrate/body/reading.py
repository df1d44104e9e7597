"""A body's HTML → `Document`: the tree, the walk over it, and what the walk was told of the blog."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from bloggermigrate.body.document import PLAIN, BodyContext, Document
from bloggermigrate.body.elements import ELEMENTS, block, blockified, directed, gap_block, heading, hidden, inline
from bloggermigrate.body.idioms import IDIOMS, Idiom
from bloggermigrate.body.links import read_link
from bloggermigrate.body.reader import Handler, Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element, parse
from bloggermigrate.body.typewriter import resolve_faces

#: What may be a link's fragment, up to the end of its attribute; colours get in too and do no harm.
_TARGET = re.compile(r"""#([^"'<>#]++)["'>]""")
_BLOCK_MARKUP = re.compile(r"<(?:p|div|br|ul|ol|dl|li|table|h[1-6]|blockquote|pre|hr|center|section|article)\b", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(html: str, context: BodyContext = BodyContext()) -> Document:  # noqa: B008 (a value)
    """Return *html*, a post's body (a fragment, or a whole document pasted in), as a document.

    Any string is read; what was dropped or changed on the way is in the document's notes.

    >>> read("one<br><br><b>two</b>").blocks
    [Paragraph(runs=[('one', Style(marks=0, href=None, title='', abbr=''))]), \
Paragraph(runs=[('two', Style(marks=1, href=None, title='', abbr=''))])]
    """
    replaced = False
    if "\0" in html:
        html = html.replace("\0", "")
        replaced = True
    if not html.isascii() and not _is_text(html):
        html = _SURROGATE.sub("\ufffd", html)
        replaced = True
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    targets = _targets(html) if "#" in html else frozenset()
    if context.anchors:
        targets |= context.anchors
    reader = Reader(context, resolve, targets, _newlines(html, context))
    if replaced:
        reader.notes.add("character-replaced")
    if "$$" in html or ("\\" in html and ("\\(" in html or "\\begin{" in html)):
        reader.notes.add("math-found")
    root = parse(html)
    for _ in range(resolve_faces(root, html, code=context.recover_code)):
        reader.notes.add("typewriter-code")
    reader.children(root, PLAIN)
    reader.end_anchors()
    return Document(reader.blocks, reader.notes.notes(), tuple(reader.images), tuple(reader.links))


def _targets(html: str) -> frozenset[str]:
    """The names that links of this body may lead to, as they stand and as a browser decodes them."""
    found = set(_TARGET.findall(html))
    found |= {parts[0] for name in found if " " in name and (parts := name.split(maxsplit=1))}
    return frozenset(found | {unquote(name) for name in found if "%" in name})


def _is_text(html: str) -> bool:
    try:
        html.encode()
    except UnicodeEncodeError:
        return False
    return True


def _newlines(html: str, context: BodyContext) -> int:
    match context.line_breaks:
        case "collapse":
            return 0
        case "paragraphs":
            return 2
    return 0 if "\n" not in html or _BLOCK_MARKUP.search(html) else 1


def resolve(tag: Tag) -> Handler:
    """Return what reads an element of *tag*: the idioms it may be, then what HTML says of it."""
    handler = _plain(tag)
    if tag.hidden:
        return handler
    for idiom in _by_tag(tag.name):
        if idiom.matches(tag):
            handler = _first(idiom, handler)
    return handler


@lru_cache(maxsize=256)
def _by_tag(name: str) -> tuple[Idiom, ...]:
    """The idioms that an element of this name may be, the last first."""
    return tuple(idiom for idiom in reversed(IDIOMS) if not idiom.tags or name in idiom.tags)


def _plain(tag: Tag) -> Handler:
    if tag.hidden and tag.name != "br":
        return hidden
    handler = ELEMENTS.get(tag.name)
    if handler is gap_block and not tag.block:
        handler = inline
    if handler is None:
        handler = block if tag.block else inline
    elif handler is read_link and tag.block:
        handler = blockified(handler)
    if handler in (block, gap_block, heading) and (tag.get("dir") or "direction" in tag.css):
        handler = directed(handler)
    return handler


def _first(idiom: Idiom, otherwise: Handler) -> Handler:
    read_idiom = idiom.read

    def handler(reader: Reader, element: Element, style: object) -> None:
        if not read_idiom(reader, element, style):  # type: ignore[arg-type]
            otherwise(reader, element, style)  # type: ignore[arg-type]

    return handler
