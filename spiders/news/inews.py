"""The i Paper: its lists of articles.

Finds      news sitemaps through robots.txt, else the politics section
Allows     public articles; some are for subscribers, and only their beginning is there
Quirks     JSON-LD in one @graph
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="inews",
    title="i",
    hosts=("inews.co.uk", "theipaper.com"),
    sections=("https://inews.co.uk/category/news/politics",),
    articles=r"-\d{5,}/?$",
    terms="https://inews.co.uk/terms-and-conditions",
)
