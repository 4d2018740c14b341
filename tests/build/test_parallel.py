"""Work over several processes gives what it gives in one."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from guide_pipeline.build import parallel
from guide_pipeline.build.parallel import beside, can_fork, spread
from guide_pipeline.errors import DamagedError

MANY = 1000


@pytest.fixture(autouse=True, params=[1, 2], ids=["here", "forked"])
def _on_processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: request.param)


def here() -> bool:
    return not can_fork(MANY)


def test_results_come_in_order() -> None:
    assert list(spread(lambda n: n * n, range(MANY))) == [n * n for n in range(MANY)]


def test_an_error_of_a_worker_reaches_the_caller() -> None:
    def fail(number: int) -> int:
        raise DamagedError(f"objet {number}")

    with pytest.raises(DamagedError, match="objet 0"):
        list(spread(fail, range(MANY)))


def test_work_beside_gives_its_result() -> None:
    with beside(lambda: (os.getpid(), "fait"), MANY) as result:
        number, said = result()
    assert said == "fait" and (number == os.getpid()) is here()


def test_an_error_of_work_beside_is_raised_when_asked_for() -> None:
    def fail() -> None:
        raise DamagedError("abîmé")

    with beside(fail, MANY) as result, pytest.raises(DamagedError, match="abîmé"):
        result()


def test_work_beside_ends_with_who_wanted_it() -> None:
    began, ended = os.pipe()

    def endless() -> None:
        os.write(ended, b"x")
        signal.pause()

    with pytest.raises(KeyError), beside(endless, MANY):
        if not here():
            assert os.read(began, 1) == b"x"
        raise KeyError
    os.close(ended)
    assert os.read(began, 1) == b"", "nobody holds the other end any more"
    os.close(began)


def test_a_worker_that_is_killed_is_told_of() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if here():
        return
    with beside(die, MANY) as result, pytest.raises(RuntimeError, match="killed"):
        result()


def test_threads_keep_work_in_this_process() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with beside(os.getpid, MANY) as result:
            assert result() == os.getpid()
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "work", ["beside(signal.pause, 1000).__enter__()", "spread(lambda _: signal.pause(), range(1000))"]
)
def test_workers_end_with_who_made_them(work: str) -> None:
    """They hold the guide's lock too: after kill -9 the next command must be able to go on."""
    script = (
        "import signal\nfrom guide_pipeline.build import parallel\nfrom guide_pipeline.build.parallel import beside, spread\n"
        f"parallel.processors = lambda: 2\nkept = {work}\nprint('ready', flush=True)\nsignal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        process.kill()
        # it ends once nobody holds the other end: not the workers either
        assert process.communicate(timeout=20)[0] == ""
