"""What stands in and around an article and is none of it: by the names sites give it, and by its words.

Only names that many sites share; nothing here is about one page. A name alone never removes most of a page's text
(`body.py`), since some sites call the article's own column "sidebar-layout" or "paywall".
"""

from __future__ import annotations

import re

# Elements that hold no text of an article, whatever they are called.
UNREAD = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "button", "select", "option",
    "input", "textarea", "canvas", "audio", "video", "picture", "figure", "figcaption", "dialog", "menu", "head",
    "title", "link", "meta", "map", "area", "label", "legend", "datalist", "progress",
))  # fmt: skip
APART = frozenset(("form", "nav", "footer", "aside"))  # may be the whole page on old systems: weighed before they go
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "ruby", "rt", "rp", "nobr",
))  # fmt: skip
NAMED = re.compile(
    r"(?:^|[-_\s])(?:"
    r"share|sharing|shares|social-?(?:share|links?|icons?|bar|buttons?)|related|recommend(?:ed|ation)?s?|promo|promoted"
    r"|newsletter|subscribe|subscription|sign-?up|sidebar|footer|nav|navbar|navigation|menu|breadcrumbs?|crumbs"
    r"|bylines?|bio|author-?(?:bio|box|info|card|block)?|meta|metadata|post-?meta|tags?|tag-?list|topics?|caption|credits?"
    r"|advert|advertisement|ads?|adsense|sponsor(?:ed)?|banner|popup|modal|cookies?|consent|gdpr|toolbar|tools"
    r"|teaser|outbrain|taboola|most-?read|popular|trending|more-?(?:on|from|stories|news)|read-?(?:more|next|also)"
    r"|also-?read|see-?also|up-?next|ratings?|quiz|login|register|(?:access|registration|reg)-?wall|hidden|hide|visually-?hidden|sr-only"
    r"|screen-reader(?:-text)?|no-?print|print-?only|copyright|legal|disclaimer|correction|donate|donation|timestamp"
    r"|dateline|pubdate|publish(?:ed)?-?date|date|rss|follow|gallery|slideshow|carousel|lightbox|player|jwplayer|skip"
    r"|pagination|pager|addthis|sharedaddy|read(?:ing)?-?time|audio|whatsapp[-a-z]*|photo"
    r")(?:$|[-_\s])|(?:^|\s)widgets?(?:$|[\s_])",
    re.I,
)
# Names that speak of furniture and are no name of it: "with-sidebar", "overflow-hidden", "comments-open".
NO_NAME = re.compile(
    r"(?:^|(?<=[-_\s]))(?:has|with|no|without|not|overflow)[-_](?:[xy]-)?[a-z]+"
    r"|comments?[-_](?:open|closed|enabled|disabled|allowed|on|off)\b",
    re.I,
)
# Names that mean it even where they hold most of the text: readers' comments.
COMMENTS = re.compile(r"comments?(?:$|[-_\s])|disqus|respond(?:$|[-_\s])", re.I)
# Boxes beside the story, some of them folded up: what they say is kept apart from the text.
BOX = re.compile(r"fact-?box|info-?box|accordion", re.I)
BODY = re.compile(
    r"article-?_*(?:body|text|content|copy)|story-?_*(?:body|text|content|copy)"
    r"|(?:entry|post|page|main|body|news|blog|single|node)[-_]*(?:content|body|text|copy)"
    r"|^\s*(?:content|article|story|post|entry|text)\s*$",
    re.I,
)
STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|head(?:ing|line)?)|strap-?line|(?:^|[-_\s])(?:dek|deck|excerpt|sell|lede)(?:$|[-_\s])"
    r"|(?:article|post|entry|story|page)-?_*(?:summary|intro|lead|abstract)",
    re.I,
)
# How such lines begin, in English: UK publishers are what is read day by day.
BEGINNINGS = (
    r"(?:read|see|watch|listen|find out|view|click(?: here)?|tap)(?: (?:more|also|next|now|here|down))*\s*[:>»–-]",
    r"(?:read|see) more$|more\s*:|more (?:on this story|about|from|like this)\b|most read\b",
    r"related(?: \w+)?\s*(?:[:>]|$)|recommended(?: (?:articles?|stories))?$|(?:also|don't) (?:read|miss)\s*[:>]",
    r"advertisement$|ad$|hide ad$|promoted$|getty images$|reuters$|share(?: this)?(?: \w+)?$|comments?$|follow us\b",
    r"image (?:source|caption|credit)|(?:image|photo|picture|video|pic)s?\s*[:/©]|\(?(?:image|photo|picture)s?: ",
    r"copyright\s*(?:©|\(c\)|\d{4}|:)|©|\(c\) \d{4}|all rights reserved|published\s*:|updated?:|loading\b.{0,9}$",
    r"(?:got|have|do you have) (?:a|any) (?:story|news|tips?)\b.{0,80}(?:\?|$)|(?:are you|have you been) affected by\b",
    r"for (?:more|the latest) (?:stories|news|sport|updates)\b|check out (?:more|our|the latest)\b",
    r"follow .{1,60} (?:on|for) (?:twitter|facebook|instagram|x|google news|the latest)\b",
    r"sign(?:ing)? up (?:for|to|here|now)\b|subscribe\b|join (?:the conversation|our (?:whatsapp|community|free))\b",
    r"(?:join|create|enjoying) .{0,60}(?:account|log in|subscriber)\b|already (?:a|have an)\b.{0,20}\?$",
    r"to (?:view|see) this (?:content|video)\b|your browser (?:does not|doesn't)|please enable javascript",
    r"this video (?:can ?not|is not)|download (?:the|our)\b.{0,40}\bapp\b|email:? \S+@\S+$",
    r"(?:this article|we) (?:contains?|may (?:earn|contain)) .{0,30}(?:affiliate|commission)",
)
LINE = re.compile("|".join(BEGINNINGS), re.I)
# Invitations to write, bare addresses, newsletters: wherever in a short line they stand.
ADDRESS = re.compile(
    r"\bat \S+@\S+\.\w+\W*$|\bemail(?: us)?(?: at)?:? \S+@\S+\.\w+|^\S+@\S+\.\w+$|^(?:https?://|www\.|\w+\.com/)\S+$"
    r"|\b(?:inbox|subscribe|sign(?:ing)? up)\b.{0,80}\bnewsletters?\b"
    r"|\bnewsletters?\b.{0,80}\b(?:inbox|subscribe|sign(?:ing)? up)\b",
    re.I,
)
# The heading over readers' comments: what follows it is not the story's.
COMMENTS_HEADING = re.compile(
    r"\d*\s*(?:(?:top|best|readers?|user|latest|view|show|all|join the)\W*(?:rated )?)*"
    r"(?:comments?|responses?|replies|discussion)\b(?:\s*(?:\(\d*\)|\d+|(?:to|on) .*))?\W*$"
    r"|\d+ thoughts? on\b.*|(?:leave|post|add|write) an? (?:reply|comment|response)\b.*"
    r"|(?:kommentare?|commentaires?|comentarios?|coment[áa]rios?|commenti|комментарии|reacties|評論|댓글|コメント)\W*\d*\W*$",
    re.I,
)
NAMES = (
    r"(?:the )?\(?(?:PA(?: Media| News Agency)?|Press Association|Reuters|AP|AFP|Associated Press|Agence France-Presse"
    r"|Bloomberg|Local Democracy Reporting Service)\)?"
)
AGENCY = re.compile(NAMES + r"\.?", re.I)
# "Reports from the count suggest" is how a paragraph begins, and no credit.
CREDITS = re.compile(
    rf"\(?(?:(?:additional |with )*reporting (?:by\b|(?:from|via) {NAMES})|additional reporting\b|words by\b"
    r"|(?:written|compiled|edited|editing) by\b)|contribut(?:ing|ors?)\s*:"
    r"|.{2,40} contributed to this (?:report|article|story)\b",
    re.I,
)


def is_furniture(text: str) -> bool:
    """Whether a line is page furniture by its words. Long paragraphs never are: a story may begin so."""
    return len(text) < 260 and bool(LINE.match(text) or ADDRESS.search(text) or is_agency(text))


def opens_comments(heading: str) -> bool:
    return len(heading) < 160 and COMMENTS_HEADING.match(heading) is not None


def credit_in(text: str, is_last: bool) -> str:
    """A line that says who else made the text: "Additional reporting from PA"; "" for any other line.

    The bare name of an agency does so as the last line of a story only; elsewhere it belongs to a picture.
    """
    if len(text) < 300 and CREDITS.match(text):
        return text
    return text if is_last and is_agency(text) else ""


def is_agency(text: str) -> bool:
    return len(text) < 80 and AGENCY.fullmatch(text) is not None
