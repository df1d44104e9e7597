"""Pictures, and what other sites show inside a page."""

from __future__ import annotations

import re
from typing import Literal

from bloggermigrate.body import css
from bloggermigrate.body.document import Embed, Image, ImageRef, Style
from bloggermigrate.body.links import scheme
from bloggermigrate.body.players import player_of_today
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.text import clean_url
from bloggermigrate.body.tree import Element
from bloggermigrate.body.words import names

#: Picture addresses that only the writer's machine or program knew.
_DEAD = names("file about blob chrome javascript cid vbscript")
_PICTURE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg)(?:[?#].*)?\Z|(?:bp\.blogspot|googleusercontent|ggpht)\.com/", re.I
)
_GIST = re.compile(r"https://gist\.github\.com/[\w./-]+\.pibb\Z")
#: What a frame may not show: it would run a script, or show nothing.
_NO_FRAME = names("about javascript vbscript data blob file livescript mocha")
_BLOGGER_VIDEO = re.compile(r"//(?:www\.|draft\.)?blogger\.com/(?:video|img/videoplayer)|/videoplayback\?", re.I)
_DRIVE = re.compile(r"//(?:docs|drive|spreadsheets\d?)\.google\.com/", re.I)


def _size(text: str) -> int | None:
    number = css.number(text)
    return None if number is None or text.strip().endswith("%") else int(min(number, 1_000_000))


def read_image(reader: Reader, element: Element, style: Style) -> None:
    """`<img>`, less counters of one pixel and those with an address that no reader can reach."""
    tag = element.tag
    src = clean_url(tag.get("src"))
    if not src or scheme(src) in _DEAD:
        reader.notes.add("dead-image-dropped")
        return
    width, height = css.number(tag.get("width")), css.number(tag.get("height"))
    if width is not None and height is not None and width <= 1 and height <= 1:
        reader.notes.add("tracker-dropped")
        return
    if reader.targets:
        reader.anchor(tag.get("id"))
    larger = style.href if style.href and style.href != src and _PICTURE.search(style.href) else None
    met = ImageRef(src, " ".join(tag.get("alt").split()), _size(tag.get("width")), _size(tag.get("height")), larger)
    reader.images.append(met)
    if reader.context.image is not None:
        src = reader.context.image(met)
    title = " ".join(tag.get("title").split())
    reader.show(Image(src, met.alt, title if title != met.alt else "", met.width, met.height, larger), style)


def absolute(url: str) -> str:
    """Return *url* with a scheme where it only names a host: a page may be read from a disk."""
    return "https:" + url if url.startswith("//") else url


def read_frame(reader: Reader, element: Element, style: Style) -> None:
    """`<iframe>`: a block of its own. Its content is for browsers without frames."""
    tag = element.tag
    src = absolute(clean_url(tag.get("src") or tag.get("data-src")))
    if not src or scheme(src) in _NO_FRAME:
        reader.notes.add("blogger-video-lost" if _is_blogger_video(tag) and not src else "dead-embed-dropped")
        return
    tell(reader, src)
    kind: Literal["gist", "iframe"] = "gist" if _GIST.match(src) else "iframe"
    reader.add(Embed(kind, src, tag.get("width"), tag.get("height"), tag.get("title").strip()))


def read_video(reader: Reader, element: Element, style: Style) -> None:
    """`<video>`, `<audio>` with their files."""
    tag = element.tag
    files = [clean_url(tag.get("src"))]
    stack = [element]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, Element):
                if child.tag.name == "source":
                    files.append(clean_url(child.tag.get("src")))
                stack.append(child)
    files = [absolute(file) for file in files if file and scheme(file) not in _NO_FRAME - {"data"}]
    if not files:
        reader.notes.add("dead-embed-dropped")
        return
    kind = "video" if tag.name == "video" else "audio"
    tell(reader, files[0])
    poster = clean_url(tag.get("poster"))
    reader.add(
        Embed(
            "video" if kind == "video" else "audio",
            files[0],
            tag.get("width"),
            tag.get("height"),
            tag.get("title").strip(),
            tuple(files[1:]),
            poster if scheme(poster) not in _DEAD else "",
        )
    )


def read_object(reader: Reader, element: Element, style: Style) -> None:
    """`<object>`, `<embed>`: mostly Flash, which no browser plays; known sites have a frame instead."""
    tag = element.tag
    urls = [clean_url(tag.get("src") or tag.get("data"))]
    variables = [tag.get("flashvars")]
    width, height = tag.get("width"), tag.get("height")
    blogger = _is_blogger_video(tag)
    stack = [element]
    while stack:
        for child in stack.pop(0).children:
            if not isinstance(child, Element):
                continue
            inner = child.tag
            name = inner.get("name").lower()
            if inner.name == "param" and name in ("movie", "src"):
                urls.append(clean_url(inner.get("value")))
            elif inner.name == "param" and name == "flashvars":
                variables.append(inner.get("value"))
            elif inner.name in ("embed", "iframe", "source", "object"):
                urls.append(clean_url(inner.get("src") or inner.get("data")))
                variables.append(inner.get("flashvars"))
                width, height = width or inner.get("width"), height or inner.get("height")
                blogger = blogger or _is_blogger_video(inner)
            stack.append(child)
    urls = [url for url in urls if url and scheme(url) not in _NO_FRAME]
    if not urls:
        reader.notes.add("blogger-video-lost" if blogger else "dead-embed-dropped")
        return
    for url in dict.fromkeys(urls):
        player = player_of_today(url, "&".join(filter(None, variables)))
        if player is not None:
            kind, src = player
            tell(reader, src, blogger=blogger)
            reader.notes.add("flash-embed-updated")
            size = ("", "") if kind == "audio" else (width.strip(), height.strip())
            reader.add(Embed(kind, absolute(src), *size))
            return
    tell(reader, urls[0], blogger=blogger)
    if tag.name == "embed" or ".swf" in urls[0].lower() or "shockwave" in tag.get("type"):
        reader.notes.add("flash-embed-kept")
    reader.add(Embed("object", absolute(urls[0]), width.strip(), height.strip()))


def tell(reader: Reader, url: str, *, blogger: bool = False) -> None:
    """Note what an embed's address means for the days after the move."""
    if blogger or _BLOGGER_VIDEO.search(url):
        reader.notes.add("blogger-video-kept")
    elif _DRIVE.search(url):
        reader.notes.add("drive-document-kept")


def _is_blogger_video(tag: Tag) -> bool:
    """Whether an element is the player of a video that was uploaded to Blogger."""
    if "youtube-src-id" in tag.attributes:
        return False
    return "contentid" in tag.attributes or tag.get("id").startswith("BLOG_video") or "b-uploaded" in tag.classes
