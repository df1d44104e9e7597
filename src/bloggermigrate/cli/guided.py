"""The run without a command: asks what can't be found out, shows what will be, writes after one yes.

Questions are numbered lists and plain lines by click, which is here anyway: they work in every terminal and window,
for a screen reader, over a slow line and in a test, where menus moved by arrow keys don't.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from bloggermigrate.cli.candidates import Candidate, candidates
from bloggermigrate.cli.running import next_step, shown, tell_issues
from bloggermigrate.cli.sample import sample
from bloggermigrate.cli.shared import printable, progress_bars, say, tell, tell_error
from bloggermigrate.config import find
from bloggermigrate.errors import BloggerMigrateError, InputError
from bloggermigrate.intake import Found, Loaded, load, open_inputs
from bloggermigrate.options import Options
from bloggermigrate.text.slugs import slugify
from bloggermigrate.writers import WRITERS

_HELLO = """This takes a blog from Blogger to another engine: posts, pages, comments, labels, old addresses.
Nothing is written before you say yes, and the old blog is not touched. Stop at any time with Ctrl-C."""
_NOTHING_FOUND = """There is no export in this folder or among your downloads. To get one: in Blogger, Settings,
"Back up content"; or takeout.google.com, where you choose Blogger alone."""
#: one line for people on each engine; one that is missing here has that of its writer
_WORDS = {
    "hugo": "one program, very fast; good if you have none yet",
    "eleventy": "simple and flexible; needs Node.js",
    "astro": "modern and component-based; needs Node.js",
    "jekyll": "what GitHub Pages builds by itself; needs Ruby",
    "nikola": "full-featured; needs Python",
    "pelican": "simple; needs Python",
    "hexo": "made for blogs; needs Node.js",
    "mkdocs": "documentation with a blog (Material); needs Python",
    "wordpress": "a file to import, on WordPress.com or your server",
    "ghost": "a file to import, on Ghost(Pro) or your server",
    "atom": "one feed file, for other programs",
    "jsonfeed": "one feed file in JSON, for other programs",
    "jsonl": "one file with everything, for programmers",
}


#: what the next step is done with, where to get it
_PROGRAMS = {
    "hugo": "https://gohugo.io/installation/",
    "jekyll": "https://jekyllrb.com/docs/installation/",
    "npm": "https://nodejs.org/",
    "nikola": "https://getnikola.com/getting-started.html",
    "pelican": "https://docs.getpelican.com/en/latest/install.html",
    "mkdocs": "https://squidfunk.github.io/mkdocs-material/getting-started/",
}


@dataclass(frozen=True, slots=True)
class _Input:
    """What was chosen: the paths as they are given, what lies in them, the configuration beside them."""

    paths: tuple[str, ...]
    found: Found
    config: Path | None


def guide() -> int:
    """Ask, show, convert; return the exit status."""
    writing = False
    try:
        say(_HELLO)
        click.echo()
        given, loaded, options = _choose_input()
        options = _choose_engine(given, options)
        if given.config:
            loaded = _loaded(given, options)
        options = _choose_place(options, loaded)
        command = command_line(given.paths, options)
        _show_sample(loaded, options)
        status = _dry_run(given, options)
        if status > 1 or not click.confirm("\nWrite it now?", default=True):
            say("\nNothing was written. When you want to:")
            click.echo(f"  {command}")
            say("\nTo see each post beside its original before:")
            click.echo(f"  {command} --dry-run --report report.html")
            return 0 if status <= 1 else status
        writing = True
        return _convert(given, options, command)
    except (click.Abort, KeyboardInterrupt):
        word = "What is written is whole; run it again to complete it." if writing else "Nothing was written."
        tell(f"\nStopped. {word}", color="yellow")
        return 130
    except BloggerMigrateError as error:
        tell_error(error)
        return error.exit_status


# -- which file --------------------------------------------------------------------------------------------------


def _choose_input() -> tuple[_Input, Loaded, Options]:
    """Return what is to be read, read; ask again for what can't be."""
    known = candidates([Path(), _home() / "Downloads"])
    if known:
        click.echo("Which blog?")
        for number, candidate in enumerate(known, 1):
            click.echo(f"  {number:>2}  {click.style(printable(candidate.title), bold=True)}")
            say(f"{_listed(candidate)}: {candidate.form}, {_size(candidate.size)}", indent="      ")
        say("or type the path of another file or folder (you can drag it into this window)", indent="      ")
    else:
        say(_NOTHING_FOUND)
    question = "Number or path" if known else "Path of the file or folder (you can drag it into this window)"
    while True:
        answer = click.prompt(question, default="1" if known else None, prompt_suffix=": ").strip()
        try:
            if known and answer.isdecimal() and not Path(answer).exists():
                chosen = known[int(answer) - 1] if 0 < int(answer) <= len(known) else None
                if chosen is None:
                    tell(f"There is no number {answer} in the list.")
                    continue
                given = _given(tuple(map(str, chosen.paths)), chosen.found)
            else:
                path = path_typed(answer)
                given = _given((path,), open_inputs([path], Options()))
            return _read(given)
        except InputError as error:
            tell_error(error)


def _given(paths: tuple[str, ...], found: Found) -> _Input:
    return _Input(paths, found, find(paths[0], Path()))


def _base(given: _Input, target: str) -> Options:
    """Return the options that a configuration sets, else the usual ones."""
    if given.config is None:
        return Options(target=target)
    from bloggermigrate.cli.configured import options_in

    return options_in(given.config, target)


def path_typed(text: str) -> str:
    """Return the path that somebody typed, pasted or dragged: without quotes, file:// and backslashes before blanks.

    >>> path_typed("'/home/lia/my blog.xml' "), path_typed("file:///home/lia/my%20blog.xml")
    ('/home/lia/my blog.xml', '/home/lia/my blog.xml')
    """
    text = text.strip()
    if text.startswith("file://"):
        return unquote(urlsplit(text).path)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif sys.platform != "win32" and "\\" in text and not Path(text).exists():
        text = text.replace("\\ ", " ").replace("\\(", "(").replace("\\)", ")").replace("\\'", "'")
    return str(Path(text).expanduser())


def _read(given: _Input) -> tuple[_Input, Loaded, Options]:
    """Read the one blog that is meant, and ask for what it does not tell."""
    blogs = given.found.survey.blogs
    options = _base(given, "jsonl")
    if given.config:
        say(f"Settings are taken from {given.config}.")
    if len(blogs) > 1 and not options.blog:
        click.echo(f"\nThere are {len(blogs)} blogs in it. Which one?")
        for number, blog in enumerate(blogs, 1):
            click.echo(f"  {number:>2}  {printable(blog.name)}")
        choice = click.prompt("Number", type=click.IntRange(1, len(blogs)), default=1)
        blog = blogs[choice - 1]
        names = [other.name for other in blogs]
        options = replace(options, blog=blog.name if names.count(blog.name) == 1 else blog.id)
    loaded = _loaded(given, options)
    _tell_blog(loaded)
    asked = replace(options)
    if not loaded.blog.url:
        asked = replace(asked, blog_url=_ask_address())
    if not loaded.blog.timezone:
        asked = replace(asked, timezone=_ask_zone())
    return given, (_loaded(given, asked) if asked != options else loaded), asked


def _loaded(given: _Input, options: Options) -> Loaded:
    with progress_bars(False) as progress:
        return load(given.paths, options, progress=progress, found=given.found)


def _ask_address() -> str:
    from bloggermigrate.option_checks import is_home

    while True:
        url = click.prompt(
            "Its old address, so that links within it are found (Enter: not known)", default="", show_default=False
        ).strip()
        if not url or is_home(url):
            return str(url)
        tell(f"{url!r} is no address of a blog. Write it like https://example.org.")


def _ask_zone() -> str:
    from bloggermigrate.option_checks import zone_meant
    from bloggermigrate.text.instants import zone_named

    while True:
        zone = click.prompt(
            "Its time zone, such as Europe/Rome (Enter: dates stay in UTC)", default="", show_default=False
        ).strip()
        if not zone or zone_named(zone) is not None:
            return str(zone)
        tell(f"There is no time zone {zone!r}.{zone_meant(zone)}")


def _tell_blog(loaded: Loaded) -> None:
    from bloggermigrate.store import rows

    counts = {kind: loaded.balance[kind].read for kind in ("post", "page", "comment")}
    years = [
        year
        for (year,) in rows(
            loaded.store.db, "SELECT DISTINCT substr(published, 1, 4) FROM posts WHERE published <> '' ORDER BY 1"
        )
    ]
    told = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count)
    span = f", {years[0]}–{years[-1]}" if years and years[0] != years[-1] else f", {years[0]}" if years else ""
    title = printable(loaded.blog.title) or "Untitled blog"
    click.echo(f"\n{click.style(title, bold=True)}  {printable(loaded.blog.url)}".rstrip())
    click.echo(f"  {told}{span}")


def _listed(candidate: Candidate) -> str:
    first = candidate.paths[0]
    home, name = str(_home()), str(first)
    name = f"~{name[len(home) :]}" if first.is_absolute() and name.startswith(home) else name
    more = len(candidate.paths) - 1
    return f"{name} and {more} more part{'s' if more > 1 else ''}" if more else name


def _home() -> Path:
    """Return the home of whoever runs this; some accounts have none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path()


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} kB"


# -- which engine, where to --------------------------------------------------------------------------------------


def _choose_engine(given: _Input, options: Options) -> Options:
    """Return the options for the engine that is chosen, with what was answered before."""
    target = _ask_engine()
    own = _base(given, target)
    return replace(own, blog=options.blog, blog_url=options.blog_url, timezone=options.timezone)


def _ask_engine() -> str:
    from bloggermigrate.writers.naming import target_meant

    names = list(WRITERS)
    click.echo("\nWhere shall it go?")
    for number, name in enumerate(names, 1):
        title = WRITERS[name].title
        say(f"  {number:>2}  {title:<21} {_words(name)}", hang=8, bold=title)
    while True:
        answer = click.prompt("Number or name", default="1").strip().lower()
        if answer.isdecimal() and 0 < int(answer) <= len(names):
            return names[int(answer) - 1]
        titles = {writer.title.lower(): name for name, writer in WRITERS.items()} | {name: name for name in names}
        if answer in titles:
            return titles[answer]
        tell(f"There is no {answer!r} in the list.{target_meant(answer)}")


def _words(name: str) -> str:
    return _WORDS.get(name, WRITERS[name].summary)


def _choose_place(options: Options, loaded: Loaded) -> Options:
    """Ask for the folder, or the file; a place that has other things in it is told before."""
    writer = WRITERS[options.target]
    slug = slugify(loaded.blog.title) or "my-blog"
    usual = f"{slug}.{writer.name}" if writer.one_file else f"{slug}-{writer.name}"
    default = usual if options.output in ("", "-") else options.output
    click.echo("")
    while True:
        place = path_typed(
            click.prompt("File to write" if writer.one_file else "Folder to write to (it is made)", default=default)
        )
        if problem := _problem(Path(place), options.target):
            tell(problem)
            continue
        return replace(options, output=place)


def _problem(place: Path, target: str) -> str:
    """Return why *place* will not do, "" where it will as far as looking tells."""
    from bloggermigrate.output import STATE, has_others, target_of
    from bloggermigrate.output.disk import check_place

    one_file = WRITERS[target].one_file
    try:
        check_place(place, folder=not one_file)
        if one_file or not place.is_dir():
            return ""
        if (other := target_of(place)) and other != target:
            return f"{place} holds a conversion to {WRITERS[other].title if other in WRITERS else other}."
        if has_others(place) and not (place / STATE).exists():
            return f"There are other things in {place} already. Give the name of a folder that is empty or new."
    except (BloggerMigrateError, OSError) as error:
        return str(error).partition("\n")[0]
    return ""


# -- what will be ------------------------------------------------------------------------------------------------


def _show_sample(loaded: Loaded, options: Options) -> None:
    shown = sample(loaded, options)
    if shown is None:
        return
    click.echo("\nOne of the posts, as it will be:")
    click.echo(f"  file     {click.style(printable(shown.path), bold=True)}")
    if shown.address:
        click.echo(f"  address  {printable(shown.address)}" + (f" ({shown.old})" if shown.old else ""))
    for line in shown.lines:
        click.echo(click.style("  │ ", fg="cyan") + line)


def _dry_run(given: _Input, options: Options) -> int:
    from bloggermigrate.pipeline import convert
    from bloggermigrate.report import summary

    click.echo("\nTrying it, without writing:")
    with progress_bars(False) as progress:
        report = convert(given.paths, replace(options, dry_run=True), progress=progress, found=given.found)
    tell_issues(report, False, 0)
    say(summary(report))
    return report.exit_status


def _convert(given: _Input, options: Options, command: str) -> int:
    from bloggermigrate.pipeline import convert
    from bloggermigrate.report import summary

    with progress_bars(False) as progress:
        report = convert(given.paths, options, progress=progress, found=given.found)
    # It is what the trial said, unless something went wrong since.
    if report.exit_status:
        tell_issues(report, False, 0)
        say(summary(report))
    else:
        click.echo(click.style("Done.", fg="green"))
    if step := next_step(report):
        _tell_step(step)
    say("\nThe same again, without questions:")
    click.echo(f"  {command}")
    say("\nTo see each post beside its original, in your browser:")
    click.echo(f"  {command} --dry-run --report report.html")
    return report.exit_status


def _tell_step(step: str) -> None:
    click.echo(f"\nNext:\n  {click.style(step, bold=True)}")
    program = next((word for word in step.split() if word in _PROGRAMS), "")
    if program and shutil.which(program) is None:
        say(f"(That needs {program}, which is not on this computer yet: {_PROGRAMS[program]})", indent="  ")


def command_line(paths: Sequence[str], options: Options) -> str:
    """Return the command that does the same.

    >>> command_line(["my blog.xml"], Options(target="hugo", output="site", timezone="Europe/Rome"))
    "bloggermigrate convert 'my blog.xml' --to hugo -o site --timezone Europe/Rome"
    """
    words = [*paths, "--to", options.target, "-o", options.output]
    for name in ("blog", "blog_url", "timezone"):
        if value := getattr(options, name):
            words += [f"--{name.replace('_', '-')}", value]
    return f"bloggermigrate convert {' '.join(map(shown, words))}"
