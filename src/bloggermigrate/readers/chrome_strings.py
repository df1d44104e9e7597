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

from bloggermigrate.dates.folding import fold, squeeze

_LINE: Final = "line: "
#: What the links below a comment are: to answer, to delete.
CONTROLS: Final = "comment controls"


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


_EDGES: Final = " \t.:…«»<>←→‹›·•|-،؛、"


def _clean(line: str) -> str:
    return " ".join(fold(line).strip(_EDGES).split())


@cache
def _lines() -> dict[str, str]:
    """Return what a line is, by its letters: links that stood side by side are copied with blanks or without."""
    return {
        squeeze(words): key.removeprefix(_LINE)
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
def _counts() -> dict[str, frozenset[str]]:
    """Return the languages by what counts comments, ``{}`` in place of the number: "{} comments", "comments {}"."""
    out: dict[str, frozenset[str]] = {}
    for words, languages in _by_word("comments").items():
        around = [words] if "{}" in words else [f"{{}} {words}", f"{{}}{words}", f"{words} {{}}", f"{words} ({{}})"]
        for text in around:
            out[text] = out.get(text, frozenset()) | languages
    return out


@cache
def _post_comment() -> frozenset[str]:
    return frozenset(_clean(words) for _, words in _table()["post a comment"])


#: What stands before the number of comments: a blank, or the end of a time.
_BEFORE_COUNT: Final = re.compile(r"\s+|(?<=[:.]\d\d)(?=\w)|(?<=[AaPp][Mm])(?=\w)|(?<=[AaPp]\.[Mm]\.)(?=\w)")
_NUMBER: Final = re.compile(r"\d{1,6}")
_ELLIPSIS: Final = re.compile(r"\s*(?:\.{2,}|…)?\s*[:：]?\s*\Z")
_LONGEST: Final = 120
#: Letters of a link's words, and of a row of links.
_LONGEST_LINK: Final = 60
_LONGEST_ROW: Final = 250


def comments_header(line: str) -> Header | None:
    """Return what *line* says of the number of comments, None if it is no such line.

    >>> comments_header("1 commenti:").count, comments_header("Nessun commento:").count
    (1, 0)
    >>> comments_header("댓글 3개:").count, comments_header("هناك تعليق واحد:").count
    (3, 1)
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
        return Header(None, languages) if line.rstrip().endswith((":", "：")) else None
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    counted = _counts().get(" ".join(text.replace(numbers[0], "{}").split()))
    return Header(int(numbers[0]), counted) if counted else None


def without_count(line: str) -> tuple[str, Header | None]:
    """Return *line* without the number of comments at its end, with which it may be glued, and that number.

    >>> text, header = without_count("Posted by Anna at 10:35 AM 3 comments:")
    >>> text, header.count
    ('Posted by Anna at 10:35 AM', 3)
    >>> without_count("Pubblicato da Anna a 10:35Nessun commento:")[0]
    'Pubblicato da Anna a 10:35'
    """
    if len(line) > 2 * _LONGEST:
        return line, None
    for found in _BEFORE_COUNT.finditer(line):
        header = comments_header(line[found.end() :])
        if header is not None:
            return line[: found.end()].rstrip(" |·-"), header
    return line, None


@dataclass(frozen=True, slots=True)
class _Said:
    before: tuple[str, ...]  #: words before the name
    after: tuple[str, ...]
    dots: bool  #: Blogger prints dots behind it


#: How many words the number of comments, or what stands around a name, has at most.
_MOST_WORDS: Final = 6
#: What stood beside a name as the picture of where it is from, and was copied as its words.
_ICONS: Final = frozenset({"blogger", "openid"})


@cache
def _said() -> dict[_Said, frozenset[str]]:
    """Return the languages by what stands around the name of who said something."""
    out: dict[_Said, frozenset[str]] = {}
    for key in ("said", "said without dots"):
        for language, words in _table()[key]:
            before, _, after = words.rpartition("{}")
            said = _Said(_folded(before), _folded(after), key == "said")
            out[said] = out.get(said, frozenset()) | {language}
    return out


@cache
def _said_by_end() -> dict[str, tuple[_Said, ...]]:
    """Return the same by the last word, the longest first."""
    out: dict[str, list[_Said]] = {}
    for said in _said():
        out.setdefault(said.after[-1] if said.after else "", []).append(said)
    return {word: tuple(sorted(rows, key=_length, reverse=True)) for word, rows in out.items()}


def _length(said: _Said) -> int:
    return len(said.before) + len(said.after)


def _folded(words: str) -> tuple[str, ...]:
    return tuple(_clean(word) for word in words.split())


def split_said(line: str) -> tuple[str, str]:
    """Return (name, languages) of a line such as "Name ha detto..."; the whole line and "" if it is none.

    >>> split_said("Anna Rossi ha detto..."), split_said("Anna Rossi")
    (('Anna Rossi', 'it'), ('Anna Rossi', ''))
    >>> split_said("Blogger Anna Rossi said..."), split_said("Sinabi ni Anna...")
    (('Anna Rossi', 'en'), ('Anna', 'fil'))
    """
    whole = line.strip()
    if len(whole) > _LONGEST:
        return whole, ""
    dotted = whole.endswith(("...", "…", ":", "："))
    words = _ELLIPSIS.sub("", whole).split()
    keys = _folded(" ".join(words))
    if not keys:
        return whole, ""
    known = _said_by_end()
    for said in (*known.get(keys[-1], ()), *known.get("", ())):
        first, last = len(said.before), len(keys) - len(said.after)
        if first < last and dotted >= said.dots and keys[:first] == said.before and keys[last:] == said.after:
            return _name(words[first:last]), "|".join(sorted(_said()[said]))
    return whole, ""


def _name(words: list[str]) -> str:
    """Return the name in *words*, without what an icon beside it said: "Blogger Anna", "Anonymous Anonymous"."""
    half = len(words) // 2
    if len(words) > 1 and words[:half] == words[half:]:
        words = words[half:]
    elif len(words) > 1 and words[0].casefold() in _ICONS:
        words = words[1:]
    return " ".join(words)


def is_post_comment(line: str) -> bool:
    """Return whether *line* is the link to write a comment.

    >>> is_post_comment("Posta un commento"), is_post_comment("Posta un commento e vinci")
    (True, False)
    """
    return len(line) <= _LONGEST and _clean(line) in _post_comment()


def chrome_kind(line: str) -> str:
    """Return what *line* is when Blogger or a common gadget prints it, "" if it is none of these.

    >>> chrome_kind("Condividi"), chrome_kind("RispondiElimina"), chrome_kind("Un post qualsiasi")
    ('share buttons', 'comment controls', '')
    """
    if len(line) > _LONGEST_ROW:
        return ""
    if _clean(line).endswith("(atom)"):
        return "the subscription link"
    known = _lines()
    text = squeeze(line)
    # Of which kinds all up to a letter can be: "Newer PostOlder PostHome".
    kinds: list[set[str]] = [set(known.values()) if text else set(), *(set() for _ in text)]
    for start in range(len(text)):
        if kinds[start]:
            for end in range(start + 1, min(len(text), start + _LONGEST_LINK) + 1):
                kind = known.get(text[start:end])
                if kind in kinds[start]:
                    kinds[end].add(kind)
    return min(kinds[-1], default="")


def is_licence(line: str) -> bool:
    """Return whether *line* begins a licence notice."""
    text = _clean(line)
    return any(text.startswith(_clean(words)) for _, words in _table()["licence"])


@cache
def _posted() -> re.Pattern[str]:
    words = sorted({words for _, words in _table()["posted by"]}, key=len, reverse=True)
    ended = [re.escape(one.rstrip(":")) + r"\s*[:：]" if one.endswith(":") else re.escape(one) for one in words]
    return re.compile(rf"(?:{'|'.join(ended)})(?:(?<=[:：])\s*|\s*[:：]\s*|\s+)(?P<rest>.+)", re.IGNORECASE | re.DOTALL)


@cache
def _label_words(key: str = "labels") -> frozenset[str]:
    return frozenset(_clean(words) for _, words in _table()[key])


def split_posted(line: str) -> str | None:
    """Return what follows the words for "posted by", None if *line* does not begin with them.

    >>> split_posted("Pubblicato da Anna Rossi a 10:35")
    'Anna Rossi a 10:35'
    """
    found = _posted().match(line.strip(" #•·\t"))
    return found["rest"].strip() if found and len(line) <= 200 else None


def split_labels(line: str) -> tuple[str, ...] | None:
    """Return the labels that *line* lists, None if it does not begin with the word for them.

    >>> split_labels("Etichette: web, lavoro")
    ('web', 'lavoro')
    """
    head, colon, rest = line.replace("：", ":").partition(":")
    known = _label_words()
    if not colon:
        head, _, rest = line.partition(" ")
        known = _label_words("labels without a colon")
    if not rest or _clean(head) not in known or len(line) > 1000:
        return None
    return tuple(label.strip() for label in re.split("[,،、]", rest) if label.strip())


@cache
def _at_words() -> frozenset[str]:
    return frozenset(_clean(words) for _, words in _table()["at"])


def is_at(words: str) -> bool:
    """Return whether *words* stand before the time of a post.

    >>> is_at("alle ore"), is_at("à(s)"), is_at("Anna")
    (True, True, False)
    """
    return _clean(words) in _at_words()


def languages_of(line: str) -> frozenset[str]:
    """Return the languages in which *line* is one of Blogger's.

    >>> sorted(languages_of("3 kommentarer:")), sorted(languages_of("Send en kommentar"))
    (['da', 'nb', 'sv'], ['da'])
    """
    header = comments_header(line)
    if header is not None:
        return header.languages
    said = split_said(line)[1].split("|")
    rows = [("post a comment", _clean(line))]
    rows += [("posted by", _clean(" ".join(line.split()[:count]))) for count in (1, 2, 3)]
    found = {language for key, words in rows for language in _by_word(key).get(words, ())}
    return frozenset({*found, *said} - {""})
