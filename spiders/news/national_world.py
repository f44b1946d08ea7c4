"""Titles of National World: its lists of articles.

Finds      news sitemaps through each title's robots.txt
Allows     public articles
Quirks     the same story in many titles, under another headline
"""

from spiders.news.publisher import Publisher

PUBLISHER = Publisher(
    name="national_world",
    title="National World",
    hosts=(
        "www.scotsman.com",
        "www.yorkshirepost.co.uk",
        "www.yorkshireeveningpost.co.uk",
        "www.thestar.co.uk",
        "www.lep.co.uk",
        "www.northantstelegraph.co.uk",
        "www.sunderlandecho.com",
        "www.hartlepoolmail.co.uk",
    ),
    articles=r"-\d{6,}$",
    terms="https://www.nationalworldplc.com/terms-and-conditions",
)
