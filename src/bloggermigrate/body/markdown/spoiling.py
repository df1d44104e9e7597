"""Code that stands between backticks and spoils what is beside it, for a renderer that pairs them one by one.

marked looks for the end of an emphasis in a copy of the text: there a backslash hides the character behind it, in code
too, and each two backticks hide what is between, whatever runs they are of. In a link's words each needs a partner,
and a backslash before a bracket is taken out, in code too.
"""

from __future__ import annotations

import re
from html import escape

from bloggermigrate.body.document import CODE, EM, STRONG, RawInline, Run, Style
from bloggermigrate.body.markdown.parts import code_span
from bloggermigrate.body.markdown.runs import restyled

_HIDDEN = re.compile(r"\\[\\`]")
_SPOILT_IN_LINK = re.compile(r"`|\\[\[\]]")


def as_elements(lines: list[list[Run]]) -> list[list[Run]]:
    """Return the *lines* of a paragraph with such code as `<code>` elements, and all other as it was."""
    followed = emphasis = False  #: code comes later, and up to its end an emphasis begins or ends
    written: list[list[Run]] = []
    for line in reversed(lines):
        done: list[Run] = []
        for content, style in reversed(line):
            code = content if type(content) is str and style.marks & CODE and content != " " else ""
            emphasis = emphasis or (bool(code or followed) and bool(style.marks & (STRONG | EM)))
            if code and _spoils(code, style, followed=followed and emphasis):
                done.append((_element(code), restyled(style, style.marks & ~CODE)))
            else:
                done.append((content, style))
            followed = followed or bool(code)
        written.append(done[::-1])
    return written[::-1]


def _element(content: str) -> RawInline:
    return RawInline(f"<code>{escape(content, quote=False)}</code>", content)


def _spoils(code: str, style: Style, *, followed: bool) -> bool:
    if style.href and _SPOILT_IN_LINK.search(code):
        return True
    odd = _HIDDEN.sub("", code_span(code)).count("`") % 2 == 1
    if style.marks & (STRONG | EM) and ("*" in code or "_" in code) and (odd or "`" in code):
        return True  # the emphasis would end at what shows of it
    return odd and followed
