"""The words for who won: expressions over the abstract of a sentence, as in `flows.clean.claims.patterns`."""

from __future__ import annotations

import re

from flows.clean.claims.patterns import APPOSITION, AUX, ITSELF, KEEP, NAMED, SEAT, TAKE, TRIUMPH, WHO

WINS = [
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:{TAKE}|(?P<keep>{KEEP})) {SEAT}(?! (?:since|for granted|for (?:N|Y|decades|years|more|over|nearly|almost)))"),
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:{TRIUMPH}|(?P<keep>clung on|clings on|held on|held off))(?= (?:with|by|on|in S|after|for|over (?:the |his |her |P |rival ){0,3}[CPKM]|to)\b|,|\.|$|;)"),
    re.compile(
        rf"\b{ITSELF} (?:(?:has|have|had|was|is|were|been|also|narrowly|[a-z]+ly) ){{0,4}}(?:won|taken|captured|gained|snatched|seized|claimed|clinched|"
        rf"(?P<keep>held|retained))(?: from (?:the )?P)? by {NAMED}(?P<who>[CPK])"
    ),
    re.compile(rf"\b{ITSELF} (?:(?:has|have|was|is|been|has been|also|[a-z]+ly) ){{0,3}}(?:fell|fallen|falls|went|gone|goes|passed|swung|switched|turned|changed hands) (?:from (?:the )?P )?(?:in)?to {NAMED}(?P<who>[CP])"),
    re.compile(r"\b(?P<who>[CPK])(?:'s?) (?:[a-z-]+ ){0,3}(?<!to )(?:victory|win|triumph)\b(?! (?:in|at) (?:the )?[OY])"),
    re.compile(rf"\b(?:victory|win|triumph|success) for {NAMED}(?P<who>[CP])\b(?! in (?:the )?[OY])"),
    re.compile(
        rf"\b(?P<who>[CK]){APPOSITION},? {AUX}(?:(?:been|be) )?(?:duly )?(?:elected|returned|(?:declared|named|announced|confirmed)(?: as)?(?: the| S's)?(?: new)? "
        r"(?:winner|elected|victor|mp))\b(?! (?:(?:to|as) )?(?:the )?(?:[a-z]+ )?(?:council|mayor|leader|chair|president|deputy|assembly))"
    ),
    re.compile(r"\b(?:new|newly[- ]elected|newest|next) (?:P )?mp(?: for S)?,? (?:(?:is|will be|was named as) )?(?:P(?:'s)? )?(?P<who>[CK])\b"),
    re.compile(rf"\b(?P<who>[CK]){APPOSITION},? {AUX}(?:is|becomes?|became|become|will be|will become|as) (?:the |S's |your )?(?:S's )?(?:(?:new|next|first|newest|P) )+(?:mp|member of parliament)\b"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? {AUX}(?:pull(?:ed|s) off|scor(?:ed|es)|secur(?:ed|es)|claim(?:ed|s)|clinch(?:ed|es)|celebrat(?:ed|ing|es)|hail(?:ed|s|ing)|achiev(?:ed|es)|record(?:ed|s)|land(?:ed|s)|won|snatch(?:ed|es)) "
               rf"(?:a |an |the )?(?:(?:[a-z-]+|S) ){{0,3}}(?:victory|win|triumph|gain)\b(?! in (?:the )?[OY]| (?:in|over|on) (?!S|the by-|this|the seat|the contest|the constituency|[CP]))"),
    re.compile(rf"(?:gives?|gave|giving|handed|handing) (?:the )?{NAMED}(?P<who>[C]) a (?:[a-z-]+ ){{0,2}}majority"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? {AUX}(?:(?:overturn|wip|eras|demolish|destroy|overc)(?:ed|es?|s|ame)|overturn|swept aside|sweep aside)\b(?=[^.;]{{0,40}}majority)"),
    re.compile(rf"\b{WHO}{APPOSITION},? {AUX}(?:saw off|sees off|beat|beats|defeated|fought off|held off|holds off|def(?:ied|ies)|confounded|brushed off|shrugged off|did enough|done enough|overcame|swept aside|overturned|survived|came from|came through)[^.;]{{1,70}}? to (?:(?P<keep>hold|retain|keep|cling on (?:to|in))|take|win|gain|seize|snatch|claim|capture) {SEAT}"),
    re.compile(rf"\b(?P<who>[CP]){APPOSITION},? (?:was|is|were|are|emerged(?: as)?) (?:the |a )?(?:(?!(?:moral|real|true|big|biggest|other|only) )[a-z]+ )?(?:winners?|victors?|victorious)\b(?! (?:of|in) (?:a|an|last|the (?!by|S|seat|contest)))"),
    re.compile(rf"\b(?:delivered|handed|gave|gives|hands|giving|handing) (?:{SEAT}) to (?:the )?{NAMED}(?P<who>[CP])\b"),
    re.compile(rf"\b(?:losing|lost|loses|surrendering|conceding) {SEAT} to (?:the )?{NAMED}(?P<who>[CP])\b"),
    re.compile(r"(?:^|: |breaking |result |– )(?:the )?(?P<who>P) (?:gain|(?P<keep>hold))s?\b(?! (?:council|seats|N|control|talks|on (?!to|in|after|$)))"),
]  # fmt: skip
TAKING = r"w[oi]n|t[ao][ko]|claim|sei[sz]|snatch|captur|gain|clinch|secur|wrest|grab|umph in|vail|pick|st[oe][la]|swip|nab|bag|scoop|flip| in|topp"
KEEPING = r"h[eo]ld|retain|kept|keep|cl[ui]ng|hung|defend|saved"
# what the sentence must have for each of WINS to be tried: a word costs less to look for than a rule
WIN_MORE = (
    re.compile(
        r"\b(?:elected|elects?|chosen|returned|sent) (?:a|an|its first|their first|their|its) (?:new )?(?P<who>P) mp\b"
    ),
    re.compile(r"\b(?P<who>C)'s (?:[a-z-]+ )?majority of\b"),
    re.compile(r"\b(?P<who>C), (?:the|your|its|our) (?:new|newest|newly[- ]elected) (?:P )?mp\b"),
    re.compile(
        r"\b(?P<who>P)(?: party)? (?:is|are|were|was) celebrating\b[^.;CO]{0,40} after [a-zP' -]{0,30}C\b[^.;,O]{0,20}(?:elected|won|took|held|swept|stormed)"
    ),
    re.compile(
        r"\bfirst time (?:that )?(?:the )?(?P<who>P)(?: party)? (?:has|have) (?:ever )?(?:won|taken|held|captured|gained) (?:the seat|S|here|the constituency)"
    ),
    re.compile(
        r"\b(?P<who>[CP])\b[^.;,]{1,50}, (?:romping|storming|cruising|sweeping|sailing|coasting|surging|squeaking) (?:home|to (?:a )?(?:\w+ )?victory|in)"
    ),
)
WIN_STILL_MORE = (
    re.compile(
        r"(?<!could )\b(?:becomes?|became|becoming|is) (?:S's |the |their |its )?(?:first|newest|latest|new)(?: ever)? (?P<who>P) mp\b(?! (?:since|elected in|in [a-z]+ since))"
    ),
    re.compile(
        rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?:romp|storm|cruis|sail|coast|power|surg|squeak|scrap|squeez|march|charg|thunder|rac|sweep|swept|glid)(?:e?d|es|s|e)? "
        r"(?:home|to (?:a |an )?(?:[a-z-]+ ){0,2}(?:victory|win))\b"
    ),
    re.compile(
        rf"\b(?P<who>[CP])\b(?! leader)(?:(?!\b(?:said|says|told|when|saw|as)\b)[^.;,CO]){{1,60}} (?:by|after) (?:stealing|snatching|seizing|taking|winning|capturing|grabbing|gaining|clinching) {SEAT}"
    ),
    re.compile(
        rf"\b(?P<who>[CK]){APPOSITION},? (?:(?:is|will be|was|are|has) )?(?:(?:heading|headed|off|bound|going|on (?:his|her|their) way|back|returns?|returning|returned|storm(?:ed|s) back|swept back)(?: \w+)? "
        r"(?:to|for|in|at) (?:westminster|parliament|(?:the )?(?:house of )?commons))\b"
    ),
    re.compile(
        rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}end(?:ed|s) (?:[a-zN-]+ ){{1,6}}of P (?:rule|control|dominance|representation)\b"
    ),
    re.compile(r"(?:^|\bthe )(?:winner|victor),? (?P<who>[CK])\b(?!'s)"),
    re.compile(
        rf"\b(?:handed|hand|gave|given|delivered) (?:the )?{NAMED}(?P<who>[CP]) (?:a |an )?(?:[a-z-]+ ){{0,2}}(?:victory|win|triumph)\b"
    ),
    re.compile(
        rf"\b(?:chosen|chose|elected|picked|returned|sent|choose|elect) {NAMED}(?P<who>[CK]) (?:as|to be) (?:the|their|its|your|our|S's) (?:[a-z]+ )?(?:mp|member of parliament|councillor)\b"
    ),
    re.compile(rf"\b(?P<who>[CK]){APPOSITION},? (?:will|is to|who will) (?:now )?represent (?:the people of )?{SEAT}"),
    re.compile(
        rf"\b(?P<who>[CP])(?: party)?{APPOSITION},? {AUX}(?:end(?:ed|s)|br(?:oke|oken|eaks)|smashed|shattered) (?:the )?P(?:'s?)? (?:[a-z-]+ ){{0,3}}(?:hold|grip|rule|dominance|reign|stranglehold|control|tenure)\b(?! (?:of|on|over|in) (?:the )?O)"
    ),
    re.compile(
        r"\bS (?:now |finally )?(?:has|have) (?:now |got )?(?:a|its first|a first|its|their first)(?: new)? (?P<who>P) mp\b"
    ),
    re.compile(
        rf"\b(?P<who>[CK]){APPOSITION},? {AUX}(?:been )?elected (?:as )?(?:a |the |your )?(?:new )?(?:P )?councillor for S\b"
    ),
    re.compile(r"\b(?P<who>P)(?:'s?)? (?:[a-z-]+ )?(?:capture|seizure|re-?capture|gain) of S\b"),
)
WIN_CUES = tuple(
    re.compile(words)
    for words in (
        rf"(?:{TAKING}|{KEEPING})[^;]*(?:S|seat|constituency|election|contest)",
        r"won|wins|umph|prevail|home|victor|swept|storm|emerged|came|topped|cl[ui]ng|held o",
        r" by ",
        r"f[ae]ll|went|gone|goes|pass|sw[ui]ng|switch|turn|hands",
        r"victory|win\b|triumph",
        r"(?:victory|win|triumph|success) for",
        r"elected|returned|declared|named|announced|confirmed",
        r"\bmp\b",
        r"\bmp\b|member of parl",
        r"victory|win\b|triumph|gain",
        r"g[ia]v|hand",
        r"overturn|wip|eras|demolish|destroy|overc|aside",
        r" to (?:hold|retain|keep|cling|take|win|gain|seize|snatch|claim|capture) ",
        r"winner|victor",
        r"deliver|hand|g[ia]v",
        r"los|surrender|conced",
        r"P (?:gain|hold)",
        r" P mp",
        r"majority of",
        r"\bmp\b",
        r"celebrating",
        r"first time",
        r", (?:romp|storm|cruis|sweep|sail|coast|surg|squeak)ing",
        r"P mp\b",
        r"home|victory|win\b",
        r" (?:by|after) (?:steal|snatch|seiz|tak|winn|captur|grabb|gain|clinch)",
        r"westminster|parliament|commons",
        r"of P (?:rule|control|dominance|representation)",
        r"winner|victor",
        r"(?:hand|g[ia]v|deliver)[a-z]* .*(?:victory|win|triumph)",
        r"(?:chose|elect|pick|return|sent).*(?:mp|member|councillor)",
        r"represent",
        r"hold|grip|rule|dominance|reign|control|tenure",
        r"S (?:now |finally )?ha.* mp",
        r"councillor for S",
        r"of S",
    )
)
