"""`bloggermigrate inspect`: what is in an export."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, blog_options, errors, limit_options, progress_bars, say


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@blog_options
@limit_options
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def inspect(inputs: tuple[str, ...], as_json: bool, quiet: bool, verbose: int, **chosen: Any) -> None:
    """Tell what is in an export, without converting it.

    Also what can't be converted alone is looked at: a theme, settings, a part of a Takeout. Of several blogs each is
    told, unless one is chosen with --blog.

    \b
    Example:
      bloggermigrate inspect takeout.zip
    """
    with errors(verbose):
        from bloggermigrate.inspection import as_text, inspect_each
        from bloggermigrate.options import Options

        options = Options(target="jsonl", **chosen)
        with progress_bars(quiet) as progress:
            found = inspect_each(inputs, options, progress=progress, stdin=sys.stdin.buffer)
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            say(as_text(found).rstrip("\n"), hang=17)
