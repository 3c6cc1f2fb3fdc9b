"""A command that is told to stop: it clears away what it began, as after Ctrl-C, and says that it stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIG_DFL, Signals, default_int_handler, getsignal, signal
from threading import current_thread, main_thread
from time import monotonic

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, kill or a service manager, a terminal that is closed
_PATIENCE = 5.0  # seconds


class Stopped(BaseException):
    """What a signal to stop raises where the program is; ``exit_code`` is the one by which shells know it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {Signals(number).name}")
        self.exit_code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """A time in which signals to stop raise `Stopped`, but those that are ignored, as under ``nohup``.

    For some seconds after one no other counts (a shell may pass on what the terminal sent already), so that
    what was begun is cleared away.
    """
    if current_thread() is not main_thread():
        yield
        return
    known = (Signals[name] for name in _NAMES if name in Signals.__members__)
    before = {number: was for number in known if (was := getsignal(number)) in (SIG_DFL, default_int_handler)}

    last = monotonic() - _PATIENCE

    def stop(number: int, _: object) -> None:
        nonlocal last
        if monotonic() - last >= _PATIENCE:
            last = monotonic()
            raise Stopped(number)

    for number in before:
        signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)
