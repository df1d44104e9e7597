"""Modules that only some runs need: named now, imported when one of their functions is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


class Later:
    """The functions of a module, by its full dotted name.

    >>> Later("math").gcd(12, 18)
    6
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., Any]:
        @cache
        def function() -> Any:
            return getattr(import_module(self._module), name)

        return lambda *given, **named: function()(*given, **named)
