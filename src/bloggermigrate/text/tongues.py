"""Which language a text is in, roughly: for telling what is in a blog, never for deciding anything.

Scripts tell most languages; those in Latin letters are told by their commonest small words.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["language_of"]

_SMALL_WORDS: dict[str, str] = {
    "en": "the and of to in is that for it with was you this are have not be on from they will what my",
    "it": "il che di la e non per un una sono con del della le gli anche come più ho nel alla questo ma",
    "es": "el que de la y los en un por con para una las no se su del más como este pero lo muy está",
    "pt": "o que de a e não para um uma com os do da em no na mais por como se isso também muito são",
    "fr": "le la les de et des un une est que pour dans pas sur avec ce qui plus par je nous du au être",
    "de": "der die und das ist nicht ein eine zu den mit von auf für im auch es sich ich dem wir noch",
    "nl": "de het een en van is dat niet op te zijn met voor aan ook maar ik er wordt naar bij nog",
    "sv": "och att det som en på är av för med den inte till har jag om ett men var så kan",
    "da": "og at det som en på er af for med den ikke til har jeg om et men var så kan der",
    "nb": "og at det som en på er av for med den ikke til har jeg om et men var så kan jeg",
    "fi": "ja on ei että se oli mutta kun niin hän joka myös kuin ovat tai olen sen mitä vain jos",
    "pl": "i w na nie się że do to z jest jak co po ale tak dla przez od czy jego już tym",
    "cs": "a se na je že to v s z do ale jak pro by jsem tak co jako po které být si",
    "sl": "in je na se da so v za pa ne ki bi sem tudi kot po ali bilo smo ker ga",
    "hr": "i je u na se da su za ne od koji kao sam što s iz bi ali nije samo smo",
    "hu": "a az és hogy nem is egy van meg de ez csak már mint volt ha vagy még el",
    "ro": "și de la în cu nu un o care pe din să este mai pentru sunt ce au dar se",
    "tr": "bir ve bu da de için ile çok ne var olarak gibi daha ama ben kadar sonra o en",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada bisa",
    "ca": "el que de la i els en un per amb una les no és del més com però al està",
}
_WORDS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
#: letters that a script must have among those of the text, in hundredths
_SHARE = 20


def language_of(text: str) -> str:
    """Return the language of *text* as a BCP-47 code, "" when it is too short or in none that is known here.

    >>> language_of("Il pane di ieri non è più quello della festa, ma la crosta sì")
    'it'
    >>> language_of("Сегодня мы пекли хлеб"), language_of("ok")
    ('ru', '')
    """
    letters = sum(map(str.isalpha, text))
    if letters < 10:
        return ""
    for code, script in _SCRIPTS:
        share = 2 if code in ("uk", "fa") else _SHARE
        if len(script.findall(text)) * 100 >= letters * share:
            return code
    met = Counter(_WORD.findall(text.lower()))
    scores = {code: sum(met[word] for word in words) for code, words in _WORDS.items()}
    best = max(scores, key=lambda code: (scores[code], -list(scores).index(code)))
    return best if scores[best] >= 3 and scores[best] * 12 >= sum(met.values()) else ""
