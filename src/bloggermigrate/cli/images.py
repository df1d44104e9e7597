"""`bloggermigrate images`: which pictures of a conversion are here, and why others are not."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, errors, image_options, progress_bars, tell


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("output", metavar="OUT", type=click.Path(exists=True, path_type=Path))
@click.option("--retry", is_flag=True, help="Ask again for the pictures that failed.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@image_options
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def images(
    output: Path,
    retry: bool,
    as_json: bool,
    max_image_size: int,
    max_images_size: int,
    image_timeout: int,
    image_retries: int,
    allow_private: bool,
    quiet: bool,
    verbose: int,
) -> None:
    """Show which pictures of a conversion are here, and try again for those that are not.

    OUT is what a conversion with --images download wrote: a folder, or the file of a target that is one file.

    \b
    Examples:
      bloggermigrate images my-site
      bloggermigrate images my-site --retry
    """
    with errors(verbose):
        from bloggermigrate.images import account

        came = 0
        if retry:
            from bloggermigrate.images.download import manners_of
            from bloggermigrate.options import Options

            options = Options(
                max_image_size=max_image_size,
                max_images_size=max_images_size,
                image_timeout=image_timeout,
                image_retries=image_retries,
                allow_private=allow_private,
            )
            with progress_bars(quiet) as progress:
                told = (lambda done, total: progress("images", done, total)) if progress else None
                came = account.retry(output, manners_of(options), told)
        found = account.state(output)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else account.as_text(found), nl=as_json)
        if came and not quiet:
            tell(f"{came} more came. Run the same conversion again: it puts them into the posts that you did not edit.")
