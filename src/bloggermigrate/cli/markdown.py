"""`bloggermigrate markdown`: one HTML fragment to Markdown."""

from __future__ import annotations

import sys
from typing import Any

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, did_you_mean, errors
from bloggermigrate.errors import UsageError


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--from-file", type=click.File("rb"), metavar="FILE", help="The file to read, for those who like options."
)
@click.option("--dialect", default="gfm", show_default=True, metavar="NAME", help="The kind of Markdown to write.")
@click.option("--diff", is_flag=True, help="Instead of the Markdown, show what rendering it back loses or gains.")
@click.option("-v", "--verbose", count=True, help="Also tell what was dropped or changed.")
def markdown(file: Any, from_file: Any, dialect: str, diff: bool, verbose: int) -> None:
    """Turn one HTML fragment into Markdown, for trying.

    \b
    Examples:
      echo '<b>Title<br/></b>text' | bloggermigrate markdown
      bloggermigrate markdown post.html --dialect kramdown --diff
    """
    with errors(verbose):
        from bloggermigrate import body

        if dialect not in body.DIALECTS:
            hint = did_you_mean(dialect, list(body.DIALECTS))
            raise UsageError(f"There is no dialect {dialect!r}.{hint}", advice="Dialects: " + ", ".join(body.DIALECTS))
        html = (from_file or file).read().decode("utf-8", "replace")
        # As a conversion reads it.
        document = body.read_alone(html, recover_code=True)
        text = body.markdown.emit(document, body.DIALECTS[dialect])
        differences = _differences(document, text, dialect) if diff else []
        click.echo("".join(f"{line}\n" for line in differences or ["identical"]) if diff else text, nl=False)
        for note in document.notes if verbose else ():
            click.echo(f"{note.code}: {note.message} ({note.count})", err=True)
        sys.exit(1 if differences else 0)


def _differences(document: Any, text: str, dialect: str) -> list[str]:
    from bloggermigrate.body import DIALECTS
    from bloggermigrate.body.proof import check

    return [
        f"{found.kind}: {found.expected or '(nothing)'} → {found.found or '(nothing)'}"
        for found in check(document, text, DIALECTS[dialect])
    ]
