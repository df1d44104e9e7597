"""Draw the sample's pictures: a sky, three ridges, and a loaf where the name asks for one."""

from __future__ import annotations

import hashlib
import zlib

WIDTH, HEIGHT = 320, 214
#: the size that the album's JSON names: of the pixels, since how small a file gets is up to the compressor
PIXELS = WIDTH * HEIGHT
BREAD = ("pane", "focaccia", "forno")


def draw(name: str) -> bytes:
    """A PNG of WIDTH × HEIGHT pixels in eight colours that *name* chooses."""
    seed = hashlib.sha256(name.encode()).digest()
    sky = [(150 + seed[0] // 4 + step * 8, 185 + seed[1] // 8 + step * 6, 225 + step * 7) for step in range(4)]
    ridge = [(120 + seed[2] // 8, 140, 150), (85, 110 + seed[3] // 8, 95), (50, 75, 60 + seed[4] // 8)]
    palette = [tuple(min(c, 255) for c in colour) for colour in (*sky, *ridge, (196, 134, 62))]
    tops = [[ridge_top(x, layer, seed) for x in range(WIDTH)] for layer in range(3)]
    loaf = name.split(".")[0].endswith(BREAD)
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            colour = y * 4 // HEIGHT
            for layer in range(3):
                if y >= tops[layer][x]:
                    colour = 4 + layer
            if loaf and ((x - 160) / 78) ** 2 + ((y - 158) / 40) ** 2 <= 1:
                colour = 7
            rows.append(colour)
    header = WIDTH.to_bytes(4) + HEIGHT.to_bytes(4) + bytes((8, 3, 0, 0, 0))
    chunks = ((b"IHDR", header), (b"PLTE", bytes(c for rgb in palette for c in rgb)))
    body = b"".join(chunk(*pair) for pair in (*chunks, (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def ridge_top(x: int, layer: int, seed: bytes) -> int:
    """The height where ridge *layer* begins at column *x*: peaks of straight lines, as children draw."""
    step = 52 - layer * 12
    left, offset = divmod(x + seed[5 + layer], step)
    heights = [seed[(left + side + layer * 7) % 24 + 8] % 58 for side in (0, 1)]
    return 62 + layer * 44 + (heights[0] * (step - offset) + heights[1] * offset) // step


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
