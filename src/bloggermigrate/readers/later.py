"""Functions of modules that only some runs need: named now, imported when they are called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str) -> Callable[..., Any]:
    """Return what calls the function *name* of *module*, a full dotted name.

    >>> later("math", "gcd")(12, 18)
    6
    """

    def call(*given: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*given, **named)

    return call
