"""What a writer gets beside the post in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bloggermigrate.account.balance import widget_reason
from bloggermigrate.issues import Issue
from bloggermigrate.model import Blog, Post, Widget
from bloggermigrate.options import Options
from bloggermigrate.render import Renderer


@dataclass(frozen=True, slots=True)
class Context:
    """The run as writers see it. *site*: write a complete site, not content only."""

    blog: Blog
    options: Options
    renderer: Renderer
    site: bool

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The gadgets that are written, in the theme's order."""
        if "widgets" not in self.options.include:
            return ()
        return tuple(widget for widget in self.blog.widgets if not widget_reason(widget))

    def metadata(self, values: Mapping[str, Any], post: Post, *, one: str = "") -> dict[str, Any]:
        """Return the front matter of a post as a configuration wants it; as it is where there is none.

        *one* is the key of an engine that has one category a post; others have a list called "categories".
        """
        changes = self.options.changes
        values = dict(values)
        if post.categories:
            # Some engines know labels by that name: then both stand there.
            had = values.get("categories", [])
            more = [name for name in post.categories if name not in had]
            values |= {one: post.categories[0]} if one else {"categories": [*had, *more]}
            if one and len(post.categories) > 1:
                message = f"The engine has one category a post; {', '.join(post.categories[1:])}: left out."
                self.renderer.issues.append(Issue("not-carried", message, post.source))
        if not changes.metadata:
            return values
        values, refused = changes.front_matter(values)
        for old, new in refused:
            message = f"The key {old!r} keeps its name: there is a key {new!r} already."
            self.renderer.issues.append(Issue("config-unused", message, post.source, old, new))
        return values
