"""Pictures, and what other sites show inside a page."""

from __future__ import annotations

import re
from typing import Literal

from bloggermigrate.body import css
from bloggermigrate.body.document import Embed, Image, ImageRef, Style
from bloggermigrate.body.links import scheme
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.text import clean_url
from bloggermigrate.body.tree import Element
from bloggermigrate.body.words import names

#: Picture addresses that only the writer's machine or program knew.
_DEAD = names("file about blob chrome javascript cid vbscript")
_PICTURE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg)(?:[?#].*)?\Z|(?:bp\.blogspot|googleusercontent|ggpht)\.com/", re.I
)
_GIST = re.compile(r"https://gist\.github\.com/[\w./-]+\.pibb\Z")
_YOUTUBE = re.compile(r"youtube(?:-nocookie)?\.com/(?:v|e)/([\w-]{6,})", re.I)
_VIMEO = re.compile(r"vimeo\.com/moogaloop\.swf\?.*?clip_id=(\d+)", re.I)


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
    if not src or scheme(src) in ("about", "javascript", "vbscript"):
        reader.notes.add("dead-embed-dropped")
        return
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
    files = [absolute(file) for file in files if file and scheme(file) not in ("javascript", "vbscript")]
    if not files:
        reader.notes.add("dead-embed-dropped")
        return
    kind = "video" if tag.name == "video" else "audio"
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
    url = clean_url(tag.get("src") or tag.get("data"))
    width, height = tag.get("width"), tag.get("height")
    stack = [element]
    while stack and not url:
        for child in stack.pop(0).children:
            if not isinstance(child, Element):
                continue
            inner = child.tag
            if inner.name == "param" and inner.get("name").lower() in ("movie", "src"):
                url = url or clean_url(inner.get("value"))
            elif inner.name in ("embed", "iframe", "source"):
                url = url or clean_url(inner.get("src"))
                width, height = width or inner.get("width"), height or inner.get("height")
            stack.append(child)
    if not url or scheme(url) in ("about", "javascript", "vbscript"):
        reader.notes.add("dead-embed-dropped")
        return
    for pattern, frame in ((_YOUTUBE, "https://www.youtube.com/embed/"), (_VIMEO, "https://player.vimeo.com/video/")):
        found = pattern.search(url)
        if found:
            reader.notes.add("flash-embed-updated")
            reader.add(Embed("iframe", frame + found.group(1), width, height))
            return
    reader.add(Embed("object", absolute(url), width, height))
