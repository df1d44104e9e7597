"""Runs of a paragraph as a reading gathers them: joined, parted at pictures, taken out of blocks."""

from __future__ import annotations

from itertools import takewhile

from bloggermigrate.body.document import PLAIN, Block, Image, Paragraph, Run, Style

#: the one run that is a line break: told by identity
BREAK: Run = ("\n", PLAIN)


def joined(runs: list[Run]) -> list[Run]:
    """Runs in which no two texts of one style stand side by side."""
    result: list[Run] = []
    texts: list[str] = []
    last: Style | None = None
    for run in runs:
        content, style = run
        if type(content) is not str or content == "\n":
            if last is not None:
                result.append((texts[0] if len(texts) == 1 else "".join(texts), last))
                last = None
            result.append(run)
        elif style is last:
            texts.append(content)
        else:
            if last is not None:
                result.append((texts[0] if len(texts) == 1 else "".join(texts), last))
            texts = [content]
            last = style
    if last is not None:
        result.append((texts[0] if len(texts) == 1 else "".join(texts), last))
    return result


def part_pictures(runs: list[Run]) -> list[list[Run]]:
    """Part a paragraph so that pictures on lines of their own become paragraphs of their own.

    A photo (one that is linked to its larger self, or is large itself) at the start or end of a line of
    text was set beside the text; it gets a line of its own too, while a smiley stays where it is.
    """
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run is BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    parts: list[list[Run]] = []
    text_before = False
    for line in lines:
        for part in _photos_apart(line):
            text = any(_is_text(run) for run in part)
            if text and text_before and part is line:
                parts[-1].append(BREAK)
                parts[-1].extend(part)
            else:
                parts.append(part)
            text_before = text
    return parts


def _is_text(run: Run) -> bool:
    return type(run[0]) is not Image and run[0] != " "


def _is_photo(run: Run) -> bool:
    picture = run[0]
    return type(picture) is Image and (picture.larger is not None or (picture.width or 0) >= _PHOTO_WIDTH)


#: Pictures from this width on are no ornaments of a line. Blogger's smallest offer is 200.
_PHOTO_WIDTH = 200


def _photos_apart(line: list[Run]) -> list[list[Run]]:
    """A line, less the photos at its two ends."""
    start, end = 0, len(line)
    while start < end and (_is_photo(line[start]) or (start and line[start][0] == " ")):
        start += 1
    while end > start and (_is_photo(line[end - 1]) or (end < len(line) and line[end - 1][0] == " ")):
        end -= 1
    if start == 0 and end == len(line):
        return [line] if line else []
    return [part for part in (_bare(line[:start]), _bare(line[start:end]), _bare(line[end:])) if part]


def _bare(line: list[Run]) -> list[Run]:
    """A line without blanks at its ends."""
    line = list(line)
    if line and type(line[0][0]) is str:
        line[0] = (line[0][0].lstrip(" "), line[0][1])
    if line and type(line[-1][0]) is str:
        line[-1] = (line[-1][0].rstrip(" "), line[-1][1])
    return [run for run in line if run[0] != ""]


def words_first(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Part *blocks* into the paragraphs that they begin with, and the rest: where words alone can stand, and behind.

    >>> words_first([Paragraph([("a", PLAIN)])])
    ([Paragraph(runs=[('a', Style(marks=0, href=None, title='', abbr=''))])], [])
    """
    words = list(takewhile(lambda block: isinstance(block, Paragraph), blocks))
    return words, blocks[len(words) :]


def inline_runs(blocks: list[Block], *, gap: bool = False) -> list[Run]:
    """The runs of *blocks*' paragraphs, with a line break between them, two for a *gap*."""
    runs: list[Run] = []
    for part in blocks:
        if isinstance(part, Paragraph):
            if runs:
                runs.extend([BREAK, BREAK] if gap else [BREAK])
            runs.extend(part.runs)
    return runs
