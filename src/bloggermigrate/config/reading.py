"""`bloggermigrate.toml` → options by the names of the command line, and `Changes`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bloggermigrate.config.changes import NO_CHANGES, Changes
from bloggermigrate.errors import UsageError
from bloggermigrate.model import Author
from bloggermigrate.text import addresses
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.text.nearest import did_you_mean
from bloggermigrate.text.slugs import safe_segment

#: what is asked for each time and never by habit
NOT_IN_A_FILE = frozenset(["config", "no-config", "dry-run", "force", "help"])
_FRONT_MATTER = ("rename", "drop", "add")


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration as read. *options* has the names of the command line, without dashes in front."""

    path: Path
    text: str
    options: Mapping[str, Any]
    changes: Changes = NO_CHANGES

    def line(self, key: str) -> int | None:
        """Return the line of an option, for messages."""
        return line_of(self.text, key)


def read(path: Path, known: Collection[str], targets: Collection[str], target: str = "") -> Config:
    """Return what *path* says, with the table of *target* (else of the target that it names) over the rest.

    *known* are the names of options, *targets* those of engines. Raises `UsageError` with the line for what is no TOML,
    names nothing that exists, or has a value of another form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise UsageError(
            f"The configuration can't be read: {error.strerror or error}.", where=str(path), advice="Check its name."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError("The configuration is no UTF-8 text.", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"The configuration is no TOML: {error}.",
            where=str(path),
            advice='Text stands in quotes ("Europe/Rome"), tables begin with their name in brackets ([labels]).',
        ) from error
    form = _Form(path, text, frozenset(known) - NOT_IN_A_FILE)
    tables = data.pop("target", {})
    if not isinstance(tables, dict):
        raise form.error("[target.NAME] is a table of what holds for one engine alone.", "target")
    config = form.config(data, ())
    for name, table in tables.items():
        if name not in targets:
            raise form.error(f"There is no target {name!r}.{did_you_mean(name, targets)}", name, ("target",))
        if not isinstance(table, dict):
            raise form.error(f"[target.{name}] is a table.", name, ("target",))
        own = form.config(table, ("target", name))
        if "to" in own.options:
            raise form.error("The table of a target can't choose another target.", "to", ("target", name))
        if name == (target or config.options.get("to")):
            config = replace(config, options={**config.options, **own.options}, changes=config.changes | own.changes)
    return config


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of one file; each method gives a value or raises `UsageError` with its line."""

    path: Path
    text: str
    known: frozenset[str]

    def error(self, message: str, key: str, tables: tuple[str, ...] = (), advice: str = "") -> UsageError:
        line = line_of(self.text, key, tables)
        return UsageError(message, where=f"{self.path}{f':{line}' if line else ''}", advice=advice)

    def config(self, data: dict[str, Any], tables: tuple[str, ...]) -> Config:
        options: dict[str, Any] = {}
        changes: dict[str, Any] = {"file": str(self.path)}
        for key, value in data.items():
            name = key.replace("_", "-")
            if name in _TABLES:
                if not isinstance(value, dict):
                    raise self.error(f"{key} is a table; it begins with a line [{name}].", key, tables)
                changes |= _TABLES[name](self, value, (*tables, key))
            elif name in self.known:
                if isinstance(value, dict):
                    raise self.error(f"{key} is an option and has one value.", key, tables)
                options[name] = self.option(value)
            else:
                hint = did_you_mean(name, [*self.known, *_TABLES, "target"])
                if name in NOT_IN_A_FILE:
                    hint = " It is given on the command line each time."
                raise self.error(
                    f"There is nothing called {key!r} to set here.{hint}",
                    key,
                    tables,
                    "Options have the names of the command line (`bloggermigrate convert --help`); tables are: "
                    + ", ".join(f"[{table}]" for table in _TABLES)
                    + ", [target.NAME].",
                )
        return Config(self.path, self.text, options, Changes(**changes))

    def option(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.option(item) for item in value]
        return value.isoformat() if isinstance(value, date | time) else value

    def labels(self, table: dict[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
        found = {}
        for name, value in self.words(table, tables, "a label's new name, or false to leave it out", no=True):
            found[name] = "" if value is False else value
        return {"labels": found}

    def categories(self, table: dict[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
        rows = self.words(table, tables, "a category's name, or true for the label's own", yes=True)
        return {"categories": {name: name if value is True else value for name, value in rows}}

    def authors(self, table: dict[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, Author] = {}
        for name, value in table.items():
            if isinstance(value, str) and value.strip():
                found[name] = Author(value.strip())
                continue
            known = isinstance(value, dict) and set(value) <= {"name", "uri"} and "name" in value
            if not known or not all(isinstance(word, str) and word.strip() for word in value.values()):
                raise self.error(
                    f'Of {name!r} the new name is wanted, or {{ name = "…", uri = "https://…" }}.', name, tables
                )
            found[name] = Author(value["name"].strip(), value.get("uri", "").strip())
        return {"authors": found}

    def slugs(self, table: dict[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, str] = {}
        for old, value in self.words(table, tables, "a name, or a path such as /2011/02/name.html"):
            path = addresses.path_of(old)
            if path is None:
                raise self.error(f"{old!r} is no address of a post, such as /2011/02/name.html.", old, tables)
            new = value if value.startswith("/") else f"{path.rpartition('/')[0]}/{value}"
            new = new if new.endswith((".html", ".htm")) else f"{new}.html"
            if not safe_segment(value.strip("/").rpartition("/")[2]) or addresses.path_of(new) != new:
                raise self.error(
                    f"{value!r} can't be the address of a page on every system.",
                    old,
                    tables,
                    "Use letters, digits and hyphens.",
                )
            if new in found.values():
                raise self.error(f"Two posts would have the address {new}.", old, tables)
            found[path] = str(new)
        for old, new in found.items():
            if new in found and old != new:
                raise self.error(f"{new} is the old address of another post, and has to lead there.", old, tables)
        return {"slugs": {old: new for old, new in found.items() if old != new}}

    def front_matter(self, table: dict[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
        for key in table:
            if key not in _FRONT_MATTER:
                hint = did_you_mean(key, _FRONT_MATTER)
                if key.replace("_", "-") in self.known:
                    hint = " Options stand at the top of the file, before the first line in brackets."
                raise self.error(f"Of front matter there is {', '.join(_FRONT_MATTER)}.{hint}", key, tables)
        rename, drop, add = (table.get(key, {} if key != "drop" else []) for key in _FRONT_MATTER)
        if not isinstance(rename, dict):
            raise self.error('Keys are renamed so: rename = { old = "new" }.', "rename", tables)
        if not isinstance(drop, list) or not all(isinstance(key, str) for key in drop):
            raise self.error('Keys are left out so: drop = ["one", "another"].', "drop", tables)
        if not isinstance(add, dict):
            raise self.error('Keys are added so: add = { layout = "post" }.', "add", tables)
        return {
            "rename_keys": dict(self.words(rename, (*tables, "rename"), "a key's new name")),
            "drop_keys": frozenset(drop),
            "add_keys": {key: _plain(value) for key, value in add.items()},
        }

    def words(
        self, table: dict[str, Any], tables: tuple[str, ...], what: str, *, yes: bool = False, no: bool = False
    ) -> Iterator[tuple[str, Any]]:
        """Give the rows of a table whose values are words; *yes* and *no* say which booleans stand for one."""
        for name, value in table.items():
            if (value is True and yes) or (value is False and no):
                yield name, value
            elif isinstance(value, str) and value.strip():
                yield name, value.strip()
            else:
                raise self.error(f"For {name!r} {what} is wanted, not {_shown(value)}.", name, tables)


#: each table with what reads it
_TABLES: dict[str, Callable[[_Form, dict[str, Any], tuple[str, ...]], dict[str, Any]]] = {
    "labels": _Form.labels,
    "categories": _Form.categories,
    "authors": _Form.authors,
    "slugs": _Form.slugs,
    "front-matter": _Form.front_matter,
}


def _plain(value: Any) -> Any:
    """Return a value of TOML as front matter takes it: times without a zone are text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime) and value.tzinfo is not None:
        return rfc3339(value)
    return value.isoformat() if isinstance(value, date | time) else value


def _shown(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)


_HEADER = re.compile(r"\s*\[\[?([^\[\]#]+)\]")


def line_of(text: str, key: str, tables: tuple[str, ...] = ()) -> int | None:
    """Return the 1-based line that sets *key* in the table of that path, None where it can't be told.

    >>> line_of('to = "hugo"\\n[labels]\\n"a" = "b"\\n[target.hugo]\\nsite = false\\n', "site", ("target", "hugo"))
    5
    """
    here: tuple[str, ...] = ()
    path = (*tables, key)
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            here = _parts(header[1])
            if here == path:
                return number
        elif "=" in line and (*here, *_parts(line.partition("=")[0])) == path:
            return number
        elif here == tables[:-1] and tables and line.split("=")[0].strip() == tables[-1] and key in line:
            return number  # a table on one line
    return None


_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(found[1] or found[2] or found[3] or "" for found in _PART.finditer(dotted))
