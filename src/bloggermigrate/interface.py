"""The Python interface: one call to read a blog, one to convert it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from bloggermigrate.intake import load
from bloggermigrate.loading import Posts
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.report import Report

PathLike = str | os.PathLike[str]


def read(*paths: PathLike, **options: Any) -> Blog:
    """Return the blog in *paths* (exports of one blog); its posts are loaded one by one when asked for.

    *options* are fields of `Options` that concern reading: `timezone`, `locale`, `blog_url`, `include`, …

    Raises `InputError` when a path is not Blogger's or can't be read.
    """
    loaded = load([os.fspath(path) for path in paths], Options(target="jsonl", **options))
    return replace(loaded.blog, posts=Posts(loaded.store, loaded.blog.labels))


def convert(
    inputs: PathLike | Sequence[PathLike],
    *,
    to: str,
    output: PathLike,
    executor: Executor | None = None,
    **options: Any,
) -> Report:
    """Convert *inputs* for the engine *to* into *output* and return the account of the run.

    *options* are the other fields of `Options`, named as on the command line: `dry_run=True`, `site=False`, …
    Issues are values in the report; only what stops the run is raised, as `BloggerMigrateError`.
    """
    given = [inputs] if isinstance(inputs, str | Path | os.PathLike) else inputs
    chosen = Options(target=to, output=os.fspath(output), **options)
    from bloggermigrate import pipeline

    return pipeline.convert([os.fspath(path) for path in given], chosen, executor=executor)
