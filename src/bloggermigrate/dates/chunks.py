"""What stands between the numbers of a date, read once and remembered.

A text is cut at its numbers: ``lunedì 28 febbraio 2011`` is ``"lunedì "``, ``" febbraio "`` and ``""``
around 28 and 2011. A blog prints few such chunks, thousands of times each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .folding import fold
from .tables import Entry, Lexicon, Meaning, ordinals

# A word is what stands between blanks, digits and known punctuation; any other sign makes an unknown word.
_PUNCTUATION: Final = r"\s!-/:-@\[-`{-~،؛؟、。·•–—−‐‑…«»“”„‹›፣፡।॰⸱"
_WORD: Final = re.compile(rf"[^{_PUNCTUATION}]+")
_HARD: Final = re.compile(r"([,;:/()\[\]|،؛、。•<>\"“”„«»፣·]+)")
_STRANGE: Final = re.compile(r"[#$%&+<=>@\\^{}?]")
_ORDINAL: Final = re.compile(rf"[-.:]?([^{_PUNCTUATION}\d]{{1,3}})(?![^{_PUNCTUATION}])")
#: The mark within a Hebrew abbreviation, typed as a quotation mark.
_GERSHAYIM: Final = re.compile(r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_DASHES: Final = str.maketrans("–—−‐‑", "-----")
#: Stands for punctuation among the words.
_MARK: Final = Entry()
#: Scripts that write words together: Han, kana, Hangul, Thai.
_TOGETHER: Final = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_LONGEST_RUN: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """What one chunk contributes. Equal ``shape`` means: the same for the plan of the whole text."""

    shape: str
    sep: str = ""  #: punctuation alone, ``~`` behind it if blanks stand around: ``"/"``, ``".~"``, ``" "``
    words: bool = False
    names: tuple[tuple[Meaning, Meaning], ...] = ()  #: (as month, as weekday) of each name
    letters: str = ""  #: for each name M month, W weekday, E either
    half: str = ""
    behind: bool = False  #: the half counts only behind a time: its word is one letter or means other things
    after: str = ""  #: role of the number before
    before: str = ""  #: role of the number after
    era: str = ""
    unknown: tuple[str, ...] = ()
    opens: bool = False  #: ends with an opening bracket
    closes: bool = False  #: begins with a closing one
    dotted: bool = False  #: begins with a dot: the number before is an ordinal
    skeleton: tuple[str, ...] = ()  #: fields and literals in order, for the pattern


def read_chunk(raw: str, lexicon: Lexicon) -> Chunk:
    """Return what *raw*, the text before, between or after numbers, says in the words of *lexicon*."""
    folded = fold(raw).translate(_DASHES)
    if '"' in folded:
        folded = _GERSHAYIM.sub("", folded)
    stripped = folded.strip()
    if not stripped:
        return Chunk(shape=" " if folded else "", sep=" " if folded else "")
    opens, closes = stripped.endswith("("), stripped.startswith(")")
    strange = tuple(_STRANGE.findall(stripped))
    year = "y" if raw.rstrip()[-1:] in {"'", "’", "‘"} and raw[-1:] == raw.rstrip()[-1:] else ""
    if not _WORD.search(stripped):
        marks = "".join(stripped.split())
        sep = (marks[0] if set(marks) == {marks[0]} else marks) + ("" if folded == stripped else "~")
        return Chunk(
            shape=f"{sep}{year}" if not strange else f"{sep}?",
            sep=sep,
            before=year,
            unknown=strange,
            opens=opens,
            closes=closes,
        )
    return _read_words(folded, lexicon, year=year, strange=strange, opens=opens, closes=closes)


def _read_words(
    folded: str, lexicon: Lexicon, *, year: str, strange: tuple[str, ...], opens: bool, closes: bool
) -> Chunk:
    found: list[tuple[str, Entry | None]] = []
    after = ""
    ordinal = _ORDINAL.match(folded)
    rest = folded
    if ordinal and ordinal[1] in ordinals():
        rest = folded[ordinal.end() :]
    for place, segment in enumerate(_HARD.split(rest)):
        if place % 2:
            found.append((segment, _MARK))
            continue
        pieces = _WORD.findall(segment)
        if pieces:
            at_start = place == 0 and rest is folded
            found += _look_up(pieces, lexicon, at_start=at_start)
            if at_start and found and found[0][1] and found[0][1].after:
                entry = found[0][1]
                after = entry.after
                found[0] = (found[0][0], Entry(after=after))
    names: list[tuple[Meaning, Meaning]] = []
    letters = half = era = before = ""
    behind = False
    skeleton: list[str] = []
    unknown = list(strange)
    words = [(key, meant) for key, meant in found if meant is not _MARK]
    for key, meant in found:
        if meant is _MARK:
            skeleton.append(key)
        elif meant is None:
            unknown.append(key)
            skeleton.append(f"'{key}'")
        elif meant.months or meant.days:
            names.append((meant.months, meant.days))
            letters += "E" if meant.months and meant.days else "M" if meant.months else "W"
            skeleton.append(("M" if meant.months else "E") * (4 if meant.wide else 3))
        elif meant.half and not (meant.alone and len(words) > 1):
            if not half:
                half, behind = meant.half, meant.alone
            skeleton.append("a")
        elif meant.era:
            era = meant.era
            skeleton.append("G")
        else:
            skeleton.append(f"'{key}'")
    last = words[-1][1] if words else None
    if last is not None and last.before:
        before = last.before
    # A half of the day counts for the number it touches.
    first_is_half = bool(half and words and words[0][1] and words[0][1].half)
    shape = (
        f"{after}|{'<' if first_is_half else ''}{letters}{('b' if behind else 'a') if half else ''}{era and '@'}|"
        f"{before or year}{'(' if opens else ''}{')' if closes else ''}{'?' if unknown else ''}"
    )
    return Chunk(
        shape=shape,
        words=True,
        names=tuple(names),
        letters=letters,
        half=half,
        behind=behind,
        after=after,
        before=before or year,
        era=era,
        unknown=tuple(unknown),
        opens=opens,
        closes=closes,
        dotted=folded.startswith("."),
        skeleton=tuple(skeleton),
    )


def _look_up(pieces: list[str], lexicon: Lexicon, *, at_start: bool) -> list[tuple[str, Entry | None]]:
    """Return the longest names that *pieces*, taken together, are made of; None for what is not known."""
    entries = lexicon.entries
    out: list[tuple[str, Entry | None]] = []
    place = 0
    while place < len(pieces):
        for length in range(min(_LONGEST_RUN, len(pieces) - place), 0, -1):
            key = "".join(pieces[place : place + length])
            entry = entries.get(key)
            if entry is not None:
                out.append((key, entry))
                place += length
                break
        else:
            if _TOGETHER.search(pieces[place]):
                # From here on, blanks say nothing.
                together = "".join(pieces[place:])
                return out + _cut(together, lexicon, at_start=at_start and not out)
            out += _split(pieces[place], entries)
            place += 1
    return out


def _split(word: str, entries: dict[str, Entry]) -> list[tuple[str, Entry | None]]:
    """Return *word* as a half of the day and the joiner written on to it (Telugu "AMకి"), if it is that."""
    for cut in range(2, len(word)):
        half, rest = entries.get(word[:cut]), entries.get(word[cut:])
        if half is not None and half.half and rest is not None and not word[cut:].isascii():
            return [(word[:cut], half), (word[cut:], rest)]
    return [(word, None)]


def _is_unit(text: str, entries: dict[str, Entry]) -> bool:
    """Return whether *text*, right behind a number, begins with a unit of one character and no weekday."""
    entry = entries.get(text[0])
    return entry is not None and bool(entry.after) and not text.startswith(("曜", "요일"), 1)


def _cut(text: str, lexicon: Lexicon, *, at_start: bool) -> list[tuple[str, Entry | None]]:
    """Return the names in *text*, which is written without blanks, longest first at each place."""
    entries = lexicon.entries
    out: list[tuple[str, Entry | None]] = []
    place = 0
    missed = ""
    while place < len(text):
        longest = min(lexicon.longest, len(text) - place)
        if at_start and place == 0 and _is_unit(text, entries):
            longest = 1  # 日日曜日: the unit of the number comes first
        for length in range(longest, 0, -1):
            key = text[place : place + length]
            entry = entries.get(key)
            if entry is not None and (length > 1 or not key.isascii()):
                if missed:
                    out.append((missed, None))
                    missed = ""
                out.append((key, entry))
                place += length
                break
        else:
            missed += text[place]
            place += 1
    if missed:
        out.append((missed, None))
    return out
