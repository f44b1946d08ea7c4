"""Why votes on a page are no result of its poll: other people's, of another year, taken back, not yet final."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from spiders.records import ScrapedProblem
from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidates import PARTY, Group
from spiders.results.declarations.names import name_of

LISTED = re.compile(r"(?P<name>[^()0-9:]{4,60}?)\s*(?:\((?P<party>[^()]+)\)|\s[-–—]\s(?P<party2>[^()0-9]+))")

# Of this election: "Ann Hill has been elected", at the beginning of a sentence.
OUTRIGHT = re.compile(
    r"(?:^|[.:;]\s+|\bthat )(?:Councillor |Cllr |Mr |Mrs |Ms |Miss |Dr )?"
    r"(?P<name>[A-Z][\w'’-]+(?: (?:(?:de|da|van|von|der|la|le|bin|al) )*[A-Z][\w'’-]+){1,4})"
    r"(?:,? \([^()]{2,60}\)|, [^,.;:]{2,60},)? (?:has been|have been|is|was|is hereby|was therefore) "
    r"(?:duly )?elected\b"
    r"(?! (?:in|on|at) (?:May|the|[0-9]|19|20))"
)


def votes_of_others(group: Group, blocks: list[Block]) -> ScrapedProblem | None:
    """The problem of votes beside a list of this poll's candidates who are others in part; None where they agree.

    Surnames are compared; a list that has none of the people is of something else.
    """
    voted = {surname(line.name) for line in group.lines}
    for listed in (*(in_table(block) for block in blocks if block.kind == "table"), in_list(blocks)):
        if len(listed) > 1 and listed & voted and listed != voted:
            return ScrapedProblem("votes-of-other-candidates", f"{len(listed)} stand, {len(voted)} have votes", "votes")
    return None


def everybody_elected(group: Group) -> ScrapedProblem | None:
    """The problem of a list where all are marked as elected: those are a ward's councillors."""
    if len(group.lines) < 2 or not all(line.is_marked for line in group.lines):
        return None
    return ScrapedProblem("everybody-elected", f"{len(group.lines)} of {len(group.lines)}", "is_elected")


def winner_left_out(group: Group, sentences: Sequence[str], elected: Sequence[bool | None]) -> ScrapedProblem | None:
    """The problem of a list where nobody is marked, on a page that says of somebody else that they were elected."""
    if any(elected):
        return None
    known = {surname(line.name) for line in group.lines}
    for sentence in sentences:
        for match in OUTRIGHT.finditer(sentence):
            named = name_of((match["name"],))[0]
            if surname(named) not in known and len(say.WORD.findall(match["name"])) > 1:
                return ScrapedProblem("winner-not-among-candidates", match["name"][:80], "candidate")
    return None


def in_table(block: Block) -> set[str]:
    """The surnames of a table that has names and parties, and no votes."""
    for number, row in enumerate(block.grid[:3]):
        roles = [say.heading_role(cell.words) for cell in row]
        name = next((at for at, role in enumerate(roles) if role in ("name", "family")), None)
        if name is not None and "party" in roles and "votes" not in roles:
            rows = [each for each in block.grid[number + 1 :] if len(each) == len(row) and each[name].words]
            return {surname(name_of(each[name].lines)[0]) for each in rows}
    return set()


def in_list(blocks: list[Block]) -> set[str]:
    """The surnames of a list of names with parties behind them."""
    found = [match for block in blocks if block.kind == "item" and (match := LISTED.fullmatch(block.words))]
    return {surname(name_of((match["name"],))[0]) for match in found if PARTY.search(match["party"] or match["party2"])}


def surname(name: dict[str, str]) -> str:
    """The word that tells a person from the others of one ballot paper, in small letters."""
    return (name.get("family_name") or name.get("name", "")).rpartition(" ")[2].casefold()


def reason_for_none(group: Group, about: str, polled: date | None, *, is_marked: bool) -> ScrapedProblem | None:
    """Why votes that stand on a page are no result: of another year, taken back, not yet declared; else None."""
    years = say.years_in(group.votes_heading)
    if polled is not None and years and str(polled.year) not in years:
        return ScrapedProblem("votes-of-another-year", group.votes_heading[:80], "votes")
    if (found := say.TAKEN_BACK.search(about)) and not say.IN_ITS_PLACE.search(about):
        return ScrapedProblem("result-taken-back", found.group()[:160], "votes")
    if not is_marked and (found := say.NOT_YET.search(f"{about} {group.headings}")):
        return ScrapedProblem("not-yet-declared", found.group()[:160], "votes")
    if len(group.lines) == 1:
        return ScrapedProblem("one-candidate-with-votes", " ".join(group.lines[0].name.values())[:80], "votes")
    return None
