"""The project's settings, and what they mean for Scrapy: politeness, archive and mirror in one place."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from spiders.own_sites import read_sites

PREFIX = "BYELECTIONS_"
SPIDER_MODULES = ["spiders.results"]  # for `scrapy list`: a look by hand, see scrapy.cfg
# What of Scrapy's own is used. The rest would do nothing, and importing it takes half a second at each crawl's start.
STOCK_EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
STOCK_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}


class SettingsError(Exception):
    """A setting that does not exist or cannot be read; the message names it and says what to do."""


class Settings(BaseSettings):
    """What can be set from outside, as BYELECTIONS_<NAME> in the environment or in a file `.env`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore")

    home: Path = Field(default=Path("data"), description="Where archive, records and warehouse live.")
    contact: str = Field(
        default="", description="Address or page for the owners of the sites; goes into the User-Agent."
    )
    council_by_elections: bool = Field(
        default=False,
        description="Whether a backfill asks Democracy Club for all by-elections to councils (half an hour).",
    )
    mirror: HttpUrl | None = Field(default=None, description="Base address that stands in for every host.")
    delay: float = Field(
        default=0.5, ge=0, le=3600, allow_inf_nan=False, description="Seconds between requests to a host."
    )
    max_page_bytes: int = Field(default=32 << 20, ge=1024, le=1 << 30, description="Largest page, packed or unpacked.")
    democracy_club_token: SecretStr | None = Field(default=None, description="Key for Democracy Club's API.")
    guardian_api_key: SecretStr | None = Field(default=None, description="Key for the Guardian's Content API.")
    notify: SecretStr | None = Field(
        default=None,
        description="Who is told what happened: web addresses, slack:ADDRESS or block:TYPE/NAME, parted by spaces.",
    )
    sites: Path | None = Field(default=None, description="A file of sites of one's own (docs/sources.md).")
    target: Literal["duckdb"] = Field(default="duckdb", description="Kind of warehouse.")

    @field_validator("contact")
    @classmethod
    def fits_into_a_header(cls, contact: str) -> str:
        if not re.fullmatch(r"[ -~]*", contact) or set(contact) & set("()"):
            raise ValueError("only printable ASCII without brackets fits into a User-Agent")
        return contact.strip()

    @field_validator("sites")
    @classmethod
    def lists_sites(cls, sites: Path | None) -> Path | None:
        if sites is not None:
            read_sites(sites)
        return sites

    @field_validator("notify")
    @classmethod
    def names_receivers(cls, notify: SecretStr | None) -> SecretStr | None:
        for target in notify.get_secret_value().split() if notify else ():
            if not re.fullmatch(r"(slack:)?https?://[^/\s]\S*|block:[a-z0-9-]+/[a-z0-9-]+", target):
                raise ValueError("each receiver is https://..., slack:https://... or block:type/name")
        return notify

    @property
    def notify_targets(self) -> tuple[str, ...]:
        """The receivers, each once; an address may be a key, so it goes into no log and no file."""
        return tuple(dict.fromkeys(self.notify.get_secret_value().split())) if self.notify else ()

    @property
    def archive_dir(self) -> Path:
        return self.home / "archive"

    @property
    def records_dir(self) -> Path:
        return self.home / "records"

    @property
    def warehouse_file(self) -> Path:
        return self.home / "warehouse" / "byelections.duckdb"

    @property
    def site_dir(self) -> Path:
        return self.home / "site"


def load_settings() -> Settings:
    """The settings of this process; raises SettingsError for an unknown name or a malformed value."""
    wrong = list(unknown_names())
    if wrong:
        raise SettingsError("\n".join(wrong))
    try:
        return Settings()
    except ValidationError as error:
        # the value itself stays out of the message: it may be a key
        lines = [f"{PREFIX}{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def unknown_names() -> Iterator[str]:
    """A sentence for each BYELECTIONS_* variable that no setting has, with the name that was probably meant."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    in_file = dotenv_values(".env") if Path(".env").is_file() else {}
    for place, names in ((".env", list(in_file)), ("the environment", list(os.environ))):
        for name in sorted(names):
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                # without the prefix, which makes any two names alike
                bare = name.upper().removeprefix(PREFIX)
                close = difflib.get_close_matches(bare, [one.removeprefix(PREFIX) for one in known], n=1)
                hint = f"did you mean {PREFIX}{close[0]}?" if close else f"there are {', '.join(known)}"
                yield f"{name} in {place} is not a setting; {hint}"


def user_agent(settings: Settings) -> str:
    """Who we are, for the owners of the sites: "byelections/0.1.0 (+press@library.example)"."""
    try:
        name = f"byelections/{metadata.version('byelections')}"
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        name = "byelections"
    return f"{name} (+{settings.contact})" if settings.contact else name


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Everything Scrapy needs for a polite crawl into the archive; plain JSON values, for a child process."""
    return {
        **_ways_of_working(settings),
        "BYELECTIONS_ARCHIVE": str(settings.archive_dir.absolute()),
        "BYELECTIONS_TURNS": str(settings.home.absolute() / ".turns"),
        "BYELECTIONS_MIRROR": str(settings.mirror).rstrip("/") if settings.mirror else None,
        "BYELECTIONS_MAX_WAIT": 600.0,  # seconds; a host that asks for a longer pause is given up, and said so
        "BYELECTIONS_BACKOFF": 4 * settings.delay,  # seconds before the first retry, then twice and four times that
        "BYELECTIONS_FAILURES_IN_A_ROW": 10,  # pages of one host; then the rest of it is not asked for
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.recorder.ArchivingHandler"),
        "EXTENSIONS": {"spiders.recorder.Recorder": 0, "spiders.outcome.Outcome": 0},
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "byelections",
        "DOWNLOAD_DELAY": settings.delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # the delay is a promise, so it is never shortened
        # AutoThrottle only ever lengthens the delay; without one (benchmarks) it would bring its own
        "AUTOTHROTTLE_ENABLED": settings.delay > 0,
        "AUTOTHROTTLE_START_DELAY": settings.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "RETRY_TIMES": 3,
        "RETRY_HTTP_CODES": [429, 500, 502, 503, 504, 520, 521, 522, 523, 524],
        "HTTPPROXY_ENABLED": settings.mirror is None,  # the mirror is on this machine
    }


def replay_settings(settings: Settings, at: datetime | None = None) -> dict[str, Any]:
    """For running a spider from the archive as it stood at `at` (None: now), with no network and no waiting."""
    return {
        **_ways_of_working(settings),
        "BYELECTIONS_ARCHIVE": str(settings.archive_dir.absolute()),
        "BYELECTIONS_REPLAY_AT": at.isoformat() if at else None,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.replay.ReplayHandler"),
        "EXTENSIONS": {"spiders.outcome.Outcome": 0},
        "ROBOTSTXT_OBEY": False,  # these are our own bytes
        "DOWNLOAD_DELAY": 0,
        "RETRY_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
    }


def _ways_of_working(settings: Settings) -> dict[str, Any]:
    """What a live crawl and a replay have in common."""
    ours = "spiders.politeness"
    return {
        "USER_AGENT": user_agent(settings),
        "SPIDER_LOADER_CLASS": "scrapy.spiderloader.DummySpiderLoader",  # ours go by their classes; it would import all
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "BYELECTIONS_MAX_PAGE_BYTES": settings.max_page_bytes,
        "DOWNLOAD_MAXSIZE": settings.max_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": 60,  # seconds for the whole answer, so that a dripping body ends too
        "DOWNLOAD_FAIL_ON_DATALOSS": False,  # the recorder keeps what came and refuses it itself
        "EXTENSIONS_BASE": STOCK_EXTENSIONS,
        "DOWNLOADER_MIDDLEWARES_BASE": STOCK_MIDDLEWARES,
        "DOWNLOADER_MIDDLEWARES": {
            f"{ours}.OwnHosts": 40,
            "spiders.outcome.Suspicion": 50,
            f"{ours}.PoliteRobots": 100,
            f"{ours}.Utf8OrCp1252": 110,
            f"{ours}.PatientRetry": 550,
            f"{ours}.BoundedRedirect": 600,
            f"{ours}.BoundedUnpack": 610,
            "spiders.recorder.Conditional": 880,
        },
        "REDIRECT_MAX_TIMES": 5,
        "REFERER_ENABLED": False,
        "CLOSESPIDER_ERRORCOUNT": 20,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "INFO",
        "STATS_DUMP": False,
    }
