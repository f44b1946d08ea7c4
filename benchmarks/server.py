"""A loopback server that is no bottleneck: `python -m benchmarks.server HOME` prints its port and serves until ended.

Any address `/HOST/elections/NUMBER` answers with one of the contest pages of HOME's archive, as it came, headers and
packing included; `/HOST/robots.txt` with the site's own. Answers are made before the first question.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from benchmarks.pages import documents

NUMBER = re.compile(rb"/elections/(\d+) ")


def answers(home: Path) -> tuple[list[bytes], bytes]:
    """The contest pages and robots.txt, each as a whole HTTP answer."""
    pages, robots = [], b""
    for capture, kept in documents(home, ("parliament",)):
        left = ("connection", "content-length", "transfer-encoding", "keep-alive")
        lines = [f"{name}: {value}" for name, value in kept.headers if name.lower() not in left]
        head = "\r\n".join(["HTTP/1.1 200 OK", *lines, f"Content-Length: {len(kept.body)}", "", ""])
        whole = head.encode("latin-1") + kept.body
        if re.search(r"/elections/\d+$", capture.url):
            pages.append(whole)
        elif capture.url.endswith("/robots.txt"):
            robots = whole
    return pages, robots


class Serving(asyncio.Protocol):
    pages: list[bytes] = []
    robots = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.pending = b""

    def data_received(self, data: bytes) -> None:
        *questions, self.pending = (self.pending + data).split(b"\r\n\r\n")
        for question in questions:
            number = NUMBER.search(question.partition(b"\r\n")[0])
            answer = self.pages[int(number[1]) % len(self.pages)] if number else self.robots
            self.transport.write(answer)  # type: ignore[attr-defined]


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Serving, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    Serving.pages, Serving.robots = answers(Path(sys.argv[1]))
    asyncio.run(serve())
