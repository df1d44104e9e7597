"""Names brought to the one form under which the tables hold them."""

from __future__ import annotations

import unicodedata
from typing import Final

# Letters that Unicode does not decompose but that people type, and old pages print, in either way.
_SAME_LETTER: Final = {
    "°": "o", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "n", "ħ": "h",
    "ʼ": "", "ʻ": "", "ʹ": "", "'": "", "’": "", "‘": "", "`": "", "´": "", "׳": "", "״": "",
    # Arabic script: Persian, Urdu and Arabic code points for one letter.
    "ی": "ي", "ى": "ي", "ے": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ھ": "ه", "ہ": "ه", "ۂ": "ه", "ۀ": "ه",
    "ە": "ه", "ة": "ه", "ٱ": "ا", "ـ": "",
    # Malayalam: a chillu letter is its consonant with virama (Unicode 5.1 gave it a code point of its own).
    "ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്", "\u0d4e": "ര്",
    # Traditional and simplified characters of the words dates need.
    "週": "周", "禮": "礼", "點": "点", "時": "时", "後": "后", "號": "号", "國": "国",
}  # fmt: skip

# Marks that spelling may leave out. Vowel signs of Indic scripts and of Thai are not among them: without
# them other words come out.
_DROPPED_MARKS: Final = (
    (0x0300, 0x036F),  # Latin, Greek, Cyrillic
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),
    (0x064B, 0x065F),  # Arabic vowels and hamza
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
)
_NUKTAS: Final = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c")


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(char): same for char, same in _SAME_LETTER.items()}
    for first, last in _DROPPED_MARKS:
        for code in range(first, last + 1):
            if unicodedata.category(chr(code)) == "Mn":
                table[code] = None
    for char in _NUKTAS:
        table[ord(char)] = None
    # Format characters: bidi marks, zero width (non-)joiners, soft hyphen, byte order mark.
    for code in (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)):
        table[code] = None
    for code in range(0x2060, 0x2070):
        table[code] = None
    return table


_TABLE: Final = _table()


def fold(text: str) -> str:
    """Return *text* without case, accents, presentation forms and format characters.

    Punctuation stays, in its ASCII form where Unicode knows one; letters of scripts in which marks are
    vowels keep them. Equal results mean: the same word for a reader of dates.

    >>> fold("LUNEDÌ"), fold("Σάββατο"), fold("AĞUSTOS"), fold("пʼятниця") == fold("п'ятниця")
    ('lunedi', 'σαββατο', 'agustos', True)
    >>> fold("ژوئیهٔ") == fold("ژوئيه")
    True
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_TABLE)
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Return the letters of *text*, folded, with nothing between them: the key of a name in the tables.

    >>> squeeze("segunda-feira"), squeeze("p. m."), squeeze("d’octubre"), squeeze("ม.ค.")
    ('segundafeira', 'pm', 'doctubre', 'มค')
    """
    return "".join(char for char in fold(text) if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"})
