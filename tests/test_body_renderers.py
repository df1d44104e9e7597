"""What begins or delimits something somewhere, in random paragraphs, rendered by the renderers that blogs really use."""

from __future__ import annotations

import random
import re
from html import escape

import pytest

from bloggermigrate.body import read, to_markdown
from bloggermigrate.body.document import BodyContext
from bloggermigrate.body.proof.rows import blocks_rows
from fidelity import unlink_bare
from renderers import RENDERERS, Missing, Renderer, markdown_it_py

SEEN = BodyContext(line_breaks="collapse", direction="")

PIECES = re.split(
    r"\s+",
    r"""a : :|x - -|x + +|x * *|x -- --- == === *** ___ *|*|* ~~~ ``` ```|x 1. 1.|x 2.|x 12)|x 1) (1)|x # #|x #x ##|x|## > >|x >x
| |x| a|b x|y|z || x||y |---| [x]:|y [^1]:|y [x] [|]|x *[A]:|b {:|.x} {#x} {x} {%|x|%} {{|x|}} ^ $ $$ $$x$$ \ \\ x\ x\*y *\ & &amp; &lt; &#35;
< <b> </b> </3 <3 <!--|x|--> <x@y> <%=|x|%> <http://e.org> http://e.org/a_b [http://e.org] www.e.org x*y*z *x* **x** ***x*** *x x* **x x** _x_ __x__
_x x_ _ __ x_y_z `x` `` ` x`y ~ ~~ ~x~ ~~x~~ x~~ ![x](y) [x](y) !  [ ]( \[x\] \(x\) (x) x^2^ H~2~O ==x== :smile: "x" ... @x ٣.|x १)|x • — x: a:|b +1 -1 a. -> =>""",
)
MARKS = [
    *["%s"] * 6,
    *(f"<{tag}>%s</{tag.split()[0]}>" for tag in ("b", "i", "code", "s", "u", "sup", "a href='http://e.org/q'")),
]
MARKS += ["<b><i>%s</i></b>", "x<b>%s</b>y", "<i>%s</i>z"]
PLACES = """
<p>%s</p>
<p>%s</p>
<p>q</p><p>%s</p><p>r</p>
<ul><li>%s</li><li>w</li></ul>
<ol><li>v<br>%s</li></ol>
<ul><li><p>v</p><p>%s</p></li></ul>
<ul><li>v<ul><li>%s</li></ul></li></ul>
<ul><li><blockquote>%s</blockquote></li></ul>
<blockquote><p>v</p><p>%s</p></blockquote>
<h3>%s</h3>
<table><tr><th>h</th><th>k</th></tr><tr><td>%s</td><td>z</td></tr></table>
<p>v</p><ul><li>w</li></ul><p>%s</p>
""".splitlines()[1:]


def bodies(count: int, seed: int) -> list[str]:
    """Random bodies: a block or two, one to three lines in one of them, one or two marked pieces a line."""
    draw = random.Random(seed)

    def line() -> str:
        words = (draw.choice(PIECES).replace("|", draw.choice(" |")) for _ in range(draw.choice((1, 1, 1, 2))))
        return " ".join(draw.choice(MARKS) % escape(word) for word in words)

    return [
        draw.choice(PLACES) % "<br>".join(line() for _ in range(draw.choice((1, 1, 2, 2, 3)))) for _ in range(count)
    ]


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.name)
def test_random_paragraphs_show_the_same(renderer: Renderer) -> None:
    made = bodies(600, 7)
    texts = [to_markdown(body, renderer.dialect) for body in made]
    try:
        rendered = renderer.render(texts)
    except Missing as missing:
        pytest.skip(str(missing))
    for body, text, shown, plain in zip(made, texts, rendered, markdown_it_py(texts), strict=True):
        assert isinstance(shown, str) and isinstance(plain, str), (body, text, shown)
        there = blocks_rows(read(unlink_bare(shown, plain)[0], SEEN).blocks)
        assert there == blocks_rows(read(body, SEEN).blocks), (body, text, shown)
