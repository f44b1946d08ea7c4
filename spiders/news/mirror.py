"""Daily Mirror: its lists of articles.

Finds      news sitemaps through robots.txt, else the politics section, which asks for ten seconds between requests
Allows     public articles; robots.txt keeps crawlers off the search
Quirks     older pages have no JSON-LD
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="mirror",
    title="Daily Mirror",
    hosts=("www.mirror.co.uk",),
    sections=("https://www.mirror.co.uk/news/politics/",),
    articles=r"-\d{6,}$",
    terms="https://www.mirror.co.uk/terms-conditions/",
)
