"""What each start and end tag does to the tree: the rules of the HTML standard's insertion modes.

Section 13.2.6.4: "in body", and of the table modes what tells cells, rows and misplaced text apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from typing import TypeAlias

from bloggermigrate.body.nodes import Comment, Element
from bloggermigrate.body.open_elements import SCOPE, SPECIAL, TABLE_CONTEXT, TABLE_PARTS, OpenElements
from bloggermigrate.body.tags import RAW_TEXT, VOID, Tag, tag
from bloggermigrate.body.words import names

_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_CLOSES_P = names(
    """address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer
    header hgroup main menu nav ol p search section summary ul pre listing plaintext xmp hr table form"""
)
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
#: Elements that end with the slash of their start tag.
_FOREIGN = names("svg math path g rect circle line polygon use")
_IGNORED = names("html head body frame frameset")

_P = tag("<p>")
_BR = tag("<br>")
_DIV = tag("<div>")
_TR = tag("<tr>")
_TBODY = tag("<tbody>")


class Builder(OpenElements):
    """Takes the tokens of a body one by one; `root` is the tree."""

    # -- what the tokens do ---------------------------------------------------------------------------

    def text(self, data: str) -> None:
        if self.skip_newline:
            self.skip_newline = False
            if data[0] == "\n":
                data = data[1:]
                if not data:
                    return
        if self.tables and data.isspace() and self.open[-1].tag.name in TABLE_CONTEXT:
            self.open[-1].children.append(data)
            return
        if self.formatting:
            self.reconstruct()
        current = self.open[-1]
        if self.tables and current.tag.name in TABLE_CONTEXT:
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
                content = unescape(content)
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
        if start.self_closing and start.name in _FOREIGN:
            self.insert(Element(start))
            return
        self.push(start)

    def start_unclosed(self, start: Tag) -> None:
        """A text area or the like without an end: a place of its own, to which the rest belongs."""
        if start.name not in ("script", "style"):
            self.push(_DIV)

    def start_block(self, start: Tag) -> None:
        self.close_p()
        self.push(start)

    def start_void(self, start: Tag) -> None:
        if self.formatting and start.name not in ("param", "source", "track", "link", "meta", "base"):
            self.reconstruct()
        self.skip_newline = False
        if self.tables:
            self.insert(Element(start))
        else:
            self.open[-1].children.append(Element(start))

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
            if name in SPECIAL and name not in ("address", "div", "p"):
                break
        self.close_p()
        self.push(start)

    def start_dd(self, start: Tag) -> None:
        for element in reversed(self.open):
            name = element.tag.name
            if name in ("dd", "dt"):
                self.close_through(name)
                break
            if name in SPECIAL and name not in ("address", "div", "p"):
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
        if self.tables and not self.in_cell():
            self.end_table(start)
        self.close_p()
        parent = self.open[-1]
        table = self.push(start)
        if table is not None:
            self.tables += 1
            if table.parent is None:
                table.parent = parent

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
        else:
            self.close_any(end.name)

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
            if element.tag.name in SCOPE:
                return

    def end_br(self, end: Tag) -> None:
        self.start_void(_BR)

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


Step: TypeAlias = Callable[[Builder, Tag], None]

#: What a start tag does, by its name; others are `Builder.start_other`.
STARTS: Mapping[str, Step] = (
    dict.fromkeys(_CLOSES_P, Builder.start_block)
    | dict.fromkeys(_FORMATTING, Builder.start_formatting)
    | dict.fromkeys(VOID | {"image"}, Builder.start_void)
    | dict.fromkeys(_HEADINGS, Builder.start_heading)
    | dict.fromkeys(TABLE_PARTS, Builder.start_part)
    | dict.fromkeys(_IGNORED, Builder.ignore)
    | dict.fromkeys(("rb", "rp", "rt", "rtc"), Builder.start_ruby)
    | dict.fromkeys(("applet", "marquee", "object"), Builder.start_scope)
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
    # Reached only by those without an end tag; what follows them is read as usual.
    | dict.fromkeys(RAW_TEXT - {"iframe"}, Builder.start_unclosed)
)
#: What an end tag does; others are `Builder.end_other`.
ENDS: Mapping[str, Step] = (
    dict.fromkeys(_CLOSES_P | {"button"}, Builder.end_block)
    | dict.fromkeys(_FORMATTING, Builder.end_formatting)
    | dict.fromkeys(_HEADINGS, Builder.end_heading)
    | dict.fromkeys(TABLE_PARTS, Builder.end_part)
    | dict.fromkeys(("applet", "marquee", "object"), Builder.end_scope)
    | dict.fromkeys(_IGNORED | VOID, Builder.ignore)
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


def step(read: Tag) -> Step:
    """Return what a tag does to the tree."""
    if read.closing:
        return ENDS.get(read.name, Builder.end_other)
    return STARTS.get(read.name, Builder.start_other)
