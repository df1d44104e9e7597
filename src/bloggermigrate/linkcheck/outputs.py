"""What stands in an output: its pages with their addresses, its other texts, its files. One reader a target."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from bloggermigrate.errors import InputError
from bloggermigrate.linkcheck import markdown
from bloggermigrate.linkcheck.reading import Text, in_data, in_html, in_markdown
from bloggermigrate.output import STATE

#: folders that engines make, or that hold other people's files
_NOT_OURS = frozenset(("node_modules", "_site", "output", "dist", "resources", "__pycache__", "venv", "site"))
#: folders whose files stand at the root of the site
STATIC = ("", "static", "public", "source", "files", "content", "docs", "images")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(slots=True)
class Page:
    """A page, or another text of the site. *address* is its path from the root, decoded; "" for what has none."""

    file: str
    address: str
    text: Text
    month: str = ""  #: of its date, "2011-02"
    thread: str = ""  #: name of the file that holds its comments
    aliases: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Output:
    """What was found. *root* is None for a target that is one file."""

    target: str
    root: Path | None
    pages: list[Page] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)  #: slugs
    hosts: set[str] = field(default_factory=set)  #: addresses of the blog, as data and configuration tell
    threads: dict[str, set[str]] = field(default_factory=dict)  #: name → ids of its comments


def read_output(path: Path) -> Output:
    """Return what stands at *path*; raises `InputError` for what is no output of ours."""
    if path.is_dir():
        return _folder(path)
    try:
        with path.open("rb") as file:
            head = file.read(400).lstrip()
        if head.startswith(b"<"):
            return _xml(path, "atom")
        if head.startswith(b'{"kind":'):
            return _jsonl(path)
        if b"jsonfeed" in head:
            return _jsonfeed(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"It can't be read: {why}.", where=str(path), advice=_ADVICE) from None
    raise InputError("This is no output of bloggermigrate.", where=str(path), advice=_ADVICE)


_ADVICE = "Give the folder or file that `bloggermigrate convert` wrote with -o."


# -- folders -----------------------------------------------------------------------------------------------------


def _folder(root: Path) -> Output:
    manifest = root / STATE / "manifest.tsv"
    try:
        text = manifest.read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise InputError("This folder holds no output of bloggermigrate.", where=str(root), advice=_ADVICE) from None
    found = re.search(r"^# target=(\S+)", text, re.M)
    target = found[1] if found else ""
    output = Output(target, root)
    known = {line.split("\t")[1] for line in text.splitlines() if "\t" in line and not line.startswith("#")}
    if target in ("wordpress", "ghost"):
        for name in sorted(known):
            if name.endswith(".wxr.xml"):
                _add(output, _xml(root / name, target))
            elif target == "ghost" and name.endswith(".json"):
                _ghost(output, root / name)
        return output
    for name in _texts(root, known):
        _read_file(output, root / name, name)
    return output


def _texts(root: Path, known: set[str]) -> Iterator[str]:
    """Give the Markdown of the folders that hold ours, be it ours or not, and data of ours, in the order of paths."""
    tops = {name.partition("/")[0] for name in known if name.endswith(".md")}
    found = {name for name in known if name.endswith((".md", ".json", ".yaml", ".yml"))}
    for top in tops:
        for folder, folders, files in os.walk(root / top):
            folders[:] = [name for name in folders if name not in _NOT_OURS and not name.startswith(".")]
            here = Path(folder).relative_to(root)
            found |= {(here / name).as_posix() for name in files if name.endswith(".md")}
    yield from sorted(found)


def _read_file(output: Output, path: Path, name: str) -> None:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # its owner took it away
    if name.endswith(".md"):
        values, body = markdown.split(text)
        found = in_markdown(body)
        found.add(in_data({key: value for key, value in values.items() if key not in ("url", "save_as", "link")}))
        page = Page(name, _address(output.target, name, values), found)
        page.month = _month(values)
        page.thread = _thread(values)
        page.aliases = [str(alias) for alias in values.get("aliases") or [] if isinstance(alias, str)]
        output.pages.append(page)
    elif "data" in path.parts or "_data" in path.parts:
        value = _loaded(text, name)
        stem = PurePosixPath(name).stem
        found = in_data(value)
        if "comments" in PurePosixPath(name).parts:
            output.threads[stem] = found.ids
        elif stem == "labels":
            output.labels |= {str(label.get("slug", "")) for label in value or [] if isinstance(label, dict)}
            return
        elif stem == "blog" and isinstance(value, dict):
            output.hosts.add(str(value.get("url", "")))
            found.met = [met for met in found.met if met.url != value.get("url")]
        output.pages.append(Page(name, "", found))


def _loaded(text: str, name: str) -> Any:
    try:
        if name.endswith(".json"):
            return json.loads(text)
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (ValueError, yaml.YAMLError, RecursionError):
        return None


def _month(values: dict[str, Any]) -> str:
    date = values.get("date") or values.get("pubdate") or ""
    if isinstance(date, dict):
        date = date.get("created") or ""
    found = _MONTH.match(str(date))
    return f"{found[1]}-{found[2]}" if found else ""


def _thread(values: dict[str, Any]) -> str:
    params = values.get("params")
    held = params.get("comments") if isinstance(params, dict) else None
    name = values.get("thread") or held or values.get("comments") or ""
    return name if isinstance(name, str) else ""


def _address(target: str, name: str, values: dict[str, Any]) -> str:
    """Return the address that the engine gives to a file of Markdown."""
    key = _ADDRESS_KEYS.get(target, "")
    if given := values.get(key):
        return f"/{str(given).lstrip('/')}"
    made = _MADE.get(target)
    return made(name, values) if made else ""


#: the word of front matter that is the address
_ADDRESS_KEYS = {
    "hugo": "url",
    "jekyll": "permalink",
    "eleventy": "permalink",
    "astro": "path",
    "hexo": "permalink",
    "pelican": "url",
}


def _hugo(name: str, values: dict[str, Any]) -> str:
    place = name.removeprefix("content/").removesuffix(".md")
    return f"/{place.removesuffix('_index').removesuffix('index').strip('/')}/".replace("//", "/")


def _nikola(name: str, values: dict[str, Any]) -> str:
    folder = PurePosixPath(*PurePosixPath(name).parts[1:-1])
    stem = f"/{folder / str(values.get('slug') or PurePosixPath(name).stem)}"
    return f"{stem}/" if str(values.get("pretty_url")) == "True" else f"{stem}.html"


def _mkdocs(name: str, values: dict[str, Any]) -> str:
    place = f"/{values['slug']}" if "slug" in values else "/" + name.removeprefix("docs/").removesuffix(".md")
    if place.endswith("/index") and "slug" not in values:
        return place.removesuffix("index")
    return f"{place}.html"


_MADE: dict[str, Callable[[str, dict[str, Any]], str]] = {"hugo": _hugo, "nikola": _nikola, "mkdocs": _mkdocs}


# -- files for importers, feeds ----------------------------------------------------------------------------------


def _add(output: Output, other: Output) -> None:
    output.pages += other.pages
    output.labels |= other.labels
    output.hosts |= other.hosts


def _xml(path: Path, target: str) -> Output:
    """Return what an Atom feed or a WXR file has."""
    from lxml import etree

    output = Output(target, None if target == "atom" else path.parent)
    ends = ("end",)
    parser = etree.iterparse(str(path), events=ends, recover=True, huge_tree=True, resolve_entities=False)
    try:
        for _, element in parser:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name in ("item", "entry"):
                output.pages.append(_xml_page(element, path.name))
                if target == "atom":
                    terms = (inner.get("term") for inner in element.iter("{*}category"))
                    output.labels |= {term for term in terms if term}
                element.clear()
            elif name == "tag_slug":
                output.labels.add(element.text or "")
            elif name == "link" and element.getparent() is not None and not output.hosts:
                output.hosts.add((element.get("href") or element.text or "").strip())
    except etree.XMLSyntaxError as error:
        raise InputError(f"It is no XML: {error}.", where=str(path)) from None
    return output


def _xml_page(element: Any, file: str) -> Page:
    from lxml import etree

    page = Page(file, "", Text())
    for inner in element.iter():
        name = etree.QName(inner).localname if isinstance(inner.tag, str) else ""
        words = (inner.text or "").strip()
        if name == "link" and not page.address:
            page.address = _path_in(inner.get("href") or words)
        elif name in ("encoded", "content", "comment_content") and words:
            page.text.add(in_html(words))
        elif name in ("pubDate", "published", "post_date") and not page.month and (found := _MONTH.match(words)):
            page.month = f"{found[1]}-{found[2]}"
    # A comment of a feed is an entry of its own, at a place on its post's page.
    head, found_anchor, anchor = page.address.partition("#")
    if found_anchor:
        page.text.ids.add(anchor)
        page.address = head
    return page


def _path_in(url: str) -> str:
    from urllib.parse import unquote

    _, slashes, rest = url.partition("://")
    path = f"/{rest.partition('/')[2]}" if slashes else url
    return unquote(path)


def _ghost(output: Output, path: Path) -> None:
    value = _loaded(path.read_text(encoding="utf-8", errors="replace"), path.name)
    try:
        data = value["db"][0]["data"] if "db" in value else value["data"]
    except (TypeError, KeyError, IndexError):
        return
    for post in data.get("posts", []):
        slug, when = str(post.get("slug", "")), str(post.get("published_at") or "")
        text = in_html(str(post.get("html") or ""))
        text.add(in_data({"image": post.get("feature_image") or ""}))
        address = f"/{slug}/" if post.get("type") == "page" or not when else f"/{when[:4]}/{when[5:7]}/{slug}/"
        page = Page(path.name, address, text, month=when[:7])
        # A post of the month's last evening stands in the other month by the blog's own clock.
        page.aliases = [f"/{year:04}/{month:02}/{slug}/" for year, month in _around(when)]
        output.pages.append(page)
    output.labels |= {str(tag.get("slug", "")) for tag in data.get("tags", [])}
    for setting in data.get("settings", []):
        if setting.get("key") == "navigation":
            items = _loaded(str(setting.get("value")), ".json")
            output.pages.append(Page(path.name, "", in_data(items)))


def _around(when: str) -> Iterator[tuple[int, int]]:
    if found := _MONTH.match(when):
        place = int(found[1]) * 12 + int(found[2]) - 1
        for other in (place - 1, place + 1):
            yield other // 12, other % 12 + 1


def _jsonl(path: Path) -> Output:
    output = Output("jsonl", None)
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            value = _loaded(line, ".json")
            if not isinstance(value, dict):
                continue
            if value.get("kind") == "blog":
                output.hosts |= {str(host) for host in value.get("hosts", [])} | {str(value.get("url", ""))}
            elif value.get("kind") in ("post", "page"):
                text = in_html(str(value.get("html", "")))
                text.add(in_data(value.get("comments", [])))
                text.ids |= {f"c{match}" for each in list(text.ids) for match in re.findall(r"(\d+)\Z", each)}
                month = str(value.get("published") or "")[:7]
                output.pages.append(Page(path.name, str(value.get("path", "")), text, month))
                output.labels |= {str(label) for label in value.get("labels", [])}
            else:
                output.pages.append(Page(path.name, "", in_data(value)))
    return output


def _jsonfeed(path: Path) -> Output:
    output = Output("jsonfeed", None)
    value = _loaded(path.read_text(encoding="utf-8", errors="replace"), ".json")
    if not isinstance(value, dict):
        raise InputError("It is no JSON.", where=str(path))
    output.hosts.add(str(value.get("home_page_url", "")))
    for item in value.get("items", []):
        text = in_html(str(item.get("content_html", "")))
        text.add(in_data(item.get("_comments", [])))
        month = str(item.get("date_published") or "")[:7]
        output.pages.append(Page(path.name, _path_in(str(item.get("url", ""))), text, month))
        output.labels |= {str(label) for label in item.get("tags", [])}
    return output
