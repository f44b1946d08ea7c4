"""The Independent: its lists of articles.

Finds      nothing where robots.txt disallows everything: then nothing at all is asked for
Allows     what robots.txt allows; asked on every run, obeyed
Quirks     addresses end in a letter and a number
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="independent",
    title="The Independent",
    hosts=("www.independent.co.uk",),
    feeds=("https://www.independent.co.uk/news/uk/politics/rss",),
    articles=r"-[ab]\d{5,}(?:\.html)?$",
    terms="https://www.independent.co.uk/service/user-policies-a6184151.html",
)
