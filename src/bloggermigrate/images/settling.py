"""What becomes of the pictures of a body: which address is written, and which links around them go.

`Pictures` changes a document that was just read, before anybody else sees it. A link around a picture that leads to
the same picture only showed it larger: where the large one is shown, it goes. A link to anything else stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from bloggermigrate.body.document import (
    PLAIN,
    Block,
    Definitions,
    Details,
    Directed,
    Document,
    Embed,
    Figure,
    Heading,
    Image,
    ImageRef,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Style,
    Table,
)
from bloggermigrate.images.catalogue import Sighting
from bloggermigrate.images.sizes import Address, parse
from bloggermigrate.model import Reference
from bloggermigrate.options import ImagesMode

#: key of a picture → its place on the new site and why it has none; None where nothing is known of it
Lookup = Callable[[str], tuple[str, str] | None]

#: what is shown smaller than the smallest photo that Blogger offers is an ornament, and its size is part of it
_PHOTO_WIDTH = 200
#: in every address of a picture on one of Blogger's hosts
_MAY_BE_OURS = re.compile("blogspot|blogger|google|ggpht", re.I)
#: notes of a reading that say that a picture went
_DROPPED = ("tracker-dropped", "chrome-image-dropped", "dead-image-dropped")


class Pictures:
    """Decides what becomes of pictures; made once in each process.

    *says_width*: the target keeps the width that a picture is shown at. *base* is the address of the blog. *lookup*
    tells where pictures are, with mode "download". Sightings are made where they are *watched*: only a catalogue wants
    them.
    """

    def __init__(
        self,
        mode: ImagesMode,
        *,
        says_width: bool = False,
        base: str = "",
        lookup: Lookup | None = None,
        watched: bool = True,
    ) -> None:
        self._mode = mode
        self._watched = watched
        self._says_width = says_width
        self._base = base
        self._lookup = lookup

    # -- one body --------------------------------------------------------------------------------------------

    def settle(self, document: Document, entry: str) -> tuple[Document, list[Reference], list[Sighting]]:
        """Return the document with its pictures settled, what became of each, and each as the catalogue wants it."""
        references = [
            Reference("image", "dropped", "", "", entry)
            for note in document.notes
            if note.code in _DROPPED
            for _ in range(note.count)
        ]
        sightings: list[Sighting] = []
        # Links may lead to pictures, and a film's preview stands in no list.
        others = self._mode != "keep" and (document.links or any(type(block) is Embed for block in document.blocks))
        if not document.images and not others:
            return document, references, sightings
        captions = {image.src: image.caption for image in document.images if image.caption and self._watched}
        settled: dict[str, str] = {}
        levels = list(_levels(document.blocks))
        for runs in _runs(levels):
            for at, (content, style) in enumerate(runs):
                if type(content) is Image:
                    shown, state, link = self._picture(content, style.href)
                    if self._watched:
                        sightings.append(self._sighting(content, style.href, captions.get(content.src, ""), entry))
                    references.append(Reference("image", state, content.src, shown, entry))
                    larger = content.larger if link == style.href else None
                    settled.setdefault(content.src, shown)
                    if shown != content.src or link != style.href:
                        picture = Image(shown, content.alt, content.title, content.width, content.height, larger)
                        runs[at] = (picture, style if link == style.href else _linked(style, link))
                elif style.href and self._mode != "keep":
                    self._link(runs, at, entry, sightings)
        if self._mode != "keep":
            self._posters(levels, entry, sightings)
            met = tuple(self._met(image, settled) for image in document.images)
            document = Document(document.blocks, document.notes, met, document.links)
        return document, references, sightings

    def place(self, url: str, entry: str = "") -> tuple[str, list[Reference], list[Sighting]]:
        """Return the address to write for a picture that stands in no body (a gadget's, a preview)."""
        if not url:
            return "", [], []
        picture = Image(url)
        shown, state, _ = self._picture(picture, None)
        sightings = [self._sighting(picture, None, "", entry)] if self._watched else []
        return shown, [Reference("image", state, url, shown, entry)], sightings

    def _met(self, image: ImageRef, settled: dict[str, str]) -> ImageRef:
        """Return a picture of the list as it is written: covers are taken from there."""
        src = settled.get(image.src) or self._picture(Image(image.src), image.larger)[0]
        return ImageRef(src, image.alt, image.width, image.height, None, image.caption)

    # -- one picture -----------------------------------------------------------------------------------------

    def _picture(self, picture: Image, href: str | None) -> tuple[str, str, str | None]:
        """Return the address to write, the state, and the target of the link around it."""
        if self._mode == "keep":
            return picture.src, "local" if picture.src[:5].lower() == "data:" else "remote", href
        address = self._parse(picture.src)
        link = parse(href) if href else None
        alike = link is not None and link.asset == address.asset
        boxed = alike or (link is not None and _leads_nowhere(link.url))
        wanted = self._wanted(picture, address, link if alike else None)
        if self._mode == "download":
            found = self._lookup(key_of(address, wanted)) if self._lookup else None
            if found and found[0]:
                return found[0], "local", None if boxed else self._linked_place(href, link)
            if address.host == "data":
                return picture.src, "local", href
            if found and found[1]:
                return picture.src, "failed", href
        elif address.host == "data":
            return picture.src, "local", None if boxed else href
        kept = None if boxed else link.full if link and link.viewer else href
        if address.url != picture.src and wanted == address.url and not picture.src.startswith("//"):
            return picture.src, "remote", kept  # a path of the blog's own host, which nothing is known of
        # What Google's hosts call the whole picture is one; reading that address too would tell no more.
        whole = address.host == "google" and wanted == address.full != address.url
        chosen = address if whole else parse(wanted)
        upgraded = whole or chosen.whole or (alike and chosen.size > address.size)
        return wanted, "fullsize" if upgraded else "remote", kept

    def _wanted(self, picture: Image, address: Address, link: Address | None) -> str:
        """Return the address of the picture at the size that is to be shown."""
        if self._is_ornament(picture) and link is None and not address.viewer:
            return address.url
        if link is not None and address.host == "photos" and link.size > address.size:
            return link.url
        return address.full

    def _is_ornament(self, picture: Image) -> bool:
        return not self._says_width and picture.width is not None and picture.width < _PHOTO_WIDTH

    def _sighting(self, picture: Image, href: str | None, caption: str, entry: str) -> Sighting:
        address = self._parse(picture.src)
        link = parse(href) if href else None
        if link is not None and link.asset != address.asset:
            link = None
        wanted = self._wanted(picture, address, link)
        return Sighting(
            key=key_of(address, wanted),
            wanted=wanted,
            met=(address.url, link.url) if link else (address.url,),
            entry=entry,
            width=picture.width,
            height=picture.height,
            alt=picture.alt,
            caption=caption,
        )

    def _parse(self, src: str) -> Address:
        """Return what an address says; a path is one of the blog's own host."""
        address = parse(src)
        if address.host != "other" or not self._base or address.url.startswith(("http:", "https:")):
            return address
        try:
            return parse(urljoin(self._base, address.url))
        except ValueError:
            return address

    # -- links and films -------------------------------------------------------------------------------------

    def _link(self, runs: list[Run], at: int, entry: str, sightings: list[Sighting]) -> None:
        """Settle a link of words that leads to a picture of the blog: it dies with the blog."""
        content, style = runs[at]
        href = style.href or ""
        address = parse(href) if "//" in href and _MAY_BE_OURS.search(href) else None
        if address is None or address.host not in ("google", "photos") or not (address.name or address.size):
            return
        place = self._linked_place(href, address)
        if self._mode == "download" and self._watched:
            sightings.append(_plain_sighting(address, entry))
        if place != href:
            runs[at] = (content, _linked(style, place))

    def _linked_place(self, href: str | None, link: Address | None) -> str | None:
        if href is None or link is None or link.host not in ("google", "photos"):
            return href
        if self._mode == "download" and self._lookup:
            found = self._lookup(key_of(link, link.full))
            if found and found[0]:
                return found[0]
        return link.full if link.viewer else href

    def _posters(self, levels: list[list[Block]], entry: str, sightings: list[Sighting]) -> None:
        for siblings in levels:
            for at, block in enumerate(siblings):
                if type(block) is Embed and block.poster:
                    shown, _, seen = self.place(block.poster, entry)
                    sightings += seen
                    siblings[at] = replace(block, poster=shown)


def key_of(address: Address, wanted: str) -> str:
    """Return the catalogue's key: the picture, or a small form of it that is wanted as such."""
    chosen = parse(wanted)
    small = address.host in ("google", "photos") and not chosen.whole and chosen.host == "google" and chosen.size
    return f"{address.asset} {chosen.size}" if small else address.asset


def _leads_nowhere(href: str) -> bool:
    """Whether a link is what Blogger's editor left around a picture: to the top, or to the editor itself."""
    return href == "#" or (href.endswith("#") and "//www.blogger.com/" in href[:30])


def _plain_sighting(address: Address, entry: str) -> Sighting:
    return Sighting(key=key_of(address, address.full), wanted=address.full, met=(address.url,), entry=entry)


def _linked(style: Style, href: str | None) -> Style:
    if not href:
        return Style(style.marks, None, "", style.abbr) if style.marks or style.abbr else PLAIN
    return Style(style.marks, href, style.title, style.abbr)


# -- the places of a document where runs stand -------------------------------------------------------------------


def _levels(blocks: list[Block]) -> Iterator[list[Block]]:
    """Give every list of blocks of a document, the outer one first; nothing recurses."""
    waiting = [blocks]
    while waiting:
        level = waiting.pop()
        yield level
        inner: list[list[Block]] = []
        for block in level:
            if type(block) is Paragraph:  # most are
                continue
            match block:
                case ListBlock():
                    inner += [item.blocks for item in block.items]
                case Quote() | Details() | Directed():
                    inner.append(block.blocks)
                case Table():
                    inner += [cell.blocks for row in block.rows for cell in row]
                case Definitions():
                    inner += [detail for group in block.groups for detail in group.details]
        waiting += reversed(inner)


def _runs(levels: list[list[Block]]) -> Iterator[list[Run]]:
    """Give every list of runs of a document, whose lists of blocks are *levels*."""
    for level in levels:
        for block in level:
            kind: Any = type(block)
            if kind is Paragraph or kind is Heading:
                yield block.runs  # type: ignore[union-attr]
            elif isinstance(block, Figure):
                yield block.runs
                yield block.caption
            elif isinstance(block, Table):
                yield block.caption
            elif isinstance(block, Details):
                yield block.summary
            elif isinstance(block, Definitions):
                for group in block.groups:
                    yield from group.terms
