"""How long searches take through the server, asked at a steady rate whatever it answers.

usage: search_serving.py --queries FILE --guide DIR --account NAME --password WORD [--rate 50] [--seconds 20]

`guide serve` is started on the guide, with its own number of workers. Each request is due at its own time (an open
loop): what waits because the server is slow counts as slow. Queries of FILE (JSON lines with a `query` each) go by turns
to the page of results and to `/api/recherche`. The first answers of a server just started are told apart; then hostile
queries, one by one. Nothing is asserted: read the figures with the load of the machine in mind.
"""

import argparse
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from serving import free_port, running, sign_in

CONNECTIONS = 32
LONGEST_ADDRESS = 7_000
HOSTILE = {
    "100 000 characters": "a" * 100_000,
    "5 000 terms": " ".join(f"mot{number}" for number in range(5_000)),
    "5 000 misspelt": " ".join(f"impayés{number % 7}x" for number in range(5_000)),
    "***": "***",
    "unbalanced quotes": "\"loyer (('",
    "wildcards": "* ?* *:* a*",
    "control characters": "\x00\x01\x1b[31mloyer\r\n",
    "right-to-left marks": "\u202eloyer\u202c \u200floyer",
}


class Asker(threading.Thread):
    """A connection that takes what is due, and notes how late each answer came."""

    def __init__(self, port: int, cookie: str, due: "queue.SimpleQueue[tuple[float, str] | None]") -> None:
        super().__init__(daemon=True)
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie, self._due = cookie, due
        self.times: list[float] = []
        self.failed = 0

    def run(self) -> None:
        """Until there is nothing more."""
        while (job := self._due.get()) is not None:
            at, address = job
            status = ask(self._connection, self._cookie, address)
            self.times.append((time.perf_counter() - at) * 1000)
            self.failed += status != 200


def ask(connection: HTTPConnection, cookie: str, address: str) -> int:
    """The status of an answer, once all of it is there."""
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def addresses(queries: Iterable[str]) -> list[str]:
    """The page and the interface by turns."""
    ways = ("/recherche?q=", "/api/recherche?q=")
    return [f"{ways[number % 2]}{quote(query)}" for number, query in enumerate(queries)]


def steady(
    port: int, cookie: str, asked: Sequence[str], rate: float, seconds: float
) -> tuple[list[float], int]:
    """Milliseconds from when each request was due; and how many failed."""
    due: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
    askers = [Asker(port, cookie, due) for _ in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        at = start + number / rate
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((at, asked[number % len(asked)]))
    for _ in askers:
        due.put(None)
    for asker in askers:
        asker.join()
    return [value for asker in askers for value in asker.times], sum(asker.failed for asker in askers)


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--guide", type=Path, required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args(arguments)
    rows = options.queries.read_text("utf-8").splitlines()
    asked = addresses(json.loads(row)["query"] for row in rows if row)
    port = free_port()
    guide = str(Path(sys.executable).with_name("guide"))
    with running([guide, "-C", str(options.guide), "serve", "--port", str(port)], port):
        cookie = sign_in(port, options.account, options.password)
        first = [_alone(port, cookie, address) for address in asked[:6]]
        print("just started, one by one:", " ".join(f"{value:.0f}" for value in first), "ms")
        steady(port, cookie, asked, options.rate, 5)
        times, failed = steady(port, cookie, asked[::-1], options.rate, options.seconds)
        middle, parts = median(times), quantiles(times, n=100)
        print(
            f"{options.rate:.0f} a second for {options.seconds:.0f} s: median {middle:.1f} ms, 95 % within"
            f" {parts[94]:.1f} ms, 99 % within {parts[98]:.1f} ms, {failed} failed of {len(times)};"
            f" load average {os.getloadavg()[0]:.1f}"
        )
        for name, query in HOSTILE.items():
            address = f"/recherche?q={quote(query)[:LONGEST_ADDRESS]}"
            print(f"{name:22} {_alone(port, cookie, address):.0f} ms")
    return 0


def _alone(port: int, cookie: str, address: str) -> float:
    """Milliseconds of one request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    start = time.perf_counter()
    status = ask(connection, cookie, address)
    elapsed = (time.perf_counter() - start) * 1000
    connection.close()
    if status not in (200, 400, 414):
        print(f"answered {status}: {address[:60]}")
    return elapsed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
