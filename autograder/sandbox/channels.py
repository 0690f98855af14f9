"""The grader's end of a kernel's channels, which believes nothing and takes in only so much.

The kernel runs a student's code, which holds the key of its channels: any message may be forged,
broken or endless. A message that cannot be read is dropped; one message too many ends the kernel.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session

LARGEST_MESSAGE = 100_000_000  # bytes; the socket itself hangs up on a larger one
# Messages that wait to be read. Only iopub carries more than one answer to each request.
WAITING = {"iopub": 1_000, "shell": 20, "stdin": 20, "control": 20, "hb": 20}
DROPPED = {
    "header": {"msg_id": "", "msg_type": "dropped"},
    "parent_header": {},
    "msg_id": "",
    "msg_type": "dropped",
    "metadata": {},
    "content": {},
    "buffers": [],
}


class Allowance:
    """The number of bytes of messages that all readers together may still read."""

    def __init__(self, size: int, exceeded: Callable[[], None]) -> None:
        """Set the limit.

        Args:
            size: Bytes of all messages together.
            exceeded: Called once, with the first message that exceeds it.
        """
        self.left = size
        self.exceeded = exceeded

    def take(self, size: int) -> bool:
        """Use up some bytes, and return whether they may still be read."""
        before, self.left = self.left, self.left - size
        if before >= 0 > self.left:
            self.exceeded()
        return self.left >= 0


class BoundedSession(Session):
    """Reads messages as far as its allowance goes, and drops those that cannot be read."""

    allowance: Allowance | None = None

    def clone(self) -> "BoundedSession":
        """Return a session for another client, with the same allowance."""
        session = super().clone()
        session.allowance = self.allowance
        return session

    def feed_identities(self, msg_list: list, copy: bool = True) -> tuple[list, list]:
        """Return a message's addresses and its parts, or nothing if it has no such parts."""
        try:
            return super().feed_identities(msg_list, copy)
        except ValueError:
            return [], []

    def deserialize(self, msg_list: list, *arguments: Any, **settings: Any) -> dict[str, Any]:
        """Return a message, or a dummy that nobody reacts to if it must not be read."""
        if self.allowance and not self.allowance.take(sum(len(part) for part in msg_list)):
            return dict(DROPPED)
        try:
            message = super().deserialize(msg_list, *arguments, **settings)
        except Exception:  # a wrong signature, wrong JSON, nesting without end
            return dict(DROPPED)
        return message if well_formed(message) else dict(DROPPED)


def well_formed(message: dict[str, Any]) -> bool:
    """Return whether a message has the parts and types that its readers take for granted."""
    parts = ("header", "parent_header", "metadata", "content")
    if not all(isinstance(message.get(part), dict) for part in parts):
        return False
    return isinstance(message["header"].get("msg_type"), str)


class BoundedSockets:
    """Connects with sockets that take neither large messages nor many that nobody reads."""

    def _create_connected_socket(self, channel: str, identity: bytes | None = None) -> zmq.Socket:
        kind = {"iopub": zmq.SUB, "hb": zmq.REQ}.get(channel, zmq.DEALER)
        socket = self.context.socket(kind)
        socket.linger = 0  # nothing that was said to a kernel matters once it is gone
        socket.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        socket.setsockopt(zmq.RCVHWM, WAITING[channel])
        if identity:
            socket.identity = identity
        socket.connect(self._make_url(channel))
        return socket


class BoundedClient(BoundedSockets, AsyncKernelClient):
    """A client of an untrusted kernel."""


class PrivateManager(BoundedSockets, AsyncKernelManager):
    """Starts one kernel that talks over sockets in a private folder."""

    def __init__(self, command: list[str], private: Path, log: Any) -> None:
        """Prepare to start the kernel.

        Args:
            command: Starts the kernel; ``{connection_file}`` in it is replaced.
            private: A folder, readable by its owner alone, with a folder ``sockets``.
            log: The grader's log.
        """
        super().__init__(
            session=BoundedSession(key=new_key()),
            transport="ipc",
            ip=str(private / "sockets" / "k"),
            connection_file=str(private / "kernel.json"),
            client_factory=BoundedClient,
            log=log,
        )
        # A message reaches the kernel alone; a signal would reach the sandbox around it too.
        self._kernel_spec = KernelSpec(
            argv=command, display_name="course", language="python", interrupt_mode="message"
        )


def new_key() -> bytes:
    """Make a random key for a kernel's messages."""
    import secrets

    return secrets.token_hex(32).encode()
