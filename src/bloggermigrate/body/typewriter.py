"""What a style says of blanks and faces: kept line feeds, and code that was pasted without an element for it.

Blogger's editors have no button for code, so people set it in Courier: a line a `<div>` or `<br>`, blanks as
`&nbsp;`.  A browser shows that as code; without a word of HTML for it, Markdown would lose the indents.  The
tree is changed before it is read: such lines become one `<pre>`, such words in a line of prose a `<code>`.
Prose in Courier stays prose: lines must look like code, words like names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bloggermigrate.body.nodes import Comment, Element
from bloggermigrate.body.tags import Tag, tag
from bloggermigrate.body.words import names

Node = Element | str | Comment

#: A body without any of these is not looked at: for line feeds that count, and for faces of code.
_KEPT_HINTS = ("white-space",)
_HINTS = (*_KEPT_HINTS, "ourier", "onsolas", "onospace", "enlo", "onaco", "ucida Console")
_FACES = names(
    """courier consolas monospace menlo monaco inconsolata fixedsys monospaced ui-monospace terminal
    couriernew lucidaconsole andalemono sourcecodepro dejavusansmono liberationmono ubuntumono sfmono-regular
    bitstreamverasansmono firacode jetbrainsmono droidsansmono lucidasanstypewriter"""
)
#: What no code holds: links and pictures would be lost in it, and structure is no text.
_FORBIDDEN = names(
    """img image iframe video audio object embed table ul ol dl li h1 h2 h3 h4 h5 h6 blockquote pre code tt
    samp kbd hr textarea input select form script style svg math figure details ruby xmp listing button"""
)
#: Elements that stay where they are; their content is looked at by itself.
_CONTAINERS = names("body html li td th dd dt h1 h2 h3 h4 h5 h6 blockquote figcaption caption tr tbody table ul ol dl")
#: What one line of code may fill without being a block.
_SMALL = names("li td th dd")
_CODE_LINE = re.compile(
    r"""[;{}\\]\s*\Z                                  # a statement's end
    | \A\s*(?:[$%>]\s\S | \#(?:!|\s|\Z|include\b|define\b|\w+\s*=) | //|/\*|\*/|\*\s | <[?!/\w] | @\w+ | --\s
      | (?:import|from|def|class|function|var|let|const|public|private|protected|static|void|int|return|sudo|cd
        |git|apt-get|apt|yum|pip|npm|export|echo|mkdir|chmod|SELECT|INSERT|UPDATE|CREATE|package|using|namespace
        |module|include|require|end|else|elif|fi|done|then|wget|curl|tar|make|cmake|ls|cp|mv|rm|ssh|scp|cat
        |grep|docker|java|python\d?|node|php|ruby|perl|gcc|print|echo|set|\./\S+)\b(?:\s+[\w"'./(${<*\\-]|\s*[:;({]|\s*\Z))
    | [=!<>]=|=>|->|::|&&|\|\||\w\(\)|\w\([^()\s]*\)|</\w+>|\w\s*=\s*["'\w\[({$]|\w_\w|\$\w|\s--?\w
    """,
    re.X,
)
_NAME = re.compile(r"[\w$@#./\\:<>()\[\]{}*&%=+|!?;,'\"~^-]{1,60}\Z")
_NAME_MARK = re.compile(r"[_/\\<>()\[\]{}=$@*&|;#]|\w\.\w|[a-z]\d?[A-Z]|::|--?\w|\A[A-Za-z]{2,}\d+\Z")
_PROSE = 80  #: lines longer than this were wrapped by the browser, as prose is
_PRE, _CODE, _BR = tag("<pre>"), tag("<code>"), tag("<br>")


def resolve_faces(root: Element, html: str, *, code: bool = True) -> int:
    """Change *root*, the tree of *html*, in place; return how many pieces of code came of it.

    Without *code* only line feeds that a style keeps are seen to.
    """
    if any(hint in html for hint in (_HINTS if code else _KEPT_HINTS)) and _tells_anything(root):
        return _Pass(root, code=code).found
    return 0


def _tells_anything(root: Element) -> bool:
    """Whether some element says of its text that it is typewritten, or that its line feeds count."""
    waiting = [root]
    for element in waiting:  # grows as it is read
        for child in element.children:
            if type(child) is Element:
                if _tells(child.tag):
                    return True
                waiting.append(child)
    return False


@lru_cache(maxsize=4096)
def _tells(tag: Tag) -> bool:
    return bool(is_typewriter(tag) or _keeps_lines(tag))


def is_typewriter(tag: Tag) -> bool | None:
    """Whether an element of *tag* is set in a typewriter face; None if it says nothing of its face.

    >>> is_typewriter(tag('<span style="font-family: &quot;Courier New&quot;, serif">')), is_typewriter(tag("<p>"))
    (True, None)
    """
    face = tag.css.get("font-family") or (tag.get("face").lower() if tag.name == "font" else "")
    if not face or face.startswith("inherit"):
        return None
    first = face.partition(",")[0].replace("!important", "")
    return first.strip(" \t\n\"'").replace(" ", "") in _FACES


def _keeps_lines(tag: Tag) -> bool | None:
    value = tag.css.get("white-space", "")
    return None if not value or value.startswith("inherit") else value.startswith(("pre", "break-spaces"))


class _Seen:
    """What is known of an element: typed (True: all its text is, False: none or some, None: it has no text)."""

    __slots__ = ("fixed", "kept", "typed")

    def __init__(self, fixed: bool, kept: bool) -> None:
        self.fixed = fixed  #: its own text is in a typewriter face
        self.kept = kept  #: line feeds count in it
        self.typed: bool | None = None


class _Pass:
    def __init__(self, root: Element, *, code: bool) -> None:
        self.seen: dict[int, _Seen] = {}
        self.found = 0
        order = self._inherit(root)
        for element in reversed(order):
            self._weigh(element)
        for element in order:
            seen = self.seen[id(element)]
            if seen.kept:
                _break_lines(element)
            if code and seen.fixed:
                element.children = [self._code_list(child) or child for child in element.children]
            if not code or (seen.fixed and not seen.typed):
                continue  # lines in one face, of which some can be no code: they stay together as text
            if not (seen.typed and element is not root and element.tag.name not in _CONTAINERS):
                self._group(element)

    def _inherit(self, root: Element) -> list[Element]:
        """All elements, parents first, each with the face and the white space it stands in."""
        self.seen[id(root)] = _Seen(False, False)
        order = [root]
        for element in order:  # grows as it is read
            outer = self.seen[id(element)]
            for child in element.children:
                if isinstance(child, Element) and child.tag.name not in ("pre", "code", "textarea", "script", "style"):
                    face, kept = is_typewriter(child.tag), _keeps_lines(child.tag)
                    self.seen[id(child)] = _Seen(
                        outer.fixed if face is None else face, outer.kept if kept is None else kept
                    )
                    order.append(child)
        return order

    def _weigh(self, element: Element) -> None:
        seen = self.seen[id(element)]
        typed: bool | None = None
        for child in element.children:
            said = self._typed(child, seen)
            if said is False:
                seen.typed = False
                return
            typed = typed or said
        seen.typed = typed

    def _typed(self, node: Node, outer: _Seen) -> bool | None:
        if isinstance(node, str):
            return None if not node.strip() else outer.fixed
        if isinstance(node, Comment):
            return False if node.is_jump_break else None
        name = node.tag.name
        if name in _FORBIDDEN or (name == "a" and node.tag.attributes):
            return False
        known = self.seen.get(id(node))
        return False if known is None else known.typed

    def _code_list(self, node: Node) -> Element | None:
        """A `<pre>` of the lines of a list whose every item is one of code, as editors pasted it with numbers.

        Steps to take are a list too: only lines that are indented belong together.
        """
        if not isinstance(node, Element) or node.tag.name not in ("ol", "ul"):
            return None
        lines: list[str] = []
        for child in node.children:
            if isinstance(child, Element) and child.tag.name == "li" and self.seen[id(child)].typed is not False:
                line = self._lines(child.children, self.seen[id(child)])
                if len(line) > 1:
                    return None
                lines.append(line[0] if line else "")
            elif not isinstance(child, str) or child.strip():
                return None
        if not any(line.startswith("  ") for line in lines) or not looks_like_code(lines):
            return None
        made = Element(_PRE)
        made.children.append("\n" + "\n".join(lines))
        self.found += 1
        return made

    # -- lines of a block ---------------------------------------------------------------------------

    def _group(self, element: Element) -> None:
        """Replace the typed lines among an element's children, and the typed words within its other lines."""
        seen = self.seen[id(element)]
        kinds = [self._kind(child, seen) for child in element.children]
        if "t" not in kinds and "T" not in kinds:
            return
        at_edge = element.tag.block or element.tag.name == "root"
        children: list[Node] = []
        at = 0
        while at < len(kinds):
            end = self._line_end(kinds, at, at_edge=at_edge)
            if end <= at:
                children.append(self._inline(element.children[at], kinds, at, seen))
                at += 1
                continue
            part = element.children[at:end]
            lines = self._lines(part, seen)
            if looks_like_code(lines):
                alone = (
                    len(lines) == 1 and element.tag.name in _SMALL and not set(kinds[:at] + kinds[end:]) - {"s", "b"}
                )
                made = Element(_CODE if alone else _PRE)
                made.children.append(lines[0] if alone else "\n" + "\n".join(lines))
                children.append(made)
                self.found += 1
            else:
                children += part
            at = end
        element.children = children

    def _kind(self, node: Node, outer: _Seen) -> str:
        """T, t: typed block and words; b: line break or empty block; s: nothing; B: another block; X: other words."""
        typed = self._typed(node, outer)
        if isinstance(node, str):
            return "t" if typed else "s" if typed is None else "X"
        if isinstance(node, Comment):
            return "s" if typed is None else "B"
        name = node.tag.name
        if name == "br":
            return "b"
        block = node.tag.block or name in _FORBIDDEN - {"img", "image", "code", "tt", "samp", "kbd"}
        if name in _CONTAINERS:
            return "B"
        if typed:
            return "T" if block else "t"
        if typed is None:
            return "b" if block or _holds_break(node) else "s"
        return "B" if block else "X"

    def _line_end(self, kinds: list[str], at: int, *, at_edge: bool) -> int:
        """Where the typed lines that begin at *at* end, *at* if none begin there."""
        before = next((kind for kind in reversed(kinds[max(0, at - 8) : at]) if kind != "s"), "" if at < 8 else "X")
        if kinds[at] not in "tT" or not (before in ("b", "B") or (before == "" and (at_edge or kinds[at] == "T"))):
            return at
        end = at
        breaks = 0
        index = at
        while index < len(kinds):
            kind = kinds[index]
            if kind == "b":
                breaks += 1
                if breaks > 3:
                    break
            elif kind in "tT":
                end, breaks = index + 1, 0
            elif kind != "s":
                break
            index += 1
        after = next((kind for kind in kinds[end : end + 8] if kind != "s"), "")
        if kinds[end - 1] == "t" and (after == "X" or (after == "" and not at_edge)):
            # the last line goes on as prose: it is no line of code
            while end > at and kinds[end - 1] != "b":
                end -= 1
            while end > at and kinds[end - 1] not in "tT":
                end -= 1
        return end

    def _inline(self, node: Node, kinds: list[str], at: int, outer: _Seen) -> Node:
        """A typed word beside words in another face as code."""
        if kinds[at] != "t" or not isinstance(node, Element) or _holds_break(node):
            return node
        words = " ".join(self._lines([node], outer)).strip()
        if not any(kind == "X" for kind in kinds[max(0, at - 4) : at + 5]) or not is_name(words):
            return node
        made = Element(_CODE)
        made.children.append(node)
        self.found += 1
        return made

    # -- text ---------------------------------------------------------------------------------------

    def _lines(self, nodes: Iterable[Node], outer: _Seen) -> list[str]:
        """The lines a browser shows of *nodes*; non-breaking blanks are blanks that count."""
        lines: list[str] = [""]
        open_line = False  # the current line is there, even if nothing stands on it
        stack: list[tuple[Node | None, bool]] = [(node, outer.kept) for node in reversed(list(nodes))]
        while stack:
            node, kept = stack.pop()
            if node is None:
                if open_line:
                    lines.append("")
                    open_line = False
            elif isinstance(node, str):
                for number, part in enumerate(node.split("\n") if kept else [" ".join(_BLANKS.split(node))]):
                    if number:
                        lines.append("")
                    if not kept and not lines[-1]:
                        part = part.lstrip(" ")
                    elif not kept and lines[-1][-1] == " ":
                        part = part.removeprefix(" ")
                    lines[-1] += part.replace("\xa0", " \b")
                    open_line = open_line or bool(part)
            elif isinstance(node, Element):
                if node.tag.name == "br":
                    lines.append("")
                    open_line = False
                    continue
                if node.tag.block:
                    if open_line:
                        lines.append("")
                        open_line = False
                    stack.append((None, False))
                known = self.seen.get(id(node))
                inner = known.kept if known is not None else kept
                stack.extend((child, inner) for child in reversed(node.children))
        shown = [line.replace("\b", "").rstrip() for line in lines]
        while shown and not shown[0]:
            del shown[0]
        while shown and not shown[-1]:
            shown.pop()
        return shown


_BLANKS = re.compile(r"[ \t\n\r\f]+")


def looks_like_code(lines: list[str]) -> bool:
    """Whether lines in a typewriter face are code, and not a letter or a poem set in it.

    >>> looks_like_code(["if (a) {", "  b();", "}"]), looks_like_code(["Dear all,", "how are you?"])
    (True, False)
    """
    shown = [line for line in lines if line]
    if not shown:
        return False
    like = sum(_CODE_LINE.search(line[:500]) is not None and not _is_prose(line) for line in shown)
    if len(shown) == 1:
        return like == 1 and len(shown[0]) > 3
    if any(line.startswith("  ") for line in shown) and max(map(len, shown)) <= _PROSE:
        return like * 4 >= len(shown)
    return like * 2 > len(shown)


def _is_prose(line: str) -> bool:
    return len(line) > _PROSE and len(line.split(maxsplit=12)) > 12 and line[-1] not in ";{}\\)"


def is_name(words: str) -> bool:
    """Whether words in a typewriter face amid prose are a name or an expression: one word, or marked as code.

    >>> is_name("String.Split"), is_name("max_size = 3"), is_name("Int32"), is_name("the end")
    (True, True, True, False)
    """
    if not words or len(words) > _PROSE:
        return False
    parts = words.split()
    if len(parts) == 1:
        return _NAME.match(words) is not None and _NAME_MARK.search(words) is not None
    return len(parts) <= 8 and _CODE_LINE.search(words) is not None


def _holds_break(element: Element) -> bool:
    stack = [element]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, Element):
                if child.tag.name == "br" or child.tag.block:
                    return True
                stack.append(child)
    return False


def _break_lines(element: Element) -> None:
    """Line feeds between words end the line where the style says so."""
    if not any(isinstance(child, str) and "\n" in child.strip() for child in element.children):
        return
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, str) and "\n" in child.strip():
            for number, part in enumerate(child.strip("\n").split("\n")):
                if number:
                    children.append(Element(_BR))
                children.append(part)
        else:
            children.append(child)
    element.children = children
