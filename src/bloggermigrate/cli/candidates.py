"""Files near at hand that hold a blog, known by what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bloggermigrate.errors import BloggerMigrateError
from bloggermigrate.intake import Found, open_inputs
from bloggermigrate.options import Options

#: endings of what an export may be; saved pages are not looked for, for every folder of downloads is full of them
_ENDINGS = (".xml", ".atom", ".zip", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar", ".json")
#: names of one folder that are looked at; the newest first
_MOST = 300
#: what is opened at the most, so that the question comes at once
_MOST_OPENED = 60
_PART = re.compile(r"-\d{1,3}(?=\.(?:zip|tgz|tar\.gz)$)", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One blog that was found, or several in one archive: the paths to give, and what to call it."""

    paths: tuple[Path, ...]
    found: Found
    size: int

    @property
    def title(self) -> str:
        """The titles of its blogs."""
        return ", ".join(blog.name for blog in self.found.survey.blogs)

    @property
    def form(self) -> str:
        """What the file is, in words."""
        blogs = self.found.survey.blogs
        return next(part.variant.title for part in blogs[0].parts if part.variant.role == "blog")


def candidates(folders: Iterable[Path]) -> list[Candidate]:
    """Return what in *folders* holds a blog, the newest first; what can't be read is passed over."""
    groups: dict[str, list[Path]] = {}
    for path in _looked_at(folders):
        groups.setdefault(str(path.with_name(_PART.sub("-*", path.name))), []).append(path)
    found = []
    for paths in list(groups.values())[:_MOST_OPENED]:
        candidate = _candidate(tuple(sorted(paths)))
        if candidate is not None:
            found.append(candidate)
    return found


def _looked_at(folders: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for folder in folders:
        try:
            known = [(path.stat().st_mtime, path) for path in folder.iterdir() if _is_likely(path)]
        except OSError:
            continue
        for _, path in sorted(known, key=lambda pair: (-pair[0], pair[1].name))[:_MOST]:
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield path


def _is_likely(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    if path.is_dir():
        return path.name.lower().startswith("takeout") or any((path / name).is_dir() for name in ("Blogger", "Blogs"))
    return path.is_file() and path.name.lower().endswith(_ENDINGS)


def _candidate(paths: tuple[Path, ...]) -> Candidate | None:
    try:
        found = open_inputs([str(path) for path in paths], Options())
    except (BloggerMigrateError, OSError):
        return _without_strangers(paths) if len(paths) > 1 else None
    if not found.survey.blogs:
        return None
    return Candidate(paths, found, sum(file.size for each in found.survey.containers for file in each.files))


def _without_strangers(paths: tuple[Path, ...]) -> Candidate | None:
    """Return what the parts hold among which one is none of ours, such as a part with photos alone."""
    good = tuple(path for path in paths if _candidate((path,)) is not None)
    return _candidate(good) if good and len(good) < len(paths) else None
