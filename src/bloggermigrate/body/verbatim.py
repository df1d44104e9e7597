"""Verbatim text: `<pre>` and its like → code blocks with their lines as they stand."""

from __future__ import annotations

import re
from html import escape

from bloggermigrate.body.document import Code, RawHtml, Style
from bloggermigrate.body.links import leads_away, words
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.text import clean_url
from bloggermigrate.body.tree import Comment, Element
from bloggermigrate.body.words import names

_LANGUAGE = re.compile(
    r"(?:\bbrush\s*:\s*|\b(?:language|lang|highlight-source)-|\bsource(?:Code|code)\s+|\bcrayon-\S*lang:)([\w#+.-]+)"
)
#: Names that highlighters use → the names that fences use, where they differ.
_NAMES = {
    "c#": "csharp",
    "c-sharp": "csharp",
    "c++": "cpp",
    "js": "javascript",
    "jscript": "javascript",
    "py": "python",
    "shell": "bash",
    "sh": "bash",
    "ps": "powershell",
    "rails": "ruby",
    "ror": "ruby",
    "vb": "vbnet",
    "plain": "",
    "text": "",
    "none": "",
    "plaintext": "",
    "auto": "",
}
_MORE = "\0"  # no text holds it
_SKIP = names("script style template noscript title head")
_BLOCKS = names("div p li tr ol ul blockquote table h1 h2 h3 h4 h5 h6")


def language(classes: str) -> str:
    """Return the fence's name of the language that a class attribute gives, "" if none.

    >>> language("brush: c#; gutter: false"), language("prettyprint lang-py"), language("foo")
    ('csharp', 'python', '')
    """
    found = _LANGUAGE.search(classes)
    if found is None:
        return ""
    name = found.group(1).lower().strip(".-")
    return _NAMES.get(name, name)


def read_pre(reader: Reader, element: Element, style: Style) -> None:
    """`<pre>`, `<xmp>`, `<listing>`, a filled `<textarea>`: a code block, then the pictures that stood in it.

    With a jump break inside it stays one element, in which the break stands where it was.
    """
    lines, pictures = verbatim_text(element)
    note_links(reader, element)
    reader.paragraph_gap()
    reader.anchor(element.tag.get("id"))
    reader.end_anchors()
    name = language(element.tag.classes)
    if not name:
        name = next((found for inner in _elements(element, 8) if (found := language(inner.tag.classes))), "")
    parts = lines.split(_MORE)
    before, after = parts[0], "".join(parts[1:])
    if len(parts) > 1 and not reader.broken and before.strip() and after.strip():
        reader.broken = True
        reader.blocks.append(RawHtml(f"<pre>{_spelt(before.lstrip(chr(10)))}<!--more-->{_spelt(after.rstrip())}</pre>"))
    else:
        if len(parts) > 1 and not before.strip():
            reader.jump_break()
        text = "\n".join(line.rstrip() for line in (before + after).split("\n")).strip("\n")
        if text.strip():
            reader.blocks.append(Code(text, name))
        if len(parts) > 1 and before.strip():
            reader.jump_break()
    for picture in pictures:
        read_inside(reader, picture, style)
    reader.paragraph_gap()


def note_links(reader: Reader, element: Element) -> None:
    """Tell *reader* of the links inside code that no block of it can hold, if their words don't say where they lead.

    A highlighter's anchors for the lines lead nowhere else, and a link around a picture goes with it.
    """
    for inner in _elements(element):
        if inner.tag.name != "a" or inner.tag.hidden:
            continue
        href = clean_url(inner.tag.get("href"))
        shown = words(inner)
        if shown and leads_away(href) and shown.rstrip("/") not in (href.rstrip("/"), _BARE.sub("", href).rstrip("/")):
            # A mail address is the reader's own to find, and no report's to tell.
            reader.notes.add("code-link-dropped", "mailto:…" if href[:7].lower() == "mailto:" else href[:_LONGEST])


_BARE = re.compile(r"^(?:https?://|mailto:)", re.I)
_LONGEST = 1000  #: of an address in a note; only pictures in `data:` have longer ones


def _spelt(text: str) -> str:
    """Verbatim text as HTML on one line."""
    return escape("\n".join(line.rstrip() for line in text.split("\n")), quote=False).replace("\n", "&#10;")


def read_inside(reader: Reader, picture: Element, style: Style) -> None:
    wrapper = Element(picture.tag)
    wrapper.children.append(picture)
    reader.children(wrapper, style)


def _elements(element: Element, limit: int | None = None) -> list[Element]:
    found: list[Element] = []
    stack = [element]
    while stack and (limit is None or len(found) < limit):
        for child in stack.pop().children:
            if isinstance(child, Element):
                found.append(child)
                stack.append(child)
    return found


def _is_picture(link: Element) -> bool:
    """Whether a link holds a picture and nothing else."""
    shown = [child for child in link.children if not isinstance(child, str) or child.strip()]
    return len(shown) == 1 and isinstance(shown[0], Element) and shown[0].tag.name == "img"


def _is_break(node: Element | Comment) -> bool:
    """Whether a node is a jump break, or a paragraph that holds nothing else."""
    inside = node.children if isinstance(node, Element) and node.tag.name == "p" else [node]
    return len(inside) == 1 and isinstance(inside[0], Comment) and inside[0].is_jump_break


def verbatim_text(element: Element) -> tuple[str, list[Element]]:
    """The text of *element* line by line (`_MORE` where a jump break stood), its pictures and embeds."""
    parts: list[str] = []
    pictures: list[Element] = []
    stack: list[Element | str | Comment | None] = [element]
    while stack:
        node = stack.pop()
        if node is None:
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            continue
        if isinstance(node, str):
            if node:
                parts.append(node.replace("\xa0", " "))
            continue
        if _is_break(node):
            parts.append(_MORE)
            continue
        if isinstance(node, Comment):
            continue
        tag = node.tag
        name = tag.name
        if name == "br":
            parts.append("\n")
            continue
        if name in _SKIP or tag.hidden:
            continue
        if name in ("img", "iframe", "object", "embed", "video", "audio"):
            pictures.append(node)
            continue
        if name == "a" and _is_picture(node):
            pictures.append(node)
            continue
        if name == "a" and tag.is_jump_break:
            parts.append(_MORE)
        if name in _BLOCKS and node is not element:
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            stack.append(None)
        stack.extend(reversed(node.children))
    return "".join(parts), pictures
