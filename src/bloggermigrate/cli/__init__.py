"""The command line: options in, report and exit status out. No logic of its own.

`COMMANDS` is the one table; a command's module is loaded when it is called, so `--help` answers at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

from bloggermigrate import __version__
from bloggermigrate.cli.command import EXIT_STATUS, Program
from bloggermigrate.cli.shared import CONTEXT, did_you_mean, errors

__all__ = ["COMMANDS", "main"]


class Row(NamedTuple):
    """One command: *module* of this package has a function of the command's name; *help* is one line."""

    module: str
    help: str


COMMANDS: dict[str, Row] = {
    "convert": Row("convert", "Convert an export into content or a whole site."),
    "inspect": Row("inspect", "Tell what is in an export, without converting it."),
    "targets": Row("targets", "Show the engines that can be written for, and what each carries."),
    "images": Row("images", "Show which pictures of a conversion are here, and try again for those that are not."),
    "links": Row("links", "Tell where the links and pictures of an output lead, as it stands now."),
    "init-config": Row("init_config", "Write a file of settings with the blog's own labels and authors, to edit."),
    "completion": Row("completion", "Print what makes a shell complete commands and options."),
    "markdown": Row("markdown", "Turn one HTML fragment into Markdown, for trying."),
    "dates": Row("dates", "Read each TEXT as a date as Blogger prints it, in any of its languages."),
}


class Group(Program):
    """The commands of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{row.module}"), cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.help) for name, row in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(error.message + _meant(args, self.list_commands(ctx)), ctx) from None


def _meant(args: list[str], commands: list[str]) -> str:
    """Return what may have been meant: another command, or `convert` where a file was named."""
    inputs = [word for word in args if _is_input(word)]
    if inputs and (args[0] in inputs or len(inputs) == len(args) - 1):
        if {"-t", "--to"} & set(args):
            return f" Did you mean: bloggermigrate convert {' '.join(args)}"
        from bloggermigrate.writers import WRITERS

        target = next((word for word in args if word in WRITERS), "hugo")
        return f" Did you mean: bloggermigrate convert {' '.join(inputs)} --to {target} -o my-site"
    return did_you_mean(args[0], commands)


def _is_input(word: str) -> bool:
    try:
        return word.startswith(("http:", "https:")) or Path(word).exists()
    except OSError:  # a name that is too long
        return False


@click.group(cls=Group, context_settings=CONTEXT, epilog=EXIT_STATUS, invoke_without_command=True)
@click.version_option(__version__, prog_name="bloggermigrate")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Leave Blogger without losing a word.

    Without a command it asks what it needs to know: which file, which engine, where to.

    \b
    Try it without writing anything:
      bloggermigrate convert blog-11-23-2014.xml --to hugo -o my-site --dry-run
    Then for real:
      bloggermigrate convert blog-11-23-2014.xml --to hugo -o my-site
    """
    if ctx.invoked_subcommand is not None:
        return
    # Only a person is asked: elsewhere nobody would answer.
    if all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        from bloggermigrate.cli.guided import guide

        with errors(0):
            sys.exit(guide())
    click.echo(ctx.get_help())
