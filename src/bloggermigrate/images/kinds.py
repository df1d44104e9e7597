"""What a file is by its first bytes: the kinds of pictures that browsers and engines know, and their size in pixels."""

from __future__ import annotations

import struct
from typing import NamedTuple

#: bytes that `kind_of` wants to see of a file
HEAD = 4096


class Kind(NamedTuple):
    """A kind of picture: its type on the web and the endings it may have, the usual one first."""

    mime: str
    endings: tuple[str, ...]


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = Kind("image/png", ("png",))
GIF = Kind("image/gif", ("gif",))
WEBP = Kind("image/webp", ("webp",))
AVIF = Kind("image/avif", ("avif",))
HEIC = Kind("image/heic", ("heic", "heif"))
BMP = Kind("image/bmp", ("bmp", "dib"))
ICO = Kind("image/x-icon", ("ico", "cur"))
TIFF = Kind("image/tiff", ("tiff", "tif"))
SVG = Kind("image/svg+xml", ("svg",))

_BRANDS = {b"avif": AVIF, b"avis": AVIF} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), HEIC
)


def kind_of(head: bytes) -> Kind | None:
    """Return what a file is that begins with *head*; None for what is no picture.

    >>> kind_of(b"\\x89PNG\\r\\n\\x1a\\n").mime, kind_of(b"<!DOCTYPE html><html>")
    ('image/png', None)
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        # The second brand and the following say what else may read it: mif1 alone says little.
        brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(_length(head), 64), 4))]
        known = [kind for brand in brands if (kind := _BRANDS.get(brand))]
        return AVIF if AVIF in known else known[0] if known else None
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124):
        return BMP
    if head.startswith((b"\0\0\1\0", b"\0\0\2\0")) and len(head) > 6 and 0 < head[4] + 256 * head[5] < 256:
        return ICO
    if head.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    return SVG if _is_svg(head) else None


def _length(head: bytes) -> int:
    return int.from_bytes(head[:4], "big")


def _is_svg(head: bytes) -> bool:
    """Whether the first element is `svg`: what may stand before it is passed over."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while text.startswith((b"<?", b"<!")):
        if text.startswith(b"<!--"):
            _, found, text = text.partition(b"-->")
        elif text[:9].lower() == b"<!doctype":
            if not text[9:].lstrip().lower().startswith(b"svg"):
                return False
            opened, closed = text.find(b"["), text.find(b">")
            _, found, text = text.partition(b"]>" if 0 <= opened < closed else b">")
        else:
            _, found, text = text.partition(b">")
        if not found:
            return False
        text = text.lstrip()
    return text[:4] == b"<svg" and text[4:5] in b" \t\r\n>/" and len(text) > 4


def file_name(stem: str, found: str, kind: Kind) -> str:
    """Return *stem* with the ending of its kind; the one that *found* has where it is one of these.

    >>> file_name("rocca", "Rocca.JPEG", JPEG), file_name("rocca", "rocca.jpg", PNG)
    ('rocca.jpeg', 'rocca.png')
    """
    ending = found.rpartition(".")[2].lower()
    return f"{stem}.{ending if ending in kind.endings else kind.endings[0]}"


def is_whole(kind: Kind, tail: bytes) -> bool:
    """Whether a file ends as its kind does, as far as kinds say; *tail* is its last bytes."""
    if kind is JPEG:
        return b"\xff\xd9" in tail
    if kind is PNG:
        return b"IEND" in tail
    if kind is GIF:
        return b";" in tail
    if kind is SVG:
        return b"</svg>" in tail or b"/>" in tail
    return True


# -- width and height --------------------------------------------------------------------------------------------


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Return width and height as the beginning of a JPEG, PNG, GIF or WebP says them; None where it does not."""
    try:
        if data.startswith(b"\x89PNG"):
            return _sane(*struct.unpack(">II", data[16:24]))
        if data.startswith(b"GIF8"):
            return _sane(*struct.unpack("<HH", data[6:10]))
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
    except (struct.error, IndexError):
        pass
    return None


def _sane(width: int, height: int) -> tuple[int, int] | None:
    return (width, height) if width > 0 and height > 0 else None


def _webp(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return _sane(1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return _sane(width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return _sane(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _sane(width, height)
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None
