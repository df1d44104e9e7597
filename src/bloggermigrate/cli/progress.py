"""Bars on a terminal: how much is done, how much there is, how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from bloggermigrate.intake import Progress

#: steps in which a bar moves: more would cost time and show nothing
_STEPS = 200
#: stages whose units are bytes, which nobody wants to count
_IN_BYTES = frozenset(["reading"])


@contextmanager
def progress_bars(quiet: bool) -> Iterator[Progress | None]:
    """Give a callback that moves a bar for each stage on a terminal; None where standard error is none."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bars: dict[str, Any] = {}
    told: dict[str, int] = {}

    def move(stage: str, done: int, total: int) -> None:
        bar = bars.get(stage)
        if bar is None:
            bar = bars[stage] = click.progressbar(
                length=max(total, 1),
                label=f"{stage:<8}",
                file=sys.stderr,
                show_pos=stage not in _IN_BYTES,
                show_percent=True,
                show_eta=True,
                width=0 if _narrow() else 30,
                update_min_steps=max(total // _STEPS, 1),
            )
            bar.__enter__()
        if bar.finished:
            return
        # Steps that were too small to be shown wait in the bar, so its place is counted here.
        bar.update(max(done - told.get(stage, 0), 0))
        told[stage] = max(done, told.get(stage, 0))
        if done >= total:
            bar.finish()
            bar.render_progress()
            bar.render_finish()

    try:
        yield move
    finally:
        for bar in bars.values():
            if not bar.finished:
                bar.render_finish()


def _narrow() -> bool:
    from shutil import get_terminal_size

    return get_terminal_size().columns < 80
