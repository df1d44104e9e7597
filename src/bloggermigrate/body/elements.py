"""HTML's own elements, read as they are meant: one function each, and the table `ELEMENTS`."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal

from bloggermigrate.body import lists, media, tables, verbatim
from bloggermigrate.body.document import (
    MARK_TAGS,
    Block,
    Details,
    Directed,
    Figure,
    Image,
    Paragraph,
    Quote,
    RawInline,
    Rule,
    Style,
)
from bloggermigrate.body.links import read_link
from bloggermigrate.body.reader import Handler, Reader
from bloggermigrate.body.runs import inline_runs, words_first
from bloggermigrate.body.tree import Element
from bloggermigrate.body.words import names


def inline(reader: Reader, element: Element, style: Style) -> None:
    tag = element.tag
    if reader.targets and "id" in tag.attributes:
        reader.anchor(tag.attributes["id"])
    reader.children(element, reader.restyle(style, tag) if tag.styled else style)


def block(reader: Reader, element: Element, style: Style) -> None:
    """A block without a margin, such as `<div>`: it stands on lines of its own."""
    tag = element.tag
    reader.boundary()
    if reader.targets and "id" in tag.attributes:
        reader.anchor(tag.attributes["id"])
    reader.children(element, reader.restyle(style, tag) if tag.styled else style)
    reader.boundary()


def gap_block(reader: Reader, element: Element, style: Style) -> None:
    """A block with a margin: a paragraph, or several."""
    tag = element.tag
    reader.paragraph_gap()
    if reader.targets and "id" in tag.attributes:
        reader.anchor(tag.attributes["id"])
    reader.children(element, reader.restyle(style, tag) if tag.styled else style)
    reader.paragraph_gap()


def line_break(reader: Reader, element: Element, style: Style) -> None:
    reader.line_break()


def rule(reader: Reader, element: Element, style: Style) -> None:
    reader.add(Rule())


def heading(reader: Reader, element: Element, style: Style) -> None:
    reader.paragraph_gap()
    outer, reader.heading = reader.heading, int(element.tag.name[1])
    inline(reader, element, style)
    reader.paragraph_gap()
    reader.heading = outer


def quote(reader: Reader, element: Element, style: Style) -> None:
    if reader.too_deep():
        gap_block(reader, element, style)
        return
    reader.paragraph_gap()
    if "id" in element.tag.attributes:
        reader.anchor(element.tag.attributes["id"])
    blocks = reader.inside(element, reader.restyle(style, element.tag))
    if blocks:
        reader.blocks.append(Quote(blocks))
    reader.gap = True


def details(reader: Reader, element: Element, style: Style) -> None:
    """`<details>` whose summary comes first; one that comes later or not at all is read as a plain block."""
    shown = [child for child in element.children if not isinstance(child, str) or child.strip()]
    first = shown[0] if shown else None
    if not isinstance(first, Element) or first.tag.name != "summary" or reader.too_deep():
        block(reader, element, style)
        return
    style = reader.restyle(style, element.tag)
    words, more = words_first(reader.inside(first, reader.restyle(style, first.tag)))
    rest = Element(element.tag)
    rest.children = [child for child in element.children if child is not first]
    blocks = more + reader.inside(rest, style)
    reader.add(Details(inline_runs(words), blocks, "open" in element.tag.attributes))


def figure(reader: Reader, element: Element, style: Style) -> None:
    """`<figure>` with pictures and a caption; anything else in it is read as plain blocks."""
    captions = [c for c in element.children if isinstance(c, Element) and c.tag.name == "figcaption"]
    rest = Element(element.tag)
    rest.children = [c for c in element.children if c not in captions]
    if len(captions) != 1 or element.children.index(captions[0]) < len(element.children) // 2:
        gap_block(reader, element, style)
        return
    reader.paragraph_gap()
    seen = len(reader.images)
    body = reader.inside(rest, style)
    caption = reader.inside(captions[0], reader.restyle(style, captions[0].tag))
    add_figure(reader, body, caption, seen)


def add_figure(reader: Reader, body: list[Block], caption: list[Block], seen: int) -> None:
    """Append a figure of *body* and *caption*, or their blocks where they are more than that.

    *seen* is the number of pictures met before it, whose captions are told below.
    """
    pictures = inline_runs(body)
    words = inline_runs(caption, gap=True)
    only_pictures = bool(pictures) and all(
        type(content) is Image or (type(content) is str and not content.strip()) for content, _ in pictures
    )
    plain = all(isinstance(part, Paragraph) for part in (*body, *caption))
    if only_pictures and plain and words:
        reader.blocks.append(Figure(pictures, words))
        said = " ".join(c.strip() for c, _ in words if type(c) is str and c.strip())
        reader.caption_images(seen, said)
    else:
        reader.blocks.extend(body)
        reader.blocks.extend(caption)
    reader.gap = True


def quotation(reader: Reader, element: Element, style: Style) -> None:
    """`<q>`: browsers draw the quotation marks, so they belong to the text."""
    inner = reader.restyle(style, element.tag)
    reader.text('"', inner)
    reader.children(element, inner)
    reader.text('"', inner)


def abbreviation(reader: Reader, element: Element, style: Style) -> None:
    title = element.tag.get("title").strip()
    inner = reader.restyle(style, element.tag)
    if title:
        inner = reader.style(inner.marks, inner.href, inner.title, title)
    reader.children(element, inner)


_RUBY = names("rb rt rp rtc")


def ruby(reader: Reader, element: Element, style: Style) -> None:
    """`<ruby>`: kept as it is, with nothing but its own parts and their text."""
    markup, words = [], []
    stack: list[Element | str] = [element]
    inside: list[str] = []  # the parts that are open
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if node.startswith("\0"):
                markup.append(node[1:])
                inside.pop()
            else:
                markup.append(escape(node, quote=False))
                words.append(node)
            continue
        name = node.tag.name
        # A parser closes a part where the next one begins: only a part right inside of its ruby is one.
        outer = inside[-1] if inside else ""
        marks = [] if node is element else [tag for mark, tag in MARK_TAGS if node.tag.set_marks & mark]
        for mark in marks:
            markup.append(f"<{mark}>")
            inside.append(outer)
            stack.append(f"\0</{mark}>")
        if name == "ruby" or (name in _RUBY and (outer == "ruby" or (outer == "rtc" and name in ("rt", "rp")))):
            inside.append(name)
            markup.append(f"<{name}>")
            stack.append(f"\0</{name}>")
        stack.extend(child for child in reversed(node.children) if isinstance(child, (Element, str)))
    html = " ".join("".join(markup).split())
    reader.show(RawInline(html, "".join(words)), style)


def hidden(reader: Reader, element: Element, style: Style) -> None:
    """What a browser does not show, because of its style."""
    if has_text(element):
        reader.notes.add("hidden-text-dropped")


def invisible(reader: Reader, element: Element, style: Style) -> None:
    """What a browser never shows."""


def field(reader: Reader, element: Element, style: Style) -> None:
    """A field of a form, which has no use without the form's script."""
    if element.tag.get("type").lower() != "hidden":
        reader.notes.add("form-dropped")


def drawing(reader: Reader, element: Element, style: Style) -> None:
    reader.notes.add("drawing-dropped")


def style_sheet(reader: Reader, element: Element, style: Style) -> None:
    reader.notes.add("style-dropped")


def has_text(element: Element) -> bool:
    stack = [element]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, str):
                if child.strip():
                    return True
            elif isinstance(child, Element):
                stack.append(child)
    return False


def blockified(handler: Handler) -> Handler:
    """The handler of an inline element that its style makes a block."""

    def read(reader: Reader, element: Element, style: Style) -> None:
        reader.boundary()
        handler(reader, element, style)
        reader.boundary()

    return read


def directed(handler: Handler) -> Handler:
    """The handler of a block that says in which direction it reads."""

    def read(reader: Reader, element: Element, style: Style) -> None:
        tag = element.tag
        said = tag.get("dir").strip().lower() or tag.css.get("direction", "")
        if said not in ("ltr", "rtl") or said == reader.direction or reader.too_deep():
            handler(reader, element, style)
            return
        says: Literal["ltr", "rtl"] = "rtl" if said == "rtl" else "ltr"
        reader.flush()
        outer = reader.direction
        reader.direction = says
        saved, reader.blocks = reader.blocks, []
        level = reader.heading
        handler(reader, element, style)
        reader.flush()
        reader.heading = level
        blocks, reader.blocks = reader.blocks, saved
        reader.direction = outer
        last = saved[-1] if saved else None
        if isinstance(last, Directed) and last.direction == says:
            last.blocks.extend(blocks)
        elif blocks:
            saved.append(Directed(says, blocks))

    return read


_INVISIBLE = names(
    """head title template noscript xml meta link base basefont bgsound param source track area map noembed
    noframes script"""
)
_HEADINGS = names("h1 h2 h3 h4 h5 h6")

#: How elements are read that are more than marked-up text (`inline`) or a plain block (`block`).
ELEMENTS: Mapping[str, Handler] = (
    {
        "a": read_link,
        "br": line_break,
        "p": gap_block,
        "hr": rule,
        "blockquote": quote,
        "ul": lists.read_list,
        "ol": lists.read_list,
        "menu": lists.read_list,
        "dir": lists.read_list,
        "li": lists.read_stray_item,
        "dl": lists.read_definitions,
        "td": gap_block,
        "th": gap_block,
        "table": tables.read_table,
        "pre": verbatim.read_pre,
        "xmp": verbatim.read_pre,
        "listing": verbatim.read_pre,
        "textarea": verbatim.read_pre,
        "figure": figure,
        "details": details,
        "q": quotation,
        "abbr": abbreviation,
        "acronym": abbreviation,
        "ruby": ruby,
        "img": media.read_image,
        "image": media.read_image,
        "iframe": media.read_frame,
        "video": media.read_video,
        "audio": media.read_video,
        "object": media.read_object,
        "embed": media.read_object,
        "style": style_sheet,
        "input": field,
        "select": field,
        "datalist": field,
        "svg": drawing,
        "canvas": drawing,
        "math": drawing,
    }
    | dict.fromkeys(_INVISIBLE, invisible)
    | dict.fromkeys(_HEADINGS, heading)
)
