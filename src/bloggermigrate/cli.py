"""The command line: options in, report and exit status out. No logic of its own."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bloggermigrate import __version__
from bloggermigrate.errors import BloggerMigrateError, UsageError
from bloggermigrate.options import SELECTABLE

if TYPE_CHECKING:
    from bloggermigrate.report import Report

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Group(click.Group):
    """Commands whose modules are loaded when they are called: `--help` answers at once."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "dates":
            from bloggermigrate.cli_dates import dates

            return dates
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["convert", "inspect", "targets", "markdown", "dates"]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(error.message + _did_you_mean(args[0], self.list_commands(ctx)), ctx) from None


@click.group(cls=Group, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="bloggermigrate")
def main() -> None:
    """Leave Blogger without losing a word.

    \b
    Try it without writing anything:
      bloggermigrate convert blog-11-23-2014.xml --to hugo -o my-site --dry-run
    Then for real:
      bloggermigrate convert blog-11-23-2014.xml --to hugo -o my-site
    """


def _day(_: click.Context, __: click.Parameter, value: datetime | None) -> Any:
    return value.date() if value else None


_DAY = click.DateTime(["%Y-%m-%d"])


@main.command(context_settings=_CONTEXT)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-t", "--to", "target", required=True, metavar="NAME", help="The engine to write for; see `targets`.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PATH",
    help="Folder to write to; a file for one-file targets, - for standard output.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Do everything but write: same report, same exit status.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report; its form by its suffix: .json or .md. May be repeated.",
)
@click.option(
    "--site/--no-site",
    default=None,
    help="With a complete site, or content only. Default: a site where nothing else stands.",
)
@click.option("--blog-url", default="", metavar="URL", help="The blog's address, where the input does not tell it.")
@click.option("--timezone", default="", metavar="ZONE", help="The blog's time zone, such as Europe/Rome.")
@click.option("--locale", default="", metavar="CODE", help="The blog's language, such as it or pt-BR.")
@click.option(
    "--permalinks",
    type=click.Choice(["keep", "pretty"]),
    default="keep",
    show_default=True,
    help="Keep the old addresses, or the engine's own style with redirects.",
)
@click.option(
    "--comments",
    type=click.Choice(["data", "inline", "none"]),
    default="data",
    show_default=True,
    help="Where comments go.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="WHAT",
    help=f"Also write: {', '.join(k for k, on in SELECTABLE.items() if not on)}. May be repeated.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="WHAT",
    help=f"Leave out: {', '.join(k for k, on in SELECTABLE.items() if on)}. May be repeated.",
)
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Only posts with this label. May be repeated.")
@click.option(
    "--since", type=_DAY, callback=_day, metavar="YYYY-MM-DD", help="Only what was published on this day or later."
)
@click.option(
    "--until", type=_DAY, callback=_day, metavar="YYYY-MM-DD", help="Only what was published on this day or earlier."
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the N newest posts.")
@click.option(
    "--markdown-engine",
    "engine",
    type=click.Choice(["native", "html2text"]),
    default="native",
    show_default=True,
    help="What makes the Markdown.",
)
@click.option("--check/--no-check", default=False, help="Render every body back and compare it with the original.")
@click.option("--unsafe-html", is_flag=True, help="Keep scripts found in posts. They are yours, so is the risk.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Worker processes. Default: one for each core."
)
@click.option(
    "--keep-store",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep what was read as a SQLite file.",
)
@click.option("--strict", is_flag=True, help="Warnings make the exit status 1.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", count=True, help="Show every warning; twice: everything.")
def convert(
    inputs: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
    verbose: int,
    **chosen: Any,
) -> None:
    """Convert an export into content or a whole site.

    INPUT is a blog-MM-DD-YYYY.xml, a Takeout zip or folder, a feed.atom, or - for standard input.

    \b
    Examples:
      bloggermigrate convert takeout.zip --to hugo -o site --dry-run --report plan.md
      bloggermigrate convert blog.xml --to jsonl -o - | head
    """
    with _errors(verbose):
        from bloggermigrate.options import Options, selection
        from bloggermigrate.output import write_alone
        from bloggermigrate.pipeline import convert as run
        from bloggermigrate.report import check_report_path, render, summary
        from bloggermigrate.writers import WRITERS

        target = chosen["target"]
        if target not in WRITERS:
            hint = _did_you_mean(target, list(WRITERS))
            raise UsageError(f"There is no target {target!r}.{hint}", advice="Targets: " + ", ".join(WRITERS))
        options = Options(**chosen, include=selection(include, exclude))
        for path in options.reports:
            check_report_path(path)
        with _progress(quiet) as progress:
            report = run(
                inputs,
                options,
                progress=progress,
                stdin=sys.stdin.buffer,
                stdout=sys.stdout.buffer,
            )
        for path in options.reports:
            write_alone(path, render(report, path))
        _tell_issues(report, quiet, verbose)
        if not quiet:
            to_stdout = options.output == "-"
            click.echo(summary(report), err=to_stdout)
            step = WRITERS[target].next_step
            if step and not options.dry_run and report.exit_status == 0:
                click.echo(f"  next: {step.format(output=options.output)}", err=to_stdout)
        sys.exit(report.exit_status)


@main.command(context_settings=_CONTEXT)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--blog-url", default="", metavar="URL", help="The blog's address, where the input does not tell it.")
@click.option("--timezone", default="", metavar="ZONE", help="The blog's time zone.")
@click.option("--locale", default="", metavar="CODE", help="The blog's language.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def inspect(inputs: tuple[str, ...], as_json: bool, quiet: bool, verbose: int, **chosen: Any) -> None:
    """Tell what is in an export, without converting it.

    \b
    Example:
      bloggermigrate inspect takeout.zip
    """
    with _errors(verbose):
        from bloggermigrate.inspection import as_text
        from bloggermigrate.inspection import inspect as look
        from bloggermigrate.intake import load
        from bloggermigrate.options import Options

        with _progress(quiet) as progress:
            loaded = load(inputs, Options(target="jsonl", **chosen), progress=progress, stdin=sys.stdin.buffer)
        found = look(loaded)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else as_text(found), nl=as_json)


@main.command(context_settings=_CONTEXT)
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
        click.echo(f"{writer.name:<12} {writer.title}: {writer.summary}")
        for grade in ("native", "data"):
            names = [feature for feature in FEATURES if writer.carries.get(feature) == grade]
            if names:
                click.echo(f"{'':<12}   {grade}: {', '.join(names)}")
        missing = [feature for feature in FEATURES if feature not in writer.carries]
        if missing:
            click.echo(f"{'':<12}   not carried: {', '.join(missing)}")


@main.command(context_settings=_CONTEXT)
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--dialect", default="gfm", show_default=True, metavar="NAME", help="The kind of Markdown to write.")
@click.option("-v", "--verbose", count=True, help="Also tell what was dropped or changed.")
def markdown(file: Any, dialect: str, verbose: int) -> None:
    """Turn one HTML fragment into Markdown, for trying.

    \b
    Example:
      echo '<b>Title<br/></b>text' | bloggermigrate markdown
    """
    with _errors(verbose):
        from bloggermigrate import body

        if dialect not in body.DIALECTS:
            hint = _did_you_mean(dialect, list(body.DIALECTS))
            raise UsageError(f"There is no dialect {dialect!r}.{hint}", advice="Dialects: " + ", ".join(body.DIALECTS))
        document = body.read(file.read().decode("utf-8", "replace"))
        click.echo(body.markdown.emit(document, body.DIALECTS[dialect]), nl=False)
        for note in document.notes if verbose else ():
            click.echo(f"{note.code}: {note.message} ({note.count})", err=True)


# -- around the commands -----------------------------------------------------------------------------------------


@contextmanager
def _errors(verbose: int) -> Iterator[None]:
    """Turn an error into its message and exit status; its traceback shows with -vv only."""
    try:
        yield
    except BloggerMigrateError as error:
        if verbose > 1:
            raise
        place = f"{error.where}: " if error.where else ""
        click.echo(f"bloggermigrate: {place}{error.message}", err=True)
        if error.advice:
            click.echo(f"  {error.advice}", err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        click.echo("\nbloggermigrate: stopped. What is written is whole; run it again to complete it.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """Give a callback that moves a bar on a terminal, None elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bars: dict[str, Any] = {}

    def move(stage: str, done: int, total: int) -> None:
        bar = bars.get(stage)
        if bar is None:
            bar = bars[stage] = click.progressbar(length=max(total, 1), label=f"{stage:<8}", file=sys.stderr)
            bar.__enter__()
        bar.update(max(done, 0) - bar.pos)
        if done >= total and not bar.finished:
            bar.finish()
            bar.render_progress()
            bar.render_finish()

    yield move


def _tell_issues(report: Report, quiet: bool, verbose: int) -> None:
    """Show errors always, warnings by kind (each with -v), the rest with -vv."""
    from bloggermigrate.issues import CODES, Severity

    warnings: Counter[str] = Counter()
    for issue in report.ledger.issues():
        if issue.severity is Severity.ERROR or verbose > (1 if issue.severity is Severity.INFO else 0):
            click.echo(str(issue), err=True)
        elif issue.severity is Severity.WARNING:
            warnings[issue.code] += 1
    if not quiet:
        for code, count in warnings.most_common():
            meaning = CODES[code].meaning if code in CODES else ""
            click.echo(f"warning: {code} × {count} {meaning}".rstrip(), err=True)


def _did_you_mean(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
