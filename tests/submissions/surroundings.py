"""What lives around a class while it is graded: services to be left alone, processes to end."""

import os
import socket
import threading
from pathlib import Path

import psutil


def survivors(marker: str) -> list[int]:
    """Processes of this stage that still live, by the marker in what can be seen of them; ended."""
    found = []
    for process in psutil.process_iter():
        seen = ""
        for name in ("cmdline", "comm", "environ"):
            try:
                path = Path(f"/proc/{process.pid}/{name}")
                seen += path.read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
        if marker in seen and process.pid != os.getpid():
            found.append(process.pid)
    for pid in found:
        try:
            os.kill(pid, 9)
        except OSError:
            continue
    return found


class Listeners:
    """Services on the grader's machine that no kernel may reach; each remembers who called."""

    def __init__(self, path: Path, abstract: str):
        self.path, self.callers = path, []
        tcp = socket.create_server(("0.0.0.0", 0))
        self.port = tcp.getsockname()[1]
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind(("0.0.0.0", self.port))
        file = socket.socket(socket.AF_UNIX)
        short = Path(os.path.relpath(path))  # a socket's name has at most 107 bytes
        file.bind(str(min(path, short, key=lambda p: len(str(p)))))
        file.listen()
        named = socket.socket(socket.AF_UNIX)
        named.bind(f"\0{abstract}")
        named.listen()
        self._open = [tcp, datagrams, file, named]
        for one, kind in zip(self._open, ("tcp", "udp", "unix", "abstract"), strict=True):
            threading.Thread(target=self._serve, args=(one, kind), daemon=True).start()

    def _serve(self, one: socket.socket, kind: str) -> None:
        try:
            while True:
                if kind == "udp":
                    said, _ = one.recvfrom(200)
                else:
                    connection, _ = one.accept()
                    with connection:
                        connection.settimeout(2)
                        said = connection.recv(200)
                self.callers.append(f"{kind}: {said.decode('utf-8', 'replace')}")
        except OSError:
            return

    def close(self) -> None:
        """Stop listening."""
        for one in self._open:
            one.close()
