"""What a published page costs behind its check of session and rights: our server against nginx without any check.

Both send the same page, in turn, to 16 connections of `wrk` (one thread of it: on two cores, two would take them from
the servers). A run of each that isn't counted comes first, for connections, pages and processors that begin cold;
then the order turns from round to round, since whoever comes after a pause pays for it. Needs nginx and wrk (Debian
packages), and a guide with an edition and the account that signs in. Nothing is asserted: read the figures, with the
load of the machine in mind, which is printed; where it isn't idle, nginx's own p99 says what it costs.

Example: python tests/bench/serving.py --guide var/demo --account agent --password … --page fiches/pacs.html
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

_NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes {workers};
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000000;
  types {{ text/html html; }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Load:
    """One run of wrk: requests a second, and the slowest of a hundred in milliseconds."""

    rate: float
    p99: float
    failed: int


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server, from its first answer to its end."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def sign_in(port: int, account: str, password: str) -> str:
    """The cookie of a session."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/connexion")
    answer = connection.getresponse()
    form = answer.read().decode()
    before = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="jeton" value="([^"]+)"', form)
    names = re.findall(r'<input[^>]*\bname="([^"]+)"[^>]*autocomplete="(username|current-password)', form)
    fields = {name: account if kind == "username" else password for name, kind in names}
    body = urlencode({**fields, "jeton": token[1] if token else ""})
    headers = {"Cookie": before, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/connexion", body, headers)
    answer = connection.getresponse()
    answer.read()
    cookies = [v.partition(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
    found = next((c for c in cookies if c.startswith("guide_session=") and not c.endswith("=")), "")
    if not found:
        sys.exit(f"sign-in refused ({answer.status})")
    return found


def load(port: int, page: str, seconds: int, *headers: str) -> Load:
    """One run of wrk."""
    options = [option for header in headers for option in ("-H", header)]
    address = f"http://127.0.0.1:{port}/{page}"
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency", *options, address]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text)[1])  # type: ignore[index]
    value, unit = re.search(r"99%\s*([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return Load(rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(failed[1]) if failed else 0)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--guide", type=Path, required=True)
    parser.add_argument("--account", default="agent")
    parser.add_argument("--password", required=True)
    parser.add_argument("--page", default="index.html")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    if not shutil.which("nginx") or not shutil.which("wrk"):
        sys.exit("nginx and wrk are needed: apt-get install nginx-light wrk")
    number = int((args.guide / "var" / "courante").read_text())
    tree = (args.guide / "var" / "sites" / f"{number:04d}").resolve()
    ours, theirs = free_port(), free_port()
    guide = str(Path(sys.executable).with_name("guide"))
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "nginx.conf"
        config.write_text(_NGINX.format(folder=folder, port=theirs, root=tree, workers=args.workers))
        serve = [guide, "-C", str(args.guide), "serve", "--port", str(ours)]
        with running(["nginx", "-c", str(config)], theirs), running(serve, ours):
            time.sleep(2)
            cookie = f"Cookie: {sign_in(ours, args.account, args.password)}"
            kinds = (
                ("nginx, no check", theirs, ()),
                ("guide", ours, (cookie,)),
                ("guide, compressed", ours, (cookie, "Accept-Encoding: gzip")),
            )
            for _, port, headers in kinds:
                load(port, args.page, 1, *headers)
            found: dict[str, list[Load]] = {name: [] for name, _, _ in kinds}
            for number in range(args.runs):
                turn = number % len(kinds)
                for name, port, headers in kinds[turn:] + kinds[:turn]:
                    found[name].append(load(port, args.page, args.seconds, *headers))
    print(f"load of the machine: {' '.join(f'{part:.1f}' for part in os.getloadavg())}")
    print(f"{'':24}{'requests/s':>12}{'p99 ms':>9}{'/ nginx':>9}{'failed':>8}")
    base = median(run.rate for run in found["nginx, no check"])
    for name, runs in found.items():
        rate = median(run.rate for run in runs)
        p99, failed = median(run.p99 for run in runs), sum(run.failed for run in runs)
        print(f"{name:24}{rate:12.0f}{p99:9.2f}{rate / base:9.2f}{failed:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
