"""Pelican's block of metadata: lines of ``Key: value`` up to the first empty one.

There are no quotes and no types: a value is what stands behind the colon, less the blanks around it. Titles are HTML
there: Pelican's feeds strip tags from them and decode references, and themes print them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

# They end a line for some reader of the file, or are marks of Python-Markdown's own (U+0002, U+0003).
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return *text* as a value can hold it: one line, without control characters, single blanks.

    >>> one_line(" a\\n\\nStatus: published\\x02 ")
    'a Status: published'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def html_text(text: str) -> str:
    """Return plain text as HTML, escaped only where a reader of HTML would take it for something else.

    >>> html_text("Pane & vino"), html_text("<b> &amp; \\"c\\"")
    ('Pane & vino', '&lt;b&gt; &amp;amp; "c"')
    """
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


def block(values: Mapping[str, str]) -> str:
    """Return the block with the empty line that ends it; a key without a value is left out, but for the title.

    >>> print(block({"Title": "Sì: no", "Tags": "", "Status": "draft"}), end="")
    Title: Sì: no
    Status: draft
    <BLANKLINE>
    """
    lines = [f"{key}: {line}".rstrip() for key, value in values.items() if (line := one_line(value)) or key == "Title"]
    return "\n".join((*lines, "", ""))
