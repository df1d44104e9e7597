"""Names that are safe everywhere: slugs for addresses, keys for files, both made once in a stable order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

#: longest slug in characters; file systems allow 255 bytes, a number and an ending are added
MAX_SLUG = 80
_MAX_BYTES = 180

# Device names that Windows refuses as a file name, with any ending.
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))
# Labels that differ only in signs which a slug drops.
_SIGNS = (("c++", "cpp"), ("c#", "c-sharp"), ("f#", "f-sharp"), (".net", "dot-net"), ("++", "-plus-plus"))
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.+ -]+")
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
# Letters and digits of all scripts; combining marks are letters' parts in Indic scripts, Thai, Arabic.
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
     "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "’": "", "'": "", "ʼ": ""}
)  # fmt: skip


def slugify(text: str) -> str:
    """Return a slug of *text*: ASCII where the text is Latin, else letters of its own script; "" if none is left.

    >>> slugify("Perché il caffè è più buono?"), slugify("C#"), slugify("C++"), slugify("Книги и кино"), slugify("…")
    ('perche-il-caffe-e-piu-buono', 'c-sharp', 'cpp', 'книги-и-кино', '')
    """
    lowered = text.strip().lower()
    for sign, word in _SIGNS:
        if sign in lowered:
            lowered = lowered.replace(sign, f"-{word}-" if len(lowered) > len(sign) else word)
    folded = unicodedata.normalize("NFKD", lowered.translate(_LETTERS_WITHOUT_DECOMPOSITION))
    ascii_only = folded.encode("ascii", "ignore").decode()
    letters = sum(character.isalnum() for character in lowered)
    kept = sum(character.isalnum() for character in ascii_only)
    if kept * 2 >= letters:
        slug = _NOT_ASCII_WORD.sub("-", ascii_only)
    else:
        slug = "".join(c if unicodedata.category(c)[0] in "LNM" else "-" for c in unicodedata.normalize("NFC", lowered))
        slug = re.sub("-+", "-", slug)
    return shorten(slug.strip("-"))


def shorten(slug: str) -> str:
    """Return *slug* cut to `MAX_SLUG` characters and the bytes of a file name, at the end of a word if one is near."""
    if len(slug) <= MAX_SLUG and len(slug.encode()) <= _MAX_BYTES:
        return slug
    cut = slug[:MAX_SLUG].encode()[:_MAX_BYTES].decode("utf-8", "ignore")
    head, dash, _ = cut.rpartition("-")
    return (head if dash and len(head) >= len(cut) // 2 else cut).strip("-")


def fold(name: str) -> str:
    """Return what two names must not share: file systems of Windows and macOS ignore case and normal form."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


@lru_cache(maxsize=512)  # years and months
def safe_segment(name: str) -> bool:
    """Whether *name* may stand as one part of a path on Linux, macOS and Windows and in an address."""
    if not name or name in (".", "..") or len(name.encode("utf-8", "replace")) > 240:
        return False
    if name[-1] in ". " or name[0] == " " or name.split(".", 1)[0].lower() in _RESERVED:
        return False
    if _PLAIN_NAME.fullmatch(name):
        return True
    # Cs: lone surrogates; Cc, Cf: control and direction marks that hide what a name says.
    return not any(c in '\\/:*?"<>|#%' or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)


def unique(wanted: str, take: Callable[[str], bool], first: int = 2) -> str:
    """Return *wanted*, or it with the first number from *first* on for which *take* says that it was free.

    *take* gets the folded name. A name (or path that ends in a name) of a Windows device gets a number at once.
    """
    last = wanted.rpartition("/")[2]
    if last.split(".", 1)[0].lower() not in _RESERVED and take(fold(wanted)):
        return wanted
    number = first
    while not take(fold(f"{wanted}-{number}")):
        number += 1
    return f"{wanted}-{number}"
