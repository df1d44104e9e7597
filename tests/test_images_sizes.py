"""Addresses of pictures: every form of Google's, and whatever else stands in `src`."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.images.reasons import REASONS
from bloggermigrate.images.sizes import largest, parse, safe_stem, same
from bloggermigrate.text.slugs import safe_segment

IDS = "-ClWmXfCwOmE/TjcvwAAAAAI/AAAAAAAAAAM/q1w2e3r4t5y"
OPAQUE = "AVvXsEgAbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
DOCUMENT = "AD_4nXeAbCdEfGhIjKlMnOpQrSt"


@pytest.mark.parametrize(
    ("url", "full", "size", "name"),
    [
        (f"http://4.bp.blogspot.com/{IDS}/s320/a.jpg", f"https://4.bp.blogspot.com/{IDS}/s0/a.jpg", 320, "a.jpg"),
        (f"//2.bp.blogspot.com/{IDS}/s72-c/a.jpg", f"https://2.bp.blogspot.com/{IDS}/s0/a.jpg", 72, "a.jpg"),
        (f"https://1.bp.blogspot.com/{IDS}/w400-h300-no/a+b.JPG", f"https://1.bp.blogspot.com/{IDS}/s0/a+b.JPG", 400, "a b.JPG"),
        (f"https://1.bp.blogspot.com/{IDS}/w1200-h630-p-k-no-nu/a.jpg", f"https://1.bp.blogspot.com/{IDS}/s0/a.jpg", 1200, "a.jpg"),
        (f"https://1.bp.blogspot.com/{IDS}/s1600-rw/a.webp", f"https://1.bp.blogspot.com/{IDS}/s0/a.webp", 1600, "a.webp"),
        (f"https://1.bp.blogspot.com/{IDS}/s320/", f"https://1.bp.blogspot.com/{IDS}/s0", 320, ""),
        (f"https://1.bp.blogspot.com/{IDS}/s320", f"https://1.bp.blogspot.com/{IDS}/s0", 320, ""),
        (f"http://1.bp.blogspot.com/{IDS}/a.jpg", f"https://1.bp.blogspot.com/{IDS}/s0/a.jpg", 0, "a.jpg"),
        (f"http://bp0.blogger.com/{IDS}/s400/a.jpg", f"http://bp0.blogger.com/{IDS}/s0/a.jpg", 400, "a.jpg"),
        (f"http://lh5.ggpht.com/{IDS}/s160-c/a.jpg?imgmax=800", f"https://lh5.ggpht.com/{IDS}/s0/a.jpg", 160, "a.jpg"),
        (f"https://lh3.googleusercontent.com/{IDS}/s1600/a.jpg", f"https://lh3.googleusercontent.com/{IDS}/s0/a.jpg", 1600, "a.jpg"),
        (f"https://lh3.googleusercontent.com/{OPAQUE}=w176-h176-n-o", f"https://lh3.googleusercontent.com/{OPAQUE}=s0", 176, ""),
        (f"https://lh3.googleusercontent.com/pw/{OPAQUE}=w640-h480-no?authuser=0", f"https://lh3.googleusercontent.com/pw/{OPAQUE}=s0?authuser=0", 640, ""),
        (f"https://lh7-us.googleusercontent.com/docsz/{DOCUMENT}=s1600?key=x", f"https://lh7-us.googleusercontent.com/docsz/{DOCUMENT}=s0?key=x", 1600, ""),
        (f"https://blogger.googleusercontent.com/img/b/R29vZ2xl/{OPAQUE}/s16000/Citt%C3%A0.png", f"https://blogger.googleusercontent.com/img/b/R29vZ2xl/{OPAQUE}/s0/Citt%C3%A0.png", 16000, "Città.png"),
        (f"https://blogger.googleusercontent.com/img/b/R29vZ2xl/{OPAQUE}/w640-h480/a%20(2).jpg", f"https://blogger.googleusercontent.com/img/b/R29vZ2xl/{OPAQUE}/s0/a%20(2).jpg", 640, "a (2).jpg"),
        (f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=s320", f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=s0", 320, ""),
        (f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=w320-h269", f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=s0", 320, ""),
        (f"https://blogger.googleusercontent.com/img/a/{OPAQUE}", f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=s0", 0, ""),
        # Turned, it is another picture.
        (f"https://1.bp.blogspot.com/{IDS}/s320-r90/a.jpg", f"https://1.bp.blogspot.com/{IDS}/s0-r90/a.jpg", 320, "a.jpg"),
        # What stands behind a proxy is fetched where it is.
        ("http://images-blogger-opensocial.googleusercontent.com/gadgets/proxy?url=http%3A%2F%2Fe.org%2Fa.jpg&container=blogger", "http://e.org/a.jpg", 0, "a.jpg"),
        (f"https://lh3.googleusercontent.com/blogger_img_proxy/{OPAQUE}=s0-d", f"https://lh3.googleusercontent.com/blogger_img_proxy/{OPAQUE}=s0-d", 1 << 30, ""),
        # Not one of ours: what it says is all that is known.
        ("http://photos1.blogger.com/blogger/12/34/320/a%20b.jpg", "http://photos1.blogger.com/blogger/12/34/320/a%20b.jpg", 320, "a b.jpg"),
        ("http://picasaweb.google.com/lh/photo/abc?feat=x", "http://picasaweb.google.com/lh/photo/abc?feat=x", 0, "abc"),
        ("https://example.org/s320/a.jpg?x=1#y", "https://example.org/s320/a.jpg?x=1#y", 0, "a.jpg"),
        ("https://lh3.googleusercontent.com/a.jpg", "https://lh3.googleusercontent.com/a.jpg", 0, "a.jpg"),
        ("/images/a.jpg", "/images/a.jpg", 0, "a.jpg"),
        ("a.jpg", "a.jpg", 0, "a.jpg"),
        ("", "", 0, ""),
    ],
)  # fmt: skip
def test_every_form_leads_to_the_whole_picture(url: str, full: str, size: int, name: str) -> None:
    address = parse(url)
    assert (address.full, address.size, address.name) == (full, size, name)
    assert parse(full).asset == address.asset


def test_a_page_around_a_picture_is_told_from_it() -> None:
    page = parse(f"http://1.bp.blogspot.com/{IDS}/s1600-h/a.jpg")
    assert page.viewer and not parse(page.full).viewer
    assert not parse(f"http://1.bp.blogspot.com/{IDS}/w400-h300/a.jpg").viewer
    assert largest(page.url, f"http://1.bp.blogspot.com/{IDS}/s320/a.jpg").endswith("/s320/a.jpg")


def test_one_picture_has_many_addresses_and_another_picture_none_of_them() -> None:
    one = f"http://1.bp.blogspot.com/{IDS}/s320/a.jpg"
    assert same(one, f"https://3.bp.blogspot.com/{IDS}/s1600-h/a.jpg")
    assert same(f"https://blogger.googleusercontent.com/img/a/{OPAQUE}=s320", f"https://blogger.googleusercontent.com/img/b/R29vZ2xl/{OPAQUE}/s16000/a.jpg")  # fmt: skip
    assert same("http://e.org/a.jpg", "https://E.org:443/a.jpg")
    for other in (
        one.replace("q1w2", "q1w3"),
        one.replace("blogspot.com", "blogspot.com.e.org"),
        "http://e.org/a.jpg?v=2",
    ):
        assert not same(one, other) and not same("http://e.org/a.jpg", other)
    assert not same(f"https://1.bp.blogspot.com/{IDS}/s320-fh/a.jpg", one)


def test_whole_addresses_of_real_blogs_are_of_the_same_picture(corpus: Path) -> None:
    seen = 0
    for path in (*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*.atom")):
        for found in _SOURCE.finditer(path.read_text("utf-8", "replace")):
            address = parse(unescape(unescape(found[1])))
            whole = parse(address.full)
            assert whole.asset == address.asset, found[1]
            if address.host == "google":
                seen += 1
                assert whole.whole and not whole.viewer, found[1]
    assert seen > 1000


def test_the_page_of_images_has_every_reason() -> None:
    page = (Path(__file__).parent.parent / "docs/images.md").read_text()
    for code, reason in REASONS.items():
        assert f"| `{code}` | {reason.meaning} | {reason.advice} |" in page


_SOURCE = re.compile(r"""&lt;img\b[^&]*(?:&(?!gt;)[^&]*)*?src=(?:"|&quot;|')(.{4,400}?)(?:"|&quot;|')""")
_TOKENS = st.sampled_from(
    ["s320", "s0", "s1600-h", "w400-h300-no", "s72-c", "w1-h1-p-k-no-nu", "d", "x", "s", "-", "s99999999"]
)
_NAMES = st.one_of(st.sampled_from(["a.jpg", "", "a+b.png", "%FF", "a%2Fb"]), st.text(max_size=12))
_HOSTS = st.sampled_from(
    ["1.bp.blogspot.com", "bp0.blogger.com", "blogger.googleusercontent.com", "lh3.googleusercontent.com",
     "lh5.ggpht.com", "photos1.blogger.com", "images-x-opensocial.googleusercontent.com", "e.org", "[::1", "e.org:x"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(),
        st.builds(
            lambda scheme, host, ids, token, name, tail: f"{scheme}{host}/{'/'.join(ids)}/{token}/{name}{tail}",
            st.sampled_from(["http://", "https://", "//", "HTTP://", "ftp://", "data:"]),
            _HOSTS,
            st.lists(st.sampled_from(["-abcdefghijk", "AAAAAAAAAAA", "img", "a", "b", OPAQUE]), max_size=5),
            _TOKENS,
            _NAMES,
            st.sampled_from(["", "=s320", "=w1-h2", "?imgmax=800", "?url=http://e.org/x", "#f"]),
        ),
    )
)
def test_any_address_has_one_whole_and_stays_the_same_picture(url: str) -> None:
    address = parse(url)
    whole = parse(address.full)
    assert whole.full == address.full
    assert whole.asset == address.asset
    assert address.host == "data" or not whole.viewer or whole.full == whole.url
    assert parse(url) == address


@given(st.text())
def test_a_name_is_safe_and_stays_so(name: str) -> None:
    stem = safe_stem(name)
    assert not stem or safe_segment(stem)
    assert unicodedata.is_normalized("NFC", stem)
    assert len(stem.encode()) <= 170
    assert "/" not in stem and ".." not in stem
