"""A document as blocks of WordPress's editor: markup between comments that name the block.

Blocks switch off `wpautop`, which would make a line break of every line feed, and a person can edit them one by one.
Only markup that every version of the editor since 6.1 takes for its own gets a name; the rest is "Custom HTML",
which is shown as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from bloggermigrate.body import html
from bloggermigrate.body.document import (
    Block,
    Code,
    Document,
    Heading,
    Item,
    JumpBreak,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
)

# What begins like a shortcode. Any plugin may define any name, and core runs some inside of attributes and code, too.
_SHORTCODE = re.compile(r"\[(?=/?[a-zA-Z_])")
#: quotes and lists nested deeper are Custom HTML
_MAX_DEPTH = 8


def content(document: Document) -> str:
    """Return the body of a post.

    >>> from bloggermigrate import body
    >>> print(content(body.read("<p>a [gallery]</p><a name='more'></a><p>b</p>")))
    <!-- wp:paragraph -->
    <p>a &#91;gallery]</p>
    <!-- /wp:paragraph -->
    <BLANKLINE>
    <!-- wp:more -->
    <!--more-->
    <!-- /wp:more -->
    <BLANKLINE>
    <!-- wp:paragraph -->
    <p>b</p>
    <!-- /wp:paragraph -->
    """
    return no_shortcodes(_blocks(document.blocks, 0))


def no_shortcodes(markup: str) -> str:
    """Return *markup* with nothing left that WordPress would run as a shortcode; it shows the same."""
    return _SHORTCODE.sub("&#91;", markup)


def _blocks(blocks: Sequence[Block], depth: int) -> str:
    return "\n\n".join(_block(block, depth) for block in blocks)


def _block(block: Block, depth: int) -> str:
    match block:
        case Paragraph():
            return _named("paragraph", html.block_html(block))
        case Heading():
            return _named("heading", html.block_html(block), level=block.level if block.level != 2 else None)
        case Rule():
            return _named("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')
        case JumpBreak() if depth == 0:
            return _named("more", "<!--more-->")
        case Code() if not block.language:
            return _named("code", f'<pre class="wp-block-code"><code>{html.text(block.text)}</code></pre>')
        case ListBlock() if depth < _MAX_DEPTH and all(map(_plain_item, block.items)):
            return _list(block, depth)
        case Quote() if depth < _MAX_DEPTH:
            inner = _blocks(block.blocks, depth + 1)
            return _named("quote", f'<blockquote class="wp-block-quote">{inner}</blockquote>')
    return _named("html", html.block_html(block))


def _named(name: str, markup: str, **attributes: object) -> str:
    given = {key: value for key, value in attributes.items() if value is not None}
    options = f" {json.dumps(given, separators=(',', ':'))}" if given else ""
    return f"<!-- wp:{name}{options} -->\n{markup}\n<!-- /wp:{name} -->"


def _plain_item(item: Item) -> bool:
    """Whether a "List item" block can hold it: text, then lists."""
    return (
        bool(item.blocks)
        and isinstance(item.blocks[0], Paragraph)
        and all(isinstance(block, ListBlock) and all(map(_plain_item, block.items)) for block in item.blocks[1:])
    )


def _list(block: ListBlock, depth: int) -> str:
    if depth >= _MAX_DEPTH:
        return html.block_html(block)
    name = "ol" if block.ordered else "ul"
    start = block.start if block.ordered and block.start != 1 else None
    items = []
    for item in block.items:
        first, *rest = item.blocks
        assert isinstance(first, Paragraph)
        inner = "".join(_list(nested, depth + 1) for nested in rest if isinstance(nested, ListBlock))
        items.append(_named("list-item", f"<li>{html.inlines(first.runs)}{inner}</li>"))
    opened = f'<{name} start="{start}">' if start is not None else f"<{name}>"
    return _named("list", f"{opened}{''.join(items)}</{name}>", ordered=block.ordered or None, start=start)
