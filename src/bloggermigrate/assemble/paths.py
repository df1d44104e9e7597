"""The names of posts in the new site: path, slug and key, each unique."""

from __future__ import annotations

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.issues import Source
from bloggermigrate.store import rows
from bloggermigrate.text import addresses
from bloggermigrate.text.slugs import fold, slugify


def give_paths(frame: Frame) -> list[tuple[str, str, Source]]:
    """Give every post its path, slug and key, each unique: first those that bring an address, then by date.

    What shall have another address comes behind those that keep theirs. Returns (old, new, source) of such.
    """
    store, slugs = frame.store, frame.options.changes.slugs
    moved: list[tuple[str, str, Source]] = []
    # Everything is fetched before the first change: a cursor over a table that changes is undefined.
    order = "SELECT row, has_path, path FROM posts ORDER BY has_path DESC, at IS NULL, at, number, row"
    ordered = list(rows(store.db, order))
    if slugs:
        ordered.sort(key=lambda found: (not found[1], found[2] in slugs))
    left: list[str] = []
    for row, has_path, path in ordered:
        if not has_path:
            while left:  # an address that was given up leads to its post, so no other one gets it
                store.take("path", fold(left.pop()))
            kind, title, number, published, permalink = store.db.execute(
                "SELECT kind, title, number, published, permalink FROM posts WHERE row = ?", (row,)
            ).fetchone()
            wanted = slugify(title) or (f"{kind}-{number[-6:]}" if number else f"{kind}-{row}")
            folder = "/p" if kind == "page" else f"/{published[:4]}/{published[5:7]}" if published else "/undated"
            path = f"{folder}/{wanted}.html"
            if not permalink:  # one that can't be kept is reported as such
                frame.issues.add("slug-made", "It had no address of its own.", store.meta(row).source, new=path)
        old, path = path, slugs.get(path, path)
        stem, _, ending = path.rpartition(".")
        taken = frame.unique("path", stem)
        slug = frame.unique("slug", addresses.slug_in(f"{taken}."))
        key = frame.unique("key", taken.strip("/").replace("/", "-"))
        if taken != stem:
            source = store.meta(row).source
            frame.issues.add(
                "slug-collision", "Another entry has this address.", source, old=path, new=f"{taken}.{ending}"
            )
        if old in slugs:
            moved.append((old, f"{taken}.{ending}", store.meta(row).source))
            if has_path:
                left.append(old.rpartition(".")[0])
                store.db.execute("INSERT INTO moved VALUES (?, ?)", (row, old))
        store.db.execute(
            "UPDATE posts SET path = ?, slug = ?, key = ? WHERE row = ?",
            (f"{taken}.{ending}", slug, key, row),
        )
    return moved
