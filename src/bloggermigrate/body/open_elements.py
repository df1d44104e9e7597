"""Open elements and active formatting: the steps that the HTML standard names, on one stack.

HTML standard, section 13.2.4.2 ("The stack of open elements") and 13.2.4.3 ("The list of active formatting
elements"); the adoption agency is in 13.2.6.4.7. Every step looks at no more than `MAX_DEPTH` elements, so
none is slow on hostile input.
"""

from __future__ import annotations

from bloggermigrate.body.nodes import Element
from bloggermigrate.body.tags import Tag, tag
from bloggermigrate.body.words import names

MAX_DEPTH = 120
_MAX_FORMATTING = 48  #: open formatting elements that go on in a new block; no post needs more

SCOPE = names("applet caption html table td th marquee object template root")
SPECIAL = names(
    """address applet area article aside base basefont bgsound blockquote body br button caption center
    col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset
    h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee
    menu meta nav noembed noframes noscript object ol p param plaintext pre script search section
    select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr
    xmp root"""
)
_IMPLIED = names("dd dt li optgroup option p rb rp rt rtc")
TABLE_CONTEXT = names("table tbody tfoot thead tr")
TABLE_PARTS = names("caption col colgroup tbody td tfoot th thead tr")


class OpenElements:
    """The elements that are open, the formatting that goes on, and how many tables are among them."""

    def __init__(self) -> None:
        self.root = Element(tag("<root>"))
        self.open: list[Element] = [self.root]
        self.formatting: list[Element | None] = []  #: None is a marker
        self.tables = 0  #: open tables; text inside them may have to move out
        self.deep = 0  #: elements that were not opened since the tree was too deep
        self.form = False
        self.skip_newline = False

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
        if self.tables and current.tag.name in TABLE_CONTEXT and node.tag.name not in TABLE_PARTS:
            self.foster(node)
        else:
            current.children.append(node)

    def foster(self, node: Element | str) -> None:
        """Put what does not belong between a table's tags before the table, as browsers do."""
        stack = self.open
        for index in range(len(stack) - 1, 0, -1):
            table = stack[index]
            if table.tag.name == "table":
                parent = table.parent or stack[index - 1]
                siblings = parent.children
                at = len(siblings)
                while at and siblings[at - 1] is not table:
                    at -= 1
                siblings.insert(at - 1 if at else len(siblings), node)
                if isinstance(node, Element) and node.tag.name == "table":
                    node.parent = parent
                return
        stack[-1].children.append(node)

    def in_scope(self, name: str, *barriers: str) -> bool:
        for element in reversed(self.open):
            seen = element.tag.name
            if seen == name:
                return True
            if seen in SCOPE or seen in barriers:
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
            if seen in SCOPE or seen == "button":
                return

    def close_any(self, name: str) -> None:
        """What an end tag without rules of its own does: close through the nearest such element."""
        stack = self.open
        for index in range(len(stack) - 1, 0, -1):
            seen = stack[index].tag.name
            if seen == name:
                del stack[index:]
                return
            if seen in SPECIAL:
                return

    def imply_ends(self) -> None:
        while len(self.open) > 1 and self.open[-1].tag.name in _IMPLIED:
            self.open.pop()

    def in_cell(self) -> bool:
        """Whether the nearest table is entered by a cell or caption, and not just opened."""
        for element in reversed(self.open):
            if element.tag.name in ("td", "th", "caption"):
                return True
            if element.tag.name == "table":
                return False
        return False

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
                self.close_any(name)
                return
            subject = formatting[at]
            assert subject is not None
            if subject not in stack:
                del formatting[at]
                return
            depth = stack.index(subject)
            if not self.in_scope_element(subject):
                return
            furthest_at = next((i for i in range(depth + 1, len(stack)) if stack[i].tag.name in SPECIAL), -1)
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
        _detach(stack, furthest, stack[furthest_at - 1])
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
            clone.children.append(last)
            last = clone
        if self.tables and ancestor.tag.name in TABLE_CONTEXT:
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
            if element.tag.name in SCOPE:
                return False
        return False


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
