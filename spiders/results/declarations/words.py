"""The words of a declaration: headings, labels, votes, marks, names, days and places, as returning officers print them.

Pure functions on text, shared by every council reader; English and Welsh. What has no such form is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

# Headings of columns. The first that fits is what the column holds; None: a column that is passed over.
HEADINGS: tuple[tuple[str, str | None], ...] = (
    (r"address|proposer|seconder|agent|signature|cyfeiriad|assent", None),
    (r"postal|proxy|in person|polling station|previous|last (?:election|time)", None),
    (r"change|swing|majority|position|rank|place$|colour|logo|photo|image", None),
    (r"^date\b|^polling day|^polled on", "day"),
    (r"surname|family name|last name|cyfenw", "family"),
    (r"forename|first name|given name|other name|christian name|enwau eraill|enw cyntaf", "given"),
    (r"^(?:number of |total )?votes?\b[^%]*[(/&+,][^%]*(?:%|per ?cent|share)", "votes"),  # "Votes (share)" in one cell
    (r"%|per ?cent|share|canran", "share"),
    (
        r"first pref|1st pref|first (?:stage|count|round)|1st (?:stage|count)|stage (?:1\b|one)|count (?:1\b|one)|"
        r"round 1\b|dewis cyntaf",
        "votes",
    ),
    (r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[2-9](?:nd|rd|th)) (?:count|stage|round)", None),
    (r"stage|count \d|round|transfer|preference|final", None),
    (r"candidate\W*s\W+(?:party|description)|party name|name of (political )?party|enw.r blaid", "party"),
    (r"vote|pleidlais|pleidleisiau|ballots? cast|^poll(ed)?$|^total$|recorded|^number$|^v$", "votes"),
    (r"elected|outcome|result|status|successful|etholwyd|canlyniad|winner|^res$", "outcome"),
    (r"candidate|ymgeisydd|ymgeiswyr|^name|^enw|person|^cand$", "name"),
    (r"description|party|affiliation|political group|disgrifiad|plaid|standing for|representing|^desc$|^pty$", "party"),
    (r"ward|division|constituency|^area|seat|etholaeth|etholiadol", "area"),
)
HEADING_PATTERNS = tuple((re.compile(pattern), role) for pattern, role in HEADINGS)
FOOTNOTE_BEHIND = re.compile(r"(?<=[^\W\d_]|\))[0-9]{1,2}$")  # "Votes recorded2", in the text of a PDF
FOOTNOTE = re.compile(r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰#]+|\[\w{1,2}\]")

# A letter or a number of a list alone: a reason that papers were rejected for stands beside it.
LETTER_ALONE = re.compile(r"\(?(?:[a-z]|ch|dd|[ivx]{1,4}|[0-9]{1,2})[).:]{0,2}", re.IGNORECASE)
LETTERED = re.compile(r"^\(?(?P<letter>[A-Ea-e])\)?[).:\s–—-]+(?=\S)")
IN_PART = re.compile(r"rejected in part|in part\b|rhannol|yn rhannol")
REASON = re.compile(
    r"official mark|unofficial mark|voting for more|voted for more|more candidates than|over ?-?voted|too many|"
    r"writing or mark|voter c(?:ould|an) be identified|identif(?:y|ied) the voter|unmarked|uncertain|"
    r"void for|marc swyddogol|dros fwy o ymgeiswyr|farc y gellid|heb ei farcio|ansicrwydd"
)
# What a label is of. The order matters: "rejected ballot papers" before "ballot papers".
LABELS: tuple[tuple[str, str | None], ...] = (
    (r"postal|proxy|proxies|tendered|% of|average", None),
    (r"turn ?-?out|\bt/o\b|percentage poll|% poll|^poll$|poll percentage|nifer a bleidleisiodd|canran", "turnout"),
    (r"reject|spoil|invalid|g?wrthod|^rej$", "rejected_ballot_papers"),
    (r"majority|mwyafrif|^maj$", "majority"),
    (r"vacanc|vacant seat|seats|^seat$|number to be elected|to be elected|members to elect|councillors to elect|"
     r"seddi", "seats"),
    (r"ballot papers? (?:were )?(?:issued|verified)|papers? issued|issued|\bb/?ps? iss\b|papers? verified|"
     r"verified|verification|"
     r"papers? (?:in the (?:ballot )?box|received|counted)|total (?:number of )?ballot papers|"
     r"papurau pleidleisio", "ballot_papers_issued"),
    (
        r"electorate|^elec$|electors|eligible|entitled to vote|registered voters|registered to vote|etholwyr|"
        r"etholaeth", "electorate"),
    (
        r"total(?: number of)?(?: valid)? votes?|valid votes?|valid poll|votes? cast|votes? counted|"
        r"votes? polled|number of votes|"
     r"total polled|^total$|^totals$|cyfanswm", "valid_votes"),
)  # fmt: skip
LABEL_PATTERNS = tuple((re.compile(pattern), role) for pattern, role in LABELS)
NUMBER = r"[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+(?![0-9])|[0-9]+"
FIGURE = re.compile(rf"(?<![0-9.,])(?:{NUMBER})(?:\.[0-9]+)?\s?%?(?![0-9])")

ELECTED = r"(?:duly )?(?:re-?)?elected|etholwyd|ethol|winner|successful"
NOT_ELECTED = re.compile(
    r"not (?:duly )?elected|un-?elected|not successful|unsuccessful|lost|defeated|eliminated|excluded|"
    r"no|n|false|heb ei h?ethol|"
    r"heb ethol|[-–—]|x|✗|✘"
)  # fmt: skip
IS_ELECTED = re.compile(rf"(?:{ELECTED})(?: .*)?|yes|y|true|e|won|win|ie|✓|✔|☑|✅|tick|\*+")
# Behind a number of votes or a name: " Elected", "(Elected)", " E", "(E)", "- elected".
MARK_BEHIND = re.compile(
    rf"[\s*–—:,-]*[(\[]?\s*(?:\b|(?<=[0-9]))(?P<mark>(?:{ELECTED})(?:\s*/\s*(?:{ELECTED}))?|E)\b\.?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
TICK_BEHIND = re.compile(r"\s*[✓✔☑✅]\ufe0f?\s*$")
MARK_BEFORE_NAME = re.compile(
    rf"(?:[([]\s*(?:{ELECTED})\s*[)\]]|(?:{ELECTED})\s*[:–-]"
    rf"|(?:{ELECTED})(?=\s+(?-i:[A-ZÀ-Ý][\w'’-]+,? [A-ZÀ-Ý])))\s*(?=\S)",
    re.IGNORECASE,
)
MAJORITY_BEHIND = re.compile(
    rf"\s*[(\[,;–-]\s*(?:a )?maj(?:ority)?\.?(?: of)?:?\s*(?:{NUMBER})\s*[)\]]?$", re.IGNORECASE
)
MARK_BEHIND_NAME = re.compile(
    rf"(?:\s*[([]\s*(?:{ELECTED}|E)\s*[)\]]|\s+[-–—:]+\s*(?:{ELECTED})|,?\s+(?:DULY )?ELECTED)\s*$", re.IGNORECASE
)
NO_VOTES = re.compile(r"(?:nil|none|no votes?|zero|dim)\b.*", re.IGNORECASE)
GONE = re.compile(r"withdrawn|withdrew|deceased|died|nomination invalid|tynnwyd yn", re.IGNORECASE)
EXTRA_ROW = re.compile(
    r"\b(?:votes?|papers?|ballots?|voters?|electors?|totals?|postal|proxy|quota|electorate|non-?transferable|exhausted)\b",
    re.IGNORECASE,
)
NOT_GIVEN = re.compile(
    r"(?:n/?a|tbc|tba|awaited|pending|not (?:yet )?(?:known|declared|available|counted)|[-–—.…?]+)?", re.IGNORECASE
)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill", "may mai",
            "june jun mehefin", "july jul gorffennaf", "august aug awst", "september sept sep medi",
            "october oct hydref", "november nov tachwedd", "december dec rhagfyr",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(MONTHS)
DAY = re.compile(
    rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|af|il|ydd|eg|fed|ain)?(?:\s+of)?[\s-]+(?P<month>{MONTH})\.?,?[\s-]+"
    r"(?P<year>[0-9]{4})\b"
    rf"|\b(?P<month2>{MONTH})\.?\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[0-9]{{4}})\b"
    r"|\b(?P<year3>[0-9]{4})-(?P<month3>[0-9]{2})-(?P<day3>[0-9]{2})\b"
    r"|\b(?P<day4>[0-9]{1,2})[/.](?P<month4>[0-9]{1,2})[/.](?P<year4>[0-9]{4})\b"
    r"|(?<![0-9/.])(?P<day5>[0-9]{2})/(?P<month5>[0-9]{2})/(?P<year5>[23][0-9])(?![0-9/.]?[0-9])",
    re.IGNORECASE,
)  # fmt: skip
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*|\bdydd \w+,?\s*", re.IGNORECASE)
# A day behind one of these words is of something else than the poll.
OTHER_DAY = re.compile(
    r"(?:(?<!election )(?<!poll )(?<!polling )dated?|published|"
    r"updated|printed|modified|reviewed|posted|created|last (?:changed|saved)|"
    r"produced|generated|declared|dyddiedig|announced|counted on|"
    r"(?:ordinary|general|previous|last) elections?\W{0,2}(?:of|held)?)"
    r"(?:\s+this)?(?: ?:| on| at)?\s*(?:\w+day,?\s*)?(?:the\s+)?$", re.IGNORECASE
)  # fmt: skip
POLL_DAY = re.compile(r"held|poll|election|etholiad|cynhaliwyd|vot", re.IGNORECASE)

KINDS = re.compile(r"\bby[\s-]?elections?\b|is-?etholiad", re.IGNORECASE)
EARLIER = re.compile(r"\bprevious(?:ly)?\b|\blast (?:time|election|result)", re.IGNORECASE)
GENERAL = re.compile(r"\bgeneral elections?\b", re.IGNORECASE)
ORDINARY = re.compile(
    r"\b(?:local|district|borough|county|city|ordinary|full council|all-out) elections?\b", re.IGNORECASE
)
PARLIAMENT = re.compile(
    r"parliamentary|members? of parliament|\bto parliament|\bMP\b|parliamentary constituency|"
    r"aelod seneddol", re.IGNORECASE
)  # fmt: skip
OTHERS = re.compile(
    r"\bparish\b|\btown council\b|community council|police and crime|\bPCC\b|\bmayor(?:al)?\b|"
    r"\breferendum\b|neighbourhood plan|"
    r"\bsenedd\b|scottish parliament|northern ireland assembly|european parliament|cyngor cymuned|"
    r"\bassembly\b", re.IGNORECASE
)  # fmt: skip
NOMINATIONS = re.compile(
    r"statement of persons? nominated|statement as to persons nominated|notice of poll\b|persons? nominated",
    re.IGNORECASE,
)
TRANSFERABLE = re.compile(
    r"single transferable vote|\bSTV\b|first preference|1st preference|"
    r"electoral quota|non-?transferable",
    re.IGNORECASE,
)
UNOPPOSED = re.compile(r"un-?contested|unopposed|without a (?:contest|poll)|dilwrthwynebiad", re.IGNORECASE)
COUNT = "one|two|three|four|five|six|[1-9]"
SEATS = re.compile(
    rf"election of (?P<seats>{COUNT})\b (?:\w+ ){{0,2}}(?:councillors?|members?)"
    rf"|\b(?P<seats2>{COUNT}) (?:\w+ )?(?:councillors?|members?|seats?|vacanc(?:y|ies)|places)"
    r" (?:(?:is|are|was|were) )?to be (?:elected|filled)"
    rf"|\(\s*(?P<seats3>{COUNT}) (?:seats?|vacanc(?:y|ies)|to be elected)\s*\)",
    re.IGNORECASE,
)
SEATS_BEHIND = re.compile(rf"\(\s*(?:{COUNT}) (?:seats?|vacanc(?:y|ies)|to be elected)\s*\)", re.IGNORECASE)
# What takes a result back, and what says that there is none yet.
TAKEN_BACK = re.compile(
    r"\b(?:results?|declaration|figures|page)\b[^.;:]{0,80}?\b(?:has|have|was|were|is|are|been)\b "
    r"(?:been |temporarily )*"
    r"(?:withdrawn|taken down|removed|retracted|suspended)\b|\bcountermand(?:ed)?\b|"
    r"\bpoll (?:has been |was |is )?abandoned",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\brecount (?:is |are |now |has been |being |to be )*(?:under ?way|taking place|in progress|ongoing|requested|"
    r"ordered|called|carried out|held)|"
    r"\b(?:subject to|pending|awaiting) (?:a |the )?(?:recount|declaration|confirmation)|"
    r"\bprovisional\b(?! electorate)|"
    r"\b(?:not|yet) (?:yet |been |to be )*(?:the |a )?(?:formally |officially )?(?:declared|final)\b|"
    r"count(?:ing)?(?: of (?:the )?(?:votes|ballots|ballot papers))? (?:is |has )?(?:now |still )?"
    r"(?:continu(?:es|ing)|under ?way|in progress)|"
    r"\b(?:votes?|figures?|results?|counted|declared) so far\b|\bso far (?:counted|declared)|running totals?|"
    r"\b(?:interim|partial|unofficial|unconfirmed) (?:results?|figures?|totals?|counts?)\b",
    re.IGNORECASE,
)
IN_ITS_PLACE = re.compile(
    r"\breplac\w+|supersed\w+|corrected (?:results?|figures|declaration) (?:is|are|appears?|follows|below)",
    re.IGNORECASE,
)
OUTCOME_ALONE = re.compile(
    rf"(?:candidates? )?(?P<no>not (?:duly )?elected|unsuccessful|defeated|others?|other candidates)(?: candidates?)?"
    rf"|(?:candidates? |councillors? )?(?:{ELECTED})(?: (?:candidates?|councillors?|members?))?",
    re.IGNORECASE,
)
BY_LOT = re.compile(
    r"\bby (?:the )?(?:drawing of )?lots?\b|dr(?:ew|awn|awing) (?:of )?lots?|lots? (?:was|were) drawn|"
    r"cast(?:ing)? (?:of )?lots|toss of a coin",
    re.IGNORECASE,
)
DECLARED = re.compile(
    r"(?:declare|declared|given notice) that\s+(?P<names>.{3,300}?)\s+(?:is|are|was|were|has been|"
    r"have been|be|to be)\s+(?:hereby\s+|therefore\s+)?(?:duly\s+)?(?:re-?)?elected"
    r"|(?P<names2>[^.;:]{3,160}?)\s+(?:is|are|was|were|has been|have been)\s+(?:hereby\s+|"
    r"therefore\s+|thereupon\s+)?(?:declared\s+|duly\s+)*(?:re-?)?elected"
    r"|\belected(?: candidates?| councillors?)?\s*:\s+(?P<names4>[^.;]{3,160})"
    r"|(?:in favour of|additional vote (?:to|for)|duly elected:?|the following (?:person|"
    r"candidate)s? (?:is|are|was|were)(?: hereby| duly)* elected:?)\s+(?P<names3>[^.;]{3,160})",
    re.IGNORECASE,
)  # fmt: skip

# A first column of these is of places, ways of voting or reasons, and not of candidates.
NO_PERSON = re.compile(
    r"station|district|\bbox|source|method|\btype|\btable|reason|detail|\byear|stage|\bcount\b|\bdate|\btime|"
    r"category|\bward|division|parish|\bday\b|venue|gorsaf",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['’`]\w+)?")


def heading_role(printed: str) -> str | None:
    """What a column with this heading holds: "Number of votes*" -> "votes"; None for anything else, "" for no words."""
    words = (
        FOOTNOTE_BEHIND.sub("", FOOTNOTE.sub("", printed).strip())
        .casefold()
        .replace("(if any)", "")
        .replace("(s)", "")
        .strip(" :.-–")
    )
    if not words or len(words) > 80:
        return None
    for pattern, role in HEADING_PATTERNS:
        if pattern.search(words):
            return role
    return None


def votes_column(headings: Sequence[tuple[int, str]]) -> int | None:
    """Which of the columns that hold votes has those of this poll: first preferences, the total, the latest year.

    `headings` are columns with their words; None where they do not say, since another's votes would be a false result.
    """
    for pattern in (r"first pref|1st|stage 1\b|first stage|count 1\b|round 1\b", r"\btotal\b"):
        if len(found := [column for column, words in headings if re.search(pattern, words, re.IGNORECASE)]) == 1:
            return found[0]
    years = {column: max(re.findall(r"20[0-9]{2}", words), default="9999") for column, words in headings}
    latest = [column for column, year in years.items() if year == max(years.values())]
    if len(latest) == 1:
        return latest[0]
    plain = [column for column, words in headings if re.fullmatch(r"\W*(?:number of )?votes\W*", words, re.IGNORECASE)]
    return plain[0] if len(plain) == 1 else None


def label_role(printed: str) -> str | None:
    """What figure a label names: "Number of ballot papers issued" -> "ballot_papers_issued"; "reason", "in part"."""
    words = printed.casefold().strip(" :*.-–")
    if len(words) > 160:
        return None
    if IN_PART.search(words):
        return "in part"
    if REASON.search(words):
        return "reason"
    for pattern, role in LABEL_PATTERNS:
        if pattern.search(words):
            return role
    return None


def number_in(printed: str) -> str | None:
    """The one number of a cell as printed, its blanks taken out: "1 234" -> "1234", "1,234 votes" -> "1,234".

    None for no number, or more than one; "45.2%" is none, see `percent_in`.
    """
    found = [one.group() for one in FIGURE.finditer(FOOTNOTE.sub(" ", printed)) if "%" not in one.group()]
    if len(found) != 1 or "." in found[0]:
        return None
    return re.sub(r"[ \u00a0\u202f]", "", found[0])


def percent_in(printed: str) -> str | None:
    """A percentage as printed, "45.2%"; None for none or several. A number with a point and no sign is one too."""
    found = [one.group() for one in FIGURE.finditer(printed) if "%" in one.group() or "." in one.group()]
    if len(found) != 1:
        return None
    return found[0].replace(" ", "").rstrip("%") + "%"


def votes_in(printed: str) -> tuple[str | None, bool]:
    """A votes cell -> (votes as printed, whether a mark behind them says "elected"): "952 (Elected)" -> ("952", True).

    None: no figure given. What is no number stays as it is, for the cleaning to refuse ("1.234").
    """
    if (outcome := elected_in(printed)) is not None and not NOT_GIVEN.fullmatch(printed.strip()):
        return (None, outcome) if printed.casefold().strip() != "no" else ("0", False)
    words = MAJORITY_BEHIND.sub("", printed.strip())
    mark = TICK_BEHIND.search(words) or MARK_BEHIND.search(words)
    if mark:
        words = words[: mark.start()]
    plain = re.sub(r"\s*\([^()0-9]*\)\s*$", "", FOOTNOTE.sub("", words)).strip(" :")  # "(after recount)"
    plain = re.sub(r"\s*\(?\s*(?:votes?|pleidlais|pleidleisiau)\s*\)?$", "", plain, flags=re.IGNORECASE).strip()
    if NOT_GIVEN.fullmatch(plain) or GONE.search(plain):
        return None, bool(mark)
    if plain.casefold() == "no" or NO_VOTES.fullmatch(plain):
        return "0", bool(mark)
    if with_share := re.fullmatch(rf"({NUMBER})(?:\s+|\s*[(\[–-]\s*)[0-9.]+\s?%\s*[)\]]?", plain):
        plain = with_share[1]
    if re.fullmatch(NUMBER, plain):
        plain = re.sub(r"[ \u00a0\u202f]", "", plain)
    return plain, bool(mark)


def outcome_alone(printed: str) -> bool | None:
    """What a heading says of every candidate below it: "Elected" -> True, "Not elected" -> False; else None."""
    match = OUTCOME_ALONE.fullmatch(printed.strip(" .:()"))
    return None if match is None else match["no"] is None


def elected_in(printed: str) -> bool | None:
    """An outcome cell -> elected or not; None when it says neither ("" included)."""
    words = printed.casefold().strip(" .()[]")
    if not words:
        return None
    if NOT_ELECTED.fullmatch(words):
        return False
    return True if IS_ELECTED.fullmatch(words) else None


def whole_votes(printed: Sequence[str | None], totals: Sequence[int]) -> list[str | None] | None:
    """A column of votes with its points taken out, where they can only part thousands or be followed by noughts.

    "1.204" is 1204 where the column then adds up to one of `totals`: votes that are valid, or papers issued without
    those rejected. "640.00000" is 640, as a count of transferable votes prints it. None where nobody can say.
    """
    if not any("." in one for one in printed if one):
        return list(printed)
    if all(re.fullmatch(r"[0-9][0-9,]*\.(?:0|00|0{4,})", one) for one in printed if one):
        return [one and one.partition(".")[0] for one in printed]
    parted = [one and one.replace(".", "") for one in printed]
    are_thousands = all(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})*", one) for one in printed if one)
    return parted if are_thousands and sum(int(one) for one in parted if one) in totals else None


def days_in(text: str) -> list[tuple[date, int]]:
    """The days printed in a text, and where; a day that says it is of publication or signing is left out."""
    found = []
    for match in DAY.finditer(text):
        if OTHER_DAY.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        groups = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}
        month = MONTHS.get(groups["month"].casefold()) or int(groups["month"] if groups["month"].isdigit() else 0)
        try:
            year = int(groups["year"])
            day = date(year if year > 99 else 2000 + year, month, int(groups["day"]))
        except ValueError:
            continue
        if 1900 <= day.year <= 2199:
            found.append((day, match.start()))
    return found


def years_in(text: str) -> set[str]:
    """The years a text names, both of a pair: "2023/24" -> 2023 and 2024."""
    found = re.findall(r"\b((?:19|20)[0-9]{2})(?:\s?[/–-]\s?(?:20)?([0-9]{2})\b)?", text)
    return {first for first, _ in found} | {first[:2] + second for first, second in found if second}
