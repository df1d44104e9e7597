"""Files that many posts share: parts of them from the workers, joined here and cut at a size that importers take.

A worker knows one post. What only the whole file can settle (numbers, dates that must differ) it leaves open;
`Joiner.settle` fills it in, in the order of the blog, so that the bytes do not depend on the workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bloggermigrate.model import OutputFile

#: path of a piece of a one-file target that stands between others: `Writer.between` comes before all but the first
ITEM = "item"
#: first character of the path of a file beside a one-file target: it has the same name with this ending
BESIDE = "."


@dataclass(frozen=True, slots=True)
class Part(OutputFile):
    """A piece of a joined file: *path* names its section there, *data* is its text.

    All parts of one post stand in one file. *facts* is what `Frame.settle` has to know of it; *joined* names the
    files it belongs to where a target has two kinds of them: "" is the target's own.
    """

    facts: tuple[str, ...] = ()
    joined: str = ""


#: section → its pieces in order
Sections = dict[str, list[bytes]]


class Frame(NamedTuple):
    """How the files of one target look.

    *first* is the section that every post opens: a file is cut only there. *name* gives the path of the n-th file,
    from 1; *whole* makes the file of its sections; *settle* gives the final text of a part.
    """

    first: str
    name: Callable[[int], str]
    whole: Callable[[Sections], Iterable[bytes]]
    settle: Callable[[Part], bytes] = lambda part: part.data


class Joiner:
    """Joins parts into files of about *limit* bytes; a post that is bigger has a file of its own."""

    def __init__(self, frame: Frame, limit: int) -> None:
        self._frame = frame
        self._limit = max(limit - sum(map(len, frame.whole({}))), 1)
        self._sections: Sections = {}
        self._sources: list[str] = []
        self._size = 0
        self._count = 0

    def add(self, parts: Iterable[Part]) -> Iterator[OutputFile]:
        """Take the parts of one post and give the file that they do not fit into any more, if there is one."""
        settled = [(part, self._frame.settle(part)) for part in parts]
        size = sum(len(data) for _, data in settled)
        opens = any(part.path == self._frame.first for part, _ in settled)
        if opens and self._sections and self._size + size > self._limit:
            yield self._take()
        for part, data in settled:
            self._sections.setdefault(part.path, []).append(data)
            self._sources += part.sources
        self._size += size

    def end(self) -> Iterator[OutputFile]:
        """Give the last file; where nothing was added, one without posts."""
        yield self._take()

    def _take(self) -> OutputFile:
        self._count += 1
        data = b"".join(self._frame.whole(self._sections))
        file = OutputFile(self._frame.name(self._count), data, tuple(self._sources))
        self._sections, self._sources, self._size = {}, [], 0
        return file


def numbered(stem: str, ending: str) -> Callable[[int], str]:
    """Return names of files: the first has no number, so it is the same however many follow.

    >>> [numbered("blog", ".xml")(n) for n in (1, 2, 3)]
    ['blog.xml', 'blog-2.xml', 'blog-3.xml']
    """
    return lambda number: f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}"
