"""The README maps every case of the zoo to a flaw that evaluation harnesses are known for."""

import re

import pytest

from tests.submissions import compare, damaged, zoo

FLAWS = (
    "isolation",
    "answers shipped with the task",
    "untrusted input executed in the judge",
    "names trusted",
    "weak matching",
    "evidence unchecked",
    "the evaluated side believed",
    "resources",
)
CASES = {
    *(f"{case.family}/{case.name}" for case in (*zoo.attacks(), *zoo.unearned())),
    *(f"damaged/{name}" for name in damaged.CASES),
}
FAMILIES = {case.partition("/")[0] for case in CASES}


def named():
    """The names of cases and families that the table has, by flaw."""
    rows = re.findall(r"^\| (.+?) \| .+? \| (`.+`) \|$", compare.flaws(), re.MULTILINE)
    return {flaw: re.findall(r"`([^`]+)`", cases) for flaw, cases in rows}


def cases_of():
    """The cases of each flaw: a case's own line counts, else its family's."""
    lines = {name: flaw for flaw, names in named().items() for name in names}
    found = {flaw: set() for flaw in FLAWS}
    for case in CASES:
        flaw = lines.get(case, lines.get(case.partition("/")[0]))
        if flaw is not None:
            found[flaw].add(case)
    return found


def test_the_table_has_every_known_flaw():
    assert tuple(named()) == FLAWS


@pytest.mark.parametrize("flaw", FLAWS)
def test_each_flaw_has_cases(flaw):
    assert cases_of()[flaw]


def test_every_name_in_the_table_is_a_case_or_a_family():
    assert {name for names in named().values() for name in names} - CASES - FAMILIES == set()


def test_no_name_is_in_two_lines():
    names = [name for names in named().values() for name in names]
    assert len(names) == len(set(names))


def test_every_case_of_the_zoo_has_a_flaw():
    assert CASES - set().union(*cases_of().values()) == set()
