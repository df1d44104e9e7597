"""`bloggermigrate convert`: options in, report and exit status out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from bloggermigrate.cli.command import CONFIG, EXIT_STATUS, Command
from bloggermigrate.cli.shared import CONTEXT, blog_options, errors, image_options, limit_options, tell
from bloggermigrate.options import SELECTABLE

#: headings of the help, each by the first option below it
_SECTIONS = {
    "blog": "What to read",
    "target": "What to write",
    "include": "Which posts",
    "comments": "Comments, links, images",
    "check": "Checking and reports",
    "force": "Speed and safety",
}


#: parameters that say how a run goes on the command line, and are no options of a conversion
RUN_ALONE = frozenset(["inputs", "config", "no_config", "all_blogs", "quiet", "verbose"])


class _Day(click.ParamType[date]):
    """A day as everybody can write it."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day. Write it as year, month and day: 2014-05-31.", param, ctx)


def _targets(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from bloggermigrate.writers import WRITERS

    return [name for name in WRITERS if name.startswith(incomplete)]


_DAY = _Day()


@click.command(cls=Command, context_settings=CONTEXT, sections=_SECTIONS, epilog=EXIT_STATUS)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(readable=False))
@blog_options
@click.option("--all", "all_blogs", is_flag=True, help="Convert each blog of the input into a folder of its own.")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where options and changes are written down. Default: bloggermigrate.toml beside the input, or here.",
)
@click.option("--no-config", is_flag=True, help="Look for no such file.")
@click.option(
    "-t",
    "--to",
    "target",
    required=True,
    metavar="NAME",
    shell_complete=_targets,
    help="The engine to write for; `bloggermigrate targets` shows all.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PATH",
    type=click.Path(readable=False),
    help="Folder to write to; a file for one-file targets, - for standard output.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Do everything but write: same report, same exit status.")
@click.option(
    "--site/--no-site",
    default=None,
    help="With a complete site, or content only. Default: a site where nothing else stands.",
)
@click.option(
    "--permalinks",
    type=click.Choice(["keep", "pretty"]),
    default="keep",
    show_default=True,
    help="Keep the old addresses, or the engine's own style with redirects.",
)
@click.option(
    "--redirects",
    multiple=True,
    metavar="FORM",
    help="Also write the map of old addresses to new ones, below redirects/: netlify, apache, nginx, caddy, csv, "
    "blogger (a theme for the old blog), or all. May be repeated.",
)
@click.option("--site-url", default="", metavar="URL", help="Where the new site will stand, if not at the old address.")
@click.option(
    "--max-size",
    type=click.IntRange(1, 2000),
    default=30,
    show_default=True,
    metavar="MB",
    help="Cut files for importers (WordPress, Ghost) at this size.",
)
@click.option(
    "--markdown-engine",
    "engine",
    type=click.Choice(["native", "html2text"]),
    default="native",
    show_default=True,
    help="What makes the Markdown.",
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
@click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="Only what was published on this day or later.")
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="Only what was published on this day or earlier.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the N newest posts.")
@click.option(
    "--comments",
    type=click.Choice(["data", "inline", "isso", "disqus", "none"]),
    default="data",
    show_default=True,
    help="Where comments go: beside the posts, shown by the site; into the posts; or a file for Isso or Disqus.",
)
@click.option(
    "--comments-server",
    default="",
    metavar="WHERE",
    help="Where pages ask for them: the address of your Isso, or your short name at Disqus. Default: nowhere.",
)
@click.option(
    "--images",
    type=click.Choice(["keep", "fullsize", "download"]),
    callback=lambda _, __, value: value or "",
    help="Pictures: leave their addresses, lead to the originals, or fetch them into the site. Default: fullsize; "
    "keep for targets that are one file.",
)
@image_options
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Render every body back and compare it with the original.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report; its form by its suffix: .html, .md or .json. May be repeated.",
)
@click.option("--strict", is_flag=True, help="Warnings make the exit status 1.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", count=True, help="Show every warning; twice: everything.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@click.option("--unsafe-html", is_flag=True, help="Keep scripts found in posts. They are yours, so is the risk.")
@limit_options
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Worker processes. Default: one for each core."
)
@click.option(
    "--keep-store",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep what was read as a SQLite file.",
)
@click.pass_context
def convert(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    config: Path | None,
    no_config: bool,
    all_blogs: bool,
    quiet: bool,
    verbose: int,
    **chosen: Any,
) -> None:
    """Convert an export into content or a whole site.

    INPUT is what Blogger or Google gave you: a blog-MM-DD-YYYY.xml, a Takeout (zip, tgz or folder), a feed.atom. Also
    a public feed (Atom, RSS, JSON), an answer of the Blogger API, saved pages, or - for standard input. Several inputs
    of one blog are merged: exports of several years, an export and a theme backup, all parts of a Takeout.

    \b
    Examples:
      bloggermigrate convert blog-11-23-2014.xml --to hugo -o my-site --dry-run
      bloggermigrate convert takeout.zip --to hugo -o my-site --report report.html
      bloggermigrate convert takeout-001.zip takeout-002.zip --to wordpress -o import
      bloggermigrate convert blog.xml --to jekyll -o try --label recipes --limit 10
      bloggermigrate convert blog.xml --to jsonl -o - | head
    """
    with errors(verbose, chosen["keep_store"]):
        from bloggermigrate.cli.running import options_of, run

        if found := ctx.meta.get(CONFIG):
            chosen["changes"] = found.changes
            if not quiet:
                tell(f"configuration: {found.path}")
        sys.exit(run(inputs, options_of(chosen), all_blogs=all_blogs, quiet=quiet, verbose=verbose))
