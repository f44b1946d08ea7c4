"""What a sentence of an article claims about an election, read by rules over its abstract (`flows.clean.claim_mentions`).

In the abstract C is a candidate, P a party, N a count, Q a share, S this seat, M its outgoing member, Y a year, D a decade,
K somebody unknown, O another contest, R a ratio.  Which election a claim speaks of is decided by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.clean.claim_mentions import Abstract, Mention
from flows.clean.printed_figures import Figure

THIS, EARLIER, UNCLEAR = "this", "earlier", "unclear"
W = r"[a-z0-9'é-]+"  # a word that is no mention
APPOSITION = r"(?:,? \([^()]{0,40}\))?(?:,? (?:of|for|from) (?:the )?P\b)?(?:,(?: [^,.;:]{1,80},)?)?"
AUX = (
    r"(?:(?:has|have|had|is|are|was|were|'s|'ve|also|then|today|yesterday|now|just|finally|later|managed to|went on to|"
    r"[a-z]{2,}ly|on (?:thursday|friday)|last night|duly) ){0,4}"
)
WHO = r"(?P<who>[CPKM])(?: party)?"
NAMED = rf"(?:the )?(?:(?:{W} ){{0,2}}P(?:'s?)? ?)?(?:(?:candidate|rival|challenger|opponent|hopeful|contender|nominee|newcomer|incumbent)s? )?"
SEAT = (
    rf"(?:(?:the|this|that|a|its|their|what had been) )?(?:(?!(?:in|of|for|to|from|at|on|with|by|and|votes?|people|control|voters)\b)(?:{W}|P) ){{0,3}}?"
    r"(?:S(?:'s)?(?: (?:seat|constituency|by-?election|contest))?|seat|constituency|by-?election|contest)\b(?! in (?:the )?[YO]| R\b| N times)"
)
ITSELF = r"(?:S(?: (?:seat|constituency|by-?election|contest))?|seat|constituency|by-?election|contest)"
TAKE = (
    r"(?:won|wins?|winning|takes?|took|taken|taking|claim(?:ed|s)?|claiming|seiz(?:ed|es?|ing)|snatch(?:ed|es|ing)?|captur(?:ed|es?|ing)|"
    r"gain(?:ed|s|ing)?|clinch(?:ed|es|ing)?|secur(?:ed|es|ing)|wrest(?:ed|s|ing)?|grab(?:bed|s|bing)?|(?:triumph|prevail)(?:ed|s)? in|"
    r"pick(?:ed|s|ing)? up|stole|steals?|swip(?:ed|es?|ing)|nab(?:bed|s)|bagg?(?:ed|s)|scoop(?:ed|s)|flip(?:ped|s|ping)?|"
    r"(?:romp|storm|cruise|sail|coast|sweep|swept|power|surge|sw(?:e|u)pt)(?:ed|s|d)? (?:home|to (?:a (?:\w+ )?)?(?:victory|win)) in|victorious in|topp(?:ed|s) the poll in)"
)
KEEP = (
    r"(?:held on(?:to| to| in)?|holds? on(?:to| to| in)?|clung on(?:to| to| in)?|clings? on(?:to| to| in)?|hung on(?: to| in)?|"
    r"held|holds?|retain(?:ed|s)?|retaining|kept|keeps?|keeping|defended|saved|holding)"
)
TRIUMPH = (
    r"(?:won|wins|triumph(?:ed|s)|prevailed|(?:romp|storm|cruis|sail|coast|power|surg|squeak|scrap|squeez|clung|limp)(?:e?d|s|es)? "
    r"(?:home|in|to (?:a |an )?(?:[a-z-]+ )?(?:victory|win))|swept (?:in|to (?:a )?(?:victory|power)|home)|emerged victorious|came (?:out on top|first)|topped the poll)"
)
BEAT = (
    r"(?:defeat(?:ed|s|ing)?|beat(?:s|ing)?|saw off|sees off|seeing off|oust(?:ed|s|ing)?|trounc(?:ed|es|ing)|thrash(?:ed|es|ing)|"
    r"edg(?:ed|es|ing) (?:out|past)|pip(?:ped|s|ping)|toppl(?:ed|es|ing)|overc(?:ame|omes|oming)|rout(?:ed|s|ing)|crush(?:ed|es|ing)|"
    r"finish(?:ed|es|ing) ahead of|vanquish(?:ed|es|ing)|unseat(?:ed|s|ing)?)"
)
GOT = (
    r"(?:poll(?:ed|s|ing)|receiv(?:ed|es|ing)|won|winning|got|getting|took|taking|secur(?:ed|es|ing)|pick(?:ed|ing) up|attract(?:ed|ing)|"
    r"garner(?:ed|ing)|amass(?:ed|ing)|gain(?:ed|ing)|scor(?:ed|ing)|collect(?:ed|ing)|bagg(?:ed|ing)|gather(?:ed|ing)|managed|"
    r"obtain(?:ed|ing)|record(?:ed|ing)|claim(?:ed|ing)|captur(?:ed|ing)|mustered|notched up|racked up|was on|were on|on)"
)
RANK = {"runner-up": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
TALLY = r"(?:(?:a total of|a|just|only|a mere|an impressive|a massive) )*"
PREVIOUS = re.compile(
    r"overturn|wip(?:ed|ing)|defend|previous|last time|had been|inherit|eras(?:ed|ing)|demolish|destroy|overc[ao]m|sat on|sitting on|enjoyed|"
    r"former|demolition|evaporat|vanish|held by|swept aside|swept away|comfortable majority|won in Y|had won|were defending|went into|wiping|wipe out|eaten into"
)
THEN = re.compile(
    r"(?:\b(?:in|at|of|from|on|since|won in|back in|during) (?:the )?(?:(?:december|june|may|july|last|previous) )?Y\b(?: general election| election| poll| contest)?|"
    r"(?:at|in) the (?:last|previous|preceding) (?:general )?(?:election|contest|poll)|last time|at the general election|only last year|two years ago|"
    r"(?:than|on|from) (?:at |in )?(?:the )?(?:last|Y) (?:general )?election|Y general election|Y election)"
)
FOREIGN = re.compile(
    r"local elections?|council(?:s|lors)? (?:elections?|seats?|by-?elections?|control)|(?:county|borough|city|district|unitary) council|on the council|mayoral|"
    r"mayoralty|police and crime|assembly elections?|(?:holyrood|senedd|scottish parliament) elections?|opinion polls?|(?:latest|new|recent|a|one|the) (?:[a-z-]+ )?(?:opinion )?(?:poll|survey) "
    r"(?:by|put|puts|from|for|gave|gives|suggest|showed|shows|found)|latest poll|yougov|ipsos|savanta|opinium|survation|nationally|national(?:ly)? (?:share|polls?|swing|vote|turnout)|"
    r"across (?:the country|britain|england|scotland|wales|the uk)|\bward\b|referendum|\bown (?:[a-z]+ )?(?:seat|constituency)\b"
)
GOVERNMENT = re.compile(
    r"(?:commons|working|overall|parliamentary|governing|government's|landslide|N-seat|N seat|national) majority|majority (?:of|in) (?:the )?(?:commons|parliament|house|mps|seats|voters|people|members)|"
    r"majority of N (?:seats|mps)|majority of (?:N )?(?:in|for) the (?:commons|government|house)"
)
UNREAL = re.compile(
    r"\b(?:could|would have|would|might|if|unless|expected|expects?|expecting|hop(?:e|es|ed|ing)|predict(?:s|ed|ing|ion)?|forecasts?|projected|projections?|bookmakers?|"
    r"bookies|odds|needs?|needed|required?|fail(?:s|ed|ing)? to|did not|didn't|not|never|cannot|can't|set to|on course|likely|chance of|bid to|vow(?:s|ed)|"
    r"promis(?:es|ed)|pledg(?:es|ed)|threaten(?:s|ed)|risk|fears?|aim(?:s|ed|ing)? to|tipped|favourites?|suggest(?:s|ed)?|want(?:s|ed)? to|trying to|try to|urged|"
    r"should|whether|can|without|neither|nor|no|far from|battle to|fight(?:ing)? to|hoped)\b(?! (?:fewer|less|more) than)"
)


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

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around two positions begins and ends."""
        begin = max(self.text.rfind(mark, 0, start) for mark in (",", ";", ":", "–", "(", " but ", " while ", " as "))
        stops = [
            place for mark in (",", ";", ":", "–", ")", " but ", " while ") if (place := self.text.find(mark, end)) >= 0
        ]
        return begin + 1, min(stops, default=len(self.text))


Rule = Callable[[Sentence], Iterator[Found]]


def is_real(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words state a fact: no forecast, wish, condition or denial in the clause up to their end."""
    begin, stop = sentence.clause(start, end)
    return not UNREAL.search(sentence.text, begin, end) and not re.search(
        r"poll suggest|\bpredict|\bforecast|\bprojected|\bbookmakers?\b|\bif repeated", sentence.text[end : stop + 40]
    )


def time_of(sentence: Sentence, start: int, end: int) -> tuple[str, int | None]:
    """Which election words speak of: "this", or "earlier" with its year, None where only "the last election" is said."""
    _, stop = sentence.clause(start, end)
    text = sentence.text
    after = THEN.search(text, end, stop)
    if after and after.start() - end <= 40 and not re.match(r"since", after[0]):
        return dated(sentence, after)
    opening = re.match(
        rf"(?:\"|back |and |but )?(?:in|at|during|after) (?:{W} ){{0,2}}(?:Y|general election|last election)(?: general election)?,? ",
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


# --- who won ------------------------------------------------------------------------------------------------------

WINS = [
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:{TAKE}|(?P<keep>{KEEP})) {SEAT}(?! (?:since|for (?:N|Y|decades|years|more|over|nearly|almost)))"),
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:{TRIUMPH}|(?P<keep>clung on|clings on|held on|held off))(?= (?:with|by|on|in S|after|for|over|to)\b|,|\.|$|;)"),
    re.compile(
        rf"\b{ITSELF} (?:(?:has|have|had|was|is|were|been|also|narrowly|[a-z]+ly) ){{0,4}}(?:won|taken|captured|gained|snatched|seized|claimed|clinched|"
        rf"(?P<keep>held|retained))(?: from (?:the )?P)? by {NAMED}(?P<who>[CPK])"
    ),
    re.compile(rf"\b{ITSELF} (?:(?:has|have|was|is|been|has been|also|[a-z]+ly) ){{0,3}}(?:fell|fallen|falls|went|gone|goes|passed|swung|switched|turned) (?:from (?:the )?P )?(?:in)?to {NAMED}(?P<who>[CP])"),
    re.compile(r"\b(?P<who>[CPK])(?:'s?) (?:[a-z-]+ ){0,3}(?:victory|win|triumph)\b(?! (?:in|at) (?:the )?[OY])"),
    re.compile(rf"\b(?:victory|win|triumph|success) for {NAMED}(?P<who>[CP])\b(?! in (?:the )?[OY])"),
    re.compile(
        rf"\b(?P<who>[CK]){APPOSITION},? {AUX}(?:(?:been|be) )?(?:elected|returned|(?:declared|named|announced|confirmed)(?: as)?(?: the)?(?: new)? "
        r"(?:winner|elected|victor|mp))\b(?! (?:(?:to|as) )?(?:the )?(?:[a-z]+ )?(?:council|mayor|leader|chair|president|deputy|assembly))"
    ),
    re.compile(r"\b(?:new|newly[- ]elected|newest|next) (?:P )?mp(?: for S)?,? (?:(?:is|will be|was named as) )?(?:P(?:'s)? )?(?P<who>[CK])\b"),
    re.compile(rf"\b(?P<who>[CK]){APPOSITION},? {AUX}(?:is|becomes?|became|become|will be|will become|as) (?:the |S's |your )?(?:S's )?(?:(?:new|next|first|newest|P) )+mp\b"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? {AUX}(?:pull(?:ed|s) off|scor(?:ed|es)|secur(?:ed|es)|claim(?:ed|s)|clinch(?:ed|es)|celebrat(?:ed|ing)|achiev(?:ed|es)|record(?:ed|s)|land(?:ed|s)|won|snatch(?:ed|es)) "
               rf"(?:a |an |the )?(?:[a-z-]+ ){{0,3}}(?:victory|win|triumph|gain)\b(?! in (?:the )?[OY])"),
    re.compile(rf"(?:gives?|gave|giving|handed|handing) (?:the )?{NAMED}(?P<who>[C]) a (?:[a-z-]+ ){{0,2}}majority"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? {AUX}(?:overturn|wip|eras|demolish|destroy|overc)(?:ed|es?|s|ame)\b(?=[^.;]{{0,40}}majority)"),
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:saw off|sees off|beat|beats|defeated|fought off|held off|holds off|overcame|overturned|survived|came from|came through)[^.;]{{1,70}}? to (?:(?P<keep>hold|retain|keep|cling on (?:to|in))|take|win|gain|seize|snatch|claim|capture) {SEAT}"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? (?:was|is|were|are|emerged(?: as)?) (?:the |a )?(?:[a-z]+ )?(?:winners?|victors?|victorious)\b(?! (?:of|in) (?:a|an|last|the (?!by|S|seat|contest)))"),
    re.compile(rf"\b(?:delivered|handed|gave|gives|hands|giving|handing) (?:{SEAT}) to (?:the )?{NAMED}(?P<who>[CP])\b"),
    re.compile(rf"\b(?:losing|lost|loses|surrendering|conceding) {SEAT} to (?:the )?{NAMED}(?P<who>[CP])\b"),
    re.compile(rf"^(?:BREAKING: )?(?:the )?(?P<who>P) (?:gain|(?P<keep>hold))s?\b(?! (?:council|seats|N|control|talks|on (?!to)))"),
]  # fmt: skip
TAKING = r"w[oi]n|t[ao][ko]|claim|sei[sz]|snatch|captur|gain|clinch|secur|wrest|grab|umph in|vail|pick|st[oe][la]|swip|nab|bag|scoop|flip| in|topp"
KEEPING = r"h[eo]ld|retain|kept|keep|cl[ui]ng|hung|defend|saved"
# what the sentence must have for each of WINS to be tried: a word costs less to look for than a rule
WIN_CUES = tuple(
    re.compile(words)
    for words in (
        rf"(?:{TAKING}|{KEEPING})[^;]*(?:S|seat|constituency|election|contest)",
        r"won|wins|umph|prevail|home|victor|swept|storm|emerged|came|topped|cl[ui]ng|held o",
        r" by ",
        r"f[ae]ll|went|gone|goes|pass|sw[ui]ng|switch|turn",
        r"victory|win\b|triumph",
        r"(?:victory|win|triumph|success) for",
        r"elected|returned|declared|named|announced|confirmed",
        r"\bmp\b",
        r"\bmp\b",
        r"victory|win\b|triumph|gain",
        r"g[ia]v|hand",
        r"overturn|wip|eras|demolish|destroy|overc",
        r" to (?:hold|retain|keep|cling|take|win|gain|seize|snatch|claim|capture) ",
        r"winner|victor",
        r"deliver|hand|g[ia]v",
        r"los|surrender|conced",
        r"^(?:breaking: )?(?:the )?P (?:gain|hold)",
    )
)
BEATS = re.compile(
    rf"\b(?P<who>[CPK]){APPOSITION},? {AUX}{BEAT} (?P<named>{NAMED})(?P<whom>[CPK])(?! (?:leader|candidates|voters))(?: into (?P<rank>second|third|fourth|fifth))?"
)
PARTICIPLE_BEATS = re.compile(
    rf"\b(?:beating|defeating|seeing off|ousting|edging out|trouncing|pipping) (?P<named>{NAMED})(?P<whom>[CK])\b(?: (?:of|for) (?:the )?P)?(?: into (?P<rank>second|third|fourth|fifth))?"
)
IS_BEATEN = re.compile(
    rf"\b(?P<whom>[CP]){APPOSITION},? {AUX}(?:was|were|been|is|are) (?:[a-z]+ly )?(?:beaten|defeated|ousted|routed|unseated)(?: (?:by|at the hands of) {NAMED}(?P<who>[CP]))?(?! into)"
)
SUBJECT = re.compile(rf"\b(?P<who>[CP]){APPOSITION},? {AUX}{BEAT} ")


def winners(sentence: Sentence) -> Iterator[Found]:
    """Who won: a person, a party, or both when the party stands beside the person."""
    text = sentence.text
    for rule, cue in zip(WINS, WIN_CUES, strict=True):
        if not cue.search(text):
            continue
        for match in rule.finditer(text):
            yield from win(sentence, match, keeps=bool(match.groupdict().get("keep")))


def win(sentence: Sentence, match: re.Match[str], *, keeps: bool) -> Iterator[Found]:
    start, end = match.span()
    if not is_real(sentence, start, end) or re.search(
        r"\b(?:previously|once|first|earlier|formerly)\b (?!mp)", match[0]
    ):
        return
    election, year = (
        time_of(sentence, start, end)
        if not re.search(r"\b(?:overturn|wip|eras|demolish|destroy|overc)(?:ed|es?|s|ame)$", match[0])
        else (THIS, None)
    )
    who = sentence.mention(match, "who")
    figure = None
    if who.letter == "K":
        of_seat = (
            re.search(r"candidate|\bmp\b|by-?election", sentence.text) if election == THIS else "S" in sentence.text
        )
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
            election, year = time_of(sentence, *match.span())
            if election == UNCLEAR:
                continue
            whom = sentence.mention(match, "whom")
            place = match.start("whom")
            named = match.start("named") if groups.get("named") is not None else place
            rank = RANK.get(groups.get("rank") or "")
            if rank and (rank > 2 or whom.letter == "P"):
                yield Found("placed", place, match.end(), str(rank), candidate=whom.value if whom.letter != "P" else None,
                            party=whom.value if whom.letter == "P" else None, election=election, year=year)  # fmt: skip
            elif whom.letter == "P":
                yield Found(
                    "beaten_party", named, match.end(), whom.value, party=whom.value, election=election, year=year
                )
            else:
                second = rank == 2 or re.match(r" by (?:[a-z]+ )*N| to win by", text[match.end() :])
                claim = "runner_up" if second else "beaten_candidate"
                yield Found(claim, named, match.end(), whom.value, candidate=whom.value, election=election, year=year)
                if (party := attached(sentence, place)) and groups.get("named"):
                    yield Found("beaten_party", named, match.end(), party.value, candidate=whom.value, party=party.value,
                                election=election, year=year)  # fmt: skip
            if groups.get("who") and (rank or 2) == 2 and groups["who"] != "K":
                who = sentence.mention(match, "who")
                claim = "winning_party" if who.letter == "P" else "winner"
                yield Found(claim, match.start(), match.end(), who.value, candidate=who.value if who.letter == "C" else None,
                            party=who.value if who.letter == "P" else None, election=election, year=year)  # fmt: skip


ATTACHED_BEFORE = re.compile(
    r"(?P<former>(?:former|ex-?) ?)?(?P<party>P)(?: – |: |'s? |(?:'s)? (?:candidate|rival|challenger|opponent|hopeful|contender|nominee|newcomer)s?,? )$"
)
THEIR_CANDIDATE = re.compile(r"(?P<party>P)\b[^.;CKPO]{0,40}\b(?:their|its) (?:[a-z]+ )?candidate,? $")
ATTACHED_AFTER = re.compile(
    r"C(?:'s)?(?:,? \(?(?P<party>P)[,)]|,? (?:of|for|from) (?:the )?(?P<of>P)\b|(?: \([^()P]{1,30}\))?, (?:the|a) (?:[a-z-]+ ){0,2}(?P<the>P)(?:'s)? (?:candidate|contender|hopeful|challenger|nominee)\b)"
)


def attached_at(sentence: Sentence, place: int) -> int | None:
    """Where the party stands beside the candidate at this position: "P candidate C", "P's C", "C (P)", "C, of P"."""
    text, back = sentence.text, max(0, place - 80)
    before = ATTACHED_BEFORE.search(text, max(0, place - 40), place)
    if before and not before["former"]:
        return before.start("party")
    theirs = THEIR_CANDIDATE.search(text, back, place)
    if theirs:
        return theirs.start("party")
    after = ATTACHED_AFTER.match(text, place)
    if after is None:
        return None
    group = next(name for name in ("party", "of", "the") if after[name])
    leads = group == "of" and re.match(r".{0,20}(?:lead|seat|control)", text[after.end() : after.end() + 30])
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


# --- hold, gain, what was there before ------------------------------------------------------------------------------

FROM = re.compile(
    rf"\b(?:(?P<who>[CP])(?: party)?{APPOSITION},? {AUX})?(?:{TAKE}) {SEAT}(?: [a-z-]+ly)? (?:away )?(?:back )?from (?:the )?(?P<lost>P)\b"
)
GAIN_FROM = re.compile(
    r"\b(?P<who>P)?(?: (?:party|candidate))? ?gain(?:s|ed)?(?: (?:of )?(?:S|the seat|it))?(?: in S)? from (?:the )?(?P<lost>P)\b"
)
LOST = re.compile(
    rf"\b(?P<lost>P)(?: party)?(?:,(?: [^,.;:]{{1,60}},)?)? {AUX}(?:lost|lose|loses|losing|surrender(?:ed|s)|ceded|relinquished|been ousted in|ousted in) {SEAT}(?: to (?:the )?(?P<who>P))?"
)
LOSING = re.compile(
    rf"^[^CKO]{{0,30}}\b(?P<lost>P)\b[^.;CKOP]{{0,60}}, (?:losing|surrendering|conceding) {SEAT} to (?:the )?(?P<who>P)\b"
)
SEAT_LOST = re.compile(
    rf"\b{ITSELF} (?:has |was |is )?(?:fell|fallen|falls|went|gone|goes|passed|switched|swung|been lost|lost) from (?:the )?(?P<lost>P) to (?:the )?(?P<who>P)\b"
)
GAINS = (
    (FROM, re.compile(r"from (?:the )?P")),
    (GAIN_FROM, re.compile(r"gain")),
    (LOST, re.compile(r"los[te]|surrender|ceded|relinq|ousted")),
    (LOSING, re.compile(r", (?:los|surr|conc)")),
    (SEAT_LOST, re.compile(r"from (?:the )?P to")),
)
HELD_CUE = re.compile(r"held|control|seat|stronghold|heartland|S (?:has|had|was)")
HELD_BEFORE = [
    re.compile(r"\bseat (?:(?:that|which) )?(?:(?:has|had|was|is|been|previously|formerly|long|once|traditionally) ){0,4}(?:under (?:the )?(?P<a>P)(?:'s?)? control|held by (?:the )?(?P<b>P)|(?:been )?(?P<c>P)(?:-held)?)\b"),
    re.compile(r"\b(?:previously|formerly|traditionally|long|was|is|the|a) (?P<a>P)[ -]held (?:seat|constituency|S)\b"),
    re.compile(r"\b(?:a|the|this|one of the) (?:former(?:ly)? |once |previously |normally |usually |ultra-?)?(?:safe(?:st)?|true-blue|rock-solid|solid) (?P<a>P) (?:seats?|stronghold|heartland)\b"),
    re.compile(r"\bS (?:(?:has|had) been|was|has been|had been) (?:a |an )?(?:(?:safe|solid|rock-solid) )?(?P<a>P)(?: (?:seat|constituency|stronghold))?\b(?! (?:candidate|voters|supporters))"),
    re.compile(r"\b(?:S|the seat|it|constituency) (?:(?:has|had|was) )?(?:been )?held by (?:the )?(?P<a>P)\b"),
    re.compile(rf"\b(?P<a>P) (?:had|has|have) (?:{W} )?held (?:the seat|S|the constituency|it)\b"),
]  # fmt: skip
THE_PARTY_HELD = re.compile(
    r"\bremained (?:under (?:the )?(?:party's|(?P<a>P)(?:'s?)?) control|(?P<b>P)|in (?:the )?(?P<c>P)(?:'s?)? hands) (?:at|in|after) (?:the )?(?P<year>Y)?"
)


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
            if election != THIS or re.search(r"\bhad\b", match[0]):
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
                rf"\b(?:taking|took|take|taken|winning|won|seizing|seized|snatching|gained|gaining) (?:a|the) $",
                text[:begin],
            )
            if taking and is_real(sentence, taking.start(), match.end()):
                yield Found("outcome", taking.start(), match.end(), f"gain from {party.value}", other_party=party.value)
            election, year = time_of(sentence, *match.span())
            yield Found("held_before", taking.start() if taking else begin, match.end(), party.value, party=party.value,
                        election=EARLIER, year=year if election == EARLIER else None)  # fmt: skip
    for match in THE_PARTY_HELD.finditer(text):
        group = next((group for group in "abc" if match[group]), None)
        before = [one for one in sentence.mentions(0, match.start()) if one.letter == "P"]
        party_mention = sentence.mention(match, group) if group else before[-1] if before else None
        if party_mention is not None:
            year_figure = sentence.mention(match, "year").figure if match["year"] else None
            yield Found("held_at_election", match.start(), match.end() + len(" general election") * text.startswith(" general election", match.end()), party_mention.value,
                        party=party_mention.value, election=EARLIER, year=int(year_figure.value) if year_figure else None)  # fmt: skip


# --- figures --------------------------------------------------------------------------------------------------------

MAJORITY = re.compile(
    rf"\bmajority(?: [a-z-]+){{0,4}}? (?:of|was|is|at|to|by|stood at|stands at) {TALLY}(?P<a>N)(?: votes)?(?! (?:seats|mps|per|in the commons))"
    rf"|(?P<b>N)[ -](?:votes?[ -])?(?:strong )?(?:{W} )?majority\b"
    rf"|\bmargin(?: of (?:victory|defeat))?(?: [a-z]+){{0,2}}? (?:of|was|to) {TALLY}(?P<c>N)(?: votes)?"
    rf"|(?P<d>N)[ -]votes? (?:margin|win|victory|lead|triumph|defeat)\b"
    rf"|\b(?:won|wins|win|victory|held|held on|clung on|home|beat|beaten|defeated|defeat|lost|lose|lost out|triumphed|retained|triumph|hold|took|P|C|S|K|seat|by-?election|second|place|contest|in|winning|candidate|rival)(?:,| there)? (?P<by>by {TALLY}(?P<e>N)(?: votes)?)\b(?! (?:per|points?|to N|years|seats))"
    rf"|(?P<f>N) (?:more )?votes (?:ahead of|clear of|more than|behind|in front of|short of)\b"
    rf"|\b(?:ahead of|behind) [CP](?:'s)? by {TALLY}(?P<g>N)(?: votes)?"
    rf"|\bmajority (?:slashed|cut|trimmed|reduced|fell|falls|dropped|shrank|shrunk|down|rose|increased|grew|soared|up)(?: [a-z]+){{0,2}}? from (?P<h>N)(?: votes)? to (?P<i>N)"
    rf"|\bmajority: {TALLY}(?P<j>N)"
)
FROM_NUMBER = re.compile(
    r"\b(?:down|up|slashed|cut|reduced|fell|dropped|rose|increased|compared|shrinking|falling)(?: [a-z]+){0,2}? (?:from|with|to) (?:the |its |a |their |just )*(?P<n>N)\b|(?<=to N) from (?P<m>N)\b|(?<=N), from (?P<k>N)\b"
)
ITS = re.compile(
    r"\b(?P<who>[MCKP])(?:'s?) (?:[a-z-]+ )?$|\b(?P<had>[MCKP])(?:,? (?:who|which))? (?P<verb>had|held|enjoyed|secured|boasted|won|took) (?:it |the seat |S )?(?:with )?(?:a |an )?(?:[a-z-]+ )?$"
)
SHRUNK = re.compile(r"\b(?:slashed|cut|reduced|trimmed|fell|falls|down|shrank|shrunk|dropped|increased|rose|up) ")
MAJORITY_OVER = re.compile(
    r"\bmajority of (?:just |only )?N(?: votes)? over (?:the )?(?:P(?:'s)? )?(?:candidate |rival )?(?P<whom>C)\b"
)
HAD_MAJORITY = re.compile(
    r"\b(?P<who>[CP])(?: party)? (?:had|has|have|won|secured|took|has won|have won|has secured)(?: with)? a (?:[a-z-]+ ){0,2}majority of (?:just |only )?N|^(?:the )?(?P<who2>P)(?:'s?)? (?:[a-z-]+ )?majority (?:is |was |has been )?(?:slashed|cut|reduced|trimmed|shrinks|shrank|fell|falls|down) "
)
P_MAJORITY = re.compile(
    r"\b(?:overturn|wip|eras|overcom|overcame|demolish|destroy|defend|inherit|eat|tak)[a-z]*(?: out| away)? (?:what had been )?(?:a |the |its |their )?(?:[a-z-]+ )?(?P<who>P)(?:'s?)? (?:[a-z-]+ )?(?:majority|N majority|N-vote majority)"
)
SMALL_MAJORITY = 200  # an earlier majority below it, not said to be of votes, may be a government's, in seats


def majorities(sentence: Sentence) -> Iterator[Found]:
    """The margin of this contest, and the one that was overturned or defended: the commonest trap."""
    text = sentence.text
    for match in MAJORITY.finditer(text):
        for group in "abcdefghij":
            if match[group] is None or GOVERNMENT.search(text, max(0, match.start() - 20), match.end() + 25):
                continue
            place = match.start(group)
            if not is_real(sentence, match.start(), match.end()) and not PREVIOUS.search(text, 0, match.end()):
                continue
            figure = sentence.mention(match, group).figure
            election, year = whose_majority(sentence, match, place)
            if group == "h":
                election = EARLIER
            elif group == "i":
                election = THIS
            if figure is None or election is None or is_governments(figure, election, sentence, match):
                continue
            claim = "majority" if election != EARLIER else "previous_majority"
            begin = match.start("by") if group == "e" else match.start()
            pair = lead(sentence, match.end()) if group == "f" and election == THIS else None
            yield Found(claim, begin, match.end(), figure=figure, candidate=pair[0] if pair else None, other_party=pair[1] if pair else None,
                        election=election, year=year)  # fmt: skip
            from_number = (
                FROM_NUMBER.search(text, match.end() - 1, match.end() + 60)
                if group not in "hi" and election == THIS
                else None
            )
            if from_number:
                name = next(one for one in "nmk" if from_number[one])
                before = sentence.mention(from_number, name).figure
                yield Found(
                    "previous_majority",
                    from_number.start(),
                    from_number.end(),
                    figure=before,
                    election=EARLIER,
                    year=time_of(sentence, *from_number.span())[1],
                )


LEAD = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?:finished |ended |came |came in |home )?{TALLY}N (?:more )?votes (?:(?P<ahead>ahead of|clear of|in front of)|behind) {NAMED}(?P<whom>[CP])"
)


def lead(sentence: Sentence, end: int) -> tuple[str, str] | None:
    """Who was ahead of whom in "C finished N votes ahead of C", where the figure ends at `end`."""
    for match in LEAD.finditer(sentence.text):
        if match.start() < end <= match.end():
            pair = (sentence.mention(match, "who").value, sentence.mention(match, "whom").value)
            return pair if match["ahead"] else (pair[1], pair[0])
    return None


def is_governments(figure: Figure, election: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a majority may be one of seats in Parliament."""
    small = election != THIS and figure.value <= SMALL_MAJORITY
    return small and "vote" not in match[0] and not re.search("[MS]", sentence.text)


def owners(sentence: Sentence) -> Iterator[Found]:
    """Whose a majority is: "C had a majority of N over C", "M's N majority", "a P majority of N"."""
    text = sentence.text
    for match in MAJORITY_OVER.finditer(text):
        if is_real(sentence, *match.span()) and time_of(sentence, *match.span())[0] == THIS:
            who = sentence.mention(match, "whom")
            yield Found("runner_up", match.start("whom"), match.end(), who.value, candidate=who.value)
    for match in HAD_MAJORITY.finditer(text):
        who = sentence.mention(match, "who" if match["who"] else "who2")
        if time_of(sentence, *match.span())[0] != THIS or not is_real(sentence, *match.span()):
            continue
        if who.letter == "C" and (" had " not in match[0] or text.startswith(" over", match.end())):
            yield Found("winner", *match.span(), who.value, candidate=who.value)
        elif who.letter == "P" and not re.search(" had | have ", match[0]):
            yield Found("winning_party", *match.span(), who.value, party=who.value)
    for match in P_MAJORITY.finditer(text):
        who = sentence.mention(match, "who")
        yield Found("held_before", *match.span(), who.value, party=who.value, election=EARLIER)
    for match in re.finditer(
        r"(?P<o>N)(?:-vote| vote)? majority (?:won|secured|held|enjoyed|achieved) by (?P<by>K)", text
    ):
        who, figure = sentence.mention(match, "by"), sentence.mention(match, "o").figure
        if figure and figure.value > SMALL_MAJORITY:
            yield Found(
                "winner",
                *match.span(),
                who.value,
                figure,
                candidate=who.value,
                election=EARLIER,
                year=time_of(sentence, *match.span())[1],
            )
    for match in re.finditer(
        r"\b(?P<who>K)(?:'s (?:[a-z-]+ )?(?P<n>N)(?:-vote)? majority|,? (?:who )?(?:had|won|held)(?: [a-z]+){0,4} (?:with )?a (?:[a-z-]+ )?majority of (?P<m>N))",
        text,
    ):
        who = sentence.mention(match, "who")
        figure = sentence.mention(match, "n" if match["n"] else "m").figure
        if figure and figure.value > SMALL_MAJORITY:
            yield Found(
                "winner",
                *match.span(),
                who.value,
                figure,
                candidate=who.value,
                election=EARLIER,
                year=time_of(sentence, *match.span())[1],
            )


def whose_majority(sentence: Sentence, match: re.Match[str], place: int) -> tuple[str | None, int | None]:
    """ "this", "earlier" or "unclear", with the year where one is said; None when nobody can tell."""
    text = sentence.text
    begin, stop = sentence.clause(match.start(), match.end())
    election, year = time_of(sentence, match.start(), match.end())
    if election == EARLIER:
        return EARLIER, year
    if election == UNCLEAR:
        return None, None
    just_before = list(THEN.finditer(text, begin, match.start()))
    if (
        just_before
        and match.start() - just_before[-1].end() < 25
        and not just_before[-1][0].startswith(("since", "than", "from"))
    ):
        return dated(sentence, just_before[-1])
    after = text[match.end() : stop]
    if re.match(
        r" (?:won|secured|achieved|enjoyed|held|built up|amassed|gained|inherited|left)\b(?: by M| by (?:the )?P in| in)?",
        after,
    ) and not re.match(r" (?:won|secured) by C", after):
        return EARLIER, None
    before = text[
        max(0, begin if text[begin - 1 : begin] != "," else begin) : match.start("b") if match["b"] else match.end()
    ]
    long_before = text[max(0, match.start() - 60) : match.start()]
    if PREVIOUS.search(before) or re.search(
        r"(?:overturn|wip(?:ed|ing)|eras|defend|overcom|overcame|demolish)\w*(?: out)?(?: [a-zP-]+){0,4} $", long_before
    ):
        return EARLIER, year
    if re.search("K", text[begin : match.start()]) and not re.search("[MS]|the seat|constituency", text):
        return None, None
    begins = match.start("by") if match["by"] else match.start()
    owner = ITS.search(text[max(0, begins - 50) : begins])
    if owner and match["by"] and (owner["who"] or owner["had"]) in "CP":
        return THIS, None
    if owner:
        letter = owner["who"] or owner["had"]
        if letter == "M" or letter == "K":
            return EARLIER, None
        if letter == "P" and (
            owner["verb"] not in ("won", "secured", "took") if owner["had"] else not SHRUNK.search(match[0])
        ):
            return UNCLEAR, None
    elif re.search(r"\b(?:held|holding|had)\b", before) and "with a" in before and re.search(r"\bwas held\b", before):
        return EARLIER, None
    elif re.search(r"\bhad (?:a|an|his|her|its) (?:[a-z-]+ )?$", long_before) and "C" not in long_before:
        return UNCLEAR, None
    elif re.search(r"\b(?:P|safe) $", long_before) and match["a"] and not SHRUNK.search(match[0]):
        return UNCLEAR, None
    elif match["b"] and re.search(r"P $", long_before):
        return UNCLEAR, None
    return THIS, None


SWING = re.compile(
    r"(?P<a>Q),? (?:[a-z-]+ )?swing(?: (?P<dir>(?:(?:away )?from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?|against (?:the )?P)))?"
    r"|\bswing(?: (?P<dir2>(?:(?:away )?from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?|against (?:the )?P)))?(?: [a-z]+){0,2}?,? (?:of|was|at|is|:) (?:a |an |just |some )*(?P<b>Q)(?P<dir3> (?:from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?))?"
)
TURNOUT = re.compile(
    rf"\bturn-?out(?: [a-z]+){{0,4}}? (?:of|was|at|is|to|stood at|reached|hit|a) (?:a |an |just |only |some )*(?P<a>[QN])|\bturn-?out: (?P<e>[QN])|(?P<b>Q),? turn-?out\b"
    rf"|(?P<c>Q) of (?:the |all |eligible |registered |those |its )*(?:electorate|voters|electors|people)(?: (?:in S|eligible to vote|registered to vote))? (?:voted|turned out|turning out|cast|took part|went to the polls|bothered|turn out)"
    rf"|\bturn-?out (?:in S |for the by-?election |on the day )?(?:was|stood at|came in at) (?:[a-z]+ ){{0,3}}(?P<d>Q)"
)
COMPARED = re.compile(
    r",? (?:\()?(?:down|up|compared|against|lower|higher|and|well|sharply|falling|a fall)?(?: [a-z]+){0,2}? ?(?:from|with|to|than|against) (?:the |a |just |only )*(?P<n>Q)"
)
SHARE = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION}(?: {AUX}| ){GOT} {TALLY}(?P<q>Q)(?P<of> of (?:the |all )?(?:votes?|ballots?|poll)\b)?(?! (?:of (?:the )?(?:seats|electorate|wards)|swing|points|turnout))"
    rf"|\b(?P<who2>[CP])(?:'s?) (?:vote )?share(?: of the vote)?(?: [a-z]+){{0,3}}? (?:to|at|was|of|stood at) (?:just )?(?P<q2>Q)"
    rf"|\b(?P<who3>[CP])(?:, | )with (?:just |only )?(?P<q3>Q) of the vote"
    rf"|\b(?P<who6>[CP]),? whose (?:party|candidate) {GOT} {TALLY}(?P<q6>Q)"
    rf"|\b(?P<who4>C) \(P\):? N(?: votes)?,? \(?(?P<q4>Q)"
    rf"|\bwith (?:the )?(?P<who5>[CP]) (?:[a-z]+ ){{0,2}}on (?P<q5>Q)"
)
SHARE_SUBJECT = re.compile(
    rf"\b(?:with|on|taking|winning|securing|receiving) {TALLY}(?P<q>Q) of (?:the |all )?votes?\b"
)
SHARE_CHANGE = re.compile(
    r"\b(?P<who>[CP])(?:'s?) (?:vote share|share of the vote|vote|share|support) (?:(?:has|had|was|is|also) )*(?P<way>rose|up|increased|grew|jumped|surged|climbed|fell|down|dropped|slumped|plunged|collapsed|declined|plummeted) (?:by )?(?P<q>Q)"
    r"|\b(?P<who2>[CP]) (?:were |was |is |are )?(?P<way2>up|down) (?:by )?(?P<q2>Q)"
)
DOWN = ("fell", "down", "dropped", "slumped", "plunged", "collapsed", "declined", "plummeted")


def turnouts(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in TURNOUT.finditer(text):
        group = next(name for name in "abcde" if match[name])
        if not is_real(sentence, *match.span()) or re.search(
            r"(?:down|up|fell|dropped|rose|fall|drop) (?:by )?(?:a |of )?$", text[: match.start(group)]
        ):
            continue
        figure = sentence.mention(match, group).figure
        election, year = time_of(sentence, *match.span())
        if figure is None or election == UNCLEAR or figure.kind == "count" and figure.value < 1000:
            continue
        claim = "turnout" if figure.kind == "share" else "votes_cast"
        yield Found(
            claim if election == THIS else f"previous_{claim}",
            *match.span(),
            figure=figure,
            election=election,
            year=year,
        )
        other = COMPARED.match(text, match.end())
        if other and election == THIS and not re.search(r" (?:per|points)", other[0]):
            election, year = time_of(sentence, match.end(), other.end())
            if election == EARLIER:
                yield Found(
                    "previous_turnout",
                    other.start("n"),
                    other.end(),
                    figure=sentence.mention(other, "n").figure,
                    election=EARLIER,
                    year=year,
                )


def swings(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in SWING.finditer(text):
        if not is_real(sentence, *match.span()) or re.search(
            r"national|average|uniform|projected", text[max(0, match.start() - 20) : match.end()]
        ):
            continue
        election, year = time_of(sentence, *match.span())
        if election != THIS:
            continue
        group = "a" if match["a"] else "b"
        way = next((name for name in ("dir", "dir2", "dir3") if match[name]), None)
        source = target = None
        if way:
            pair = [one for one in sentence.mentions(*match.span(way)) if one.letter == "P"]
            words = re.findall(r"(from|to|towards|against) (?:the )?P", match[way])
            for word, party in zip(words, pair, strict=False):
                if word in ("from", "against"):
                    source = party.value
                else:
                    target = party.value
            if words == ["against"]:
                source = target = None
        yield Found(
            "swing", *match.span(), figure=sentence.mention(match, group).figure, party=source, other_party=target
        )


def shares(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in SHARE.finditer(text):
        number = next(name for name in ("", "2", "3", "4", "5", "6") if match[f"who{name}"])
        if (
            not is_real(sentence, *match.span())
            or not number
            and not match["of"]
            and not re.search(r"of the vote|vote share|share of the vote", text)
        ):
            continue
        who, figure = sentence.mention(match, f"who{number}"), sentence.mention(match, f"q{number}").figure
        yield share_found(sentence, match, who, figure)
    for match in SHARE_SUBJECT.finditer(text):
        subject = lone_subject(sentence, match.start())
        if subject and is_real(sentence, *match.span()):
            yield share_found(sentence, match, subject, sentence.mention(match, "q").figure)
    for match in SHARE_CHANGE.finditer(text):
        number = "" if match["who"] else "2"
        if (
            not is_real(sentence, *match.span())
            or re.match(r" (?:to|from)\b(?! Y)", text[match.end() : match.end() + 6])
            or number
            and "vote" not in text
            and "share" not in text
        ):
            continue
        who, figure = sentence.mention(match, f"who{number}"), sentence.mention(match, f"q{number}").figure
        if re.search(r"\b(?:to|since) $", text[: match.start(f"q{number}")][-6:]):
            continue
        yield Found("share_change", *match.span(), match[f"way{number}"] in DOWN and "down" or "up", figure,
                    who.value if who.letter == "C" else None, who.value if who.letter == "P" else None)  # fmt: skip


def share_found(sentence: Sentence, match: re.Match[str], who: Mention, figure: Figure | None) -> Found:
    election, year = time_of(sentence, *match.span())
    return Found("share", *match.span(), figure=figure, candidate=who.value if who.letter == "C" else None,
                 party=who.value if who.letter == "P" else None, election=election, year=year)  # fmt: skip


def lone_subject(sentence: Sentence, place: int) -> Mention | None:
    """The only candidate or party that a "with ..." can belong to: the nearest candidate before it, with no rival between."""
    before = [one for one in sentence.mentions(0, place) if one.letter in "CPK"]
    candidates = [one for one in before if one.letter == "C"]
    if len(candidates) == 1 and before and before[0].letter != "K":
        return candidates[0]
    if not candidates and len({one.value for one in before}) == 1 and before[0].letter == "P":
        return before[0]
    return None


VOTES = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION}(?: {AUX}| ){GOT} {TALLY}(?P<n>N)(?! (?:more|seats|council|points|per|years|mps|of))(?P<v>(?: of the)?[ -]votes?)?(?! (?:more|ahead|clear|behind|majority|margin))"
    rf"|\b(?P<who2>C) (?:\(P\)|, P,|– P –):? ?(?:– |: )?(?P<n2>N)(?! (?:seats|majority))"
    rf"|^(?:\W+)?(?:P [–:-] )?(?P<who3>C)(?: \(P\)|, P)?[:,]? ?(?:[–-] )?(?P<n3>N)(?: votes)?(?: \(Q|$|\.|,)"
    rf"|(?P<n4>N) votes (?:for|went to|were cast for) {NAMED}(?P<who4>[C])\b(?!')"
    rf"|\b(?P<who5>C)(?:'s?) (?:total of |tally of |vote of )?(?P<n5>N)(?: votes)?(?! (?:majority|vote majority|margin))"
    rf"|\b(?:ahead of|against|beating|to|over|with|and) {NAMED}(?P<who6>C),? (?:(?:who|with|on|got|had|received|came second with|second with|{W}) ){{0,3}}?(?:on |with |received |got |won |polled )(?P<n6>N)(?! (?:majority))(?: votes)?"
    rf"|(?P<n7>N) for {NAMED}(?P<who7>C)\b(?!')"
    rf"|\b(?P<who8>C),? {AUX}(?:came|finished|was|placed|trailed|trailing) (?:in )?(?:a )?(?:[a-z]+ )?(?:second|third|fourth|fifth)(?: place)?(?: for (?:the )?P)?,? (?:with|on|polling) {TALLY}(?P<n8>N)"
)
AND_LIST = re.compile(
    rf"(?:,| and|, and|;|, while) (?P<who>C)(?: \(P\))?(?: {GOT})? (?P<n>N)\b(?: votes)?(?! majority)"
)
WITH_VOTES = re.compile(
    rf"\b(?:with|on|after (?:securing|winning|receiving|polling)|securing|polling|receiving|winning|having (?:won|secured)|,? who (?:secured|received|polled|won|got)) {TALLY}(?P<n>N) votes\b(?! (?:more|ahead|clear|majority))"
)


def votes(sentence: Sentence) -> Iterator[Found]:
    """Votes of a candidate (or of a party's only candidate)."""
    text = sentence.text
    seen: set[int] = set()
    for match in VOTES.finditer(text):
        number = next(name for name in ("", "2", "3", "4", "5", "6", "7", "8") if match[f"who{name}"])
        if not number and not match["v"] and not re.search(r"votes|ballots", text):
            continue
        place = match.start(f"n{number}")
        if place not in seen and is_real(sentence, *match.span()):
            seen.add(place)
            yield vote_found(
                sentence, match, sentence.mention(match, f"who{number}"), sentence.mention(match, f"n{number}").figure
            )
    if seen:
        for match in AND_LIST.finditer(text):
            if match.start("n") not in seen and match.start() > min(seen):
                seen.add(match.start("n"))
                yield vote_found(sentence, match, sentence.mention(match, "who"), sentence.mention(match, "n").figure)
    for match in WITH_VOTES.finditer(text):
        if match.start("n") in seen or not is_real(sentence, *match.span()):
            continue
        subject = with_subject(sentence, match.start())
        if subject:
            seen.add(match.start("n"))
            yield vote_found(sentence, match, subject, sentence.mention(match, "n").figure)


def with_subject(sentence: Sentence, place: int) -> Mention | None:
    subject = lone_subject(sentence, place)
    if subject:
        return subject
    last = re.search(r"C,? ?$", sentence.text[:place])
    return (
        sentence.abstract.at(sentence.start + last.start())
        if last and re.match(",? ?who", sentence.text[place:])
        else None
    )


def vote_found(sentence: Sentence, match: re.Match[str], who: Mention, figure: Figure | None) -> Found:
    election, year = time_of(sentence, *match.span())
    return Found("votes", *match.span(), figure=figure, candidate=who.value if who.letter == "C" else None,
                 party=who.value if who.letter == "P" else None, election=election, year=year)  # fmt: skip


# --- places, deposits, numbers of candidates ------------------------------------------------------------------------

PLACED = re.compile(
    rf"\b(?P<who>[CPK])(?: party)?{APPOSITION},? (?:who |which |whose party )?{AUX}(?:came|come|coming|finish(?:ed|es|ing)?|placed|was|were|took|taken|take|trail(?:ed|ing)? in|limp(?:ed|ing)? (?:in|home)|"
    rf"slump(?:ed|ing)? to|pushed (?:in)?to|fell to|fallen to|slipp(?:ed|ing) to|ended(?: up)?|beaten (?:in)?to|relegated to|knocked (?:in)?to|forced (?:in)?to|languish(?:ed|ing) in) (?:in )?(?:a |an |the )?(?:{W} )?(?P<rank>second|third|fourth|fifth|sixth)\b(?! (?:time|term|by-?election|largest|biggest|election|consecutive|successive|mp|youngest|year|day|preference))(?: place)?"
    rf"|\brunner-up,? (?:was )?{NAMED}(?P<up>[CP])|\b(?P<up2>[CP]),? (?:was |were )?(?:the )?runner-up"
    rf"|\b(?:pushing|push(?:ed)?|relegat(?:ed|ing)|knock(?:ed|ing)|forc(?:ed|ing)|sen(?:t|ding)|beat(?:ing)?|leav(?:ing)|left) {NAMED}(?P<whom>[CP])(?: party)?(?: (?:of|for) (?:the )?P)? (?:in|down|back)?(?:to| in) (?P<rank2>second|third|fourth|fifth|sixth)"
    r"|\b(?P<rank3>second|third|fourth)[- ]placed? (?:the )?(?:P(?:'s)? )?(?P<whom3>C)"
)
BEHIND = re.compile(r"^[^,;.]{0,30}? behind (?:the )?(?P<who>P)\b")
DEPOSIT = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?P<way>lost|lose|loses|losing|kept|saved|retained|forfeit(?:ed|s)) (?:his|her|their|its|the|a) deposits?"
)
FIELD = re.compile(
    r"\b(?P<n>N)(?: (?:people|men and women))? (?:candidates|hopefuls)(?: (?:were|are|had|have))? (?:stood|standing|contested|contesting|fought|fighting|on the ballot|vying|in the running|competed)|\bfield of (?P<m>N)(?: candidates)?\b|\bone of (?P<k>N) candidates\b"
)


def places(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in PLACED.finditer(text):
        if not is_real(sentence, *match.span()):
            continue
        group = next(name for name in ("who", "up", "up2", "whom", "whom3") if match[name])
        rank = next((RANK[match[name]] for name in ("rank", "rank2", "rank3") if match[name]), 2)
        election, year = time_of(sentence, *match.span())
        if election == UNCLEAR or re.search(r"\bhad\b", match[0]) and election == THIS:
            continue
        who = sentence.mention(match, group)
        if who.letter == "K" and election == THIS and "candidate" not in text[max(0, match.start() - 20) : match.end()]:
            continue
        yield Found("placed", match.start(group), match.end(), str(rank), candidate=who.value if who.letter in "CK" else None,
                    party=who.value if who.letter == "P" else None, election=election, year=year)  # fmt: skip
        behind = BEHIND.match(text[match.end() :])
        if behind:
            at = match.end() + behind.start("who")
            other = sentence.abstract.at(sentence.start + at)
            if other:
                word = text.rfind("behind", 0, at)
                yield Found("placed_above", word, at + 1, str(rank), party=other.value, election=election, year=year)
    for match in DEPOSIT.finditer(text):
        if is_real(sentence, *match.span()):
            who = sentence.mention(match, "who")
            election, year = time_of(sentence, *match.span())
            yield Found("lost_deposit", *match.span(), "yes" if match["way"].startswith(("lo", "forf")) else "no", candidate=who.value if who.letter == "C" else None,
                        party=who.value if who.letter == "P" else None, election=election, year=year)  # fmt: skip
    for match in FIELD.finditer(text):
        group = next(name for name in "nmk" if match[name])
        figure = sentence.mention(match, group).figure
        if figure and is_real(sentence, *match.span()):
            yield Found("candidates", *match.span(), figure=figure)


# --- history and vacancy --------------------------------------------------------------------------------------------

CREATED = re.compile(
    r"\b(?:since (?:its (?:creation|formation|inception|establishment)|(?:it|the seat|the constituency|S) was (?:first )?(?:created|formed|established|drawn up))|(?:created|formed|established)|(?:seat|constituency|S|it) (?:has )?existed since) (?:back )?(?:in )?(?:the )?(?P<year>[YD])"
)
SINCE = re.compile(
    rf"\b(?P<a>P)(?: party)? (?:has |had |have )(?:{W} )?(?:held|controlled|represented|won) (?:the seat|S|it|the constituency)(?: [a-z]+){{0,2}} since (?:at least |before )?(?P<ya>Y)"
    rf"|\b(?:held|represented|controlled|occupied)(?: continuously| solidly)? by (?:the )?(?P<b>P)(?: party)?(?: [a-z]+){{0,2}} since (?:the )?(?P<yb>[YD])"
    rf"|\b(?:been|remained|stayed|voted|returned|had)(?: a| an)?(?: [a-z-]+)? (?P<c>P)(?:[ -]held)?(?: (?:seat|constituency|stronghold|mps?))?(?: [a-z]+)? since (?P<yc>Y)"
    rf"|\b(?P<e>P) (?:has |had |have )(?:held|been in control of|won) (?:the seat|S|it|the constituency) for (?:the )?(?:last |past )?(?P<ne>N) years"
)
FIRST = re.compile(
    r"\bfor the first time (?:since (?P<y>Y)|in (?P<n>N) years|in (?:its|their|the seat's|S's) (?:\d+-year )?history|ever)|\bfirst (?:[a-zP-]+ ){0,6}since (?P<y2>Y)"
)
CAUSE_WORDS = r"resign(?:ation|ed|s|ing)?|quit(?:s|ting)?|st(?:oo|epp)d down|stepped down|standing down|stepping down|deaths?|died|dies|dying|passed away|killing|killed|murder(?:ed)?|recall(?:ed)?(?: petition)?|disqualified|disqualification|expelled|expulsion|jailed|convict(?:ed|ion)|elevat(?:ed|ion)|peerage|appointed|appointment|elected (?:as )?(?:the )?mayor|left parliament|departure|retire(?:d|ment)|unseated|suspen(?:ded|sion)"
PROMPTED = re.compile(
    rf"\b(?:by-?election|contest|poll|vote|vacancy|seat|which|election)\b[^.;]{{0,60}}?\b(?:prompted|triggered|caused|sparked|called|forced|brought about|held|necessitated|vacated|vacant|comes|came|took place|arose)(?: [a-z]+)?(?: by| after| following| because of| due to| when| upon)+ (?P<rest>[^.;–]{{0,140}})"
)
LEFT = re.compile(
    rf"\b(?P<who>M)(?P<app>{APPOSITION}),? (?:[a-z]+ ){{0,3}}?(?P<words>resign(?:ed|s)|quit|stood down|stepped down|died|dies|passed away|was killed|was murdered|was recalled|was jailed|was unseated)\b(?! (?:from|as) (?:the )?(?:P|leader|minister|cabinet|government|party|chair|secretary|whip))"
)
SUCCEEDS = re.compile(
    r"\bC,? (?:who )?(?:will |now )?(?:takes? over from|succeeds?|replaces?) (?:[a-zP]+ ){0,3}(?P<who>[MK])\b(?! as (?!mp))"
)
OFFICE = re.compile(
    r"\b(?:resignation|death|departure|retirement|expulsion|disqualification|conviction|recall|suspension|murder|killing|elevation) of (?P<a>(?:(?:the )?(?:[a-z-]+ )?(?:P )?(?:mp |member )?)?(?P<who>[MK]))\b|(?:after|when) (?:the )?(?:(?:[a-z-]+ ){0,3}|P )*(?:mp )?(?P<b>(?P<who2>[MK]))(?:,[^,;.]{1,80},)? (?:[a-z]+ )?(?:resigned|quit|stood|stepped|died|passed|left|was|announced)"
)
RARE = re.compile(
    r"\brare (?:by-?election )?(?:gain|win|victory|triumph) (?:for|by) (?:a|the) govern(?:ing|ment) party|\b(?:first|only (?:the )?\w+) (?:time|by-?election gain)[^.;]{0,40}govern(?:ing|ment)(?: party)?[^.;]{0,40}|\bgovern(?:ing|ment) party(?: has| to)? (?:gain|won|win)[^.;]{0,60}for the first time[^.;]{0,20}"
)
NATIONAL = re.compile(
    r"\b(?:[a-z-]+ ){0,2}general election (?:defeat|victory|landslide|win|loss|drubbing)(?: (?:in|of) Y)?"
)
COLLAPSE = re.compile(
    r"\b(?:the )?(?:collapse|surge|slump|fall|rise|decline) (?:in|of) (?:support|the vote|votes) for (?:the )?(?P<who>P)(?: since Y)?|\b(?:the )?collapse (?:of|in) (?:the )?(?P<who2>P)(?:'s?)? (?:vote|support)(?: since Y)?"
)
TWICE = re.compile(
    r"\b(?P<who>P) won (?:the seat|S|here|it) (?P<n>twice|three times|four times|N times|R)(?P<rest>[^.;,\"]{0,40})"
)
SEAT_SHARE = re.compile(
    r"\b(?:in|at) (?:the )?(?P<y>Y)(?: general election)?, we (?:won|got|took|had) (?P<q>Q) of the vote(?: in S)?"
)
DOUBLED = re.compile(
    r"(?:(?P<who>[CP])[^,;.]{0,40}?)?\b(?P<r>R) (?:(?:the (?:number of )?votes?(?: of)?|as many votes as|that of|the votes? (?:of|for)|the tally of) )(?:the )?(?P<whom>[CP])"
)


def cause_of(words: str) -> str | None:
    """The cause as the closed list of the warehouse names it, of the first words that say one."""
    found = re.search(rf"\b(?:{CAUSE_WORDS})", words)
    if not found:
        return None
    word = found[0]
    for cause, start in CAUSE_STARTS:
        if word.startswith(start):
            return cause
    return None


CAUSE_STARTS = (
    ("resignation", ("resign", "quit", "st", "retire")), ("death", ("death", "died", "dies", "dying", "passed", "kill", "murder")),
    ("recall petition", "recall"), ("disqualification", ("disqual", "jailed", "convict")), ("expulsion", "expel"), ("expulsion", "expul"),
    ("peerage", ("elevat", "peerage")), ("other office", ("appoint", "elected")), ("election court", "unseated"),
)  # fmt: skip


def vacancies(sentence: Sentence) -> Iterator[Found]:
    """Why the by-election was held, and whose seat it was."""
    text = sentence.text
    for match in PROMPTED.finditer(text):
        rest, at = match["rest"], match.start("rest")
        people = [one for one in sentence.mentions(at, match.end()) if one.letter in "MK"]
        cause = cause_of(rest)
        if cause is None and not people:
            continue
        word = re.search(
            r"\b(?:prompted|triggered|caused|sparked|called|forced|brought|held|necessitated|vacated|vacant|comes|came|took|arose)\b",
            text[match.start() : at],
        )
        start = match.start() + (word.start() if word else 0)
        if cause:
            yield Found("vacancy_cause", start, match.end(), cause)
        office = OFFICE.search(text, max(0, at - 8), match.end())
        if office:
            group = "who" if office["who"] else "who2"
            who = sentence.mention(office, group)
            yield Found("outgoing_member", office.start("a" if office["who"] else "b"), office.end(group), who.value)
    for match in SUCCEEDS.finditer(text):
        who = sentence.mention(match, "who")
        yield Found("outgoing_member", *match.span(), who.value)
    for match in LEFT.finditer(text):
        if is_real(sentence, *match.span()):
            yield Found("vacancy_cause", *match.span(), cause_of(match["words"]) or "other")


def history(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in CREATED.finditer(text):
        figure = sentence.mention(match, "year").figure
        yield Found("seat_created", match.start(), match.end(), figure=figure, election=EARLIER)
    for match in SINCE.finditer(text):
        group = next(name for name in "abce" if match[name])
        who = sentence.mention(match, group)
        figure = sentence.mention(match, f"y{group}" if group != "e" else "ne").figure
        claim = "held_since" if group != "e" else "held_for_years"
        yield Found(claim, *match.span(), figure=figure, party=who.value, election=EARLIER)
    for match in FIRST.finditer(text):
        group = next((name for name in ("y", "y2", "n") if match[name]), None)
        figure = sentence.mention(match, group).figure if group else None
        before = [one for one in sentence.mentions(0, match.start()) if one.letter == "P"]
        yield Found(
            "first_since",
            *match.span(),
            "" if figure else "ever",
            figure,
            party=before[0].value if len(before) == 1 else None,
            election=EARLIER,
        )
    for match in RARE.finditer(text):
        yield Found("rarity", *match.span(), "gain by the governing party", election=EARLIER)
    for match in NATIONAL.finditer(text):
        yield Found("national_context", *match.span(), text[match.start() : match.end()], election=EARLIER)
    for match in COLLAPSE.finditer(text):
        who = sentence.mention(match, "who" if match["who"] else "who2")
        yield Found("party_vote_collapse", *match.span(), who.value, party=who.value, election=EARLIER)
    for match in TWICE.finditer(text):
        who = sentence.mention(match, "who")
        times = [one.figure for one in sentence.mentions(*match.span("n")) if one.figure]
        yield Found(
            "times_won",
            match.start(),
            match.end(),
            figure=times[0] if times else None,
            party=who.value,
            election=EARLIER,
        )
    for match in SEAT_SHARE.finditer(text):
        year = sentence.mention(match, "y").figure
        yield Found(
            "share",
            *match.span(),
            figure=sentence.mention(match, "q").figure,
            election=EARLIER,
            year=int(year.value) if year else None,
        )


# what a sentence must contain for a rule to be tried: the rules are long, the words are cheap to look for
RULES: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    (winners, re.compile(r"[CPKM]")), (beaten, re.compile(r"[CPK].*[CPK]|beat|defeat|oust|rout")), (changes, re.compile("P")),
    (majorities, re.compile("N")), (owners, re.compile("majority")), (swings, re.compile("swing")), (turnouts, re.compile(r"turn|voted|cast|took part|polls")),
    (shares, re.compile("Q")), (votes, re.compile("C.*N|P.*N|N.*C")), (places, re.compile("second|third|fourth|fifth|sixth|runner|deposit|N (?:people |men |candidates|hopefuls)|field of")),
    (vacancies, re.compile(rf"M|by-?election|vacan|take|succeed|replace")), (history, re.compile(r"since|for the first time|created|formed|general election|govern|collapse|slump|won (?:the seat|S|here|it)|we (?:won|got|took|had)|existed")),
    (parties, re.compile("C.*P|P.*C")),
)  # fmt: skip


def claims_of(sentence: Sentence) -> Iterator[Found]:
    """Everything the rules read in one sentence, each reading once."""
    for rule, cue in RULES:
        if cue.search(sentence.text):
            for found in rule(sentence):
                yield found
