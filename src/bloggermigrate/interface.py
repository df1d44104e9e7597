"""The Python interface: one call to read a blog, one to convert it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from bloggermigrate.config import Changes
from bloggermigrate.intake import load
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.report import Report
from bloggermigrate.store.loading import Posts

PathLike = str | os.PathLike[str]


def read(*paths: PathLike, config: PathLike | None = None, **options: Any) -> Blog:
    """Return the blog in *paths* (exports of one blog); its posts are loaded one by one when asked for.

    *options* are fields of `Options` that concern reading: `timezone`, `locale`, `blog_url`, `include`, `changes`, …
    *config* is a file as the command line reads it (docs/config.md); *options* win over it.

    Raises `InputError` when a path is not Blogger's or can't be read.
    """
    given = [os.fspath(path) for path in paths]
    loaded = load(given, _options(config, {"target": "jsonl", **options}))
    return replace(loaded.blog, posts=Posts(loaded.store, loaded.blog.labels))


def convert(
    inputs: PathLike | Sequence[PathLike],
    *,
    to: str,
    output: PathLike,
    executor: Executor | None = None,
    config: PathLike | None = None,
    **options: Any,
) -> Report:
    """Convert *inputs* for the engine *to* into *output* and return the account of the run.

    *options* are the other fields of `Options`, named as on the command line: `dry_run=True`, `site=False`, …
    *config* is a file as the command line reads it (docs/config.md); what is given here wins over it.
    Issues are values in the report; only what stops the run is raised, as `BloggerMigrateError`.
    """
    given = [inputs] if isinstance(inputs, str | Path | os.PathLike) else inputs
    chosen = _options(config, {"target": to, "output": os.fspath(output), **options})
    from bloggermigrate import pipeline

    return pipeline.convert([os.fspath(path) for path in given], chosen, executor=executor)


def _options(config: PathLike | None, given: dict[str, Any]) -> Options:
    """Return the options of a file with those *given* over them; *changes* of both are joined."""
    if config is None:
        return Options(**given)
    # The other door knows how options are spelt in a file.
    from bloggermigrate.cli.configured import options_in

    found = options_in(Path(config), given["target"])
    changes = found.changes | given.pop("changes", Changes(file=found.changes.file))
    return replace(found, **given, changes=changes)
