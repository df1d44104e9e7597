"""A configuration in a file: options that are always the same, and what shall be otherwise than on the old blog."""

from __future__ import annotations

from bloggermigrate.config.changes import NO_CHANGES, Changes

__all__ = ["NO_CHANGES", "Changes"]
