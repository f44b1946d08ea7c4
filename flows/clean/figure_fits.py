"""Whether a printed figure may stand for the true one, with the tolerance its own words imply; and the slip if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from flows.clean.printed_figures import Figure

AGREES, DISAGREES, NOT_CHECKABLE = "agrees", "disagrees", "not checkable"
NEAR = 0.1  # how far from the truth a hedged figure may be, as a part of it
ROUNDED = 0.05  # how far a round figure without a hedge may be cut off
FAR = 2.0  # "more than 3,000" is not said of 9,000
POINT = 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """`settled_value` as text, None where it is not known; `verdict_reason` in words a reader understands."""

    verdict: str
    settled_value: str | None
    verdict_reason: str


def fits_count(figure: Figure, true: float) -> str | None:
    """Why a printed count may stand for the true one ("exact", "rounded", ...); None when it may not."""
    said, unit, off = figure.value, figure.unit, abs(true - figure.value)
    size = max(abs(true), 1)
    if figure.hedge == "nearly":
        return (
            "just below the figure said"
            if true < said and off <= max(NEAR * size, unit / 2 if unit > 1 else 0)
            else None
        )
    if figure.hedge == "just over":
        return (
            "just above the figure said"
            if said <= true and off <= max(NEAR * size, unit / 2 if unit > 1 else 0)
            else None
        )
    if figure.hedge == "over":
        return "above the figure said" if said < true <= max(said * FAR, said + unit) or said == true else None
    if figure.hedge == "under":
        return "below the figure said" if said / FAR <= true < said or said == true else None
    if off == 0:
        return "exact"
    if figure.hedge == "about":
        return (
            "near the figure said"
            if off <= NEAR * size or off <= unit / 2 and unit > 1 and off <= 0.25 * size
            else None
        )
    if unit > 1 and off <= unit / 2 and off <= NEAR * size:
        return "rounded"
    if unit > 1 and said < true < said + unit and off <= ROUNDED * size:
        return "rounded down"
    return None


def fits_share(figure: Figure, true: float, *, slack: float = 0.0) -> str | None:
    """As `fits_count` for shares, 0 to 1: right to the digits that were printed; `slack`: what rounding before adding
    may add."""
    said, unit = figure.value, figure.unit
    near = unit / 2 + slack + 1e-9
    if figure.hedge in ("nearly", "just over"):
        over = true - said if figure.hedge == "just over" else said - true
        return "just beyond the figure said" if -near / 5 - 1e-9 <= over <= max(2.5 * POINT, 0.06 * said) else None
    if figure.hedge == "over":
        return (
            "above the figure said" if true >= said - unit / 20 and true <= max(said * FAR, said + 10 * POINT) else None
        )
    if figure.hedge == "under":
        return "below the figure said" if said / FAR <= true <= said + unit / 20 else None
    if figure.hedge == "about":
        near = max(near, 0.006 if unit <= 0.001 else max(2 * POINT, 0.06 * said))
    return ("exact" if unit <= 0.001 else "rounded") if abs(true - said) <= near else None


def mistake_in(said: int, true: int) -> str | None:
    """The slip of the pen that makes one count of the other: "digits transposed", "one digit off"."""
    one, other = str(said), str(true)
    if len(one) == len(other):
        wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) == 1:
            return "one digit off"
        if len(wrong) >= 2 and sorted(one) == sorted(other) and DamerauLevenshtein.distance(one, other) <= 2:
            return "digits transposed"
    elif DamerauLevenshtein.distance(one, other) == 1:
        return "a digit lost or added"
    return None


def as_percent(share: float) -> str:
    return f"{share * 100:.1f}%"


def unknown(reason: str, settled: str | None = None) -> Verdict:
    return Verdict(NOT_CHECKABLE, settled, reason)


def judge_count(figure: Figure, true: int | None, others: Sequence[tuple[str, int | None]] = ()) -> Verdict:
    """A printed count against the settled one; `others` are figures it may have been mistaken for."""
    if true is None:
        return unknown("figure not known")
    settled = str(true)
    if figure.kind not in ("count", "year"):
        return unknown("not a number of votes", settled)
    fits = fits_count(figure, true)
    if fits:
        return Verdict(AGREES, settled, fits)
    for what, other in others:
        if other is not None and other != true and fits_count(figure, other):
            return Verdict(DISAGREES, settled, f"that is {what}")
    return Verdict(DISAGREES, settled, mistake_in(int(figure.value), true) or wrong_side(figure, true))


def wrong_side(figure: Figure, true: float) -> str:
    beyond = (
        figure.hedge in ("nearly", "under")
        and true > figure.value
        or figure.hedge in ("over", "just over")
        and true < figure.value
    )
    return "on the other side of the figure said" if beyond else "another figure"


def judge_share(
    figure: Figure, true: float | None, others: Sequence[tuple[str, float | None]] = (), *, slack: float = 0.0
) -> Verdict:
    if true is None:
        return unknown("share not known")
    settled = as_percent(true)
    if figure.kind != "share":
        return unknown("not a share", settled)
    fits = fits_share(figure, true, slack=slack)
    if fits:
        return Verdict(AGREES, settled, fits)
    for what, other in others:
        if other is not None and fits_share(figure, abs(other)):
            return Verdict(DISAGREES, settled, f"that is {what}")
    digits = (int(round(figure.value * 1000)), int(round(true * 1000)))
    slip = mistake_in(*digits) if figure.unit <= 0.001 else None
    return Verdict(DISAGREES, settled, slip or wrong_side(figure, true))
