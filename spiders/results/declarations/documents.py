"""A declaration's page or PDF in blocks, and the part of it that is about one contest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidates import Group


@dataclass(frozen=True, slots=True)
class Council:
    """Whose page it is, as the configuration names it; `slug` "" where that is not known."""

    slug: str = ""
    name: str = ""
    nation: str | None = None


@dataclass(slots=True)
class Document:
    """A page or PDF in blocks, with what stands in its head."""

    blocks: list[Block]
    title: str = ""
    stated_day: str = ""  # meta DC.date
    council: Council = Council()
    document: str = "page"
    published: date | None = None  # when the page says it was published: days without a year are completed by it

    def whole(self) -> str:
        return "\n".join([self.title, *(block.words for block in self.blocks if block.kind != "table")])


@dataclass(slots=True)
class Section:
    """One contest of a document: its candidates, and the part of the document that is about it alone."""

    group: Group
    caption: str = ""
    heading: str = ""
    intro: str = ""  # the line right above the candidates
    blocks: list[Block] = field(default_factory=list)
    top: list[str] = field(default_factory=list)  # headings that stand above every contest of the document
    above: list[str] = field(default_factory=list)  # between the page's first heading and the candidates
    head: list[str] = field(default_factory=list)  # of these the foremost, and the title: what kind of election this is

    def text(self) -> list[str]:
        return [block.words for block in self.blocks if block.words] + self.group.notes
