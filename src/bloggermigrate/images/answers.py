"""What a host answers: whether it gives the picture, when to ask again, and the bytes of the body."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bloggermigrate.images.reasons import Failed

_CHUNK = 1 << 16
_MOST_WAIT = 120.0  #: seconds that a host may ask us to wait
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def check_status(response: httpx.Response) -> None:
    """Raise `Failed` for an answer that does not give the picture."""
    status = response.status_code
    if status == 200:
        return
    detail = f"HTTP {status}"
    if status in (401, 402, 403, 407, 451):
        raise Failed("denied", detail)
    if status in (404, 410):
        raise Failed("missing", detail)
    if status == 429 or (status == 503 and "retry-after" in response.headers):
        raise Failed("too-many", detail, _retry_after(response.headers.get("retry-after", "")))
    if status >= 500 or status in (408, 425):
        raise Failed("server-error", detail)
    raise Failed("refused", detail)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a host wants us to wait: it gives a number or a date."""
    text = text.strip()
    if text.isdecimal() and len(text) < 8:
        return min(float(text), _MOST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _MOST_WAIT)


def unpacked(response: httpx.Response, most: int) -> Iterator[bytes]:
    """Give the body's bytes; a packed one is unpacked by pieces, so that no bomb goes off."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw(_CHUNK)
        return
    if packing not in _PACKED:
        raise Failed("no-picture", f"packed as {packing[:40]!r}")
    unpacker = zlib.decompressobj(_PACKED[packing])
    try:
        for chunk in response.iter_raw(_CHUNK):
            waiting = chunk
            while waiting:
                piece = unpacker.decompress(waiting, _CHUNK)
                if piece:
                    yield piece
                waiting = unpacker.unconsumed_tail
        yield from filter(None, (unpacker.flush(),))
    except zlib.error as error:
        raise Failed("broken-off", f"it can't be unpacked: {error}") from None
