"""Local titles of Reach: its lists of articles.

Finds      news sitemaps through each title's robots.txt, which asks for ten seconds between requests
Allows     public articles; robots.txt keeps crawlers off the search
Quirks     one house style for all titles; the same story in many
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="reach_local",
    title="Reach local titles",
    hosts=(
        "www.manchestereveningnews.co.uk",
        "www.liverpoolecho.co.uk",
        "www.birminghammail.co.uk",
        "www.chroniclelive.co.uk",
        "www.walesonline.co.uk",
        "www.somersetlive.co.uk",
        "www.devonlive.com",
        "www.cheshire-live.co.uk",
    ),
    articles=r"-\d{6,}$",
    terms="https://www.reachplc.com/terms-conditions",
)
