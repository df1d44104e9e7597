"""Public feeds and API answers: recognised, read as the export reads the same blog, and honest about what is missing."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bloggermigrate.issues import Issue, IssueLog, Severity, Source
from bloggermigrate.model import Location, RawEntry, number_of
from bloggermigrate.readers import api_json, export, feed_atom, feed_json, feed_rss
from bloggermigrate.readers.feed_rss import iso_of
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.json_text import documents, looks_like_json
from bloggermigrate.readers.probe import probe
from bloggermigrate.readers.public_feed import PublicFeed, feed_issues
from bloggermigrate.readers.sources import InputFile, file_on_disk

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
FEEDS, API, SAMPLE = FIXTURES / "inputs" / "feeds", FIXTURES / "inputs" / "api", FIXTURES / "sample"
MODULES: dict[str, ModuleType] = {"atom": feed_atom, "rss": feed_rss, "json": feed_json, "api": api_json}
CLASSIC = SAMPLE / "blog-11-23-2014.xml"


@dataclass
class Reading:
    """What a file gave."""

    entries: list[RawEntry]
    feeds: list[RawFeed]
    issues: list[Issue]

    @property
    def feed(self) -> RawFeed:
        (only,) = self.feeds
        return only


def in_memory(data: bytes, name: str = "x") -> InputFile:
    return InputFile(name, name, len(data), lambda: BytesIO(data))


def variants(file: InputFile) -> list[str]:
    seen = probe(file)
    return [name for name, module in MODULES.items() if module.sniff(seen)]


def read(*paths: Path | InputFile) -> Reading:
    reading = Reading([], [], [])
    for path in paths:
        file = path if isinstance(path, InputFile) else file_on_disk(path)
        (variant,) = variants(file)
        log = IssueLog()
        for item in MODULES[variant].read(file, log):
            (reading.entries if isinstance(item, RawEntry) else reading.feeds).append(item)
        reading.issues += log
    reading.issues += feed_issues(reading.feeds)
    return reading


def codes(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues]


# Which form is which


@pytest.mark.parametrize(
    ("path", "variant"),
    [(path, "atom") for path in sorted([*FEEDS.glob("*.atom"), *FEEDS.glob("atom*.xml")]) if "other" not in path.name]
    + [(path, "rss") for path in sorted(FEEDS.glob("*.rss")) if "other" not in path.name]
    + [(path, "json") for path in sorted(FEEDS.glob("*.json")) if "other" not in path.name]
    + [(path, "api") for path in sorted(API.glob("*.json"))]
    + [(path, "atom") for path in sorted((SAMPLE / "feeds").glob("*.atom"))]
    + [(SAMPLE / "feeds" / "posts.rss", "rss")]
    + [(SAMPLE / "feeds" / name, "json") for name in ("posts.json", "posts.js")]
    + [(path, "api") for path in sorted((SAMPLE / "api").glob("*.json"))],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_each_form_is_known_by_its_content(path: Path, variant: str) -> None:
    assert variants(file_on_disk(path)._replace(path="x", name="x")) == [variant]


@pytest.mark.parametrize(
    "path",
    [
        *sorted(FEEDS.glob("other*")),
        CLASSIC,
        *sorted((SAMPLE / "takeout").rglob("feed.atom")),
        *sorted((SAMPLE / "takeout").rglob("theme-layouts.xml")),
        *sorted((SAMPLE / "takeout").rglob("metadata.json")),
    ],
    ids=lambda path: path.name,
)
def test_what_is_no_feed_is_not_taken_for_one(path: Path) -> None:
    assert variants(file_on_disk(path)) == []


# The sample blog: the same in every form, less what the form cannot carry


def facts(entry: RawEntry) -> dict[str, object]:
    """What all forms of one entry agree on: numbers for ids, instants for dates."""
    moments = {name: moment(getattr(entry, name)) for name in ("published", "updated")}
    return {
        "kind": entry.kind,
        "number": entry.number,
        "title": entry.title,
        "content": entry.content,
        "labels": entry.labels,
        "permalink": entry.permalink,
        "parent": number_of(entry.parent),
        "in_reply_to": number_of(entry.in_reply_to),
        "author": entry.author,
        "status": entry.status,
        "location": entry.location,
        "total": entry.comment_total,
        "thumbnail": entry.thumbnail,
        **moments,
    }


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def exported() -> dict[str, dict[str, object]]:
    """What the export says of everything that was public."""
    now = datetime(2014, 11, 23, tzinfo=UTC)
    entries = [item for item in export.read(file_on_disk(CLASSIC), IssueLog()) if isinstance(item, RawEntry)]
    found = {e.number: facts(e) for e in entries if e.kind in ("post", "page", "comment") and e.status != "DRAFT"}
    return {number: entry for number, entry in found.items() if moment_of(entry) < now}


def moment_of(entry: dict[str, object]) -> datetime:
    published = entry["published"]
    assert isinstance(published, datetime)
    return published


def only(kind: str, without: tuple[str, ...] = ()) -> dict[str, dict[str, object]]:
    return {
        number: {name: value for name, value in entry.items() if name not in without}
        for number, entry in exported().items()
        if entry["kind"] == kind
    }


def of(reading: Reading, without: tuple[str, ...] = ()) -> dict[str, dict[str, object]]:
    assert len({entry.number for entry in reading.entries}) == len(reading.entries)
    return {
        entry.number: {name: value for name, value in facts(entry).items() if name not in without}
        for entry in reading.entries
    }


def test_two_pages_of_atom_are_the_export() -> None:
    reading = read(SAMPLE / "feeds" / "posts-1.atom", SAMPLE / "feeds" / "posts-2.atom")
    assert of(reading) == only("post")
    assert len(reading.entries) == 19
    assert codes(reading) == []


@pytest.mark.parametrize("name", ["posts.json", "posts.js"])
def test_json_is_the_export(name: str) -> None:
    reading = read(SAMPLE / "feeds" / name)
    assert of(reading) == only("post")
    assert codes(reading) == []


def test_rss_is_the_export_less_author_addresses_and_fractions() -> None:
    # Every publication of the sample is on a whole second, so that nothing else is lost.
    reading = read(SAMPLE / "feeds" / "posts.rss")
    assert of(reading, ("author",)) == only("post", ("author",))
    assert {entry.author.name for entry in reading.entries} == {"Irene Valsania", "Tommaso Brero"}
    assert "invalid" not in repr(reading.entries)
    assert codes(reading) == []


def test_feeds_of_pages_and_comments_are_the_export() -> None:
    assert of(read(SAMPLE / "feeds" / "pages.atom")) == only("page")
    everywhere = read(SAMPLE / "feeds" / "comments.atom")
    without = ("title",)
    assert of(everywhere, without) == only("comment", without)
    on_one = read(SAMPLE / "feeds" / "comments-lievito-madre.atom")
    assert len(on_one.entries) == 4
    assert of(on_one).items() <= of(everywhere).items()
    assert Counter(entry.status for entry in everywhere.entries) == {"": 15, "GHOSTED_COMMENT": 1}


def test_api_is_the_export_less_fractions_and_thumbnails() -> None:
    reading = read(*(SAMPLE / "api" / name for name in ("blog.json", "posts.json", "pages.json", "comments.json")))
    assert codes(reading) == []
    # What the API alone has: drafts, the scheduled post, the trashed page, the spam comment.
    status = Counter((entry.kind, entry.status) for entry in reading.entries)
    assert status == {
        ("post", "LIVE"): 19,
        ("post", "DRAFT"): 2,
        ("post", "SCHEDULED"): 1,
        ("page", "LIVE"): 2,
        ("page", "SOFT_TRASHED"): 1,
        ("comment", "LIVE"): 15,
        ("comment", "GHOSTED_COMMENT"): 1,
        ("comment", "SPAM_COMMENT"): 1,
    }
    public = [entry for entry in reading.entries if entry.status == "LIVE"]
    without = ("thumbnail", "updated", "published", "status", "title")
    wanted = {number: entry for kind in ("post", "page", "comment") for number, entry in only(kind, without).items()}
    wanted = {n: e for n, e in wanted.items() if exported()[n]["status"] != "GHOSTED_COMMENT"}
    assert of(replace_entries(reading, public), without) == wanted
    seconds = {number: moment_of(entry).replace(microsecond=0) for number, entry in exported().items()}
    assert {entry.number: moment(entry.published) for entry in public}.items() <= seconds.items()
    titles = {entry.number: entry.title for entry in public if entry.kind != "comment"}
    assert titles == {n: e["title"] for n, e in exported().items() if e["kind"] != "comment"}
    (blog,) = [feed for feed in reading.feeds if feed.title]
    assert (blog.title, blog.url, blog.locale) == (
        "Pane, sassi e nuvole",
        "http://panesassienuvole.blogspot.com/",
        "it-IT",
    )
    kept_addresses = {e.title: e.reserved for e in reading.entries if e.status in ("DRAFT", "SCHEDULED")}
    assert kept_addresses["Crostata (da finire)"] == ""
    assert kept_addresses["Il rifugio chiuso"].endswith("/2013/07/il-rifugio-chiuso.html")
    assert kept_addresses["Il pane dell'Immacolata"].endswith("/2014/12/il-pane-dellimmacolata.html")


def replace_entries(reading: Reading, entries: list[RawEntry]) -> Reading:
    return Reading(entries, reading.feeds, reading.issues)


def test_every_form_tells_the_blog() -> None:
    for name in ("posts-1.atom", "posts.rss", "posts.json", "pages.atom"):
        feed = read(SAMPLE / "feeds" / name).feed
        assert feed.id == "tag:blogger.com,1999:blog-2718281828459045235", name
        assert feed.title == "Pane, sassi e nuvole", name
        assert feed.url == "http://panesassienuvole.blogspot.com/", name
        assert feed.description.startswith("Forno, sentieri"), name
        assert moment(feed.updated).replace(microsecond=0) == moment("2014-11-23T18:42:10+01:00"), name
    for name in ("comments.atom", "comments-lievito-madre.atom"):
        feed = read(SAMPLE / "feeds" / name).feed
        assert (feed.title, feed.description) == ("", ""), name  # "Comments on …" is not the blog's title
        assert (feed.id[-3:], feed.url) == ("235", "http://panesassienuvole.blogspot.com/"), name


# What is missing


def test_missing_pages_are_told_with_numbers() -> None:
    (issue,) = read(SAMPLE / "feeds" / "posts-2.atom").issues
    assert (issue.code, issue.severity, issue.old, issue.new) == ("feed-partial", Severity.WARNING, "19", "7")
    assert "19" in issue.message
    assert "start-index=1&" in issue.message
    (issue,) = read(SAMPLE / "feeds" / "posts-1.atom").issues
    assert "start-index=13&" in issue.message
    # The same page as Atom and once more: still the same entries.
    twice = read(SAMPLE / "feeds" / "posts-1.atom", SAMPLE / "feeds" / "posts-1.atom")
    assert [i.new for i in twice.issues] == ["12"]
    # RSS holds what the second page of Atom lacks: it is one feed in two forms.
    assert codes(read(SAMPLE / "feeds" / "posts-2.atom", SAMPLE / "feeds" / "posts.rss")) == []


def test_label_feeds_do_not_fill_gaps() -> None:
    reading = read(FEEDS / "posts_v2.atom", FEEDS / "label.json")
    assert sorted((issue.code, issue.old, issue.new) for issue in reading.issues) == [
        ("feed-partial", "3", "1"),
        ("feed-partial", "5", "2"),
    ]


def page(start: int, count: int, total: int | None = 10, more: bool = False) -> PublicFeed:
    return PublicFeed(source=Source("f"), scope="s", start=start, count=count, total=total, more=more)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=6))
def test_coverage_is_a_union_of_places(spans: list[tuple[int, int]]) -> None:
    held = {place for begin, count in spans for place in range(begin, begin + count)}
    issues = list(feed_issues([page(begin, count) for begin, count in spans]))
    assert [(issue.old, issue.new) for issue in issues] == ([("10", str(len(held)))] if len(held) < 10 else [])
    if issues:
        (gap,) = re.findall(r"start-index=(\d+)", issues[0].message)
        assert int(gap) not in held


def test_a_listing_that_goes_on_is_told() -> None:
    reading = read(API / "posts_with_replies.json")
    assert codes(reading) == ["feed-partial"]
    assert list(feed_issues([page(1, 5, None, True), page(1, 3, None)])) == []
    assert list(feed_issues([RawFeed(source=Source("export"))])) == []


def test_short_feed_is_text_and_told() -> None:
    reading = read(FEEDS / "short.atom")
    assert [entry.content for entry in reading.entries] == [
        "Se a &lt; b, il sasso &amp; l'altro pesano...",
        "<b>Lungo.</b>",
    ]
    (issue,) = reading.issues
    assert (issue.code, issue.severity) == ("feed-short", Severity.WARNING)
    assert issue.message.startswith("1 of 2 ")


# Forms of Atom


def test_version_two_reads_alike() -> None:
    reading = read(FEEDS / "posts_v2.atom")
    feed = reading.feed
    assert isinstance(feed, PublicFeed)
    assert (feed.start, feed.count, feed.total, feed.more) == (3, 2, 5, True)
    assert [(e.kind, e.title, e.labels) for e in reading.entries] == [
        ("post", "Gneiss", ("sassi",)),
        ("post", "Serpentino & talco", ()),
    ]


def test_xhtml_content_and_a_prefix() -> None:
    reading = read(FEEDS / "xhtml.atom")
    (entry,) = reading.entries
    assert entry.content == "<p>Bianca &amp; <em>viva</em>.<br></p>"
    assert entry.title == "Calce & <malta>"
    assert reading.feed.locale == "it"


def test_atom_of_2004() -> None:
    reading = read(FEEDS / "atom_03.xml")
    first, second = reading.entries
    assert (first.kind, first.number, first.title) == ("post", "109", "Caffè & basalto")
    assert first.published == "2004-09-09T22:15:00+02:00"
    assert (first.updated, first.created) == ("2004-09-10T08:30:00Z", "2004-09-09T20:14:00Z")
    assert first.content == "Nero come il <b>basalto</b>.<br>Più caldo."
    assert (first.author.name, first.author.uri) == ("Pietro", "http://sassi.example.org/pietro")
    assert first.permalink == "http://sassi.example.org/2004/09/caff.html"
    assert (second.kind, second.content) == ("post", "<i>Senza titolo</i>")
    feed = reading.feed
    assert (feed.title, feed.description, feed.locale) == ("Quaderno di sassi", "Perché i sassi restano", "it-IT")
    assert feed.updated == "2004-09-10T08:30:00Z"


def test_one_entry_alone() -> None:
    reading = read(FEEDS / "single_entry.atom")
    assert [(e.kind, e.number, e.content) for e in reading.entries] == [("post", "9", "Un sasso solo.")]
    assert codes(reading) == []


def test_comments_know_their_post_from_their_feed() -> None:
    reading = read(FEEDS / "comments_no_reference.atom")
    assert [(e.kind, e.number, number_of(e.parent), e.in_reply_to, e.status) for e in reading.entries] == [
        ("comment", "33", "3", "31", ""),
        ("comment", "32", "3", "", "GHOSTED_COMMENT"),
        ("comment", "31", "3", "", ""),
    ]
    assert reading.entries[0].content == "Anch&#39;io ne ho uno."
    assert {e.permalink for e in reading.entries} == {""}
    rss = read(FEEDS / "comments.rss")
    assert [(e.kind, e.number, number_of(e.parent), e.status) for e in rss.entries] == [
        ("comment", "33", "3", ""),
        ("comment", "32", "3", "GHOSTED_COMMENT"),
    ]
    assert rss.feed.title == ""
    assert read(FEEDS / "comments_empty.atom").entries == []


def test_a_feed_that_broke_off_keeps_what_is_whole() -> None:
    reading = read(FEEDS / "cut_short.atom")
    assert [e.title for e in reading.entries] == ["Gneiss"]
    assert codes(reading) == ["xml-broken", "feed-partial"]


@pytest.mark.parametrize("name", ["feedburner.atom", "feedburner.rss"])
def test_feedburner_hides_no_address(name: str) -> None:
    first = read(FEEDS / name).entries[0]
    assert first.permalink == "http://sassi.example.org/2012/05/gneiss.html"
    assert first.number == "3"


def test_rss_prefers_the_whole_content_and_never_reads_addresses() -> None:
    first, second = read(FEEDS / "feedburner.rss").entries
    assert first.content == "<p>A righe, tutto intero.</p>"
    assert first.published == "2012-05-01T10:00:00+02:00"
    assert first.enclosures == ("http://sassi.example.org/gneiss.mp3",)
    assert (first.author.name, second.author.name) == ("", "")
    assert second.published == "ieri"  # kept, so that the date can be reported


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))
def test_rfc_822_dates_read_back(when: datetime) -> None:
    assert moment(iso_of(format_datetime(when))) == when.replace(microsecond=0)


# Forms of JSON


def test_json_in_a_callback_with_single_values() -> None:
    reading = read(FEEDS / "label.json")
    (entry,) = reading.entries
    assert entry.content == "<p>A righe: </head> <br></p>"
    assert (entry.labels, entry.comment_total) == (("sassi",), 1)
    assert entry.thumbnail == "http://sassi.example.org/g.png"
    assert reading.feed.locale == "it"


def test_json_values_of_any_type_are_survived() -> None:
    reading = read(FEEDS / "odd_values.json")
    assert [(e.number, e.title) for e in reading.entries] == [("1", "controlli"), ("", "")]
    assert reading.entries[0].comment_total == 12


def test_json_that_broke_off_keeps_what_is_whole() -> None:
    reading = read(FEEDS / "cut_short.json")
    assert [e.title for e in reading.entries] == ["Sasso 1", "Sasso 2"]
    assert reading.feed.title == "Quaderno di sassi"
    assert codes(reading) == ["json-broken", "feed-partial"]
    assert reading.issues[0].severity is Severity.ERROR
    assert re.search(r"line \d+, column \d+.* before that place: 2", reading.issues[0].message)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ("\ufeff[1]", [[1]]),
        ('f({"a": 1});', [{"a": 1}]),
        ('/**/ a.b$c({"a": 1})', [{"a": 1}]),
        ('// API callback\nf([{"a": 1}]);\n', [[{"a": 1}]]),
        ("var dati = [1, 2];", [[1, 2]]),
        ('window.f && f({"a": 1});', [{"a": 1}]),
        (")]}'\n{}", [{}]),
        ("[1]\n[2]", [[1], [2]]),
        ("f([1]);\nf([2]);", [[1], [2]]),
    ],
)
def test_wrappings_of_json(text: str, values: list[object]) -> None:
    log = IssueLog()
    assert list(documents(in_memory(text.encode()), log)) == values
    assert looks_like_json(text)
    assert len(log) == 0


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"feed":{"entry":[' * 50_000,
        '{"items":[' + "{}," * 100_000,
        "f(" * 100_000 + "[",
        "//" * 200_000 + "\n[",
    ],
    ids=["deep-list", "deep-feed", "long-list-cut", "callbacks", "comment"],
)
def test_hostile_json_is_reported(text: str) -> None:
    log = IssueLog()
    values = list(documents(in_memory(text.encode()), log))
    assert [issue.code for issue in log] == ["json-broken"]
    assert len(values) <= 1


def test_api_dump_as_bare_list() -> None:
    post, page_ = read(API / "posts_entities.json").entries
    assert (post.kind, post.number, post.author.name) == ("post", "1234563682306064159", "Pietro & figli")
    assert post.labels == ("sassi", "sassi & pietre")
    assert post.published == "2012-05-01T10:00:00-04:00"
    assert (page_.kind, page_.has_content) == ("page", False)


@pytest.mark.parametrize("shape", ["named", "by number", "deep"])
def test_api_dump_of_somebodys_script(tmp_path: Path, shape: str) -> None:
    pages = json.loads((SAMPLE / "api" / "posts.json").read_text("utf-8"))
    posts = [post for page_ in pages for post in page_["items"]]
    dump: object = {
        "named": {"blog": json.loads((SAMPLE / "api" / "blog.json").read_text("utf-8")), "posts": posts},
        "by number": {post["id"]: post for post in posts},
        "deep": {"made": "2015-01-01", "data": [{"year": 2014, "posts": {"all": posts}}]},
    }[shape]
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(dump), "utf-8")
    assert of(read(path)) == of(read(SAMPLE / "api" / "posts.json"))


def test_json_dumps_of_a_feed(tmp_path: Path) -> None:
    whole = json.loads((SAMPLE / "feeds" / "posts.json").read_text("utf-8"))
    rows = whole["feed"]["entry"]
    halves = [{"feed": {**whole["feed"], "entry": half}} for half in (rows[:5], rows[5:])]
    for dump in (halves, rows):
        path = tmp_path / "dump.json"
        path.write_text(json.dumps(dump), "utf-8")
        assert of(read(path)) == of(read(SAMPLE / "feeds" / "posts.json"))


def test_api_replies_inside_posts() -> None:
    entries = read(API / "posts_with_replies.json").entries
    assert [(e.kind, e.number, e.parent, e.in_reply_to, e.status) for e in entries] == [
        ("post", "3", "", "", "LIVE"),
        ("comment", "31", "3", "", "LIVE"),
        ("comment", "32", "3", "31", "GHOSTED_COMMENT"),
        ("post", "4", "", "", "DRAFT"),
    ]
    assert entries[0].location == Location("Bric dei Sassi", 44.5, 7.25)
    assert entries[0].thumbnail == "http://sassi.example.org/g.png"
    assert entries[0].comment_total == 2
    assert (entries[3].permalink, entries[3].reserved) == ("", "")  # a preview is no address


def test_api_oddities() -> None:
    assert [e.title for e in read(API / "lines.json").entries] == ["Uno", "Due"]
    blog = read(API / "user_info.json").feed
    assert (blog.id[-4:], blog.title, blog.locale) == ("1000", "Quaderno di sassi", "pt-BR")
    odd = read(API / "odd_values.json").entries
    assert [(e.kind, e.number, e.title) for e in odd] == [("other", "9", ""), ("post", "", "7"), ("post", "6", "")]
    assert odd[0].extra == (("kind", "telescopio"),)
    cut = read(API / "cut_short.json")
    assert [e.number for e in cut.entries] == ["3", "31", "32"]
    assert "json-broken" in codes(cut)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["feed", "entry", "$t", "id", "title", "link", "kind", "items", "content", "author", "labels",
                         "replies", "thr$total", "published", "x", "media$thumbnail", "blog", "xml$lang", "$", "a$b$c"])
        | st.text(max_size=4),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip
Reader = Callable[[InputFile, IssueLog], Iterator[object]]


@settings(deadline=None, max_examples=150)
@given(JSON, st.sampled_from([feed_json.read, api_json.read]))
def test_any_json_is_read(value: object, reader: Reader) -> None:
    for item in reader(in_memory(json.dumps(value).encode()), IssueLog()):
        assert isinstance(item, RawEntry | RawFeed)
        repr(item).encode()


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(["posts_v2.atom", "atom_03.xml", "comments.rss", "label.json"]),
    st.integers(0, 4000),
    st.binary(max_size=6),
)
def test_any_damage_is_survived(name: str, place: int, junk: bytes) -> None:
    data = (FEEDS / name).read_bytes()
    data = data[:place] + junk + data[place + len(junk) // 2 :]
    for variant in variants(in_memory(data)):
        for item in MODULES[variant].read(in_memory(data), IssueLog()):
            assert isinstance(item, RawEntry | RawFeed)


# The real ones


def corpus() -> Path:
    folder = os.environ.get("BLOGGER_CORPUS")
    if not folder:
        pytest.skip("BLOGGER_CORPUS is not set: no real feeds here")
    return Path(folder)


def test_every_feed_of_the_corpus_is_read_whole() -> None:
    met: Counter[str] = Counter()
    for path in sorted([*corpus().glob("feeds/*"), *corpus().glob("api/*")]):
        (variant,) = variants(file_on_disk(path))
        reading = read(path)
        met[variant] += 1
        expected = independent_count(path)
        assert len(reading.entries) == expected, path.name
        for entry in reading.entries:
            assert entry.id, path.name
            assert moment(entry.published), path.name
            assert entry.parent if entry.kind == "comment" else entry.permalink, (path.name, entry.id)
            assert entry.kind == ("comment" if "comment" in path.name or "threading" in path.name else "post"), (
                path.name
            )
            assert "@" not in entry.author.name
    assert sum(met.values()) >= 30
    assert set(met) == set(MODULES)


def independent_count(path: Path) -> int:
    if path.suffix == ".json":
        value = json.loads(path.read_text(encoding="utf-8"))
        return len(value if isinstance(value, list) else value["feed"]["entry"])
    tree = etree.parse(path, etree.XMLParser(recover=True, huge_tree=True, no_network=True))
    rows = tree.getroot().xpath("//*[local-name()='entry' or local-name()='item']")
    assert isinstance(rows, list)
    # The one truncated file ends inside its last entry, which recovery invents an end for.
    return len(rows) - ("ajm1230" in path.name)


def same_tokens(text: str) -> str:
    """*text* without the tokens of Blogger's own videos: each answer brings another (met in 1 of 66 posts)."""
    return re.sub(r"(video\.g\?token=)[\w-]+", r"\1", text)


def test_atom_and_rss_of_one_real_blog_agree() -> None:
    pairs = 0
    for atom in sorted(corpus().glob("feeds/*posts=default.xml")):
        start = atom.name.partition("feeds=")[0]
        for rss in sorted(corpus().glob(f"feeds/{start}feeds=posts=default?*")):
            if rss == atom:
                continue
            one, other = read(atom), read(rss)
            pairs += 1
            assert [(e.number, e.title, same_tokens(e.content)) for e in one.entries] == [
                (e.number, e.title, same_tokens(e.content)) for e in other.entries
            ], rss.name
            for left, right in zip(one.entries, other.entries, strict=True):
                assert moment(left.published).replace(microsecond=0) == moment(right.published)
                assert moment(left.updated) == moment(right.updated)
                assert (left.labels, left.permalink, left.author.name) == (
                    right.labels,
                    right.permalink,
                    right.author.name,
                )
                assert left.thumbnail == right.thumbnail
                assert left.comment_total == right.comment_total
    assert pairs >= 4
