"""Figures that are none of this contest's: an exact number of votes that nobody had, now or before, is a slip; and figures
that are somebody else's than the sentence says.

Read by what kind of figure it is, not by phrase: the words beside a figure say its unit, the sentence whose election it is.
Where anything in the sentence points to another place, time, person or thing, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.clean.claims.agents import Placed, agents, is_of_contest, is_open
from flows.clean.claims.known import KnownFigures
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import same_party
from flows.clean.claims.patterns import GOVERNMENT
from flows.clean.claims.rules import EARLIER, EITHER, Found, Sentence, is_real
from flows.clean.facts import ContestFacts
from flows.clean.figure_fits import fits_count, mistake_in
from flows.clean.printed_figures import Figure

MOST = 30  # figures in one sentence: more are a table
FEWEST = 1000  # a number without a unit is of votes only where it is as long as theirs are
AROUND = 45  # letters: what a figure counts stands so near
FEWEST_VOTES = 100  # fewer votes are a gap at some recount as often as not
VOTES_AFTER = re.compile(
    r"[ -](?:more |fewer |clear )?(?:votes?|ballots?|ballot papers|crosses)\b(?! (?:per|a )\b)|[ -](?:people|voters|electors|residents|of them) (?:put|voted|chose|backed|marked|opted|went for|plumped|gave)\b"
    r"|[ -](?:strong |vote )?(?:majority|more than (?:the )?[CP]|margin|lead|win|victory|cushion|advantage|ahead|clear|adrift|behind|in front|to the good|to spare|short|in it|in hand)\b"
)
MAJORITY_BEFORE = re.compile(
    r"(?:majority|margin|lead|cushion|gap|advantage|edge|difference|deficit)\b[^.;,]{0,40}$|\b(?:by|within) (?:just |only |a mere |exactly )*$"
)
MAJORITY_AFTER = re.compile(
    r"[ -](?:(?:more )?votes? |ballots |strong )?(?:strong |vote )?(?:majority|margin|lead|win|victory|cushion|advantage|ahead|clear|adrift|behind|in front|to the good|"
    r"to spare|short|in it|in hand|more than|separated|dividing|between|by which)\b"
)
# a number with nothing behind it that it could count
NAKED = re.compile(
    r"(?:[.,;:)\"]|$|\s+$|[–-] |'s\b| (?:and|while|to|for|against|compared|with|as|in|from|after|but|or|ahead|is|was|at|on|a|the|this|last|over|he|she|it|"
    r"went|were|had|put|gave|means|meant|represents?|represented|leaves|left|saw|made|makes|not|just|only|[CPQSM])\b| [(–-])"
)
TALLY_WORDS = re.compile(
    r"votes?\b|ballots?|polled|majority|margin|tally|tallied|lead\b|ahead|behind|runner-up|second|third|fourth|fifth|cushion|gap\b|"
    r"secured|beat\b|count\b|declared|returning officer|in front|adrift|clear|short\b|difference|edge\b|gain\b|electorate|turnout|by N"
)
OTHER_THINGS = re.compile(
    r"\b(?:signed|signatures?|petition|survey|pollsters?|seats|councillors|members(?:hip)?|doors|leaflets|homes|jobs|houses|miles|pounds|salary|crowd|followers|"
    r"leave campaign|remain campaign|referendum|first (?:count|round|preferences?)|second preferences?|sample|sampling|postal|transferred|eliminated|leadership|selection|"
    r"shortlist|born|population|waiting list|patients|pupils|children|workers|visitors|volunteers|fans|donations?|donors|raised|spent|letters|indication|would have|"
    r"preference|best|highest|lowest|worst|peak|tallymen|projection|boundar(?:y|ies)|notional|paid)\b"
)


# said of a count that is not done yet, before a figure or close behind it
PROVISIONAL = re.compile(
    r"\b(?:half-?way|stage|bundles?|so far|early|provisional|unofficial|recount(?:ed|s)?|first (?:[a-zN]+ )?(?:count|tally|box(?:es)?|results?)|at one point|sampl\w+|with \w+ boxes|tall(?:y|ies) suggest\w*|"
    r"needed|would have needed|short of the|mistake|wrongly|originally|corrected|initially|at first|forecast|predicted|expected)\b"
)
CHANGED = re.compile(
    r"\b(?:lost|losing|shed|gained|added|adding|dropped|up|down|fell|rose|fewer|more)(?: by)? (?:just |only |some |another |a further )*$"
)


def unfit(
    sentence: Sentence, found: Sequence[Found], placed: Placed, contest: ContestFacts, known: KnownFigures
) -> Iterator[Found]:
    """Claims of the exact counts in this sentence that are no figure of the contest, or another's."""
    used = {one.figure.start for one in found if one.figure is not None}
    text = sentence.text
    if not known.is_whole or len(placed) > MOST:
        return
    yield from hedged_majorities(sentence, used, placed, contest)
    for place, one in placed:
        figure = one.figure
        if one.letter != "N" or figure is None or not is_exact(sentence, place, figure):
            continue
        if OTHER_THINGS.search(text, max(0, place - AROUND), place + AROUND):
            continue
        if PROVISIONAL.search(text, 0, place + AROUND):
            continue
        if not is_of_contest(sentence, placed, contest, place):
            continue
        if not is_real(sentence, place, place + 1):
            yield from another(sentence, place, figure, placed, known) if OWNED.search(text[:place]) else ()
        elif figure.start not in used and is_tally(sentence, place, figure, contest) and not known.explains(figure):
            yield claim_at(sentence, place, figure, placed)
        else:
            yield from another(sentence, place, figure, placed, known)


STRONG_BEFORE = re.compile(
    r"\b(?:majority|lead|cushion|margin) (?:of|was|is|had been|stood at) (?:a |just |only |some |a mere )*$"
)
STRONG_AFTER = re.compile(
    r"[ -](?:votes? |vote )?(?:majority|cushion|ahead of the field|to spare|(?:in front|ahead|clear) of (?:the )?[CP])\b"
)


def hedged_majorities(sentence: Sentence, used: set[int], placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """Rounded majorities, "more than eighteen thousand", that no majority of the seat can be rounded to."""
    text = sentence.text
    known = [one.majority for one in (contest.result, *(then.result for then in contest.earlier))]
    for place, one in placed:
        figure = one.figure
        if one.letter != "N" or figure is None or figure.start in used or not (figure.hedge or figure.unit > 1):
            continue
        if not STRONG_AFTER.match(text, place + 1) and not STRONG_BEFORE.search(text, max(0, place - 50), place):
            continue
        if PROVISIONAL.search(text, 0, place + AROUND):
            continue
        if figure.value < FEWEST_VOTES or not is_real(sentence, place, place + 1) or GOVERNMENT.search(text):
            continue
        if is_of_contest(sentence, placed, contest, place) and not any(
            fits_count(figure, true) for true in known if true
        ):
            yield Found("majority", place, place + 1, figure=figure, election=EITHER)


def is_exact(sentence: Sentence, place: int, figure: Figure) -> bool:
    return (
        figure.kind == "count"
        and figure.unit == 1
        and not figure.hedge
        and figure.value >= FEWEST_VOTES
        and not re.search(r"[£$€#]$|\bno\.? $", sentence.text[max(0, place - 5) : place])
    )


def is_tally(sentence: Sentence, place: int, figure: Figure, contest: ContestFacts) -> bool:
    """Whether a figure is certainly a number of votes."""
    text = sentence.text
    if CHANGED.search(text, max(0, place - 30), place) and not MAJORITY_AFTER.match(text, place + 1):
        return False  # of a party's votes since some earlier time
    if figure.value < FEWEST and "votes" not in text and not re.search("[CS]|difference of N", text):
        return False  # perhaps of seats in Parliament
    if VOTES_AFTER.match(text, place + 1) or MAJORITY_BEFORE.search(text, max(0, place - 50), place):
        return True
    return (
        figure.value >= FEWEST
        and NAKED.match(text, place + 1) is not None
        and (TALLY_WORDS.search(text) is not None or re.search("[CP]", text) is not None or is_slip(figure, contest))
    )


def is_slip(figure: Figure, contest: ContestFacts) -> bool:
    """Whether a number is one digit away from a majority or from the votes of the first three."""
    result = contest.result
    told = [one.votes for one in result.candidates if one.position in (1, 2, 3)]
    told += [result.majority, *(then.result.majority for then in contest.earlier)]
    return any(one and mistake_in(int(figure.value), one) for one in told)


def claim_at(sentence: Sentence, place: int, figure: Figure, placed: Placed) -> Found:
    """The claim with the kind its words say and the candidate or party it stands beside."""
    text = sentence.text
    if MAJORITY_AFTER.match(text, place + 1) or MAJORITY_BEFORE.search(text, max(0, place - 50), place):
        return Found("majority", place, place + 1, figure=figure, election=EITHER)
    before = [one for at, one in placed if at < place and one.letter in "CPM"]
    who = before[-1] if before else None
    return Found(
        "votes",
        place,
        place + 1,
        figure=figure,
        candidate=who.value if who and who.letter in "CM" else None,
        party=who.value if who and who.letter == "P" else None,
        election=EITHER,
    )


OWNED = re.compile(r"[CP]'s? $")
BEHIND = re.compile(r"\b(?:adrift|behind|short|lost|losing|trail\w*|beaten|defeated|second|runner-up|missed)\b")


def another(sentence: Sentence, place: int, figure: Figure, placed: Placed, known: KnownFigures) -> Iterator[Found]:
    """A vote or a majority given to one who did not have it, where the one who had it is not even named."""
    text = sentence.text
    owners = known.owned.get(int(figure.value))
    if owners is None or is_open(sentence, place):
        return
    kind, people = owners
    ends = re.search(r"[;:]|, (?!(?:in|at|on) )| (?:when|while|as|and|after|before) ", text[place:])
    stop = place + ends.start() if ends else len(text)
    named = [one for at, one in placed if one.letter in "CPM" and at < stop]
    owned = OWNED.search(text[:place])
    if owned:  # "the Greens' 16,871": theirs, whoever else is named
        at = place - len(owned[0])
        who = sentence.abstract.at(sentence.start + at)
        can = [(at, who)] if who and kind == "votes" and not is_one_of(who, people) else []
    elif any(is_one_of(one, people) for one in named):
        return
    else:
        can = agents(sentence, placed, place)
    if not can:
        return
    at, who = can[-1]
    if kind == "votes":
        yield Found(
            "votes",
            at,
            place + 1,
            figure=figure,
        ).of(who)
    elif kind == "previous votes":
        yield Found(
            "votes",
            at,
            place + 1,
            figure=figure,
            election=EARLIER,
        ).of(who)
    elif kind == "previous majority":
        if who.letter == "P":
            yield Found("held_before", at, place + 1, who.value, party=who.value, election=EARLIER)
    elif not BEHIND.search(sentence.text):
        claim = "winner" if who.letter == "C" else "winning_party"
        yield Found(
            claim,
            at,
            place + 1,
            who.value,
        ).of(who)


def is_one_of(one: Mention, people: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a mention is one of these candidates, or may be: their party, or the member who left."""
    if one.letter == "M":
        return True
    if one.letter == "C":
        return any(one.value == name for name, _ in people)
    return any(same_party(one.value, party) for _, party in people)
