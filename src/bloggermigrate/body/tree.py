"""The tree that a browser builds of a body.

HTML's rules for tags that are missing, misnested or at odds with tables decide what a reader of the blog
saw: which words an unclosed `<b>` made bold, where a second `<a>` ended the first. XML-minded parsers
build another tree for one post in three hundred, so the rules of the HTML standard (section 13.2.6, "Tree
construction") are followed here: implied end tags, formatting that goes on in the next block, the adoption
agency, text that a table throws out. Left out is what a post cannot show: frames, forms' fields, foreign
elements' own rules.

Where a browser would swallow the rest of a post (`<textarea>`, `<title>` or `<iframe>` without an end) the
start tag alone is taken, so that no word is lost. Nesting is cut at `MAX_DEPTH` as browsers do at 512:
what lies deeper stands flat in the deepest element, and every step of the way stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TypeAlias

from bloggermigrate.body.tags import RAW_TEXT, VOID, Tag, cached, tag

MAX_DEPTH = 256
_MAX_FORMATTING = 48  #: open formatting elements that go on in a new block; no post needs more

_ATTRS = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)*+"""
_BLOCK_START = re.compile(r"(?=</?(?:p|div|br|h[1-6]|ul|ol|table|blockquote|img|a|b|i|span)[\s/>])", re.I)

_SCOPE = frozenset("applet caption html table td th marquee object template root".split())
_SPECIAL = frozenset(
    """address applet area article aside base basefont bgsound blockquote body br button caption center col
    colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4
    h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav
    noembed noframes noscript object ol p param plaintext pre script search section select source style
    summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp root""".split()
)
_IMPLIED = frozenset("dd dt li optgroup option p rb rp rt rtc".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TABLE_CONTEXT = frozenset("table tbody tfoot thead tr".split())
_CLOSES_P = frozenset(
    """address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer
    header hgroup main menu nav ol p search section summary ul pre listing plaintext xmp hr table form""".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_TABLE_PARTS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
_IGNORED = frozenset("html head body frame frameset".split())
_MARKERS = frozenset("applet marquee object template td th caption".split())


Step: TypeAlias = "Callable[[Builder, Tag], None]"


class Element:
    """An element: its start tag, and its children in order, text as plain strings."""

    __slots__ = ("children", "tag")

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        self.children: list[Element | str | Comment] = []


class Comment:
    """A comment, which counts only if it is a jump break."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


@lru_cache(maxsize=None)
def _tokens(unclosed: frozenset[str]) -> re.Pattern[str]:
    """A pattern of tags, comments and whole raw-text elements, less those that have no end in the text."""
    raw = "|".join(
        rf"{name}(?=[\s/>]){_ATTRS}(?:>(?:.*?</{name}(?=[\s/>])[^>]*+(?:>|\Z)|.*\Z)|\Z)"
        for name in sorted(RAW_TEXT - unclosed)
    )
    return re.compile(
        rf"(<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:{raw}|/?[a-z]{_ATTRS}(?:>|\Z)|[!?/][^>]*+(?:>|\Z)))",
        re.I | re.S,
    )


def _text(piece: str) -> str:
    return unescape(piece) if "&" in piece else piece


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
    for index in range(1, len(pieces), 2):
        token = pieces[index]
        read = cached(token)
        if read is None:
            mark = token[1]
            if mark == "!":
                if token.startswith("<!--"):
                    builder.comment(token[4:].removesuffix("-->"))
            elif mark == "?" or (mark == "/" and not token[2:3].isalpha()):
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
            step = read.step
            if step is None:
                step = read.step = _step(read)
            step(builder, read)
        following = pieces[index + 1]
        if following:
            text(unescape(following) if "&" in following else following)
    return "", unclosed


def _step(read: Tag) -> Step:
    return ENDS.get(read.name, _END_OTHER) if read.closing else STARTS.get(read.name, _START_OTHER)


_RAW_NAME = re.compile(rf"<({'|'.join(sorted(RAW_TEXT))})(?=[\s/>])({_ATTRS}>)?", re.I)


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


class Builder:
    """The state of tree construction: open elements, formatting that goes on, the tables among them."""

    def __init__(self) -> None:
        self.root = Element(tag("<root>"))
        self.open: list[Element] = [self.root]
        self.formatting: list[Element | None] = []  #: None is a marker
        self.tables = 0  #: open tables; text inside them may have to move out
        self.deep = 0  #: elements that were not opened since the tree was too deep
        self.form = False
        self.skip_newline = False

    # -- what the tokens do ---------------------------------------------------------------------------

    def text(self, data: str) -> None:
        if self.skip_newline:
            self.skip_newline = False
            if data[0] == "\n":
                data = data[1:]
                if not data:
                    return
        if self.formatting:
            self.reconstruct()
        current = self.open[-1]
        if self.tables and current.tag.name in _TABLE_CONTEXT and not data.isspace():
            self.foster(data)
        else:
            current.children.append(data)

    def comment(self, data: str) -> None:
        self.open[-1].children.append(Comment(data))

    def raw(self, start: Tag, content: str) -> None:
        """Insert an element whose content is plain text."""
        if start.name == "xmp":
            self.close_p()
        if start.name in ("xmp", "iframe", "textarea"):
            self.reconstruct()
        element = Element(start)
        if content:
            if start.name in ("textarea", "title"):
                content = _text(content)
            element.children.append(content)
        if start.name in ("script", "style"):
            self.open[-1].children.append(element)
        else:
            self.insert(element)

    def ignore(self, tag: Tag) -> None:
        pass

    # -- start tags -----------------------------------------------------------------------------------

    def start_other(self, start: Tag) -> None:
        if self.formatting:
            self.reconstruct()
        if start.self_closing and start.name in ("path", "g", "rect", "circle", "line", "polygon", "use"):
            self.insert(Element(start))
            return
        self.push(start)

    def start_block(self, start: Tag) -> None:
        self.close_p()
        self.push(start)

    def start_void(self, start: Tag) -> None:
        if self.formatting and start.name not in ("param", "source", "track", "link", "meta", "base"):
            self.reconstruct()
        self.skip_newline = False
        self.insert(Element(start))

    def start_hr(self, start: Tag) -> None:
        self.close_p()
        self.insert(Element(start))

    def start_pre(self, start: Tag) -> None:
        self.close_p()
        self.push(start)
        self.skip_newline = True

    def start_heading(self, start: Tag) -> None:
        self.close_p()
        if self.open[-1].tag.name in _HEADINGS:
            self.open.pop()
        self.push(start)

    def start_formatting(self, start: Tag) -> None:
        self.reconstruct()
        element = self.push(start)
        if element is not None:
            self.remember(element)

    def start_a(self, start: Tag) -> None:
        for element in reversed(self.formatting):
            if element is None:
                break
            if element.tag.name == "a":
                self.adopt("a")
                if element in self.formatting:
                    self.formatting.remove(element)
                if element in self.open:
                    self.open.remove(element)
                break
        self.start_formatting(start)

    def start_nobr(self, start: Tag) -> None:
        self.reconstruct()
        if self.in_scope("nobr"):
            self.adopt("nobr")
        self.start_formatting(start)

    def start_li(self, start: Tag) -> None:
        for element in reversed(self.open):
            name = element.tag.name
            if name == "li":
                self.close_through("li")
                break
            if name in _SPECIAL and name not in ("address", "div", "p"):
                break
        self.close_p()
        self.push(start)

    def start_dd(self, start: Tag) -> None:
        for element in reversed(self.open):
            name = element.tag.name
            if name in ("dd", "dt"):
                self.close_through(name)
                break
            if name in _SPECIAL and name not in ("address", "div", "p"):
                break
        self.close_p()
        self.push(start)

    def start_button(self, start: Tag) -> None:
        if self.in_scope("button"):
            self.close_through("button")
        self.start_other(start)

    def start_option(self, start: Tag) -> None:
        if self.open[-1].tag.name == "option":
            self.open.pop()
        self.start_other(start)

    def start_ruby(self, start: Tag) -> None:
        if self.in_scope("ruby"):
            self.imply_ends()
        self.push(start)

    def start_scope(self, start: Tag) -> None:
        self.reconstruct()
        if self.push(start) is not None:
            self.formatting.append(None)

    def start_form(self, start: Tag) -> None:
        if not self.form:
            self.form = True
            self.close_p()
            self.push(start)

    def start_table(self, start: Tag) -> None:
        if self.tables and self.open[-1].tag.name in _TABLE_CONTEXT:
            self.end_table(start)
        self.close_p()
        if self.push(start) is not None:
            self.tables += 1

    def start_part(self, start: Tag) -> None:
        """A row, cell or other part of a table: close what it ends, imply what is missing before it."""
        if not self.tables:
            return
        name = start.name
        if name in ("td", "th", "tr", "tbody", "thead", "tfoot", "caption", "col", "colgroup"):
            self.close_cell()
        if name in ("td", "th"):
            self.back_to(("tr", "tbody", "thead", "tfoot", "table"))
            if self.open[-1].tag.name != "tr":
                self.start_part(_TR)
            if self.push(start) is not None:
                self.formatting.append(None)
        elif name == "tr":
            self.back_to(("tbody", "thead", "tfoot", "table"))
            if self.open[-1].tag.name == "table":
                self.push(_TBODY)
            self.push(start)
        else:
            self.back_to(("table",))
            if name == "col":
                self.open[-1].children.append(Element(start))
            elif self.push(start) is not None and name == "caption":
                self.formatting.append(None)

    # -- end tags -------------------------------------------------------------------------------------

    def end_other(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        name = end.name
        stack = self.open
        for index in range(len(stack) - 1, 0, -1):
            seen = stack[index].tag.name
            if seen == name:
                del stack[index:]
                return
            if seen in _SPECIAL:
                return

    def end_block(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        if self.open[-1].tag.name == end.name:
            self.open.pop()
        elif self.in_scope(end.name):
            self.close_through(end.name)

    def end_p(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        if self.open[-1].tag.name == "p":
            self.open.pop()
        elif self.in_scope("p", "button"):
            self.close_through("p")
        else:
            self.insert(Element(_P))

    def end_item(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        if self.in_scope(end.name, "ol", "ul") if end.name == "li" else self.in_scope(end.name):
            self.close_through(end.name)

    def end_heading(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        for element in reversed(self.open):
            if element.tag.name in _HEADINGS:
                self.close_through(element.tag.name)
                return
            if element.tag.name in _SCOPE:
                return

    def end_br(self, end: Tag) -> None:
        self.start_void(tag("<br>"))

    def end_form(self, end: Tag) -> None:
        self.form = False
        self.end_block(end)

    def end_scope(self, end: Tag) -> None:
        if self.in_scope(end.name):
            self.close_through(end.name)
            self.forget_to_marker()

    def end_table(self, end: Tag) -> None:
        if not self.tables:
            return
        stack = self.open
        for index in range(len(stack) - 1, 0, -1):
            name = stack[index].tag.name
            if name in ("td", "th", "caption"):
                self.forget_to_marker()
            if name == "table":
                del stack[index:]
                self.tables -= 1
                return

    def end_part(self, end: Tag) -> None:
        if not self.tables or end.name in ("col", "colgroup"):
            return
        name = end.name
        for element in reversed(self.open):
            seen = element.tag.name
            if seen == name:
                break
            if seen == "table" or (seen in ("td", "th", "caption") and name in ("td", "th", "caption")):
                return
        if name in ("td", "th", "caption"):
            self.close_through(name)
            self.forget_to_marker()
        else:
            self.close_cell()
            self.close_through(name)

    def end_formatting(self, end: Tag) -> None:
        if self.deep:
            self.deep -= 1
            return
        current = self.open[-1]
        formatting = self.formatting
        if current.tag.name == end.name and formatting and formatting[-1] is current:
            self.open.pop()
            formatting.pop()
            return
        self.adopt(end.name)

    # -- steps the standard names ---------------------------------------------------------------------

    def push(self, start: Tag) -> Element | None:
        """Insert an element and open it; None (and not opened) where the tree is too deep already."""
        element = Element(start)
        self.skip_newline = False
        stack = self.open
        if self.tables:
            self.insert(element)
        else:
            stack[-1].children.append(element)
        if len(stack) >= MAX_DEPTH:
            self.deep += 1
            return None
        stack.append(element)
        return element

    def insert(self, node: Element) -> None:
        current = self.open[-1]
        if self.tables and current.tag.name in _TABLE_CONTEXT and node.tag.name not in _TABLE_PARTS:
            self.foster(node)
        else:
            current.children.append(node)

    def foster(self, node: Element | str) -> None:
        """Put what does not belong between a table's tags before the table, as browsers do."""
        stack = self.open
        for index in range(len(stack) - 1, 0, -1):
            if stack[index].tag.name == "table":
                siblings = stack[index - 1].children
                table = stack[index]
                at = len(siblings)
                while at and siblings[at - 1] is not table:
                    at -= 1
                siblings.insert(at - 1 if at else len(siblings), node)
                return
        stack[-1].children.append(node)

    def in_scope(self, name: str, *barriers: str) -> bool:
        for element in reversed(self.open):
            seen = element.tag.name
            if seen == name:
                return True
            if seen in _SCOPE or seen in barriers:
                return False
        return False

    def close_through(self, name: str) -> None:
        stack = self.open
        while len(stack) > 1:
            popped = stack.pop().tag.name
            if popped == "table":
                self.tables -= 1
            if popped == name:
                return

    def close_p(self) -> None:
        for element in reversed(self.open):
            seen = element.tag.name
            if seen == "p":
                self.close_through("p")
                return
            if seen in _SCOPE or seen == "button":
                return

    def imply_ends(self) -> None:
        while len(self.open) > 1 and self.open[-1].tag.name in _IMPLIED:
            self.open.pop()

    def close_cell(self) -> None:
        for element in reversed(self.open):
            seen = element.tag.name
            if seen in ("td", "th", "caption"):
                self.close_through(seen)
                self.forget_to_marker()
                return
            if seen == "table":
                return

    def back_to(self, names: tuple[str, ...]) -> None:
        while len(self.open) > 1 and self.open[-1].tag.name not in names:
            self.open.pop()

    def remember(self, element: Element) -> None:
        """Add to the list of active formatting; three alike are enough ("Noah's Ark")."""
        alike = 0
        first = -1
        for index in range(len(self.formatting) - 1, -1, -1):
            other = self.formatting[index]
            if other is None:
                break
            if other.tag is element.tag or (
                other.tag.name == element.tag.name and other.tag.attributes == element.tag.attributes
            ):
                alike += 1
                first = index
        if alike >= 3:
            del self.formatting[first]
        elif len(self.formatting) >= _MAX_FORMATTING:
            del self.formatting[0]
        self.formatting.append(element)

    def forget_to_marker(self) -> None:
        while self.formatting:
            if self.formatting.pop() is None:
                return

    def reconstruct(self) -> None:
        """Open again the formatting that a block's end closed before its own end tag came."""
        formatting = self.formatting
        if not formatting:
            return
        stack = self.open
        last = formatting[-1]
        if last is None or last in stack:
            return
        index = len(formatting) - 1
        while index:
            entry = formatting[index - 1]
            if entry is None or entry in stack:
                break
            index -= 1
        while index < len(formatting):
            entry = formatting[index]
            assert entry is not None
            clone = self.push(entry.tag)
            if clone is None:
                self.deep -= 1
                del formatting[index:]
                return
            formatting[index] = clone
            index += 1

    def adopt(self, name: str) -> None:
        """The adoption agency: end a formatting element that may be misnested with others or blocks."""
        stack = self.open
        formatting = self.formatting
        if stack[-1].tag.name == name and stack[-1] not in formatting:
            stack.pop()
            return
        for _ in range(8):
            at = _last_of(formatting, name)
            if at < 0:
                self.end_other(tag(f"</{name}>"))
                return
            subject = formatting[at]
            assert subject is not None
            if subject not in stack:
                del formatting[at]
                return
            depth = stack.index(subject)
            if not self.in_scope_element(subject):
                return
            furthest_at = next((i for i in range(depth + 1, len(stack)) if stack[i].tag.name in _SPECIAL), -1)
            if furthest_at < 0:
                del stack[depth:]
                del formatting[at]
                return
            self._move(at, depth, furthest_at)

    def _move(self, at: int, depth: int, furthest_at: int) -> None:
        stack = self.open
        formatting = self.formatting
        subject = stack[depth]
        furthest = stack[furthest_at]
        ancestor = stack[depth - 1]
        last = furthest
        bookmark = at
        counter = 0
        index = furthest_at
        while True:
            counter += 1
            index -= 1
            node = stack[index]
            if node is subject:
                break
            position = formatting.index(node) if node in formatting else -1
            if counter > 3 and position >= 0:
                del formatting[position]
                if position < bookmark:
                    bookmark -= 1
                position = -1
            if position < 0:
                del stack[index]
                continue
            clone = Element(node.tag)
            formatting[position] = clone
            stack[index] = clone
            if last is furthest:
                bookmark = position + 1
            _detach(stack, last, node)
            clone.children.append(last)
            last = clone
        _detach(stack, last, subject)
        if self.tables and ancestor.tag.name in _TABLE_CONTEXT:
            self.foster(last)
        else:
            ancestor.children.append(last)
        heir = Element(subject.tag)
        heir.children = furthest.children
        furthest.children = [heir]
        where = formatting.index(subject)
        formatting.insert(bookmark, heir)
        del formatting[where if where < bookmark else where + 1]
        del stack[stack.index(subject)]
        stack.insert(stack.index(furthest) + 1, heir)

    def in_scope_element(self, wanted: Element) -> bool:
        for element in reversed(self.open):
            if element is wanted:
                return True
            if element.tag.name in _SCOPE:
                return False
        return False



#: What a start tag does, by its name; others are `Builder.start_other`.
STARTS: dict[str, Step] = (
    {name: Builder.start_block for name in _CLOSES_P}
    | {name: Builder.start_formatting for name in _FORMATTING}
    | {name: Builder.start_void for name in VOID | {"image"}}
    | {name: Builder.start_heading for name in _HEADINGS}
    | {name: Builder.start_part for name in _TABLE_PARTS}
    | {name: Builder.ignore for name in _IGNORED}
    | {name: Builder.start_ruby for name in ("rb", "rp", "rt", "rtc")}
    | {name: Builder.start_scope for name in ("applet", "marquee", "object")}
    | {
        "a": Builder.start_a,
        "nobr": Builder.start_nobr,
        "li": Builder.start_li,
        "dd": Builder.start_dd,
        "dt": Builder.start_dd,
        "table": Builder.start_table,
        "hr": Builder.start_hr,
        "pre": Builder.start_pre,
        "listing": Builder.start_pre,
        "form": Builder.start_form,
        "button": Builder.start_button,
        "option": Builder.start_option,
        "optgroup": Builder.start_option,
        # A browser shows all the rest as text, tags too; here it goes on as usual and keeps its words.
        "plaintext": Builder.start_other,
        "iframe": Builder.start_void,
    }
    # Reached only by those without an end tag; what follows them is read as if they were not there.
    | {name: Builder.ignore for name in RAW_TEXT - {"iframe"}}
)
#: What an end tag does; others are `Builder.end_other`.
ENDS: dict[str, Step] = (
    {name: Builder.end_block for name in _CLOSES_P | {"button"}}
    | {name: Builder.end_formatting for name in _FORMATTING}
    | {name: Builder.end_heading for name in _HEADINGS}
    | {name: Builder.end_part for name in _TABLE_PARTS}
    | {name: Builder.end_scope for name in ("applet", "marquee", "object")}
    | {name: Builder.ignore for name in _IGNORED | VOID}
    | {
        "p": Builder.end_p,
        "li": Builder.end_item,
        "dd": Builder.end_item,
        "dt": Builder.end_item,
        "br": Builder.end_br,
        "table": Builder.end_table,
        "form": Builder.end_form,
    }
)


def _last_of(formatting: list[Element | None], name: str) -> int:
    for index in range(len(formatting) - 1, -1, -1):
        entry = formatting[index]
        if entry is None:
            return -1
        if entry.tag.name == name:
            return index
    return -1


def _detach(stack: list[Element], child: Element, likely: Element) -> None:
    """Take *child* out of its parent, which is *likely*, or an open element if a table moved it."""
    for parent in (likely, *reversed(stack)):
        children = parent.children
        for index in range(len(children) - 1, -1, -1):
            if children[index] is child:
                del children[index]
                return


_START_OTHER: Step = Builder.start_other
_END_OTHER: Step = Builder.end_other
_P = tag("<p>")
_TR = tag("<tr>")
_TBODY = tag("<tbody>")
