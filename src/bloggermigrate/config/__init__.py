"""A configuration in a file: options that are always the same, and what shall be otherwise than on the old blog."""

from __future__ import annotations

from pathlib import Path

from bloggermigrate.config.changes import NO_CHANGES, Changes

__all__ = ["NO_CHANGES", "Changes", "find"]

#: the name under which it is looked for
FILE_NAME = "bloggermigrate.toml"


def find(first_input: str | None, folder: Path) -> Path | None:
    """Return the configuration that lies beside the input, else the one in *folder*, else None."""
    if first_input and first_input != "-":
        beside = Path(first_input).absolute().parent / FILE_NAME
        if beside.is_file():
            return folder / FILE_NAME if beside.parent == folder.absolute() else beside
    here = folder / FILE_NAME
    return here if here.is_file() else None
