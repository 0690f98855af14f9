"""The filter of system calls, run here as Linux runs it; in kernels: ``test_sandbox.py``."""

import errno
import platform
import struct

import pytest

from autograder.sandbox import system_calls
from autograder.sandbox.system_calls import (
    ALLOWED,
    BY_ARGUMENT,
    GRANTED,
    MACHINES,
    REFUSED,
    numbers,
)

TABLES = ALLOWED + BY_ARGUMENT + GRANTED + REFUSED

X86 = MACHINES["x86_64"][1]
# Some numbers of either machine, from the systems' manuals.
KNOWN = {
    "read": (0, 63),
    "mmap": (9, 222),
    "execve": (59, 221),
    "futex": (202, 98),
    "openat": (257, 56),
    "ptrace": (101, 117),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "socket": (41, 198),
    "clone": (56, 220),
}


@pytest.fixture(params=sorted(MACHINES))
def machine(request, monkeypatch):
    """Each kind of machine, in turn."""
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return request.param


@pytest.fixture
def verdict(machine):
    """What the filter says of a call: 'allowed', 'granted', or the name of an error."""
    program = list(struct.iter_unpack("=HBBI", system_calls.program()))
    column, own = MACHINES[machine]

    def verdict(call, argument=0, machine=own, second=0):
        if isinstance(call, str):
            call = numbers(TABLES, column)[call]
        seen = struct.pack("=IIQ6Q", call, machine, 0, argument, second, *[0] * 4)
        loaded, place = 0, 0
        while True:
            operation, yes, no, value = program[place]
            place += 1
            if operation == system_calls.ANSWER:
                named = {system_calls.ALLOW: "allowed", system_calls.FAIL: "granted"}
                return named.get(value) or errno.errorcode[value & 0xFFFF]
            if operation == system_calls.LOAD:
                loaded = struct.unpack_from("=I", seen, value)[0]
            elif operation == system_calls.GO_ON:
                place += value
            else:
                holds = {
                    system_calls.EQUALS: loaded == value,
                    system_calls.AT_LEAST: loaded >= value,
                    system_calls.ANY_BIT: bool(loaded & value),
                }
                place += yes if holds[operation] else no

    return verdict


def test_every_call_has_the_verdict_of_its_table(machine, verdict):
    column = MACHINES[machine][0]
    for table, due in ((ALLOWED, "allowed"), (GRANTED, "granted"), (REFUSED, "EPERM")):
        calls = numbers(table, column)
        assert {name: verdict(name) for name in calls} == dict.fromkeys(calls, due)


def test_every_other_number_is_not_implemented(machine, verdict):
    named = set(numbers(TABLES, MACHINES[machine][0]).values())
    others = [one for one in (*range(600), 2**30, 2**31, 2**32 - 1) if one not in named]
    assert {verdict(one) for one in others} == {"ENOSYS"}


def test_no_number_is_in_two_tables(machine):
    column = MACHINES[machine][0]
    found = [one for table in (ALLOWED, BY_ARGUMENT, GRANTED, REFUSED) for one in table.split()]
    assert len({one.split("=")[0] for one in found}) == len(found)
    named = [one.split("=")[1].split(",")[column] for one in found]
    named = [one for one in named if one]
    assert len(set(named)) == len(named) > 250


def test_the_numbers_are_linuxs(machine):
    found = numbers(TABLES, MACHINES[machine][0])
    assert {name: found[name] for name in KNOWN} == {
        name: pair[MACHINES[machine][0]] for name, pair in KNOWN.items()
    }


def test_a_program_of_another_kind_of_machine_can_call_nothing(verdict):
    assert verdict("read", machine=0x40000003) == "ENOSYS"  # 32-bit x86


def test_the_second_set_of_numbers_of_x86_is_unknown(verdict):
    assert verdict(0x40000000) == "ENOSYS"


@pytest.mark.parametrize(
    ("family", "due"),
    [(1, "allowed"), (2, "allowed"), (10, "allowed"), (16, "allowed")]
    + [(family, "EPERM") for family in (0, 3, 17, 38, 40, 44)],
)
def test_sockets_are_of_everyday_families(verdict, family, due):
    assert verdict("socket", family) == due


def test_the_upper_half_of_an_argument_hides_nothing(verdict):
    assert verdict("socket", 40 + (1 << 32)) == "EPERM"
    assert verdict("clone", 0x10000000 + (1 << 40)) == "EPERM"


def test_a_new_process_or_thread_is_allowed_and_a_namespace_is_not(verdict):
    thread, new_user, new_mounts = 0x3D0F00, 0x10000000, 0x00020000
    assert verdict("clone", 17) == verdict("clone", thread) == "allowed"
    assert verdict("clone", new_user | 17) == verdict("clone", new_mounts | 17) == "EPERM"


@pytest.mark.parametrize(
    ("command", "due"),
    [(one, "allowed") for one in (0, 1, 2, 3, 4, 1030, 1031)]  # of the descriptor, of a pipe
    + [(one, "granted") for one in (6, 7, 37, 38)]  # locks
    + [
        (one, "EPERM") for one in (5, 36, 1024, 1025, 1026, 1035, 1036)
    ],  # whose lock, leases, hints
)
def test_a_file_that_kernels_share_carries_nothing_between_them(verdict, command, due):
    assert verdict("fcntl", 3, second=command) == due
    assert verdict("fcntl", 3, second=command + (1 << 32)) == due


def test_no_process_of_a_sandbox_can_choose_to_outlive_its_parent(verdict):
    set_death_signal, set_name = 1, 15
    assert verdict("prctl", set_death_signal) == "EPERM"
    assert verdict("prctl", set_name) == "allowed"


def test_no_program_runs_with_another_personality(verdict):
    assert verdict("personality", 0xFFFFFFFF) == "allowed"
    assert verdict("personality", 0x0040000) == "EPERM"  # without random addresses


def test_an_unknown_machine_has_no_filter_and_so_no_sandbox(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    with pytest.raises(OSError, match="no filter of system calls for pdp11"):
        system_calls.program()
