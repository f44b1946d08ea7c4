"""What the keys of a record mean: `candidateName`, `C1_VOTES`, `field_party`, a column of a CSV file.

Pure functions on the words of a key. A key of an earlier election, of a change, an id or a contact means nothing here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spiders.results.declarations import words as say


def these(words: str) -> frozenset[str]:
    """The words of a text, to look others up among them."""
    return frozenset(words.split())


PART = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
# Of another election, or of the distance to it: such figures are never this poll's.
PAST = these(
    "prev previous previously prior former formerly old past last history historic historical historically notional "
    "before earlier original baseline change changed changes swing diff difference delta ge le projected forecast "
    "predicted estimate estimated nominated archive archived comparison compare compared since"
)
USELESS = these(
    "id ids uid uuid guid oid objectid code codes colour color hex url uri link href image img photo picture logo icon "
    "rank ranking position order sort index idx slug abbreviation abbr abbrev short initials gss type class css width "
    "height lat lng lon updated modified created edited deposit incumbent gender sex born dob age "
    "address postcode agent agents contact officer email mail phone tel telephone mobile twitter facebook website web "
    "proposer seconder assentor"
)
SHARE = these("share pct percent percentage per proportion")
VOTES = these("vote votes votecount numvotes totalvotes ballots pleidleisiau")
PART_OF_VOTES = these(
    "postal proxy station person transfer transfers transferred stage stages round rounds counts final rejected spoilt"
)
OUTCOME = these("elected iselected winner iswinner won successful outcome result status etholwyd")
PARTY = these("party partyname affiliation plaid")
NAMES = these("name candidate candidatename fullname displayname ballotname person ymgeisydd enw")
AREAS = these("ward division constituency area seat post electoralarea wardname areaname areatitle")
POLL = these("poll polling polled election voting vote held contest etholiad")
NO_POLL_DAY = these(
    "declared declaration count counted counting close closes nomination nominations deadline published publish "
    "updated update modified created edit generated vacancy resigned register registration start open opens next "
    "withdrawn time"
)
LABELS = these("label title name key heading term caption metric measure statistic")
VALUES = these("value text number figure content amount total")
TITLES = these("title name heading headline label contest election caption")
# Of the council as a whole, of the site, of other contests.
ELSEWHERE = these(
    "council organisation organization authority publisher site navigation nav menu related links latest news footer "
    "officer returning contact agent owner editor header banner breadcrumb breadcrumbs meta seo author user "
    "other others"
)
STATUS = these("status state stage declared isdeclared provisional isprovisional final isfinal phase")


@lru_cache(maxsize=4096)
def parts(key: str) -> tuple[str, ...]:
    """The words of a key in lower case: "fieldPartyName" and "FIELD_PARTY_NAME" -> ("party", "name")."""
    found = [part.casefold() for part in PART.findall(key)]
    return tuple(found[1:] if len(found) > 1 and found[0] in ("field", "attr", "the") else found)


def is_past(key: str) -> bool:
    """Whether what stands under a key is of an earlier election, or a change since; a year in a key is one too."""
    words = parts(key)
    if set(words) & {"name", "names"} and "last" in words:
        return False  # a surname
    return bool(set(words) & PAST) or any(re.fullmatch("(?:19|20)[0-9]{2}", word) for word in words)


def of_candidate(key: str) -> str | None:
    """What a key of a candidate's record holds: "family", "given", "name", "party", "votes", "share", "outcome"."""
    words = parts(key)
    said = frozenset(words)
    if said & {"surname", "surnames", "lastname"} and said & {
        "forename",
        "forenames",
        "firstname",
        "firstnames",
        "initials",
    }:
        return "name"  # "Surname, forenames"
    if {"last", "name"} <= said or said & {"surname", "lastname", "familyname"} or {"family", "name"} <= said:
        return "family"
    if said & {"forename", "forenames", "firstname", "givenname", "givennames", "firstnames"} or (
        said & {"name", "names"} and said & {"first", "given", "other", "middle"}
    ):
        return "given"
    if is_past(key) or said & USELESS:
        return None
    if said & SHARE:
        return "share"
    if said & {"preference", "preferences", "prefs"} and said & {"first", "1"}:
        return "votes"
    if said & (VOTES | {"preference", "preferences"}):
        return None if said & PART_OF_VOTES or said & {"preference", "preferences"} else "votes"
    if said & OUTCOME:
        return "outcome"
    if said & PARTY:
        return "party"
    if said & {"seats", "candidates", "turnout", "electorate", "majority"}:
        return None
    if said & AREAS:
        return "area"
    if said & NAMES or said == {"title"}:
        return "title" if said == {"title"} else "name"
    return "description" if said & {"description", "group"} else None


def is_day(key: str) -> bool | None:
    """Whether a key is of the polling day: True where it says so, None for a mere "date", else False."""
    said = frozenset(parts(key))
    if said & NO_POLL_DAY or is_past(key) or not said & {"date", "day", "pollingday", "polldate"}:
        return False
    return True if said & (POLL | {"pollingday", "polldate"}) else None if len(said) == 1 else False


def of_figure(key: str) -> str | None:
    """Which figure of a contest a key is of, as `label_role` names them; None for any other key."""
    said = frozenset(parts(key))
    if is_past(key) or said & USELESS or said & {"reason", "estimated", "rank", "majorityparty", "by", "at", "time"}:
        return None
    role = say.label_role(" ".join(parts(key)))
    if role == "seats" and said & {"total", "won", "council", "change"}:
        return None
    return role


def is_area(key: str) -> bool:
    """Whether a key names the seat: "ward", "WARD_NAME", "electoralDivision"; a code or an id does not."""
    said = frozenset(parts(key))
    return bool(said & AREAS) and not (said & USELESS) and not said & {"turnout", "electorate", "seats", "total"}
