"""What a body's tree is made of."""

from __future__ import annotations

from bloggermigrate.body.tags import Tag


class Element:
    """An element: its start tag, and its children in order, text as plain strings.

    Tables alone know their parent, before which text that has no place in them goes.
    """

    __slots__ = ("children", "parent", "tag")

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        self.parent: Element | None = None
        self.children: list[Element | str | Comment] = []


class Comment:
    """A comment, which counts only if it is a jump break."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def is_jump_break(self) -> bool:
        return self.text.strip().lower() == "more"
