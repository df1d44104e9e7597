"""HTML that may come from anybody → HTML that only shows: nothing runs in it, nothing is loaded, nothing leads away.

What is not in the tables here is left out: elements are unwrapped, attributes dropped. Pictures, films and frames
become boxes that say what stood there. Every word and box is known by its place, so that those that two bodies do not
share can be marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element, parse
from bloggermigrate.body.words import names

__all__ = ["Inert", "Token", "inert"]

#: elements that are shown as they are
_SHOWN = names(
    """p div br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp tt b strong i em u s strike del ins
    sub sup small big mark abbr cite q table thead tbody tfoot tr td th caption figure figcaption center details
    summary"""
)
_EMPTY = frozenset(["br", "hr"])
#: elements that begin and end a line, so that words before and after them are two words
_BLOCKS = names(
    """p div br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead tbody tfoot tr td th caption figure
    figcaption center details summary article aside section header footer nav main address fieldset form"""
)
#: elements that a browser does not show, with all that is in them
_UNSEEN = names("script style template head title noscript noembed noframes datalist option map")
#: elements that show what can't be shown here; the word stands on the box
_BOXES = {
    "img": "Picture",
    "image": "Picture",
    "iframe": "Frame",
    "frame": "Frame",
    "embed": "Embedded object",
    "object": "Embedded object",
    "applet": "Embedded object",
    "video": "Film",
    "audio": "Sound",
    "svg": "Drawing",
    "canvas": "Drawing",
    "math": "Formula",
    "input": "Form field",
    "select": "Form field",
    "textarea": "Form field",
}
#: attributes that are kept, with what their whole value has to look like
_ATTRIBUTES = {
    "dir": re.compile(r"ltr|rtl|auto", re.I),
    "align": re.compile(r"left|right|center|justify", re.I),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "start": re.compile(r"-?\d{1,6}"),
    "class": re.compile(r"separator|tr-caption(?:-container)?"),
    "open": re.compile(r".{0,9}"),
}
_LENGTH = r"-?\d{0,4}(?:\.\d{1,4})?(?:px|em|rem|pt|%)?"
_COLOUR = r"#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d., %]{1,40}\)"
#: properties of a `style` attribute that are kept, likewise; none of them can load anything or leave its place
_STYLES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "text-align": "left|right|center|justify|start|end",
        "float": "left|right|none",
        "clear": "left|right|both|none",
        "font-weight": r"bold|bolder|normal|lighter|\d{3}",
        "font-style": "italic|oblique|normal",
        "text-decoration": r"(?:underline|line-through|none|overline)(?: (?:underline|line-through))?",
        "text-indent": _LENGTH,
        "color": _COLOUR,
        "background-color": _COLOUR,
        "font-size": rf"{_LENGTH}|xx-small|x-small|small|medium|large|x-large|xx-large|smaller|larger",
        "margin-left": _LENGTH,
        "margin-right": _LENGTH,
        "white-space": "pre|pre-wrap|pre-line|normal|nowrap",
        "vertical-align": "super|sub|top|middle|bottom|baseline",
        "list-style-type": "[a-z-]{3,20}",
        "direction": "ltr|rtl",
    }.items()
}
_DECLARATION = re.compile(r"\s*([a-zA-Z-]{3,20})\s*:\s*([^;!]{1,60}?)\s*(?:!\s*important\s*)?(?:;|\Z)")
#: a word without the signs around it, or what stands for a box
_WORD = re.compile("[^\\W_](?:\\S*[^\\W_])?|\ufffc")
# What a reader of the page does not see; a word is the same with and without.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]")
#: what stands in the text for a box
_BOX = "\ufffc"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or box of a body. *key* is what it is compared by; *start* and *end* are its place in `Inert.flow`."""

    key: str
    start: int
    end: int
    is_box: bool = False


@dataclass(slots=True)
class Inert:
    """A body made harmless: pieces of markup and of text, and the text in one as a reader sees it."""

    pieces: list[str] = field(default_factory=list)
    flow: str = ""
    #: (start in *flow*, number of the piece, its text; None for a box), in order
    texts: list[tuple[int, int, str | None]] = field(default_factory=list)
    boxes: dict[int, str] = field(default_factory=dict)  #: by start in *flow* what a box stands for
    numbers: set[int] = field(default_factory=set)  #: where in *flow* a number stands that a browser gives an item
    cut: bool = False  #: whether it was too long to be shown to its end

    def keys(self) -> list[str]:
        """Return what the words and boxes are compared by, in order.

        >>> inert("<p>Pane, <b>vi</b>no &amp; <img src=x.png></p>").keys()
        ['pane', 'vino', '\ufffc']
        """
        return _WORD.findall(_key(self.flow))

    def tokens(self) -> list[Token]:
        """Return the words and boxes with their places."""
        return [
            Token(_key(match[0]), *match.span())
            if (what := self.boxes.get(match.start())) is None
            else Token(match[0] + what, *match.span(), is_box=True)
            for match in _WORD.finditer(self.flow)
        ]

    def html(self, marked: Iterable[Token] = (), tag: str = "mark") -> str:
        """Return the HTML, the tokens *marked* (in order) each in an element *tag*."""
        spans = [(token.start, token.end) for token in marked]
        if not spans:
            return "".join(self.pieces)
        pieces = list(self.pieces)
        at = 0
        for start, number, text in self.texts:
            length = 1 if text is None else len(text)
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            inside, here = [], at
            while here < len(spans) and spans[here][0] < start + length:
                inside.append((max(spans[here][0] - start, 0), min(spans[here][1] - start, length)))
                here += 1
            if inside:
                pieces[number] = f"<{tag}>{pieces[number]}</{tag}>" if text is None else _marked(text, inside, tag)
        return "".join(pieces)


def _key(text: str) -> str:
    return (_INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text).casefold()


def _marked(text: str, spans: list[tuple[int, int]], tag: str) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [_text(text[done:start]), f"<{tag}>", _text(text[start:end]), f"</{tag}>"]
        done = end
    return "".join([*parts, _text(text[done:])])


def _text(text: str) -> str:
    return escape(text, quote=False)


def inert(html: str, most: int = 200_000) -> Inert:
    """Return *html*, a body, made harmless; of one with more than *most* characters only the beginning is shown.

    Never raises, whatever *html* holds.

    >>> inert('<p onclick="x()" style="position:fixed;color:red">a <a href="x:y">b</a><script>x()</script>').html()
    '<p style="color:red">a <span class="link" title="x:y">b</span></p>'
    """
    made = Inert()
    flow: list[str] = []
    size = shown = 0
    # Elements to come, in order; a text is the end tag of one that is open.
    waiting: list[tuple[object, int]] = [(child, 0) for child in reversed(parse(html).children)]
    while waiting:
        child, number = waiting.pop()
        if isinstance(child, _End):
            made.pieces.append(child.markup)
            if child.block:
                flow.append("\n")
                size += 1
            continue
        if shown > most:
            made.cut = True
            continue
        if isinstance(child, str):
            if len(child) > most - shown:
                made.cut = True
                child = child[: most - shown + 1]
            made.texts.append((size, len(made.pieces), child))
            made.pieces.append(_text(child))
            flow.append(child)
            size += len(child)
            shown += len(child)
            continue
        if not isinstance(child, Element):
            continue
        tag = child.tag
        name = tag.name
        code = _code_of(child) if name == "script" else ""
        if code:
            # What readers saw in its place.
            made.pieces.append("<pre>")
            flow.append("\n")
            size += 1
            waiting += [(_End("</pre>", True), 0), (code, 0)]
            continue
        if (name in _UNSEEN and not _is_gist(tag)) or tag.hidden:
            continue
        if name in _BOXES or name == "script":
            if _is_pixel(tag.attributes) or (name == "input" and tag.get("type").lower() == "hidden"):
                continue
            flow.append(f" {_BOX} ")
            made.texts.append((size + 1, len(made.pieces), None))
            made.boxes[size + 1] = " ".join(_what_and_where(name, tag.attributes))
            made.pieces.append(_box(name, tag.attributes))
            size += 3
            shown += 200
            continue
        start, end = _tags(name, tag.attributes)
        shown += len(start)
        block = name in _BLOCKS or tag.block
        made.pieces.append(start)
        if block:
            flow.append("\n")
            size += 1
        if name == "li" and number:
            # A browser numbers the item; where a body has the number typed out, it is the same word.
            made.numbers.add(size)
            flow.append(f"{number} ")
            size += len(f"{number} ")
        if name in _EMPTY:
            continue
        waiting.append((_End(end, block), 0))
        first = _start_of(tag.attributes) if name == "ol" else 0
        waiting += reversed(_numbered(child.children, first))
    made.flow = "".join(flow)
    return made


@dataclass(frozen=True, slots=True)
class _End:
    markup: str
    block: bool


def _numbered(children: Iterable[object], first: int) -> list[tuple[object, int]]:
    """Return *children*, each with its number if it is an item of an ordered list, else 0."""
    if not first:
        return [(child, 0) for child in children]
    numbered: list[tuple[object, int]] = []
    for child in children:
        item = isinstance(child, Element) and child.tag.name == "li"
        numbered.append((child, first if item else 0))
        first += item
    return numbered


def _start_of(attributes: dict[str, str]) -> int:
    start = attributes.get("start", "")
    return int(start) if _ATTRIBUTES["start"].fullmatch(start) else 1


def _tags(name: str, attributes: dict[str, str]) -> tuple[str, str]:
    """Return the start and the end tag that stand for an element's; "" for one that is only looked through."""
    kept = "".join(
        f' {key}="{value}"'
        for key, value in attributes.items()
        if key in _ATTRIBUTES and _ATTRIBUTES[key].fullmatch(value)
    )
    if style := _style(name, attributes):
        kept += f' style="{style}"'
    if name == "a":
        address = attributes.get("href", "")
        title = f' title="{escape(address[:500])}"' if address else ""
        return (f'<span class="link"{title}{kept}>', "</span>") if address else ("", "")
    if name in _SHOWN:
        return f"<{name}{kept}>", "" if name in _EMPTY else f"</{name}>"
    if name in _BLOCKS:
        return f"<div{kept}>", "</div>"
    return (f"<span{kept}>", "</span>") if kept else ("", "")


def _style(name: str, attributes: dict[str, str]) -> str:
    kept = [
        f"{key.lower()}:{value}"
        for key, value in _DECLARATION.findall(attributes.get("style", "")[:2000])
        if (known := _STYLES.get(key.lower())) and known.fullmatch(value)
    ]
    if name == "font" and _STYLES["color"].fullmatch(colour := attributes.get("color", "")):
        kept.append(f"color:{colour}")
    return escape(";".join(kept))


def _is_gist(tag: Tag) -> bool:
    return tag.name == "script" and "gist.github.com/" in tag.get("src")[:200]


def _code_of(element: Element) -> str:
    """Return the code that a script holds to be shown by SyntaxHighlighter; "" for any other script."""
    if "syntaxhighlighter" not in element.tag.get("type").lower():
        return ""
    code = "".join(child for child in element.children if isinstance(child, str)).strip()
    return code.removeprefix("<![CDATA[").removesuffix("]]>").strip()


def _is_pixel(attributes: dict[str, str]) -> bool:
    """Whether a picture is one that nobody sees, which counts visitors."""
    return all(attributes.get(side, "").strip().removesuffix("px") in ("0", "1") for side in ("width", "height"))


def _box(name: str, attributes: dict[str, str]) -> str:
    """Return a box that says what stood there: what it is, its name or where it came from, its size."""
    address = _address(attributes)
    what, known = _what_and_where(name, attributes)
    alt = " ".join(attributes.get("alt", "").split())[:200]
    size = [attributes.get(side, "").strip() for side in ("width", "height")]
    told = f"{size[0]} × {size[1]}" if all(side.isdecimal() and len(side) < 5 for side in size) else ""
    parts = (("alt", alt), ("from", known), ("size", told))
    said = "".join(f'<span class="{kind}">{escape(text)}</span>' for kind, text in parts if text)
    title = f' title="{escape(address[:300])}"' if address else ""
    return f'<span class="box"{title}><span class="what">{what}</span>{said}</span>'


def _address(attributes: dict[str, str]) -> str:
    return attributes.get("src") or attributes.get("data") or attributes.get("href") or ""


def _what_and_where(name: str, attributes: dict[str, str]) -> tuple[str, str]:
    """Return what an element that becomes a box is, and its file's name or where it came from."""
    what = _BOXES.get(name, "Code")
    return what, (_source_name if what == "Picture" else _host)(_address(attributes))


def _source_name(address: str) -> str:
    """Return the file's name in a picture's address, or what else tells it.

    >>> _source_name("http://x.org/a/s400/p%C3%A0ne.jpg?w=2"), _source_name("data:image/png;base64,AA")
    ('pàne.jpg', 'written out in the page')
    """
    if address[:5].lower() == "data:":
        return "written out in the page"
    name = unquote(re.split("[?#]", address[:2000], maxsplit=1)[0].rstrip("/").rpartition("/")[2])
    return name if len(name) <= 60 else f"{name[:28]}…{name[-28:]}"


def _host(address: str) -> str:
    return address.partition("//")[2].partition("/")[0][:80] if "//" in address[:10] else ""
