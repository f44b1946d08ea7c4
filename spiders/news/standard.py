"""London Standard: its lists of articles.

Finds      news sitemaps through robots.txt, else the politics section, which asks for a pause between requests
Allows     public articles
Quirks     addresses end in a letter and a number
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="standard",
    title="The Standard",
    hosts=("www.standard.co.uk",),
    sections=("https://www.standard.co.uk/news/politics",),
    articles=r"-[ab]\d{5,}(?:\.html)?$",
    terms="https://www.standard.co.uk/service/terms-of-use-6226601.html",
)
