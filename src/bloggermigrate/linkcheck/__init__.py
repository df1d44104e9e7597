"""Links and pictures of an output as it stands on disk, whoever wrote it last: where each leads, and whether it can.

`outputs` finds what stands in a folder or file and the addresses it answers at; `reading` finds links in Markdown,
HTML and data; `checking` says of each how it stands; `probing` asks the network, when told to; `telling` shows it.
"""

from bloggermigrate.linkcheck.checking import Checked, Link, check

__all__ = ["Checked", "Link", "check"]
