"""What becomes of gadgets on every target: carried, or told by name; lists of blogs and links as OPML."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bloggermigrate.model import LinkItem, Widget
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.writers import WRITERS
from bloggermigrate.writers.gadget_use import KINDS, SITE
from made import context_for, made_blog, made_widget, written_by

SITES = [name for name, writer in WRITERS.items() if writer.gadgets is SITE]
WIDGETS = (
    made_widget("blogroll", title="Amici", items=(LinkItem("Uno", "http://uno.blogspot.it/"), LinkItem("Due", "x:y"))),
    made_widget("links", title="Altri", items=(LinkItem("Tre & c.", "https://example.org/?a=1&b=2"),)),
    made_widget("search"),
    made_widget("popular"),
    made_widget("labels"),
    made_widget("archive"),
)


@pytest.mark.parametrize("target", WRITERS)
def test_every_gadget_of_the_sample_is_carried_or_told(tmp_path: Path, sample: Path, target: str):
    source = str(sample / "takeout.zip")
    options = Options(target=target, output=str(tmp_path / "out"), site=False, jobs=1, check=False)
    report = convert([source], options)
    tally = report.balance["widget"]
    told = [issue for issue in report.issues if issue.code == "widget-not-carried"]
    assert tally.holds and len(told) == tally.skipped["not-carried"]
    uses = WRITERS[target].gadgets
    gadgets = [widget for widget in load([source], options).blog.widgets if widget.visible and widget.has_content]
    carried = [w for w in gadgets if uses.get(w.kind) in ("shown", "menu") or (uses.get(w.kind) == "opml" and w.items)]
    assert tally.written == len(carried) > 0
    if any(uses.get(widget.kind) == "opml" for widget in carried):
        assert list(tmp_path.rglob("*.opml"))
    if target not in ("jsonl",):
        assert any("search" in issue.message.lower() for issue in told) or uses.get("search") == "own"


def test_standard_output_has_no_place_for_a_second_file():
    (roll,) = (widget for widget in WIDGETS if widget.kind == "blogroll")
    assert WRITERS["atom"].left_out(roll, Options(target="atom", output="-"))[0] == "not-carried"
    assert WRITERS["atom"].left_out(roll, Options(target="atom", output="x.atom")) == ("", "")


@pytest.mark.parametrize("target", SITES)
def test_a_site_has_its_lists_as_opml_and_its_pages_can_name_it(target: str):
    blog = made_blog(widgets=WIDGETS)
    files = written_by(target, [], context_for(target, blog, site=True))
    (path,) = (path for path in files if path.endswith("blogroll.opml"))
    tree = etree.fromstring(files[path].encode())
    outlines = tree.findall("body/outline/outline")
    assert [(one.get("text"), one.get("xmlUrl") or one.get("url")) for one in outlines] == [
        ("Uno", "https://uno.blogspot.com/feeds/posts/default"),
        ("Due", None),
        ("Tre & c.", "https://example.org/?a=1&b=2"),
    ]
    assert any('rel="blogroll"' in text for text in files.values())
    shown = next(text for name, text in files.items() if Path(name).stem == "widgets")
    assert "search1" not in shown and "popular1" not in shown and "labels1" in shown and "blogroll1" in shown
    assert not [path for path in written_by(target, [], context_for(target)) if path.endswith(".opml")]


def test_every_kind_of_gadget_has_a_word_for_every_target():
    assert all(set(writer.gadgets) <= set(KINDS) for writer in WRITERS.values())
    source = WIDGETS[0].source
    for kind in KINDS:
        widget = Widget(id="x", type="X", kind=kind, title="", section="s", order=0, source=source)
        for writer in WRITERS.values():
            reason, words = writer.left_out(widget, Options())
            assert bool(words) is (reason == "not-carried")
