"""What a writer gets beside the post in hand."""

from __future__ import annotations

from dataclasses import dataclass

from bloggermigrate.balance import widget_reason
from bloggermigrate.model import Blog, Widget
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
