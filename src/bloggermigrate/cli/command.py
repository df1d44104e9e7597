"""Commands with headings in their help, options from a file, and words for a slip."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click
from click.core import ParameterSource

from bloggermigrate.cli.shared import reader_went_away, tell, tell_error
from bloggermigrate.errors import BloggerMigrateError, UsageError
from bloggermigrate.running.garbage import seldom_collect
from bloggermigrate.text.nearest import did_you_mean

#: where a context keeps the configuration that was read
CONFIG = "bloggermigrate.config"
#: for the end of every help that has use for it
EXIT_STATUS = (
    "Exit status: 0 done; 1 some entries failed, or --strict and there were warnings; 2 the command was not "
    "understood; 3 the input is not Blogger's or can't be read; 4 the output can't be written."
)


_RANGE = re.compile(r"\s*\[(?:\d+<=)?x[<>]=\d+\]|; (?:\d+<=)?x[<>]=\d+")


class Command(click.Command):
    """A command. *sections* has headings for its help, each by the first option that stands below it."""

    def __init__(self, *args: Any, sections: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.sections = dict(sections or {})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        heading = "Options"
        for param in self.get_params(ctx):
            if not isinstance(param, click.Option):
                continue
            heading = self.sections.get(param.name or "", heading)
            if (record := param.get_help_record(ctx)) is not None:
                # Ranges are for the message about a value outside of them.
                groups.setdefault(heading, []).append((record[0], _RANGE.sub("", record[1])))
        for name, records in groups.items():
            with formatter.section(name):
                formatter.write_dl(records, col_max=26)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            if any(param.name == "config" for param in self.params) and not ctx.resilient_parsing:
                self._configure(ctx, args)
            return super().parse_args(ctx, args)
        except click.BadParameter as error:
            raise explained(error, ctx) from None
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def _configure(self, ctx: click.Context, args: list[str]) -> None:
        """Take what the command line leaves open from a configuration, where there is one."""
        if set(ctx.help_option_names) & set(args):
            return
        found, _, _ = self.make_parser(ctx).parse_args(list(args))
        # What was not given has a mark of click's own, or is missing.
        given = {name: value for name, value in found.items() if isinstance(value, str | list | tuple | bool)}
        if given.get("no_config"):
            return
        from bloggermigrate.cli.configured import configuration

        if configured := configuration(self, given):
            ctx.default_map, ctx.meta[CONFIG] = configured


def explained(error: click.BadParameter, ctx: click.Context) -> Exception:
    """Return the error with what may have been meant, and the line of the configuration that it comes from."""
    if isinstance(error, click.MissingParameter) or not error.param or not error.param.name:
        return error
    message = error.message.replace("is not a valid integer range.", "is no whole number.")
    if isinstance(error.param.type, click.Choice):
        message += did_you_mean(message.partition("'")[2].partition("'")[0], error.param.type.choices)
    if ctx.get_parameter_source(error.param.name) is ParameterSource.DEFAULT_MAP:
        config, name = ctx.meta[CONFIG], option_name(error.param)
        line = config.line(name)
        return UsageError(f"{name}: {message}", where=f"{config.path}{f':{line}' if line else ''}")
    return click.BadParameter(message, ctx, error.param, error.param_hint)


def option_name(param: click.Parameter) -> str:
    """Return the long name of an option, without the dashes in front."""
    return max(param.opts, key=len).lstrip("-")


class Program(click.Group):
    """A group whose errors are told in the same words as those of its commands."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        seldom_collect()
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(2)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "bloggermigrate"
            message, advice = _in_words(error)
            tell_error(UsageError(message, advice=f"{advice}See: {command} --help"))
            sys.exit(2)
        except click.ClickException as error:
            tell(f"bloggermigrate: {error.format_message()}", color="red")
            sys.exit(3 if isinstance(error, click.FileError) else error.exit_code)
        except BloggerMigrateError as error:
            tell_error(error)
            sys.exit(error.exit_status)
        except (click.Abort, KeyboardInterrupt):
            tell("\nStopped.")
            sys.exit(130)
        except BrokenPipeError:
            reader_went_away()
        if not standalone_mode:
            return status
        sys.exit(status if isinstance(status, int) else 0)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        context = super().make_context(*args, **extra)
        if os.environ.get("NO_COLOR"):
            context.color = False
        return context


#: what to say of an argument or option that was left out: what is missing, and an example
_MISSING = {
    "inputs": (
        "No input was named.",
        "Give the file, archive or folder that you have from Blogger. Or run `bloggermigrate` alone, and be asked.\n",
    ),
    "target": (
        "No engine was named.",
        "Say which one with --to, such as --to hugo; `bloggermigrate targets` shows all.\n",
    ),
    "output": (
        "No place to write to was named.",
        "Give a folder with -o, such as -o my-site. It need not be there yet.\n",
    ),
}


def _in_words(error: click.UsageError) -> tuple[str, str]:
    """Return the message and the advice."""
    if isinstance(error, click.MissingParameter) and error.param and error.param.name in _MISSING:
        return _MISSING[error.param.name]
    return error.format_message(), ""
