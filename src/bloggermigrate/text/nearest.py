"""What a word that is not known may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the one of *known* that *word* looks most like, "" when none is near; case does not count.

    >>> nearest("hugoo", ["hugo", "hexo"]), nearest("WordPres", ["wordpress"]), nearest("x", ["hugo"])
    ('hugo', 'wordpress', '')
    """
    # Loaded here: it is needed after a slip only.
    from difflib import get_close_matches

    plain = {each.lower(): each for each in sorted(known)}
    close = get_close_matches(word.strip().lower(), plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question to put behind a message, with a blank in front, or "".

    >>> did_you_mean("hugoo", ["hugo", "hexo"])
    " Did you mean 'hugo'?"
    """
    found = nearest(word, known)
    return f" Did you mean {found!r}?" if found else ""
