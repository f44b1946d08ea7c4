"""Wikitext to plain words: what a reader of the page would see, without marks, links, notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mwparserfromhell.nodes import Comment, ExternalLink, Heading, HTMLEntity, Node, Tag, Template, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

# templates that only dress up their first argument
WRAPPERS = frozenset({"nowrap", "nobr", "small", "smaller", "big", "nobold", "abbr", "center", "nobreak", "no italic"})
# arrows and blanks: the sign that a page shows as a picture
SIGNS = {"increase": "+", "gain": "+", "decrease": "\u2212", "steady": "", "nochange": "", "nbsp": " ", "spaces": " "}
DATE_TEMPLATES = frozenset({"start date", "startdate", "dts", "start date and age"})
NOT_SHOWN = frozenset({"ref", "references", "sup", "gallery", "style", "script", "s", "del"})
NOT_WORDS = ("file:", "image:", "category:")


def template_name(template: Template) -> str:
    """ "election_box_begin|" and "Template:Election box  begin" -> "election box begin"."""
    name = " ".join(str(template.name.strip_code()).replace("_", " ").split()).casefold()
    return name.removeprefix("template:").strip()


def argument(template: Template, name: str) -> str | None:
    """The words of a named argument, "" where it is blank, None where the template has none of that name.

    The last one counts when a name is given twice, as it does on the page.
    """
    found = next((one for one in reversed(template.params) if one.showkey and str(one.name).strip() == name), None)
    return None if found is None else words(found.value)


def first_argument(template: Template, *names: str) -> str | None:
    """The first of the named arguments that says something; "" where all are blank, None where there is none."""
    found = [one for name in names if (one := argument(template, name)) is not None]
    return next(filter(None, found), "") if found else None


def words(code: Wikicode | None) -> str:
    """The text of a piece of wikitext, blanks folded; "" for nothing."""
    if code is None:
        return ""
    text = "".join(_shown(code.nodes)).replace("\u00a0", " ")
    return " ".join(re.sub("'{2,}", "", text).split())


def _shown(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, Text):
            yield str(node.value)
        elif isinstance(node, Wikilink):
            if not str(node.title).strip().casefold().startswith(NOT_WORDS):
                yield words(node.text if node.text is not None else node.title)
        elif isinstance(node, ExternalLink):
            yield words(node.title)
        elif isinstance(node, Tag):
            yield from _of_tag(node)
        elif isinstance(node, Template):
            yield _of_template(node)
        elif isinstance(node, HTMLEntity):
            yield str(node.normalize())
        elif isinstance(node, Heading):
            yield words(node.title)
        elif not isinstance(node, Comment):
            yield " "


def _of_tag(tag: Tag) -> Iterable[str]:
    name = str(tag.tag).strip().casefold()
    if name == "br":
        yield " "
    elif name not in NOT_SHOWN and tag.contents is not None:
        yield from _shown(tag.contents.nodes)


def _of_template(template: Template) -> str:
    """What the template shows; a note, a reference and a template that we do not know show nothing."""
    name = template_name(template)
    placed = [words(one.value) for one in template.params if not one.showkey]
    if name in SIGNS:
        return SIGNS[name]
    if name in DATE_TEMPLATES:  # {{Start date|1962|3|14|df=y}}
        return "-".join(placed[:3])
    if name == "sortname":
        return " ".join(placed[:2])
    return placed[0] if name in WRAPPERS and placed else ""
