"""Several blogs in one input: each converted into a place of its own below the output folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from bloggermigrate.errors import InputError, OutputError, UsageError
from bloggermigrate.intake import open_inputs
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.readers.survey import FoundBlog, no_blog
from bloggermigrate.report import Report
from bloggermigrate.text.slugs import fold, safe_segment, slugify
from bloggermigrate.writers import WRITERS

#: what the file of a target that is one file ends in, where that is not the target's name
_ENDINGS = {"jsonfeed": "json"}


def convert_each(
    inputs: Sequence[str], options: Options, *, stdin: IO[bytes] | None = None
) -> Iterator[tuple[Options, Report | InputError | OutputError]]:
    """Convert every blog of *inputs*, one after the other, and give its own options and its report.

    `options.output` is a folder; each blog goes into a folder (or, for a target that is one file, a file) below it that
    is named after its title. Reports are named alike: `report.json` becomes `report.<name>.json`. A blog that can't be
    read, or whose place can't be written, costs itself only: in place of its report stands the error.
    """
    if options.output in ("", "-"):
        raise UsageError("Several blogs need a folder to go to, not standard output.", advice="Give a folder with -o.")
    if options.keep_store:
        raise UsageError("One store can't keep several blogs.", advice="Choose one with --blog NAME.")
    found = open_inputs(inputs, options, stdin)
    if not found.survey.blogs:
        raise no_blog(found.survey)
    names = names_of(found.survey.blogs)
    for blog, name in zip(found.survey.blogs, names, strict=True):
        chosen = replace(
            options,
            blog="",
            output=str(Path(options.output) / (name + _ending(options.target))),
            reports=tuple(path.with_name(f"{path.stem}.{name}{path.suffix}") for path in options.reports),
        )
        try:
            report: Report | InputError | OutputError = convert(inputs, chosen, found=found.only(blog))
        except (InputError, OutputError) as error:
            report = error
        yield chosen, report


def _ending(target: str) -> str:
    writer = WRITERS.get(target)
    return f".{_ENDINGS.get(target, target)}" if writer and writer.one_file else ""


def names_of(blogs: Sequence[FoundBlog]) -> list[str]:
    """Return a folder's name for each blog: its title's slug; where two would share one, both get their number too.

    A name does not depend on the order of the blogs, so a later export of the same blogs goes to the same folders.
    """
    slugs = [slugify(blog.name) or f"blog-{blog.id}" for blog in blogs]
    met = Counter(fold(slug) for slug in slugs)
    names: list[str] = []
    taken: set[str] = set()
    for blog, slug in zip(blogs, slugs, strict=True):
        name = slug if met[fold(slug)] == 1 and safe_segment(slug) else f"{slug}-{blog.id or 'blog'}"
        number = 2
        while fold(name) in taken:
            name, number = f"{slug}-{number}", number + 1
        taken.add(fold(name))
        names.append(name)
    return names
