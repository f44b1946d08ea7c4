"""Winning and losing by any words: a sentence says that somebody won, and nobody it can mean did.

The words alone decide that something was won or lost; who did it is read with charity: as long as one of those who can be meant
is the winner, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.clean.claims.agents import Placed, agents, is_now, is_of_contest, is_open
from flows.clean.claims.mentions import Mention
from flows.clean.claims.names import same_party
from flows.clean.claims.rules import EARLIER, Found, Sentence, is_real
from flows.clean.facts import ContestFacts

TAKING = (
    r"captur(?:es?|ed|ing)|seiz(?:es?|ed|ing)|snatch(?:es|ed|ing)?|nick(?:s|ed)?|pinch(?:es|ed)?|grab(?:s|bed|bing)?|swip(?:es?|ed)|tak(?:es?|en|ing)|took|won|wins?|winning|"
    r"gain(?:s|ed|ing)?|claim(?:s|ed|ing)?|clinch(?:es|ed)?|wrest(?:s|ed|ing)?|steals?|stole|stealing|regain(?:s|ed)?|reclaim(?:s|ed)?|recaptur(?:es?|ed)|poach(?:es|ed)?|"
    r"bag(?:s|ged)?|land(?:s|ed)?|scoop(?:s|ed)?|prised?|flip(?:s|ped)?|conquer(?:s|ed)?|annex(?:es|ed)?|lift(?:s|ed)|plunder(?:s|ed)|invad(?:es|ed)"
)
KEEPING = r"h[eo]ld(?:s|ing)?(?: on to| on)?|retain(?:s|ed|ing)?|ke(?:ep|eps|eping|pt)|cl[iu]ng(?:s|ing)? on(?: to)?|h[au]ng(?:s|ing)? on(?: to)?|defend(?:s|ed)|sav(?:es|ed)|cling(?:s|ing)? to"
PLACE = r"(?:S|seats?|constituency|by-?election|the (?:[a-z-]+ )?(?:town|city|port|borough|district|prize))"
SPAN = r"[^.;:,–CPKO]{0,45}?"
MP = r"(?:mp|member of parliament|member|lawmaker|representative)\b"
# each says by itself that somebody won this seat
WON = (
    re.compile(rf"\b(?:{TAKING}|(?P<keep>{KEEPING}))\b(?! (?:Q|N)| (?:his|her|their|a) seats?\b(?! from)){SPAN}\b{PLACE}\b(?! (?:council|in (?:the )?O)|(?:'s)? (?:ward|council|[a-z]+ ward))"),
    re.compile(r"\b(?:triumph(?:s|ed)?|romp(?:s|ed|ing)? (?:home|to|in)|storm(?:s|ed|ing)? (?:P|home|to|back|in\b|S)|cruis(?:es|ed|ing) (?:home|to)|sail(?:s|ed) home|coast(?:s|ed|ing) (?:home|to)|(?:sweeps?|swept) (?:home|to (?:victory|power)))\b"),
    re.compile(r"\b(?:(?:limp|stagger)(?:s|ed|ing) (?:over the line|home to (?:a )?(?:[a-z-]+ )?(?:victory|win))|(?:scrap|squeak|squeez|edg|inch|scrambl)(?:es?|s|ed|ing) (?:home|in(?! (?:second|third|fourth|fifth|last))|over the line|to (?:a )?(?:[a-z-]+ )?(?:victory|win)|through|it))\b"),
    re.compile(r"\b(?P<keep>cl[iu]ng(?:s|ing)? on|h[au]ng(?:s|ing)? on|h[eo]ld(?:s|ing)? on)\b"),
    re.compile(r"\b(?:wip(?:es?|ed|ing)|bl[eo]ws?|overturn(?:s|ed|ing)?|eras(?:es|ed|ing)|demolish(?:es|ed|ing)?|demolition of|obliterat(?:es|ed|ing)|overc[ao]mes?)\b[^.;]{0,40}\b(?:majority|cushion|lead|advantage|margin)\b"),
    re.compile(r"\b(?:h[eo]ld(?:s|ing)?|s(?:aw|ees?|eeing)|f(?:ought|ights?)) off (?:a challenge from )?(?:the )?(?:P(?:'s)? )?[CP]\b(?![^.;,]{0,40}\b(?:second|third|fourth))"),
    re.compile(r"\b(?:g[eo]ts? the nod|came out on top|comes? out on top|top(?:s|ped) the (?:poll|ballot)|emerg(?:es|ed) (?:victorious|the winner|on top)|(?:came|comes|finished|finishes) (?:first|top)\b(?! time))"),
    re.compile(rf"\b(?:is|are|as|be|becomes?|became|becoming)(?: now)? (?:the |our |your |S's |its |their |a )?(?:(?:new|newest|next|latest|[a-z]+'s|first|second|third|fourth|fifth|[a-z]*-?elected) )*(?:P )?{MP}(?: (?:for|of|in) (?:the )?)?(?:S|parliament|house|commons|westminster|here|,|\.|$)"),
    re.compile(r"\b(?:(?:is )?(?:headed|heading|off|bound|going|on (?:his|her|the) way) (?:for|to) (?:westminster|parliament|the (?:house of )?commons)|welcome to (?:parliament|westminster)|(?:takes?|took|will take) (?:his|her) seat in (?:parliament|the commons))\b"),
    re.compile(r"\b(?:be|becomes?|became|is) (?:S's|the|our|their|your|its) (?:new )?(?:voice|representative|man|woman) (?:in|at) (?:westminster|parliament|the commons)\b"),
    re.compile(r"\b(?:replac(?:es|ed)|succeed(?:s|ed)|t(?:akes|ook) over from|fills the shoes of) (?:her|him|M)\b(?! (?:as|in) (?!mp))"),
    re.compile(r"\b(?:crowned|hailed as|named|announced as|declared|proclaimed)(?: as)?(?: the)? (?:winner|victor)\b|\b(?:is to be|will be|was|be|were) sworn in\b"),
    re.compile(r"\b(?:declared|duly|was|were|been) (?:duly )?(?:elected|returned)\b(?! to (?!parliament|westminster|the (?:house of )?commons)| (?:to|as|unopposed) (?:the )?[a-z]* ?(?:council|mayor|leader))"),
    re.compile(r"\b(?:is|are|becomes?|became) the (?:newest|latest|new) P in (?:the (?:house|commons)|parliament|westminster)\b"),
    re.compile(r"\b(?:becomes?|became|becoming|is) (?:only |just )?(?:the |S's )?(?:[a-z]+ )?(?:[a-z]+ )?(?:person|woman|man|politician) (?:ever )?(?:to|who will) (?:sit for|represent|win|hold)\b"),
    re.compile(r"\b(?:turn(?:s|ed)|paint(?:s|ed)) S (?:red|blue|green|yellow|orange|gold|turquoise|teal|purple)\b"),
    re.compile(r"\b(?:celebrat(?:es?|ed|ing) (?:a |an |his |her |its |their )?(?:[a-z-]+ )?(?:victory|win|triumph)|pull(?:s|ed) off (?:N of )?(?:a |an |the )?(?:[a-z-]+ ){0,2}(?:victory|win|triumph|upset|coup|shock|heist|gain)s?|(?:secur|claim|scor|record|achiev)\w+ (?:a |an |the )?(?:[a-z-]+ ){0,3}(?:victory|win|triumph)\b)(?! (?:in|over|on) (?!S|the by-|this|the seat|the contest|the constituency|[CP]))"),
    re.compile(r"\b(?:(?:make|makes|made|making) (?:by-?election )?history|upset(?:s)? the odds|caus(?:es|ed) (?:a |an )?(?:[a-z-]+ )?(?:upset|sensation)|end(?:s|ed|ing) (?:[a-zN-]+ ){1,6}(?:of )?P(?:'s?)? (?:[a-zN-]+ )*?(?:rule|control|dominance|representation|reign|run|hold|grip))\b"),
)  # fmt: skip
NOT_WON = re.compile(
    r" for granted| (?:in|at) (?:N|all|most|some|several|every|each|many|half|both)\b|[^.;,]{0,50}\b(?:since|for (?:[a-zN]+ ){0,4}(?:years|decades|generations|century|terms?)|for N|until|throughout)\b|'s? (?:count|campaign|race)\b"
)
WON_BY = (
    re.compile(r"\b(?:is|are|was|now|back|stays?|stayed|remains?|returns?|returned|slips?|slipped|falls?|fell|passes|passed) (?:now |back )?(?:in|into|to) (?:the )?(?P<who>P)(?:'s?)? hands\b"),
    re.compile(r"\bhas (?:now )?(?:a|an|its|their) (?:new |first )?(?P<who>P) mp (?:this morning|today|now|again|tonight)\b"),
    re.compile(r"\bfirst (?P<who>P)(?: (?:mp|politician|candidate|woman|man|councillor))? (?:ever )?to (?:speak for|represent|sit for|win|hold|take|be returned (?:in|for)) S\b"),
    re.compile(r"\b(?:kept|held|won|took|retained|gained|captured|recaptured) (?:it|the seat|the constituency|S) (?:back )?for (?:the )?(?P<who>P)\b"),
    re.compile(r"\b(?:new|next|incoming) (?:member|deputy|representative|mp|lawmaker|legislator)(?: (?:for|of) S| (?:at|in|for) (?:westminster|parliament|the commons))? is (?:the )?(?:P(?:'s)? )?(?P<who>C)\b"),
    re.compile(r"\bbec(?:omes?|ame|oming) (?:the |its |their )?(?:[a-z-]+|R|N) (?P<who>P)(?: mp)? in the (?:commons|house)\b"),
    re.compile(r"\b(?:w[io]n|victory|triumph|gain|hold|success) (?:for|by) (?:the )?(?:[a-z-]+ ){0,2}(?P<who>[CP])\b"),
    re.compile(r"\b(?P<who>P)(?:'s?)? (?:(?!to )[a-zS-]+ )?(?:by-?election )?(?:triumph|victory|win|gain)\b"),
    re.compile(r"\bwinner\b[^.;CPKO]{0,60}\bwas (?:the )?(?:P(?:'s)? )?(?P<who>C)"),
    re.compile(r"\b(?:sent|elected|chose|returned|picked|send|elect|choose|preferred) (?:a |an |the )?(?:[a-z-]+ )?(?:P(?:'s)?,? )?(?:[a-z]+ )?(?P<who>C)\b,? (?:to (?:westminster|parliament|the (?:house of )?commons)|as (?:their|its|the|your|our)\b)"),
    re.compile(r"\b(?P<who>C) mp\b(?!,? (?:for|who|from|of) (?!S))|\bnewly[- ]elected (?P<who2>C)\b"),
    re.compile(r"\b(?:kept|keeps|keeping|stay(?:s|ed|ing)|remain(?:s|ed|ing)|put|leav(?:es|ing)|left) (?:S |the (?:seat|constituency) |it )?(?:firmly |safely )?in (?:the )?(?P<who>P)(?:'s?)? hands\b"),
    re.compile(r"\bwho (?:has )?(?:wiped|won|took|beat|overturned|ended|toppled|ousted|captured|turned|held|topped)\b[^.;CO]{0,60} (?:was|is) (?:the )?(?:P(?:'s)? )?(?P<who>C)\b"),
    re.compile(r"\bwelcome to (?:parliament|westminster),? (?:our new mp,? )?(?P<who>C)\b"),
    re.compile(r"\b(?:new|newest|latest|first) (?P<who>P) (?:mp\b|in (?:the )?(?:house|commons))"),
    re.compile(r"\b(?:lost|loses?|losing|conced(?:es|ed|ing)|surrender(?:s|ed)|g[oi]v(?:es|ing)|gave|fell|falls|went|goes|passed|turns|turned|switched|swung|deserted)\b[^.;CO]{0,40}? to (?:the )?(?P<who>P) (?:by N|on Q|in|with|after|and|as)"),
)  # fmt: skip
LOST = re.compile(
    r"\b(?:lost|lose|loses|losing|los(?:t|es) control of|surrender(?:s|ed|ing)?|conced(?:es?|ed|ing)|forfeit(?:s|ed))\b(?![^.;:]{0,20}deposit)(?:(?! but | and | while )[^.;:,–CPKO]){0,45}?\b(?:S|seat|constituency|stronghold|citadel|heartland|safest|bluest|reddest)\b(?! by-?election|(?:'s)? (?:ward|council))"
)
WAS_HELD = (
    re.compile(r"\b(?:no(?:body| one| N|ne)?|any(?:one|body|thing)?|nothing|never) (?:else )?(?:but|except|other than) (?:a |an |the )?(?P<party>P)\b"),
    re.compile(r"\byears of (?:[a-z-]+ )?(?P<party>P)(?:'s?)? (?:rule|control|dominance|representation|tenure|domination)\b"),
    re.compile(r"\b(?:from )?under (?:the )?(?P<party>P)(?:'s?)? (?:nose|noses|feet)\b"),
    re.compile(r"\b(?P<party>P)(?:'s?)? (?:citadel|stronghold|fortress|bastion|heartland|fiefdom|fief)\b"),
    re.compile(r"\b(?:seat|constituency|S) (?:that |which )?(?:the )?(?P<party>P)(?: party)? (?:had|has|have|were|was)\b(?! (?:never|not|hoped|come|targeted|lost))(?: [a-z]+){0,3}? (?:held|treated|regarded|counted|thought|represented|owned|controlled|defending|taken for granted|seen|considered)\b"),
    re.compile(r"\b(?P<party>P)(?:'s?)? (?:[a-z-]+ ){0,2}(?:grip|hold|stranglehold|reign|dominance) (?:on|over) (?:the seat|S|the constituency)\b"),
    re.compile(r"\bS, (?:solidly |long |once |always )?(?P<party>P) (?:for|since)\b"),
    re.compile(r"\b(?:robb(?:ed|ing)|stripp(?:ed|ing)|reliev(?:ed|ing)|depriv(?:ed|ing)) (?:the )?(?P<party>P) of (?:a|the|this|one|their|its) (?:[a-z-]+ )?(?:seat|constituency|S)\b"),
    re.compile(r"\b(?:boot(?:s|ed)|kick(?:s|ed)|throw(?:s|n)|threw|turf(?:s|ed)|chuck(?:s|ed)) (?:the )?(?P<party>P) out\b"),
    re.compile(r"\b(?:place|town|seat|constituency|S) (?:that |which )?(?:the )?(?P<party>P) (?:had|have|has) (?:represented|held) since\b"),
    re.compile(r"\b(?:had|has) been (?P<party>P)(?:-held|'s?)? (?:since|for (?:N|decades|more|over|nearly|almost|generations|a))"),
    re.compile(r"\b(?:by-?election )?gains? from (?:the )?(?P<party>P)\b"),
    re.compile(r"\b(?P<party>P)(?:'s?)? (?:[a-z-]+ )?loss of (?:S|the (?:seat|constituency))\b"),
    re.compile(r"\b(?:S|seat|constituency|this one|it) (?:away |back )?from (?:the )?(?P<party>P)(?= by N|,|\.|$| on Q| in the by-?election)"),
)  # fmt: skip


def victories(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """Who is said to have won, where nobody the sentence can mean did."""
    text = sentence.text
    if all(is_winning(one, contest) for _, one in placed if one.letter in "CP"):
        return
    for rule in WON:
        for match in rule.finditer(text):
            if NOT_WON.match(text, match.end()) or is_open(sentence, match.start()):
                continue
            if not may_be_claimed(sentence, placed, contest, match.start(), match.end()):
                continue
            can = agents(sentence, placed, match.start())
            can = [one for one in can if not (one[1].letter == "P" and any(C.letter == "C" for _, C in can))] or can
            if can and not any(is_winning(one, contest) for _, one in can):
                yield won(*can[-1], match.end())
    for rule in WON_BY:
        for match in rule.finditer(text):
            group = "who" if match["who"] else "who2"
            place = match.start(group)
            one = sentence.mention(match, group)
            if re.match(r"[^.,;]{0,30}\b(?:would|could|might|will|is not|was not|had|has been)\b", text[match.end() :]):
                continue
            if may_be_claimed(sentence, placed, contest, match.start(), match.end()) and not is_winning(one, contest):
                yield won(place, one, match.end())


BEATEN = re.compile(
    r"\b(?:lost (?:out\b|by N|to (?:the |P(?:'s?)? )?[CP]|(?:the )?(?:seat|contest|race|S)\b(?! (?:in Y|to)))|loses (?:by N|to|the seat|S)|fell short|fallen short|missed out|conceded defeat|"
    r"(?:was|were|been) (?:swept aside|left trailing|turfed out|thrown out|booted out|kicked out|sent packing)|trail(?:ed|s) in (?:second|behind)|ousted (?:from|by))\b"
)


def defeats(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """The winner said to have lost, where nobody else can be meant."""
    text = sentence.text
    for match in BEATEN.finditer(text):
        if is_open(sentence, match.start()) or not may_be_claimed(
            sentence, placed, contest, match.start(), match.end()
        ):
            continue
        can = agents(sentence, placed, match.start())
        owners = (contest.result.gained_from, contest.outgoing_party)
        if not can or not all(is_winning(one, contest) and is_known(contest) for _, one in can):
            continue
        at, one = can[-1]
        if (
            one.letter == "P"
            and contest.result.outcome != "hold"
            and any(same_party(one.value, owner) for owner in owners)
        ):
            continue  # it had lost the seat before it was won
        claim = "beaten_candidate" if one.letter == "C" else "beaten_party"
        yield Found(
            claim,
            at,
            match.end(),
            one.value,
        ).of(one)


def is_known(contest: ContestFacts) -> bool:
    return contest.result.winner is not None and contest.result.winning_party is not None


GAINED = re.compile(
    r"\b(?:gain(?:s|ed|ing)?|captur(?:es?|ed|ing)|seiz(?:es?|ed|ing)|snatch(?:es|ed|ing)?|wrest(?:s|ed|ing)?) (?:(?:the )?seat|S|the constituency)\b(?! (?:by-?election|in (?:Y|the)))"
)


def gains(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """The winner said to have gained a seat that was the party's already."""
    if contest.result.outcome != "hold":
        return
    for match in GAINED.finditer(sentence.text):
        can = agents(sentence, placed, match.start())
        if can and is_winning(can[-1][1], contest) and may_be_claimed(sentence, placed, contest, *match.span()):
            yield Found("outcome", can[-1][0], match.end(), "gain")


def may_be_claimed(sentence: Sentence, placed: Placed, contest: ContestFacts, start: int, end: int) -> bool:
    return is_of_contest(sentence, placed, contest, start) and is_now(sentence, start, end)


def is_winning(one: Mention, contest: ContestFacts) -> bool:
    """True also where nobody knows who won."""
    result = contest.result
    if one.letter == "C":
        return result.winner is None or one.value == result.winner
    return result.winning_party is None or same_party(one.value, result.winning_party)


def won(place: int, one: Mention, end: int) -> Found:
    if one.letter == "C":
        return Found("winner", place, end, one.value, candidate=one.value)
    return Found("winning_party", place, end, one.value, party=one.value)


def losses(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """Which party is said to have lost the seat, or to have had it, where it was another."""
    text = sentence.text
    if "P" not in text:
        return
    owner = contest.result.gained_from or (contest.result.winning_party if contest.result.outcome == "hold" else None)
    owners = [one for one in (owner, contest.outgoing_party) if one]
    if not owners:
        return
    for match in LOST.finditer(text):
        if not may_be_claimed(sentence, placed, contest, match.start(), match.end()):
            continue
        can = [(at, one) for at, one in agents(sentence, placed, match.start()) if one.letter == "P"]
        lost = contest.result.outcome != "hold" and any(
            same_party(one.value, owner) for _, one in can for owner in owners
        )
        if can and not lost and (contest.result.outcome != "hold" or len(can) == 1):
            at, one = can[-1]
            yield Found("outcome", at, match.end(), f"gain from {one.value}", other_party=one.value)
    for rule in WAS_HELD:
        for match in rule.finditer(text):
            one = sentence.mention(match, "party")
            denied = rule is not WAS_HELD[0] and not is_real(sentence, *match.span())
            if denied or not is_of_contest(sentence, placed, contest, match.end()):
                continue
            if not any(same_party(one.value, owner) for owner in owners):
                yield Found("held_before", *match.span(), one.value, party=one.value, election=EARLIER)


COLOURED = re.compile(
    r"\b(?:S|seat|constituency) (?:(?:has|have|now) )?(?:turn(?:s|ed)?|st(?:ays|ayed)|remain(?:s|ed)?|go(?:es|ne)|went|is|is now|is still) (?:from [a-z]+ to )?(?P<colour>red|blue|green|yellow|orange|turquoise|purple)\b"
    r"|\b(?:turn(?:s|ed|ing)?|paint(?:s|ed|ing)) S (?:from [a-z]+ to )?(?P<paint>red|blue|green|yellow|orange|turquoise|purple)\b"
)
COLOURS = {
    "Labour": ("red",),
    "Conservative": ("blue",),
    "Green": ("green",),
    "Liberal Democrats": ("yellow", "orange"),
    "Reform UK": ("turquoise", "blue"),
    "Scottish National Party": ("yellow",),
    "Plaid Cymru": ("green",),
    "UK Independence Party": ("purple",),
}


def colours(sentence: Sentence, placed: Placed, contest: ContestFacts) -> Iterator[Found]:
    """A seat said to turn, or to stay, a colour that is not its winner's."""
    own = next((one for party, one in COLOURS.items() if same_party(party, contest.result.winning_party)), None)
    for match in COLOURED.finditer(sentence.text) if own else ():
        colour = match["colour"] or match["paint"]
        if own and colour not in own and may_be_claimed(sentence, placed, contest, *match.span()):
            party = next(party for party, all_of in COLOURS.items() if colour in all_of)
            yield Found("winning_party", *match.span(), party, party=party)
