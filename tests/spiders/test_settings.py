"""Settings: mistakes are named, secrets stay secret, and no setting can make a crawl impolite."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.settings import SettingsError, load_settings, replay_settings, scrapy_settings, user_agent


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor a `.env` of whoever runs the tests."""
    for name in list(os.environ):
        if name.upper().startswith("BYELECTIONS_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_polite() -> None:
    settings = load_settings()
    assert settings.delay == 0.5
    given = scrapy_settings(settings)
    assert given["ROBOTSTXT_OBEY"] is True
    assert given["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert given["DOWNLOAD_DELAY"] == 0.5
    assert given["DOWNLOAD_DELAY_JITTER"] == 0
    assert given["REFERER_ENABLED"] is False
    used = " ".join(
        [*given["DOWNLOADER_MIDDLEWARES_BASE"], *given["EXTENSIONS_BASE"], *given["DOWNLOADER_MIDDLEWARES"]]
    )
    for unwanted in ("Cookies", "MetaRefresh", "Telnet", "RemoteControl", "OffsiteMiddleware", "RobotsTxtMiddleware"):
        assert unwanted not in used
    assert given["BYELECTIONS_MIRROR"] is None
    assert Path(given["BYELECTIONS_ARCHIVE"]) == Path.cwd() / "data" / "archive"


def test_the_environment_comes_before_the_file_and_empty_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BYELECTIONS_DELAY=3\nBYELECTIONS_CONTACT=desk@library.example\nOTHER_PROGRAM=1\n")
    monkeypatch.setenv("BYELECTIONS_DELAY", "1.5")
    monkeypatch.setenv("BYELECTIONS_MIRROR", "")
    settings = load_settings()
    assert (settings.delay, settings.contact, settings.mirror) == (1.5, "desk@library.example", None)


def test_the_user_agent_names_the_project_and_whom_to_write_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_agent(load_settings()).startswith("byelections")
    monkeypatch.setenv("BYELECTIONS_CONTACT", " https://library.example/about-us ")
    assert user_agent(load_settings()).endswith(" (+https://library.example/about-us)")
    assert scrapy_settings(load_settings())["USER_AGENT"] == user_agent(load_settings())


@pytest.mark.parametrize("contact", ["desk@library.example\r\nX-Forged: 1", "Dëskïn", "(desk)"])
def test_a_contact_that_would_break_the_header_is_refused(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("BYELECTIONS_CONTACT", contact)
    with pytest.raises(SettingsError, match="BYELECTIONS_CONTACT: .*fits into a User-Agent"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DELAY", "-1"),
        ("DELAY", "inf"),
        ("DELAY", "nan"),
        ("DELAY", "half a second"),
        ("MAX_PAGE_BYTES", "0"),
        ("MIRROR", "file:///srv/mirror"),
        ("MIRROR", "mirror"),
        ("TARGET", "sqlite"),
    ],
)
def test_a_malformed_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"BYELECTIONS_{name}", value)
    with pytest.raises(SettingsError, match=f"^BYELECTIONS_{name}: "):
        load_settings()


def test_an_unknown_name_is_told_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A delay that is misspelt would otherwise be no delay."""
    monkeypatch.setenv("BYELECTIONS_DELY", "10")
    Path(".env").write_text("BYELECTIONS_XYZZY=1\n")
    with pytest.raises(SettingsError) as told:
        load_settings()
    in_file, in_environment = str(told.value).splitlines()
    assert in_environment == "BYELECTIONS_DELY in the environment is not a setting; did you mean BYELECTIONS_DELAY?"
    assert in_file.startswith("BYELECTIONS_XYZZY in .env is not a setting; there are BYELECTIONS_HOME, ")


def test_a_key_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYELECTIONS_DEMOCRACY_CLUB_TOKEN", "s3cret")
    settings = load_settings()
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert "s3cret" not in json.dumps(scrapy_settings(settings)), "the child's settings end up in logs"
    monkeypatch.setenv("BYELECTIONS_DELAY", "s3cret")
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert "s3cret" not in str(told.value)


def test_crawl_and_replay_settings_are_plain_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYELECTIONS_MIRROR", "http://127.0.0.1:8900/")
    settings = load_settings()
    moment = datetime(2024, 5, 3, tzinfo=UTC)
    for given in (scrapy_settings(settings), replay_settings(settings), replay_settings(settings, moment)):
        assert json.loads(json.dumps(given)) == given
    assert scrapy_settings(settings)["BYELECTIONS_MIRROR"] == "http://127.0.0.1:8900"
    assert scrapy_settings(settings)["HTTPPROXY_ENABLED"] is False, "a proxy could not reach this machine's mirror"


def test_a_replay_has_no_way_to_the_network() -> None:
    given = replay_settings(load_settings())
    assert set(given["DOWNLOAD_HANDLERS"].values()) == {"spiders.replay.ReplayHandler"}
    assert "BYELECTIONS_MIRROR" not in given
