"""What a file is by its bytes, what a drawing may not hold, and which original of an album is meant."""

from __future__ import annotations

import io
import random
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.images.albums import Albums
from bloggermigrate.images.catalogue import Picture
from bloggermigrate.images.kinds import dimensions, is_whole, kind_of
from bloggermigrate.images.svg import danger
from bloggermigrate.readers.albums import AlbumPicture
from bloggermigrate.readers.sources import InputFile
from misbehaving import BAD_SVG, GIF, PAGE, SVG, png


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + frame + b"\xff\xd9"


KINDS = {
    "image/jpeg": jpeg(3, 2),
    "image/png": png(1),
    "image/gif": GIF,
    "image/webp": b"RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0\x2f\x02\x40\0\0",
    "image/avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "image/bmp": b"BM" + bytes(12) + struct.pack("<I", 40) + bytes(36),
    "image/x-icon": b"\0\0\1\0\1\0\x10\x10" + bytes(14),
    "image/tiff": b"II*\0\x08\0\0\0",
    "image/svg+xml": SVG,
}


@pytest.mark.parametrize("mime", KINDS)
def test_a_picture_is_known_by_its_bytes(mime: str) -> None:
    kind = kind_of(KINDS[mime])
    assert kind is not None and kind.mime == mime


@pytest.mark.parametrize(
    "data",
    [b"", PAGE, b"<html><body><svg/></body></html>", b"<!DOCTYPE html><svg>", b"BM is how a text may begin", b"GIF", b"%PDF-1.4",
     b"RIFF\0\0\0\0WAVEfmt ", b"\0\0\0\x18ftypmp42", b"{}", b"<?xml version='1.0'?><feed/>", b"<svgx>"],
)  # fmt: skip
def test_other_files_are_no_pictures(data: bytes) -> None:
    assert kind_of(data) is None


@given(st.binary(max_size=80), st.sampled_from([b"", *KINDS.values()]))
def test_any_bytes_are_looked_at_without_harm(data: bytes, head: bytes) -> None:
    kind = kind_of(head[: len(data)] + data)
    dimensions(head + data)
    assert kind is None or isinstance(is_whole(kind, data), bool)


def test_width_and_height_stand_in_the_beginning() -> None:
    assert [dimensions(KINDS[mime]) for mime in ("image/jpeg", "image/png", "image/gif", "image/webp")] == [
        (3, 2), (1, 1), (1, 1), (3, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>", "<SCRIPT/>", '<g onclick="x()"/>', '<a href="javascript:x()"><path/></a>',
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="java\nscript:x()"/>', "<foreignObject><p/></foreignObject>",
        '<image href="http://e.org/t.png"/>', '<use href="http://e.org/a.svg#x"/>', "<style>@import 'x.css';</style>",
        "<style>a{background:url(http://e.org/x)}</style>", '<path style="fill:url(//e.org/x)"/>', '<set attributeName="href"/>',
        '<a href="data:text/html,x"/>', '<image href="data:image/svg+xml,x"/>', "<?xml-stylesheet href='x'?>", "<g",
    ],
)  # fmt: skip
def test_a_drawing_that_does_more_than_draw_is_refused(inside: str) -> None:
    assert danger(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())
    assert danger(BAD_SVG)


def test_a_drawing_with_entities_or_a_style_sheet_is_refused() -> None:
    assert danger(b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>')
    assert danger(b'<?xml-stylesheet href="x.css"?><svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize(
    "inside",
    ["<path d='M0 0'/>", "<defs><linearGradient id='a'/></defs><path fill='url(#a)'/>", "<style>path{fill:red}</style>",
     "<a href='https://e.org/'><text>Bread</text></a>", "<image href='data:image/png;base64,AAAA'/>", "<!-- words -->",
     "<use href='#a'/>"],
)  # fmt: skip
def test_a_drawing_that_draws_is_kept(inside: str) -> None:
    assert danger(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()) == ""


# -- albums ------------------------------------------------------------------------------------------------------

DAY = 86400


def of_bytes(data: bytes, path: str) -> InputFile:
    return InputFile(path, path, len(data), lambda: io.BytesIO(data))


def original(name: str, width: int, height: int, day: int | None) -> AlbumPicture:
    created = None if day is None else datetime.fromtimestamp(day * DAY, UTC)
    data = jpeg(width, height)
    return AlbumPicture(
        name=name, album="a", file=of_bytes(data, f"{name}-{day}-{width}"), size=len(data), created=created
    )


def shown(name: str, width: int | None, height: int | None, day: int | None) -> Picture:
    return Picture(
        seq=1, key="k", addresses=(f"http://1.bp.blogspot.com/-aaaaaaaaaaa/b/c/d/s320/{name}",), entries=(), width=width,
        height=height, alt="", caption="", stem="", folder="", at=None if day is None else day * DAY, place="", failed="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("album", "picture", "found", "how"),
    [
        # The name alone, and nothing against it.
        ([("Rocca 1.JPG", 400, 300, 100)], ("rocca+1.jpg", 320, 240, 101), 0, "album"),
        ([("Rocca.JPG", 400, 300, None)], ("Rocca.JPG", None, None, None), 0, "album"),
        ([("Rocca.JPG", 400, 300, 100)], ("Altra.JPG", 320, 240, 101), None, ""),
        # Another shape is another picture; a photo on its side is the same.
        ([("a.jpg", 400, 400, 100)], ("a.jpg", 320, 240, 101), None, ""),
        ([("a.jpg", 300, 400, 100)], ("a.jpg", 320, 240, 101), 0, "album"),
        # Two of one name: the shape tells, or the time does, or nobody.
        ([("a.jpg", 400, 400, 100), ("a.jpg", 400, 300, 100)], ("a.jpg", 320, 240, 101), 1, "album"),
        ([("a.jpg", 400, 300, 100), ("a.jpg", 400, 300, 900)], ("a.jpg", 320, 240, 901), 1, "album"),
        ([("a.jpg", 400, 300, 100), ("a.jpg", 400, 300, 103)], ("a.jpg", 320, 240, 101), 0, "album-guess"),
        ([("a.jpg", 400, 300, None), ("a.jpg", 400, 300, 100)], ("a.jpg", 320, 240, None), 0, "album-guess"),
        # Years apart.
        ([("a.jpg", 400, 300, 5000)], ("a.jpg", 320, 240, 100), 0, "album-guess"),
    ],
)  # fmt: skip
def test_an_original_is_found_by_name_shape_and_time(
    album: list[tuple[str, int, int, int | None]], picture: tuple[str, int, int, int], found: int | None, how: str
) -> None:
    originals = [original(*each) for each in album]
    for _ in range(3):
        mixed = random.Random(len(album)).sample(originals, len(originals))
        match = Albums(mixed).find(shown(*picture))
        if found is None:
            assert match is None
        else:
            assert match is not None and match.how == how
            if how == "album":
                assert match.picture is originals[found]


def test_films_of_an_album_are_no_pictures(tmp_path: Path) -> None:
    film = original("a.jpg", 400, 300, 1)._replace(mime="video/mp4")
    assert Albums([film]).find(shown("a.jpg", 320, 240, 1)) is None
