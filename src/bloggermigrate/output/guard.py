"""What is read is never written: an export may be all that is left of a blog."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bloggermigrate.errors import OutputError, UsageError
from bloggermigrate.options import Options


def keep_inputs(inputs: Iterable[object], options: Options) -> None:
    """Raise `OutputError` where something that *options* have written would replace an input or lie within one.

    Raises `UsageError` where two of those things would replace each other.
    """
    places = [(options.output, "output"), *((path, "report") for path in options.reports)]
    if options.keep_store:
        places.append((options.keep_store, "store"))
    named: dict[Path, str] = {}
    for place, what in places:
        if str(place) not in ("", "-") and (other := named.setdefault(_real(str(place)), what)) is not what:
            raise UsageError(
                f"The {other} and the {what} would be one file.", where=str(place), advice="Give each its own name."
            )
    for given in inputs:
        if not isinstance(given, str) or given == "-":
            continue
        if not given:
            raise UsageError("An input has no name.", advice="Leave the empty word out, or put the file's name there.")
        source = _real(given)
        for place, what in places:
            if str(place) in ("", "-"):
                continue
            target = _real(str(place))
            if target == source:
                raise OutputError(
                    f"The {what} would be written over the input.",
                    where=str(place),
                    advice="Give it another place: the export may be the only copy of the blog.",
                )
            if what == "output" and _is_folder(source) and target.is_relative_to(source):
                raise OutputError(
                    f"The output lies within the input, {given!r}.",
                    where=str(place),
                    advice="Give a folder elsewhere: what is written there would be read the next time.",
                )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long
        return False


def _real(path: str) -> Path:
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):
        return Path(path).absolute()
