"""Locale codes as exports, pages and settings spell them, brought to one spelling.

Blogger's data comes from Java, so ``BLOG_LOCALE`` holds ``in``, ``iw`` and ``en_GB`` where a page says
``it-IT`` or ``pt-BR``. Everything behind the readers sees only the canonical BCP-47 spelling (RFC 5646,
section 4.5: deprecated subtags replaced, case by kind of subtag).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

# ISO 639 codes that were withdrawn (java.util.Locale kept iw, in and ji until JDK 17) or that Blogger's
# language list uses for another one (no, tl); and the bibliographic three-letter codes of its languages.
_LANGUAGES: Final = {
    "in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "no": "nb", "tl": "fil", "sh": "sr",
    "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de",
    "ell": "el", "gre": "el", "eng": "en", "est": "et", "eus": "eu", "baq": "eu", "fas": "fa", "per": "fa",
    "fin": "fi", "fra": "fr", "fre": "fr", "glg": "gl", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu",
    "ind": "id", "isl": "is", "ice": "is", "ita": "it", "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt",
    "msa": "ms", "may": "ms", "nld": "nl", "dut": "nl", "nob": "nb", "nor": "nb", "pol": "pl", "por": "pt",
    "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr",
    "swe": "sv", "tam": "ta", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "zho": "zh",
    "chi": "zh",
}  # fmt: skip

# Three-part Java locales that BCP-47 writes otherwise (java.util.Locale, "Special cases").
_WHOLE: Final = {
    "th-th-th": "th-TH-u-nu-thai",
    "ja-jp-jp": "ja-JP-u-ca-japanese",
    "no-no-ny": "nn-NO",
    "zh-chs": "zh-Hans",
    "zh-cht": "zh-Hant",
    "c": "",
    "posix": "",
    "root": "",
    "und": "",
}

_RTL_SCRIPTS: Final = frozenset(
    ("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa")
)
# Languages written from right to left when no script is named (CLDR likely subtags).
_RTL_LANGUAGES: Final = frozenset({
    "ar", "arc", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc",
    "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
})  # fmt: skip

_SEPARATORS: Final = re.compile(r"[-_]+")
_POSIX_TAIL: Final = re.compile(r"[.@].*\Z", re.DOTALL)
_SUBTAG: Final = re.compile(r"[a-z0-9]{1,8}\Z")
_LONGEST: Final = 64


@lru_cache(maxsize=512)
def normalize(code: str) -> str:
    """Return the canonical BCP-47 spelling of *code*, or ``""`` if it is no locale code.

    Accepted: BCP-47, Java (``pt_BR``, ``iw``, ``sr_RS_#Latn``, ``th_TH_TH``), POSIX (``de_AT.UTF-8``),
    any case and blanks around. Nothing is checked against a registry: a well-formed unknown code is kept.

    >>> [normalize(code) for code in ("in", "iw", "en_GB", "it-IT", "PT-br", "zh_hant_tw", "es_419")]
    ['id', 'he', 'en-GB', 'it-IT', 'pt-BR', 'zh-Hant-TW', 'es-419']
    >>> normalize("not a locale!")
    ''
    """
    text = _POSIX_TAIL.sub("", code.strip()[: _LONGEST + 1].replace("#", "")).lower()
    if len(text) > _LONGEST or not text.isascii():
        return ""
    parts = [part for part in _SEPARATORS.split(text) if part]
    whole = _WHOLE.get("-".join(parts))
    if whole is not None:
        return whole
    if not parts or not all(_SUBTAG.match(part) for part in parts):
        return ""
    if not (parts[0].isalpha() and 2 <= len(parts[0]) <= 3):
        return ""
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts and parts[1] != scripts[0] and "x" not in parts and "u" not in parts:
        # Java puts the script last (sr_RS_#Latn), BCP-47 right after the language.
        parts.remove(scripts[0])
        parts.insert(1, scripts[0])
    out = [_LANGUAGES.get(parts[0], parts[0])]
    extension = False
    for position, part in enumerate(parts[1:], 1):
        extension = extension or len(part) == 1
        if extension:
            out.append(part)
        elif position == 1 and len(part) == 4 and part.isalpha():
            out.append(part.title())
        elif len(part) == 2 and part.isalpha():
            out.append(part.upper())
        else:
            out.append(part)
    return "-".join(out)


def language(code: str) -> str:
    """Return the language subtag of *code* in canonical spelling, or ``""``.

    >>> language("en_GB"), language("in"), language("")
    ('en', 'id', '')
    """
    return normalize(code).partition("-")[0]


def script(code: str) -> str:
    """Return the script subtag of *code* if it names one (``"Hant"``), else ``""``.

    >>> script("zh-Hant-TW"), script("zh-TW")
    ('Hant', '')
    """
    for part in normalize(code).split("-")[1:]:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            return part
    return ""


def region(code: str) -> str:
    """Return the region subtag of *code* (``"GB"``, ``"419"``), or ``""``.

    >>> region("en_gb"), region("es-419"), region("zh-Hant")
    ('GB', '419', '')
    """
    for part in normalize(code).split("-")[1:]:
        if len(part) == 1:
            break
        if (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            return part
    return ""


def direction(code: str) -> Direction:
    """Return the direction in which text of locale *code* runs; ``"ltr"`` when the code is unknown.

    A script named in the code decides before the language does.

    >>> direction("iw"), direction("fa_IR"), direction("en"), direction("ur-Latn"), direction("")
    ('rtl', 'rtl', 'ltr', 'ltr', 'ltr')
    """
    written = script(code).lower()
    if written:
        return "rtl" if written in _RTL_SCRIPTS else "ltr"
    return "rtl" if language(code) in _RTL_LANGUAGES else "ltr"
