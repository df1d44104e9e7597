"""The kinds of Markdown that targets read, each a row that says what it spells differently and why.

CommonMark with GitHub's tables and strike-through is the ground. A row changes what its renderer reads
differently; every field says what breaks without it.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Literal

from bloggermigrate.body.document import KBD, MARK, UNDERLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one renderer differs from CommonMark with GitHub's tables and strike-through."""

    name: str
    used_by: str
    #: Columns that an item's content stands in from its marker; 0 = as wide as the marker is. Renderers
    #: older than CommonMark count four blanks a level and lose nested lists otherwise.
    item_indent: int = 0
    #: How struck text is written: "~~" or, where the renderer has no such thing, the HTML element.
    strike: str = "~~"
    #: Whether `~~` strikes right behind another tilde, an escaped one.
    strikes_behind_tilde: bool = True
    #: How many tildes side by side strike text, so that `H~2~O` or `~~~ x ~~~` needs escapes; "mixed": one or two,
    #: and one pairs with two.
    tildes: Literal["none", "one or two", "mixed", "two and more", "any"] = "two and more"
    #: Tildes strike before code, links and pictures are looked for: the second may stand in one, or in an address, and
    #: beside anything but a blank. One behind a star counts as a letter, and one at the end of a text, or a backtick
    #: there, is text together with those behind it.
    tildes_come_first: bool = False
    #: What stands beside a star is looked for beyond tildes, so that `**x!**~~y~~` is not bold.
    looks_over_tildes: bool = False
    #: Characters that a backslash escapes there; others are written as a character reference.
    escapable: str = string.punctuation
    #: A paragraph with a `|` in each of its lines is a table.
    pipe_is_table: bool = False
    #: Digits of every script number a list (`٣. …`).
    numbers_of_all_scripts: bool = False
    #: `#` at the start of a line makes a heading without a blank behind it too.
    any_hash_is_heading: bool = False
    #: `$$` is a formula and comes out changed.
    dollars_are_math: bool = False
    #: A line of `: text` below another is a definition list.
    colon_defines: bool = False
    #: `*[HTML]: …` at the start of a line defines an abbreviation and vanishes.
    abbreviations: bool = False
    #: `[^1]` and `[^1]: …` are footnotes, and `![^1]` is one behind an exclamation mark.
    footnotes: bool = False
    #: `[^x]` is a footnote's mark, inside a link and as one too, though there is no such note.
    unknown_footnotes: bool = False
    #: `{: …}` after a block or span sets attributes and vanishes; "any": so does `{…}` on the last line of a block,
    #: and in a heading or cell behind a blank, at its end or right before what it ends with (`## a {x} *b*`).
    attribute_lists: Literal["", "colon", "any"] = ""
    #: A bar behind a marker begins an item or definition as a blank does.
    bars_follow_markers: bool = False
    #: `## Title {#id}` sets attributes of the heading and vanishes.
    heading_attributes: bool = False
    #: `- [ ] x` is a task; to some without the blank behind the box too.
    tasks: Literal["", "blank", "any"] = ""
    #: Markdown between `<details>` or `<div>` tags is read where a blank line parts it from them; otherwise it
    #: is where the element says `markdown="1"`, and only outside of lists and quotes.
    markdown_in_html: bool = True
    #: Marks whose elements' content is shown as it stands, markup and escapes included.
    raw_marks: int = 0
    #: A row of a table that holds nothing but dashes and colons parts the table.
    dashes_part_tables: bool = False
    #: `<` hides the emphasis behind it up to the next `>`, whatever stands between.
    angles_hide_marks: bool = False
    #: A backtick in a picture's alternative text is shown as a reference.
    backticks_in_alt: bool = True
    #: A code span ends at the first run of backticks that is as long as its own, "or longer", "or shorter".
    code_ends: Literal["equal", "or longer", "or shorter"] = "equal"
    #: A bar in a code span parts no cells there, and a backslash before it is shown.
    code_hides_bars: bool = False
    #: A backtick in a link's text needs its partner there, and two hide the emphasis between them, however long
    #: (see `markdown.spoiling`).
    backticks_bind_links: bool = False
    #: `***a** b*` and its like are taken otherwise than they are meant.
    stars_nest: bool = True
    #: Emphasis inside emphasis may stand between letters, or between signs (`*a **(b)**.*`).
    free_marks_nest: bool = True
    #: A rule may stand in an item; otherwise it ends the list.
    rules_in_items: bool = True
    #: Two lists that follow one another stay two when the second uses another marker; otherwise a
    #: comment parts them.
    markers_part_lists: bool = True
    #: Two backslashes at the end of a line break it, also before a list.
    backslashes_break: bool = False
    #: A list counts from 1 whatever its first marker says; `{: start="4"}` in the line right behind it says otherwise.
    counts_from_one: bool = False
    #: Fenced code is read inside items and quotes too; otherwise it is indented there.
    fences_in_containers: bool = True
    #: HTML in items and quotes goes through as it stands; otherwise its text is read as Markdown there.
    html_in_containers: bool = True
    #: Code, links and backslashes are read in the attributes of a tag within a line, and links in a picture's title.
    reads_attributes: bool = False
    #: Two quotes that follow one another stay two; otherwise a comment parts them.
    blank_parts_quotes: bool = True
    #: Which numbers at the start of a line begin a list in the middle of a paragraph: none but one, every in an item,
    #: every.
    numbers_interrupt: Literal["one", "in items", "always"] = "one"
    #: An item may begin with a list (`- - x`) or a quote of several blocks; otherwise a comment stands before it.
    blocks_begin_items: bool = True
    #: Tabs in fenced code stay tabs; otherwise code that holds some is written as HTML.
    tabs_in_code: bool = True
    #: They do in items too.
    tabs_in_items: bool = True
    #: Fenced code in an item may hold a line that looks like an item.
    lists_in_fences: bool = True
    #: Emphasis inside a word, beside punctuation or over another kind is taken by CommonMark's rules;
    #: otherwise only the plain cases are written with asterisks, the others as elements.
    commonmark_emphasis: bool = True
    #: What makes a star open or close emphasis: "flanking" as CommonMark says; "blanks": no blank after the
    #: opening one and before the closing one; "breaks": the same, but a hard break is no blank.
    stars: Literal["flanking", "blanks", "breaks"] = "flanking"
    #: A bare address in the text becomes a link, in which backslashes would show.
    links_bare_addresses: bool = False
    #: Which brackets behind a bare address become part of its link, and a backslash in it prevents: that of `[/url]`;
    #: one that closes what began before the address too.
    brackets_in_addresses: Literal["none", "tags", "closing"] = "none"
    #: `<address>` shows percent codes decoded, so that what a reader sees is no longer what stood there.
    decodes_autolinks: bool = False
    #: `'` in an address may begin a title, or in `<address>` an attribute that goes on over the `>`; and a quotation
    #: mark of either kind before a parenthesis may end a title that began with the other.
    quotes_end_addresses: bool = False
    #: A picture whose `data:` address is no gif, png, jpeg or webp is shown as the text it is written in.
    refuses_data: bool = False
    #: A percent code that is no UTF-8 fails the build where it stands in a picture's address.
    decodes_addresses: bool = False
    #: What keeps a character from being markup in a picture's alternative text. With "nothing" the picture is an
    #: element; with "references" a quotation mark needs one too, since it ends the attribute, and the words of a link
    #: or picture may hold brackets, but none in brackets.
    escapes_in_alt: Literal["backslashes", "references", "nothing"] = "backslashes"
    #: Backslashes in a link's or picture's title are shown.
    plain_titles: bool = False
    #: The page is parted at the jump break, also inside an element; there it stands behind it. So is it where
    #: its bytes stand in text or code that speaks of it.
    parts_at_break: bool = False
    #: `{{<` and `{{%` call templates wherever they stand, code included (see `markdown.shortcodes`).
    shortcodes: bool = False

    @property
    def protect(self) -> bool | None:
        """Whether text is protected from a template language; None if there is none to protect it from."""
        return True if self.shortcodes else None

    def escaped(self, char: str) -> str:
        """Return *char* so that it stands for itself and nothing else.

        >>> DIALECTS["gfm"].escaped("<"), DIALECTS["python-markdown"].escaped("<")
        ('\\\\<', '&lt;')
        """
        if char in self.escapable:
            return "\\" + char
        return _REFERENCES.get(char) or f"&#{ord(char)};"


_REFERENCES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


DIALECTS: dict[str, Dialect] = {
    row.name: row
    for row in (
        Dialect(
            name="gfm",
            used_by="GitHub and everything that keeps to CommonMark",
            tasks="blank",
            footnotes=True,
            tildes="any",
            looks_over_tildes=True,
            links_bare_addresses=True,
            brackets_in_addresses="tags",
        ),
        Dialect(
            name="goldmark",
            used_by="Hugo",
            strikes_behind_tilde=False,
            tildes="mixed",
            colon_defines=True,
            footnotes=True,
            heading_attributes=True,
            tasks="any",
            parts_at_break=True,
            shortcodes=True,
        ),
        Dialect(
            name="kramdown",
            used_by="Jekyll, with the GFM parser",
            strike="del",
            escapable="\\.*_+`<>()[]{}#!:|\"'$=-",
            pipe_is_table=True,
            bars_follow_markers=True,
            backslashes_break=True,
            counts_from_one=True,
            lists_in_fences=False,
            numbers_interrupt="always",
            dollars_are_math=True,
            colon_defines=True,
            abbreviations=True,
            footnotes=True,
            attribute_lists="colon",
            heading_attributes=True,
            tasks="blank",
            markdown_in_html=False,
            markers_part_lists=False,
            commonmark_emphasis=False,
            stars="blanks",
            stars_nest=False,
            raw_marks=UNDERLINE | MARK | KBD,
            dashes_part_tables=True,
            rules_in_items=False,
            code_ends="or longer",
            code_hides_bars=True,
            unknown_footnotes=True,
            plain_titles=True,
        ),
        Dialect(
            name="python-markdown",
            used_by="Pelican, Nikola, MkDocs, with Python-Markdown 3.11 or later",
            item_indent=4,
            strike="del",
            tildes="none",
            code_ends="or shorter",
            code_hides_bars=True,
            escapable="\\`*_{}[]()>#+-.!",
            any_hash_is_heading=True,
            numbers_of_all_scripts=True,
            numbers_interrupt="in items",
            tabs_in_code=False,
            blocks_begin_items=False,
            colon_defines=True,
            abbreviations=True,
            footnotes=True,
            attribute_lists="any",
            heading_attributes=True,
            markdown_in_html=False,
            markers_part_lists=False,
            fences_in_containers=False,
            html_in_containers=False,
            reads_attributes=True,
            blank_parts_quotes=False,
            commonmark_emphasis=False,
            stars="breaks",
            quotes_end_addresses=True,
        ),
        Dialect(
            name="markdown-it", used_by="Eleventy", decodes_autolinks=True, refuses_data=True, escapes_in_alt="nothing"
        ),
        Dialect(
            name="marked",
            used_by="Hexo",
            angles_hide_marks=True,
            numbers_interrupt="in items",
            brackets_in_addresses="closing",
            tabs_in_items=False,
            tildes_come_first=True,
            looks_over_tildes=True,
            free_marks_nest=False,
            backticks_bind_links=True,
            tildes="one or two",
            tasks="blank",
            escapes_in_alt="references",
            links_bare_addresses=True,
        ),
        Dialect(
            name="remark",
            used_by="Astro",
            backticks_in_alt=False,
            tildes="one or two",
            footnotes=True,
            tasks="blank",
            links_bare_addresses=True,
            decodes_addresses=True,
        ),
    )
}
