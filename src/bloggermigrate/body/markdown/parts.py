"""What stands in a line and is spelt by itself: code spans, addresses, titles, pictures."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from bloggermigrate.body import html
from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import Image
from bloggermigrate.body.markdown.delimiters import balanced
from bloggermigrate.body.markdown.escapes import Escaper


def code_span(text: str, *, in_table: bool = False, longest_fence: bool = False) -> str:
    """Return *text* between backticks, more of them than it holds anywhere.

    >>> code_span("a`b"), code_span("`"), code_span(" x ")
    ('``a`b``', '`` ` ``', '`x`')
    """
    text = text.strip(" ") or text
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    shortest = longest + 1 if longest_fence else next(n for n in range(1, longest + 2) if not _has_run(text, n))
    fence = "`" * (shortest if longest else 1)
    if text[0] == "`" or text[-1] == "`":
        text = f" {text} "
    if in_table:
        text = text.replace("|", "\\|")
    return f"{fence}{text}{fence}"


def _has_run(text: str, length: int) -> bool:
    return any(len(run) == length for run in re.findall(r"`+", text))


def destination(url: str, dialect: Dialect) -> str:
    """Return an address as it stands between a link's parentheses.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> destination("http://e.org/a b(1).jpg", DIALECTS["gfm"])
    'http://e.org/a%20b%281%29.jpg'
    """
    if dialect.quotes_end_addresses:
        url = url.replace("'", "%27")
    if _SAFE_URL.match(url):
        return url
    url = _URL_CODES.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode()), url)
    return _URL_REFERENCE.sub("&amp;", url)


_SAFE_URL = re.compile(r"[A-Za-z0-9:/.?=_%+,;@#~!$'-]*\Z")
# Blanks end a destination, parentheses close it, backslashes escape, `|` parts cells, `<` `>` delimit;
# braces and backquotes are template or code delimiters to some; `*` and `_` are safe in CommonMark.
_URL_CODES = re.compile(r"[\s()<>\\|{}`\x00-\x20\x7f\"^]")
_BEFORE_PARENTHESIS = re.compile(r"""["'](?= *\))""")
_URL_REFERENCE = re.compile(r"&(?=(?:#\w+|\w+);)")


def link_title(title: str, dialect: Dialect, *, in_table: bool = False) -> str:
    """Return a title as it stands behind an address, with the blank before it; nothing if there is none.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> print(link_title("a | b", DIALECTS["gfm"], in_table=True), link_title('so "far"', DIALECTS["gfm"]))
     "a \\| b"  'so "far"'
    """
    if not title:
        return ""
    text = title.replace("&", "&amp;").replace("<", "&lt;").replace("`", "&#96;")  # a code span would end the link
    if not dialect.plain_titles:
        text = text.replace("\\", "\\\\")
    if "|" in text and (in_table or dialect.pipe_is_table):
        text = text.replace("|", "&#124;" if dialect.plain_titles else "\\|")
    if dialect.quotes_end_addresses:
        text = _BEFORE_PARENTHESIS.sub(lambda found: f"&#{ord(found.group())};", text)
    if dialect.reads_attributes and ("](" in text or not balanced(text)):
        text = text.replace("[", "\\[").replace("]", "\\]")  # either could pair with one beyond the picture
    # A quotation mark at its start is spelt otherwise: some strip a second pair of them.
    if '"' in text and "'" not in text and text[0] != '"':
        return f" '{text}'"
    if text[0] == "'" and not dialect.commonmark_emphasis:
        text = "&#39;" + text[1:]
    quote = "&quot;" if dialect.plain_titles else dialect.escaped('"')
    return ' "' + text.replace('"', quote) + '"'


def image(picture: Image, dialect: Dialect, *, in_table: bool = False, in_link: bool = False) -> str:
    """Return a picture as `![alt](address "title")`, or as an element where a renderer would fail on that.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> image(Image("u", "a [b]"), DIALECTS["marked"]), image(Image("u", "a [b]"), DIALECTS["marked"], in_link=True)
    ('![a [b]](u)', '![a &#91;b&#93;](u)')
    """
    if (dialect.refuses_data and _REFUSED.match(picture.src)) or (
        dialect.decodes_addresses and "%" in picture.src and not _decodes(picture.src)
    ):
        return _element(picture)
    alt = picture.alt
    if alt:
        escaper = Escaper(dialect, alt, in_table=in_table)
        escaper.ampersand = "&amp;"  # marked decodes a reference here in spite of a backslash
        if dialect.pipe_is_table:
            escaper.backticks, escaper.backtick = True, "&#96;"
        alt = escaper.text(alt, in_link=True)
        if "`" in alt:  # a code span could begin here and end behind the picture
            alt = _BACKTICK.sub(r"\\`", alt)
        if alt[0] == "^" and dialect.footnotes:
            alt = dialect.escaped("^") + alt[1:]
        if dialect.escapes_in_alt == "references":
            alt = _ESCAPED.sub(lambda found: f"&#{ord(found.group(1))};", alt).replace('"', "&quot;")
            if in_link:  # whose own brackets and the picture's are as deep as it reads
                alt = alt.replace("[", "&#91;").replace("]", "&#93;")
        elif dialect.escapes_in_alt == "nothing" and _REPLACED_IN_ALT.search(alt):
            return _element(picture)
        if "`" in alt and not dialect.backticks_in_alt:
            return _element(picture)
    return f"![{alt}]({destination(picture.src, dialect)}{link_title(picture.title, dialect, in_table=in_table)})"


def _element(picture: Image) -> str:
    """A picture as an element in which nothing parts a table's cells, or ends a code span or link that began before."""
    return html.image(picture).replace("|", "&#124;").replace("`", "&#96;").replace("](", "&#93;(")


_REPLACED_IN_ALT = re.compile(r"\\|&(?:#|\w+;)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BACKTICK = re.compile(r"(?<!\\)`")
_REFUSED = re.compile(r"data:(?!image/(?:gif|png|jpeg|webp);)", re.I)


def _decodes(url: str) -> bool:
    try:
        unquote_to_bytes(url).decode()
    except UnicodeDecodeError:
        return False
    return not _MALFORMED.search(url)


_MALFORMED = re.compile(r"%(?![0-9A-Fa-f]{2})")


def inert(markup: str) -> str:
    """Return HTML whose text a reader of Markdown takes for nothing but text.

    >>> inert("<ruby>*a*<rt>b_c</rt></ruby>")
    '<ruby>&#42;a&#42;<rt>b&#95;c</rt></ruby>'
    """
    return _BETWEEN_TAGS.sub(lambda text: _ACTIVE.sub(lambda found: f"&#{ord(found.group())};", text.group()), markup)


def inert_tags(markup: str, dialect: Dialect) -> str:
    """Return HTML whose tags, in a line of *dialect*, are read as nothing but tags.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> inert_tags('<abbr title="a `b`">', DIALECTS["python-markdown"])
    '<abbr title="a &#96;b&#96;">'
    """
    if not dialect.reads_attributes:
        return markup
    return _TAG.sub(lambda tag: _READ_IN_TAGS.sub(lambda found: f"&#{ord(found.group())};", tag.group()), markup)


_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_READ_IN_TAGS = re.compile(r"[\\`\[\]]")
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<]+(?=<)")
_ACTIVE = re.compile(r"[\\`*_~\[\]{}|$]")
