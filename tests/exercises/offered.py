"""What a student could offer to a task without writing it: the course's own callables.

Every callable of ``course_utils`` is called with what a task hands over, in each order, with the
plain values that its signature makes plausible, and what comes back is turned and taken apart. A
task whose right answer shows in it, whole or in part, is then asked in earnest.
"""

import contextlib
import functools
import importlib
import inspect
import itertools
import pkgutil
import resource
import signal
import sys
import time
import types
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import psutil

import course_utils
from course_utils import environment
from course_utils.exercises.kit.task import Task, ask_seeded
from tests import answers
from tests.exercises.answering import TASKS, question

SEEDS = (21, 22, 23)
SECONDS = 0.2  # of processor time that the calls of one callable may take, for one task
FEWER_SECONDS = 0.1  # likewise, where the tests have to end soon
ASKED_SECONDS = 5  # likewise, where it is asked in earnest, or TensorFlow computes
LARGEST_GROWTH = 4 * 1024**3  # bytes that all calls together may add to this process
# Programs, what talks to people or to the network, and what draws figures.
LEFT_OUT = ("__main__", "cache", "downloads", "submit", "restore", "status", "rehearsal", "plots")
FORBIDDEN = ("open", "os.", "shutil.", "socket.", "subprocess.", "tempfile.", "ctypes.")
ONLY_READ = ("os.listdir", "os.scandir", "os.putenv", "os.unsetenv", "os.walk", "os.fwalk")
MOST_AXES = 5  # of lists in lists; one may be in itself
MOST_NEEDED = 2  # parameters that plain values are found for
MOST_PERMUTED = 4  # arguments; of more, only those in their order


class Offered(NamedTuple):
    """A callable of the course, and where it is found."""

    name: str
    call: Any


class Refused(Exception):
    """A callable wanted to do more than to compute."""


def identity(value, *_):
    """What changes nothing."""
    return value


def neutral(task: str) -> tuple[Any, ...]:
    """Values that somebody tries first."""
    return (0, 1, None, "zero", True, False, identity, task)


# ---- callables -----------------------------------------------------------------------------------


def modules() -> Iterator[types.ModuleType]:
    """Every module of the package that students get."""
    for found in pkgutil.walk_packages(course_utils.__path__, "course_utils."):
        if not set(found.name.split(".")) & set(LEFT_OUT):
            yield importlib.import_module(found.name)


def of_rooms(*rooms: str) -> tuple[Offered, ...]:
    """The callables of some modules and of those below them; of all where none is named."""
    starts = tuple(f"course_utils.{room}." for room in rooms) or ("course_utils.",)
    return tuple(one for one in callables() if one.name.startswith(starts))


@functools.cache
def callables() -> tuple[Offered, ...]:
    """Functions, classes, and methods of objects and of classes that need no arguments.

    Those whose names begin with an underscore are left out: such a part of what a question or a
    sentence rests on may be worth the part of the points that it stands for.
    """
    found: dict[int, Offered] = {}
    for module in modules():
        for name, value in sorted(vars(module).items()):
            if name.startswith("_") or not of_the_course(value):
                continue
            for offered in (Offered(f"{module.__name__}.{name}", value), *methods(module, name)):
                if callable(offered.call):
                    found.setdefault(identified(offered.call), offered)
    return tuple(sorted(found.values()))


def of_the_course(value: Any) -> bool:
    """Whether something is the course's own, and not what it imports."""
    owner = getattr(value, "__module__", None) or type(value).__module__
    return str(owner).startswith("course_utils") and not isinstance(value, types.ModuleType)


def methods(module: types.ModuleType, name: str) -> Iterator[Offered]:
    """The methods and callable attributes of an object or of a class that can be made plainly."""
    owner = getattr(module, name)
    if inspect.isclass(owner):
        try:
            owner = owner()
        except Exception:
            return
    elif inspect.isroutine(owner) or isinstance(owner, Task):  # a task asks and judges
        return
    for part in dir(owner):
        if not part.startswith("_"):
            with contextlib.suppress(Exception):
                yield Offered(f"{module.__name__}.{name}.{part}", getattr(owner, part))


def identified(call: Any) -> int:
    """What makes two callables the same: a bound method is made anew each time."""
    return hash((id(getattr(call, "__func__", call)), id(getattr(call, "__self__", None))))


class Bindings(NamedTuple):
    """Plain values by parameter: what a call needs, and defaults that may be changed besides."""

    needed: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]


@functools.cache
def bindings(offered: Offered, given: int, task: str) -> Bindings:
    """What else a callable may be given besides so many arguments by place.

    Nothing where it cannot be called with so many.
    """
    try:
        signature = inspect.signature(offered.call)
    except (TypeError, ValueError):
        return Bindings(({},), ())
    parameters = list(signature.parameters.values())
    by_place = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    anything = any(p.kind == p.VAR_POSITIONAL for p in parameters)
    left = [*by_place[given:], *(p for p in parameters if p.kind == p.KEYWORD_ONLY)]
    needed = [p.name for p in left if p.default is p.empty]
    if (given > len(by_place) and not anything) or len(needed) > MOST_NEEDED:
        return Bindings((), ())
    values = neutral(task)
    return Bindings(
        tuple(
            dict(zip(needed, chosen, strict=True))
            for chosen in itertools.product(values, repeat=len(needed))
        ),
        tuple({p.name: value} for p in left if p.default is not p.empty for value in values),
    )


def tries(offered: Offered, arguments: tuple, task: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Call with plain values for the rest, and yield what was bound and what came back, if any.

    Another value of a default is tried where the call works without it.
    """
    needed, changed = bindings(offered, len(arguments), task)
    for bound in needed:
        if called(offered.call, tuple(map(copied, arguments)), bound) is None:
            continue
        for other in ({}, *changed):
            both = {**bound, **other}
            result = called(offered.call, tuple(map(copied, arguments)), both)
            if result is not None:
                yield both, result


# ---- calls ---------------------------------------------------------------------------------------

_watching = False


def _watch(event: str, arguments: tuple) -> None:
    if not _watching or not event.startswith(FORBIDDEN) or event in ONLY_READ:
        return
    if event == "open":
        path, mode, _ = arguments
        reads = not isinstance(mode, str) or set(mode) <= set("rbtU")
        if reads and not isinstance(path, int):  # a number's end would close it for everybody
            return
    raise Refused(event)


sys.addaudithook(_watch)


def _late(*_: Any) -> None:
    if _watching:  # else the call has ended in this very moment
        raise TimeoutError


@contextlib.contextmanager
def offering(seconds: float = SECONDS) -> Iterator[None]:
    """Be silent while callables are tried, each for so many seconds."""
    before = signal.signal(signal.SIGPROF, _late)
    try:
        # The end of a callable's time, amid its redirection, would leave standard error there.
        redirected = mock.patch.object(environment, "_no_standard_error", contextlib.nullcontext)
        quiet = np.errstate(all="ignore")
        with warnings.catch_warnings(), quiet, redirected, allowing(seconds), within_memory():
            warnings.simplefilter("ignore")
            yield
    finally:
        signal.signal(signal.SIGPROF, before)


_allowed = SECONDS


@contextlib.contextmanager
def within_memory() -> Iterator[None]:
    """Let a call that wants very much memory fail: a number may be taken for a size."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    taken = psutil.Process().memory_info().data
    resource.setrlimit(resource.RLIMIT_DATA, (taken + LARGEST_GROWTH, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


_spent: dict[int, float] = {}


@contextlib.contextmanager
def allowing(seconds: float) -> Iterator[None]:
    """Give each callable so many seconds, whatever it has taken before."""
    global _allowed, _spent
    before = _allowed, _spent
    _allowed, _spent = seconds, {}
    try:
        yield
    finally:
        _allowed, _spent = before


def called(call: Any, arguments: tuple, bound: dict[str, Any]) -> Any:
    """What a callable returns, or ``None``; it may compute for its time, and do nothing else."""
    global _watching
    spent = _spent.get(id(call), 0.0)
    if spent > _allowed:
        return None
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, max(SECONDS, _allowed))
    _watching = True
    try:
        try:
            return call(*arguments, **bound)
        finally:
            _watching = False
    except (Exception, SystemExit):  # the end of its time, too, even right here
        return None
    finally:
        _watching = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        _spent[id(call)] = spent + time.process_time() - began


def guarded(call: Any, bound: dict[str, Any]) -> Any:
    """A callable that is called like that, whatever it is given."""
    return lambda *arguments: called(call, arguments, bound)


class Caught(Exception):
    """The arguments that a task hands over are known."""


def handed_over(name: str, seed: int) -> tuple[Any, ...]:
    """The arguments with which a task calls what a student wrote, of its first call."""
    _, task = TASKS[name]
    asked, _ = question(name, seed)
    caught: list[tuple] = []

    def spy(*arguments):
        caught.append(arguments)
        raise Caught

    with contextlib.suppress(Exception):
        ask_seeded(task, spy, asked, seed)
    return caught[0] if caught else ()


def orders(count: int) -> Iterator[tuple[int, ...]]:
    """Which of so many arguments are given, and in which order; all of them come first.

    Called with fewer, a callable may use up its time.
    """
    for length in range(count, 0, -1):
        if count <= MOST_PERMUTED:
            yield from itertools.permutations(range(count), length)
        else:
            yield from itertools.combinations(range(count), length)


def as_classes(arguments: tuple) -> tuple:
    """Scores as the classes that they say, everything else as it is."""
    return tuple(a.argmax(axis=1) if _scores(a) else a for a in arguments)


def as_right(arguments: tuple) -> tuple:
    """Scores as whether they are right about the labels among the arguments."""
    labels = [a for a in arguments if isinstance(a, np.ndarray) and a.ndim == 1]
    if not labels:
        return arguments
    return tuple(
        a.argmax(axis=1) == labels[0] if _scores(a) and len(a) == len(labels[0]) else a
        for a in arguments
    )


def _scores(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2 and value.dtype.kind == "f"


# ---- what comes back -----------------------------------------------------------------------------


def leaves(value: Any, depth: int = 0) -> list[np.ndarray]:
    """Every array in a result: of a tuple or list, a dictionary, or the fields of an object."""
    if value is None or isinstance(value, str) or depth > 2:
        return []
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part, depth + 1)]
    if isinstance(value, tuple) or (isinstance(value, list) and shape(value) is None):
        return [leaf for part in value for leaf in leaves(part, depth + 1)]
    if hasattr(value, "__dict__") and not hasattr(value, "__array__"):
        return [leaf for part in vars(value).values() for leaf in leaves(part, depth + 1)]
    if not plain(value):
        return []
    try:
        array = np.asarray(value)
    except Exception:
        return []
    return [array] if array.dtype.kind in "biuf" and array.size else []


def plain(value: Any, depth: int = 0) -> bool:
    """Whether something is an array or numbers: NumPy asks anything else for items without end."""
    if isinstance(value, list | tuple):
        return depth < MOST_AXES and all(plain(part, depth + 1) for part in value)
    return isinstance(value, int | float) or hasattr(value, "__array__")


def turned(leaf: np.ndarray, like: np.ndarray) -> np.ndarray | None:
    """An array in another order of axes, or in another shape, if it then equals another one."""
    if leaf.size != like.size:
        return None
    if leaf.shape == like.shape and alike(leaf, like):
        return leaf
    if sorted(leaf.shape) == sorted(like.shape) and 1 < leaf.ndim <= 4:
        for axes in itertools.permutations(range(leaf.ndim)):
            other = leaf.transpose(axes)
            if other.shape == like.shape and alike(other, like):
                return other
    if leaf.shape == like.shape:
        return None
    other = leaf.reshape(like.shape)
    return other if alike(other, like) else None


def shape(value: Any) -> tuple[int, ...] | None:
    """The shape of a result; nothing where it is no array."""
    if not plain(value):
        return None
    try:
        return np.shape(value)
    except Exception:
        return None


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays of one shape hold the same numbers, as nearly as any task asks for.

    Nearly all that is compared differs in its first number already. To look there first takes a
    tenth of the time.
    """
    first, like = float(one.flat[0]), float(other.flat[0])
    if first != like and not abs(first - like) <= 1e-6 + 1e-4 * abs(like):
        return False
    return bool(np.allclose(one, other, rtol=1e-4, atol=1e-6))


# ---- offers --------------------------------------------------------------------------------------


def right_answer(name: str) -> Any:
    """What a right answer to a function's task returns for what it is handed over."""
    right = next(one for one in answers.answers(name) if one.right)
    return answers.thing(right)


def offers(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Everything that a student could offer to a task, as far as it comes near an answer."""
    kind = "step" if name == "train" else TASKS[name][1].kind  # its order is random, no picture
    yield from {
        "function": offers_of_functions,
        "random": offers_of_draws,
        "sequence": offers_of_objects,
        "predictor": offers_of_predictors,
        "evidence": offers_of_predictors,
    }.get(kind, offers_as_they_are)(name, some)


def offers_of_functions(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Callables in whose results a part of the right answer shows."""
    given = handed_over(name, SEEDS[0])
    right = right_answer(name)(*map(copied, given))
    wanted = [np.asarray(part) for part in parts_of(right)]
    asked, _ = question(name, SEEDS[0])
    names = [next((n for n, v in asked.items() if same(v, a)), "") for a in given]

    def rebuilt(arguments: tuple) -> dict[str, Any]:
        return {
            n: a if shape(a) is None else np.asarray(a)
            for n, a in zip(names, arguments, strict=True)
        }

    for seen in (identity, as_classes, as_right):
        arguments = seen(given)
        made_anew = [a for a, b in zip(arguments, given, strict=True) if a is not b]
        if seen is not identity and not made_anew:
            continue
        if any(same(one, part) for one in made_anew for part in wanted):
            continue  # who hands that over has done the work
        for offered in some:
            for order in orders(len(given)):
                picked = tuple(arguments[index] for index in order)
                for bound, result in tries(offered, picked, name):
                    places = shows(result, wanted, (*given, *arguments))

                    def made(*own, o=offered, s=seen, r=order, b=bound, p=places):
                        chosen = s(own)
                        found = called(o.call, tuple(chosen[i] for i in r), b)
                        return filled(found, right_answer(name)(*own), p)

                    if places:
                        yield described(offered, order, bound), made
    for offered in some:
        for bound, result in tries(offered, (rebuilt(given),), name):
            places = shows(result, wanted, given)

            def made(*own, o=offered, b=bound, p=places):
                return filled(called(o.call, (rebuilt(own),), b), right_answer(name)(*own), p)

            if places:
                yield f"{offered.name}({{question}}, {bound})", made


def same(one: Any, other: Any) -> bool:
    """Whether two things are the same array; what is none, such as lists of arrays, is none."""
    if shape(one) is None or shape(one) != shape(other):
        return False
    return bool(np.all(np.asarray(one) == np.asarray(other)))


def copied(value: Any) -> Any:
    """A copy, since a callable may change what it is given."""
    return value.copy() if isinstance(value, np.ndarray | dict) else value


def described(offered: Offered, order: tuple[int, ...], bound: dict[str, Any]) -> str:
    """A call, as somebody would write it."""
    extra = "".join(f", {name}={value!r}" for name, value in bound.items())
    return f"{offered.name}({', '.join(f'argument {i + 1}' for i in order)}{extra})"


def shows(result: Any, wanted: list[np.ndarray], given: tuple) -> dict[int, int]:
    """Which parts of the right answer are which arrays of a result.

    An argument that is only given back is none: whoever turns it has done the work.
    """
    return {
        part: at
        for at, leaf in enumerate(leaves(result)[:8])
        for part, like in enumerate(wanted)
        if telling(like)
        and turned(leaf, like) is not None
        and not any(same(leaf, one) for one in given)
    }


def parts_of(right: Any) -> list[Any]:
    """The parts that a right answer returns: one, or several in a tuple or a list."""
    several = isinstance(right, tuple) or (isinstance(right, list) and shape(right) is None)
    return list(right) if several else [right]


def telling(like: np.ndarray) -> bool:
    """Whether a part of an answer is more than what everything is equal to."""
    return like.size > 0


def filled(result: Any, right: Any, places: dict[int, int]) -> Any:
    """A right answer's form, with arrays of a result in their places and zeros elsewhere."""
    parts = parts_of(right)
    found = leaves(result)
    made = [np.zeros_like(np.asarray(one)) for one in parts]
    for part, at in places.items():
        if at < len(found) and found[at].size == np.asarray(parts[part]).size:
            other = turned(found[at], np.asarray(parts[part]))
            made[part] = found[at] if other is None else other
    return tuple(made) if len(parts) > 1 else made[0]


def offers_of_draws(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Callables that make a batch of the right shape out of one and of numbers that were drawn."""
    rng = np.random.default_rng(5)
    (given,) = handed_over(name, SEEDS[0])
    wanted = np.shape(right_answer(name)(given))
    drawn = {
        "whole numbers below 3": lambda n: rng.integers(-2, 3, (n, 2)),
        "places": lambda n: np.stack([rng.integers(0, 5, n), rng.integers(0, 13, n)], axis=1),
        "a factor each": lambda n: rng.uniform(0.2, 1.8, (n, 1, 1, 1)),
        "a factor in a row": lambda n: rng.uniform(0.2, 1.8, n),
    }
    few = given[:16]
    for offered in some:
        for title, draw in ({"": None} | drawn).items():
            for count, order in ((1, (0,)), (2, (0, 1)), (2, (1, 0))):
                if (count == 2) is (draw is None):
                    continue
                numbers = (few,) if draw is None else (few, draw(len(few)))
                for bound, result in tries(offered, tuple(numbers[i] for i in order), name):

                    def made(images, o=offered, d=draw, r=order, b=bound):
                        own = (images,) if d is None else (images, d(len(images)))
                        return called(o.call, tuple(own[i] for i in r), b)

                    if shape(result) == (len(few), *wanted[1:]):
                        yield f"{offered.name}(images, {title}, {bound})", made


def offers_of_objects(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Classes as they are, and callables that do the work of a method."""
    yield from offers_as_they_are(name, some)
    if name == "ShuffleQueue":
        for offered in some:
            for order in itertools.permutations(range(4)):
                for bound in bindings(offered, 4, name).needed:
                    made = queue(offered.call, order, bound)
                    if exchanges(made):
                        yield described(offered, order, bound), made


def queue(call: Any, order: tuple[int, ...], bound: dict[str, Any]) -> type:
    """A queue that leaves it to a callable what happens once it is full."""

    class Queue:
        def __init__(self, capacity):
            self.capacity, self.items = capacity, []

        def exchange(self, item, place):
            if len(self.items) < self.capacity:
                return self.items.append(item)
            known = (self.items, item, place, self.capacity)
            return called(call, tuple(known[index] for index in order), bound)

    return Queue


def exchanges(made: type) -> bool:
    """Whether a full queue gives an item back or changes what it holds; all others are alike."""
    full = made(3)
    for item in (5, 6, 7):
        full.exchange(item, 0)
    given_back = full.exchange(8, 1)
    return any(same(given_back, item) for item in (5, 6, 7, 8)) or not same(full.items, [5, 6, 7])


def offers_of_predictors(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Callables that give ten scores an image."""
    asked, _ = question(name, SEEDS[0])
    few = asked["images"][:4]
    for offered in some:
        for bound, result in tries(offered, (few,), name):
            if shape(result) == (len(few), 10):
                made = guarded(offered.call, bound)
                networks = getattr(TASKS[name][1], "runs", None) or ()
                yield f"{offered.name}({bound})", named(name, made) if networks else made


def named(name: str, made: Any) -> Any:
    """A predictor under each name that a task of evidence asks for."""
    module = inspect.getmodule(TASKS[name][1].compare)
    networks = getattr(module, "NETWORKS", ("raw", "averaged"))
    return dict.fromkeys(networks, made) if TASKS[name][1].kind == "evidence" else made


def offers_as_they_are(name: str, some: tuple[Offered, ...]) -> Iterator[tuple[str, Any]]:
    """Callables that take what a task hands over, with plain values for the rest."""
    given = handed_over(name, SEEDS[0])
    if name == "strategy_step":  # what it hands over works where it was made only
        for offered in some:
            for bound in bindings(offered, len(given), name).needed:
                yield described(offered, (), bound), guarded(offered.call, bound)
        return
    for offered in some:
        for bound, result in tries(offered, given, name):
            network = TASKS[name][1].kind in ("layer", "model")
            record = of_the_course(result) and not callable(result)
            if hasattr(result, "share") or (network and record):
                continue  # a property, which judges, or a record where a network is asked for
            made = guarded(offered.call, bound)
            yield described(offered, tuple(range(len(given))), bound), made


def earned(name: str, made: Any) -> float:
    """The share of a task's points that something earns, over as many cases as the grader asks."""
    task = TASKS[name][1]
    worst: dict[str, float] = {}
    with allowing(ASKED_SECONDS):
        for seed in SEEDS[: 1 if task.on_hidden_images else task.cases]:
            asked, expected = question(name, seed)
            try:
                answered = ask_seeded(task, made, asked, seed)
            except (Exception, SystemExit):
                return 0.0
            for finding in task.compare(asked, expected, answered):
                share = finding.share * finding.passed
                worst[finding.property] = min(share, worst.get(finding.property, 1.0))
            if not any(worst.values()):
                return 0.0
    return sum(worst.values())
