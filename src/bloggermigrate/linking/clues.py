"""What bodies tell of each other before any is rendered: places that other posts link to, and hosts of permalinks.

Looked for while entries are spooled, when their text is in hand: most bodies have no permalink in them and cost
one search for ".html".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bloggermigrate.text import addresses
from bloggermigrate.text.addresses import key_of

Clue = tuple[str, str, str]

#: a fragment behind a page; the page's name stands before it
_ANCHOR = re.compile(r"""\.html?(?:\?[^"'#\s<>]{0,200})?#([^"'\s<>]{1,200})""", re.I)
_NAME_ENDS = re.compile(r"""[/"'=\s<>()]""")
_PERMALINK = re.compile(r"""//([a-z0-9.-]{4,100})(?::\d+)?(/\d{4}/\d\d/[^"'#?\s<>/]{1,150}\.html)""", re.I)
#: fragments that Blogger makes: none of them names a place in a body
_BLOGGERS = re.compile(r"(?:c\d+|comment-?\d*|comments?|comment-form|links|more|!.*)\Z")
_LONGEST = 150


def clues_in(content: str) -> Iterator[Clue]:
    """Give what *content* (HTML as found) tells: ("anchor", last part of a path, place), ("host", host, path).

    >>> list(clues_in('<a href="http://a.example/2011/02/x.html#sec">y</a>'))
    [('anchor', 'x', 'sec'), ('host', 'a.example', '/2011/02/x')]
    """
    if ".htm" not in content:
        return
    if "#" in content:
        for found in _ANCHOR.finditer(content):
            if not _BLOGGERS.match(found[1]):
                name = _NAME_ENDS.split(content[max(0, found.start() - _LONGEST) : found.start()])[-1]
                yield "anchor", key_of(f"/{unquote(name)}")[1:], unquote(found[1].replace("&amp;", "&"))
    for found in _PERMALINK.finditer(content):
        yield "host", addresses.canonical_host(found[1]), key_of(unquote(found[2]))
