"""A configuration as values for the options of a command; the command line wins over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bloggermigrate.cli.command import CONFIG, option_name
from bloggermigrate.config import NO_CHANGES, find
from bloggermigrate.errors import UsageError
from bloggermigrate.options import Options

if TYPE_CHECKING:
    from bloggermigrate.config.reading import Config


def configuration(
    command: click.Command, given: Mapping[str, Any], folder: Path | None = None
) -> tuple[dict[str, Any], Config] | None:
    """Return what a configuration sets, by the names of the command's parameters, and the configuration itself.

    *given* are values as they stand on the command line. The file is the one of `--config`, else it lies beside the
    first input or in *folder*, the current one. Raises `UsageError` for one that can't be read or names what is not.
    """
    inputs = given.get("inputs") or ()
    chosen = given.get("config")
    path = Path(chosen) if chosen else find(inputs[0] if inputs else None, folder or Path())
    if path is None:
        return None
    from bloggermigrate.config.reading import read
    from bloggermigrate.writers import WRITERS

    options = {option_name(param): param for param in command.params if isinstance(param, click.Option)}
    config = read(path, options, WRITERS, given.get("target") or "")
    return {
        str(options[name].name): _value(options[name], value, config, name) for name, value in config.options.items()
    }, config


def _value(param: click.Option, value: Any, config: Config, name: str) -> Any:
    """Return a value in the form in which the parameter takes it; paths begin where the configuration lies."""

    def wrong(message: str) -> UsageError:
        line = config.line(name)
        return UsageError(f"{name}: {message}", where=f"{config.path}{f':{line}' if line else ''}")

    if param.is_flag and not isinstance(value, bool):
        raise wrong("It is true or false.")
    if isinstance(value, bool) and not param.is_flag:
        raise wrong("It has a value, and is neither true nor false.")
    if param.multiple:
        return [_placed(param, item, config) for item in (value if isinstance(value, list) else [value])]
    if isinstance(value, list):
        raise wrong("It has one value, not a list.")
    return _placed(param, value, config)


def _placed(param: click.Option, value: Any, config: Config) -> Any:
    if isinstance(param.type, click.Path) and isinstance(value, str) and value != "-":
        folder = config.path.parent
        return str(folder / value) if folder != Path() else value
    return value


def options_in(path: Path, target: str) -> Options:
    """Return the options of `convert` as *path* has them for *target*; those of the run alone are passed over."""
    from bloggermigrate.cli.convert import RUN_ALONE, convert
    from bloggermigrate.cli.running import options_of

    values, config = configuration(convert, {"config": path, "target": target}) or ({}, None)
    ctx = click.Context(convert, info_name="convert", default_map=values)
    ctx.meta[CONFIG] = config
    place = [] if "output" in values else ["-o", "-"]
    convert.parse_args(ctx, ["--no-config", "--to", target, *place, "-"])
    chosen = {name: value for name, value in ctx.params.items() if name not in RUN_ALONE}
    return options_of({**chosen, "changes": config.changes if config else NO_CHANGES})
