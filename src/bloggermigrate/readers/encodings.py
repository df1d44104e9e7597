"""The encoding of words that declare none.

Only in the right one do the lines of their dates become dates, of the right weekday and in a language that was
written so. The words of a page need no other evidence, and no statistics.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What Windows and older systems wrote, with the languages of each; the first where nothing tells another.
_ENCODINGS: Final = {
    "cp1252": frozenset(("af", "ca", "da", "de", "en", "es", "eu", "fi", "fil", "fr", "gl", "id", "is", "it", "ms"))
    | {"nb", "nl", "pt", "sv", "sw", "zu"},
    "cp1250": frozenset(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sr-Latn")),
    "iso8859-2": frozenset(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sr-Latn")),
    "cp1251": frozenset(("bg", "ru", "sr", "uk")),
    "koi8-u": frozenset(("ru", "uk")),
    "iso8859-5": frozenset(("bg", "ru", "sr")),
    "cp1253": frozenset(("el",)),
    "cp1254": frozenset(("tr",)),
    "cp1255": frozenset(("he",)),
    "cp1256": frozenset(("ar", "fa", "ur")),
    "cp1257": frozenset(("et", "lt", "lv")),
    "cp1258": frozenset(("vi",)),
    "cp874": frozenset(("th",)),
    "cp932": frozenset(("ja",)),
    "euc-jp": frozenset(("ja",)),
    "gb18030": frozenset(("zh-CN",)),
    "big5hkscs": frozenset(("zh-HK", "zh-TW")),
    "cp949": frozenset(("ko",)),
}
_LOOKED_AT: Final = 4 * 1024 * 1024
_LONGEST: Final = 160
_MOST_LINES: Final = 60
#: Between these stands one line of words; none of them is a part of a letter in any of the encodings.
_LINES: Final = re.compile(rb"[\r\n<>]+")
_SAMPLE: Final = 64 * 1024
#: A sign that stands in no word, close to a letter.
_SIGN: Final = r"[\x80-\x9f\xa2-\xa6\xa8\xa9\xac\xae-\xb1\xb4\xb6\xb8\xb9\xbc-\xbe\ufffd]"
_SIGN_IN_WORD: Final = re.compile(rf"(?<=[^\W\d_]){_SIGN}|{_SIGN}(?=[^\W\d_])")
_DIGIT: Final = re.compile(rb"\d")


def decode(data: bytes) -> str:
    """Return the text of *data*: by its byte order mark, as UTF-8, else in the encoding that its dates tell.

    >>> decode("così".encode("windows-1252")), decode("вторник, 1 марта 2011 г.".encode("windows-1251"))
    ('così', 'вторник, 1 марта 2011 г.')
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(told_by_dates(data), "replace")


def told_by_dates(data: bytes) -> str:
    """Return the encoding in which most lines of *data* are dates; Windows-1252 where none tells another."""
    lines = []
    for line in _LINES.split(data[:_LOOKED_AT]):
        if 6 <= len(line.strip()) <= _LONGEST and _DIGIT.search(line):
            lines.append(line)
            if len(lines) >= _MOST_LINES:
                break
    scores = {name: sum(_speaks_for(line, name, languages) for line in lines) for name, languages in _ENCODINGS.items()}
    most = max(scores.values())
    best = [name for name, score in scores.items() if score == most]
    if len(best) == 1:
        return best[0]
    # Dates of plain letters alone: in the wrong one of two relatives signs stand within words.
    sample = data[:_SAMPLE]
    return min(best, key=lambda name: len(_SIGN_IN_WORD.findall(sample.decode(name, "replace"))))


def _speaks_for(line: bytes, name: str, languages: frozenset[str]) -> int:
    from bloggermigrate.dates import parse_date  # what reads dates is big, and most files are UTF-8

    try:
        text = line.decode(name)
    except UnicodeDecodeError:
        return -1
    found = parse_date(text)
    if found is None or found.leftover:
        return 0
    code = found.locale
    return (3 if found.weekday_ok else 1) + (code in languages or code.partition("-")[0] in languages)
