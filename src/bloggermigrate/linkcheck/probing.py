"""Asking the network whether addresses still answer: each once, one at a time of each host, never a private one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from bloggermigrate.images.fetch import Manners
from bloggermigrate.images.net import Web
from bloggermigrate.images.reasons import Failed
from bloggermigrate.linking.forms import host_of

#: seconds between two questions to one host
_PAUSE = 0.5
_AT_ONCE = 8
#: questions in a row without an answer after which a host is left alone
_PATIENCE = 3


def probe(
    urls: Iterable[str],
    *,
    allow_private: bool = False,
    timeout: float = 20.0,
    pause: float = _PAUSE,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """Return for each address what came of asking: the HTTP status after redirects, or a word for why there is none."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(host_of(url), []).append(url)
    total = sum(map(len, by_host.values()))
    answers: dict[str, str] = {}
    stop, lock = threading.Event(), threading.Lock()
    web = Web(Manners(at_once=_AT_ONCE, timeout=timeout, allow_private=allow_private), stop)

    def ask(addresses: list[str]) -> None:
        silent = 0
        for place, url in enumerate(addresses):
            if stop.is_set():
                return
            if place and not silent:
                time.sleep(pause)
            answer = "not-asked" if silent >= _PATIENCE else _answer(web, f"https:{url}" if url[:2] == "//" else url)
            silent = 0 if answer.isdigit() else silent + 1
            with lock:
                answers[url] = answer
                if told:
                    told(len(answers), total)

    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                for _ in pool.map(ask, by_host.values()):
                    pass
            except BaseException:
                stop.set()
                raise
    finally:
        web.close()
    return answers


def _answer(web: Web, url: str) -> str:
    try:
        return str(web.answer(url))
    except Failed as failed:
        return failed.code
