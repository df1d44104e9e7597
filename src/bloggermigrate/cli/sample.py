"""One post of a blog as it will be: its path, its address, how its file begins."""

from __future__ import annotations

from dataclasses import dataclass
from shutil import get_terminal_size

from bloggermigrate.cli.shared import printable
from bloggermigrate.intake import Loaded
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.options import Options
from bloggermigrate.running.work import Scene
from bloggermigrate.store import rows
from bloggermigrate.store.loading import iter_comments, load_post
from bloggermigrate.writers import WRITERS, Context

_MOST_LINES = 24


@dataclass(frozen=True, slots=True)
class Sample:
    """One post. *lines* are the beginning of its file, each no longer than the terminal is wide."""

    path: str
    address: str  #: on the new site, "" where the target has none
    old: str  #: what of the old one there is to say: "as before", or that it leads there; "" where there was none
    lines: tuple[str, ...]


def sample(loaded: Loaded, options: Options) -> Sample | None:
    """Return the newest public post with labels as *options* write it, else the newest; None where there is none."""
    store, writer = loaded.store, WRITERS[options.target]
    query = (
        "SELECT seq FROM posts WHERE seq IS NOT NULL ORDER BY kind <> 'post', status <> ?, "
        "NOT EXISTS (SELECT 1 FROM labels WHERE labels.row = posts.row), at IS NULL, at DESC LIMIT 1"
    )
    found = next(rows(store.db, query, (Status.LIVE,)), None)
    if found is None:
        return None
    context = Scene(store.path, loaded.blog, options, writer.name, True).context()
    post, _ = load_post(store, found[0], {label.name: label for label in loaded.blog.labels})
    files = list(writer.files(post, context))
    file = next((each for each in files if isinstance(each, OutputFile)), None)
    moved = next((each.new for each in files if isinstance(each, Redirect) and each.old == post.old_path), post.path)
    # XML and JSON for importers and programs tell a person nothing: of these the post is shown as it was read.
    alone = file is not None and not writer.one_file and not writer.frame
    text = file.data.decode("utf-8", "replace").splitlines() if file and alone else _told(post, context)
    width = max(get_terminal_size().columns - 5, 20)
    lines = [_printable(line, width) for line in text[:_MOST_LINES]]
    if len(text) > _MOST_LINES:
        lines.append("…")
    return Sample(
        path=f"{options.output}/{file.path}" if file and alone else f"a part of {options.output}",
        address="" if writer.one_file else moved,
        old=("as before" if moved == post.old_path else "the old one leads there") if post.has_path else "",
        lines=tuple(lines),
    )


def _told(post: Post, context: Context) -> list[str]:
    """Return what is known of the post and the beginning of its text."""
    facts = (
        ("title", post.title),
        ("date", f"{post.published:%Y-%m-%d %H:%M}" if post.published else ""),
        ("author", post.author.name),
        ("labels", ", ".join(label.name for label in post.labels)),
        ("comments", str(sum(1 for _ in iter_comments(post.comments)) or "")),
    )
    renderer = context.renderer
    text = renderer.markdown(renderer.document(post.content_html, post.source), post.source)
    return [*(f"{name:<9} {value}" for name, value in facts if value), "", *text.splitlines()]


def _printable(line: str, width: int) -> str:
    """Return *line* as a terminal may have it, cut to its width."""
    plain = printable(line)
    return plain if len(plain) <= width else f"{plain[: width - 1]}…"
