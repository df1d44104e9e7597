"""Text as one line, and plain text as HTML: for metadata that has neither quotes nor types."""

from __future__ import annotations

import re
from html import escape, unescape

# They end a line for some reader of the file, or are marks of Python-Markdown's own (U+0002, U+0003).
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return *text* as a value can hold it: one line, without control characters, single blanks.

    >>> one_line(" a\\n\\nStatus: published\\x02 ")
    'a Status: published'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def printable(text: str) -> str:
    """Return *text* with a blank for each control character; as it is where it has none.

    >>> printable("a\\x1bb  c")
    'a b  c'
    """
    return _CONTROL.sub(" ", text)


def html_text(text: str) -> str:
    """Return plain text as HTML, escaped only where a reader of HTML would take it for something else.

    >>> html_text("Pane & vino"), html_text("<b> &amp; \\"c\\"")
    ('Pane & vino', '&lt;b&gt; &amp;amp; "c"')
    """
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text
