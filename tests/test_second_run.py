"""A later export into the same folder: what moved moves, what is gone and what was edited stays and is told."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate.errors import OutputError
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout

COMMENT = MadeComment(number="91", content="Ben detto.")
DRAFT = MadePost(number="11", title="In lavoro", status="DRAFT")
RENAMED = MadePost(number="12", title="Il pane", path="/2011/03/pane.html", comments=(COMMENT,))
DELETED = MadePost(number="13", title="Il sale", path="/2011/03/sale.html")
EDITED = MadePost(number="14", title="Il vino", path="/2011/03/vino.html")
STAYS = MadePost(number="15", title="La neve", path="/2011/03/neve.html")
PAGE = MadePost(number="16", kind="page", title="Chi sono", path="/p/chi-sono.html")
BEFORE = MadeBlog(posts=(DRAFT, RENAMED, DELETED, EDITED, STAYS, PAGE))
LATER = "2013-01-01T00:00:00.000+01:00"
AFTER = MadeBlog(
    posts=(
        replace(DRAFT, status="LIVE", path="/2011/03/finito.html", updated=LATER),
        replace(RENAMED, path="/2011/03/pane-nuovo.html", updated=LATER),
        replace(EDITED, path="/2011/03/vino-rosso.html", updated=LATER),
        STAYS,
        replace(PAGE, path="/p/chi-siamo.html", updated=LATER),
    )
)


def run(tmp_path: Path, blog: MadeBlog, target: str, form: str = "classic", **options: Any) -> Report:
    data = classic(blog) if form == "classic" else takeout(blog)
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    # A feed.atom alone tells neither.
    chosen = Options(
        target=target, output=str(tmp_path / "site"), timezone="Europe/Rome", locale="it", jobs=1, **options
    )
    return convert([str(path)], chosen)


def tree(root: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found if ".bloggermigrate" not in p.parts}


def file_of(site: dict[str, bytes], title: str) -> str:
    """Return the one file of content with this title."""
    line = re.compile(f'^title: "?{title}"?$'.encode(), re.M)
    (found,) = [path for path, data in site.items() if path.endswith(".md") and line.search(data)]
    return found


def told(report: Report, code: str) -> dict[str, str | None]:
    return {issue.old or "": issue.new for issue in report.issues if issue.code == code}


@pytest.mark.parametrize(("target", "form"), [("hugo", "classic"), ("hugo", "takeout"), ("jekyll", "classic")])
def test_a_later_export_moves_what_moved(tmp_path: Path, target: str, form: str):
    run(tmp_path, BEFORE, target)
    site = tmp_path / "site"
    old = tree(site)
    by_hand = file_of(old, "Il vino")
    (site / by_hand).write_bytes(old[by_hand] + b"\nAggiunta a mano.\n")

    report = run(tmp_path, AFTER, target, form)
    new = tree(site)
    for title in ("In lavoro", "Il pane", "Chi sono"):
        path = file_of(new, title)
        assert path != file_of(old, title)
        assert told(report, "file-moved")[file_of(old, title)] == path
    # The comments go with their post; no data of the old place is left.
    assert sum(b"Ben detto." in data for data in new.values()) == sum(b"Ben detto." in data for data in old.values())
    # Deleted in Blogger: kept, and told.
    gone = file_of(old, "Il sale")
    assert new[gone] == old[gone]
    assert list(told(report, "entry-gone")) == [gone]
    # Edited by hand: kept beside the new file, and told.
    assert new[by_hand].endswith(b"Aggiunta a mano.\n")
    (rest,) = told(report, "file-edited").items()
    assert rest[0] == by_hand
    assert rest[1] in new
    assert file_of(new, "La neve") == file_of(old, "La neve")
    # A Takeout names no host, so that the old address differs.
    assert form == "takeout" or new[file_of(new, "La neve")] == old[file_of(old, "La neve")]
    assert not [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())]

    # Again: nothing moves, and what is kept is told again.
    again = run(tmp_path, AFTER, target, form)
    assert tree(site) == new
    assert not told(again, "file-moved")
    assert (list(told(again, "entry-gone")), list(told(again, "file-edited"))) == ([gone], [by_hand])
    # What a fresh folder gets is here, but for what was kept.
    fresh = Options(target=target, output=str(tmp_path / "fresh"), timezone="Europe/Rome", locale="it", jobs=1)
    convert([str(tmp_path / "export.xml")], fresh)
    assert set(new) - set(tree(tmp_path / "fresh")) == {gone, by_hand}


def test_force_takes_the_edited_file_away_too(tmp_path: Path):
    run(tmp_path, BEFORE, "hugo")
    path = tmp_path / "site" / file_of(tree(tmp_path / "site"), "Il vino")
    path.write_bytes(b"a mano")
    run(tmp_path, AFTER, "hugo", force=True)
    assert not path.exists()


def test_a_dry_run_tells_the_same_and_removes_nothing(tmp_path: Path):
    run(tmp_path, BEFORE, "hugo")
    before = tree(tmp_path / "site")
    dry = run(tmp_path, AFTER, "hugo", dry_run=True)
    assert tree(tmp_path / "site") == before
    done = run(tmp_path, AFTER, "hugo")
    assert told(dry, "file-moved") == told(done, "file-moved") != {}


def test_what_is_not_chosen_this_time_is_not_gone(tmp_path: Path):
    run(tmp_path, BEFORE, "hugo")
    before = tree(tmp_path / "site")
    report = run(tmp_path, BEFORE, "hugo", limit=1)
    assert not told(report, "entry-gone")
    assert set(before) <= set(tree(tmp_path / "site"))


def test_trashed_in_blogger_is_gone(tmp_path: Path):
    run(tmp_path, BEFORE, "hugo")
    trashed = replace(BEFORE, posts=tuple(replace(p, status="SOFT_TRASHED") if p is STAYS else p for p in BEFORE.posts))
    report = run(tmp_path, trashed, "hugo", "takeout")
    assert [path for path in told(report, "entry-gone") if "neve" in path]


def test_a_manifest_without_entries_moves_nothing(tmp_path: Path):
    """As versions before this one wrote it."""
    run(tmp_path, BEFORE, "hugo")
    manifest = tmp_path / "site" / ".bloggermigrate" / "manifest.tsv"
    rows = manifest.read_text().splitlines()
    manifest.write_text("".join("\t".join(row.split("\t")[:2]) + "\n" for row in rows))
    before = tree(tmp_path / "site")
    report = run(tmp_path, AFTER, "hugo")
    assert set(before) <= set(tree(tmp_path / "site"))
    assert not told(report, "file-moved")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    run(tmp_path, BEFORE, "hugo")
    site, other = tmp_path / "site", tmp_path / "elsewhere"
    folder = (site / file_of(tree(site), "Chi sono")).parent
    folder.rename(other)
    folder.symlink_to(other)
    kept = {path.name: path.read_bytes() for path in other.iterdir()}
    gone = replace(BEFORE, posts=(STAYS,))
    run(tmp_path, gone, "hugo", include=Options().include - {"pages"})
    with suppress(OutputError):
        run(tmp_path, AFTER, "hugo")
    assert {path.name: path.read_bytes() for path in other.iterdir()} == kept
