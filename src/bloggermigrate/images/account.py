"""What the account of an output folder says, for people and for programs; and trying again for what is missing."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bloggermigrate.errors import InputError
from bloggermigrate.images.albums import Albums
from bloggermigrate.images.catalogue import Catalogue, Home, Sighting
from bloggermigrate.images.fetch import Fetcher, Manners, Told
from bloggermigrate.images.reasons import REASONS
from bloggermigrate.images.shelf import Library, Outcome
from bloggermigrate.output import STATE, Folder, target_of

#: failed pictures of one reason that are shown one by one
_SHOWN = 20


def root_of(output: Path) -> Path:
    """Return the folder whose account belongs to *output*: itself, or the one beside a target that is one file.

    Raises `InputError` where no picture was ever fetched.
    """
    beside = [output.with_suffix(".images")] if output.name else []  # "." has no name
    for root in (output, *beside):
        if any((root / STATE / name).is_file() for name in ("images.json", "images.journal")):
            return root
    raise InputError(
        "No picture was fetched here.",
        where=str(output),
        advice="Give the output of a conversion with --images download.",
    )


def state(output: Path) -> dict[str, Any]:
    """Return what became of the pictures of *output*: counts, and each that is not here with what to do."""
    root = root_of(output)
    catalogue = Catalogue()
    library = Library(root, "", catalogue, dry_run=True)
    outcomes = list(library.outcomes())
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    lost = [outcome for outcome in outcomes if outcome.status == "ok" and not library.is_here(outcome)]
    here = {outcome.file or outcome.sha256: outcome.size for outcome in outcomes if library.is_here(outcome)}
    ways = Counter(outcome.how for outcome in outcomes if outcome.status == "ok")
    return {
        "pictures": len(outcomes),
        "here": len(outcomes) - len(failed) - len(lost),
        "files": len(here),
        "bytes": sum(here.values()),
        "how": dict(sorted(ways.items())),
        "failed": [_failed(outcome) for outcome in sorted(failed, key=lambda each: (each.code, each.address))],
        "lost": sorted(outcome.file for outcome in lost),
        "guesses": [asdict(outcome) for outcome in outcomes if outcome.how == "album-guess"],
    }


def _failed(outcome: Outcome) -> dict[str, Any]:
    reason = REASONS[outcome.code]
    return {
        "address": outcome.address,
        "code": outcome.code,
        "meaning": reason.meaning,
        "detail": outcome.detail,
        "advice": reason.advice,
        "posts": list(outcome.posts),
    }


def as_text(found: dict[str, Any]) -> str:
    """Return `state` for people."""
    failed: list[dict[str, Any]] = found["failed"]
    size = found["bytes"] / 1e6
    lines = [f"{found['here']} of {found['pictures']} pictures are here: {found['files']} files, {size:,.1f} MB"]
    names = {
        "whole": "as they were uploaded",
        "as-found": "at the size that the posts show",
        "data": "stood in the posts themselves",
        "album": "originals from albums",
        "album-guess": "originals from albums, by their names alone",
    }
    lines += [f"  {count:>6} {names.get(how, how)}" for how, count in found["how"].items()]
    for code, count in Counter(each["code"] for each in failed).most_common():
        lines.append(f"{count} failed, {code}: {REASONS[code].meaning} {REASONS[code].advice}")
        alike = [each for each in failed if each["code"] == code]
        lines += [f"  {each['address']}{' ' + each['detail'] if each['detail'] else ''}" for each in alike[:_SHOWN]]
        if count > _SHOWN:
            lines.append(f"  … and {count - _SHOWN} more (--json shows them all)")
    lines += [f"gone since: {path} (the next conversion fetches it again)" for path in found["lost"]]
    return "".join(f"{line}\n" for line in lines)


def retry(output: Path, manners: Manners, told: Told | None = None) -> int:
    """Ask again for what failed, put what comes into its place, and return how many pictures that are.

    The posts keep the old addresses until the next conversion, which finds the pictures here.
    """
    root = root_of(output)
    catalogue = Catalogue()
    looked = Library(root, "", catalogue, dry_run=True)
    before = set()
    for outcome in looked.outcomes():
        if outcome.status == "failed" and not outcome.address.startswith("data:"):
            before.add(outcome.key)
            met = Sighting(key=outcome.key, wanted=outcome.address, met=outcome.addresses, entry="")
            catalogue.add([met], Home(outcome.stem, outcome.month))
    folder = Folder(root, target=target_of(root), dry_run=False, force=False)
    with folder, Library(root, _folder_of(root), catalogue, keeps_words=True) as library:
        folder.site = folder.wants_site
        Fetcher(catalogue, library, Albums(()), manners).run(told, again=True)
        library.name_all("")
        for path, staged, digest in library.waiting():
            folder.take_file(path, staged, digest)
        library.finish()
        return sum(after is not None and after.status == "ok" for after in map(library.outcome, before))


def _folder_of(root: Path) -> str:
    try:
        with (root / STATE / "images.json").open(encoding="utf-8") as file:
            return str(json.loads(file.readline().rstrip().removesuffix("[") + "[]}")["folder"])
    except (OSError, ValueError, KeyError):
        return ""
