"""Metro: its lists of articles.

Finds      the news sitemap through robots.txt, else the politics section
Allows     public articles; robots.txt keeps crawlers off feeds of single articles and the search
Quirks     the path begins with the day
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="metro",
    title="Metro",
    hosts=("metro.co.uk",),
    sections=("https://metro.co.uk/news/politics/",),
    articles=r"^/\d{4}/\d{2}/\d{2}/.+",
    terms="https://metro.co.uk/terms/",
)
