"""What the night desk takes for news: a word on a contest, and a page that no longer says what it said."""

from __future__ import annotations

from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import pytest

from benchmarks.night import PAGE
from benchmarks.night import page as contest_page
from flows.desk import CannotWrite, Desk, Published
from flows.growing import GrowingFile, Noted
from spiders.archive import WarcWriter
from spiders.records import Page, UnexpectedPage
from spiders.settings import Settings

URL = "https://www.barset.example/result"


def page(answer: str) -> Noted:
    """What reading gave of a page: "results", "candidates", "list", "gone", "busy", or what its reader wanted."""
    noted = Noted(URL)
    if answer in ("results", "candidates"):
        noted.add("contest", {"state": answer})
    elif answer in ("gone", "busy"):
        status = {"gone": 404, "busy": 403}[answer]
        noted.add("problem", {"rule": "page-unavailable", "seen": f"HTTP status {status}"})
    elif answer != "list":
        refusal = UnexpectedPage(Page(URL, b"", kept_as="a.warc.gz at 7"), wanted=answer, seen="a chart")
        noted.add("problem", {"rule": "unexpected-page", "seen": str(refusal)})
    return noted


@pytest.mark.parametrize(
    ("answers", "news", "told"),
    [
        (["list", "gone"], [False, False], []),
        (["candidates", "results", "results"], [True, True, True], []),
        (["results", "list", "list"], [True, True, False], ["withdrawn"]),
        (["results", "gone", "gone", "results"], [True, True, False, True], ["withdrawn"]),
        (["results", "candidates"], [True, True], []),  # the contest's own event tells it
        (["a table", "a table", "the page itself"], [True, False, True], ["unreadable", "unreadable"]),
        (["results", "a table", "results"], [True, True, True], ["unreadable", "readable"]),
        (["results", "busy", "results"], [True, False, True], []),
        (["results", "a table", "busy", "results"], [True, True, False, True], ["unreadable", "readable"]),
        (["a table", "gone"], [True, False], ["unreadable"]),
        (["a table", "list"], [True, True], ["unreadable", "readable"]),
    ],
)
def test_what_is_news(tmp_path: Path, answers: list[str], news: list[bool], told: list[str]) -> None:
    desk = Desk(Settings(home=tmp_path), [], print)
    assert [desk._is_news("councils", page(one)) for one in answers] == news
    assert [kind for kind, *_ in desk.noticed] == told


def test_the_same_page_again_after_it_was_gone_is_news(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    desk = Desk(settings, [], print)
    result = contest_page(0).body
    news = []
    with WarcWriter(settings.archive_dir, "parliament") as writer:
        for status, body in ((200, result), (404, b""), (404, b""), (200, result), (200, result)):
            kept = writer.response(f"https://{PAGE}", status=status, headers=[("Content-Type", "text/html")], body=body)
            desk.known_files({kept.warc_file: "parliament"})
            news.append(desk._read([kept.warc_file]))
    assert news == [True, True, False, True, False]
    assert [kind for kind, *_ in desk.noticed] == ["withdrawn", "restored"]


def test_a_page_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    desk = Desk(Settings(home=tmp_path), [], print)
    desk._is_news("councils", page("a table"))
    assert desk.noticed == [("unreadable", "councils", f"{URL}: expected a table; seen a chart")]


def test_what_could_not_be_written_is_published_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Settings(home=tmp_path), [], print)
    has_room = False
    asked: list[str] = []

    unread = [page("results")]

    def read_on(file: GrowingFile) -> list[Noted]:
        return [unread.pop()] if unread else []

    def whole(because: str) -> Published:
        if not has_room:
            raise OSError(ENOSPC, "No space left on device")
        asked.append(because)
        return Published(datetime.now(UTC), True)

    monkeypatch.setattr(GrowingFile, "read_on", read_on)
    monkeypatch.setattr(desk, "_whole", whole)
    for _ in range(2):
        with pytest.raises(CannotWrite, match="No space left"):
            desk.publish({"a.warc.gz": "councils"})
    has_room = True
    assert desk.publish({"a.warc.gz": "councils"}) is not None
    assert desk.publish({"a.warc.gz": "councils"}) is None, "it is said already"
    assert desk.noticed == [], "nothing was taken back meanwhile"
    assert asked == ["nothing is kept warm"]
