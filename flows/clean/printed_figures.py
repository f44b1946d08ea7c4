"""Figures in running text: "nearly seven thousand", "16.0%", "a third", "23,000", each with its hedge and its precision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "share", "ratio", "year", "decade"]
Hedge = Literal["", "nearly", "just over", "over", "under", "about"]

# what the press writes before a figure, and on which side of it the true value then lies
HEDGES: dict[Hedge, str] = {
    "nearly": r"nearly|almost|just under|just short of|just shy of|a little under|just below|close to|approaching|"
    r"not far short of|shy of|near|a whisker under|practically|virtually|well-nigh",
    "just over": r"just over|just above|slightly more than|slightly over|a little over|a little more than|just more than",
    "over": r"more than|over|upwards of|in excess of|above|at least|greater than|better than|well over|exceeding|"
    r"no fewer than|no less than",
    "under": r"less than|fewer than|under|below|well under|at most|no more than",
    "about": r"around|about|roughly|approximately|approx\.?|some|circa|c\.|~|in the region of|broadly|barely|an estimated",
}
SIDE: dict[str, Hedge] = {}
HEDGE_BEFORE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        f"(?P<{name.replace(' ', '_')}>{words})"
        for name, words in sorted(HEDGES.items(), key=lambda one: one[0] in ("over", "under"))
    )
    + r")[ -](?:a )?$"
)
LONGEST_HEDGE = 32
SMALL = {
    word: number
    for number, word in enumerate(
        [
            "nought",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"zero": 0}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
WORDS = "|".join([*TENS, *sorted(SMALL, key=len, reverse=True), "hundred", "thousand", "and a half thousand"])
HALF_THOUSAND = " and a half thousand"
DOZENS = {"half a dozen": 6, "half-a-dozen": 6, "a dozen": 12, "two dozen": 24}
FRACTIONS = {
    "half": 1 / 2, "a half": 1 / 2, "one half": 1 / 2, "½": 1 / 2, "a third": 1 / 3, "one third": 1 / 3, "⅓": 1 / 3, "two thirds": 2 / 3,
    "⅔": 2 / 3, "a quarter": 1 / 4, "one quarter": 1 / 4, "¼": 1 / 4, "three quarters": 3 / 4, "¾": 3 / 4, "a fifth": 1 / 5,
    "one fifth": 1 / 5, "two fifths": 2 / 5, "three fifths": 3 / 5, "a sixth": 1 / 6, "a tenth": 1 / 10, "one in five": 1 / 5,
    "one in four": 1 / 4, "one in three": 1 / 3, "one in ten": 1 / 10,
}  # fmt: skip
RATIOS = {"double": 2, "twice": 2, "treble": 3, "triple": 3, "three times": 3, "four times": 4, "five times": 5}
NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?!\d|,\d)(?:\.\d+)?|(?<!\d )\d{1,3}(?: \d{3}){1,2}(?=[.;,)]| (?:votes|of (?:the|them)|ahead|clear|behind|adrift|in front|short|to|majority)\b|$)|\d{1,12}(?!\d)(?:\.\d{1,6})?"
FIGURE = re.compile(
    rf"(?:(?<![\w£$€,./:#])(?P<digits>{NUMBER})"
    rf"(?P<half> and a half(?= per| points| percentage))?(?P<percent>%| ?per ?cent\b|[- ]percent\b| ?pc\b| ?%?pts?\b|[ -]percentage[- ]points?\b|[ -]points?\b|[ -]per[- ]cent\b)?"
    r"(?P<plus>\+|-plus\b|-odd\b)?(?P<decade>s\b)?(?![\w£/]|:\d|[.,]\d|-\d)"
    rf"|\b(?P<fraction>{'|'.join(one.replace(' ', '[ -]') for one in sorted(FRACTIONS, key=len, reverse=True))})(?!\w)(?![ -]a[ -]dozen)"
    r"(?<!\ba third(?= [a-z])(?! (?:of|more|less|to|in|and|on)\b))"
    rf"|\b(?P<ratio>{'|'.join(RATIOS)})(?:d)?\b"
    rf"|\b(?P<words>{'|'.join(DOZENS)}\b|(?:a )?(?:{WORDS})(?:(?:,? and |, (?=[a-z]+ hundred\b)|[ -])(?:{WORDS})){{0,9}})\b"
    r"(?P<words_half> and a half(?= per| points| percentage))?(?P<words_percent>[ -]per[ -]?cent\b|[ -]percentage[- ]points?\b|[ -]points?\b)?)"
)
DECADE_SHORT = re.compile(r"(?:19)?([2-9])0s")
COUNTED = re.compile(r"[ -](?:votes?|majority|ballots?|electors)\b")
SMALLEST_CHUNK = 100  # below it, no figure without a hedge is round


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. `value`: a count as it is, a share 0 to 1, a ratio, a year, the first year of a decade.

    `unit`: one of the last digit that counts, in the same measure ("16%" 0.01, "16.0%" 0.001, "23,000" 1000, "6,940" 1).
    """

    kind: Kind
    value: float
    unit: float
    hedge: Hedge
    words: str
    start: int
    end: int


def number_in_words(words: str) -> int | None:
    """ "twenty-three thousand" -> 23000, "three hundred and twenty-three" -> 323; None for what is no number ("two one")."""
    if words in DOZENS:
        return DOZENS[words]
    if words.endswith(HALF_THOUSAND):
        thousands = number_in_words(words.removesuffix(HALF_THOUSAND))
        return None if thousands is None else 1000 * thousands + 500
    total = current = 0
    last = 10**9
    for word in re.split(r",? |-", words):
        if word in ("a", "and"):
            continue
        if word == "thousand":
            if total:
                return None
            total, current, last = (current or 1) * 1000, 0, 10**9
        elif word == "hundred":
            if current >= 100:
                return None
            current, last = (current or 1) * 100, 100
        else:
            number = TENS.get(word, SMALL.get(word, 0))
            if number >= last:
                return None
            current, last = current + number, 10 if word in TENS else 1
    return total + current


def trailing_unit(number: int) -> int:
    """23000 -> 1000, 3500 -> 100, 320 -> 10, 6940 -> 1: tens of a longer figure are exact as often as not."""
    if number == 0:
        return 1
    unit = 1
    while number % (unit * 10) == 0:
        unit *= 10
    return 1 if unit == 10 and (number >= 1000 or number < SMALLEST_CHUNK) else unit


def figures(text: str) -> Iterator[Figure]:
    """Every figure of a text in lower case, with plain blanks and hyphens, in order."""
    for match in FIGURE.finditer(text):
        figure = figure_of_match(match, text)
        if figure is not None:
            yield figure


def hedge_of(match: re.Match[str], text: str) -> tuple[Hedge, int]:
    """The hedge before a figure and where it begins; "" and the figure's own beginning where there is none."""
    start = match.start()
    before = HEDGE_BEFORE.search(text[max(0, start - LONGEST_HEDGE) : start])
    if before:
        name = next(name for name in HEDGES if before[name.replace(" ", "_")])
        return name, max(0, start - LONGEST_HEDGE) + before.start()
    if match["plus"]:
        return "about" if match["plus"] == "-odd" else "over", start
    return "", start


def figure_of_match(match: re.Match[str], text: str) -> Figure | None:
    hedge, start = hedge_of(match, text)
    end = match.end()
    words = text[start:end]
    if match["fraction"]:
        value = FRACTIONS[match["fraction"].replace("-", " ")]
        return Figure("share", value, 0.06 if hedge in ("nearly", "about") else 0.05, hedge, words, start, end)
    if match["ratio"]:
        return Figure("ratio", RATIOS[match["ratio"]], 0.4, hedge, words, start, end)
    if match["words"]:
        number = number_in_words(match["words"])
        if number is None:
            return None
        if match["words_percent"]:
            half = 0.005 if match["words_half"] else 0.0
            return Figure("share", number / 100 + half, 0.005 if half else 0.01, hedge, words, start, end)
        return Figure("count", number, trailing_unit(number), hedge, words, start, end)
    return figure_of_digits(match, text, hedge, start)


def figure_of_digits(match: re.Match[str], text: str, hedge: Hedge, start: int) -> Figure | None:
    digits, words, end = match["digits"].replace(",", "").replace(" ", ""), text[start : match.end()], match.end()
    if len(digits) > 12:
        return None
    if match["decade"]:
        short = DECADE_SHORT.fullmatch(digits + "s")
        year = 1900 + 10 * int(short[1]) if short else int(float(digits))
        return Figure("decade", year, 10, hedge, words, start, end) if 1800 <= year <= 2090 else None
    if match["percent"]:
        unit = 10.0 ** -len(digits.partition(".")[2]) / 100
        if match["half"]:
            return Figure("share", float(digits) / 100 + 0.005, 0.005, hedge, words, start, end)
        return Figure("share", float(digits) / 100, unit, hedge, words, start, end)
    if "." in digits:
        return Figure("ratio", float(digits), 10.0 ** -len(digits.partition(".")[2]), hedge, words, start, end)
    number = int(digits)
    before = text[max(0, start - 12) : start]
    is_year = "," not in match["digits"] and 1800 <= number <= 2099 and not hedge and not COUNTED.match(text, end)
    if is_year and not re.search(r"(?:by|majority of|margin of|\)|[:–-]) $", before):
        return Figure("year", number, 1, hedge, words, start, end)
    return Figure("count", number, trailing_unit(number), hedge, words, start, end)
