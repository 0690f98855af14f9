"""Names under which a class sees itself: stable, and nobody without the secret can undo them."""

from collections.abc import Callable
from pathlib import Path

from autograder.course import load_secret, seed_of

_NAMES = (
    "Avocet Bittern Bluethroat Bunting Buzzard Chaffinch Chough Coot Crane Curlew Dipper Dove "
    "Dunlin Eider Falcon Finch Goldfinch Goshawk Grebe Greenfinch Harrier Heron Hobby Hoopoe Ibis "
    "Jackdaw Jay Kestrel Kingfisher Kite Knot Lapwing Lark Linnet Magpie Martin Merlin Nightjar "
    "Nuthatch Oriole Osprey Ouzel Owl Petrel Pipit Plover Puffin Quail Raven Redstart Robin Rook "
    "Sandpiper Siskin Skylark Snipe Stork Swallow Swift Tern Thrush Wagtail Wheatear Wren"
)
BIRDS = _NAMES.split()
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
CODE_LETTERS = 6


def pseudonym(key: bytes, student: str) -> str:
    """Return a student's name in reports, such as ``Heron k7mq2x``, one of 57 thousand million.

    Args:
        key: The course's secret.
        student: The student's id.
    """
    number = seed_of(key, "pseudonym", student)
    number, bird = divmod(number, len(BIRDS))
    code = ""
    for _ in range(CODE_LETTERS):
        number, letter = divmod(number, len(LETTERS))
        code += LETTERS[letter]
    return f"{BIRDS[bird]} {code}"


def naming(course: Path, names: bool = False) -> Callable[[str], str]:
    """Return a function that gives the names of students in a course's report.

    Args:
        course: The course's folder.
        names: Whether they are called by their ids, for the instructor's eyes alone.

    Returns:
        A function from a student's id to what the report says.

    Raises:
        SecretError: The course's secret is damaged.
    """
    if names:
        return str
    key = load_secret(course)
    return lambda student: pseudonym(key, student)
