"""Write docs/markdown.md from the examples of elements, idioms and dialects; a test holds the two together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bloggermigrate.body import DIALECTS, to_markdown
from bloggermigrate.body.idioms import IDIOMS
from bloggermigrate.body.notes import NOTES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "markdown.md"

HEAD = """# What becomes what

How the HTML of posts, pages and comments becomes Markdown. Every example is converted anew when this page is written
(`scripts/make_markdown_docs.py`), so it shows what the code does. How much of real blogs comes through unchanged is
measured in [fidelity.md](fidelity.md).

Try a piece of your own: `bloggermigrate markdown FILE`.
"""

#: section → (what it is, HTML); the Markdown is made.
ELEMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Paragraphs and lines": (
        ("Two breaks are a paragraph, one is a line", "one<br />two<br /><br />three"),
        ("`div`s are lines as a browser shows them", "<div>one</div><div>two</div><div><br /></div><div>three</div>"),
        ("A blank in front of a break, a non-breaking one among words", "one <br />two&nbsp;&nbsp; three"),
        ("A rule", "<p>above</p><hr /><p>below</p>"),
        ("The jump break", 'intro<br /><a name="more"></a><br />rest'),
    ),
    "Emphasis": (
        ("Bold and italic, by element or by style", '<b>A</b> <span style="font-style: italic;">B</span>'),
        ("A style that takes the bold back", '<b>A <span style="font-weight: normal;">b</span> C</b>'),
        ("Blanks at the inner edge move out", "Hello <b>bold </b>world"),
        ("Breaks and paragraphs inside", "<b>Title<br /></b>text <i>one<br /><br />two</i>"),
        ("Beside punctuation and other scripts", "<b>Note:</b>read and 彼は<b>「本当」</b>と"),
        ("Nothing inside", "one<br /><b><br /></b>two"),
        (
            "Struck, underlined, raised, lowered, marked",
            "<s>old</s> <u>under</u> m<sup>2</sup> H<sub>2</sub>O <mark>m</mark>",
        ),
    ),
    "Links and pictures": (
        ("A link", '<a href="http://example.org/a b" title="more">words</a>'),
        ("An address that names itself", '<a href="http://example.org/">http://example.org/</a>'),
        ("A link over lines", '<a href="http://example.org/">one<br />two</a>'),
        ("A link that leads nowhere", '<a href="javascript:void(0)">words</a>'),
        ("A picture that links to its original", '<a href="b.jpg"><img alt="a boat" src="s.jpg" /></a>'),
        ("A place that a link of the same post points to", 'see<a href="#n1">1</a><br /><br /><a name="n1"></a>note'),
        ("A tracking pixel", 'text<img height="1" src="http://example.org/p.gif" width="1" />'),
    ),
    "Headings, lists, quotes": (
        ("A heading, with a break inside", "<h2>one<br />two</h2>"),
        (
            "A list in a list, by the book and Blogger's way",
            "<ul><li>a<ul><li>b</li></ul></li><ul><li>c</li></ul></ul>",
        ),
        ("Numbers that do not begin at one", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("An item of several blocks", "<ul><li><p>one</p><p>two</p></li><li>three</li></ul>"),
        ("A list made by hand stays as it was written", "- one<br />- two<br />1) three"),
        ("A quote", "<blockquote>one<br /><br />two</blockquote>"),
        ("Terms and what they mean", "<dl><dt>term</dt><dd>meaning</dd></dl>"),
    ),
    "Code": (
        ("In a line", "use <code>*args</code> and <tt>a`b</tt>"),
        ("A block, with the language its class names", '<pre class="brush: python">def f(x):\n    return x</pre>'),
        ("A block with breaks and markup", "<pre>one<br />  <b>two</b> &lt;3</pre>"),
        (
            "Lines in a typewriter face, if they look like code",
            '<div style="font-family: Courier New;">if (a) {<br />&nbsp;&nbsp;b();<br />}</div>',
        ),
        (
            "Words in a typewriter face, likewise",
            'call <span style="font-family: courier">get_all()</span> <span style="font-family: courier">today</span>',
        ),
    ),
    "Tables": (
        ("Data", "<table><tr><th>name</th><th>size</th></tr><tr><td>a|b</td><td>1<br />2</td></tr></table>"),
        ("Cells over several columns", '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>'),
        ("A table that only lays things out", "<table><tr><td><p>one</p><p>two</p></td></tr></table>"),
    ),
    "What Markdown has no word for": (
        (
            "An old Flash player",
            '<object><param name="movie" value="http://www.youtube.com/v/abcdefghijk&amp;hl=en" /></object>',
        ),
        ("A video", 'before<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>after'),
        ("A part that opens on a click", "<details><summary>more</summary>text <b>here</b></details>"),
        ("Words with their reading", "<ruby>漢<rt>kan</rt></ruby>"),
        ("The other direction of writing", '<p dir="rtl">שלום</p><p>hello</p>'),
        ("Formulas stay as they stand", "where $$x_1 * y_1$$ holds"),
    ),
    "Text that looks like Markdown": (
        ("At the start of a line", "# one<br />1986. A year<br />&gt; two<br />- three<br />==="),
        ("Inside a line", "2 * 3 * 4, snake_case, *stars*, [brackets](round), `ticks`, ~~no~~"),
        ("Angle brackets and references", "use the &lt;div&gt; tag, &amp;lt; and &amp;copy;"),
        ("An exclamation in front of a link", 'Wow!<a href="http://example.org/">link</a>'),
    ),
}

#: What dialects spell differently: HTML that shows it.
PROBES: tuple[tuple[str, str], ...] = (
    ("struck text", "<s>old</s>"),
    ("a list in a list", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("a bar in text", "a | b"),
    ("stars behind blanks", "2 *a<br />3 *b"),
    ("a hash without a blank", "#tag"),
    ("an angle bracket in text", "the &lt;b&gt; tag"),
    ("tildes", "~5 to ~10"),
    ("emphasis inside a word", "un<b>believ</b>able"),
    ("emphasis beside punctuation", "<b>Note:</b>read"),
    ("two lists in a row", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    ("numbers that do not begin at one", '<ol start="3"><li>three</li></ol>'),
    ("dollar signs", "$$x$$"),
    ("braces", "{: .note} and {{&lt; x &gt;}}"),
    ("the jump break's name", "the &lt;!--more--&gt; tag and <code>&lt;!--more--&gt;</code>"),
    ("brackets", "[^1] and [x]"),
)


def fenced(text: str, language: str) -> str:
    """*text* as a fence of marks that it does not hold itself."""
    fence = "~~~" if "```" in text else "```"
    while fence in text:
        fence += "~"
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"


def example(title: str, before: str, after: str) -> Iterator[str]:
    """One case: its title, the HTML, the Markdown."""
    yield f"**{title}**\n"
    yield fenced(before, "html") + "\n"
    yield (fenced(after, "markdown") if after.strip() else "Nothing is written.") + "\n"


def cases(folder: Path) -> Iterator[str]:
    """A row of the table for each file of cases: its name, what its first line says, how many cases it holds."""
    for path in sorted(folder.glob("*.md")):
        lines = path.read_text(encoding="utf-8").split("\n")
        count = lines.count(".") // 3
        yield f"| `fixtures/{folder.name}/{path.name}` | {lines[0].strip()} | {count} |"


def text() -> str:
    """Return the page."""
    lines = [HEAD]
    for section, examples in ELEMENTS.items():
        lines.append(f"## {section}\n")
        for title, html in examples:
            lines += example(title, html, to_markdown(html, recover_code=True))
    lines.append("## Blogger's habits\n")
    lines.append("HTML that is read as something else than its elements say; one file each in `body/idioms`.\n")
    for idiom in IDIOMS:
        dropping = "" if idiom.keeps_text else " Words may be dropped, and the report says so."
        name = idiom.name.replace("-", " ").capitalize()
        lines.append(f"### {name}\n\n{idiom.summary[:1].upper()}{idiom.summary[1:].rstrip('.')}.{dropping}\n")
        lines += [fenced(idiom.before, "html") + "\n", fenced(idiom.after, "markdown") + "\n"]
    rows = [row for folder in ("elements", "rules") for row in cases(ROOT / "fixtures" / folder)]
    if rows:
        lines.append("## Every case\n")
        lines.append("Each is a title, the HTML and the Markdown, and a test holds every one.\n")
        lines += ["| file | about | cases |", "| --- | --- | ---: |", *rows, ""]
    lines += [*dialects(), *dropped()]
    return "\n".join(lines).rstrip("\n") + "\n"


def dialects() -> Iterator[str]:
    """The part about what each kind of Markdown has otherwise."""
    yield "## Dialects\n"
    yield "Every target gets the Markdown that its own renderer reads right.\n"
    yield "| dialect | read by |\n| --- | --- |"
    yield from (f"| {dialect.name} | {dialect.used_by} |" for dialect in DIALECTS.values())
    yield "\nWhere they part:\n"
    for title, html in PROBES:
        spellings: dict[str, list[str]] = {}
        for name in DIALECTS:
            spellings.setdefault(to_markdown(html, name, recover_code=True), []).append(name)
        if len(spellings) > 1:
            yield f"**{title.capitalize()}**: `{html}`\n"
            for markdown, names in spellings.items():
                yield f"{', '.join(names)}:\n\n{fenced(markdown, 'markdown')}\n"


def dropped() -> Iterator[str]:
    """The part about what is not carried over."""
    yield "## What is left out, and said so\n"
    yield "Each is counted in the report under its code.\n"
    yield "| code | what happened | words of the post may go |\n| --- | --- | --- |"
    for code, kind in sorted(NOTES.items()):
        yield f"| `{code}` | {kind.message} | {'yes' if kind.drops_words else 'no'} |"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
