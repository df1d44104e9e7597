"""Players of other days → what shows the same video or sound now. No browser plays Flash any more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from bloggermigrate.body.words import names

Player = tuple[Literal["iframe", "audio", "video"], str]

_YOUTUBE = re.compile(
    r"(?:(?:youtube(?:-nocookie)?|youtube\.googleapis)\.com/(?:v/|e/|embed/|watch\?(?:[^#\s]*?&)?v=|shorts/)|youtu\.be/|"
    r"(?:ytimg|gvt0)\.com/vi/)([\w-]{11})(?![\w-])",
    re.I,
)
_YOUTUBE_LIST = re.compile(r"youtube(?:-nocookie)?\.com/p/(?:PL)?([\w-]{12,})", re.I)
_YOUTUBE_START = re.compile(r"[?&#](?:start|t)=(\d{1,6})s?(?![\w])")
_VIMEO = re.compile(r"vimeo\.com/(?:moogaloop\.swf\?(?:[^#\s]*?&)?clip_id=|video/)(\d+)", re.I)
_DAILYMOTION = re.compile(r"dailymotion\.com/(?:swf/(?:video/)?|embed/video/)(\w{5,})", re.I)
_SOUND = re.compile(r"(?:https?:)?//[^\s\"'<>|,?#]+\.(?:mp3|m4a|ogg|oga|wav)(?:\?[^\s\"'<>|,]*)?\Z", re.I)
_FILM = re.compile(r"(?:https?:)?//[^\s\"'<>|,?#]+\.(?:mp4|m4v|webm|ogv)(?:\?[^\s\"'<>|,]*)?\Z", re.I)
#: What players of sound and film call the file they play, in their address or their variables.
_FILE_KEYS = names("audiourl soundfile mp3 mp3url file url song_url playlist_url flvurl videourl src media")


def _youtube(url: str) -> str:
    playlist = _YOUTUBE_LIST.search(url)
    if playlist:
        return f"https://www.youtube.com/embed/videoseries?list=PL{playlist.group(1)}"
    found = _YOUTUBE.search(url)
    if found is None:
        return ""
    start = _YOUTUBE_START.search(url)
    return f"https://www.youtube.com/embed/{found.group(1)}" + (f"?start={start.group(1)}" if start else "")


def _numbered(pattern: re.Pattern[str], frame: str) -> Callable[[str], str]:
    def read(url: str) -> str:
        found = pattern.search(url)
        return frame + found.group(1) if found else ""

    return read


_SITES: tuple[Callable[[str], str], ...] = (
    _youtube,
    _numbered(_VIMEO, "https://player.vimeo.com/video/"),
    _numbered(_DAILYMOTION, "https://www.dailymotion.com/embed/video/"),
)


def player_of_today(url: str, variables: str = "") -> Player | None:
    """Return what plays now what the Flash player at *url* played with its `flashvars`; None if that is not known.

    >>> player_of_today("http://www.youtube.com/v/dQw4w9WgXcQ&hl=en&fs=1&start=20")
    ('iframe', 'https://www.youtube.com/embed/dQw4w9WgXcQ?start=20')
    >>> player_of_today("http://e.org/player.swf", "soundFile=http%3A%2F%2Fe.org%2Fa.mp3")
    ('audio', 'http://e.org/a.mp3')
    >>> player_of_today("http://e.org/game.swf")
    """
    url, variables = url[:4000], variables[:4000]
    for site in _SITES:
        frame = site(url)
        if frame:
            return "iframe", frame
    for file in _files(url, variables):
        if _SOUND.match(file):
            return "audio", file
        if _FILM.match(file):
            return "video", file
        for site in _SITES:
            frame = site(file)
            if frame:
                return "iframe", frame
    return None


def _files(url: str, variables: str) -> list[str]:
    try:
        query = urlsplit(url).query
    except ValueError:
        query = ""
    pairs = [*parse_qsl(variables, max_num_fields=None), *parse_qsl(query)]
    # A clip's number goes with a player that has no other word for it.
    found = [unquote(value).strip() for key, value in pairs if key.lower() in _FILE_KEYS]
    found += [f"//vimeo.com/video/{value}" for key, value in pairs if key == "clip_id" and "vimeo" in url]
    return [url, *found]
