"""Daily Express: its lists of articles.

Finds      news sitemaps through robots.txt, else the politics section
Allows     public articles; robots.txt keeps crawlers off print versions and sponsored articles
Quirks     the path holds the article's number, then its words
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="express",
    title="Daily Express",
    hosts=("www.express.co.uk",),
    sections=("https://www.express.co.uk/news/politics",),
    articles=r"/\d{5,}/",
    terms="https://www.express.co.uk/terms-and-conditions",
)
