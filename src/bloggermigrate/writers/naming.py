"""Targets by the names that people give them."""

from __future__ import annotations

from bloggermigrate.errors import UsageError
from bloggermigrate.text.nearest import did_you_mean, nearest
from bloggermigrate.writers import WRITERS, Writer


def writer_named(name: str) -> Writer:
    """Return the writer called *name*; raise `UsageError` with what may have been meant where there is none."""
    writer = WRITERS.get(name)
    if writer is None:
        raise UsageError(f"There is no target {name!r}.{target_meant(name)}", advice="Targets: " + ", ".join(WRITERS))
    return writer


def target_meant(name: str) -> str:
    """Return what to ask about a name that no target has, with a blank in front, or "".

    >>> target_meant("11ty"), target_meant("Word Press"), target_meant("html")
    (" Did you mean 'eleventy'?", " Did you mean 'wordpress'?", '')
    """
    names = {also: writer.name for writer in WRITERS.values() for also in (*writer.also_called, writer.title.lower())}
    found = names.get(name.strip().lower()) or names.get(nearest(name, names))
    return f" Did you mean {found!r}?" if found else did_you_mean(name, WRITERS)
