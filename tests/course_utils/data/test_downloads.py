"""Downloads that resume, prove what arrived, and fail with a sentence."""

import hashlib
import http.server
import threading

import pytest

from course_utils.data import downloads
from course_utils.data.places import DataError

CONTENT = bytes(range(256)) * 2_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT, honours ranges, and hangs up after `server.hang_up` bytes."""

    def do_GET(self):
        self.server.ranges.append(self.headers.get("Range"))
        if self.path not in ("/file", "/mirror/file"):
            self.send_error(404)
            return
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if self.server.resumes else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        until = self.server.hang_up_once or self.server.hang_up
        self.server.hang_up_once = None
        whole, self.server.first_content = self.server.first_content or self.server.content, None
        content = whole[start:][:until]
        for begin in range(0, len(content), downloads._BLOCK):
            self.wfile.write(content[begin : begin + downloads._BLOCK])
            self.server.pause and self.server.stopped.wait(self.server.pause)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.ranges, server.hang_up, server.resumes, server.content = [], None, True, CONTENT
    server.hang_up_once, server.pause, server.stopped = None, 0, threading.Event()
    server.first_content = None
    server.url = f"http://127.0.0.1:{server.server_port}/file"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
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


def test_a_broken_connection_is_taken_up_again_where_it_stopped(server, tmp_path):
    server.hang_up = 3 * downloads._BLOCK
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [
        None,
        f"bytes={3 * downloads._BLOCK}-",
        f"bytes={6 * downloads._BLOCK}-",
    ]


def test_what_has_arrived_is_kept_for_the_next_try(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "RESUMPTIONS", 0)
    server.hang_up = 3 * downloads._BLOCK
    with pytest.raises(DataError, match="arrived and are kept"):
        fetch(server, tmp_path)
    server.hang_up = None
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={3 * downloads._BLOCK}-"]


def test_a_download_that_was_interrupted_goes_on(server, tmp_path, monkeypatch):
    class Interrupted(downloads.tqdm_bar()):
        def update(self, count):
            super().update(count)
            raise KeyboardInterrupt

    monkeypatch.setattr(downloads, "tqdm_bar", lambda: Interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch(server, tmp_path)
    monkeypatch.undo()
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges[1].startswith("bytes=")


def test_a_connection_that_breaks_again_and_again_is_given_up(server, tmp_path):
    server.hang_up = downloads._BLOCK
    with pytest.raises(DataError, match="Is this computer online"):
        fetch(server, tmp_path)
    assert len(server.ranges) == 1 + downloads.RESUMPTIONS


def test_a_slow_server_is_waited_for(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "STALL_SECONDS", 1)
    server.pause = 0.05
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_a_server_that_cannot_resume_sends_everything_again(server, tmp_path):
    server.hang_up_once, server.resumes = 3 * downloads._BLOCK, False
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert len(server.ranges) == 2


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
    with pytest.raises(DataError, match="Is this computer online"):
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


def test_a_disk_that_cannot_be_written_is_not_blamed_on_the_network(server, tmp_path):
    (tmp_path / "folder").write_text("a file where a folder is needed")
    with pytest.raises(DataError, match=r"cannot be written .*Set COURSE_DATA_DIR"):
        fetch(server, tmp_path)
    assert not server.ranges


# Mirrors


def mirror(server, name="mirror"):
    return server.url.replace("/file", f"/{name}")


def test_mirrors_are_asked_before_the_published_place(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", mirror(server) + "/")
    server.url = "http://127.0.0.1:9/file"  # nobody answers there
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_a_mirror_without_the_file_is_passed_by(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", f"{mirror(server, 'empty')} {mirror(server)}")
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert len(server.ranges) == 2


def test_a_mirror_with_another_file_is_passed_by(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", mirror(server))
    server.first_content = bytes(len(CONTENT))
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_where_nothing_helps_each_place_is_named_with_its_answer(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", mirror(server, "empty"))
    server.url += "s"
    with pytest.raises(DataError, match=r"empty/file failed .*404.*files failed .*404"):
        fetch(server, tmp_path)


def test_a_mirror_that_is_no_address_is_told(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", "my-folder")
    with pytest.raises(DataError, match="COURSE_DATA_MIRRORS names 'my-folder'"):
        fetch(server, tmp_path)
