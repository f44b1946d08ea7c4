"""Sky News: its lists of articles.

Finds      feeds on a host of their own
Allows     public articles
Quirks     robots.txt names an index of all sitemaps, none of news
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="sky_news",
    title="Sky News",
    hosts=("news.sky.com",),
    feed_hosts=("feeds.skynews.com",),
    feeds=("https://feeds.skynews.com/feeds/rss/politics.xml", "https://feeds.skynews.com/feeds/rss/uk.xml"),
    articles=r"^/story/",
    terms="https://news.sky.com/info/terms-of-use",
)
