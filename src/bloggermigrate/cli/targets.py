"""`bloggermigrate targets`: the engines that can be written for."""

from __future__ import annotations

import json

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, say


@click.command(cls=Command, context_settings=CONTEXT)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def targets(as_json: bool) -> None:
    """Show the engines that can be written for, and what each carries."""
    from bloggermigrate.writers import FEATURES, WRITERS

    if as_json:
        rows = [
            {"name": w.name, "title": w.title, "summary": w.summary, "one_file": w.one_file, "carries": w.carries}
            for w in WRITERS.values()
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    for writer in WRITERS.values():
        say(f"{writer.name:<12} {writer.title}: {writer.summary}", hang=13)
        for grade in ("native", "data"):
            names = [feature for feature in FEATURES if writer.carries.get(feature) == grade]
            if names:
                say(f"{'':<12}   {grade}: {', '.join(names)}")
        missing = [feature for feature in FEATURES if feature not in writer.carries]
        if missing:
            say(f"{'':<12}   not carried: {', '.join(missing)}")
