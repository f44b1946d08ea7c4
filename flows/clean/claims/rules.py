"""Who won, who was beaten and what changed hands, as a sentence claims it; and which election it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.clean.claims.mentions import Abstract, Mention
from flows.clean.claims.patterns import (
    ATTACHED_AFTER,
    ATTACHED_BEFORE,
    BEATS,
    FOR_YEARS,
    GAINS,
    HELD_BEFORE,
    HELD_CUE,
    IS_BEATEN,
    NEW_MP,
    PARTICIPLE_BEATS,
    RANK,
    THE_PARTY_HELD,
    THEIR_CANDIDATE,
    THEN,
    UNREAL,
    WON_FOR,
    W,
)
from flows.clean.claims.wins import WIN_CUES, WIN_MORE, WIN_STILL_MORE, WINS
from flows.clean.printed_figures import Figure

THIS, EARLIER, UNCLEAR = "this", "earlier", "unclear"
EITHER = "either"  # this contest or the one before: a figure that fits neither is wrong whichever is meant


@dataclass(frozen=True, slots=True)
class Found:
    """One claim as the rules read it: positions are those of the abstract, `start` to `end` the words that make it."""

    claim: str
    start: int
    end: int
    value: str = ""
    figure: Figure | None = None
    candidate: str | None = None
    party: str | None = None
    election: str = THIS
    year: int | None = None
    other_party: str | None = None  # where a swing, or a seat, went to

    def of(self, one: Mention) -> Found:
        """The same claim about this candidate or party."""
        return replace(
            self,
            candidate=one.value if one.letter == "C" else None,
            party=one.value if one.letter == "P" else None,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an abstract."""

    abstract: Abstract
    start: int
    end: int
    text: str
    poll_year: int = 0

    def mention(self, match: re.Match[str], group: str) -> Mention:
        found = self.abstract.at(self.start + match.start(group))
        assert found is not None, f"{group} of {match[0]!r} is no mention"
        return found

    def mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        return self.abstract.within(self.start + start, self.start + end)

    def without_asides(self, place: int) -> str:
        """The text with its ", who ...," blanked out, save one that holds this position."""
        if self.text.count(",") < 2:
            return self.text
        return ASIDE.sub(
            lambda match: match[0] if match.start() <= place < match.end() else "," + " " * (len(match[0]) - 2) + ",",
            self.text,
        )

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around two positions begins and ends."""
        begin = max(self.text.rfind(mark, 0, start) for mark in (",", ";", ":", "–", "(", " but ", " while ", " as "))
        stops = [
            place for mark in (",", ";", ":", "–", ")", " but ", " while ") if (place := self.text.find(mark, end)) >= 0
        ]
        return begin + 1, min(stops, default=len(self.text))


LINE_OF_YEAR = re.compile(r"Y: ")  # "2019: Con maj 14,653": a line on the election before
WHEN_THEN = re.compile(r"\b(?:in|on|at|since) (?:the )?Y(?: general election)?, when [^,;]*$")
AGO = re.compile(r"(?:just |only )?(?:[a-z-]+|N) years ago,? ")
LESS_THAN = re.compile(r"\b(?:less|more) than (?=(?:an?|one|two|three|N) )")
LATELY = re.compile(r"(?:just |only )?(?:[a-z-]+|N) (?:months|weeks) ago,? ")
ASIDE = re.compile(
    r", (?:who|which|whose|where|when|second|third|fourth|runners?-up|winners?)\b[^,.;]{1,80},"
    r"|(?<=[CPMK]), [^,.;]{1,50} Y,"
)


def is_real(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words state a fact: no forecast, wish, condition or denial in the clause up to their end."""
    begin, stop = sentence.clause(start, end)
    return not UNREAL.search(sentence.text, begin, end) and not re.search(
        r"poll suggest|\bif repeated|"
        r"(?<!had )(?<!confounding )(?<!defying )(?<!despite )(?<!dared to )\b(?:predict|forecast|projected|bookmakers?\b)",
        sentence.text[end : stop + 40],
    )


def time_of(sentence: Sentence, start: int, end: int) -> tuple[str, int | None]:
    """Which election words speak of: "this", or "earlier" with its year, None where only "the last election" is
    said."""
    _, stop = sentence.clause(start, end)
    text = sentence.without_asides(max(start, end - 1))
    if begun := LINE_OF_YEAR.match(text):
        return dated(sentence, begun)
    then = WHEN_THEN.search(text, max(0, start - 90), start + 1)
    if then:
        return dated(sentence, then)
    if text.startswith(" this time", end):
        return THIS, None
    if LATELY.match(text):
        return UNCLEAR, None
    after = THEN.search(text, end, stop)
    compared = after and re.search(
        r"\b(?:since|than|like|as|after|following|that had|which had|resign\w*|death|died|quit|compare[sd]?)\b",
        LESS_THAN.sub("", text[end : after.end()]),
    )
    if after and after.start() - end <= 40 and not compared:
        return dated(sentence, after)
    opening = AGO.match(text) or re.match(
        rf"(?:\"|back |and |but )?(?:in|at|during|after) (?:{W} ){{0,2}}"
        r"(?:Y|general election|last election)(?: general election)?,? ",
        text,
    )
    if opening and opening.end() <= start + 1 and "general election" not in text[opening.end() : start]:
        return dated(sentence, opening)
    inside = THEN.search(text, start, end)
    if inside and not inside[0].startswith("since"):
        return dated(sentence, inside)
    return THIS, None


def dated(sentence: Sentence, match: re.Match[str]) -> tuple[str, int | None]:
    years = [one.figure for one in sentence.mentions(*match.span()) if one.letter == "Y" and one.figure]
    year = int(years[0].value) if years else None
    if year is not None and year == sentence.poll_year and "general" not in match[0]:
        return UNCLEAR, year
    return EARLIER, year


def winners(sentence: Sentence) -> Iterator[Found]:
    """Who won: a person, a party, or both when the party stands beside the person."""
    text = sentence.text
    for rule, cue in zip((*WINS, *WIN_MORE, *WIN_STILL_MORE), WIN_CUES, strict=True):
        if not cue.search(text):
            continue
        for match in rule.finditer(text):
            yield from win(sentence, match, keeps=bool(match.groupdict().get("keep")))


def win(sentence: Sentence, match: re.Match[str], *, keeps: bool) -> Iterator[Found]:
    start, end = match.span()
    if keeps and FOR_YEARS.match(sentence.text, end):
        return
    if not is_real(sentence, start, end) or re.search(
        r"\b(?:previously|once|first|earlier|formerly)\b (?!mp|P mp|seat\b|safe|solid|rock|true|P\b|held (?:seat|S\b))",
        match[0],
    ):
        return
    election, year = (
        time_of(sentence, start, end)
        if not re.search(r"\b(?:overturn|wip|eras|demolish|destroy|overc)(?:ed|es?|s|ame)?$|aside$", match[0])
        else (THIS, None)
    )
    if re.match(r"[^.,;]{0,20}\b(?:would|could|might)\b", sentence.text[end:]):
        return
    if re.search(r"\b(?:took|takes|taking|take) (?:his|her|their) ", match[0]):
        return
    who = sentence.mention(match, "who")
    figure = None
    if who.letter == "K":
        of_seat = election == THIS and re.search(r"candidate|\bmp\b|by-?election", sentence.text)
        with_majority = re.match(r"(?: [a-zYP]+){0,5} with a (?:[a-z-]+ )?majority of (?P<n>N)", sentence.text[end:])
        if with_majority and election == EARLIER:
            at = sentence.abstract.at(sentence.start + end + with_majority.start("n"))
            figure = at.figure if at else None
        if not of_seat and figure is None:
            return
    before = sentence.text[max(0, start - 12) : start]
    if who.letter == "M":
        election = EARLIER
    if election == UNCLEAR or re.search(r"\bhad\b", match[0]) and election == THIS:
        return
    if re.search(r"\b(?:than|before|until) (?:the )?$", before):
        return
    if who.letter == "P":
        yield Found("winning_party", start, end, who.value, party=who.value, election=election, year=year)
    else:
        beside = ATTACHED_BEFORE.search(sentence.text[max(0, start - 40) : start])
        start = max(0, start - 40) + beside.start("party") if beside and not beside["former"] else start
        yield Found("winner", start, end, who.value, figure, candidate=who.value, election=election, year=year)
        party = attached(sentence, match.start("who"))
        behind = re.match(r" for (?:the )?(?P<party>P)\b(?! (?:leader|candidate))", sentence.text[end:])
        if behind and party is None:
            party = sentence.abstract.at(sentence.start + end + behind.start("party"))
            end += behind.end()
        if party and election != UNCLEAR:
            yield Found(
                "winning_party",
                start,
                end,
                party.value,
                candidate=who.value,
                party=party.value,
                election=election,
                year=year,
            )
    if keeps and election == THIS:
        yield Found("outcome", start, end, "hold", party=who.value if who.letter == "P" else None)


def beaten(sentence: Sentence) -> Iterator[Found]:
    """Who beat whom."""
    text = sentence.text
    for rule in (BEATS, PARTICIPLE_BEATS, IS_BEATEN):
        for match in rule.finditer(text):
            groups = match.groupdict()
            if not groups.get("whom") or not is_real(sentence, *match.span()):
                continue
            if groups.get("who") == groups["whom"] == "K":
                continue  # strangers to each other elsewhere
            election, year = time_of(sentence, *match.span())
            if election == UNCLEAR:
                continue
            whom = sentence.mention(match, "whom")
            place = match.start("whom")
            named = match.start("named") if groups.get("named") is not None else place
            rank = RANK.get(groups.get("rank") or "")
            if rank and (rank > 2 or whom.letter == "P"):
                yield Found(
                    "placed",
                    place,
                    match.end(),
                    str(rank),
                    candidate=whom.value if whom.letter != "P" else None,
                    party=whom.value if whom.letter == "P" else None,
                    election=election,
                    year=year,
                )
            elif whom.letter == "P":
                yield Found(
                    "beaten_party", named, match.end(), whom.value, party=whom.value, election=election, year=year
                )
            else:
                second = rank == 2 or re.match(r" by (?:[a-z]+ )*N| to win by", text[match.end() :])
                claim = "runner_up" if second else "beaten_candidate"
                yield Found(claim, named, match.end(), whom.value, candidate=whom.value, election=election, year=year)
                if (party := attached(sentence, place)) and groups.get("named"):
                    yield Found(
                        "beaten_party",
                        named,
                        match.end(),
                        party.value,
                        candidate=whom.value,
                        party=party.value,
                        election=election,
                        year=year,
                    )
            if groups.get("who") and (rank or 2) == 2 and groups["who"] != "K":
                who = sentence.mention(match, "who")
                claim = "winning_party" if who.letter == "P" else "winner"
                yield Found(
                    claim,
                    match.start(),
                    match.end(),
                    who.value,
                    election=election,
                    year=year,
                ).of(who)


SAID = re.compile(r",? (?:said|says|told|insisted|claimed|argued)\b|,? added(?= that|[,:])")


def attached_at(sentence: Sentence, place: int) -> int | None:
    """Where the party stands beside the candidate at this position: "P candidate C", "P's C", "C (P)", "C, of P"."""
    text, back = sentence.text, max(0, place - 80)
    before = ATTACHED_BEFORE.search(text, max(0, place - 40), place)
    if before and before[0].endswith(", ") and SAID.match(text, place + 1):
        before = None
    if before and not before["former"]:
        return before.start("party")
    new = NEW_MP.search(text, max(0, place - 40), place)
    if new:
        return new.start("party")
    theirs = THEIR_CANDIDATE.search(text, back, place)
    if theirs and not SAID.match(text, place + 1):
        return theirs.start("party" if theirs["party"] else "chosen")
    after = ATTACHED_AFTER.match(text, place)
    if after is None:
        return None
    group = next(name for name in ("party", "was", "of", "wore", "worn", "the", "plain", "as") if after[name])
    leads = group == "of" and text.startswith("'s", after.end())
    return None if leads else after.start(group)


def attached(sentence: Sentence, place: int) -> Mention | None:
    """The party that stands beside the candidate at this position."""
    where = attached_at(sentence, place)
    return None if where is None else sentence.abstract.at(sentence.start + where)


def parties(sentence: Sentence) -> Iterator[Found]:
    """The party an article gives to each candidate."""
    for match in re.finditer("C", sentence.text):
        where = attached_at(sentence, match.start())
        who = sentence.abstract.at(sentence.start + match.start())
        party = None if where is None else sentence.abstract.at(sentence.start + where)
        if where is not None and party and who:
            span = sorted((where, match.start()))
            yield Found("party", span[0], span[1] + 1, party.value, candidate=who.value, party=party.value)


def changes(sentence: Sentence) -> Iterator[Found]:
    """Gain, from whom; and which party had the seat before."""
    text = sentence.text
    for rule, cue in GAINS:
        if not cue.search(text):
            continue
        for match in rule.finditer(text):
            if not is_real(sentence, *match.span()):
                continue
            election, year = time_of(sentence, *match.span())
            if election != THIS or re.search(r"\b(?:had|last) ", text[max(0, match.start() - 5) : match.end()]):
                continue
            lost = sentence.mention(match, "lost")
            who = sentence.mention(match, "who") if match["who"] else None
            yield Found(
                "outcome",
                *match.span(),
                f"gain from {lost.value}",
                party=who.value if who and who.letter == "P" else None,
                other_party=lost.value,
            )
            if who and who.letter == "P":
                yield Found("winning_party", *match.span(), who.value, party=who.value)
    for rule in HELD_BEFORE if HELD_CUE.search(text) else ():
        for match in rule.finditer(text):
            if re.search(r"\b(?:not|never|once)\b", match[0]):
                continue
            party = next(sentence.mention(match, group) for group in match.groupdict() if match[group])
            begin = match.start()
            taking = re.search(
                r"\b(?:taking|took|take|taken|winning|won|seizing|seized|snatching|gained|gaining) (?:a|the) $",
                text[:begin],
            )
            if taking and is_real(sentence, taking.start(), match.end()):
                yield Found("outcome", taking.start(), match.end(), f"gain from {party.value}", other_party=party.value)
            election, year = time_of(sentence, *match.span())
            yield Found(
                "held_before",
                taking.start() if taking else begin,
                match.end(),
                party.value,
                party=party.value,
                election=EARLIER,
                year=year if election == EARLIER else None,
            )
    for match in WON_FOR.finditer(text):
        election, year = time_of(sentence, *match.span())
        if election == EARLIER and year is not None and is_real(sentence, *match.span()):
            party = sentence.mention(match, "party")
            yield Found("held_at_election", *match.span(), party.value, party=party.value, election=EARLIER, year=year)
    for match in THE_PARTY_HELD.finditer(text):
        group = next((group for group in "abc" if match[group]), None)
        before = [one for one in sentence.mentions(0, match.start()) if one.letter == "P"]
        party_mention = sentence.mention(match, group) if group else before[-1] if before else None
        if party_mention is not None:
            year_figure = sentence.mention(match, "year").figure if match["year"] else None
            yield Found(
                "held_at_election",
                match.start(),
                match.end() + len(" general election") * text.startswith(" general election", match.end()),
                party_mention.value,
                party=party_mention.value,
                election=EARLIER,
                year=int(year_figure.value) if year_figure else None,
            )
