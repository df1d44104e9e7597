"""Text in XML: what it can hold, and how it is quoted."""

from __future__ import annotations

import re
from html import escape

# All but what XML 1.0, production [2], allows: it can't be in a document, not even as a reference.
_NO_CHAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def xml_chars(value: str) -> str:
    """Return *value* without the characters that XML has no place for.

    >>> xml_chars("a\\x0bb\\x00c\\ud800\\ufffe")
    'abc'
    """
    return _NO_CHAR.sub("", value)


def text(value: str) -> str:
    """Return *value* as the text of an element.

    >>> text("a < b & c\\x08")
    'a &lt; b &amp; c'
    """
    return escape(xml_chars(value), quote=False)


def attribute(value: str) -> str:
    """Return *value* as it stands between double quotes; line ends and tabs survive."""
    return escape(xml_chars(value), quote=False).translate(_QUOTED)


def cdata(value: str) -> str:
    """Return *value* as a CDATA section.

    >>> cdata("a ]]> b")
    '<![CDATA[a ]]]]><![CDATA[> b]]>'
    """
    return f"<![CDATA[{xml_chars(value).replace(']]>', ']]]]><![CDATA[>')}]]>"
