"""The account of all that is no post and no comment: settings, templates, gadgets, entries of unknown kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bloggermigrate import settings as blog_settings
from bloggermigrate.account.balance import Balance, widget_reason
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Blog, Widget
from bloggermigrate.options import Options
from bloggermigrate.store import Store

#: gadget → why the target does not carry it, and the words of the issue
LeftOut = Callable[[Widget], tuple[str, str]]


def count_other_kinds(
    blog: Blog, store: Store, balance: Balance, issues: IssueLog, *, left_out: LeftOut, options: Options
) -> None:
    """Account for settings, templates, gadgets and unknown entries; *left_out* tells what the target can't carry."""
    met: set[str] = set()
    for key in _setting_keys(store):
        use = blog_settings.use_of(key)
        if use == "carried" and key in met:
            balance.skip("setting", "merged")
        elif use == "carried":
            met.add(key)
            balance["setting"].written += 1
        else:
            balance.skip("setting", use)
    balance.skip("template", "theme", balance["template"].read)
    words: Counter[str] = Counter()
    first: dict[str, Source] = {}
    for _, entry in store.entries("other"):
        word = dict(entry.extra).get("kind", "")
        words[word] += 1
        first.setdefault(word, entry.source)
        balance.skip("other", "unknown-kind")
    for word, count in words.items():
        what = f"Kind {word!r}" if word else "No kind"
        issues.add("kind-unknown", f"{what}: {count} not migrated.", first[word], old=word)
    for widget in blog.widgets:
        reason = widget_reason(widget)
        if "widgets" not in options.include:
            reason = "widgets-excluded"
        elif not reason:
            reason, words_for_it = left_out(widget)
            if words_for_it:
                issues.add("widget-not-carried", words_for_it, widget.source)
        if reason == "no-content":
            issues.add(
                "widget-no-content",
                f"{widget.type} “{widget.title or widget.id}” has no content in this input.",
                widget.source,
            )
        elif reason in ("advertising", "share"):
            issues.add(
                "widget-dropped",
                f"{widget.type} “{widget.title or widget.id}”: {widget.note or reason}.",
                widget.source,
            )
        if reason:
            balance.skip("widget", reason)
        else:
            balance["widget"].written += 1


def _setting_keys(store: Store) -> Iterator[str]:
    for _, entry in store.entries("setting"):
        yield blog_settings.key_of(entry.id)
