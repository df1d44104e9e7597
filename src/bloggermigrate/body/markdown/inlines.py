"""A paragraph's runs → its Markdown: plain text at once, a picture alone as such, all else line by line (`lines`)."""

from __future__ import annotations

import re

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import (
    CODE,
    EM,
    PLAIN,
    STRONG,
    Content,
    Image,
    RawInline,
    Run,
    Style,
)
from bloggermigrate.body.markdown import breaks, shortcodes, spoiling
from bloggermigrate.body.markdown.bars import CODE_BAR, in_two_lines
from bloggermigrate.body.markdown.escapes import Escaper, is_quiet
from bloggermigrate.body.markdown.lines import Line, at_once
from bloggermigrate.body.markdown.parts import destination, image, link_title
from bloggermigrate.body.markdown.runs import normalise, restyled
from bloggermigrate.body.markdown.starts import InItem, line_start, may_start

_LONE_TAG = re.compile(r"<img [^<>]*>\Z")


def paragraph(
    runs: list[Run], dialect: Dialect, *, in_table: bool = False, in_heading: bool = False, in_item: InItem = ""
) -> str:
    """Return *runs* as the lines of one paragraph, hard breaks at their ends, nothing before or after.

    In a table or heading, which are one line, a break is `<br>`.
    """
    content, style = runs[0] if len(runs) == 1 else ("", PLAIN)
    if content and style is PLAIN and type(content) is str and is_quiet(content) and not may_start(content, dialect):
        return content  # as a third of all paragraphs are
    text = _paragraph(runs, dialect, in_table=in_table, in_heading=in_heading, in_item=in_item)
    if dialect.pipe_is_table and "\\|" in text and not in_table:
        text = in_two_lines(text, dialect)
    if dialect.parts_at_break:
        text = breaks.in_text(text)
    return shortcodes.in_text(text) if dialect.shortcodes and shortcodes.has_opener(text) else text


def _paragraph(runs: list[Run], dialect: Dialect, *, in_table: bool, in_heading: bool, in_item: InItem) -> str:
    if len(runs) == 1:
        content, style = runs[0]
        if type(content) is str and not style.marks and not style.href and not style.abbr:
            escaper = Escaper(dialect, content, in_table=in_table, in_heading=in_heading)
            text = escaper.text(content)
            return text if in_table or in_heading else line_start(text, dialect, first=True, in_item=in_item)
    for content, style in runs:
        if style is not PLAIN or type(content) is not str:
            break
    else:
        return _plain(runs, dialect, in_table=in_table, in_heading=in_heading, in_item=in_item)
    if in_heading:
        runs = [
            (content, restyled(style, style.marks & ~STRONG)) if style.marks & STRONG else (content, style)
            for content, style in runs
        ]
    lines = _lines(runs)
    texts = _at_once(lines, dialect, in_table=in_table)
    if texts is None:
        texts = _spelt(lines, dialect, in_table=in_table, in_heading=in_heading)
    if in_table or in_heading:
        return "<br>".join(texts)
    written: list[str] = []
    for text in texts:
        if text:
            first = not written or not written[-1]
            written.append(line_start(text, dialect, first=first, in_item=in_item))
        elif written:
            written.append("")
    if len(written) > 1 and _LONE_TAG.match(written[0]):  # with blanks behind it, it would begin a block of HTML
        written[:2] = [f"{written[0]}\\\n{written[1]}"]
    # Captions may hold a blank line, which parts paragraphs here.
    return "  \n".join(written).replace("\n  \n", "\n\n").replace("  \n\n", "\n\n").rstrip()


def _at_once(lines: list[list[Run]], dialect: Dialect, *, in_table: bool) -> list[str] | None:
    """Return *lines* spelt, where none of them takes more than `at_once`, as in most paragraphs; else None."""
    texts: list[str] = []
    for line in lines:
        if _is_picture(line):
            texts.append(_linked_image(*line[0], dialect, in_table=in_table))  # type: ignore[arg-type]
            continue
        text = at_once(line, dialect)
        if text is None:
            return None
        texts.append(text)
    return texts


def _spelt(lines: list[list[Run]], dialect: Dialect, *, in_table: bool, in_heading: bool) -> list[str]:
    """Return *lines* spelt, with escapes that are decided on all of them together."""
    joined = in_table or in_heading
    lines = [line if len(line) == 1 and _is_plain(line[0]) else normalise(line) for line in lines]
    if dialect.backticks_bind_links:
        lines = spoiling.as_elements(lines)
    marks = 0
    whole: list[str] = []
    # What delimits these counts at the edges of a line too. To older renderers emphasis does, since what opens in the
    # text closes at any later delimiter there, not at the nearest.
    edges = ~(STRONG | EM | CODE) if dialect.commonmark_emphasis else ~0
    tilde = met = False
    for line in lines:
        if whole:
            whole.append("\ufffc" if joined else "\n")
        for at, (content, style) in enumerate(line):
            if at or style.marks & edges:
                whole.append("\ufffc")
            marks |= style.marks
            met = met or (tilde and "~" in _hidden(content, style))
            tilde = tilde or (dialect.tildes_come_first and type(content) is str and "~" in content)
            if type(content) is str:
                if not style.marks & CODE:
                    whole.append(content)
                elif "|" in content:
                    whole.append(CODE_BAR)
            elif type(content) is Image:
                if len(line) == 1:
                    whole.append("\ufffc")  # its line is none of bars
                if "`" in content.alt or "`" in content.title:
                    marks |= CODE  # what opens a code span before it would close there
        if line and line[-1][1].marks & edges:
            whole.append("\ufffc")
    escaper = Escaper(
        dialect,
        "".join(whole),
        marks=marks,
        in_table=in_table,
        in_heading=in_heading,
        broken=joined and len(lines) > 1,
        met=met,
        formula_ends=dialect.dollars_are_math and any("$$" in _hidden(*run) for line in lines for run in line),
    )
    texts: list[str] = []
    for at, line in enumerate(lines):
        if escaper.barred:
            escaper.at_line(at)
        if _is_picture(line):
            texts.append(_linked_image(*line[0], dialect, in_table=in_table))  # type: ignore[arg-type]
        elif len(line) == 1 and _is_plain(line[0]):
            texts.append(escaper.text(line[0][0]))  # type: ignore[arg-type]
        else:
            texts.append(Line(line, dialect, escaper, in_table=in_table).markdown().strip(" "))
    return texts


def _hidden(content: Content, style: Style) -> str:
    """What a run has that is written and is no text: its code, address, title, picture or HTML."""
    parts = [style.href or "", style.title, style.abbr]
    if type(content) is Image:
        parts += content.src, content.alt, content.title
    elif type(content) is RawInline:
        parts.append(content.html)
    elif type(content) is str and style.marks & CODE:
        parts.append(content)
    return "".join(parts)


def _plain(runs: list[Run], dialect: Dialect, *, in_table: bool, in_heading: bool, in_item: InItem) -> str:
    """A paragraph of nothing but text and line breaks, as most are."""
    whole = "".join([content for content, _ in runs])  # type: ignore[misc]
    lines = whole.split("\n")
    if not is_quiet(whole):
        in_line = in_table or in_heading
        seen = "\ufffc".join(lines) if in_line else whole
        escaper = Escaper(dialect, seen, in_table=in_table, in_heading=in_heading, broken=in_line and len(lines) > 1)
        for at, line in enumerate(lines):
            if escaper.barred:
                escaper.at_line(at)
            lines[at] = escaper.text(line)
    if in_table or in_heading:
        return "<br>".join([line.strip(" ") for line in lines])
    first = True
    for at, line in enumerate(lines):
        if line and may_start(line, dialect):
            lines[at] = line_start(line, dialect, first=first, in_item=in_item)
        first = not line
    text = "  \n".join(lines)
    return text.replace("\n  \n", "\n\n").replace("  \n\n", "\n\n").rstrip() if "\n  \n" in text else text


def _linked_image(picture: Image, style: Style, dialect: Dialect, *, in_table: bool) -> str:
    """A picture alone on its line, as most stand."""
    text = image(picture, dialect, in_table=in_table, in_link=bool(style.href))
    if not style.href:
        return text
    return f"[{text}]({destination(style.href, dialect)}{link_title(style.title, dialect, in_table=in_table)})"


def _is_picture(line: list[Run]) -> bool:
    return len(line) == 1 and type(line[0][0]) is Image and not line[0][1].marks


def _is_plain(run: Run) -> bool:
    content, style = run
    return type(content) is str and not style.marks and not style.href and not style.abbr


def _lines(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines
