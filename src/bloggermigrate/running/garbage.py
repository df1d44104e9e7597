"""How often a process of ours looks for cycles of garbage."""

from __future__ import annotations

import atexit
import gc


def seldom_collect() -> None:
    """Look for cycles less often: trees of HTML are many objects, and hardly one is part of a cycle.

    For processes that are ours alone, the command line and its workers; an embedder decides for itself.
    """
    gc.set_threshold(20_000, 10, 10)
    # At its end a process looks through everything once more, for memory that goes with it anyway.
    atexit.register(gc.freeze)
