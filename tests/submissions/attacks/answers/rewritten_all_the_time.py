# attack: a process keeps rewriting the answers while they are read
# wants: disturb
# grade: 0
# honest: 0
# %% after
import os, subprocess, sys
code = """
import os, pathlib, time  # @MARKER@
end = time.time() + 60
while time.time() < end:
    for slot in pathlib.Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
        try:
            slot.write_bytes(os.urandom(5000))
        except OSError:
            pass
"""
subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
