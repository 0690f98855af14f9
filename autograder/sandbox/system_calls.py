"""The filter of system calls that every process of a sandbox has: run by path, like ``launcher``.

``program()`` returns it for the kind of machine that this is, as the bytes that Linux takes (a
program of its "classic" packet filter): ``bwrap --seccomp`` hands it over, or ``install``.

Allowed is what container engines allow by default (moby/profiles, ``seccomp/default.json``, read in
2026), for a program without any capability. Six things differ. No tracing of processes. No
families of sockets but those that programs use every day. Nothing whose memory no look at a
process finds, such as nameless memory files and System V's services. Nothing by which two kernels
tell each other something through files of the machine that both may read: a lock on a file is
granted and locks nothing, and files cannot be watched, marked, or asked for what of them is in
memory. No process chooses what it gets when its parent ends: a kernel can write into the memory of
its sandbox's first process, which has to end with the grader. And whatever this table does not name
is "not implemented", on which the C library and others use older calls; only what it names as
refused is "not permitted".

The numbers are those of Linux's headers, ``asm/unistd_64.h`` and ``asm-generic/unistd.h``. They are
never given to another call. A table of our own needs no library of the machine's, whose version
would decide what is known and so what a grade rests on.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

# A call's name and its numbers on x86_64 and on aarch64; empty where the machine does not have it.
ALLOWED = """
read=0,63 write=1,64 open=2, close=3,57 stat=4, fstat=5,80 lstat=6, poll=7, lseek=8,62 mmap=9,222
mprotect=10,226 munmap=11,215 brk=12,214 rt_sigaction=13,134 rt_sigprocmask=14,135
rt_sigreturn=15,139 ioctl=16,29 pread64=17,67 pwrite64=18,68 readv=19,65 writev=20,66 access=21,
pipe=22, select=23, sched_yield=24,124 mremap=25,216 msync=26,227 madvise=28,233
dup=32,23 dup2=33, pause=34, nanosleep=35,101 getitimer=36,102 alarm=37, setitimer=38,103
getpid=39,172 sendfile=40,71 connect=42,203 accept=43,202 sendto=44,206 recvfrom=45,207
sendmsg=46,211 recvmsg=47,212 shutdown=48,210 bind=49,200 listen=50,201 getsockname=51,204
getpeername=52,205 socketpair=53,199 setsockopt=54,208 getsockopt=55,209 fork=57, vfork=58,
execve=59,221 exit=60,93 wait4=61,260 kill=62,129 uname=63,160 fsync=74,82
fdatasync=75,83 truncate=76,45 ftruncate=77,46 getdents=78, getcwd=79,17 chdir=80,49 fchdir=81,50
rename=82, mkdir=83, rmdir=84, creat=85, link=86, unlink=87, symlink=88, readlink=89, chmod=90,
fchmod=91,52 chown=92, fchown=93,55 lchown=94, umask=95,166 gettimeofday=96,169 getrlimit=97,163
getrusage=98,165 sysinfo=99,179 times=100,153 getuid=102,174 getgid=104,176 setuid=105,146
setgid=106,144 geteuid=107,175 getegid=108,177 setpgid=109,154 getppid=110,173 getpgrp=111,
setsid=112,157 setreuid=113,145 setregid=114,143 getgroups=115,158 setgroups=116,159
setresuid=117,147 getresuid=118,148 setresgid=119,149 getresgid=120,150 getpgid=121,155
setfsuid=122,151 setfsgid=123,152 getsid=124,156 capget=125,90 capset=126,91 rt_sigpending=127,136
rt_sigtimedwait=128,137 rt_sigqueueinfo=129,138 rt_sigsuspend=130,133 sigaltstack=131,132
utime=132, mknod=133, statfs=137,43 fstatfs=138,44 getpriority=140,141 setpriority=141,140
sched_setparam=142,118 sched_getparam=143,121 sched_setscheduler=144,119 sched_getscheduler=145,120
sched_get_priority_max=146,125 sched_get_priority_min=147,126 sched_rr_get_interval=148,127
mlock=149,228 munlock=150,229 mlockall=151,230 munlockall=152,231 modify_ldt=154,
arch_prctl=158, adjtimex=159,171 setrlimit=160,164 sync=162,81 gettid=186,178 readahead=187,213
setxattr=188,5 lsetxattr=189,6 fsetxattr=190,7 getxattr=191,8 lgetxattr=192,9 fgetxattr=193,10
listxattr=194,11 llistxattr=195,12 flistxattr=196,13 removexattr=197,14 lremovexattr=198,15
fremovexattr=199,16 tkill=200,130 time=201, futex=202,98 sched_setaffinity=203,122
sched_getaffinity=204,123 set_thread_area=205, io_setup=206,0 io_destroy=207,1 io_getevents=208,4
io_submit=209,2 io_cancel=210,3 get_thread_area=211, epoll_create=213, remap_file_pages=216,234
getdents64=217,61 set_tid_address=218,96 restart_syscall=219,128
timer_create=222,107 timer_settime=223,110 timer_gettime=224,108 timer_getoverrun=225,109
timer_delete=226,111 clock_gettime=228,113 clock_getres=229,114 clock_nanosleep=230,115
exit_group=231,94 epoll_wait=232, epoll_ctl=233,21 tgkill=234,131 utimes=235, mq_open=240,180
mq_unlink=241,181 mq_timedsend=242,182 mq_timedreceive=243,183 mq_notify=244,184
mq_getsetattr=245,185 waitid=247,95 ioprio_set=251,30 ioprio_get=252,31
openat=257,56 mkdirat=258,34 mknodat=259,33
fchownat=260,54 futimesat=261, newfstatat=262,79 unlinkat=263,35 renameat=264,38 linkat=265,37
symlinkat=266,36 readlinkat=267,78 fchmodat=268,53 faccessat=269,48 pselect6=270,72 ppoll=271,73
set_robust_list=273,99 get_robust_list=274,100 splice=275,76 tee=276,77 sync_file_range=277,84
vmsplice=278,75 utimensat=280,88 epoll_pwait=281,22 signalfd=282, timerfd_create=283,85
eventfd=284, fallocate=285,47 timerfd_settime=286,86 timerfd_gettime=287,87 accept4=288,242
signalfd4=289,74 eventfd2=290,19 epoll_create1=291,20 dup3=292,24 pipe2=293,59
preadv=295,69 pwritev=296,70 rt_tgsigqueueinfo=297,240 recvmmsg=299,243
prlimit64=302,261 name_to_handle_at=303,264 clock_adjtime=305,266 syncfs=306,267 sendmmsg=307,269
getcpu=309,168 sched_setattr=314,274 sched_getattr=315,275 renameat2=316,276 seccomp=317,277
getrandom=318,278 execveat=322,281 membarrier=324,283 mlock2=325,284 copy_file_range=326,285
pkey_mprotect=329,288 pkey_alloc=330,289 pkey_free=331,290
statx=332,291 io_pgetevents=333,292 rseq=334,293 pidfd_send_signal=424,424 pidfd_open=434,434
close_range=436,436 openat2=437,437 faccessat2=439,439 epoll_pwait2=441,441
landlock_create_ruleset=444,444 landlock_add_rule=445,445 landlock_restrict_self=446,446
process_mrelease=448,448 futex_waitv=449,449 fchmodat2=452,452
map_shadow_stack=453, futex_wake=454,454 futex_wait=455,455 futex_requeue=456,456 statmount=457,457
listmount=458,458 mseal=462,462 setxattrat=463,463 getxattrat=464,464 listxattrat=465,465
removexattrat=466,466
"""
BY_ARGUMENT = """
socket=41,198 clone=56,220 personality=135,92 fcntl=72,25 prctl=157,167
"""
GRANTED = """
flock=73,32
"""
REFUSED = """
ptrace=101,117 syslog=103,116 vhangup=153,58 pivot_root=155,41 chroot=161,51 acct=163,89
settimeofday=164,170 mount=165,40 umount2=166,39 swapon=167,224 swapoff=168,225 reboot=169,142
sethostname=170,161 setdomainname=171,162 iopl=172, ioperm=173, init_module=175,105
delete_module=176,106 quotactl=179,60 lookup_dcookie=212,18 clock_settime=227,112 mbind=237,235
set_mempolicy=238,237 get_mempolicy=239,236 kexec_load=246,104 add_key=248,217 request_key=249,218
keyctl=250,219 migrate_pages=256,238 unshare=272,97 move_pages=279,239 perf_event_open=298,241
fanotify_init=300,262 open_by_handle_at=304,265 setns=308,268 process_vm_readv=310,270
process_vm_writev=311,271 kcmp=312,272 finit_module=313,273 kexec_file_load=320,294 bpf=321,280
userfaultfd=323,282 io_uring_setup=425,425 io_uring_enter=426,426 io_uring_register=427,427
open_tree=428,428 move_mount=429,429 fsopen=430,430 fsconfig=431,431 fsmount=432,432 fspick=433,433
pidfd_getfd=438,438 process_madvise=440,440 mount_setattr=442,442 quotactl_fd=443,443
set_mempolicy_home_node=450,450 lsm_get_self_attr=459,459 lsm_set_self_attr=460,460
lsm_list_modules=461,461
"""
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, Linux's own number

LOAD, EQUALS, AT_LEAST, ANY_BIT, GO_ON, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06
# Where they are in what the filter sees of a call.
NUMBER, MACHINE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, FAIL = 0x7FFF0000, 0x00050000
LONGEST_JUMP = 255
FAMILIES = (1, 2, 10, 16)  # of sockets: UNIX, INET, INET6, NETLINK
NAMESPACES = 0x7E020000  # flags of clone: every namespace
SET_DEATH_SIGNAL = 1  # of prctl: what a process gets when its parent ends
PERSONALITIES = (0, 8, 0x20000, 0x20008, 0xFFFFFFFF)  # Linux's, and "which one is it?"
LOCKING = (6, 7, 37, 38)  # commands of fcntl: F_SETLK, F_SETLKW, and those of open files
# Of descriptors, signals, pipes and memory files. The others are about the file itself, which
# kernels may share: who holds a lock or a lease, watches of folders, hints on how it is written.
COMMANDS = (*range(5), *range(8, 12), 15, 16, *range(1030, 1035))
SET_FILTER, FILTER = 22, 2

Instruction = tuple[int, int, int, int]  # operation, jump if true, jump if false, value


def program() -> bytes:
    """Return the filter for this machine.

    Raises:
        OSError: There is none for this kind of machine.
    """
    if platform.machine() not in MACHINES or sys.maxsize < 2**32:
        said = f"there is no filter of system calls for {platform.machine()}"
        raise OSError(errno.ENOTSUP, said)
    column, machine = MACHINES[platform.machine()]
    instructions = [
        (LOAD, 0, 0, MACHINE),
        (EQUALS, 1, 0, machine),  # programs of another kind, such as 32-bit ones, can call nothing
        answer(errno.ENOSYS),
        (LOAD, 0, 0, NUMBER),
        *chosen(ranges(column)),
    ]
    return b"".join(struct.pack("=HBBI", *one) for one in instructions)


def ranges(column: int) -> list[tuple[int, list[Instruction]]]:
    """Return what is to be done from each number on, up to the next.

    Args:
        column: Of the tables.
    """
    unknown, allowed = [answer(errno.ENOSYS)], [(ANSWER, 0, 0, ALLOW)]
    refused, granted = [answer(errno.EPERM)], [answer(0)]
    verdicts = dict.fromkeys(numbers(ALLOWED, column).values(), allowed)
    verdicts |= dict.fromkeys(numbers(GRANTED, column).values(), granted)
    verdicts |= dict.fromkeys(numbers(REFUSED, column).values(), refused)
    by_name = numbers(BY_ARGUMENT, column)
    verdicts[by_name["socket"]] = one_of(FAMILIES)
    verdicts[by_name["personality"]] = one_of(PERSONALITIES)
    verdicts[by_name["fcntl"]] = [
        (LOAD, 0, 0, SECOND_ARGUMENT),
        *(step for one in LOCKING for step in ((EQUALS, 0, 1, one), answer(0))),
        *one_of(COMMANDS, SECOND_ARGUMENT),
    ]
    verdicts[by_name["prctl"]] = [
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUALS, 0, 1, SET_DEATH_SIGNAL),
        *refused,
        *allowed,
    ]
    verdicts[by_name["clone"]] = [
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (ANY_BIT, 0, 1, NAMESPACES),
        *refused,
        *allowed,
    ]
    found: list[tuple[int, list[Instruction]]] = []
    for number in range(max(verdicts) + 2):
        verdict = verdicts.get(number, unknown)
        if not found or found[-1][1] != verdict:
            found.append((number, verdict))
    return found


def numbers(table: str, column: int) -> dict[str, int]:
    """Return the calls of a table that a machine has, with their numbers.

    Args:
        table: Such as ``ALLOWED``.
        column: 0 for x86_64, 1 for aarch64.
    """
    pairs = (word.split("=") for word in table.split())
    found = {name: numbers.split(",")[column] for name, numbers in pairs}
    return {name: int(number) for name, number in found.items() if number}


def answer(error: int) -> Instruction:
    """Return the end of a filter that lets a call fail, or do nothing and succeed if it is 0."""
    return (ANSWER, 0, 0, FAIL | error)


def one_of(values: tuple[int, ...], argument: int = FIRST_ARGUMENT) -> list[Instruction]:
    """Return the end of a filter that allows a call if an argument is one of these values.

    Only the lower half of the argument is looked at, for the system does the same.

    Args:
        values: The values that are allowed.
        argument: Where the argument is in what the filter sees.
    """
    last = len(values)
    checks = [(EQUALS, last - place, 0, value) for place, value in enumerate(values)]
    return [(LOAD, 0, 0, argument), *checks, answer(errno.EPERM), (ANSWER, 0, 0, ALLOW)]


def chosen(of: list[tuple[int, list[Instruction]]]) -> list[Instruction]:
    """Return a search for the range that a number is in, in halves.

    Args:
        of: The ranges, from :func:`ranges`.
    """
    if len(of) == 1:
        return of[0][1]
    middle = len(of) // 2
    below, above = chosen(of[:middle]), chosen(of[middle:])
    if len(below) <= LONGEST_JUMP:
        return [(AT_LEAST, len(below), 0, of[middle][0]), *below, *above]
    return [(AT_LEAST, 0, 1, of[middle][0]), (GO_ON, 0, 0, len(below)), *below, *above]


def install(filter_of_calls: bytes) -> None:
    """Give this process and its future children a filter, for good.

    Args:
        filter_of_calls: From :func:`program`. The process must have given up new privileges.

    Raises:
        OSError: The system refuses.
    """

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

    libc = ctypes.CDLL(None, use_errno=True)
    handed = Program(len(filter_of_calls) // 8, filter_of_calls)
    if libc.prctl(SET_FILTER, FILTER, ctypes.byref(handed), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"no filter of system calls: {os.strerror(number)}")


def open_to_read(filter_of_calls: bytes) -> int:
    """Return a descriptor that a child inherits and from which it can read a filter."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    os.write(writing, filter_of_calls)  # far less than a pipe holds
    os.close(writing)
    return reading
