"""Locale codes in all the spellings that Blogger's data uses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.text import locales


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("in", "id"),
        ("iw", "he"),
        ("ji", "yi"),
        ("no", "nb"),
        ("tl", "fil"),
        ("in_ID", "id-ID"),
        ("en_GB", "en-GB"),
        ("it-IT", "it-IT"),
        ("pt_br", "pt-BR"),
        ("es_419", "es-419"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ZH_hans", "zh-Hans"),
        ("sr_RS_#Latn", "sr-Latn-RS"),
        ("th_TH_TH", "th-TH-u-nu-thai"),
        ("de_AT.UTF-8", "de-AT"),
        ("ca_ES@valencia", "ca-ES"),
        (" fr_CA ", "fr-CA"),
        ("ita", "it"),
        ("", ""),
        ("und", ""),
        ("not a locale", ""),
        ("e", ""),
        ("12", ""),
        ("日本", ""),
        ("x" * 10_000, ""),
    ],
)
def test_normalize(code: str, expected: str) -> None:
    assert locales.normalize(code) == expected


@pytest.mark.parametrize("code", ["ar", "he", "iw", "fa", "ur", "ji", "ar_EG", "fa-IR", "pa-Arab", "az_Arab_IR"])
def test_direction_right_to_left(code: str) -> None:
    assert locales.direction(code) == "rtl"


@pytest.mark.parametrize("code", ["en", "it", "", "ru", "ja", "ur-Latn", "xx", "tr", "az"])
def test_direction_left_to_right(code: str) -> None:
    assert locales.direction(code) == "ltr"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_normalized_once_and_for_all(code: str) -> None:
    once = locales.normalize(code)
    assert locales.normalize(once) == once
    assert locales.direction(code) in {"ltr", "rtl"}
    assert once == "" or once.startswith(locales.language(code))
