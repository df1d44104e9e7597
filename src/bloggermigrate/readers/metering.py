"""How far the reading of a file has come, told while it is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from bloggermigrate.readers.sources import InputFile

#: bytes between two tellings: often enough for a bar, too seldom to be felt
_STEP = 1 << 18


def metered(file: InputFile, reached: Callable[[int], None]) -> InputFile:
    """Return *file*, of which *reached* is told the place that its reading has come to, in bytes."""

    def opened() -> BinaryIO:
        return io.BufferedReader(_Meter(file.open(), reached), _STEP)

    return file._replace(open=opened)


class _Meter(io.RawIOBase):
    """A stream that tells its place after every read."""

    def __init__(self, stream: BinaryIO, reached: Callable[[int], None]) -> None:
        super().__init__()
        self._stream = stream
        self._reached = reached
        self._place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._place += len(data)
        self._reached(self._place)
        return len(data)

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._place = self._stream.seek(offset, whence)
        return self._place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
