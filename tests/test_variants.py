"""One blog in every form gives one model, less what a form cannot carry; several forms together give the union."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate import read
from bloggermigrate.gadgets import NOT_IN_INPUT
from bloggermigrate.intake import Loaded, load
from bloggermigrate.model import Blog, Post, Widget
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.readers.items import OLD_SECTION
from bloggermigrate.readers.theme import is_classic_template
from bloggermigrate.report import Report
from bloggermigrate.store.loading import Posts, iter_comments
from bloggermigrate.text.slugs import fold

FEEDS = ("pages.atom", "comments.atom")
FORMS: dict[str, tuple[str, ...]] = {
    "classic": ("blog-11-23-2014.xml",),
    "takeout": ("takeout.zip",),
    "takeout-folder": ("takeout",),
    "takeout-tgz": ("takeout.tgz",),
    "feed-atom": ("feeds/posts-1.atom", "feeds/posts-2.atom", *(f"feeds/{name}" for name in FEEDS)),
    "feed-json": ("feeds/posts.json", *(f"feeds/{name}" for name in FEEDS)),
    "feed-jsonp": ("feeds/posts.js", *(f"feeds/{name}" for name in FEEDS)),
    "feed-rss": ("feeds/posts.rss", *(f"feeds/{name}" for name in FEEDS)),
    "api": ("api/blog.json", "api/posts.json", "api/pages.json", "api/comments.json"),
}
_TAKEOUT = {"location", "thumbnail", "total"}
_FEED = {"description", "locale", "timezone", "widgets", "settings", "unpublished"}
#: what each form cannot say; all else must be equal in all forms. docs/inputs.md tells the same to people.
CANNOT: dict[str, set[str]] = {
    "classic": {"description"},
    "takeout": _TAKEOUT,
    "takeout-folder": _TAKEOUT,
    "takeout-tgz": _TAKEOUT,
    "feed-atom": _FEED,
    "feed-json": _FEED,
    "feed-jsonp": _FEED,
    "feed-rss": _FEED | {"uri"},
    # It has a locale, with the country that settings don't name; a count of comments where settings hide one.
    "api": {"description", "thumbnail", "total", "locale", "timezone", "widgets", "settings"},
}


@pytest.fixture(scope="module")
def forms(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    packed = tmp_path_factory.mktemp("packed") / "takeout.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(sample / "takeout" / "Takeout", "Takeout")
    return {
        form: [packed if name == "takeout.tgz" else sample / name for name in names] for form, names in FORMS.items()
    }


def facts(post: Post) -> dict[str, Any]:
    """Return all that a model says of a post, comparable between forms: instants to the second."""
    thread = list(iter_comments(post.comments))
    return {
        "kind": post.kind,
        "status": str(post.status),
        "title": post.title,
        "path": post.path if post.has_path else "",
        "published": post.published and post.published.isoformat(timespec="seconds"),
        "updated": post.updated and post.updated.isoformat(timespec="seconds"),
        "labels": [label.name for label in post.labels],
        "author": post.author.name,
        "uri": post.author.uri,
        "content": post.content_html,
        "description": post.description,
        "location": post.location,
        "thumbnail": post.thumbnail,
        "total": post.comment_total,
        "comments": [
            (
                comment.number,
                above.number if above else "",
                comment.author,
                str(comment.status),
                comment.published and comment.published.isoformat(timespec="seconds"),
                comment.content_html,
            )
            for comment, above in thread
        ],
    }


def whole(blog: Blog) -> dict[str, Any]:
    """Return all that a model says of the blog."""
    return {
        "id": blog.id,
        "title": blog.title,
        "url": blog.url,
        "blog description": blog.description,
        "hosts": blog.hosts,
        "locale": blog.locale,
        "timezone": blog.timezone,
        "posts per page": blog.posts_per_page,
        "line breaks": blog.convert_line_breaks,
        "widgets": [(w.id, w.kind, w.title, w.section, w.html, w.items, w.image, w.link) for w in blog.widgets],
        "settings": {key: value for key, value in blog.settings.items() if value.strip()},
    }


def posts_of(blog: Blog) -> dict[str, dict[str, Any]]:
    return {post.number: facts(post) for post in blog.posts}


@pytest.mark.parametrize("form", [form for form in FORMS if form != "classic"])
def test_every_form_gives_the_same_blog(forms: dict[str, list[Path]], form: str):
    reference, other = read(*forms["classic"]), read(*forms[form], timezone="Europe/Rome")
    lacks = CANNOT["classic"] | CANNOT[form]
    expected, found = posts_of(reference), posts_of(other)
    if "unpublished" in lacks:
        expected = {number: post for number, post in expected.items() if post["status"] == "live"}
    assert set(found) == set(expected)
    for number, post in expected.items():
        for name in set(post) - lacks:
            assert found[number][name] == post[name], (number, name)
    one, two = whole(reference), whole(other)
    if "settings" in lacks:
        lacks = lacks | {"posts per page", "line breaks"}
    if "takeout" in form:
        # Names of one choice differ (PUBLISH_MODE_BLOGSPOT and BLOGSPOT), and Takeout has more settings.
        shared = set(one["settings"]) & set(two["settings"]) - {"BLOG_PUBLISHING_MODE"}
        assert {key: one["settings"][key] for key in shared} == {key: two["settings"][key] for key in shared}
        assert len(shared) > 8
        lacks = lacks | {"settings"}
    for name in set(one) - lacks:
        assert one[name] == two[name], name


def test_what_a_form_is_said_to_lack_it_really_lacks(forms: dict[str, list[Path]]):
    """The list of exceptions must not grow beyond what is true."""
    reference = posts_of(read(*forms["takeout"])), posts_of(read(*forms["classic"]))
    for form, lacks in CANNOT.items():
        found = posts_of(read(*forms[form]))
        for name in lacks & {"description", "location", "thumbnail", "uri"}:
            assert any(post[name] for posts in reference for post in posts.values()), name
            own = {number: post[name] for number, post in found.items()}
            # Comments on a page have addresses of their authors where the posts' feed has none.
            kinds = {"post"} if name == "uri" else {"post", "page"}
            assert not any(own[number] for number, post in found.items() if post["kind"] in kinds), (form, name)


def test_all_forms_together_are_the_union(forms: dict[str, list[Path]]):
    alone = posts_of(read(*forms["classic"]))
    takeout = posts_of(read(*forms["takeout"]))
    orders: list[Sequence[str]] = [list(FORMS), list(reversed(FORMS)), ["takeout", "classic"], ["classic", "takeout"]]
    for order in orders:
        loaded = load([str(path) for form in order for path in forms[form]], Options(target="jsonl"))
        assert loaded.balance["post"].read > len(takeout)
        assert not [issue for issue in loaded.issues if issue.code in ("merge-conflict", "duplicate-id")]
        merged = {post.number: facts(post) for post in Posts(loaded.store, loaded.blog.labels)}
        assert set(merged) == set(alone) == set(takeout)
        for number, post in merged.items():
            for name, value in post.items():
                # The search description comes from the Takeout; place, thumbnail and count from the classic export.
                source = takeout if name == "description" else alone
                if name == "total" and value != source[number][name]:
                    assert value == 0, "the API counts where settings hide the count"
                    assert source[number][name] is None
                    continue
                assert value == source[number][name], (number, name)
        assert whole(loaded.blog)["widgets"] == whole(read(*forms["classic"]))["widgets"]


# -- real blogs in several forms ---------------------------------------------------------------------------------

_TAG = re.compile(r"<[^<>]*>")


def words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def files(corpus: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in corpus.glob(pattern))


SEVERAL: dict[str, tuple[str, ...]] = {
    "bklenovs": ("classic/bklenovs*", "feeds/bklenovs*posts=default.xml", "feeds/bklenovs*posts=default9522.xml"),
    "I014": ("feeds/I014*posts=default.xml", "feeds/I014*posts=default_alt=rss.xml"),
    "RenatoBrazioli": ("feeds/Renato*posts=default.xml", "feeds/Renato*posts=default-alt=rss.rss"),
    "fradyaranda": ("feeds/frady*posts=default.xml", "feeds/frady*posts=default9522.xml"),
    "waseemakramadsen": ("feeds/waseem*posts=default.xml", "feeds/waseem*posts=default_alt=rss.xml"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_a_real_blog_is_the_same_in_all_its_forms(corpus: Path, name: str):
    found = [files(corpus, pattern) for pattern in SEVERAL[name]]
    assert all(len(paths) == 1 for paths in found)
    blogs = [read(*paths) for paths in found]
    models = [{post.number: post for post in blog.posts} for blog in blogs]
    assert len({tuple(sorted(model)) for model in models}) == 1
    for number, post in models[0].items():
        for model in models[1:]:
            other = model[number]
            assert (other.title, other.path) == (post.title, post.path)
            # Names are those of the day: since Google+ closed some are "Unknown".
            assert len({post.author.name, other.author.name} - {"Unknown"}) == 1
            assert post.published is not None and other.published is not None
            assert int(other.published.timestamp()) == int(post.published.timestamp())
            # An export has them in the order of their setting, a feed by name.
            assert {label.name for label in other.labels} == {label.name for label in post.labels}
            assert words(other.content_html) == words(post.content_html)
    assert len({fold(blog.title) for blog in blogs}) == 1
    together = load([str(path) for paths in found for path in paths], Options(target="jsonl"))
    assert len(Posts(together.store, together.blog.labels)) == len(models[0])
    assert not [issue for issue in together.issues if issue.code in ("merge-conflict", "duplicate-id")]


# -- one blog at three dates -------------------------------------------------------------------------------------


def exports(corpus: Path) -> list[Path]:
    """Return the three exports of one blog, the oldest first."""
    return [corpus / "classic" / f"GiverofMemory__TEEFPowder__{name}.xml" for name in ("TEEF_Blog", "blog-11-20-2021", "blog-01-26-2022")]  # fmt: skip


def numbers(path: Path, kind: str) -> set[str]:
    text = path.read_text(encoding="utf-8")
    found = re.findall(rf"<entry><id>[^<]*?(\d+)</id>(?:(?!</entry>).)*?kind#{kind}'", text, re.S)
    return set(found)


def test_three_exports_of_one_blog_are_its_union(corpus: Path):
    paths = exports(corpus)
    loaded = load([str(path) for path in paths], Options(target="jsonl"))
    posts = list(Posts(loaded.store, loaded.blog.labels))
    assert {post.number for post in posts if post.kind == "post"} == set.union(*(numbers(p, "post") for p in paths))
    assert {post.number for post in posts if post.kind == "page"} == set.union(*(numbers(p, "page") for p in paths))
    held = {comment.number for post in posts for comment, _ in iter_comments(post.comments)}
    assert held == set.union(*(numbers(path, "comment") for path in paths))
    newest = {post.number: facts(post) for post in read(paths[2]).posts}
    merged = {post.number: facts(post) for post in posts}
    for number, post in newest.items():
        assert {k: v for k, v in merged[number].items() if k != "comments"} == {
            k: v for k, v in post.items() if k != "comments"
        }
    assert [w.id for w in loaded.blog.widgets] == [w.id for w in read(paths[2]).widgets]


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".bloggermigrate" not in path.parts
    }


def hugo(inputs: Sequence[Path], site: Path, **options: Any) -> Report:
    return convert([str(path) for path in inputs], Options(target="hugo", output=str(site), jobs=1, **options))


def test_a_later_export_changes_what_changed_and_no_hand_edit(corpus: Path, tmp_path: Path):
    old, _, new = exports(corpus)
    site, fresh = tmp_path / "site", tmp_path / "fresh"
    hugo([old], site)
    before = tree(site)
    edited = [path for path in before if path.startswith("content/posts/") and path.endswith(".md")][3]
    (site / edited).write_bytes(before[edited] + b"\nAggiunta a mano.\n")
    report = hugo([old, new], site)
    hugo([old, new], fresh)
    after, expected = tree(site), tree(fresh)
    assert after[edited].endswith(b"Aggiunta a mano.\n")
    assert {path: data for path, data in after.items() if path != edited and path in expected} == {
        path: data for path, data in expected.items() if path != edited
    }
    actions = {file.path: file.action for file in report.files}
    for path, action in actions.items():
        if path == edited:
            assert action == ("kept" if expected[path] != after[path] else "same")
        elif path not in before:
            assert action == "create"
        else:
            assert action == ("same" if before[path] == expected[path] else "replace"), path
    assert Counter(actions.values())["same"] > 0
    assert {"create", "same", "kept"} <= set(actions.values())
    assert {file.action for file in hugo([old, new], site).files} == {"same", "kept"}


def test_each_export_alone_one_after_the_other_ends_with_the_last(corpus: Path, tmp_path: Path):
    site, fresh = tmp_path / "site", tmp_path / "fresh"
    paths = exports(corpus)
    hugo(paths[:1], site)
    edited = next(path for path in tree(site) if path.startswith("content/posts/2") and path.endswith(".md"))
    (site / edited).write_bytes((site / edited).read_bytes() + b"\nAggiunta a mano.\n")
    for path in paths[1:]:
        report = hugo([path], site)
    hugo(paths[2:], fresh)
    after, expected = tree(site), tree(fresh)
    told = {
        code: {issue.old for issue in report.issues if issue.code == code} for code in ("entry-gone", "file-edited")
    }
    left = {path for path in after if path not in expected}
    assert left <= told["entry-gone"] | told["file-edited"] | {path for path in left if "/tags/" in path}
    assert after[edited].endswith(b"Aggiunta a mano.\n")
    assert {path for path in expected if after.get(path) != expected[path]} <= {edited}


# -- gadgets -----------------------------------------------------------------------------------------------------

_WIDGET = re.compile(r"<b:widget(?=[\s>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ID = re.compile(r"\sid=(?:'([^']*)'|\"([^\"]*)\")")
_SETTING = re.compile(r"<b:widget-setting\s+name=[\"']([^\"']+)")
_TYPE = re.compile(r"\stype=(?:'([^']*)'|\"([^\"]*)\")")


def plain_scan(theme: str) -> list[tuple[str, str, set[str]]]:
    """Return id, type and the names of its settings for each gadget, by a scan that knows nothing of XML."""
    theme = re.sub(r"<!--.*?-->", "", theme, flags=re.S)
    theme = re.sub(r"<b:defaultmarkups\b.*?</b:defaultmarkups>", "", theme, flags=re.S)
    found = []
    starts = list(_WIDGET.finditer(theme))
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(theme)
        ids, types = _ID.search(start[1]), _TYPE.search(start[1])
        ident = (ids[1] or ids[2]) if ids else ""
        found.append((ident, (types[1] or types[2]) if types else "", {*_SETTING.findall(theme[start.end() : end])}))
    return found


def themes(corpus: Path) -> Iterator[tuple[Path, str]]:
    """Give each file that holds a theme with the text of its theme."""
    for path in files(corpus, "themes/*", "takeout/*theme-layouts.xml"):
        yield path, path.read_bytes().decode("utf-8", "replace")
    for path in files(corpus, "classic/*.xml"):
        text = path.read_text(encoding="utf-8", errors="replace")
        for entry in re.findall(r"<entry>(?:(?!</entry>).)*?kind#template(?:(?!</entry>).)*</entry>", text, re.S):
            content = re.search(r"<content[^>]*>(.*?)</content>", entry, re.S)
            if content:
                yield path, html.unescape(content[1])


def test_every_gadget_of_the_corpus_is_in_the_model(corpus: Path, capsys: pytest.CaptureFixture[str]):
    counts: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    boxes: Counter[str] = Counter()
    for path, theme in themes(corpus):
        loaded: Loaded = load([str(path)], Options(target="jsonl"), whole=False)
        scanned = plain_scan(theme)
        gadgets = [widget for widget in loaded.blog.widgets if widget.section != OLD_SECTION]
        # A template from before gadgets has none of these, and a sidebar cut into boxes.
        assert bool(loaded.blog.widgets) >= is_classic_template(theme), path.name
        boxes.update(widget.type for widget in loaded.blog.widgets if widget.section == OLD_SECTION)
        assert [(w.id, w.type) for w in gadgets] == [(i, t) for i, t, _ in scanned], path.name
        for widget, (_, kind, names) in zip(gadgets, scanned, strict=True):
            counts[kind] += 1
            assert set(widget.settings) == names, (path.name, widget.id)
            if names:
                check_content(widget, path)
                filled[kind] += 1
            elif widget.note != NOT_IN_INPUT:
                # No content to have: what the target makes itself, or nobody can.
                assert widget.kind not in ("html", "text", "links", "texts", "pages", "image"), (path.name, widget)
    assert sum(counts.values()) > 200
    with capsys.disabled():
        print(f"\n{sum(counts.values())} gadgets, with settings in brackets: ", end="")
        print(", ".join(f"{kind} {count} ({filled[kind]})" for kind, count in counts.most_common()))
        print(f"{sum(boxes.values())} boxes of sidebars: ", ", ".join(f"{k} {n}" for k, n in boxes.most_common()))


def check_content(widget: Widget, path: Path) -> None:
    """A gadget with settings has its content, or its settings are empty in Blogger too."""
    values = widget.settings
    has: dict[str, Callable[[], bool]] = {
        "HTML": lambda: bool(widget.html.strip()) or not values.get("content", "").strip(),
        "Text": lambda: bool(widget.html.strip()) or not values.get("content", "").strip(),
        "LinkList": lambda: len(widget.items) == shown(values, "link"),
        "TextList": lambda: (
            len(widget.items) == sum(bool(v.strip()) for k, v in values.items() if k.startswith("item-"))
        ),
        "PageList": lambda: len(widget.items) == values.get("pageListJson", "").count("href"),
        "Image": lambda: bool(widget.image) == bool(values.get("displayUrl", "").strip()),
        "Attribution": lambda: widget.html == values.get("copyright", "").strip(),
    }
    assert has.get(widget.type, lambda: True)(), (path.name, widget.id, widget.note)


def shown(values: Any, name: str) -> int:
    count = sum(bool(value.strip()) for key, value in values.items() if key.startswith(f"{name}-"))
    limit = values.get("shownum", "")
    return min(count, int(limit)) if limit.isdecimal() and int(limit) else count


# -- gadgets in a built site -------------------------------------------------------------------------------------


def takeout_tree(corpus: Path, name: str, folder: Path) -> Path:
    """Put the files of one Takeout where they stood."""
    target = folder / "Takeout" / "Blogger" / "Blogs" / name
    target.mkdir(parents=True)
    for path in files(corpus, f"takeout/{name}__*"):
        shutil.copy(path, target / path.name.rpartition("__")[2])
    return folder


SIDEBARS = {
    "menu": "classic/GiverofMemory__TEEFPowder__blog-01-26-2022.xml",
    "menu-and-links": "classic/murilorebelopontes*",
    "link-lists": "classic/bklenovs*",
    "link-list": "classic/sdudnic*",
    "old-links": "classic/apraditya__blogger2md__complete.xml",
    "takeout-menu": "kavangcb29",
}


@pytest.mark.parametrize("case", SIDEBARS)
def test_a_built_site_shows_menu_and_lists_with_their_links(corpus: Path, tmp_path: Path, case: str):
    if shutil.which("hugo") is None:
        pytest.skip("hugo is not on the PATH")
    name = SIDEBARS[case]
    source = files(corpus, name)[0] if "/" in name else takeout_tree(corpus, name, tmp_path / "in")
    report = hugo([source], tmp_path / "site")
    done = subprocess.run(
        ["hugo", "build", "--source", str(tmp_path / "site")], capture_output=True, text=True, check=False,
        env={**os.environ, "HUGO_ENVIRONMENT": "production"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "public" / "index.html").read_text(encoding="utf-8")
    links = {
        (" ".join(html.unescape(_TAG.sub("", text)).split()), html.unescape(href or quoted or bare))
        for href, quoted, bare, text in re.findall(
            r"<a\b[^>]*?\bhref=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>(.*?)</a>", page, re.S
        )
    }
    hosts = {*report.blog.hosts}
    listed = [w for w in report.blog.widgets if w.kind in ("pages", "links", "blogroll") and w.items and w.visible]
    assert listed, "the case has lost its point"
    for widget in listed:
        for item in widget.items:
            text, target = " ".join(item.text.split()), local(item.url, hosts)
            assert any(label == text and local(href, hosts) == target for label, href in links), (widget.id, item)


def local(url: str, hosts: set[str]) -> str:
    """Return an address of the blog's own as its path, any other one as it is."""
    found = re.match(r"(?:https?:)?//(?:www\.)?([^/]+)(/.*|$)", url)
    if not found:
        return url or "/"
    if found[1].lower() not in hosts:
        return re.sub(r"/$", "", url)
    return found[2] or "/"
