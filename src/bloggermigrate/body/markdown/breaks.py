"""The jump break, moved out of blocks for a renderer that parts its page there, whatever it tears apart."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

from bloggermigrate.body.document import (
    Block,
    Code,
    Definitions,
    Details,
    Directed,
    Item,
    JumpBreak,
    ListBlock,
    Quote,
    RawHtml,
    Table,
)

JUMP_BREAK = "<!--more-->"
_ESCAPED = f"\\{JUMP_BREAK}"
_BREAK = JumpBreak()
#: What a jump break can stand in. Most blocks are paragraphs, and this is asked of each.
_HOLDERS = frozenset((Definitions, Details, Directed, ListBlock, Quote, RawHtml, Table))


def set_free(members: list[Block]) -> list[Block]:
    """Return *members* with a jump break that stood inside one of them between them.

    A quote is parted there, a list behind the item that held the break; of anything else it stands behind. Only in
    verbatim text that stands in none of these it stays.

    >>> from bloggermigrate.body.document import Rule
    >>> set_free([Quote([Rule(), JumpBreak(), Rule()])])
    [Quote(blocks=[Rule()]), JumpBreak(), Quote(blocks=[Rule()])]
    >>> set_free([ListBlock(False, [Item([Rule(), JumpBreak(), Rule()])])])
    [ListBlock(ordered=False, items=[Item(blocks=[Rule(), Rule()])], start=1, loose=False), JumpBreak()]
    """
    for at, block in enumerate(members):
        kind = type(block)
        if kind is JumpBreak:
            break
        parts = _parts(block) if kind in _HOLDERS and _holds_break(block) else None
        if parts is not None:
            return [*members[:at], *parts, *members[at + 1 :]]
    return members


def in_text(text: str) -> str:
    r"""Return Markdown text without the bytes of a jump break: where it speaks of one, the `<` is a reference.

    >>> print(in_text(r"the \<!--more--> tag"))
    the &lt;!--more--> tag
    """
    return text.replace(_ESCAPED, f"&lt;{JUMP_BREAK[1:]}") if JUMP_BREAK in text else text


def has_break(members: list[Block]) -> bool:
    """Whether a jump break stands between *members* or anywhere inside of one; nothing is taken apart for that.

    >>> has_break([Quote([JumpBreak()])]), has_break([RawHtml("<pre>a</pre>")])
    (True, False)
    """
    for member in members:
        kind = type(member)
        if kind is JumpBreak or (kind in _HOLDERS and _holds_break(member)):
            return True
    return False


def _holds_break(block: Block) -> bool:
    if isinstance(block, RawHtml):
        return JUMP_BREAK in block.html
    return any(has_break(members) for members in _held(block))


def _held(block: Block) -> list[list[Block]]:
    """The lists of blocks that stand in *block*."""
    match block:
        case ListBlock():
            return [item.blocks for item in block.items]
        case Table():
            return [cell.blocks for row in block.rows for cell in row]
        case Definitions():
            return [details for group in block.groups for details in group.details]
        case Quote() | Details() | Directed():
            return [block.blocks]
    return []


def _parts(block: Block) -> list[Block] | None:
    """What *block* becomes if a jump break stands in it, else None."""
    match block:
        case Directed():
            inner = set_free(block.blocks)
            return None if inner is block.blocks else [replace(block, blocks=inner)]
        case Quote():
            inner = set_free([part for inside in block.blocks for part in _behind(inside)])
            if _BREAK not in inner:
                return None
            at = inner.index(_BREAK)
            return _around([Quote(part) if part else None for part in (inner[:at], inner[at + 1 :])])
        case ListBlock():
            return _list_parts(block)
        case RawHtml() if _is_verbatim(block):
            return None
    without = _without(block)
    return None if without is block else [without, _BREAK]


def _is_verbatim(block: RawHtml) -> bool:
    """Whether a block is verbatim text, which is an element for the sake of its jump break alone."""
    return block.html.startswith("<pre>")


def _behind(block: Block) -> list[Block]:
    """Verbatim text with the break behind it; any other block as it is."""
    without = _without(block) if isinstance(block, RawHtml) else block
    return [block] if without is block else [without, _BREAK]


def _around(parts: list[Quote | None] | list[ListBlock | None]) -> list[Block]:
    before, after = parts
    return [*([before] if before else []), _BREAK, *([after] if after else [])]


def _list_parts(block: ListBlock) -> list[Block] | None:
    for at, item in enumerate(block.items):
        kept = _all_without(item.blocks)
        if kept is item.blocks:
            continue
        items = [*block.items[:at], Item(kept), *block.items[at + 1 :]]
        cut = at if isinstance(item.blocks[0], JumpBreak) else at + 1
        return _around(
            [
                replace(block, items=items[:cut]) if cut else None,
                replace(block, items=items[cut:], start=block.start + cut) if cut < len(items) else None,
            ]
        )
    return None


def _without(block: Block) -> Block:
    """*block* without the jump break in it; itself if there is none."""
    match block:
        case RawHtml() if JUMP_BREAK in block.html:
            markup = block.html.replace(JUMP_BREAK, "")
            return Code(unescape(markup[5:-6])) if _is_verbatim(block) else RawHtml(markup)
        case ListBlock():
            kept = [_all_without(item.blocks) for item in block.items]
            if all(new is item.blocks for new, item in zip(kept, block.items, strict=True)):
                return block
            return replace(block, items=[Item(blocks) for blocks in kept])
        case Quote() | Details() | Directed():
            inner = _all_without(block.blocks)
            return block if inner is block.blocks else replace(block, blocks=inner)
        case Table():
            rows = [[replace(cell, blocks=_all_without(cell.blocks)) for cell in row] for row in block.rows]
            return block if rows == block.rows else replace(block, rows=rows)
        case Definitions():
            groups = [replace(group, details=list(map(_all_without, group.details))) for group in block.groups]
            return block if groups == block.groups else replace(block, groups=groups)
    return block


def _all_without(members: list[Block]) -> list[Block]:
    inner = [_without(block) for block in members if not isinstance(block, JumpBreak)]
    same = len(inner) == len(members) and all(new is old for new, old in zip(inner, members, strict=True))
    return members if same else inner
