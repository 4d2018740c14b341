"""Work spread over the processors by forked workers, which share what the parent has read."""

import ctypes
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_FEW = 200
_SHARES = 32
"""Pieces that a worker's part of the work is given out in: the last to finish is late by one of them at most."""
_PR_SET_PDEATHSIG = 1
"""Of <sys/prctl.h>: a signal for when the process that made this one ends."""
_task: Callable[[Any], Any] | None = None
"""The function of the workers: a fork inherits it, so it needn't be picklable."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def can_fork(items: int) -> bool:
    """Whether workers pay: enough items, more than one processor, and no thread that a fork would lose."""
    return items >= _FEW and processors() > 1 and threading.active_count() == 1


def spread(
    function: Callable[[_Item], _Result], items: Sequence[_Item], *, weight: int = 1
) -> Iterator[_Result]:
    """`map(function, items)` over the processors, in order; in this process when it isn't worth a fork.

    The workers begin at once. Results must be picklable; an exception of the function reaches the caller. `weight`:
    when an item is several, how many.
    """
    if not can_fork(len(items) * weight):
        return map(function, items)
    results = _over_processes(function, items)
    next(results)
    return results


@contextmanager
def beside(function: Callable[[], _Result], items: int) -> Iterator[Callable[[], _Result]]:
    """Begin work on so many items beside this process; what is given waits for its result, or raises its error.

    In this process, when asked for the result, where it isn't worth a fork. Leaving without having asked ends the work.
    """
    if not can_fork(items):
        yield function
        return
    context = get_context("fork")
    answer, ours = context.Pipe(duplex=False)
    worker = context.Process(target=_answer, args=(function, ours, os.getpid()), daemon=True)
    worker.start()
    ours.close()

    def result() -> _Result:
        try:
            worked, value = answer.recv()
        except EOFError:
            raise RuntimeError("a worker has been killed: is there enough memory?") from None
        if not worked:
            raise value
        found: _Result = value
        return found

    try:
        yield result
    finally:
        worker.kill()
        worker.join()
        answer.close()


def _answer(function: Callable[[], Any], answer: "Connection[Any, Any]", master: int) -> None:
    _end_with(master)
    try:
        answer.send((True, function()))
    except Exception as error:  # whoever asks is told of any
        answer.send((False, error))


def _over_processes(function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """None when the workers have been started, then the results."""
    global _task
    _task = function
    workers = processors()
    try:
        with get_context("fork").Pool(workers, _end_with, (os.getpid(),)) as pool:
            results = pool.imap(_run, items, chunksize=max(1, len(items) // (workers * _SHARES)))
            yield None
            yield from results
    finally:
        _task = None


def _end_with(master: int) -> None:
    """End when the process that made this one does, even by kill -9: a worker holds the guide's lock with it.

    Where the system has no prctl(2), what is left of a task is done first.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != master:
        os._exit(1)


def _run(item: Any) -> Any:
    assert _task is not None
    return _task(item)
