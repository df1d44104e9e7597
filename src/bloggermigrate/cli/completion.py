"""`bloggermigrate completion`: the lines that make a shell complete commands, options and engines."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT, errors
from bloggermigrate.errors import UsageError

_SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
def completion(shell: str | None) -> None:
    """Print what makes a shell complete commands, options and engines with the Tab key.

    SHELL is bash, zsh or fish; without it the one that you use.

    \b
    Put this into ~/.bashrc:                  eval "$(bloggermigrate completion bash)"
    or into ~/.zshrc:                         eval "$(bloggermigrate completion zsh)"
    or into ~/.config/fish/config.fish:       bloggermigrate completion fish | source
    """
    with errors(0):
        from click.shell_completion import get_completion_class

        from bloggermigrate.cli import main

        name = shell or Path(os.environ.get("SHELL", "")).name
        kind = get_completion_class(name) if name in _SHELLS else None
        if kind is None:
            raise UsageError("Your shell is not one that this is known for.", advice="Name it: bash, zsh or fish.")
        # The source alone: what click does beside it asks the shell for its version.
        made = kind(main, {}, "bloggermigrate", "_BLOGGERMIGRATE_COMPLETE")
        click.echo(made.source_template % made.source_vars())
