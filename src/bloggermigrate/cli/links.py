"""`bloggermigrate links`: where the links and pictures of an output lead."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, errors


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs: every link.")
@click.option("--all", "every", is_flag=True, help="List every link and picture, not only those that lead nowhere.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Another address of the blog. May be repeated.")
@click.option("--probe", is_flag=True, help="Ask the network whether links and pictures elsewhere still answer.")
@click.option("--allow-private", is_flag=True, help="With --probe: also ask addresses of private networks.")
@click.option("--strict", is_flag=True, help="End with status 1 when something leads nowhere.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def links(
    output: Path, as_json: bool, every: bool, hosts: tuple[str, ...], probe: bool, allow_private: bool, strict: bool,
    verbose: int,
) -> None:  # fmt: skip
    """Tell where the links and pictures of an output lead, as it stands now.

    OUT is the folder or file that was written with -o; what you have changed or added since counts. Nothing is asked
    of the network without --probe.

    \b
    Example:
      bloggermigrate links my-site
    """
    with errors(verbose):
        from bloggermigrate.linkcheck.checking import check, with_answers
        from bloggermigrate.linkcheck.telling import as_json as told_json
        from bloggermigrate.linkcheck.telling import as_text

        checked = check(output, hosts)
        if probe:
            from bloggermigrate.linkcheck.probing import probe as ask

            away = (link.url for link in checked.links if link.state in ("external", "remote"))
            checked = with_answers(checked, ask(away, allow_private=allow_private))
        click.echo(told_json(checked) if as_json else as_text(checked, every), nl=False)
        sys.exit(1 if strict and checked.lost else 0)
