"""Which seat a heading, caption or sentence of a declaration names, without its council, its day and "ward".

Pure functions on text; what names no place is "".
"""

from __future__ import annotations

import re

from spiders.results.declarations import words as say

PLACES = (
    r"member of parliament for (?:the )?(?P<place>[^.;\n]+)",
    r"election of (?:a |an |the |one |two |three |\d+ )?(?:\w+[ -])?(?:\w+ )?(?:councillors?|"
    r"members?)(?:\(s\))? (?:of the council )?(?:for|to represent|of) (?:the )?(?P<place>[^.;\n]+)",
    r"member to serve in the (?:uk |united kingdom )?parliament for (?:the )?(?P<place>[^.;\n]+)",
    r"election results? (?:for|of|in) (?:the )?(?P<place>.+)",
    r"results? (?:for|of|in) (?:the )?(?P<place>(?!poll\b|the poll\b|election).+)",
    r"by-?\s?election (?:for|in|to)(?: the)? (?:ward of |division of |constituency of )?(?P<place>.+)",
    r"^etholiad (?P<place>.+)",
    r"^ethol .{3,60}? (?:ar gyfer|i gynrychioli|dros) (?P<place>.+)",
)
# Words beside a seat's name that make sure it is one.
SURE = re.compile(
    r"\bwards?\b|\bdivisions?\b|constituency|by-?\s?election|election results? for|declaration of|etholiad",
    re.IGNORECASE,
)
PLACE_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in PLACES)
NOISE = re.compile(
    r"datganiad o ganlyniad(?:au)?(?: (?:yr?|o'r) \w+)?|"
    r"notice of (?:the )?results?|declarations? of (?:the )?results?(?: of (?:the )?polls?)?|"
    r"results? of (?:the )?(?:polls?|elections?)|"
    r"(?:local |parliamentary |ward |district |borough |county |city |council |uk |"
    r"united kingdom )*by[\s-]?elections?(?: results?)?|is-?etholiad\w*|"
    r"election results?|declarations? of results?|(?:uk |united kingdom )?parliamentary (?:general )?elections?|"
    r"local (?:government )?elections?|"
    r"(?:county|district|borough|city|unitary|metropolitan|council|local|general|parliamentary|ward) elections?|"
    r"declarations? of (?:the )?polls?|"
    r"\bresults?\b|canlyniadau|canlyniad|\bdeclarations?\b|datganiad|"
    r"\bpoll\b(?!\s+(?-i:[A-Z][a-z]))|\bheld on\b|\bon\b(?=\s*$)|\(pdf\)|"
    r"\bthe (?:following|votes|number)\b.*|\bheld\b.*|,? (?:give|hereby|do hereby)\b.*|"
    r"\bwith(?:in)? the\b.*|\bthat the\b.*",
    re.IGNORECASE,
)  # fmt: skip
AREA_WORD = re.compile(
    r"\s*\b(?:district electoral area|DEA|electoral (?:ward|division)|district ward|borough ward|ward|division|"
    r"(?:parliamentary |uk |county |borough )*constituency|wards)\b(?: of .*| in .*|, .*)?\s*$",
    re.IGNORECASE,
)  # fmt: skip
MONTH_AND_YEAR = re.compile(rf"\b(?:{say.MONTH})\s+(?:19|20)[0-9]{{2}}\b", re.IGNORECASE)
AREA_WORD_BEFORE = re.compile(
    r"^(?:y |yr )?(?:ward|adran|rhanbarth|etholaeth) etholiadol\s+(?:[0-9]+\s+)?(?=[A-Z])|"
    r"^ward\s+(?:[0-9]+\s+)?(?=[A-Z][a-z])|^(?:ward|division|constituency|electoral area|electoral division|area|"
    r"seat)\s*(?:of|:|-|–)\s*",
    re.IGNORECASE,
)
# Words that name no place: a heading of nothing else is passed over.
NO_PLACE = """
a all and by candidate candidates council councils councillor councillors current democracy district borough
county city election elections electoral for full general government here history home in information latest
local more news of on our page past poll previous recent register results result summary the to view vote voting
votes winner your s table details political party parties name number ballot papers paper rejected turnout
declared notices notice public ward wards division divisions menu search contents related links documents
contact us figures statistics or held thursday etholiadau cyngor cast breakdown download voted people how many what
happened next show data pdf document click please read count counted outcome who was elected stood standing declared
correction corrected update updated superseded amended revised breaking live final official confirmed since
preference preferences first stage stages per share shares breakdown round rounds elected
second third fourth fifth sixth key facts fact glance polling place places station stations
"""
FILE_NAME = re.compile(r"\w_\w|\.(?:pdf|docx?|xlsx?|html?|aspx?|txt|csv)\b", re.IGNORECASE)
GENERIC = frozenset(NO_PLACE.split())
# No seat is called by these: a text that has one left is not understood.
NOT_IN_A_NAME = """
party wins win won gains council cyngor cynghorydd cynghorwyr ethol etholwyd ymgeisydd ymgeiswyr pleidlais councillor
councillors
"""
NO_SEAT = frozenset(NOT_IN_A_NAME.split())


def place_in(text: str, council: str = "") -> str:
    """The seat that a heading, title or sentence names, without its council, its day and "ward"; "" for none."""
    words = MONTH_AND_YEAR.sub(" ", say.WEEKDAY.sub(" ", say.DAY.sub(" ", text)))
    for pattern in PLACE_PATTERNS:
        if (match := pattern.search(words)) and (place := tidy_place(match["place"], council)):
            return place
    return tidy_place(words, council)


def tidy_place(words: str, council: str) -> str:
    """What is left of a text without the words that every declaration has; "" when that names nothing."""
    if council:
        words = re.sub(rf"(?:\b(?:of|in|to|for) )?\b(?:the )?{re.escape(council)}", " | ", words, flags=re.IGNORECASE)
        short = short_council(council)
        # a prefix: "Cannock Chase - Brereton", "Cheltenham: All Saints"; and not "Hartlepool - Declaration of result"
        without = (
            re.sub(rf"^\s*{re.escape(short)}\s*[-–:|]\s*(?=\S)", "", words, flags=re.IGNORECASE) if short else words
        )
        if without != words and (place := tidy_place(without, "")):
            return place
    words = NOISE.sub(" | ", say.SEATS_BEHIND.sub(" ", words))
    parts = [part for part in re.split(r"\s+[-–—]\s+|[|:;•·»>\n]|\s/\s", words) if part.strip(" ,.-–()")]
    parts.sort(key=lambda part: AREA_WORD.search(part) is None)  # "Barset - Elections - Alder Ward"
    for part in parts:
        place = re.sub(r"\(\s*\)", "", fold_place(part)).rstrip(" (")
        place = AREA_WORD.sub("", AREA_WORD_BEFORE.sub("", place)).strip(" ,.-–()'\"‘’“”")
        place = re.sub(r"^(?:the|for|in|of|to|at)\s+(?=\S)", "", place, flags=re.IGNORECASE).strip(" ,.-–")
        place = re.sub(r"\s+(?:on|at|in|of|for|and|the|by)$", "", place, flags=re.IGNORECASE).strip(" ,.-–(")
        known = [word.casefold() for word in say.WORD.findall(place)]
        if FILE_NAME.search(place):
            continue  # what the text was called on somebody's disk
        if known and NO_SEAT & set(known):
            continue  # whose election it is, or words that could not be told from a name
        if known and len(place) <= 80 and not all(word in GENERIC or word.isdigit() for word in known):
            return place
    return ""


def fold_place(part: str) -> str:
    return " ".join(part.replace("`", "'").split()).strip(" ,.-–")


def short_council(name: str) -> str:
    """The place a council is named after: "Kirklees Council" -> "Kirklees"."""
    short = re.sub(
        r"\b(?:the|london borough of|royal borough of|city of|metropolitan|borough|district|county|city|"
        r"council|unitary|of)\b",
        " ", name, flags=re.IGNORECASE,
    )  # fmt: skip
    return " ".join(short.split())
