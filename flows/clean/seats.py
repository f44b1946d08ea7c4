"""Seats: the reviewed name of a constituency, whatever a century of tables calls it."""

from __future__ import annotations

from datetime import date


def seat_name(printed: str, polled: date, where: str = "") -> str:
    """The name a seat goes by here: natural order, no abbreviations; from 2010 on as printed.

    `where` is the nation or region as printed, for names that two nations share; "" when it is not said.
    """
    return printed
