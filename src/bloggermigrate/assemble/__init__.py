"""Entries as found → the blog as meant: the light pass over everything but the bodies.

Addresses, slugs, labels, dates, statuses, comment threads and the selection are settled here, in the store,
in an order that depends on the entries alone. Nothing here looks into a body.
"""

from __future__ import annotations

from dataclasses import replace

from bloggermigrate.account.balance import Balance
from bloggermigrate.assemble.account import count_other_kinds
from bloggermigrate.assemble.blog import facts_of_blog, guess_url, hosts_of
from bloggermigrate.assemble.changes import apply_changes
from bloggermigrate.assemble.entries import fill_posts
from bloggermigrate.assemble.frame import Frame, Gathered
from bloggermigrate.assemble.indexes import authors_of, labels_of, pages_of
from bloggermigrate.assemble.paths import give_paths
from bloggermigrate.assemble.selection import number_in_order, select
from bloggermigrate.assemble.threads import compare_counts, fill_comments
from bloggermigrate.config.changes import said
from bloggermigrate.gadgets import read_widget
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.linking.hosts import hosts_shown
from bloggermigrate.linking.index import fill as fill_index
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.store import Store, transaction
from bloggermigrate.store.matching import adopt_numbers
from bloggermigrate.store.merging import merge_entries, merge_widgets
from bloggermigrate.text.instants import zone_named

__all__ = ["Gathered", "assemble", "count_other_kinds"]


def assemble(store: Store, gathered: Gathered, options: Options, issues: IssueLog, balance: Balance) -> Blog:
    """Settle all that concerns the whole blog and return it; the store holds the posts, ready to be loaded."""
    blog = facts_of_blog(gathered, options, issues)
    frame = Frame(store, options, issues, balance, zone_named(blog.timezone), gathered.inputs)
    with transaction(store.db):
        if gathered.has_made_ids:
            adopt_numbers(store)
        repeated = merge_entries(store, gathered.inputs, issues, balance)
        applied = apply_changes(frame)
        fill_posts(frame, repeated)
        moved = give_paths(frame)
        select(frame)
        fill_comments(frame, repeated)
        compare_counts(frame)
        number_in_order(store)
        fill_index(store)
    issues.extend(said(options.changes, labels=applied.labels, authors=applied.authors, paths=moved))
    source = gathered.feeds[0].source if gathered.feeds else Source("input")
    hosts = {*blog.hosts, *hosts_of(store)} - {""}
    hosts |= set(hosts_shown(store, hosts, issues, source))
    with transaction(store.db):
        labels = tuple(labels_of(frame))
    url = blog.url or guess_url(store)
    if not url and options.target != "jsonl":
        lost = "" if hosts else ", so own links can't be told"
        issues.add("blog-url-unknown", f"The blog's address is not in the input{lost}.", source)
    return replace(
        blog,
        url=url,
        hosts=tuple(sorted(hosts)),
        labels=labels,
        label_changes=applied.renamed,
        authors=tuple(authors_of(store)),
        pages=tuple(pages_of(store)),
        widgets=tuple(read_widget(widget) for widget in merge_widgets(gathered.inputs.values(), balance)),
    )
