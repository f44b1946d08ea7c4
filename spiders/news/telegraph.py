"""The Telegraph: its lists of articles.

Finds      news sitemaps through robots.txt, else the politics section
Allows     the public part of an article; most are for subscribers: the first paragraphs are kept and marked partial,
           and nobody goes round the wall
Quirks     the path holds the day, then the article's words
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="telegraph",
    title="The Telegraph",
    hosts=("www.telegraph.co.uk",),
    sections=("https://www.telegraph.co.uk/politics/",),
    articles=r"/\d{4}/\d{2}/\d{2}/.+",
    terms="https://www.telegraph.co.uk/about-us/terms-and-conditions/",
)
