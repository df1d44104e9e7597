"""Gadgets: found in any theme, in order, with their settings; read into typed content."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bloggermigrate.gadgets import NOT_IN_INPUT, TYPES, read_widget
from bloggermigrate.gadgets.noise import noise_in
from bloggermigrate.issues import Source
from bloggermigrate.model import LinkItem, RawWidget, Widget
from bloggermigrate.readers.theme import is_classic_template, is_theme, read_theme
from bloggermigrate.text.js_literal import LiteralFault, parse_literal

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
THEMES = FIXTURES / "inputs" / "themes"
ATOM = "{http://www.w3.org/2005/Atom}"


def raw(name: str) -> list[RawWidget]:
    return list(read_theme((THEMES / name).read_text(encoding="utf-8"), Source(name)))


def meant(name: str) -> dict[str, Widget]:
    return {widget.id: widget for widget in map(read_widget, raw(name))}


# Scanning


def test_patterns_comments_and_skins_hold_no_gadgets() -> None:
    found = raw("layouts_undeclared.xml")
    assert [(w.id, w.section, w.order, w.visible) for w in found] == [
        ("Blog1", "main", 0, True),
        ("HTML1", "sidebar-right-1", 1, True),
        ("Text1", "sidebar-right-1", 2, False),
        ("HTML2", "old-column", 3, False),
    ]


def test_values_are_decoded_once_and_cdata_not_at_all() -> None:
    found = {w.id: w for w in raw("layouts_undeclared.xml")}
    assert found["HTML1"].title == 'L\'albero & il "sasso"'
    assert found["HTML1"].settings == {"content": '<p title="1 &lt; 2">Perché&nbsp;no?</p>'}
    assert found["HTML1"].attributes == {"locked": "false", "pageType": "index", "mobile": "only"}
    cdata = "<b>grassetto</b> & </b:widget-setting> <b:widget id='x'>"
    assert found["Text1"].settings == {"content": f"prima {cdata} dopo"}


def test_gadgets_of_old_exports_have_no_settings() -> None:
    found = raw("layouts_2008.xml")
    assert [(w.type, w.title, w.has_settings) for w in found] == [
        ("HTML", "Benvenuti", False),
        ("LinkList", "Amici", False),
        ("BlogArchive", "Archivio", False),
        ("Profile", "Chi sono", False),
    ]
    notes = {w.id: (w.kind, w.has_content, w.note) for w in map(read_widget, found)}
    assert notes["HTML1"] == ("html", False, NOT_IN_INPUT)
    assert notes["LinkList1"] == ("links", False, NOT_IN_INPUT)
    assert notes["BlogArchive1"] == ("archive", True, "")


def test_broken_theme_loses_only_what_is_not_there() -> None:
    found = raw("layouts_broken.xml")
    assert [(w.id, w.type, w.section) for w in found] == [
        ("HTML1", "HTML", "colonna"),
        ("LinkList1", "LinkList", "colonna"),
        ("Text3", "Text", ""),
        ("", "HTML", "fondo"),
    ]
    content = found[0].settings["content"]
    assert content.strip() == "parole con <b>markup nudo</b> & una e commerciale"
    links = read_widget(found[1]).items
    assert links == (
        LinkItem("uno", "http://www.example.org/?a=1&b=2"),
        LinkItem("due", "http://www.example.org/due"),
    )
    assert found[2].settings == {"content": "ci sono😀"}
    assert found[3].title == "a > b"
    assert found[3].settings == {"content": "mai chiuso"}


def test_source_names_the_gadget_and_its_line() -> None:
    assert [(w.source.entry, w.source.line) for w in raw("layouts_2008.xml")][:2] == [("HTML1", 9), ("LinkList1", 12)]
    inside = next(read_theme("<b:widget id='HTML1'/>", Source("x.xml", "tag:blog-1.layout", 3)))
    assert inside.source == Source("x.xml", "tag:blog-1.layout HTML1", 3)


def test_classic_template_is_known_and_has_no_gadgets() -> None:
    text = (THEMES / "classic_template.html").read_text(encoding="utf-8")
    assert is_classic_template(text)
    assert not is_theme(text)
    assert raw("classic_template.html") == []
    reference = (THEMES / "templateref.html").read_text(encoding="utf-8")
    assert not is_classic_template(reference)
    assert raw("templateref.html") == []
    assert not is_classic_template("<html><body>Blogger</body></html>")
    assert is_theme((THEMES / "layouts_2008.xml").read_text(encoding="utf-8"))


TAGS = [
    "<b:section id='s'>",
    "</b:section>",
    "<b:section-contents id='c'/>",
    "<b:widget id='HTML1' type='HTML'>",
    "<b:widget id='Text2'/>",
    "</b:widget>",
    "<b:widget-settings>",
    "</b:widget-settings>",
    "<b:widget-setting name='content'>",
    "<b:widget-setting name='content'/>",
    "</b:widget-setting>",
    "<b:defaultmarkups>",
    "</b:defaultmarkups>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<b:widget '",
    '"',
    "&lt;",
    "&#xD800;",
    "x",
    ">",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_scanned_and_read(text: str) -> None:
    for order, widget in enumerate(read_theme(text, Source("t"))):
        assert widget.order == order
        read_widget(widget)


WHOLE_TAGS = [tag for tag in TAGS if tag.endswith(">") and "b:" in tag and "defaultmarkups" not in tag]


def counted(pieces: list[str]) -> tuple[str, int]:
    return "".join(pieces), sum("<b:widget " in piece for piece in pieces)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(WHOLE_TAGS),
        max_size=40,
    )
)
def test_every_whole_widget_tag_is_a_gadget(pieces: list[str]) -> None:
    text, expected = counted(pieces)
    assert len(list(read_theme(text, Source("t")))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<b:widget " * 200_000,
        "<b:widget id='" * 200_000,
        "<b:widget><b:widget-setting name='a'>" * 100_000,
        "<b:widget id='HTML1'><b:widget-setting name='content'>" + "<![CDATA[" * 200_000,
        "<b:widget id='HTML1'><b:widget-setting name='content'>" + "<!--" * 200_000,
        "<!--" * 200_000 + "<b:widget id='HTML1'/>",
        "<b:defaultmarkups>" * 100_000 + "<b:widget id='HTML1'/>",
        "<b:widget id='HTML1' " + "a='b' " * 200_000 + "/>",
        "&#" * 500_000,
    ],
    ids=[
        "unfinished-tags", "open-quotes", "open-settings", "open-cdata", "open-comments-in-a-value",
        "open-comments", "open-patterns", "many-attributes", "half-references",
    ],
)  # fmt: skip
def test_hostile_theme_takes_one_pass(text: str) -> None:
    found = list(read_theme(text, Source("t")))
    assert all(isinstance(read_widget(widget), Widget) for widget in found[:10])
    if "HTML1" in text:
        assert len(found) == 1


# Reading


def test_every_type_is_read_into_its_kind() -> None:
    found = meant("layouts_all_types.xml")
    kinds = {widget.type: widget.kind for widget in found.values()}
    # The last is no type of Blogger's: sidebars from before gadgets have it.
    assert set(kinds) == {*TYPES, "Telescopio"} - {"PreviousPosts"}
    assert Counter(kinds.values()) == {
        "html": 1, "text": 1, "links": 1, "texts": 1, "blogroll": 1, "pages": 1, "image": 1, "header": 1, "labels": 1,
        "feed": 1, "attribution": 1, "profile": 1, "archive": 1, "search": 2, "popular": 2, "subscribe": 2, "ads": 1,
        "system": 14, "share": 3, "unknown": 1,
    }  # fmt: skip
    silent = {"html", "text", "links", "texts", "pages", "image", "labels", "feed", "attribution"}
    silent |= {"profile", "archive", "search", "popular", "subscribe"}
    assert {w.kind for w in found.values() if not w.note} == silent


def test_content_of_each_kind() -> None:
    found = meant("layouts_all_types.xml")
    assert found["HTML1"].html == "<p>Ciao.</p>"
    assert found["Text1"].html == "Solo <i>testo</i>."
    # Sorted by name as Blogger would, then cut to what it shows; the rest is still in the settings.
    assert [item.text for item in found["LinkList1"].items] == ["Vanga", "Zappa"]
    assert found["LinkList1"].items[0].url == "http://www.example.org/vanga"
    assert found["TextList1"].items == (LinkItem("dieci"), LinkItem("undici"))
    assert not found["BlogList1"].has_content
    assert found["PageList1"].items == (LinkItem("Inizio", "http://esempio.blogspot.com/"),)
    assert found["Image1"].image == "http://1.bp.blogspot.com/-x/y/s250/forno.png"
    assert found["Image1"].link == "http://www.example.org/"
    assert found["Image1"].html == "Forno &amp;amp; legna &lt;3"
    assert found["Header1"].image.endswith("testata.png")
    assert found["Label1"].items == (LinkItem("pane"), LinkItem("gite & rifugi"))
    assert found["Feed1"].link == "http://www.example.org/feed.xml"
    assert found["Attribution1"].html == "© i due autori"
    assert found["Telescopio1"].html == "<b>stelle</b>"
    assert found["Telescopio1"].settings["raggio"] == "7"
    assert "Telescopio" in found["Telescopio1"].note


def test_page_lists_are_data_and_never_run() -> None:
    found = meant("page_lists.xml")
    home = LinkItem("Home", "http://esempio.blogspot.com/")
    assert found["PageList1"].items == (home, LinkItem("L'altra & <questa>", "http://esempio.blogspot.com/p/due.html"))
    assert found["PageList2"].items == (LinkItem('Perché "no"', "https://esempio.blogspot.com/p/uno.html"),)
    assert found["PageList3"].items == (
        LinkItem("Tre 🍞", "/p/tre.html?a=1&b=2"),
        LinkItem("/p/senza-posto.html", "/p/senza-posto.html"),
    )
    assert found["PageList4"].items == ()
    assert "can't be read" in found["PageList4"].note
    assert not found["PageList4"].has_content
    assert not found["PageList5"].has_content


@pytest.mark.parametrize("widget", meant("html_gadgets.xml").values(), ids=lambda widget: widget.title)
def test_html_gadgets_are_content_or_say_what_they_are(widget: Widget) -> None:
    assert widget.kind == widget.title.partition(":")[0]
    assert bool(widget.note) == (widget.kind != "html" or not widget.html)
    assert widget.has_content == bool(widget.html)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'\x41\u00e9\u{1F35E}\n\'\q'", "Aé🍞\n'q"),
        ("'riga \\\nunita'", "riga unita"),
        ("'\\ud83c\\udf5e'", "🍞"),
        ("'\\ud83c'", "\ufffd"),
        ("[1, -2.5, .5, 0x1F, 1e3, true, null, undefined,]", [1, -2.5, 0.5, 31, 1000.0, True, None, None]),
        ("{a: 1, 'b': {}, $c: [[]], 7: 'x', a: 2}", {"a": 2, "b": {}, "$c": [[]], "7": "x"}),
        ("/* note */ { // more\n 'k': 'v' }", {"k": "v"}),
        ("''", ""),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert parse_literal(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "{", "{'a'}", "{'a':}", "{,}", "[1 2]", "]", "{]", "'open", "alert(1)", "{'a': f()}", "1 2", "{'a': 1]", "a",
     "{'a' 'b'}", "[,]", "{1:}"],
)  # fmt: skip
def test_what_is_no_literal_is_refused(text: str) -> None:
    with pytest.raises(LiteralFault):
        parse_literal(text)


@settings(deadline=None)
@given(st.text(alphabet="{}[]:,'\"\\x41u0a \n/*-.e$", max_size=60))
def test_literals_never_fail_otherwise(text: str) -> None:
    try:
        parse_literal(text)
    except LiteralFault as fault:
        assert str(fault)


def test_deep_and_long_literals() -> None:
    value = parse_literal("[" * 100_000 + "]" * 100_000)
    depth = 0
    while value:
        value, depth = value[0], depth + 1
    assert depth == 99_999
    with pytest.raises(LiteralFault):
        parse_literal("{'a':" * 100_000)
    with pytest.raises(LiteralFault):
        parse_literal("'\\x4" * 100_000)
    assert parse_literal("9" * 5000) == float("inf")


@pytest.mark.parametrize(
    "text", ["<div>" * 100_000, "<script>" * 10_000, "<a href='http://[bad/'></a>", "\x00", "<![CDATA[", "<!--"]
)
def test_any_fragment_is_judged(text: str) -> None:
    noise = noise_in(text)
    assert noise is None or noise.reason


# The real ones


def corpus_themes() -> Iterator[tuple[str, str]]:
    folder = os.environ.get("BLOGGER_CORPUS")
    if not folder:
        pytest.skip("BLOGGER_CORPUS is not set: no real themes here")
    root = Path(folder)
    for path in sorted([*root.glob("themes/*"), *root.glob("takeout/*theme*")]):
        yield path.name, path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(root.glob("classic/*")):
        tree = etree.parse(path, etree.XMLParser(recover=True, huge_tree=True, no_network=True))
        for entry in tree.getroot().iter(f"{ATOM}entry"):
            kinds = [category.get("term", "") for category in entry.iter(f"{ATOM}category")]
            if any(kind.endswith("kind#template") for kind in kinds):
                yield path.name, entry.findtext(f"{ATOM}content") or ""


def test_every_gadget_of_the_corpus_is_found_with_its_content(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    empty: Counter[tuple[str, str]] = Counter()
    themes = 0
    for name, text in corpus_themes():
        themes += 1
        found = list(read_theme(text, Source(name)))
        plain = re.sub(r"<b:defaultmarkups[\s>].*?</b:defaultmarkups>", "", text, flags=re.S)
        tags = re.findall(r"<b:widget(?=[\s>])[^>]*>", plain)
        types = Counter(m[1] for tag in tags if (m := re.search(r"""\stype=['"](\w+)['"]""", tag)))
        assert Counter(w.type for w in found) == types, name
        # A block of settings belongs to the gadget that opened last.
        blocks = re.findall(r"<b:widget(?=[\s>])(?:(?!<b:widget(?=[\s>])).)*?<b:widget-settings>", plain, flags=re.S)
        assert sum(w.has_settings for w in found) == len(blocks), name
        assert sum(len(w.settings) for w in found) == len(re.findall(r"<b:widget-setting\s", plain)), name
        for widget in map(read_widget, found):
            counts[widget.type, widget.kind] += 1
            empty[widget.type, widget.kind] += not widget.has_content
            assert widget.kind != "unknown" or widget.html, (name, widget.id)
            source = next(w for w in found if w.order == widget.order)
            if widget.has_content or not source.has_settings:
                continue
            # Settings but no content: only where the setting that holds it is empty, and for blog lists.
            holders = ("content", "displayUrl", "pageListJson", "feedUrl", "text-0", "link-0", "item-0")
            assert widget.type == "BlogList" or not any(source.settings.get(h, "").strip() for h in holders), widget
    assert themes >= 25
    with capsys.disabled():
        print(f"\n{sum(counts.values())} gadgets in {themes} themes (type → kind, how many, without content):")
        for (word, kind), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
            print(f"  {word:15} {kind:12} {count:4} {empty[word, kind] or '':>4}")


@pytest.mark.parametrize(
    ("text", "found", "word"),
    [
        ("<b:section id='a'><b:widget id='HTML1' type='HTML'><b:widget-settings><b:widget-setting name='content'>ciao", 1, "cut short"),
        ("<b:widget id='A1' type='A'/><b:widget id='B1' type='B'>", 2, "B1 is not closed"),
        ("<b:widget id='A1' type='A'/>\n<b:widget id='B1' type='B", 1, "line 2: b:widget never ends"),
        ("<b:widget id='A1' type='A'/><!-- <b:widget id='B1' type='B'/>", 2, "no end"),
        ("<b:section id='a'><b:widget id='A1' type='A'></b:widget></b:section>", 1, ""),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_told(text: str, found: int, word: str):
    faults: list[str] = []
    assert len(list(read_theme(text, Source("t"), faults))) == found
    assert any(word in fault for fault in faults) if word else not faults
