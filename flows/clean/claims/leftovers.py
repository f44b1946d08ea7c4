"""Figures that no rule of phrasing has read, given to the candidate or party they stand beside.

Read by position, not by wording, so held to more: one subject, nothing of another time or place in the sentence, a size
that the truth could be mistaken for, and not a figure that is right for something else of the contest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.clean.claims.agents import placed_mentions
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import same_party
from flows.clean.claims.patterns import GOVERNMENT, PREVIOUS, THEN
from flows.clean.claims.rules import EARLIER, Found, Sentence, is_real
from flows.clean.facts import CandidateFacts, ContestFacts, ResultFacts
from flows.clean.figure_fits import fits_count
from flows.clean.printed_figures import Figure

FAR = 3.0  # times: further from the truth a figure is likely to count something else
MOST = 30  # figures in one sentence: more are a table
FEWEST = 100  # votes: smaller numbers without "votes" are ages, seats and days
VOTE_VERB = re.compile(
    r"\b(?:poll(?:ed|ing)|receiv(?:ed|ing)|won|winning|got|took|taking|secur(?:ed|ing)|bagged|scooped|claimed|attracted|garnered|"
    r"managed|amassed|mustered|(?:slumped|down|fell|fallen|dropped|reduced|cut|sank|collapsed) to|muster|limped home (?:on|with)|crashed to|trailed|on|with|received|scored|collected|notched up|had|has)(?: [a-z-]+){0,3} $"
    r"|^(?:'s?,?|:| –| -)?(?: \([^()]{1,20}\))? $|\b(?:tally|total|vote|score) (?:was|is|of) $"
)
GAP = re.compile(
    r"^(?:'s?)?(?:(?:,? \([^()]{0,30}\))|(?:,? (?:of|for) (?:the )?P\b))?[:,]?(?:,? (?:[a-z'-]+|S|N))*,? ?$"
)
AFTER_VOTES = re.compile(
    r"(?:[ -](?:votes?|ballots?)\b(?! (?:ahead|clear|more|behind|majority|margin|short|in front))|[.,;:)\"]|$|\s+$|"
    r" (?:and|while|to|for|against|compared|with|as|in S|in a|from|after|but)\b(?! N)| \()"
)
BY = re.compile(r"\bby(?: [a-z-]+){0,2} $")
BREAKS = re.compile(r"[;]|\b(?:but|while|whereas|although|because|if)\b")
SHARE_VERB = re.compile(
    r"\b(?:took|won|taking|winning|secur(?:ed|ing)|got|polled|on|finish(?:ed|ing) on|slump(?:ed|s|ing)? to|f[ae]ll(?:s|ing|en)? (?:back )?to|drop(?:ped|s|ping)? to|"
    r"plung(?:ed|es|ing) to|crash(?:ed|es|ing) to|collaps(?:ed|es|ing) to|ros?en? to|ris(?:es|ing) to|climb(?:ed|ing) to|surg(?:ed|ing) to|down to|up to|share (?:was|is|of)|with|received|attracted|managed|had|scored|claimed)"
    r"(?: (?:just|only|a|some|a mere|the|of|nearly))* $|\bto (?:win|take) $|\bQ to $|\bshare [a-z ,-]{0,40}\bto $|\b(?:down|up) (?:by )?Q at $|^(?:'s?|:| –| -| \()? ?\(?$|\bN(?: votes)?,? \($|\bN(?: votes)?,? or $"
)
CHANGE = re.compile(
    r"^(?:'s?)? (?:vote |share |vote share |share of the vote )?.{0,40}\b(?:f[ae]ll|fallen|dropp?|slump|plung|crash|collaps|down|up|ros?e|rise|slid|slip|surg|jump|gain)[a-z]* (?:by |more than )?$"
)
OF_SHARES = re.compile(r"\b(?:vote|votes|share|poll|ballot|per cent|support)\b")
FROM_TO = re.compile(r"\bfrom (?P<old>Q) (?:in Y |last time )?to (?:just |only |a mere )?(?P<new>Q)")
TURNOUT = re.compile(
    r"\bturn-?out\b|\b(?:voted|turned out|took part|cast (?:a|their) (?:vote|ballot)s?|went to the polls|cast (?:a|their) vote)\b"
)
NO_VOTERS = re.compile(
    r"(?<!S, )\bwhere (?:the )?turn-?out\b|\bin S (?:town|city|village|itself|ward|north|south|east|west|cent)|as a whole|\bcounty\b|across|region|\bdid not|didn't|stayed|not vote|women|men\b|postal"
)
OTHER_NUMBER = re.compile(r"national|average|uniform|projected|record|needed|required|forecast|poll\b|polls\b|survey")
SWING_NEAR = re.compile(r"swing\b")
SWING_BEFORE = re.compile(r"swing\b[^Q.;]{0,60}$")
TURNOUT_BEFORE = re.compile(r"turn-?out\b[^Q.;]{0,30}$")
OTHER_TIME = re.compile(r"\b(?:general election|last time|then|at the time|previously|earlier|before|since)\b")
AHEAD = re.compile(
    r"(?P<n>N) (?:more )?(?:votes )?(?:more than|ahead of|clear of|in front of)(?: (?:the|his|her|its|their|nearest))*(?: (?:closest|nearest|main))? ?(?P<whom>[CP]\b|rival)"
    r"|N votes (?:clear\b|(?:separated|divided|was all that separated|were all that separated)\b)"
)


THEIRS = re.compile(r"N (?:votes )?(?:that |which )?(?P<who>[CM]) (?:received|won|got|polled|secured|amassed|took)\b")
VOTED_FOR = re.compile(
    r"N (?:people|electors|voters) (?:still |had )?(?:voted|opted|backed|plumped)(?: for)? (?:the )?(?P<who>[CP])\b"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the contest's figures are, to be held against one that was read by position."""

    contest: ContestFacts

    def counts(self) -> Iterator[int]:
        for result in (self.contest.result, *(one.result for one in self.contest.earlier)):
            yield from (one.votes for one in result.candidates if one.votes is not None)
            more = (result.majority, result.valid_votes, result.electorate, result.rejected_ballot_papers)
            yield from (one for one in more if one is not None)

    def shares(self) -> Iterator[float]:
        for result in (self.contest.result, *(one.result for one in self.contest.earlier)):
            for one in result.candidates:
                yield from (abs(number) for number in (one.vote_share, one.share_change) if number is not None)
            more = (
                result.turnout_valid,
                result.turnout_counted,
                result.majority_share,
                result.swing,
                result.butler_swing,
            )
            yield from (abs(one) for one in more if one is not None)

    def is_taken(self, figure: Figure) -> bool:
        """Whether the figure is right for something of the contest."""
        if figure.kind == "count":
            return any(fits_count(figure, one) for one in self.counts())
        return any(abs(one - figure.value) <= figure.unit / 2 + 1e-9 for one in self.shares())

    def is_of(self, figure: Figure, candidate: CandidateFacts) -> bool:
        """Whether a share is right for something else of this candidate, or for the turnout or swing."""
        result = self.contest.result
        before = [one.result for one in self.contest.earlier]
        own = [
            one.vote_share
            for then in before
            for one in then.candidates
            if same_party(one.party, candidate.party) and one.party != "Independent"
        ]
        others = (
            candidate.share_change,
            result.turnout_valid,
            result.swing,
            result.butler_swing,
            result.majority_share,
        )
        return any(fits(figure, abs(one)) for one in (*own, *others) if one is not None)

    def candidate(self, who: Mention) -> CandidateFacts | None:
        result: ResultFacts = self.contest.result
        if who.letter == "C":
            return next((one for one in result.candidates if one.candidate == who.value), None)
        of_party = [one for one in result.candidates if same_party(one.party, who.value)]
        return of_party[0] if len(of_party) == 1 else None


def near(said: float, true: float | None) -> bool:
    """Whether one figure could be a slip for the other."""
    return true is not None and true > 0 and said > 0 and 1 / FAR <= said / true <= FAR


def leftovers(sentence: Sentence, found: Sequence[Found], contest: ContestFacts) -> Iterator[Found]:
    """Claims of the figures that no other rule has read in this sentence."""
    used = {one.figure.start for one in found if one.figure is not None}
    free = [
        (place, one)
        for place, one in placed_mentions(sentence)
        if one.letter in "NQ" and one.figure is not None and one.figure.start not in used
    ]
    if not free or len(free) > MOST:
        return
    known = Known(contest)
    for place, one in free:
        reader = of_votes if one.letter == "N" else of_shares
        yield from reader(sentence, place, one, known)


def subject_of(sentence: Sentence, place: int) -> tuple[Mention, str] | None:
    """The candidate or party before a figure with the words between, where no other stands between them."""
    before = [(at, one) for at, one in placed_mentions(sentence) if at < place and one.letter in "CPMKO"]
    if not before:
        return None
    at, who = before[-1]
    if who.letter == "P" and len(before) > 1 and before[-2][1].letter == "C":
        named, candidate = before[-2]
        between = sentence.text[named + 1 : at]
        if re.fullmatch(r"(?:,? (?:of|for|from) (?:the )?|,? \(|, (?:the |a )?)", between):
            at, who = named, candidate
    return (who, sentence.text[at + 1 : place]) if who.letter in "CPM" else None


def speaks_of_now(sentence: Sentence, place: int) -> bool:
    """Whether nothing in the sentence up to a figure, or just behind it, speaks of another time."""
    text = sentence.without_asides(place)
    begin, stop = sentence.clause(place, place + 1)
    turn = re.search(r" in a seat| where | a seat ", text[place:stop])
    stop = place + turn.start() if turn else stop
    return not (
        THEN.search(text, 0, stop)
        or OTHER_TIME.search(text, begin, stop)
        or PREVIOUS.search(text, 0, stop)
        or "M" in text[:place]
    )


def of_votes(sentence: Sentence, place: int, one: Mention, known: Known) -> Iterator[Found]:
    figure, text = one.figure, sentence.text
    if figure is None or not is_real(sentence, place, place + 1):
        return
    theirs = THEIRS.match(text, place)
    if theirs and theirs["who"] == "M":
        who = sentence.abstract.at(sentence.start + theirs.start("who"))
        yield from of_member_votes(place, theirs.end(), who, figure, known)
        return
    if not speaks_of_now(sentence, place):
        yield from of_member(sentence, place, figure, known)
        return
    ahead = AHEAD.match(text, place)
    if ahead and near(figure.value, known.contest.result.majority):
        yield Found("majority", place, ahead.end(), figure=figure)
        return
    theirs = THEIRS.match(text, place)
    if theirs:
        who = sentence.abstract.at(sentence.start + theirs.start("who"))
        yield from vote_of(sentence, place, theirs.end(), who, figure, known)
        return
    voted = VOTED_FOR.match(text, place)
    if voted:
        who = sentence.abstract.at(sentence.start + voted.start("who"))
        yield from vote_of(sentence, place, voted.end(), who, figure, known)
        return
    if not AFTER_VOTES.match(text, place + 1) or GOVERNMENT.search(text):
        return
    said = text.startswith((" votes", "-vote"), place + 1)
    subject = subject_of(sentence, place)
    if subject is None or figure.kind != "count" or figure.value < FEWEST and not said:
        return
    who, gap = subject
    if (
        (who.letter == "C" or who.letter == "P" and "K" not in text[:place])  # "K got N and the P N": elsewhere
        and len(gap) <= 90
        and GAP.match(gap)
        and VOTE_VERB.search(gap)
        and not BREAKS.search(gap)
        and not BY.search(gap)
    ):
        yield from vote_of(sentence, place, place + 1, who, figure, known)


def of_member(sentence: Sentence, place: int, figure: Figure, known: Known) -> Iterator[Found]:
    """ "In 2019 Sir Alan had amassed 28,704 votes": of the last member, at the election before."""
    subject = subject_of(sentence, place)
    if subject is None or not sentence.text.startswith(" votes", place + 1):
        return
    who, gap = subject
    if who.letter == "M" and GAP.match(gap) and VOTE_VERB.search(gap):
        yield from of_member_votes(place, place + 1, who, figure, known)


def of_member_votes(start: int, end: int, who: Mention | None, figure: Figure, known: Known) -> Iterator[Found]:
    before = next((one.result for one in known.contest.earlier if one.election_kind == "general election"), None)
    member = next((one for one in before.candidates if who and one.candidate == who.value), None) if before else None
    if member and near(figure.value, member.votes):
        yield Found("votes", start, end, figure=figure, candidate=member.candidate, election=EARLIER)


def vote_of(
    sentence: Sentence, start: int, end: int, who: Mention | None, figure: Figure, known: Known
) -> Iterator[Found]:
    candidate = known.candidate(who) if who else None
    if candidate is None or not near(figure.value, candidate.votes):
        return
    if not fits_count(figure, candidate.votes or 0) and known.is_taken(figure):
        return
    yield Found("votes", start, end, figure=figure, candidate=candidate.candidate)


def of_shares(sentence: Sentence, place: int, one: Mention, known: Known) -> Iterator[Found]:
    figure, text = one.figure, sentence.text
    if figure is None or figure.kind != "share" or OTHER_NUMBER.search(text) or not is_real(sentence, place, place + 1):
        return
    alone = sum(letter == "Q" for letter in text) == 1
    result = known.contest.result
    now = speaks_of_now(sentence, place)
    if SWING_NEAR.search(text):
        if not re.search(r"p|%", figure.words):
            return  # "half the sum"
        if (
            (alone or SWING_BEFORE.search(text, 0, place))
            and now
            and near(figure.value, abs(result.swing or result.butler_swing or 0))
            and not known.is_taken(figure)
        ):
            yield Found("swing", place, place + 1, figure=figure)
        return
    if TURNOUT.search(text):
        here = text.startswith(" in S", place + 1)
        if (
            (alone or here or TURNOUT_BEFORE.search(text, 0, place))
            and now
            and not NO_VOTERS.search(text)
            and near(figure.value, result.turnout_valid)
            and not known.is_taken(figure)
        ):
            yield Found("turnout", place, place + 1, figure=figure)
        return
    if "point" not in figure.words:  # points are of a change or a lead
        yield from share_of(sentence, place, figure, known, now=now)


def share_of(sentence: Sentence, place: int, figure: Figure, known: Known, *, now: bool) -> Iterator[Found]:
    text = sentence.text
    subject = subject_of(sentence, place)
    if subject is None:
        return
    who, gap = subject
    candidate = known.candidate(who) if who.letter != "M" else None
    pair = next((one for one in FROM_TO.finditer(text) if one.start("old") == place or one.start("new") == place), None)
    if pair and pair.start("old") == place:
        yield Found(
            "share",
            place,
            place + 1,
            figure=figure,
            party=candidate.party if candidate else who.value,
            election=EARLIER,
        )
        return
    if candidate is None or len(gap) > 120 or BREAKS.search(gap) or "S" in gap and " in S" not in gap:
        return
    if not now and not pair:
        return
    if not pair and (not SHARE_VERB.search(gap) or CHANGE.search(gap)):
        return
    true = candidate.vote_share
    if near(figure.value, true) and (fits(figure, true) or not known.is_of(figure, candidate)):
        yield Found("share", place, place + 1, figure=figure, candidate=candidate.candidate)


def fits(figure: Figure, true: float | None) -> bool:
    return true is not None and abs(true - figure.value) <= figure.unit / 2 + 1e-9
