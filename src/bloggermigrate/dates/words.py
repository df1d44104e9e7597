"""Words of dates that are in no CLDR pattern: units, joiners, eras, older and regional month names.

Each group says where it is from; names are folded when the tables are built from them.
"""

from __future__ import annotations

from typing import Final

#: Month names beside CLDR's, by locale: (number, names).
MONTHS: Final[dict[str, dict[int, str]]] = {
    # Levant and Iraq; Maghreb (from French); the two sets of CLDR's ar-LB and ar-DZ.
    "ar": {
        1: "كانون الثاني|جانفي|يناير", 2: "شباط|فيفري", 3: "آذار", 4: "نيسان|أفريل", 5: "أيار|ماي|نوار",
        6: "حزيران|جوان",
        7: "تموز|جويلية|يوليوز", 8: "آب|أوت|غشت", 9: "أيلول|شتنبر", 10: "تشرين الأول|تشرين الاول",
        11: "تشرين الثاني|نونبر",
        12: "كانون الأول|دجنبر",
    },
    "it": {9: "sett."}, "es": {9: "setiembre|set."}, "es-419": {9: "setiembre|set."},
    "fr": {2: "fevr|fév", 7: "juill|juil", 9: "sept|sep", 12: "déc"}, "fr-CA": {7: "juil|juill", 9: "sept|sep"},
    "en": {9: "sept"}, "en-GB": {9: "sept"}, "de": {1: "Jänner|Jän", 2: "Feber", 3: "Mrz", 9: "Sept", 10: "Okt"},
    "nl": {3: "mrt|mar"}, "pl": {9: "wrz"}, "pt-BR": {9: "set"}, "pt-PT": {9: "set"},
    "sv": {9: "sept"}, "id": {8: "Agt|Agst|Ags|Agu", 10: "Okt", 11: "Nop|Nopember", 2: "Pebruari"},
    "vi": {1: "tháng giêng|tháng một", 11: "tháng mười một", 12: "tháng chạp|tháng mười hai"},
    "he": {3: "מארס|מרס|במרס|במארס"},
    "ru": {
        1: "янв", 2: "фев", 3: "мар", 4: "апр", 6: "июн", 7: "июл", 8: "авг", 9: "сент|сен", 10: "окт",
        11: "ноя", 12: "дек",
    },
    "uk": {
        1: "січ", 2: "лют", 3: "бер", 4: "кві", 5: "тра", 6: "чер", 7: "лип", 8: "сер", 9: "вер", 10: "жов", 11: "лис",
        12: "гру",
    },
    "ro": {9: "sept"}, "ca": {}, "fil": {2: "Pebrero"},
    "hi": {8: "अगस्त", 9: "सितम्बर", 10: "अक्तूबर", 11: "नवम्बर", 12: "दिसम्बर"},
    "mr": {9: "सप्टेम्बर"}, "bn": {1: "জানুয়ারি|জানুয়ারী", 2: "ফেব্রুয়ারি|ফেব্রুয়ারী"},
    "fa": {5: "مه|می", 7: "ژوئیه|جولای", 8: "اوت|آگوست", 6: "ژوئن", 10: "اکتبر", 4: "آوریل|اپریل"},
}  # fmt: skip

#: Months of the solar Hijri calendar, as Blogger prints them for fa and as people write them.
JALALI: Final[dict[int, str]] = {
    1: "فروردین", 2: "اردیبهشت", 3: "خرداد", 4: "تیر", 5: "مرداد|امرداد", 6: "شهریور",
    7: "مهر", 8: "آبان", 9: "آذر", 10: "دی", 11: "بهمن", 12: "اسفند",
}  # fmt: skip

#: Weekday names beside CLDR's, by locale: (number, Monday 0, names).
DAYS: Final[dict[str, dict[int, str]]] = {
    "zh-CN": {
        0: "周一|礼拜一", 1: "周二|礼拜二", 2: "周三|礼拜三", 3: "周四|礼拜四",
        4: "周五|礼拜五", 5: "周六|礼拜六", 6: "周日|礼拜日|礼拜天|星期天|周天",
    },
    "zh-TW": {0: "週一", 1: "週二", 2: "週三", 3: "週四", 4: "週五", 5: "週六", 6: "週日|星期天"},
    "zh-HK": {0: "週一", 1: "週二", 2: "週三", 3: "週四", 4: "週五", 5: "週六", 6: "週日|星期天"},
    "pt-BR": {0: "segunda", 1: "terça", 2: "quarta", 3: "quinta", 4: "sexta"},
    "pt-PT": {0: "segunda", 1: "terça", 2: "quarta", 3: "quinta", 4: "sexta"},
    "el": {0: "Δευ", 1: "Τρι", 2: "Τετ", 3: "Πεμ", 4: "Παρ", 5: "Σαβ", 6: "Κυρ"},
    "he": {0: "שני", 1: "שלישי", 2: "רביעי", 3: "חמישי", 4: "שישי", 6: "ראשון"},
    "en": {1: "tues", 3: "thur|thurs"}, "en-GB": {1: "tues", 3: "thur|thurs"},
    "fa": {
        0: "دوشنبه", 1: "سه شنبه|سه‌شنبه", 2: "چهارشنبه", 3: "پنجشنبه|پنج‌شنبه", 4: "جمعه|آدینه",
        5: "شنبه", 6: "یکشنبه|یک‌شنبه",
    },
    "th": {0: "จันทร์", 1: "อังคาร", 2: "พุธ", 3: "พฤหัส|พฤหัสบดี", 4: "ศุกร์", 5: "เสาร์", 6: "อาทิตย์"},
    "tr": {0: "Pzt", 1: "Sal", 2: "Çar", 3: "Per", 4: "Cum", 5: "Cmt", 6: "Paz"},
    "sr": {}, "vi": {6: "chủ nhật|chúa nhật|CN"},
}  # fmt: skip

#: Words that turn the number before them into something. Only at the very start of what follows it.
AFTER: Final = {
    "y": "年|년|年度",
    "m": "月|월",
    "d": "日|일|号|號",
    "h": "時|时|点|點|點鐘|点钟|시|นาฬิกา|h|hs|hrs|ч|giờ|óra|ώρα",
    "i": "分|분|นาที|min|мин|хв|phút|perc",
    "s": "秒|초|วินาที|sec|sek|сек|giây",
}

#: The same in one locale only: elsewhere these words are others.
AFTER_IN: Final = {
    "lt": {"y": "m|metų", "d": "d"},
    "lv": {"y": "g|gada|gadā"},
}

#: Words that turn the number after them into something (Vietnamese; w is the weekday, counted from 2, Monday).
BEFORE: Final = {"y": "năm", "m": "tháng|thg", "d": "ngày", "w": "thứ|th"}

#: What stands on a number to make it an ordinal; only right behind it, with no blank.
ORDINALS: Final = (
    "st|nd|rd|th|er|ère|re|ᵉʳ|ème|eme|e|o|a|º|ª|η|ης|ος|ου|й|го|е|ое|ж|ти|ви|ри|ми|ый|ша|an|en|ste|de|te|den|r|n|t"
)

#: Words that join the parts of a date, or stand before or after one, and say nothing.
FILLERS: Final = (
    "am|at|on|the|of|um|uur|horas|hora|val|den|der|dem|uhr|"
    "a|à|às|as|de|del|di|du|do|da|le|la|il|el|en|em|a las|a les|à l|d|l|"
    "alle|alle ore|ore|ora|orele|o|в|во|от|у|г|год|года|году|р|рік|року|р-ку|г-н|ч|час|часа|часов|"
    "kl|klo|klockan|klokken|kell|pulksten|plkst|om|op|te|m|metų|metai|d|diena|dieną|mėn|gada|gads|gadā|"
    "aasta|a|roku|rok|r|god|godina|godine|h|hod|v|ve|dne|dnia|o godz|godz|o godzinie|ob|uri|ur|u|sati|"
    "pada|pukul|jam|pkl|di|tarikh|hb|nang|noong|ng|ika|saat|günü|tarihinde|στις|την|του|των|ώρα|το|"
    "eko|ko|ren|e|aren|an|en|án|én|on|ben|kor|"
    "في|الساعة|م|هـ|ساعت|در|بوقت|کو|بجے|مورخہ|ב|ה|בשעה|שעה|ביום|יום|את|"
    "को|रोजी|बजे|वाजता|દિવસે|એ|વાગ્યે|ಗಂಟೆಗೆ|ರಂದು|ಸಮಯಕ್ಕೆ|గంటలకు|కి|అన్ని|మணிக்கு|மணிக்கு|அன்று|തീയതി|ന്|സമയം|তারিখ|তারিখে|টা|এ|"
    "ที่|วันที่|วัน|เวลา|เดือน|ปี|น|vào|lúc|vào lúc|ngày|hôm|ዓም|ዓ|ም|ቀን|በ|ngomhla|ka|mnamo|saa|"
    "ad|ce|a d|c e|n chr|公元|西元|西暦|曜日|的|于|於"
)

#: Eras: what they do to the year. ``be`` Buddhist, ``ce`` common, ``roc`` Republic of China.
ERAS: Final = {
    "be": "พ.ศ.|พุทธศักราช|พุทธศก",
    "ce": "ค.ศ.|คริสต์ศักราช",
    "roc": "民國|民国",
    "jalali": "هجری شمسی|ه.ش|هـ.ش|شمسی",
}

#: Halves of the day that mean one thing in every locale; each locale's own are CLDR's.
HALVES: Final = {
    "am": 'am|a. m.|vorm|nachts|π.μ.|ص|ק"צ|上午|午前|오전|ÖÖ|पूर्वाह्न|ก่อนเที่ยง|早上|清晨|صباحا|قبل‌ازظهر|ق.ظ',
    "pm": "pm|p. m.|nachm|μ.μ.|下午|午後|오후|ÖS|अपराह्न|หลังเที่ยง|傍晚|مساء|بعدازظهر|ب.ظ",
    "noon": "noon|中午|正午",
    "midnight": "midnight|午夜|半夜",
    "night": "凌晨|晚上|夜",
}

#: Zone names with one offset, in minutes: RFC 5322's and those of CLDR's long times. Names that stand for
#: several zones (IST, BST, CST outside America) are left out but for RFC 5322's meaning.
ZONES: Final = {
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540, "wib": 420, "wita": 480, "wit": 540,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "brt": -180,
}  # fmt: skip
