"""What stops a run. Each class carries the exit status of the command line."""

from __future__ import annotations


class BloggerMigrateError(Exception):
    """Something that a run can't go on after: what happened, where, and what to do next.

    *advice* is a sentence for the person at the keyboard; it is shown below the message.
    """

    exit_status = 1

    def __init__(self, message: str, *, where: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n{self.advice}" if self.advice else ""
        return f"{place}{self.message}{advice}"


class UsageError(BloggerMigrateError):
    """Options that contradict each other or name something that does not exist."""

    exit_status = 2


class InputError(BloggerMigrateError):
    """An input that is not Blogger's, can't be read, or is broken beyond its first entry."""

    exit_status = 3


class OutputError(BloggerMigrateError):
    """The output folder or file can't be written."""

    exit_status = 4
