"""A conversion as the command line runs it: options checked, progress shown, the account told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bloggermigrate.cli.shared import progress_bars, say, tell, tell_error
from bloggermigrate.errors import BloggerMigrateError, OutputError, UsageError
from bloggermigrate.options import Options, selection

if TYPE_CHECKING:
    from bloggermigrate.report import Report


def options_of(chosen: Mapping[str, Any]) -> Options:
    """Return the options that parameters of `convert` stand for; raise `UsageError` for what can't be.

    *chosen* has them by the names of the function's parameters, without those that are about the run alone.
    """
    from bloggermigrate.redirects import chosen as chosen_forms
    from bloggermigrate.report import check_report_path
    from bloggermigrate.writers.naming import writer_named

    values = {**chosen, "target": chosen["target"].lower()}
    writer_named(values["target"])
    include = selection(values.pop("include", ()), values.pop("exclude", ()))
    options = Options(**values | {"include": include, "redirects": chosen_forms(values.get("redirects", ()))})
    for path in options.reports:
        check_report_path(path)
    return options


def run(inputs: Sequence[str], options: Options, *, all_blogs: bool = False, quiet: bool = False, verbose: int) -> int:
    """Convert, tell of it, and return the exit status. Raises `BloggerMigrateError` where the run can't go on."""
    from bloggermigrate.report import summary
    from bloggermigrate.writers import WRITERS

    if not quiet and WRITERS[options.target].has_site and options.site is None and _is_in_use(options):
        tell(
            f"{options.output} has other things in it, so it gets content alone, not a whole site. "
            "--site writes one all the same, --no-site stops this remark."
        )
    status = 0
    for own, report in _reports(inputs, options, all_blogs, quiet):
        if isinstance(report, BloggerMigrateError):
            tell_error(report)
            status = max(status, report.exit_status)
            continue
        written, failure = _write_reports(report, own, quiet)
        tell_issues(report, quiet, verbose)
        if not quiet:
            to_stdout = own.output == "-"
            say(summary(report), err=to_stdout)
            for path in written:
                say(f"  report: {path}", err=to_stdout)
            if not own.dry_run and report.exit_status == 0 and (step := next_step(report)):
                say(f"  next: {step}", err=to_stdout)
        if failure:
            tell_error(failure)
        status = max(status, report.exit_status, failure.exit_status if failure else 0)
    return status


def _write_reports(report: Report, options: Options, quiet: bool) -> tuple[list[Path], OutputError | None]:
    """Return the reports that were written, and why not all were: what was converted is told all the same."""
    from bloggermigrate.report import write

    written: list[Path] = []
    with progress_bars(quiet) as progress:
        for path in options.reports:
            try:
                write(report, path, progress=progress)
            except OutputError as error:
                return written, error
            written.append(path)
    return written, None


def next_step(report: Report) -> str:
    """Return what to do with what was written, "" where that is up to others."""
    from bloggermigrate.writers import WRITERS

    writer = WRITERS[report.target]
    if writer.has_site and not report.site:
        return f"build your site as always; this is content alone (--site adds a small {writer.title} site)"
    return writer.next_step.format(output=shown(report.output))


def shown(word: str) -> str:
    """Return *word* as it has to be typed in a shell."""
    if sys.platform == "win32":
        import subprocess

        return subprocess.list2cmdline([word])
    import shlex

    return shlex.quote(word)


def _is_in_use(options: Options) -> bool:
    """Whether the output is a folder with things that are not ours and may be a site."""
    from bloggermigrate.output import STATE, has_others

    folder = Path(options.output)
    try:
        reports = {path.name for path in options.reports if path.parent.absolute() == folder.absolute()}
        return bool(options.output) and not (folder / STATE).exists() and has_others(folder, reports)
    except OSError:
        return False


def _reports(
    inputs: Sequence[str], options: Options, all_blogs: bool, quiet: bool
) -> Iterator[tuple[Options, Report | BloggerMigrateError]]:
    if all_blogs:
        from bloggermigrate.running.several import convert_each

        if options.blog:
            raise UsageError("--blog chooses one blog, --all takes each.", advice="Give one of the two.")
        yield from convert_each(inputs, options, stdin=sys.stdin.buffer)
        return
    from bloggermigrate.pipeline import convert

    with progress_bars(quiet) as progress:
        report = convert(inputs, options, progress=progress, stdin=sys.stdin.buffer, stdout=sys.stdout.buffer)
    yield options, report


def tell_issues(report: Report, quiet: bool, verbose: int) -> None:
    """Show errors always, warnings by kind (each with -v), the rest with -vv."""
    from bloggermigrate.issues import Severity

    colors = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
    warnings: Counter[str] = Counter()
    for issue in report.ledger.issues():
        if issue.severity is Severity.ERROR or verbose > (1 if issue.severity is Severity.INFO else 0):
            tell(str(issue), color=colors[issue.severity])
        elif issue.severity is Severity.WARNING:
            warnings[issue.code] += 1
    if not quiet:
        for code, count in warnings.most_common():
            tell(f"warning: {_meaning(code)} ({code} × {count})", color="yellow")


def _meaning(code: str) -> str:
    from bloggermigrate.body.notes import NOTES
    from bloggermigrate.issues import CODES

    if code in CODES:
        return CODES[code].meaning
    return f"{NOTES[code].message[:1].upper()}{NOTES[code].message[1:]}." if code in NOTES else "See the report."
