"""The walk over a body's tree: where a line, a paragraph, a block begins and ends.

A `Reader` holds the paragraph that is being gathered and the list of blocks it will join. Elements move it
by a few verbs (`text`, `line_break`, `boundary`, `flush`, `add`), which follow what a browser lays out:

* `<br>` ends a line; on an empty line it makes a blank one, and that parts paragraphs;
* the edges of `<div>` and its like end a line that has something on it and do nothing else;
* the edges of `<p>`, lists, headings and their like end a paragraph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from bloggermigrate.body.document import (
    PLAIN,
    Anchor,
    Block,
    BodyContext,
    Heading,
    Image,
    ImageRef,
    JumpBreak,
    LinkRef,
    Paragraph,
    RawInline,
    Run,
    Style,
)
from bloggermigrate.body.notes import NoteCounter
from bloggermigrate.body.runs import BREAK, joined, part_pictures
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.text import collapse
from bloggermigrate.body.tree import Comment, Element

#: Containers inside containers beyond this are flattened: no renderer goes much deeper, and each level
#: indents all its lines.
MAX_CONTAINERS = 40


class Reader:
    """State of one walk. See the module's docstring for the verbs."""

    def __init__(
        self, context: BodyContext, resolve: Callable[[Tag], Handler], targets: frozenset[str], newlines: int
    ) -> None:
        self.context = context
        self.resolve = resolve
        self.targets = targets  #: ids that links of this body point to
        self.newlines = newlines  #: raw line feeds: 0 blanks, 1 blank lines part, 2 each breaks too
        self.notes = NoteCounter()
        self.images: list[ImageRef] = []
        self.links: list[LinkRef] = []
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.heading = 0  #: level of the heading that is open, 0 outside
        self.line = False  #: the current line shows something
        self.blank = True  #: a blank here would not show (line start, or after another)
        self.nbsp = False  #: the current line holds a non-breaking blank and nothing else
        self.gap = False  #: since the last thing shown there was a paragraph gap
        self.first_gap: bool | None = None  #: whether the first text of the open item came after a gap
        self.later: list[Block] = []  #: blocks that were met inside the line and stand behind it
        self.depth = 0
        self.in_table = 0  #: tables around the place
        self.direction: Literal["ltr", "rtl", ""] = context.direction
        self.broken = False  #: the jump break was met
        self._styles: dict[tuple[int, str | None, str, str], Style] = {(0, None, "", ""): PLAIN}

    # -- style ----------------------------------------------------------------------------------------

    def restyle(self, style: Style, tag: Tag) -> Style:
        """The style inside an element of *tag* that stands in *style*."""
        if not tag.styled:
            return style
        marks = (style.marks & ~tag.clear_marks) | tag.set_marks
        return style if marks == style.marks else self.style(marks, style.href, style.title, style.abbr)

    def style(self, marks: int, href: str | None = None, title: str = "", abbr: str = "") -> Style:
        key = (marks, href, title, abbr)
        known = self._styles.get(key)
        if known is None:
            known = self._styles[key] = Style(marks, href, title, abbr)
        return known

    # -- the walk -------------------------------------------------------------------------------------

    def children(self, element: Element, style: Style) -> None:
        """Read what stands inside *element*, whose inner style is *style*."""
        for child in element.children:
            if type(child) is str:
                # Most texts are the line feed between two tags; at the start of a line it is nothing.
                if not (self.blank and child.isspace() and child.isascii()) or self.newlines:
                    self.text(child, style)
            elif type(child) is Element:
                tag = child.tag
                handler = tag.handler
                if handler is None:
                    handler = tag.handler = self.resolve(tag)
                handler(self, child, style)
            elif type(child) is Comment:
                self.comment(child)

    def inside(self, element: Element, style: Style) -> list[Block]:
        """Return what stands inside *element* as blocks of their own."""
        self.flush()
        saved, self.blocks = self.blocks, []
        heading, self.heading = self.heading, 0
        self.depth += 1
        self.children(element, style)
        self.flush()
        self.depth -= 1
        self.heading = heading
        blocks, self.blocks = self.blocks, saved
        return blocks

    def too_deep(self) -> bool:
        if self.depth < MAX_CONTAINERS:
            return False
        self.notes.add("nesting-flattened")
        return True

    # -- lines ----------------------------------------------------------------------------------------

    def text(self, data: str, style: Style) -> None:
        if self.newlines and "\n" in data:
            self._raw_lines(data, style)
            return
        text = collapse(data)
        if self.blank:
            if text[:1] == " ":
                text = text[1:]
            if not text:
                if not self.line and "\xa0" in data:
                    self.nbsp = True
                return
        if not self.line and text != " ":
            if text[:1] in "\u3000 " and not text.strip("\u3000 "):
                return
            self._begin()
        self.blank = text[-1:] == " "
        if text:
            self.runs.append((text, style))

    def show(self, content: Image | RawInline, style: Style) -> None:
        """Put an object that shows something into the line."""
        if not self.line:
            self._begin()
        self.blank = False
        self.runs.append((content, style))

    def anchor(self, name: str) -> None:
        if name in self.targets:
            self.runs.append((Anchor(name), PLAIN))

    def _begin(self) -> None:
        self.line = True
        if self.first_gap is None:
            self.first_gap = self.gap
        self.gap = False
        self.nbsp = False

    def line_break(self) -> None:
        """What `<br>` does."""
        if self.line:
            self._end_line()
        else:
            self.flush()
            self.gap = True

    def boundary(self) -> None:
        """What the edge of a block without a margin does."""
        if self.line:
            self._end_line()
        elif self.nbsp:
            self.flush()
            self.gap = True
        self.nbsp = False

    def _end_line(self) -> None:
        self._trim()
        self.runs.append(BREAK)
        self.line = False
        self.blank = True
        if self.later:
            self.flush()

    def _trim(self) -> None:
        """Drop the blank at the end of the line; no more than one can be there."""
        runs = self.runs
        if not self.blank:
            return
        for index in range(len(runs) - 1, -1, -1):
            content, style = runs[index]
            if type(content) is Anchor:
                continue
            if type(content) is str and content[-1] == " ":
                content = content[:-1]
                if content:
                    runs[index] = (content, style)
                else:
                    del runs[index]
            return

    def _raw_lines(self, data: str, style: Style) -> None:
        newlines, self.newlines = self.newlines, 0
        lines = data.replace("\r\n", "\n").split("\n")
        for index, line in enumerate(lines):
            if index:
                if not line.strip() and index < len(lines) - 1:
                    self.flush()
                    self.gap = True
                elif newlines == 2 and self.line:
                    self._end_line()
                else:
                    self.text(" ", style)
            if line:
                self.text(line, style)
        self.newlines = newlines

    # -- blocks ---------------------------------------------------------------------------------------

    def paragraph_gap(self) -> None:
        """What the edge of a block with a margin does."""
        self.flush()
        self.gap = True
        self.nbsp = False

    def flush(self) -> None:
        """End the paragraph, if there is one. Anchors alone wait for the next."""
        runs = self.runs
        if not runs:
            self.line = False
            self.blank = True
            return
        if self.line:
            self._trim()
        else:
            while runs and runs[-1] is BREAK:
                runs.pop()
        self.line = False
        self.blank = True
        if not runs or (type(runs[0][0]) is Anchor and all(type(content) is Anchor for content, _ in runs)):
            return
        self.runs = []
        self._paragraph(runs)
        if self.later:
            self.blocks += self.later
            self.later = []
            self.gap = True

    def end_anchors(self) -> None:
        """End the paragraph; anchors without words are one of their own: what comes next can hold none."""
        self.flush()
        if self.runs:
            self.blocks.append(Paragraph(self.runs))
            self.runs = []

    def add(self, block: Block) -> None:
        """End the paragraph and append *block*."""
        self.flush()
        self.blocks.append(block)
        self.gap = True

    def add_behind(self, block: Block) -> None:
        """Append *block*, behind the line that it stands in."""
        if self.line:
            self.later.append(block)
        else:
            self.add(block)

    def _paragraph(self, runs: list[Run]) -> None:
        while runs[-1] is BREAK:
            runs.pop()
        if len(runs) > 1:
            runs = joined(runs)
        parts = [runs]
        for content, _ in runs:
            if type(content) is Image:
                parts = part_pictures(runs)
                break
        for part in parts:
            if self.heading and any(type(content) in (str, RawInline) for content, _ in part):
                self.blocks.append(Heading(self.heading, part))
            else:
                self.blocks.append(Paragraph(part))

    def caption_images(self, seen: int, caption: str) -> None:
        """Tell the pictures met since the first *seen* ones what their caption says."""
        for index in range(seen, len(self.images)):
            self.images[index] = replace(self.images[index], caption=caption)

    def comment(self, comment: Comment) -> None:
        if comment.is_jump_break:
            self.jump_break()

    def jump_break(self) -> None:
        if self.broken:
            self.notes.add("jump-break-repeated")
            self.boundary()
            return
        self.broken = True
        self.add(JumpBreak())


Handler: TypeAlias = Callable[[Reader, Element, Style], None]
