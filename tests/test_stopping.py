"""A command that is told to stop stops once, and what was set before holds again afterwards."""

from signal import SIG_IGN, SIGHUP, SIGINT, SIGTERM, getsignal, raise_signal, signal

import pytest

from onrecord import stopping
from onrecord.stopping import Stopped, stoppable


@pytest.mark.parametrize(("number", "code"), [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)])
def test_a_signal_stops_what_runs_once(number: int, code: int) -> None:
    before = {each: getsignal(each) for each in (SIGINT, SIGTERM, SIGHUP)}
    cleared = False
    with pytest.raises(Stopped) as caught, stoppable():
        try:
            raise_signal(number)
        finally:
            raise_signal(SIGTERM)
            cleared = True
    assert caught.value.exit_code == code and cleared
    assert {each: getsignal(each) for each in before} == before


def test_what_swallowed_one_is_stopped_by_a_later_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_PATIENCE", 0.0)
    with stoppable():
        for _ in range(2):
            with pytest.raises(Stopped):
                raise_signal(SIGTERM)


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal(SIGHUP, SIG_IGN)
    try:
        with stoppable():
            raise_signal(SIGHUP)
    finally:
        signal(SIGHUP, before)
