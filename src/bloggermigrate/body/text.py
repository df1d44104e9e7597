"""White space and characters that show nothing, as they stand in bodies → as they stand in a document."""

from __future__ import annotations

import re

_RUN = re.compile(r"[^\S\u3000]+")
# A zero-width space tells where lines may break in scripts that part no words; elsewhere it is debris.
_DEBRIS = re.compile(r"[\u2060\ufeff]|(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b|\u200b\Z")


def collapse(text: str) -> str:
    """Return *text* with every run of white space as one blank, and without characters that show nothing.

    Non-breaking blanks are blanks here: Blogger's editor strews them about. U+3000 stays, it indents
    Japanese paragraphs; so do U+200C and U+200D, which Persian, Indic scripts and emoji need, and the
    marks of direction.

    >>> collapse("a\\u00a0 \\n b\\ufeff")
    'a b'
    """
    if text.isascii():
        if "  " not in text and "\n" not in text and "\t" not in text and "\x0c" not in text:
            return text
    elif "  " not in text and text.isprintable():
        return text  # no blank but U+0020 is printable, and nothing that does not show
    elif "\u3000" in text or "\u200b" in text or "\ufeff" in text or "\u2060" in text:
        return _RUN.sub(" ", _DEBRIS.sub("", text))
    inner = " ".join(text.split())
    if not inner:
        return " "
    if text[0].isspace():
        inner = " " + inner
    return inner + " " if text[-1].isspace() else inner


def clean_url(url: str) -> str:
    """Return an address without the line feeds and edge blanks that browsers ignore in it.

    >>> clean_url(" http://e.org/a\\n b ")
    'http://e.org/a b'
    """
    if "\n" in url or "\r" in url or "\t" in url:
        url = url.replace("\n", "").replace("\r", "").replace("\t", "")
    return url.strip(" \u00a0\f\v")
