"""Hugo's shortcodes: `{{<` and `{{%` are taken wherever they stand, code included, even unclosed.

An unclosed one fails the build. In text a backslash between the braces hides them; in code, which knows no
escapes, a closed one is written in Hugo's comment form, which shows what stood there.
"""

from __future__ import annotations

import re

_OPENER = re.compile(r"\{\{(?=[<%](?!/\*))")
_CLOSED = re.compile(r"\{\{<(?!/\*)([^<>{}\n]*)>\}\}|\{\{%(?!/\*)([^%{}\n]*)%\}\}")


def has_opener(text: str) -> bool:
    return "{{<" in text or "{{%" in text


def in_text(text: str) -> str:
    r"""Return a line of Markdown without openers, less those of `in_code`.

    >>> in_text("{{< a >}} and {{%")
    '{\\{< a >}} and {\\{%'
    """
    return _OPENER.sub(r"{\\{", text)


def in_code(text: str) -> str | None:
    """Return code in which Hugo takes nothing and shows what stood there, or None if there is no such spelling.

    >>> in_code("x {{< a >}}"), in_code("{{< a")
    ('x {{</* a */>}}', None)
    """
    if "/*" in text and has_opener(text):
        return None
    spelt = _CLOSED.sub(_comment, text)
    return None if _OPENER.search(spelt) else spelt


def _comment(match: re.Match[str]) -> str:
    angle, percent = match.groups()
    return f"{{{{</*{angle}*/>}}}}" if angle is not None else f"{{{{%/*{percent}*/%}}}}"


def in_html(text: str) -> str:
    """Return HTML without openers.

    >>> in_html("<p>{{% a %}}</p>")
    '<p>&#123;{% a %}}</p>'
    """
    return _OPENER.sub("&#123;{", text)
