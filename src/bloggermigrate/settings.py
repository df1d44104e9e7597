"""Blogger's settings: which mean something elsewhere, which are personal, which are Blogger's own affair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Use = Literal["carried", "personal", "blogger-only"]

#: settings that become part of the blog; both forms name them alike once in upper case
CARRIED: dict[str, str] = {
    "BLOG_NAME": "title",
    "BLOG_DESCRIPTION": "description",
    "BLOG_META_DESCRIPTION": "description for search engines",
    "BLOG_LOCALE": "language",
    "BLOG_TIME_ZONE": "time zone",
    "BLOG_SUBDOMAIN": "address at blogspot.com",
    "BLOG_MAX_NUM": "posts on a page",
    "BLOG_MAX_UNIT": "what the number of posts counts",
    "BLOG_CONVERT_LINE_BREAKS": "meaning of line breaks in posts",
    "BLOG_ADULT_CONTENT": "adult content",
    "BLOG_SEARCHABLE": "whether search engines may index",
    "BLOG_CUSTOM_ROBOTS_TXT": "robots.txt",
    "BLOG_CUSTOM_ROBOTS_TXT_ENABLED": "robots.txt in use",
    "BLOG_CUSTOM_PAGE_NOT_FOUND": "text of the not-found page",
    "BLOG_FEED_REDIRECT_URL": "address that the feed was sent to",
    "BLOG_DATE_FORMAT": "form of dates",
    "BLOG_TIME_STAMP_FORMAT": "form of times",
    "BLOG_PUBLISHING_MODE": "own domain or blogspot.com",
    "BLOG_DEFAULT_COMMENTS_MODE": "comments on or off",
    "BLOG_COMMENT_MESSAGE": "text above the comment form",
    "BLOG_POST_FEED_FOOTER": "text below posts in the feed",
}
# Names of people, their addresses, keys of their accounts. Never written anywhere.
_PERSONAL_WORDS = (
    "EMAIL",
    "PERMISSION",
    "M2B",
    "MAIL_",
    "ANALYTICS",
    "ADSENSE",
    "ADS_TXT",
    "PROFILE_PAGE",
    "NOTIFICATION",
)


def key_of(entry_id: str) -> str:
    """Return the setting's key from an entry id: "tag:…blog-1.settings.BLOG_NAME" → "BLOG_NAME"."""
    return entry_id.rpartition("settings.")[2].strip().upper()


def use_of(key: str) -> Use:
    """Return what becomes of a setting.

    >>> use_of("BLOG_NAME"), use_of("BLOG_COMMENT_EMAIL"), use_of("BLOG_QUICK_EDITING")
    ('carried', 'personal', 'blogger-only')
    """
    if key in CARRIED:
        return "carried"
    if any(word in key for word in _PERSONAL_WORDS):
        return "personal"
    return "blogger-only"


def is_true(settings: Mapping[str, str], key: str) -> bool | None:
    """Return the truth of a yes/no setting, None when it is not there or is neither."""
    return {"true": True, "false": False}.get(settings.get(key, "").strip().lower())
