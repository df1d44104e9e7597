"""The words that Blogger itself prints around posts: "Posted by", "3 comments:", "… said...", share buttons.

The table is ``chrome_strings.tsv``, with the evidence of each row. No string proves anything alone: labels
are the owner's to edit, and every one of them can stand in a post. The text reader weighs several together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from bloggermigrate.dates.folding import fold

_LINE: Final = "line: "


@cache
def _table() -> dict[str, list[tuple[str, str]]]:
    """Return (language, words) by what they are."""
    text = resources.files(__package__).joinpath("chrome_strings.tsv").read_text("utf-8")
    out: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, language, words, _ = line.split("\t")
            out.setdefault(key, []).append((language, words))
    return out


@dataclass(frozen=True, slots=True)
class Header:
    """A line that counts comments: how many, None if it says no number, and in which languages."""

    count: int | None
    languages: frozenset[str]


def _clean(line: str) -> str:
    return " ".join(fold(line).strip(" \t.:…»→›·•|-").split())


@cache
def _lines() -> dict[str, str]:
    return {
        _clean(words): key.removeprefix(_LINE)
        for key, rows in _table().items()
        if key.startswith(_LINE)
        for _, words in rows
    }


@cache
def _by_word(name: str) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for language, words in _table()[name]:
        out[_clean(words)] = out.get(_clean(words), frozenset()) | {language}
    return out


@cache
def _post_comment() -> frozenset[str]:
    return frozenset(_clean(words) for _, words in _table()["post a comment"])


_COUNTED: Final = re.compile(r"(\d{1,6})\s*(.*)|(.*?)\s*\(?(\d{1,6})\)?", re.DOTALL)
_ELLIPSIS: Final = re.compile(r"\s*(?:\.{2,}|…)?\s*:?\s*\Z")
_LONGEST: Final = 120


def comments_header(line: str) -> Header | None:
    """Return what *line* says of the number of comments, None if it is no such line.

    >>> comments_header("1 commenti:").count, comments_header("Nessun commento:").count
    (1, 0)
    >>> comments_header("3 buoni motivi:") is None
    True
    """
    if len(line) > _LONGEST:
        return None
    text = _clean(line)
    if languages := _by_word("no comments").get(text):
        return Header(0, languages)
    if languages := _by_word("one comment").get(text):
        return Header(1, languages)
    if languages := _by_word("comments").get(text):
        # "Kommentare:" with no number.
        return Header(None, languages) if line.rstrip().endswith(":") else None
    found = _COUNTED.fullmatch(text)
    if found is None:
        return None
    number, words = (found[1], found[2]) if found[1] else (found[4], found[3])
    languages = _by_word("comments").get(words.strip())
    return Header(int(number), languages) if languages else None


def split_said(line: str) -> tuple[str, str]:
    """Return (name, languages) of a line such as "Name ha detto..."; the whole line and "" if it is none.

    >>> split_said("Anna Rossi ha detto..."), split_said("Anna Rossi")
    (('Anna Rossi', 'it'), ('Anna Rossi', ''))
    """
    text = _ELLIPSIS.sub("", line.strip())
    if len(text) > _LONGEST:
        return line.strip(), ""
    words = text.split()
    for count in (3, 2, 1):
        if len(words) > count:
            tail = _clean(" ".join(words[-count:]))
            languages = _by_word("said").get(tail)
            if languages:
                return " ".join(words[:-count]), "|".join(sorted(languages))
    return text if text != line.strip() and not line.strip().endswith(":") else line.strip(), ""


def is_post_comment(line: str) -> bool:
    """Return whether *line* is the link to write a comment.

    >>> is_post_comment("Posta un commento"), is_post_comment("Posta un commento e vinci")
    (True, False)
    """
    return len(line) <= _LONGEST and _clean(line) in _post_comment()


def chrome_kind(line: str) -> str:
    """Return what *line* is when Blogger or a common gadget prints it, "" if it is none of these.

    >>> chrome_kind("Condividi"), chrome_kind("Un post qualsiasi")
    ('share buttons', '')
    """
    if len(line) > _LONGEST:
        return ""
    known = _lines()
    text = _clean(line)
    kind = known.get(text, "")
    if kind or " " not in text:
        return kind
    # Links that stood side by side: "Newer Post Older Post".
    words = text.split()
    for cut in range(1, len(words)):
        left, right = known.get(_clean(" ".join(words[:cut]))), known.get(_clean(" ".join(words[cut:])))
        if left and left == right:
            return left
    return ""


def is_licence(line: str) -> bool:
    """Return whether *line* begins a licence notice."""
    text = _clean(line)
    return any(text.startswith(_clean(words)) for _, words in _table()["licence"])


@cache
def _posted() -> re.Pattern[str]:
    words = sorted({words for _, words in _table()["posted by"]}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\s*:?\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


@cache
def _label_words() -> frozenset[str]:
    return frozenset(_clean(words) for _, words in _table()["labels"])


def split_posted(line: str) -> str | None:
    """Return what follows the words for "posted by", None if *line* does not begin with them.

    >>> split_posted("Pubblicato da Anna Rossi a 10:35")
    'Anna Rossi a 10:35'
    """
    found = _posted().match(line.strip())
    return found["rest"].strip() if found and len(line) <= 200 else None


def split_labels(line: str) -> tuple[str, ...] | None:
    """Return the labels that *line* lists, None if it does not begin with the word for them.

    >>> split_labels("Etichette: web, lavoro")
    ('web', 'lavoro')
    """
    head, colon, rest = line.partition(":")
    if not colon or _clean(head) not in _label_words() or len(line) > 1000:
        return None
    return tuple(label.strip() for label in rest.split(",") if label.strip())


@cache
def at_words() -> str:
    """Return a pattern for the words before the time of a post."""
    return "|".join(re.escape(words) for words in sorted((words for _, words in _table()["at"]), key=len, reverse=True))
