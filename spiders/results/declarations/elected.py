"""Who was elected: what a mark, a legend, bold type, a class or a sentence says, and the candidacies as records.

It is never taken from the order of the rows or the votes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.records import ScrapedCandidacy, ScrapedProblem
from spiders.results.declarations import words as say
from spiders.results.declarations.candidates import Group, Line


def decide_elected(group: Group, seats: int, sentences: Sequence[str], legend: str) -> list[bool | None]:
    """Who was elected, by the marks; None for all where there are none, or none that can be one.

    Words and columns count before bold type and classes; those count only for as many rows as there are seats.
    """
    lines = group.lines
    said = [line.is_marked is True for line in lines]
    if not any(said) and (
        re.search(
            r"\*\s*(?:=|:|-|–|denotes|indicates|means)?\s*(?:the )?(?:candidates? )?(?:duly |deemed )*elected",
            legend,
            re.I,
        )
    ):
        said = [line.has_star for line in lines]
    if not any(said):
        for is_shown in ([line.is_classed for line in lines], [line.is_bold for line in lines]):
            if any(is_shown) and sum(is_shown) <= seats and sum(is_shown) < len(lines):
                if is_plausible(lines, is_shown, group.is_transferable):
                    said = is_shown
                    break
                group.problems.append(
                    ScrapedProblem("mark-against-votes", "a row is set off that has not the most votes", "is_elected")
                )
    if not any(said):
        said = named_in(lines, sentences)
    if any(said):  # of fewer than are to be elected nobody can say that the others were not
        return list(said) if sum(said) >= seats else [True if one else None for one in said]
    return [False if line.is_marked is False else None for line in lines]


def is_plausible(lines: list[Line], shown: list[bool], is_transferable: bool) -> bool:
    """Whether nobody set off by type alone has fewer votes than somebody who is not."""
    counts = [int(re.sub("[^0-9]", "", line.votes or "") or 0) for line in lines]
    best_of_others = max((count for count, is_shown in zip(counts, shown, strict=True) if not is_shown), default=0)
    worst_shown = min(count for count, is_shown in zip(counts, shown, strict=True) if is_shown)
    return is_transferable or worst_shown >= best_of_others


def named_in(lines: list[Line], sentences: Sequence[str]) -> list[bool]:
    """Who is named by a sentence such as "I declare that Ann Hill is duly elected"."""
    for sentence in sentences:
        for match in say.DECLARED.finditer(sentence):
            named = next(filter(None, (match["names"], match["names2"], match["names3"], match["names4"])), "")
            words = {word.casefold() for word in say.WORD.findall(named)}
            found = [keys(line) != set() and keys(line) <= words for line in lines]
            if any(found) and not all(found):
                return found
    return [False] * len(lines)


def keys(line: Line) -> set[str]:
    """The words by which a sentence must name a candidate: the surname, and the first forename."""
    name = line.name
    if "family_name" in name:
        chosen = [name["family_name"], *name.get("given_name", "").split()[:1]]
    else:
        parts = name.get("name", "").split()
        chosen = [*parts[:1], *parts[-1:]]
    return {word.casefold() for part in chosen for word in say.WORD.findall(part)}


def candidacies_of(group: Group, elected: Sequence[bool | None], *, is_declared: bool) -> tuple[ScrapedCandidacy, ...]:
    """The candidacies as records; before a declaration nobody has votes or is elected."""
    found = []
    for line, won in zip(group.lines, elected, strict=True):
        is_elected = None
        if is_declared and won is not None:
            is_elected = "true" if won else "false"
        share = line.share if is_declared else None
        if share is not None:
            share = say.percent_in(share) or (f"{share.strip()}%" if re.fullmatch(r"\s*[0-9]+\s*", share) else None)
        found.append(
            ScrapedCandidacy(
                given_name=line.name.get("given_name"),
                family_name=line.name.get("family_name"),
                name=line.name.get("name"),
                party=line.party,
                votes=line.votes if is_declared else None,
                vote_share=share,
                is_elected=is_elected,
            )
        )
    return tuple(found)
