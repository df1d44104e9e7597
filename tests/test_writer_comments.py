"""Comments of a post stand in a data file, in its text, or nowhere; whatever holds them names them as its sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bloggermigrate.model import OutputFile
from bloggermigrate.sites import words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers import WRITERS
from made import THREAD, context_for, files_of, made_post, split, split_metadata

Split = Callable[[str], tuple[dict[str, Any], str]]


@pytest.mark.parametrize(
    ("target", "data", "content", "key", "parted"),
    [
        ("astro", "src/data/comments", "src/content/posts", "comments", split),
        ("eleventy", "_data/comments", "content/posts", "thread", split),
        ("mkdocs", "data/comments", "docs/posts", "thread", split),
        ("nikola", "data/comments", "posts", "thread", split),
        ("pelican", "data/comments", "content/posts", "Thread", split_metadata),
    ],
)
def test_comments_are_data_or_inline_or_none(target: str, data: str, content: str, key: str, parted: Split):
    post = made_post(comments=THREAD)

    def parts(**options: Any) -> list[OutputFile]:
        made = WRITERS[target].post(post, context_for(target, **options))
        return [part for part in made if isinstance(part, OutputFile)]

    first, second = json.loads(files_of(parts())[f"{data}/2011-02-post-1.json"])
    assert (first["id"], first["replies"][0]["id"], second["deleted"]) == ("c11", "c12", True)
    assert "script" not in first["html"]
    inline = files_of(parts(comments="inline"))
    assert list(inline) == [f"{content}/2011/02/post-1.md"]
    values, body = parted(inline[f"{content}/2011/02/post-1.md"])
    assert key not in values
    assert "## Commenti" in body and words("it")["comment_removed"] in body and "javascript" not in body
    none = files_of(parts(comments="none"))
    assert "detto" not in "".join(none.values()) and len(none) == 1
    for mode in ("data", "inline"):
        ids = sorted(source for part in parts(comments=mode) for source in part.sources)
        assert ids == sorted([post.id, *(comment.id for comment, _ in iter_comments(THREAD))])
