"""Spiders run again from the archive, with no network: a download handler that serves what was captured.

Being a handler, everything above it (unpacking, redirects, encodings, callbacks) works as it did live.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from spiders.archive import Capture, Unreadable, load_index, read_capture
from spiders.recorder import address, kept_response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NOT_HERE = 599  # what an address without a capture answers


class ReplayHandler(BaseDownloadHandler):
    """Serves an address's newest capture up to BYELECTIONS_REPLAY_AT; one that has none gives 599."""

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.root = Path(crawler.settings["BYELECTIONS_ARCHIVE"])
        at = crawler.settings["BYELECTIONS_REPLAY_AT"]
        self.at = datetime.fromisoformat(at) if at else datetime.max.replace(tzinfo=UTC)
        self._by_id: dict[str, Capture] = {}
        self._by_url: dict[str, list[Capture]] = defaultdict(list)
        for capture in load_index(self.root):
            self._by_id[capture.capture_id] = capture
            if capture.truncated is None and capture.fetched_at <= self.at:
                self._by_url[capture.url].append(capture)

    async def download_request(self, request: Request) -> Response:
        captures = self._by_url.get(address(request))
        capture = captures[-1] if captures else None
        if capture is not None and capture.refers_to is not None:
            capture = self._by_id.get(capture.refers_to)
        assert self.crawler.stats is not None
        if capture is None:
            self.crawler.stats.inc_value("byelections/not_in_archive")
            return Response(request.url, status=NOT_HERE)
        try:
            kept = read_capture(self.root, capture)
        except Unreadable:
            self.crawler.stats.inc_value("byelections/not_in_archive")
            return Response(request.url, status=NOT_HERE)
        request.meta["kept_as"] = f"{capture.warc_file} at {capture.warc_offset}"
        return kept_response(address(request), kept.status, kept.headers, kept.body, flags=["replayed"])
