"""The Guardian: its lists of articles.

Finds      feeds of politics and of the subject "byelections"; the Content API with a key (BYELECTIONS_GUARDIAN_API_KEY)
Allows     public articles; the API's terms allow keeping its answers for a day only: they serve to find articles
Quirks     writes byelection; descriptions are HTML that ends in a link to the article; several names in one creator;
           one story is in several feeds; webPublicationDate moves when a story is relaunched
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="guardian",
    title="The Guardian",
    hosts=("www.theguardian.com",),
    feed_hosts=("content.guardianapis.com",),
    feeds=(
        "https://www.theguardian.com/politics/byelections/rss",
        "https://www.theguardian.com/politics/rss",
        "https://www.theguardian.com/uk/rss",
    ),
    api="https://content.guardianapis.com/search",
    articles=r"^/[\w-]+/(?:live/|video/)?\d{4}/[a-z]{3}/\d{2}/.+",
    terms="https://www.theguardian.com/help/terms-of-service",
)
