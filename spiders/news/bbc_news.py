"""BBC News: its lists of articles.

Finds      feeds by subject and nation; news sitemaps through robots.txt
Allows     public articles in full, except what robots.txt names; figures and short quotation for private research
Quirks     old articles have a number for an address, new ones a random id; a guid with "#0" is a counter, no link; the
           same article is on bbc.co.uk and bbc.com; no feed tells when an article was changed
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="bbc_news",
    title="BBC News",
    hosts=("www.bbc.co.uk", "www.bbc.com"),
    feed_hosts=("feeds.bbci.co.uk",),
    feeds=("https://feeds.bbci.co.uk/news/politics/rss.xml", "https://feeds.bbci.co.uk/news/rss.xml"),
    articles=r"^/news/(?!.*(?:/av/|/video/)).+",
    terms="https://www.bbc.co.uk/usingthebbc/terms-of-use/",
)
