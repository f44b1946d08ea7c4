"""A night on which other runs publish too: its own next publish is as quick as ever, and says the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.desk import Desk, Published
from flows.publishing import publish_warehouse
from flows.reading import read_archive
from spiders.archive import WarcWriter
from spiders.settings import Settings
from tests.homes import SAME
from tests.test_night_deaths import HOST, SEATS, TWICE, ballot, page, rows
from warehouse.night import CannotPatch
from warehouse.publish import WriterLock, roll_back

pytestmark = pytest.mark.usefixtures("lean")


class Evening:
    """A night's archive, the desk that publishes it, and another run that publishes all there is."""

    def __init__(self, home: Path):
        self.settings = Settings(home=home)
        self.desk = Desk(self.settings, [ballot(seat) for seat in SEATS], print)
        self.writer = WarcWriter(self.settings.archive_dir, "parliament")
        self.warc_file = ""

    def answers(self, seat: str, *votes: int) -> None:
        """The seat's page says this; nobody has read it yet."""
        answer = page(seat, *votes)
        url = f"https://{HOST}/elections/{SEATS[seat]}"
        kept = self.writer.response(url, status=200, headers=[("Content-Type", "text/html")], body=answer.body)
        self.warc_file = kept.warc_file

    def publish(self, seat: str, *votes: int) -> Published | None:
        self.answers(seat, *votes)
        return self.desk.publish({self.warc_file: "parliament"})

    def another_run(self) -> None:
        """It reads and publishes; the night has had the moment to get ready after its own last publish."""
        read_archive(self.settings)
        publish_warehouse(self.settings, now=datetime.now(UTC))
        if self.desk.preparing is not None:
            self.desk.preparing.thread.join()


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    night = Evening(tmp_path)
    night.answers("Barchester", 3867, 3860)
    night.answers("Framley", 2100, 1900)
    night.desk.known_files({night.warc_file: "parliament"})
    night.desk.open()
    return night


def as_a_whole_build_has_it(evening: Evening) -> None:
    home = evening.settings.home
    patched = {view: sorted(map(repr, rows(home, f"select {columns} from {view}"))) for view, columns in SAME.items()}
    assert rows(home, TWICE) == []
    evening.another_run()
    for view, columns in SAME.items():
        assert sorted(map(repr, rows(home, f"select {columns} from {view}"))) == patched[view], view


def is_quick(published: Published | None) -> bool:
    return published is not None and not published.is_whole


def is_whole(published: Published | None) -> bool:
    return published is not None and published.is_whole


VOTES = "select votes from candidacies order by constituency, votes desc"


def test_after_another_runs_publish_the_next_change_is_quick(evening: Evening) -> None:
    """Seen while nothing is owed; seen when the next change comes; and twice in a row."""
    assert is_quick(evening.publish("Barchester", 3868, 3860))
    assert not evening.desk.catch_up(), "its own publish is nobody else's"
    evening.answers("Framley", 2150, 1900)
    evening.another_run()
    assert evening.desk.catch_up()
    assert WriterLock(evening.settings.home).holder() is None
    word = evening.desk.publish({evening.warc_file: "parliament"})
    assert is_quick(word), "what the other has published is news all the same, so that the night tells it"
    evening.another_run()
    assert is_quick(evening.publish("Barchester", 3869, 3860))
    evening.answers("Framley", 2155, 1900)
    for _ in range(2):
        evening.another_run()
        assert evening.desk.catch_up()
    assert is_quick(evening.publish("Framley", 2160, 1900))
    assert rows(evening.settings.home, VOTES) == [(3869,), (3860,), (2160,), (1900,)]
    as_a_whole_build_has_it(evening)
    evening.desk.close()


def test_after_a_roll_back_a_whole_build_goes_forward_again(evening: Evening) -> None:
    assert is_quick(evening.publish("Barchester", 3868, 3860))
    roll_back(evening.settings.warehouse_file)
    assert not evening.desk.catch_up()
    assert is_whole(evening.publish("Framley", 2150, 1900))
    assert rows(evening.settings.home, VOTES) == [(3868,), (3860,), (2150,), (1900,)]
    evening.desk.close()


def test_what_cannot_be_made_ready_is_left_to_a_whole_build(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise CannotPatch("tonight's seats are tied to most others")

    evening.another_run()
    with monkeypatch.context() as patched:
        patched.setattr("flows.desk.Tonight", refuse)
        assert evening.desk.catch_up()
        assert evening.desk.preparing is not None
        evening.desk.preparing.thread.join()
    assert is_whole(evening.publish("Barchester", 3868, 3860))
    assert rows(evening.settings.home, VOTES) == [(3868,), (3860,), (2100,), (1900,)]
    evening.desk.close()
