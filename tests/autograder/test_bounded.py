"""What reads a student's text is bounded in time and memory, and ends nothing but itself."""

import importlib
import os
import sys
import time

import pytest

from autograder import bounded
from autograder.bounded import Exceeded, Failed, call


def square(number):
    return number * number


def count(items):
    return len(items)


def process_id():
    return os.getpid()


def forever():
    while True:
        pass


def asleep():
    time.sleep(3_600)


def hungry():
    return len(bytearray(8_000_000_000))


def ends():
    os._exit(3)


def raising():
    raise ValueError("no such thing")


def printing():
    print("9" * 100)
    os.write(1, b"9" * 100)
    return "said"


def deep(levels):
    return deep(levels - 1) if levels else 0


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    bounded._CHILD.close()
    yield
    bounded._CHILD.close()


def test_one_process_answers_one_call_after_another():
    assert [call(square, 3), call(square, 1.5)] == [9, 2.25]
    assert call(process_id) == call(process_id) != os.getpid()


def test_what_takes_too_long_is_ended_and_the_next_call_answered():
    with pytest.raises(Exceeded, match="takes more than 1 seconds"):
        call(forever, seconds=1)
    assert call(square, 2) == 4


def test_what_waits_without_working_is_ended_too(monkeypatch):
    monkeypatch.setattr(bounded, "STARTING_SECONDS", 3.0)
    with pytest.raises(Exceeded, match="takes more than"):
        call(asleep, seconds=0.1)
    assert call(square, 2) == 4


def test_what_needs_too_much_memory_is_ended():
    with pytest.raises(Exceeded, match="takes too much memory"):
        call(hungry)
    assert call(square, 2) == 4


def test_a_child_that_ends_itself_takes_nothing_with_it():
    with pytest.raises(Exceeded):
        call(ends)
    assert call(square, 2) == 4


def test_an_exception_is_named_and_the_child_goes_on():
    before = call(process_id)
    with pytest.raises(Failed, match="ValueError: no such thing"):
        call(raising)
    with pytest.raises(Failed, match="RecursionError"):
        call(deep, 100_000)
    assert call(process_id) == before


def test_what_is_printed_is_no_answer():
    assert call(printing) == "said"


def test_time_is_counted_for_each_call_by_itself():
    assert [call(busy_for, 0.6, seconds=1) for _ in range(3)] == ["done"] * 3


def busy_for(seconds):
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass
    return "done"


def test_the_time_that_a_first_import_takes_is_not_counted(tmp_path, monkeypatch):
    slow = "import time\nwhile time.process_time() < 2.5:\n    pass\n"
    (tmp_path / "slow_to_import.py").write_text(f"{slow}def seven():\n    return 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    assert call(importlib.import_module("slow_to_import").seven, seconds=0.1) == 7


def test_the_time_that_reading_a_request_takes_is_not_counted():
    assert call(count, [], seconds=0.1) == 0
    assert call(count, [*range(8_000_000)], seconds=0.1) == 8_000_000


def test_a_fork_has_a_child_of_its_own():
    mine = call(process_id)
    reads, writes = os.pipe()
    if (fork := os.fork()) == 0:
        os.write(writes, str(call(process_id)).encode())
        bounded._CHILD.close()
        os._exit(0)
    os.waitpid(fork, 0)
    assert int(os.read(reads, 20)) != mine
    assert call(process_id) == mine
