"""What commands share: how errors are told, options that say what is read, and words for a slip."""

from __future__ import annotations

import errno
import os
import signal
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import click

from bloggermigrate.errors import BloggerMigrateError, OutputError
from bloggermigrate.text.nearest import did_you_mean

__all__ = [
    "CONTEXT",
    "blog_options",
    "did_you_mean",
    "errors",
    "image_options",
    "limit_options",
    "printable",
    "progress_bars",
    "say",
    "tell",
    "tell_error",
]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


# -- options -----------------------------------------------------------------------------------------------------


def blog_options(command: Any) -> Any:
    """Add the options that say which blog is read and what the input may not tell of it."""
    return _with(
        command,
        click.option(
            "--blog",
            default="",
            metavar="NAME",
            help="Which blog, where the input holds several: by title, folder or number.",
        ),
        click.option("--blog-url", default="", metavar="URL", help="The blog's address, where the input has none."),
        click.option("--timezone", default="", metavar="ZONE", help="The blog's time zone, such as Europe/Rome."),
        click.option("--locale", default="", metavar="CODE", help="The blog's language, such as it or pt-BR."),
    )


def limit_options(command: Any) -> Any:
    """Add the options that say how far an archive is trusted."""
    return _with(
        command,
        click.option(
            "--max-unpacked",
            type=click.IntRange(min=1),
            default=16,
            show_default=True,
            metavar="GB",
            help="The most that one file in an archive may unpack to.",
        ),
        click.option(
            "--max-ratio",
            type=click.IntRange(min=2),
            default=300,
            show_default=True,
            metavar="N",
            help="How many times its size a big file in an archive may unpack to.",
        ),
    )


def image_options(command: Any) -> Any:
    """Add the options that say how pictures are fetched, and how far the network is trusted."""
    return _with(
        command,
        click.option(
            "--max-image-size",
            type=click.IntRange(min=1),
            default=50,
            show_default=True,
            metavar="MB",
            help="The most that one picture may have.",
        ),
        click.option(
            "--max-images-size",
            type=click.IntRange(min=1),
            default=20_000,
            show_default=True,
            metavar="MB",
            help="The most that all pictures together may have.",
        ),
        click.option(
            "--image-timeout",
            type=click.IntRange(min=1),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help="How long one picture may take.",
        ),
        click.option(
            "--image-retries",
            type=click.IntRange(0, 20),
            default=3,
            show_default=True,
            metavar="N",
            help="How often a picture is asked for again where that may help.",
        ),
        click.option("--allow-private", is_flag=True, help="Fetch pictures from private networks too."),
    )


def _with(command: Any, *options: Any) -> Any:
    for option in reversed(options):
        command = option(command)
    return command


# -- messages ----------------------------------------------------------------------------------------------------


@contextmanager
def errors(verbose: int, store: Path | None = None) -> Iterator[None]:
    """Turn an error into its message and exit status; its traceback shows with -vv only.

    *store* is where the database lies, if that is no temporary file.
    """
    try:
        with _ended_politely():
            yield
        # What is left in the buffer would fail when nobody can be told any more.
        sys.stdout.flush()
    except BloggerMigrateError as error:
        if isinstance(error.__context__, BrokenPipeError):
            reader_went_away()
        if verbose > 1:
            import traceback

            traceback.print_exc()
        tell_error(error)
        sys.exit(error.exit_status)
    except KeyboardInterrupt as stop:
        with suppress(OSError):  # the terminal may be closed
            tell("\nStopped. What is written is whole; run the same command again to complete it.", color="yellow")
        sys.exit(128 + (stop.number if isinstance(stop, _Ended) else signal.SIGINT))
    except BrokenPipeError:
        reader_went_away()
    except (click.exceptions.Exit, click.Abort, click.ClickException):
        raise
    except Exception as error:
        if verbose > 1:
            import traceback

            traceback.print_exc()
        told = _no_room(store) if _is_full(error) else _fault(error)
        tell_error(told)
        sys.exit(told.exit_status)


def _is_full(error: Exception) -> bool:
    """Whether the disk is full: files of the output say so themselves, so it is the one for temporary files."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return type(error).__module__ == "sqlite3" and "full" in str(error)


class _Ended(KeyboardInterrupt):
    """The system or a closed terminal ends the run; it is left as by Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end what is done inside like Ctrl-C: temporary files hold drafts, and all of the blog."""

    def end(number: int, _: object) -> None:
        raise _Ended(number)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        known = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        # What is ignored stays so: nohup.
        before = {number: signal.signal(number, end) for number in known if signal.getsignal(number) is signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _fault(error: Exception) -> BloggerMigrateError:
    """Return what to say of an error that nobody thought of."""
    what = "" if isinstance(error, OSError) else f"{type(error).__name__}: "
    return BloggerMigrateError(
        f"Something went wrong that should not: {what}{error}",
        advice="What is written is whole. This is a fault of bloggermigrate: please report it, with what the same "
        "command says with -vv.",
    )


def _no_room(store: Path | None) -> OutputError:
    import tempfile

    if store:
        return OutputError(
            "There is no room left for the store.",
            where=str(store),
            advice="It takes about the size of the export. Make room, or name another place with --keep-store.",
        )

    return OutputError(
        "There is no room left for temporary files.",
        where=tempfile.gettempdir(),
        advice="It takes about the size of the unpacked export. Make room, or name another folder in TMPDIR.",
    )


def reader_went_away() -> None:
    """End quietly: the reader of our output has seen enough (`| head`), and nothing is wrong."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stderr.close()
    sys.exit(0)


def tell_error(error: BloggerMigrateError) -> None:
    """Say on standard error what happened, where, and what to do next."""
    place = f"{error.where}: " if error.where else ""
    tell(f"bloggermigrate: {place}{error.message}", color="red")
    if error.advice:
        tell(error.advice, indent="  ")


def tell(message: str, *, indent: str = "", color: str = "") -> None:
    """Print *message* on standard error, on a terminal wrapped to its width and its first line coloured."""
    lines = _lines(message, indent, sys.stderr, 2)
    if color:
        head, colon, rest = lines[0].partition(": ")
        lines[0] = click.style(head + colon, fg=color, bold=True) + rest if colon else click.style(lines[0], fg=color)
    click.echo("\n".join(lines), err=True)


def say(message: str, *, indent: str = "", hang: int = 0, bold: str = "", err: bool = False) -> None:
    """Print *message* on standard output (or error), on a terminal wrapped to its width.

    A line goes on below its beginning, an indented one two blanks further, all at least *hang* blanks from the edge.
    *bold* is the part of its first line that is told in bold.
    """
    lines = _lines(message, indent, sys.stderr if err else sys.stdout, hang)
    if bold:
        lines[0] = lines[0].replace(bold, click.style(bold, bold=True), 1)
    click.echo("\n".join(lines), err=err)


def printable(text: str) -> str:
    """Return *text* as a terminal may have it: nothing in it moves the cursor or hides what it says.

    >>> printable("a\x1b[2Jb\u202ec")
    'a [2Jb c'
    """
    return "".join(c if c.isprintable() else " " for c in text)


def _lines(message: str, indent: str, stream: IO[str], hang: int) -> list[str]:
    lines = [indent + line for line in message.split("\n")]
    if not stream.isatty():
        return lines
    from shutil import get_terminal_size

    width = max(get_terminal_size().columns - 1, 30)
    return [part for line in lines for part in _wrapped(line, width, hang)]


def _wrapped(line: str, width: int, hang: int) -> list[str]:
    if len(line) <= width:
        return [line]
    own = len(line) - len(line.lstrip())
    blanks = " " * max(own + 2 if own else 0, hang)
    return textwrap.wrap(line, width, subsequent_indent=blanks, break_long_words=False, break_on_hyphens=False)


def progress_bars(quiet: bool) -> Any:
    """Return what `progress.progress_bars` gives; loaded here, for it knows the pipeline."""
    from bloggermigrate.cli.progress import progress_bars as bars

    return bars(quiet)
