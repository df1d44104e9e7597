"""Lists: items, lists that stand in lists, and what stands between items."""

from __future__ import annotations

from dataclasses import replace

from bloggermigrate.body.document import (
    STRONG,
    Block,
    Definition,
    Definitions,
    Item,
    ListBlock,
    Paragraph,
    Style,
)
from bloggermigrate.body.links import link_style
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.runs import inline_runs, words_first
from bloggermigrate.body.tags import tag
from bloggermigrate.body.tree import Comment, Element

_DIV = tag("<div>")
_LISTS = frozenset({"ul", "ol", "menu", "dir"})


class _Gathering:
    """The list that is being read; what is no item ends it and a new one goes on behind."""

    def __init__(self, reader: Reader, ordered: bool, start: int) -> None:
        self.reader = reader
        self.ordered = ordered
        self.next = start
        self.items: list[Item] = []
        self.start = start
        self.loose = False

    def item(self, element: Element, style: Style) -> None:
        reader = self.reader
        value = element.tag.get("value").strip()
        if self.ordered and value.isdecimal() and len(value) < 9 and int(value) != self.next:
            reader.flush()
            self.end()  # numbers that jump go on in a list of their own
            self.start = self.next = int(value)
        reader.flush()
        reader.first_gap = None
        reader.anchor(element.tag.get("id"))
        blocks = reader.inside(element, reader.restyle(style, element.tag))
        if reader.first_gap and self.items:
            self.loose = True
        if blocks and isinstance(blocks[-1], ListBlock):
            reader.gap = False  # the gap below a list is the list's own
        self.next += 1
        if blocks or self.ordered:
            self.items.append(Item(blocks))

    def end(self) -> None:
        while self.items and not self.items[-1].blocks:
            self.items.pop()
        if self.items:
            loose = self.loose or any(_parted(item) for item in self.items)
            self.reader.blocks.append(ListBlock(self.ordered, self.items, self.start if self.ordered else 1, loose))
        self.items = []
        self.start = self.next
        self.loose = False


def _parted(item: Item) -> bool:
    """Whether an item shows more than one paragraph, so that its list shows gaps anyway."""
    previous = None
    for block in item.blocks:
        if isinstance(block, Paragraph) and previous is not None:
            return True
        previous = block
    return False


def read_list(reader: Reader, element: Element, style: Style) -> None:
    """`<ul>`, `<ol>`. A list directly in a list belongs to the item before it, as readers see it."""
    reader.paragraph_gap()
    if "id" in element.tag.attributes:
        reader.anchor(element.tag.attributes["id"])
    style = reader.restyle(style, element.tag)
    if reader.too_deep():
        reader.children(element, style)
        reader.paragraph_gap()
        return
    outer_gap = reader.first_gap
    style = _in_heading(reader, style)
    heading, reader.heading = reader.heading, 0
    start = element.tag.get("start").strip()
    first = int(start) if start.isdecimal() and len(start) < 9 else 1
    gathering = _Gathering(reader, element.tag.name == "ol", first)
    _members(gathering, element, style)
    reader.flush()
    gathering.end()
    reader.heading = heading
    reader.gap = True
    reader.first_gap = bool(outer_gap)  # the gap above a list is the list's own


def _in_heading(reader: Reader, style: Style) -> Style:
    """The style of a list's words: a heading can't hold one, but shows it bold."""
    return reader.style(style.marks | STRONG, style.href, style.title, style.abbr) if reader.heading else style


def _members(gathering: _Gathering, element: Element, style: Style) -> None:
    """Read what stands directly in a list. Writers use `<ul>` for its indent too: then words and breaks go on."""
    reader = gathering.reader
    stray: list[Element | Comment | str] = []
    for child in element.children:
        if _is_line_part(child) and (stray or not _is_gap(child)):
            stray.append(child)
            continue
        if stray:
            _stray(gathering, stray, style)
            stray = []
        if isinstance(child, Comment):
            reader.comment(child)
        elif isinstance(child, str):
            pass
        elif child.tag.name == "li":
            gathering.item(child, style)
        elif child.tag.name in _LISTS:
            nested = reader.inside(_wrapped([child]), style)
            reader.gap = False  # a list in a list has no margin
            if gathering.items:
                _continue(gathering.items[-1].blocks, nested)
            else:
                reader.blocks.extend(nested)
        elif child.tag.name == "br":
            reader.gap = True
        elif not child.tag.gap and _holds_items(child):
            # <b><li>…</li></b>: HTML counts an item as the list's only where it stands in it directly, so
            # in a numbered list these are items without a number.
            inner = link_style(reader, child, style) if child.tag.name == "a" else reader.restyle(style, child.tag)
            if gathering.ordered:
                gathering.end()
                wrapped = _Gathering(reader, False, 1)
                _members(wrapped, child, inner)
                reader.flush()
                wrapped.end()
            else:
                _members(gathering, child, inner)
        else:
            _stray(gathering, [child], style)
    if stray:
        _stray(gathering, stray, style)


def _is_line_part(child: Element | Comment | str) -> bool:
    """Whether a list's child goes on in the line of what stands before it."""
    return not isinstance(child, Element) or (not child.tag.block and not _holds_items(child))


def _is_gap(child: Element | Comment | str) -> bool:
    """Whether a list's child begins no line."""
    if isinstance(child, Element):
        return child.tag.name == "br"
    return isinstance(child, Comment) or not child.strip()


def _continue(blocks: list[Block], more: list[Block]) -> None:
    """Append *more* to an item's blocks; a list goes on with a list of its kind, as no gap shows between them."""
    last, first = blocks[-1] if blocks else None, more[0] if more else None
    if isinstance(last, ListBlock) and isinstance(first, ListBlock) and not last.ordered and not first.ordered:
        last.items.extend(first.items)
        if first.loose and not last.loose:
            blocks[-1] = replace(last, loose=True)
        more = more[1:]
    blocks.extend(more)


def _wrapped(children: list[Element | Comment | str]) -> Element:
    wrapper = Element(_DIV)
    wrapper.children.extend(children)
    return wrapper


def _stray(gathering: _Gathering, children: list[Element | Comment | str], style: Style) -> None:
    """Something between the items that is no item: shown between two lists."""
    blocks = gathering.reader.inside(_wrapped(children), style)
    if blocks:
        gathering.end()
        gathering.reader.blocks.extend(blocks)


def _holds_items(element: Element) -> bool:
    return any(isinstance(child, Element) and child.tag.name == "li" for child in element.children)


def read_stray_item(reader: Reader, element: Element, style: Style) -> None:
    """`<li>` outside a list: browsers show a bullet. Those that follow one another make one list."""
    reader.flush()
    if reader.too_deep():
        reader.children(element, style)
        reader.flush()
        return
    blocks = reader.inside(element, reader.restyle(_in_heading(reader, style), element.tag))
    last = reader.blocks[-1] if reader.blocks else None
    if not blocks:
        return
    item = Item(blocks)
    if isinstance(last, ListBlock) and not last.ordered:
        last.items.append(item)
        if not last.loose and _parted(item):
            reader.blocks[-1] = replace(last, loose=True)
    else:
        reader.blocks.append(ListBlock(False, [item], loose=_parted(item)))


def read_definitions(reader: Reader, element: Element, style: Style) -> None:
    """`<dl>`: groups of terms and what is said of them.

    It is read as plain blocks where it holds anything else, and where a term is missing or begins with more than words.
    """
    style = reader.restyle(style, element.tag)
    reader.paragraph_gap()
    parts = [] if reader.too_deep() else _terms_and_details(element)
    if not parts or parts[0].tag.name != "dt":
        reader.children(element, style)
        reader.paragraph_gap()
        return
    reader.anchor(element.tag.get("id"))
    read: list[tuple[bool, list[Block]]] = []
    for part in parts:
        reader.anchor(part.tag.get("id"))
        read.append((part.tag.name == "dt", reader.inside(part, reader.restyle(style, part.tag))))
    if any(is_term and blocks and not isinstance(blocks[0], Paragraph) for is_term, blocks in read):
        for _, blocks in read:
            reader.blocks.extend(blocks)
    else:
        reader.blocks.append(Definitions(_groups(read)))
    reader.gap = True


def _terms_and_details(element: Element) -> list[Element]:
    """The `<dt>` and `<dd>` of a list, also those in a `<div>`, in their order; none if something else stands there."""
    parts: list[Element] = []
    stack = element.children[::-1]
    while stack:
        child = stack.pop()
        if isinstance(child, Comment):
            if child.is_jump_break:
                return []
        elif isinstance(child, str):
            if child.strip():
                return []
        elif child.tag.name in ("dt", "dd"):
            parts.append(child)
        elif child.tag.name == "div":
            stack += child.children[::-1]
        elif child.tag.name != "br":
            return []
    return parts


def _groups(parts: list[tuple[bool, list[Block]]]) -> list[Definition]:
    """The groups of a definition list whose *parts* are (is it a term, what stands in it).

    Markdown's terms are words: from the first block on that is more, a term's blocks are said of it.
    """
    groups: list[Definition] = []
    for is_term, blocks in parts:
        if not is_term:
            groups[-1].details.append(blocks)
            continue
        if not groups or groups[-1].details:
            groups.append(Definition([], []))
        words, more = words_first(blocks)
        groups[-1].terms.append(inline_runs(words, gap=True))
        if more:
            groups[-1].details.append(more)
    return groups
