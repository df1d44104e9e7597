"""Why a picture did not arrive: the words of the ledger and the report, each with what its reader can do."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """*passing*: it may be otherwise next time, so the next conversion tries again by itself."""

    meaning: str
    advice: str
    passing: bool = False


_LATER = "Try again later: bloggermigrate images OUT --retry."

REASONS: dict[str, Reason] = {
    "address": Reason("The address is none that can be fetched.", "Look at the post; put a picture of yours there."),
    "forbidden": Reason(
        "The address, or one it leads to, is in a private network.",
        "If it is your own network, use --allow-private.",
    ),
    "host-unknown": Reason("No host has that name.", "The site is gone, or the network is down.", True),
    "unreachable": Reason("The host does not answer.", _LATER, True),
    "host-down": Reason("The host did not answer several others, so it was not asked.", _LATER, True),
    "insecure": Reason("The host's certificate is not valid.", "Look at the address in a browser."),
    "timeout": Reason("The answer took too long.", "Give it more with --image-timeout, or try again later.", True),
    "broken-off": Reason("The answer ended before its end.", _LATER, True),
    "no-http": Reason("The answer is not HTTP.", "Look at the address in a browser.", True),
    "redirects": Reason("The address leads on and on.", "Look at the address in a browser."),
    "denied": Reason("The host does not give it away.", "Sign in with a browser and save the picture by hand."),
    "missing": Reason("The host does not have it any more.", "Look for it in a Takeout's Albums, or on your disk."),
    "too-many": Reason("The host wants fewer requests.", _LATER, True),
    "server-error": Reason("The host had an error.", _LATER, True),
    "refused": Reason("The host answered with another error.", "Look at the address in a browser."),
    "no-picture": Reason("What came is no picture.", "Look at the address in a browser."),
    "unsafe-drawing": Reason("The drawing holds a script or loads something.", "Clean it, or save it as PNG."),
    "too-big": Reason("The picture is bigger than allowed.", "Allow more with --max-image-size.", True),
    "total": Reason("All pictures together are bigger than allowed.", "Allow more with --max-images-size.", True),
    "disk": Reason("The picture could not be written.", "Make room, then try again.", True),
}


class Failed(Exception):
    """A picture that did not arrive. *code* is a key of `REASONS`; *wait* is what the host asked for."""

    def __init__(self, code: str, detail: str = "", wait: float | None = None) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.wait = wait
