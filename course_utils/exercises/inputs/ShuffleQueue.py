"""A queue that is full, and gives one item for each that it takes."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import sequences
from course_utils.exercises.kit.answers import error_in
from course_utils.exercises.kit.properties import (
    EXACT,
    Asked,
    Mistake,
    Property,
    Symptom,
    compares,
    mistake,
)
from course_utils.exercises.kit.task import Task

QUEUES = 2  # fresh objects, which take turns
MIXED = QUEUES  # one more, which gets items of any kind
EXCHANGES = 20  # calls of each
LAST = "capacity of the last"  # whose items are of any kind
NOTHING, STRANGE = -1, -2  # what an answer has in place of None, and of what was never handed in
KINDS: tuple[Any, ...] = (0, "", False, ())  # items that a queue may take for nothing

Take = Callable[[list[int], int, int, int], int]


def draw(rng: np.random.Generator) -> Arrays:
    """Draw two capacities, the turns that the queues take, and their items and places.

    Returns:
        ``capacity``, a larger one ``of the last``, and calls as of ``sequences.calls``, each with
        an ``argument`` of two integers: an item, which occurs once, and a place below the capacity.
        The last queue gets other ``kinds``: those of ``KINDS`` by their places, and texts, one of
        them twice.
    """
    capacity, last = np.sort(rng.choice(np.arange(4, 7), 2, replace=False)).tolist()
    calls = QUEUES * EXCHANGES
    turns = rng.permutation(np.repeat(range(QUEUES), EXCHANGES))
    items = rng.choice(np.arange(100, 1_000), calls, replace=False)
    places = rng.integers(0, capacity, calls)
    mixed, mixed_places = _mixed(rng, last)
    rows = np.concatenate([np.stack([items, places], axis=1), np.stack([mixed, mixed_places], 1)])
    return {
        "capacity": np.array(capacity),
        LAST: np.array(last),
        **sequences.calls(np.append(turns, np.full(len(mixed), MIXED)), "exchange", rows),
    }


def _mixed(rng: np.random.Generator, capacity: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the last queue's items and places: all of its items leave, the equal ones first."""
    texts = rng.choice(np.arange(10, 100), capacity + 8, replace=False)
    kinds = rng.choice(len(KINDS), 2, replace=False)
    first = rng.permutation([*kinds, texts[0], *texts[: capacity - 3]])  # texts[0] is there twice
    twice = np.flatnonzero(first == texts[0])
    late = rng.permutation(len(KINDS))  # these come in when it is full, and leave again
    places = [twice[1], twice[1], *rng.permutation(capacity)]
    places += [places[-1]] * len(late)
    items = [*texts[capacity : capacity + 2], *texts[:capacity], *late]
    return np.append(first, items), np.append(rng.integers(0, capacity, capacity), places)


class Exchanging:
    """A wrapper that hands a student's queue items, and tells by a number which one it returns."""

    def __init__(self, queue: Any) -> None:
        self.queue = queue
        self.known: list[tuple[int, Any]] = []  # the items that were handed in, by their numbers

    def exchange(self, item_and_place: np.ndarray) -> Any:
        """Return the number of what ``exchange(item, place)`` returns, ``NOTHING`` for None."""
        code, place = map(int, item_and_place)
        self.known.append((code, item_of(code)))
        result = sequences.method_of(self.queue, "exchange")(self.known[-1][1], place)
        if result is None:
            return NOTHING
        if isinstance(result, np.generic) or (isinstance(result, np.ndarray) and not result.ndim):
            result = result.item()  # a queue may keep its items in an array
        if isinstance(result, int | float) and not isinstance(result, bool) and result >= 100:
            return result
        same = (code for code, item in self.known if type(item) is type(result) and item == result)
        return next(same, STRANGE)


def item_of(code: int) -> Any:
    """Return the item that a number stands for: itself from 100 on, else a text or a kind."""
    if code >= 100:
        return code
    return KINDS[code] if code < len(KINDS) else f"item {code}"


def make(thing: Any, question: Arrays) -> Exchanging:
    """Make a fresh queue of its own capacity."""
    return Exchanging(thing(capacity_of(question, int(question[sequences.NUMBER]))))


def capacity_of(question: Arrays, queue: int) -> int:
    """Return how many items a queue holds."""
    return int(question[LAST if queue == MIXED else "capacity"])


def replay(question: Arrays, take: Take) -> Arrays:
    """Return every call's result under a rule for which item leaves.

    Args:
        question: As drawn.
        take: Changes a full list of items and returns what leaves: (items, item, place, capacity).
    """
    held: list[list[int]] = [[] for _ in range(QUEUES + 1)]
    results = []
    for which, (item, place) in zip(question["object"], question["argument"], strict=True):
        items, capacity = held[which], capacity_of(question, which)
        if len(items) < capacity:
            items.append(int(item))
            results.append(NOTHING)
        else:
            results.append(take(items, int(item), int(place), capacity))
    return sequences.replayed(results)


def appended(items: list[int], item: int, place: int, capacity: int) -> int:
    """Let the item at the place leave, move those behind it up, and put the new one last."""
    leaving = items.pop(place)
    items.append(item)
    return leaving


def first_in(items: list[int], item: int, place: int, capacity: int) -> int:
    """Let the oldest item leave."""
    items.append(item)
    return items.pop(0)


def last_in(items: list[int], item: int, place: int, capacity: int) -> int:
    """Let the newest of the items inside leave."""
    items.append(item)
    return items.pop(-2)


def new_one(items: list[int], item: int, place: int, capacity: int) -> int:
    """Store the new item at the place, and return it as well."""
    items[place] = item
    return item


def kept(items: list[int], item: int, place: int, capacity: int) -> int:
    """Return the item at the place, which stays."""
    return items[place]


def filled(question: Arrays, answer: Arrays) -> int:
    """Count the calls of the first queue that return None before one returns an item."""
    calls = np.flatnonzero(question["object"] == 0)
    none = [result(answer, int(call)) == NOTHING for call in calls]
    return none.index(False) if False in none else len(none)


def result(answer: Arrays, call: int) -> int | None:
    """Return what a call returned, or None where it asked for a place that is not filled yet.

    Raises:
        KeyError: Another error came in place of a result.
    """
    part = sequences.part(call)
    return None if "IndexError" in error_in(answer, part) else int(answer[part])


def empties(question: Arrays, answer: Arrays) -> bool:
    """Return whether the first queue returns None again after it was full."""
    calls = np.flatnonzero(question["object"] == 0)[question["capacity"].item() :]
    return any(result(answer, call) == NOTHING for call in calls[1:])


def elsewhere(question: Arrays, answer: Arrays) -> bool:
    """Return whether each item that leaves is one of those inside, at whatever place."""
    held: list[list[int]] = [[] for _ in range(QUEUES + 1)]
    for call, (which, (item, _)) in enumerate(
        zip(question["object"], question["argument"], strict=True)
    ):
        leaving, inside = result(answer, call), held[which]
        full = len(inside) == capacity_of(question, which)
        if leaving not in (inside if full else [NOTHING]):
            return False
        if leaving in inside:
            inside.remove(leaving)
        inside.append(int(item))
    return True


def shown(question: Arrays, name: str) -> str:
    """Return what a sentence calls a part: the call's number, its queue, and what it was given."""
    index = int(name.removeprefix("call "))
    item, place = question["argument"][index]
    queue = int(question["object"][index])
    return (
        f"the result of call {index + 1}, queue {queue + 1}.exchange({item_of(int(item))!r}, "
        f"{place}) at capacity {capacity_of(question, queue)} ({NOTHING} means None, {STRANGE} "
        "what you never gave it),"
    )


EXCHANGE_MISTAKES = (
    mistake(
        "shared",
        "Your queues share their items. Make the list in __init__ and keep it in the object "
        "(self.items), not in the class or outside.",
        lambda question, results: sequences.replayed(results),
    ),
    mistake(
        "shared capacity",
        "All queues have the capacity of the last one that was made. Keep it in the object "
        "(self.capacity), not in the class or outside.",
        lambda question, results: sequences.replayed(results),
    ),
    Mistake(
        "You return the new item, so nothing is shuffled. Remember the old one, put the new one in "
        "its place, return the old one.",
        lambda question, expected: replay(question, new_one),
    ),
    Mistake(
        "The first item in is the first one out, whatever the place: nothing is shuffled. Let the "
        "item at the place leave.",
        lambda question, expected: replay(question, first_in),
    ),
    Mistake(
        "The newest item leaves first, whatever the place. Let the item at the place leave.",
        lambda question, expected: replay(question, last_in),
    ),
    Mistake(
        "The new item goes to the end, so all items behind the gap change their places. Put it "
        "where the other one left.",
        lambda question, expected: replay(question, appended),
    ),
    Mistake(
        "You return the item at the place but leave it in the queue, and the new one is lost. Put "
        "the new one there.",
        lambda question, expected: replay(question, kept),
    ),
    Symptom(
        "An item leaves before the queue is full. Keep the first items, as many as the capacity, "
        "and return None for each of them.",
        lambda question, expected, answer: filled(question, answer) < question["capacity"].item(),
    ),
    Symptom(
        "Nothing leaves at the first call after the queue is full: it takes more items than its "
        "capacity. Compare the number of items with <, before you add one.",
        lambda question, expected, answer: (
            question["capacity"].item() < filled(question, answer) < EXCHANGES
        ),
    ),
    Symptom(
        "Nothing ever leaves your queue: exchange returns None each time. Once it is full, return "
        "the item at the place.",
        lambda question, expected, answer: all(
            (result == NOTHING).all() for result in answer.values()
        ),
    ),
    Symptom(
        "Once an item has left, your queue is not full any more: it returns None again. Put the "
        "new item in the gap, in the same call.",
        lambda question, expected, answer: empties(question, answer),
    ),
    Symptom(
        "Your queue holds the right items, but lets others leave than the one at place. Append "
        "while it fills; then use the very place that the caller gives, and leave all other items "
        "where they are.",
        lambda question, expected, answer: elsewhere(question, answer),
    ),
)


def mixed_parts(question: Arrays) -> tuple[str, ...]:
    """Return the parts of the last queue's calls, whose number grows with its capacity."""
    return sequences.parts(QUEUES * EXCHANGES, len(question["object"]))


class Mixed(Property):
    """A property of all calls of the last queue."""

    def problem(self, asked: Asked) -> str:
        """Return what is wrong with an answer, or ''."""
        own = dataclasses.replace(self, parts=mixed_parts(asked.question))
        return super(Mixed, own).problem(asked)


TASK = Task(
    "ShuffleQueue",
    "sequence",
    draw,
    sequences.asks(make),
    compares(
        # One property: that a queue fills first is known beforehand, and earns nothing alone.
        Property(
            name="the result of each call",
            share=0.7,
            parts=sequences.parts(0, QUEUES * EXCHANGES),
            tolerance=EXACT,
            right="The queue fills, then items leave from where they should.",
            step="While the queue holds fewer items than its capacity, keep the item and return "
            "None. Afterwards return the item at the place and put the new one there.",
            mistakes=EXCHANGE_MISTAKES,
            label=shown,
        ),
        Mixed(
            name="items of any kind",
            share=0.3,
            parts=(),
            tolerance=EXACT,
            right='Texts, equal items, and 0 and "" are items like all others.',
            step="An item may be anything: compare none with another, and ask the number of items "
            "whether the queue is full, not the items.",
            mistakes=(
                Symptom(
                    "Correct the queue of numbers first.",
                    lambda question, expected, answer: any(
                        not EXACT.holds(answer[part], expected[part])
                        for part in sequences.parts(0, QUEUES * EXCHANGES)
                    ),
                ),
                Symptom(
                    "Your queue takes numbers only. Keep its items in a list, which holds texts, "
                    "too.",
                    lambda question, expected, answer: any(
                        "ValueError" in error_in(answer, part)
                        or "TypeError" in error_in(answer, part)
                        for part in mixed_parts(question)
                    ),
                ),
            ),
            label=shown,
        ),
    ),
)
