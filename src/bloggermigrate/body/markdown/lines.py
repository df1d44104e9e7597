"""A line's runs → Markdown: what opens where, and in a spelling that every renderer closes again.

Markdown cannot say every combination: `**Note:**read` does not close, since a closing `**` between
punctuation and a letter opens again (CommonMark 0.31, rules 1 to 10). Each delimiter is checked with the
characters that will stand beside it; where it would fail, punctuation moves out of the emphasis, or the
HTML element says the same.
"""

from __future__ import annotations

import re
from html import escape as escape_html

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import (
    CODE,
    EM,
    KBD,
    MARK,
    MARK_TAGS,
    STRIKE,
    STRONG,
    SUB,
    SUP,
    UNDERLINE,
    Anchor,
    Image,
    RawInline,
    Run,
    Style,
)
from bloggermigrate.body.markdown import breaks, shortcodes
from bloggermigrate.body.markdown.escapes import Escaper, is_quiet
from bloggermigrate.body.markdown.flanking import flanking, flanks, is_plain_edge
from bloggermigrate.body.markdown.layers import ORDER, extents_of, layers_of
from bloggermigrate.body.markdown.parts import code_span, destination, image, inert, inert_tags, link_title
from bloggermigrate.body.markdown.runs import restyled

_TAGS = dict(MARK_TAGS)
_DELIMITERS = {STRONG: "**", EM: "*", STRIKE: "~~"}
_SIGNS = {STRONG: "**", EM: "*"}
_EMPHASIS = STRONG | EM | STRIKE
_ALWAYS_HTML = UNDERLINE | SUP | SUB | KBD | MARK
_ACTIVE = re.compile(r"[\\`*_~\[\]<>&{}|$]")  # what Markdown would read between two tags
_AUTOLINK = re.compile(r"(?:https?|ftp)://[^\s<>\x00-\x20\\|{}`]+\Z")  # what every dialect takes as one


#: Beside one of these an emphasis that ends in a letter closes, whatever the renderer.
_BESIDE = frozenset(" .,;:!?)")


def at_once(runs: list[Run], dialect: Dialect) -> str | None:
    """Return a line whose words are in one mark or link at most, with nothing in or beside them that counts; else None.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> at_once([("a ", Style()), ("b", Style(STRONG)), (", c", Style())], DIALECTS["gfm"])
    'a **b**, c'
    """
    written: list[str] = []
    before = " "
    linked = False
    last = len(runs) - 1
    for at, (content, style) in enumerate(runs):
        marks = style.marks
        if type(content) is not str or style.abbr or not is_quiet(content):
            return None
        if not marks and not style.href:
            if last and (content == " " or "://" in content or "www." in content):
                return None
            written.append(content)
            linked = False
        elif style.href:
            if marks or style.title or linked or before == "!" or _is_loose(content):
                return None
            written.append(f"[{content}]({destination(style.href, dialect)})")
            linked = True
        else:
            following = runs[at + 1][0] if at < last else " "
            sign = _SIGNS.get(marks)
            if (
                sign is None
                or marks & dialect.raw_marks
                or before != " "
                or not (content[0].isalnum() and content[-1].isalnum())
                or type(following) is not str
                or following[0] not in _BESIDE
            ):
                return None
            written.append(f"{sign}{content}{sign}")
            linked = False
        before = content[-1]
    return "".join(written)


def _is_loose(words: str) -> bool:
    """Whether the words of a link are more than words: blanks at an edge, or an address."""
    return words[0] == " " or words[-1] == " " or "://" in words or "www." in words


def _glued(runs: list[Run], index: int) -> bool:
    """Whether something other than a blank follows a run."""
    if index + 1 == len(runs):
        return False
    following = runs[index + 1][0]
    return type(following) is not str or following[0] != " "


class _Span:
    """A stretch of a line in one mark or link, and how it is written."""

    __slots__ = ("closed", "html", "mark", "opened", "style")

    def __init__(self, mark: int, style: Style, opened: int) -> None:
        self.mark = mark  #: 0 for a link
        self.style = style
        self.html = bool(mark & _ALWAYS_HTML)
        self.opened = opened
        self.closed = -1


class Line:
    """One line: its runs become a list of texts, span starts and span ends, then a string."""

    def __init__(self, runs: list[Run], dialect: Dialect, escaper: Escaper, *, in_table: bool) -> None:
        self.dialect = dialect
        self.escaper = escaper
        self.in_table = in_table
        self.tokens: list[str | tuple[bool, _Span]] = []  #: text, or (starts, span)
        self.spans: list[_Span] = []
        self._nest(runs)

    def markdown(self) -> str:
        for _ in range(len(self.spans) + 1):
            if not self._check():
                break
        return "".join(self._spell(token) for token in self.tokens)

    # -- nesting --------------------------------------------------------------------------------------

    def _nest(self, runs: list[Run]) -> None:
        raw = self.dialect.raw_marks
        if raw:
            runs = [
                (content, restyled(style, style.marks & ~raw))
                if style.marks & raw and (type(content) is not str or style.marks & CODE)
                else (content, style)
                for content, style in runs
            ]
        layers = [layers_of(style) for _, style in runs]
        extents = extents_of(layers)
        stack: list[_Span] = []
        for index, (content, style) in enumerate(runs):
            wanted = layers[index]
            keep = 0
            for span in stack:
                if _key(span) not in wanted:
                    break
                keep += 1
            while len(stack) > keep:
                self._close(stack.pop())
            if content == " " or len(wanted) == keep:
                missing = []  # nothing opens before a blank
            else:
                if raw:  # nothing but text stands in an element of these
                    while any(span.mark & raw for span in stack):
                        self._close(stack.pop())
                open_keys = {_key(span) for span in stack}
                missing = [key for key in wanted if key not in open_keys]
                if len(missing) > 1:
                    extent = extents[index]
                    missing.sort(key=lambda key: (key[0] & raw, -extent.get(key, 0), ORDER.get(key[0], -1)))
            for mark, _ in missing:
                span = _Span(mark, style, len(self.tokens))
                if mark == STRIKE and self.dialect.strike != "~~":
                    span.html = True
                self.spans.append(span)
                stack.append(span)
                self.tokens.append((True, span))
            in_link = bool(style.href)
            self.tokens.append(self._content(content, style, in_link, index, runs))
        while stack:
            self._close(stack.pop())
        self._autolinks()

    def _close(self, span: _Span) -> None:
        span.closed = len(self.tokens)
        self.tokens.append((False, span))

    def _content(self, content: object, style: Style, in_link: bool, index: int, runs: list[Run]) -> str:
        if type(content) is str:
            if style.marks & CODE:
                if self.dialect.parts_at_break and breaks.JUMP_BREAK in content:
                    return _code_element(content)
                if self.dialect.shortcodes and shortcodes.has_opener(content):
                    spelt = shortcodes.in_code(content)
                    if spelt is None:
                        return _code_element(content)
                    content = spelt
                inner = content.strip(" ")
                if not inner:
                    return content
                if self.in_table and "|" in inner and not self.dialect.code_hides_bars and "\\|" in inner:
                    return _code_element(content)
                span = code_span(
                    inner,
                    in_table=self.in_table and not self.dialect.code_hides_bars,
                    longest_fence=self.dialect.code_ends == "or longer",
                )
                return f"{' ' if content[0] == ' ' else ''}{span}{' ' if content[-1] == ' ' else ''}"
            if style.marks & self.dialect.raw_marks:
                return _ACTIVE.sub(_reference, content)
            text = self.escaper.text(
                content,
                marks=style.marks,
                in_link=in_link,
                starts=index == 0 and not in_link and not style.marks,
                ends=index + 1 == len(runs) and not in_link and not style.marks,
                glued=_glued(runs, index),
            )
            if index and text[0] == "{" and self.dialect.attribute_lists:
                text = "\\" + text
            if self.dialect.tildes_come_first and self._eats(text, index, runs):
                text = f"{text[:-1]}\\{text[-1]}"
            if text.endswith("!") and index + 1 < len(runs):
                following = runs[index + 1][1].href
                if following and following != style.href and not text.endswith("\\!"):
                    text = text[:-1] + "\\!"
            if style.abbr:
                opening = f'<abbr title="{escape_html(style.abbr)}">'
                if self.in_table:
                    opening = opening.replace("|", "&#124;")
                return f"{inert_tags(opening, self.dialect)}{text}</abbr>"
            return text
        if type(content) is Image:
            return image(content, self.dialect, in_table=self.in_table, in_link=in_link)
        if type(content) is Anchor:
            return inert_tags(f'<a id="{escape_html(content.id)}"></a>', self.dialect)
        assert isinstance(content, RawInline)
        return inert_tags(inert(content.html), self.dialect)

    @staticmethod
    def _eats(text: str, index: int, runs: list[Run]) -> bool:
        """Whether a tilde or backtick that ends *text* would be taken for text with what delimits the next run."""
        marks = runs[index + 1][1].marks if index + 1 < len(runs) else 0
        return text[-1] in "`~" and text[-2:-1] != "\\" and bool(marks & (CODE | STRIKE) & ~runs[index][1].marks)

    def _autolinks(self) -> None:
        """A link that shows its own address is written `<address>`."""
        tokens = self.tokens
        for span in self.spans:
            if span.mark or span.closed != span.opened + 2 or span.style.title or span.style.marks:
                continue
            text = tokens[span.opened + 1]
            href = span.style.href or ""
            if "%" in href and self.dialect.decodes_autolinks:
                continue
            if self.dialect.quotes_end_addresses and ("'" in href or '"' in href):
                continue
            if not isinstance(text, str) or not _AUTOLINK.match(href) or "&#" in text:
                continue
            if text.replace("\\", "") == href:
                tokens[span.opened] = tokens[span.closed] = ""
                tokens[span.opened + 1] = f"<{href}>"
                span.closed = -1

    # -- delimiters -----------------------------------------------------------------------------------

    def _check(self) -> bool:
        """Turn the first spans that Markdown's delimiters would not carry into HTML; whether any was."""
        changed = False
        for span in self.spans:
            if span.html or not span.mark & _EMPHASIS or span.closed < 0:
                continue
            if not (self._opens(span) and self._closes(span)):
                span.html = True
                changed = True
        return changed

    def _opens(self, span: _Span) -> bool:
        before, closers = self._beyond(span.opened, -1, span)
        after, _ = self._beyond(span.opened, 1, span)
        if self._too_free(span, before, after) or self._closes_outer(span, before, after):
            return False
        if closers and any(other.closed >= 0 for other in closers):
            return False
        if self._behind_tilde(span, before) or (not self.dialect.stars_nest and self._tangled(span)):
            return False
        if not self.dialect.commonmark_emphasis and not is_plain_edge(before):
            return False
        return flanks(before, after, 0) and self._flanks_over_tildes(span, span.opened, 0)

    def _behind_tilde(self, span: _Span, before: str) -> bool:
        return before == "~" and span.mark == STRIKE and not self.dialect.strikes_behind_tilde

    def _ends_early(self, span: _Span) -> bool:
        """Whether tildes in an address or code end struck text there."""
        inside = self.tokens[span.opened + 1 : span.closed]
        return self.dialect.tildes_come_first and "~~" in "".join(map(self._spell, inside))

    def _tangled(self, span: _Span) -> bool:
        """Whether the delimiters of another emphasis touch those of a span at one end and not at the other."""
        ends = []
        for index in (span.opened, span.closed):
            touching = set()
            for beside in (index - 1, index + 1):
                token = self.tokens[beside] if 0 <= beside < len(self.tokens) else ""
                if not isinstance(token, str) and token[1].mark & (STRONG | EM) and not token[1].html:
                    touching.add(token[1])
            ends.append(touching)
        return span.mark in (STRONG, EM) and ends[0] != ends[1]

    def _closes(self, span: _Span) -> bool:
        before, _ = self._beyond(span.closed, -1, span)
        after, _ = self._beyond(span.closed, 1, span)
        if self._behind_tilde(span, before) or (span.mark == STRIKE and self._ends_early(span)):
            return False
        if not self.dialect.commonmark_emphasis and not is_plain_edge(after):
            return False
        if self._too_free(span, before, after):
            return False
        return flanks(before, after, 1) and self._flanks_over_tildes(span, span.closed, 1)

    def _flanks_over_tildes(self, span: _Span, index: int, side: int) -> bool:
        """`flanks` for renderers that look over tildes for the character beside a delimiter."""
        if not self.dialect.looks_over_tildes or span.mark == STRIKE:
            return True
        if side and self.dialect.tildes_come_first and self._beyond(index, 1, span)[0] == "~":
            return flanks(self._beyond(index, -1, span)[0], "a", 1)  # it is a letter there
        before, _ = self._beyond(index, -1, span, over_tildes=True)
        after, _ = self._beyond(index, 1, span, over_tildes=True)
        return flanks(before, after, side)

    def _too_free(self, span: _Span, before: str, after: str) -> bool:
        """Whether a delimiter inside another emphasis could both open and close, where that ends the other."""
        if self.dialect.free_marks_nest or span.mark == STRIKE or not all(flanking(before, after)):
            return False
        return any(
            other.mark in (STRONG, EM) and not other.html and other.opened < span.opened and other.closed > span.closed
            for other in self.spans
        )

    def _closes_outer(self, span: _Span, before: str, after: str) -> bool:
        """Whether a delimiter that could close too would close one that opened in a run of three (`***a* b*c***`)."""
        if span.mark == STRIKE or not flanking(before, after)[1]:
            return False
        return any(
            other.mark in (STRONG, EM)
            and not other.html
            and other.opened < span.opened - 1
            and other.closed > span.closed
            and self._starts_beside(other)
            for other in self.spans
        )

    def _starts_beside(self, span: _Span) -> bool:
        """Whether another emphasis opens right beside a span."""
        for index in (span.opened - 1, span.opened + 1):
            token = self.tokens[index] if 0 <= index < len(self.tokens) else ""
            if not isinstance(token, str) and token[0] and token[1].mark in (STRONG, EM) and not token[1].html:
                return True
        return False

    def _beyond(self, index: int, step: int, span: _Span, *, over_tildes: bool = False) -> tuple[str, list[_Span]]:
        """The character beside the delimiter run at *index*, and spans of the other end found in that run."""
        delimiter = _DELIMITERS[span.mark][0]
        starts = isinstance(self.tokens[index], tuple) and self.tokens[index][0]
        other_end: list[_Span] = []
        index += step
        while 0 <= index < len(self.tokens):
            token = self.tokens[index]
            index += step
            if isinstance(token, str):
                if over_tildes:
                    token = token.strip("~")
                if token:
                    return (token[0] if step > 0 else token[-1]), other_end
                continue
            is_start, other = token
            if other.mark & _EMPHASIS and not other.html and _DELIMITERS[other.mark][0] == delimiter:
                if is_start != starts:
                    other_end.append(other)
                continue
            if over_tildes and other.mark == STRIKE and not other.html:
                continue
            spelt = self._spell(token)
            if spelt:
                return (spelt[0] if step > 0 else spelt[-1]), other_end
        return "", other_end

    def _spell(self, token: str | tuple[bool, _Span]) -> str:
        if isinstance(token, str):
            return token
        starts, span = token
        if span.mark == 0:
            if starts:
                return "["
            title = link_title(span.style.title, self.dialect, in_table=self.in_table)
            return f"]({destination(span.style.href or '', self.dialect)}{title})"
        if span.html:
            return f"<{_TAGS[span.mark]}>" if starts else f"</{_TAGS[span.mark]}>"
        return _DELIMITERS[span.mark]


def _key(span: _Span) -> tuple[int, str]:
    return (span.mark, f"{span.style.href}\n{span.style.title}" if span.mark == 0 else "")


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match.group())};"


def _code_element(text: str) -> str:
    """Code that no span can hold."""
    return f"<code>{_ACTIVE.sub(_reference, text)}</code>"
