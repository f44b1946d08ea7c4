"""The words of claims: how the press says who won, by how much, from whom and why there was a by-election.

Expressions over the abstract of a sentence (`flows.clean.claims.mentions`): C is a candidate, P a party, N a count, Q a share, S this
seat, M its outgoing member, Y a year, D a decade, K somebody unknown, O another contest, R a ratio; all else is lower case.
"""

from __future__ import annotations

import re

W = r"[a-z0-9'é-]+"  # a word that is no mention
APPOSITION = r"(?:,? \([^()]{0,40}\))?(?:,? (?:of|for|from) (?:the )?P\b)?(?:,(?:(?: [^,.;:]{1,80},){1,3})?)?"
AUX = (
    r"(?:(?:has|have|had|is|are|was|were|'s|'ve|also|then|today|yesterday|now|just|finally|later|managed to|went on to|"
    r"[a-z]{2,}ly|on (?:thursday|friday)|last night|duly) ){0,4}"
)
WHO = r"(?P<who>[CPKM])(?: party)?"
NAMED = rf"(?:the )?(?:(?:{W} ){{0,2}}P(?:'s?)? ?)?(?:(?:candidate|rival|challenger|opponent|hopeful|contender|nominee|newcomer|incumbent)s? )?"
SEAT = (
    rf"(?:(?:the|this|that|a|its|their|what had been) )?(?:(?!(?:in|of|for|to|from|at|on|with|by|and|votes?|people|control|voters)\b)(?:{W}|P) ){{0,3}}?"
    r"(?:S(?:'s)?(?: (?:seat|constituency|by-?election|contest))?|seat|constituency|by-?election|contest)\b(?! in (?:the )?O| R\b| N times)"
)
ITSELF = r"(?:S(?: (?:seat|constituency|by-?election|contest))?|seat|constituency|by-?election|contest)"
TAKE = (
    r"(?:won(?: back)?|wins?(?: back)?|winning|takes?(?: back)?|took(?: back)?|taken(?: back)?|taking|re-?gain(?:ed|s|ing)?|reclaim(?:ed|s|ing)?|recaptur(?:ed|es?|ing)|stealing|"
    r"claim(?:ed|s)?|claiming|seiz(?:ed|es?|ing)(?: back)?|snatch(?:ed|es|ing)?|captur(?:ed|es?|ing)|"
    r"gain(?:ed|s|ing)?|clinch(?:ed|es|ing)?|secur(?:ed|es|ing)|wrest(?:ed|s|ing)?|grab(?:bed|s|bing)?(?: back)?|(?:triumph|prevail)(?:ed|s)? in|"
    r"pick(?:ed|s|ing)? up|stole|steals?|pris(?:ed|es|ing)|pried|swip(?:ed|es?|ing)|nab(?:bed|s)|bagg?(?:ed|s)|scoop(?:ed|s)|flip(?:ped|s|ping)?|"
    r"(?:romp|storm|cruise|sail|coast|sweep|swept|power|surge|sw(?:e|u)pt)(?:ed|s|d)? (?:home|to (?:a (?:\w+ )?)?(?:victory|win)) in|victorious in|topp(?:ed|s) the poll in)"
)
KEEP = (
    r"(?:held on(?:to| to| in)?|holds? on(?:to| to| in)?|clung on(?:to| to| in)?|clings? on(?:to| to| in)?|hung on(?: to| in)?|"
    r"held|holds?|retain(?:ed|s)?|retaining|kept|keeps?|keeping|defended|saved|holding)"
)
TRIUMPH = (
    r"(?:won|wins|triumph(?:ed|s)|prevailed|(?:romp|storm|cruis|sail|coast|power|surg|squeak|scrap|squeez|clung|march|charg|thunder|rac)(?:e?d|es|s|e)? "
    r"(?:home|in|to (?:a |an )?(?:[a-z-]+ )?(?:victory|win))|(?:swept|sweeps?) (?:in|to (?:a )?(?:[a-z-]+ )?(?:victory|power|win)|home)|emerged victorious|came (?:out on top|first)|topped the poll)"
)
BEAT = (
    r"(?:defeat(?:ed|s|ing)?|beat(?:s|ing)?|saw off|sees off|seeing off|oust(?:ed|s|ing)?|trounc(?:ed|es|ing)|thrash(?:ed|es|ing)|"
    r"edg(?:ed|es|ing) (?:out|past)|pip(?:ped|s|ping)|toppl(?:ed|es|ing)|overc(?:ame|omes|oming)|rout(?:ed|s|ing)|crush(?:ed|es|ing)|"
    r"vanquish(?:ed|es|ing)|unseat(?:ed|s|ing)?)"
)
GOT = (
    r"(?:poll(?:ed|s|ing)|receiv(?:ed|es|ing)|won|winning|got|getting|took|taking|secur(?:ed|es|ing)|pick(?:ed|ing) up|attract(?:ed|ing)|"
    r"garner(?:ed|ing)|amass(?:ed|ing)|gain(?:ed|ing)|scor(?:ed|ing)|collect(?:ed|ing)|bagg(?:ed|ing)|gather(?:ed|ing)|managed|"
    r"obtain(?:ed|ing)|record(?:ed|ing)|claim(?:ed|ing)|captur(?:ed|ing)|mustered|notched up|racked up|was on|were on|on)"
)
RANK = {"runner-up": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
TALLY = r"(?:(?:a total of|a paltry|a whopping|a slender|a wafer-thin|a comfortable|a thumping|a|just|only|a mere|an impressive|a massive) )*"
PREVIOUS = re.compile(
    r"overturn|wip(?:ed|ing)|defend|previous|last time|had been|inherit|eras(?:ed|ing)|demolish|destroy|overc[ao]m|sat on|sitting on|enjoyed|"
    r"former|demolition|evaporat|vanish|held by|swept aside|swept away|comfortable majority|won in Y|had won|had held|had taken|safest|were defending|went into|wiping|wipe out|eaten into"
)
GONE = re.compile(
    r" (?:(?:was|were|is|has|had|being|been|all but|simply|duly) ){0,3}(?:swept|wiped|overturned|erased|demolished|evaporated|vanished|crumbled|disappeared|gone|turned over|slashed|cut|obliterated)\b"
)
FOR_YEARS = re.compile(
    r"[^.;,]{0,50}\b(?:since|for (?:[a-zN]+ ){0,4}(?:years|decades|generations|century|terms?)|for N|until (?=Y|he\b|she\b|his\b|her\b|its?\b|M|the (?:last|general|war))|throughout|continuously)\b"
)
THEN = re.compile(
    r"(?:\b(?:in|at|of|from|on|since|won in|back in|during) (?:the )?(?:(?:december|june|may|july|last|previous) )?Y\b(?: general election| election| poll| contest)?|"
    r"(?:at|in) the (?:last|previous|preceding) (?:general )?(?:election|contest|poll)|last time|at the general election|only last year|(?:that|last) (?:year|summer|spring|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)|(?:[a-z-]+|N) (?:years?|months) (?:ago|earlier|before)|in the same seat in Y|"
    r"(?:than|on|from) (?:at |in )?(?:the )?(?:last|Y) (?:general )?election|Y general election|Y election)"
)
FOREIGN = re.compile(
    r"\bselect(?:ed|ion)\b|nominat(?:ed|ion)\b|leadership (?:contest|election|race|ballot)|(?<!according to )\bthe council\b|exit (?:poll|survey)|postal votes|"
    r"\b(?:as|for|elected|became|become|of the) mayor\b|\bmetro mayor\b|local elections?|council(?:s|lors)? (?:elections?|seats?|by-?elections?|control)|(?:county|borough|city|district|unitary) council\b|on the council|mayoral|"
    r"mayoralty|\bcommittee\b|allotment|students?'? union|union elections?|\bclub\b|\bparish\b|police and crime|assembly elections?|(?:holyrood|senedd|scottish parliament) elections?|opinion polls?|\b(?:a|one|another) poll\b(?! of (?:under|over|some|just|nearly|more|N|fewer))|\bpollster\b|pollsters (?:put|had|said|say|gave)|\bmrp\b|focus group|(?:latest|new|recent|a|one|the) (?:[a-z-]+ )?(?:opinion )?(?:poll|survey) "
    r"(?:by|put|puts|from|for|gave|gives|suggest|showed|shows|found)|latest poll|yougov|ipsos|savanta|opinium|survation|nationally|national(?:ly)? (?:share|polls?|swing|vote|turnout)|"
    r"across (?:the country|britain|england|scotland|wales|the uk)|\bwards?\b|referendum|\bown (?:[a-z]+ )?(?:seat|constituency)\b"
)
FOREIGN_TO_COUNCILS = re.compile(
    r"leadership (?:contest|election|race|ballot)|exit (?:poll|survey)|mayoral|general election|opinion polls?|yougov|nationally|across the (?:country|county)|"
    r"seats (?:on|across)|overall control|largest group|referendum"
)
GOVERNMENT = re.compile(
    r"(?:commons|working|overall|parliamentary|governing|government's|landslide|N-seat|N seat|national) majority|majority (?:of|in) (?:the )?(?:commons|parliament|house|mps|seats|voters|people|members)|"
    r"majority of N (?:seats|mps)|majority of (?:N )?(?:in|for) the (?:commons|government|house)"
)
UNREAL = re.compile(
    r"\b(?:could(?! (?:only|muster|manage))|would have|would|might|if|reckons?|thinks?|believes?(?! that)|sources? says?|unless|expected|expects?|expecting|hop(?:e|es|ed|ing)|predict(?:s|ed|ing|ion)?|forecasts?|projected|projections?|(?<!defied the )(?<!defying the )(?<!confounded the )bookmakers?|"
    r"(?<!defied the )(?<!defying the )(?<!upset the )(?:bookies|odds)|needs?|needed|required?|fail(?:s|ed|ing)? to|did not|didn't|not|never|cannot|can't|set to|on course|likely|chance of|bid to|vow(?:s|ed)|"
    r"promis(?:es|ed)|pledg(?:es|ed)|threaten(?:s|ed)|risk|fears?|aim(?:s|ed|ing)? to|tipped|favourites?|suggest(?:s|ed)?|want(?:s|ed)? to|trying to|try to|urged|"
    r"should|whether|can|without|neither|nor|no|far from|battle to|fight(?:ing)? to|hoped|(?:was|were|been) told)\b(?! (?:much |far |quite |many )?(?:fewer|less|more) than)"
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


ATTACHED_BEFORE = re.compile(
    r"(?P<former>(?:former|ex-?) ?)?(?P<party>P)(?: – |: |'s? | |(?:'s?)? (?:(?:candidate|rival|challenger|opponent|hopeful|contender|nominee|newcomer|man|woman|stalwart|activist|veteran|standard-bearer|big gun|"
    r"councillor|campaigner|organiser|runner|choice|pick|incumbent)s?,? |(?:(?:[a-z-]+|N-year-old) ){1,3}(?:candidate )?(?<!\bmp )(?<!\bleader )(?<!\bminister )(?<!\bsecretary )(?<!\bsaid )(?<!\band )(?<!\bto )(?<!\bwith )(?<!\bwhen )(?<!\bby )(?<!\bas )"
    r"(?<!\bbeat )(?<!\bdefeated )(?<!\bafter )(?<!\bagainst )(?<!\bbut )(?<!\bwhile )(?<!\bfrom )(?<!\bover )(?<!\bfor )(?<!\bthat )(?<!\bsees )(?<!\bput )(?<!\bgave )(?<!\bin )(?<!\bon )(?<!\bof )(?<!\bvotes )(?<!ing )(?<!ed )(?<!\bbeaten )(?<!\bran )(?<!\bchose )(?<!\bsupporter )))$"
)
NEW_MP = re.compile(r"\b(?:newly[- ]elected|new|newest) (?P<party>P) mp,? $")
THEIR_CANDIDATE = re.compile(
    r"(?P<party>P)\b[^.;CKPO]{0,70}\b(?:their|its) (?:[a-z-]+ ){0,2}(?:candidate|nominee|man|woman|standard-bearer|champion|hopeful|choice),? $|(?P<chosen>P)(?:, whose $|(?:(?<=\bthe P)|(?<=\ba P)|(?<=\ban P)|(?<=\bhis P)|(?<=\bher P))(?! (?:leader|voter|government|minister|hq|majority|seat|stronghold|campaign|vote|share|rule|source|mp|support))(?: [a-z-]+){1,2}, $|,? with $|\b[^.;CP]{0,50} (?:through|via|in the shape of|in the form of|courtesy of) $| (?:chosen|selected|picked|standing|hoping|aiming|trying) to [a-z ]{3,40}, $)"
)
ATTACHED_AFTER = re.compile(
    r"C(?:'s)?(?:,? \(?(?:(?:scottish|welsh|northern ireland|uk|the|for) )*(?P<party>P)(?: party| and unionist)?[,):]|(?:, who|, N,)? (?:was|is|were|had been) (?:the |a |an )(?:[a-z-]+ )?(?P<was>P)(?:'s?)? (?:who|one|candidate|man|woman|hopeful|contender|challenger|nominee)\b|(?:,? N,)?,? (?:of|for|from) (?:the )?(?!(?:[a-z-]+ )*(?:mps?|leader) )(?:(?!for\b|of\b|first\b)[a-z-]+ ){0,2}(?P<of>P)\b(?! (?:leader|government|hq|conference|seat|majority))|,? (?:\((?:[a-z]+ )?N\),? )?(?![^.;CP]{0,60}\b(?:once|former|formerly|previously|had|ex|used|earlier|left|defected|quit|ago|twice|also|not|never|Y)\b)(?:[^.;:()CPKMNQOS]{0,60}? )?(?:(?:who |and )?(?:stood|standing|stands|ran|running|runs|fought|fighting|campaigned|campaigning|contested|contesting|carried|carrying|wore|wearing|represent(?:ed|s|ing)|"
    r"flew|flying|nominated|selected|put up|fielded) (?:the (?:seat|election|poll|flag) )?(?:for|as an?|as the|by|under|in|of|the colours of)? ?(?:the |an |a )?(?:[a-z-]+ ){0,2}?(?:K's )?)(?P<wore>P)(?:'s?)?(?: (?:colours|ticket|banner|rosette|interest|flag|candidate|nominee|side)|(?=[,.)]| with\b| and\b| in\b(?! (?:the )?[YO])|$))|,? (?:in|under) (?:the |a )?(?P<worn>P)(?:'s?)? (?:colours|banner|rosette|ticket|flag)\b|(?: \([^()P]{1,30}\))?, (?:(?:the|a) (?:[a-z-]+ ){0,2}|standing for )?(?P<the>P)(?:'s?)? (?:candidate|man|woman|standard-bearer|contender|hopeful|challenger|nominee)\b|,? the (?P<plain>P)(?=,)|(?: [a-z]+){1,4} as (?:the |a |S's )?(?:new |first |next )?(?P<as>P) (?:mp|councillor)\b)"
)


FROM = re.compile(
    rf"\b(?:(?P<who>[CP])(?: party)?{APPOSITION},? {AUX})?(?:{TAKE}) (?:{SEAT}|S in (?:the )?O)(?: [a-z-]+ly)? (?:away )?(?:back )?from (?:under )?(?:the )?(?P<lost>P)\b"
)
GAIN_FROM = re.compile(
    r"\b(?P<who>P)?(?: (?:party|candidate))? ?gain(?:s|ed)?(?: (?:of )?(?:S|the seat|it))?(?: in S)? from (?:the )?(?P<lost>P)\b"
)
CAPTURE = re.compile(
    r"\b(?P<who>P)(?:'s?)? (?:[a-z-]+ )?(?:capture|seizure|gain|re-?capture|win) (?:of|in) S from (?:the )?(?P<lost>P)\b"
)
LOST = re.compile(
    rf"\b(?P<lost>P)(?: party)?(?:,(?: [^,.;:]{{1,60}},)?)? {AUX}(?:lost|lose|loses|losing|surrender(?:ed|s)|ceded|relinquished|been ousted in|ousted in) {SEAT}(?: to (?:the )?(?P<who>P))?"
)
LOSING = re.compile(
    rf"^[^CKO]{{0,30}}\b(?P<lost>P)\b[^.;CKOP]{{0,60}}, (?:losing|surrendering|conceding) {SEAT} to (?:the )?(?P<who>P)\b"
)
SEAT_LOST = re.compile(
    rf"\b{ITSELF} (?:has |was |is )?(?:fell|fallen|falls|went|gone|goes|passed|switched|swung|changed hands|been lost|lost) from (?:the )?(?P<lost>P) to (?:the )?(?P<who>P)\b"
)
GAINS = (
    (FROM, re.compile(r"from (?:under )?(?:the )?P")),
    (CAPTURE, re.compile(r"capture|loss|gain|seizure")),
    (GAIN_FROM, re.compile(r"gain")),
    (LOST, re.compile(r"los[te]|surrender|ceded|relinq|ousted")),
    (LOSING, re.compile(r", (?:los|surr|conc)")),
    (SEAT_LOST, re.compile(r"from (?:the )?P to")),
)
SHARE_LIST = re.compile(
    r"(?:,| and|, and|;|, while| while| to|, with) (?:the )?(?P<who>[CP]) (?:(?:on|took|won|got|with|just|only) )*(?P<q>Q)(?! (?:swing|turnout|points))"
)
HELD_CUE = re.compile(r"rule|held|control|seat|stronghold|heartland|S (?:has|had|was)")
HELD_BEFORE = [
    re.compile(r"\bending (?:[a-z0-9 ]{1,20} of )?(?P<a>P)(?: party)? (?:rule|control|dominance|tenure)\b"),
    re.compile(r"\b(?:decades|generations|a century|N years|years) of (?P<a>P)(?: party)? (?:rule|control|dominance|representation)\b"),
    re.compile(r"\bseat (?:(?:that|which) )?(?:(?:has|had|was|is|been|previously|formerly|long|once|traditionally) ){0,4}(?:under (?:the )?(?P<a>P)(?:'s?)? control|held by (?:the )?(?P<b>P)|(?:been )?(?P<c>P)(?:-held)?)\b"),
    re.compile(r"\b(?:previously|formerly|traditionally|long|was|is|the|a) (?P<a>P)[ -]held (?:seat|constituency|S)\b"),
    re.compile(r"\b(?:a|the|this|one of the) (?:former(?:ly)? |once |previously |normally |usually |ultra-?)?(?:safe(?:st)?|true-blue|rock-solid|solid) (?P<a>P) (?:seats?|stronghold|heartland)\b"),
    re.compile(r"\bS (?:(?:has|had) been|was|has been|had been) (?:a |an )?(?:(?:safe|solid|rock-solid) )?(?P<a>P)(?: (?:seat|constituency|stronghold))?\b(?! (?:candidate|voters|supporters))"),
    re.compile(r"\b(?:S|the seat|it|constituency) (?:(?:has|had|was) )?(?:been )?held by (?:the )?(?P<a>P)\b"),
    re.compile(rf"\b(?P<a>P) (?:had|has|have) (?:{W} )?held (?:the (?:seat|constituency|town|city|area|ward)|S|it)\b"),
    re.compile(r"\b(?P<a>P) (?:heartland|stronghold|bastion|fortress|citadel) (?:has |have )?(?:f[ae]lls?|fallen|lost|crumbles?|crumbled|turns|turned)\b"),
]  # fmt: skip
WON_FOR = re.compile(
    r"\b(?:won|elected|returned|held|captured|took|taken)(?: here| it| S| the seat| the constituency)? for (?:the )?(?P<party>P) (?:back )?(?:in|at) (?:the )?Y\b"
)
THE_PARTY_HELD = re.compile(
    r"\bremained (?:under (?:the )?(?:party's|(?P<a>P)(?:'s?)?) control|(?P<b>P)|in (?:the )?(?P<c>P)(?:'s?)? hands) (?:at|in|after) (?:the )?(?P<year>Y)?"
)


MAJORITY = re.compile(
    rf"\bmajority,?(?: (?:[a-z-]+|Y)){{0,6}}? (?:of|was|is|at|to|by|stood at|stands at) {TALLY}(?P<a>N)(?: votes)?(?! (?:seats|mps|per|in the commons))"
    rf"|(?P<b>N)[ -](?:votes?[ -])?(?:strong )?(?:(?:{W}|P) )?majority\b"
    rf"|\bmargin(?: of (?:victory|defeat))?(?: [a-z]+){{0,2}}? (?:of|was|to) {TALLY}(?P<c>N)(?: votes)?"
    rf"|(?P<d>N)[ -]votes? (?:margin|win|victory|lead|triumph|defeat)\b"
    rf"|\b(?:won|wins|win|victory|held|held on|clung on|home|beat|beaten|defeated|defeat|lost|lose|losing|lost out|triumphed|retained|triumph|hold|took|P|C|S|K|seat|by-?election|second|place|winner|victor|mp|elected|contest|in|here|constituency|ward|winning|candidate|rival|Y|it)(?:,| there)? (?P<by>by {TALLY}(?P<e>N)(?: votes)?)\b(?!(?: votes)? (?:per|points?|to (?:[CP]'s |[a-z]+ ){{0,2}}N|years|seats))"
    rf"|(?P<f>N) (?:more )?votes (?:ahead of|clear of|more than|behind|in front of|short of)\b"
    rf"|\b(?:ahead of|behind) [CP](?:'s)? by {TALLY}(?P<g>N)(?: votes)?"
    rf"|\bmajority(?: in S)?(?: (?:has|was|had|been|is|being)){{0,3}} ?(?:slashed|cut|trimmed|reduced|fell|falls|dropped|shrank|shrunk|down|rose|increased|grew|soared|up)?(?: [a-z]+){{0,2}}? from (?P<h>N)(?: votes)? to (?:just |only )*(?P<i>N)"
    rf"|\bmajority: {TALLY}(?P<j>N)|\bmaj:? (?P<k>N)|\bmajority, {TALLY}(?P<l>N),|(?P<m>N) by which (?:the )?[PCMK]\b"
    r"|\bdefend(?:ing|ed) (?:a|the) (?:[a-z-]+ )?(?:lead|cushion|advantage) of (?P<n>N)|(?P<o>N)-vote (?:cushion|advantage)\b"
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
    r"\b(?P<who>[CP])(?: party)? (?:now )?(?:had|has|have|won|secured|took|has won|have won|has secured)(?: with)? a (?:[a-z-]+ ){0,2}majority of (?:just |only )?N|^(?:the )?(?P<who2>P)(?:'s?)? (?:[a-z-]+ )?majority (?:is |was |has been )?(?:slashed|cut|reduced|trimmed|shrinks|shrank|fell|falls|down) "
)
P_MAJORITY = re.compile(
    r"\b(?:overturn|wip|eras|overcom|overcame|demolish|destroy|defend|inherit|eat|tak)[a-z]*(?: out| away)? (?:what had been )?(?:a |the |its |their )?(?:[a-z-]+ )?(?P<who>P)(?:'s?)? (?:[a-z-]+ )?(?:majority|N majority|N-vote majority)"
)
SMALL_MAJORITY = 200  # an earlier majority below it, not said to be of votes, may be a government's, in seats


LEAD = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?:finished |ended |came |came in |home )?{TALLY}N (?:more )?votes (?:(?P<ahead>ahead of|clear of|in front of)|behind) {NAMED}(?P<whom>[CP])"
)


SWING = re.compile(
    r"(?P<a>Q),? (?:[a-z-]+ )?swing\b(?! of)(?: (?P<dir>(?:(?:away )?from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?|against (?:the )?P)))?"
    r"|\bswing(?: (?P<dir2>(?:(?:away )?from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?|against (?:the )?P)))?(?: [a-z]+){0,2}?,? (?:of|was|at|is|:) (?:a |an |just |some )*(?P<b>Q)(?P<dir3> (?:from (?:the )?P(?: to(?:wards)? (?:the )?P)?|to(?:wards)? (?:the )?P(?: from (?:the )?P)?))?"
)
TURNOUT = re.compile(
    r"\bturn-?out(?: [a-z]+){0,4}? (?:of|was|at|is|to|stood at|reached|hit|a) (?:a |an |just |only |some )*(?P<a>[QN])|\bturn-?out: (?P<e>[QN])|\bturn-?out:? N \((?P<f>Q)|\bturn-?out is in: (?P<g>Q)|(?P<b>Q),? turn-?out\b"
    r"|(?P<c>Q) of (?:the |all |eligible |registered |those |its )*(?:electorate|voters|electors|people)(?: (?:in S|eligible to vote|registered to vote))? (?:voted|turned out|turning out|cast|took part|went to the polls|bothered|turn out)"
    r"|\bturn-?out (?:in S |for the by-?election |on the day )?(?:was|stood at|came in at) (?:[a-z]+ ){0,3}(?P<d>Q)"
)
COMPARED = re.compile(
    r",? (?:\()?(?:down|up|compared|against|lower|higher|and|well|sharply|falling|a fall)?(?: [a-z]+){0,2}? ?(?:from|with|to|than|against|below|above|on) (?:the |a |just |only )*(?P<n>Q)"
)
SHARE = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION}(?: {AUX}| ){GOT} {TALLY}(?P<q>Q)(?P<of> of (?:the |all )?(?:votes?|ballots?|poll)\b)?(?! (?:of (?:the )?(?:seats|electorate|wards)|swing|points|turnout))"
    rf"|\b(?P<who2>[CP])(?:'s?)? (?:vote )?share(?: of the vote)?(?: [a-z]+){{0,3}}? (?:to|at|was|of|stood at) (?:just )?(?P<q2>Q)"
    rf"|\b(?P<who3>[CP])(?:, | )with (?:just |only )?(?P<q3>Q) of the vote"
    rf"|\b(?P<who6>[CP]),? whose (?:party|candidate) {GOT} {TALLY}(?P<q6>Q)"
    rf"|\b(?P<who4>C) \(P\):? N(?: votes)?,? \(?(?P<q4>Q)"
    rf"|\bwith (?:the )?(?P<who5>[CP]) (?:[a-z]+ ){{0,2}}on (?P<q5>Q)"
)
SHARE_SUBJECT = re.compile(
    rf"\b(?:with|on|and a|taking|winning|securing|receiving) {TALLY}(?P<q>Q) (?:share )?of (?:the |all )?votes?\b"
)
SHARE_CHANGE = re.compile(
    r"\b(?P<who>[CP])(?:'s?) (?:vote share|share of the vote|vote|share|support) (?:(?:has|had|was|is|also) )*(?P<way>rose|up|increased|grew|jumped|surged|climbed|fell|down|dropped|slumped|plunged|collapsed|declined|plummeted) (?:by )?(?P<q>Q)"
    r"|\b(?P<who2>[CP]) (?:were |was |is |are )?(?P<way2>up|down) (?:by )?(?P<q2>Q)"
)
DOWN = ("fell", "down", "dropped", "slumped", "plunged", "collapsed", "declined", "plummeted")


VOTES = re.compile(
    rf"\b(?P<who>[CP])(?: party| candidate)?{APPOSITION}(?: {AUX}| ){GOT} {TALLY}(?P<n>N)(?! (?:more|seats|council|points|per|years|mps|of))(?P<v>(?: of the)?[ -]votes?)?(?! (?:more|ahead|clear|behind|majority|margin))"
    rf"|\b(?P<who2>C) (?:\((?:[a-z]+ ){0, 3}P\)|, P,|– P –):? ?(?:[–-] |: )?(?P<n2>N)(?! (?:seats|majority))"
    rf"|^(?:\W+)?(?:P [–:-] )?(?P<who3>C)(?: \(P\)|, P)?[:,]? ?(?:[–-] )?(?P<n3>N)(?: votes)?(?: \(Q|$|\.|,)"
    rf"|(?P<n4>N)(?: votes (?:for|went to|were cast for)|(?: votes)? cast for) {NAMED}(?P<who4>[C])\b(?!')"
    rf"|\b(?P<who5>C)(?:'s?) (?:total of |tally of |vote of )?(?P<n5>N)(?![ -](?:votes?[ -])?(?:majority|margin|victory|win|lead|triumph|defeat))(?: votes)?"
    rf"|\b(?:ahead of|against|beating|to|over|with|and) {NAMED}(?P<who6>C)(?: of (?:the )?P)?,? (?:(?:who|with|on|got|had|received|came second with|second with|{W}) ){{0,3}}?(?:on |with |received |got |won |polled )(?P<n6>N)(?! (?:majority))(?: votes)?"
    rf"|(?P<n7>N) for {NAMED}(?P<who7>C)\b(?!')"
    rf"|\b(?P<who8>C),? {AUX}(?:came|finished|was|placed|trailed|trailing) (?:in )?(?:a )?(?:[a-z]+ )?(?:second|third|fourth|fifth)(?: place)?(?: for (?:the )?P)?,? (?:with|on|polling) {TALLY}(?P<n8>N)"
)
AND_LIST = re.compile(
    rf"(?:,| and|, and|;|, while) (?P<who>C)(?: \(P\))?(?: {GOT})? (?P<n>N)\b(?: votes)?(?! majority)"
)
WITH_VOTES = re.compile(
    rf"\b(?:with|on|after (?:securing|winning|receiving|polling)|securing|polling|receiving|winning|having (?:won|secured)|,? who (?:secured|received|polled|won|got)) {TALLY}(?P<n>N) votes\b(?! (?:more|ahead|clear|majority|to spare|in hand|in front|behind|adrift|short|in it))"
)


PLACED = re.compile(
    rf"\b(?P<who>[CPK])(?: party)?{APPOSITION},? (?:who |which |whose party )?{AUX}(?:came|come|coming|finish(?:ed|es|ing)?|placed|was|were|took|taken|take|trail(?:ed|ing)? in|flopp?(?:ed|ing)? in|limp(?:ed|ing)? (?:in|home)|"
    rf"slump(?:ed|ing)? to|pushed (?:in)?to|fell to|fallen to|slipp(?:ed|ing) to|ended(?: up)?|beaten (?:in)?to|relegated to|knocked (?:in)?to|forced (?:in)?to|languish(?:ed|ing) in) (?:in )?(?:a |an |the )?(?:{W} )?(?P<rank>second|third|fourth|fifth|sixth)\b(?! (?:time|term|by-?election|largest|biggest|election|consecutive|successive|mp|youngest|year|day|preference))(?: place)?"
    rf"|\brunner-up,? (?:was )?{NAMED}(?P<up>[CP])|\b(?P<up2>[CP]),? (?:was |were )?(?:the )?runners?-up"
    rf"|\b(?:pushing|push(?:ed)?|relegat(?:ed|ing)|knock(?:ed|ing)|forc(?:ed|ing)|sen(?:t|ding)|beat(?:ing)?|leav(?:ing)|left) {NAMED}(?P<whom>[CP])(?: party)?(?: (?:of|for) (?:the )?P)? (?:(?:in|down|back)?(?:to |in )|in )?(?P<rank2>second|third|fourth|fifth|sixth)\b(?! (?:time|term|recount|by))"
    r"|\b(?P<who4>[CP]) (?:[a-z]+ ){1,5}?[a-z]+, (?:coming|finishing|ending up) (?:in |a )?(?:[a-z]+ )?(?P<rank4>second|third|fourth|fifth)\b(?! (?:time|term))"
    r"|\b(?P<who5>[CP]),? (?:could )?(?:only )?manag(?:ed?|ing)(?: only| just)? (?P<rank5>second|third|fourth|fifth)(?: place)?\b"
    rf"|\b(?P<rank6>second|third|fourth) (?:place|spot) (?:went to|was taken by|fell to) {NAMED}(?P<who6>C)\b"
    r"|\b(?P<rank3>second|third|fourth)[- ]placed? (?:candidate,? )?(?:the )?(?:P(?:'s)? )?(?P<whom3>C)"
)
BEHIND = re.compile(r"^[^,;.]{0,30}? behind (?:the )?(?P<who>P)\b")
DEPOSIT = re.compile(
    rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?P<way>lost|lose|loses|losing|kept|saved|retained|forfeit(?:ed|s)) (?:his|her|their|its|the|a) deposits?"
)
FIELD = re.compile(
    r"\b(?P<n>N)(?: (?:people|men and women))? (?:candidates|hopefuls)(?: (?:were|are|had|have))? (?:stood|standing|contested|contesting|fought|fighting|on the ballot|vying|in the running|competed)|\bfield of (?P<m>N)(?: candidates)?\b|\bone of (?P<k>N) candidates\b"
)


CREATED = re.compile(
    r"\b(?:since (?:its (?:creation|formation|inception|establishment)|(?:it|the seat|the constituency|S) was (?:first )?(?:created|formed|established|drawn up))|(?:created|formed|established)|(?:seat|constituency|S|it) (?:has )?existed since) (?:back )?(?:in )?(?:the )?(?P<year>[YD])"
)
SINCE = re.compile(
    rf"\b(?P<a>P)(?: party)? (?:has |had |have )(?:{W} )?(?:held|controlled|represented) (?:the seat|S|it|the constituency)(?: [a-z]+){{0,2}} since (?:at least |before )?(?P<ya>Y)"
    rf"|\b(?:held|represented|controlled|occupied)(?: continuously| solidly)? by (?:the )?(?P<b>P)(?: party)?(?: [a-z]+){{0,2}} since (?:the )?(?P<yb>[YD])"
    rf"|\b(?:been|remained|stayed|voted|returned|had)(?: a| an)?(?: [a-z-]+)? (?P<c>P)(?:[ -]held)?(?: (?:seat|constituency|stronghold|mps?))?(?: [a-z]+)? since (?P<yc>Y)"
    rf"|\b(?P<e>P) (?:has |had |have )(?:held|been in control of|won) (?:the seat|S|it|the constituency) for (?:the )?(?:last |past )?(?P<ne>N) years"
)
FIRST = re.compile(
    r"\bfor the first time (?:since (?P<y>Y)|in (?P<n>N) years|in (?:its|their|the seat's|S's) (?:\d+-year )?history|ever)|\bfirst (?:[a-zP-]+ ){0,6}since (?P<y2>Y)"
)
CAUSE_WORDS = r"resign(?:ation|ed|s|ing)?|quit(?:s|ting)?|st(?:oo|epp)d down|stepped down|standing down|stepping down|deaths?|died|dies|dying|passed away|killing|killed|murder(?:ed)?|recall(?:ed)?(?: petition)?|disqualified|disqualification|expelled|expulsion|jailed|convict(?:ed|ion)|elevat(?:ed|ion)|peerage|appointed|appointment|elected (?:as )?(?:the )?mayor|left parliament|departure|retire(?:d|ment)|unseated|suspen(?:ded|sion)"
PROMPTED = re.compile(
    r"\b(?:by-?election|contest|poll|vote|vacancy|seat|which|election)\b[^.;]{0,60}?\b(?:prompted|triggered|caused|sparked|called|needed|required|forced|brought about|held|necessitated|vacated|vacant|comes|came|took place|arose)(?: [a-z]+)?(?: by| after| following| because of| due to| when| upon)+ (?P<rest>[^.;–]{0,140})"
)
LEFT = re.compile(
    rf"\b(?P<who>M)(?P<app>{APPOSITION}),? (?:[a-z]+ ){{0,3}}?(?P<words>resign(?:ed|s)|quit|stood down|stepped down|died|dies|passed away|was killed|was murdered|was recalled|was jailed|was unseated)\b(?! (?:from|as|over) (?!parliament|the (?:house|commons|seat)|(?:an |his |her )?mp|seat)| (?:the|his|her) (?!seat))"
)
SUCCEEDS = re.compile(
    r"\bC,? (?:who )?(?:will |now )?(?:takes? over from|succeeds?|replaces?) (?:[a-zP]+ ){0,3}(?P<who>[MK])\b(?! as (?!mp))"
)
OFFICE = re.compile(
    r"\b(?:resignation|death|departure|retirement|expulsion|disqualification|conviction|recall|suspension|murder|killing|elevation|petition) (?:of|against) (?P<a>(?:(?:the )?(?:[a-z-]+ )?(?:P )?(?:mp |member )?)?(?P<who>[MK])(?! (?:ally|aide|loyalist|supporter|adviser|friend|critic|backer)\b))(?!\w)|(?:after|when) (?:the )?(?:(?:[a-z-]+ ){0,3}|P )*(?:mp )?(?P<b>(?P<who2>[MK]))(?:,[^,;.]{1,80},)? (?!(?:ally|aide|loyalist|supporter|adviser|friend|critic|backer)\b)(?:[a-z]+ )?(?:resigned|quit|stood|stepped|died|passed|left|was|announced)"
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


CAUSE_STARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("resignation", ("resign", "quit", "st", "retire")), ("death", ("death", "died", "dies", "dying", "passed", "kill", "murder")),
    ("recall petition", ("recall",)), ("disqualification", ("disqual", "jailed", "convict")), ("expulsion", ("expel", "expul")),
    ("peerage", ("elevat", "peerage")), ("other office", ("appoint", "elected")), ("election court", ("unseated",)),
)  # fmt: skip
