"""The originals in a Takeout's albums: which picture of a post is which file there.

Nothing links the two but the name. A name may have been given twice (every camera begins at IMG_0001), so the shape of
the picture and the time of its upload are asked as well; what they leave open is a guess and is called one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bloggermigrate.images.catalogue import Picture
from bloggermigrate.images.kinds import dimensions, kind_of
from bloggermigrate.images.sizes import parse
from bloggermigrate.readers.albums import AlbumPicture
from bloggermigrate.text.slugs import fold

_HEAD = 1 << 16
#: how far two shapes may differ that were rounded to whole pixels
_SHAPE = 0.03
#: seconds between an upload and the post that shows it, for most
_DAYS = 86400
_NEAR = 10 * _DAYS


@dataclass(frozen=True, slots=True)
class Match:
    """*how*: "album" where name, shape and time leave no other, "album-guess" where they do."""

    picture: AlbumPicture
    how: Literal["album", "album-guess"]


class Albums:
    """The pictures of a blog's albums by their names."""

    def __init__(self, pictures: Iterable[AlbumPicture]) -> None:
        self._named: dict[str, list[AlbumPicture]] = {}
        for picture in pictures:
            if not picture.mime.startswith("video/"):
                self._named.setdefault(_key(picture.name), []).append(picture)

    def __bool__(self) -> bool:
        return bool(self._named)

    def find(self, picture: Picture) -> Match | None:
        """Return the original of *picture*, None where the albums have none that could be it."""
        names = dict.fromkeys(_key(name) for url in picture.addresses if (name := parse(url).name))
        candidates = [each for name in names for each in self._named.get(name, ())]
        shaped = [each for each in candidates if _fits(each, picture)]
        if not shaped:
            return None
        if len(shaped) == 1:
            far = _distance(shaped[0], picture)
            # Somebody else's picture of the same name: the album's came years before or after.
            sure = far is None or far < 400 * _DAYS
            return Match(shaped[0], "album" if sure else "album-guess")
        ordered = sorted(shaped, key=lambda each: (_distance(each, picture) or 0, each.album, each.name))
        first, second = (_distance(each, picture) for each in ordered[:2])
        sure = first is not None and second is not None and first < _NEAR and second > 6 * max(first, _DAYS)
        return Match(ordered[0], "album" if sure else "album-guess")


def _key(name: str) -> str:
    """Return what names share that Google wrote differently: case, and blanks that are plus signs in addresses."""
    return fold(name.replace("+", " ").strip())


def _distance(found: AlbumPicture, picture: Picture) -> float | None:
    if found.created is None or picture.at is None:
        return None
    return abs(found.created.timestamp() - picture.at)


def _fits(found: AlbumPicture, picture: Picture) -> bool:
    """Whether a file is a picture of the shape that the post shows; what is not known does not speak against it."""
    head = found.file.head(_HEAD)
    if kind_of(head) is None:
        return False
    size = dimensions(head)
    if not size or not picture.width or not picture.height or min(picture.width, picture.height) < 32:
        return True
    shown, real = picture.width / picture.height, size[0] / size[1]
    # A photo taken upright says so beside its pixels, which lie.
    return any(abs(shown / shape - 1) < _SHAPE + 1 / min(picture.width, picture.height) for shape in (real, 1 / real))
