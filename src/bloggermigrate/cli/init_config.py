"""`bloggermigrate init-config`: a configuration to begin with, with what is in the blog."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bloggermigrate.cli.command import EXIT_STATUS, Command
from bloggermigrate.cli.shared import CONTEXT, blog_options, errors, limit_options, progress_bars, tell


@click.command(cls=Command, context_settings=CONTEXT, epilog=EXIT_STATUS)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    default="bloggermigrate.toml",
    show_default=True,
    metavar="FILE",
    type=click.Path(readable=False),
    help="The file to write, - for standard output.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@blog_options
@limit_options
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def init_config(inputs: tuple[str, ...], output: str, force: bool, quiet: bool, verbose: int, **chosen: Any) -> None:
    """Write bloggermigrate.toml with the blog's own labels, authors and addresses as comments to edit.

    `convert` reads it when it lies beside the input or in the current folder. The whole form: docs/config.md.

    \b
    Examples:
      bloggermigrate init-config blog.xml
      bloggermigrate init-config takeout.zip -o -
    """
    with errors(verbose):
        from bloggermigrate.config.starter import starter
        from bloggermigrate.errors import OutputError
        from bloggermigrate.inspection import inspect
        from bloggermigrate.intake import load
        from bloggermigrate.options import Options
        from bloggermigrate.output.single_file import write_chunks

        if output != "-" and Path(output).exists() and not force:
            raise OutputError(
                "There is such a file already, perhaps with your changes.",
                where=output,
                advice="Give another name with -o, or --force to replace it.",
            )
        with progress_bars(quiet) as progress:
            loaded = load(inputs, Options(target="jsonl", **chosen), progress=progress, stdin=sys.stdin.buffer)
        text = starter(inspect(loaded), list(inputs), loaded.store)
        if output == "-":
            click.echo(text, nl=False)
            return
        write_chunks(Path(output), (text,))
        if not quiet:
            tell(f"{output} is written. Edit it, then: bloggermigrate convert {' '.join(inputs)} --to hugo -o my-site")
