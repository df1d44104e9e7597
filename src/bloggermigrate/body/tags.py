"""Tags: the text between `<` and `>` → name, attributes and what they mean for the reading.

A blog repeats its tags (`<br />`, `</div>`, `<div class="separator" …>`), so a tag is read once for each
different spelling and kept; a tree's elements share them. The cache holds short tags only and is emptied
when it is full, so memory does not grow with the blog.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from html.entities import html5 as _ENTITIES
from typing import Any

from bloggermigrate.body import css
from bloggermigrate.body.document import CODE, EM, KBD, MARK, STRIKE, STRONG, SUB, SUP, UNDERLINE
from bloggermigrate.body.words import names

VOID = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
#: Elements whose content is text up to their end tag.
RAW_TEXT = names("script style xmp iframe noembed noframes textarea title")

_BLOCKS = names(
    """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol
    optgroup option p pre section summary table tbody td tfoot th thead tr caption ul xmp plaintext
    search"""
)
#: Blocks with a margin: what stands before and after them is parted by a gap.
_GAPS = names("p blockquote ul ol dl pre h1 h2 h3 h4 h5 h6 figure table menu dir listing xmp")

_MARKS = {
    "b": STRONG,
    "strong": STRONG,
    "i": EM,
    "em": EM,
    "s": STRIKE,
    "strike": STRIKE,
    "del": STRIKE,
    "u": UNDERLINE,
    "ins": UNDERLINE,
    "code": CODE,
    "tt": CODE,
    "samp": CODE,
    "kbd": KBD,
    "sup": SUP,
    "sub": SUB,
    "mark": MARK,
}

_SCRIPTS: Mapping[str | None, int] = {"super": SUP, "sub": SUB}

_ATTRIBUTE = re.compile(r"""[\s/]*+(=?[^\s/>=]++)(?:\s*+=\s*+("[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?)?|[\s/=]++""")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*[;=]?)")


def _attribute_reference(match: re.Match[str]) -> str:
    # In an attribute, "&copy=2" and "&copyx" are no references unless they end in a semicolon.
    text = match.group(0)
    if text.startswith("&#"):
        return unescape(text)
    if text[-1] == "=":
        return text
    return _ENTITIES.get(text[1:], text)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes in the part of a tag behind its name; the first of a name wins.

    >>> attributes(' href="?a=1&amp;b&copy=2" NAME=x checked')
    {'href': '?a=1&b&copy=2', 'name': 'x', 'checked': ''}
    >>> attributes(' alt="x &lt;= y &gt z"')
    {'alt': 'x <= y > z'}
    """
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        if not name:
            continue
        name = name.lower()
        if name in found:
            continue
        if value:
            if value[0] in "\"'":
                value = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
            if "&" in value:
                if value.count("&") == value.count("&amp;"):
                    value = value.replace("&amp;", "&")
                else:
                    value = _REFERENCE.sub(_attribute_reference, value)
        found[name] = value
    return found


class Tag:
    """A start or end tag. Shared between all elements that are spelt alike, so never changed.

    `set_marks` are switched on for what stands inside, `clear_marks` off.
    """

    __slots__ = (
        "attributes", "block", "clear_marks", "closing", "css", "gap", "handler", "hidden", "name",
        "self_closing", "set_marks", "step", "styled",
    )  # fmt: skip

    def __init__(self, name: str, attributes: dict[str, str], *, closing: bool, self_closing: bool) -> None:
        self.name = name
        self.attributes = attributes
        self.closing = closing
        self.self_closing = self_closing
        style = attributes.get("style")
        if style:
            self.css, self.set_marks, self.clear_marks, self.hidden, self.block = _look(name, style)
        else:  # as most have it, and each link and picture is another tag
            self.css, self.set_marks, self.clear_marks = _NO_STYLE, _MARKS.get(name, 0), 0
            self.hidden, self.block = False, name in _BLOCKS
        self.styled = bool(self.set_marks or self.clear_marks)
        self.gap = name in _GAPS
        #: How the reading treats such an element; found out by it when it meets the tag first.
        self.handler: Any = None
        #: What tree construction does with such a tag; found out by it likewise.
        self.step: Any = None

    def get(self, name: str) -> str:
        """Return an attribute's value, "" if it is missing."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> str:
        return self.attributes.get("class", "")

    @property
    def is_jump_break(self) -> bool:
        """Whether an `<a>` spelt so is Blogger's "Read more"."""
        # Quotes and case vary with the editor's age; an anchor with a target is a link that happens to be named so.
        return "href" not in self.attributes and self.get("name").strip().lower() == "more"


@lru_cache(maxsize=4096)
def _look(name: str, style: str) -> tuple[Mapping[str, str], int, int, bool, bool]:
    """What an element's name and style say: properties, marks on and off, hidden, block."""
    properties = css.declarations(style)
    on, off = _marks(name, properties)
    display = properties.get("display", "")
    block = name in _BLOCKS and not (display.startswith("inline") and name in ("div", "p", "li", "ul"))
    block = block or display.startswith(("block", "table", "flex", "grid", "list-item"))
    return properties, on, off, display.startswith("none"), block


_NO_STYLE: Mapping[str, str] = {}


def _marks(name: str, style: dict[str, str]) -> tuple[int, int]:
    on = _MARKS.get(name, 0)
    off = 0
    if style:
        for prop, mark, read in (("font-weight", STRONG, css.weight), ("font-style", EM, css.slant)):
            value = style.get(prop)
            said = read(value) if value else None
            if said is True:
                on |= mark
            elif said is False:
                on &= ~mark
                off |= mark
        line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        if "line-through" in line:
            on |= STRIKE
        if "underline" in line:
            on |= UNDERLINE
        if name == "span" and "vertical-align" in style:
            on |= _SCRIPTS.get(css.script(style), 0)
    return on, off


_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_KEEP = 4096
_LONGEST = 256
_cache: dict[str, Tag] = {}
#: Looks a spelling up without reading it; for the loop that runs once for every tag.
cached = _cache.get


def tag(text: str) -> Tag:
    """Return the tag spelt *text*, which begins with `<` and ends with `>`.

    >>> tag('<P CLASS="a b">').name, tag("</p >").closing, tag("<br/>").self_closing
    ('p', True, True)
    """
    known = _cache.get(text)
    if known is not None:
        return known
    match = _NAME.match(text)
    assert match is not None, text[:80]
    closing = text[1] == "/"
    rest = text[match.end() : -1 if text[-1] == ">" else None]
    made = Tag(
        match.group(1).lower(),
        attributes(rest) if rest and not closing else {},
        closing=closing,
        self_closing=rest.endswith("/"),
    )
    if len(text) <= _LONGEST:
        if len(_cache) >= _KEEP:
            _cache.clear()
        _cache[text] = made
    return made
