"""Downloads that resume, prove what arrived, and fail with a sentence."""

import hashlib
import http.server
import threading

import pytest

from course_utils import downloads
from course_utils.records import DataError

CONTENT = bytes(range(256)) * 2_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT, honours ranges, and hangs up after `server.hang_up` bytes."""

    def do_GET(self):
        self.server.ranges.append(self.headers.get("Range"))
        if self.path != "/file":
            self.send_error(404)
            return
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if self.server.resumes else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        self.wfile.write(self.server.content[start:][: self.server.hang_up])

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.ranges, server.hang_up, server.resumes, server.content = [], None, True, CONTENT
    server.url = f"http://127.0.0.1:{server.server_port}/file"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetch(server, tmp_path, **changes):
    options = {"size": len(CONTENT), "sha256": SHA256} | changes
    return downloads.fetch(server.url, tmp_path / "folder" / "file", **options)


def test_a_file_arrives_whole(server, tmp_path):
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["file"]


def test_a_file_that_is_there_is_not_fetched_again(server, tmp_path):
    fetch(server, tmp_path)
    fetch(server, tmp_path)
    assert len(server.ranges) == 1


def test_a_broken_download_goes_on_where_it_stopped(server, tmp_path):
    server.hang_up = 3 * downloads._BLOCK
    with pytest.raises(DataError, match="arrived and are kept"):
        fetch(server, tmp_path)
    server.hang_up = None
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={3 * downloads._BLOCK}-"]


def test_a_server_that_cannot_resume_sends_everything_again(server, tmp_path):
    server.hang_up = 3 * downloads._BLOCK
    with pytest.raises(DataError):
        fetch(server, tmp_path)
    server.hang_up, server.resumes = None, False
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_a_damaged_download_is_deleted(server, tmp_path):
    server.content = bytes(len(CONTENT))
    with pytest.raises(DataError, match="checksum"):
        fetch(server, tmp_path)
    assert not list((tmp_path / "folder").iterdir())


def test_a_refusal_is_told_with_its_number(server, tmp_path):
    server.url += "s"
    with pytest.raises(DataError, match="the server answers 404"):
        fetch(server, tmp_path)


def test_no_connection_is_told(server, tmp_path):
    server.shutdown()
    server.server_close()
    with pytest.raises(DataError, match="is this computer online"):
        fetch(server, tmp_path)


def test_a_silent_server_is_given_up(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "STALL_SECONDS", 0.2)
    monkeypatch.setattr(Handler, "do_GET", lambda self: threading.Event().wait(1))
    with pytest.raises(DataError, match="ReadTimeout"):
        fetch(server, tmp_path)


def test_a_full_disk_is_told_before_anything_is_fetched(server, tmp_path):
    with pytest.raises(DataError, match="disk is too full"):
        fetch(server, tmp_path, size=10**16)
    assert not server.ranges
