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


def _reading(command: Any) -> Any:
    """Add the options that say what of the input is read, and how far it is trusted."""
    for option in (
        click.option("--max-unpacked", type=click.IntRange(min=1), default=16, show_default=True, metavar="GB",
                     help="The most that one file in an archive may unpack to."),
        click.option("--max-ratio", type=click.IntRange(min=2), default=300, show_default=True, metavar="N",
                     help="How many times its size a big file in an archive may unpack to."),
        click.option("--blog", default="", metavar="NAME",
                     help="Which blog, where the input holds several: by title, folder or number."),
    ):  # fmt: skip
        command = option(command)
    return command


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
@_reading
@click.option("--all", "all_blogs", is_flag=True, help="Convert each blog of the input into a folder of its own.")
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
    "--redirects",
    multiple=True,
    metavar="FORM",
    help="Also write the map of old addresses to new ones, below redirects/: netlify, apache, nginx, caddy, csv, "
    "blogger (a theme for the old blog), or all. May be repeated.",
)
@click.option("--site-url", default="", metavar="URL", help="Where the new site will stand; for --redirects blogger.")
@click.option(
    "--max-size",
    type=click.IntRange(1, 2000),
    default=30,
    show_default=True,
    metavar="MB",
    help="Cut files for importers (WordPress, Ghost) at this size.",
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
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Render every body back and compare it with the original.",
)
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
    redirects: tuple[str, ...],
    all_blogs: bool,
    quiet: bool,
    verbose: int,
    **chosen: Any,
) -> None:
    """Convert an export into content or a whole site.

    INPUT is a blog-MM-DD-YYYY.xml, a Takeout zip, tgz or folder, a feed.atom, a public feed (Atom, RSS, JSON), an
    answer of the Blogger API, or - for standard input. Several inputs of one blog are merged: exports of several
    years, an export and a theme backup, all parts of a Takeout.

    \b
    Examples:
      bloggermigrate convert takeout.zip --to hugo -o site --dry-run --report plan.md
      bloggermigrate convert blog.xml --to jsonl -o - | head
    """
    with _errors(verbose):
        from bloggermigrate.options import Options, selection
        from bloggermigrate.output import write_alone
        from bloggermigrate.pipeline import convert as run
        from bloggermigrate.redirects import chosen as chosen_forms
        from bloggermigrate.report import check_report_path, render, summary
        from bloggermigrate.writers import WRITERS

        target = chosen["target"]
        if target not in WRITERS:
            hint = _did_you_mean(target, list(WRITERS))
            raise UsageError(f"There is no target {target!r}.{hint}", advice="Targets: " + ", ".join(WRITERS))
        options = Options(**chosen, include=selection(include, exclude), redirects=chosen_forms(redirects))
        for path in options.reports:
            check_report_path(path)
        if all_blogs and options.blog:
            raise UsageError("--blog chooses one blog, --all takes each.", advice="Give one of the two.")
        status = 0
        if all_blogs:
            from bloggermigrate.several import convert_each

            results: Iterator[tuple[Options, Report | BloggerMigrateError]] = convert_each(
                inputs, options, stdin=sys.stdin.buffer
            )
        else:
            with _progress(quiet) as progress:
                whole = run(inputs, options, progress=progress, stdin=sys.stdin.buffer, stdout=sys.stdout.buffer)
            results = iter([(options, whole)])
        for own, report in results:
            if isinstance(report, BloggerMigrateError):
                _tell_error(report)
                status = max(status, report.exit_status)
                continue
            for path in own.reports:
                write_alone(path, render(report, path))
            _tell_issues(report, quiet, verbose)
            if not quiet:
                to_stdout = own.output == "-"
                click.echo(summary(report), err=to_stdout)
                step = WRITERS[target].next_step
                if step and not own.dry_run and report.exit_status == 0:
                    click.echo(f"  next: {step.format(output=own.output)}", err=to_stdout)
            status = max(status, report.exit_status)
        sys.exit(status)


@main.command(context_settings=_CONTEXT)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_reading
@click.option("--blog-url", default="", metavar="URL", help="The blog's address, where the input does not tell it.")
@click.option("--timezone", default="", metavar="ZONE", help="The blog's time zone.")
@click.option("--locale", default="", metavar="CODE", help="The blog's language.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", count=True, help="Show the traceback of an error when given twice.")
def inspect(inputs: tuple[str, ...], as_json: bool, quiet: bool, verbose: int, **chosen: Any) -> None:
    """Tell what is in an export, without converting it.

    Also what can't be converted alone is looked at: a theme, settings, a part of a Takeout. Of several blogs each is
    told, unless one is chosen with --blog.

    \b
    Example:
      bloggermigrate inspect takeout.zip
    """
    with _errors(verbose):
        from bloggermigrate.inspection import as_text, inspect_each
        from bloggermigrate.options import Options

        options = Options(target="jsonl", **chosen)
        with _progress(quiet) as progress:
            found = inspect_each(inputs, options, progress=progress, stdin=sys.stdin.buffer)
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
    with _errors(verbose):
        from bloggermigrate import body

        if dialect not in body.DIALECTS:
            hint = _did_you_mean(dialect, list(body.DIALECTS))
            raise UsageError(f"There is no dialect {dialect!r}.{hint}", advice="Dialects: " + ", ".join(body.DIALECTS))
        document = body.read((from_file or file).read().decode("utf-8", "replace"))
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


# -- around the commands -----------------------------------------------------------------------------------------


@contextmanager
def _errors(verbose: int) -> Iterator[None]:
    """Turn an error into its message and exit status; its traceback shows with -vv only."""
    try:
        yield
    except BloggerMigrateError as error:
        if verbose > 1:
            raise
        _tell_error(error)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        click.echo("\nbloggermigrate: stopped. What is written is whole; run it again to complete it.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


def _tell_error(error: BloggerMigrateError) -> None:
    place = f"{error.where}: " if error.where else ""
    click.echo(f"bloggermigrate: {place}{error.message}", err=True)
    if error.advice:
        click.echo(f"  {error.advice}", err=True)


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
