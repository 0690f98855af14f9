# attack: the hidden images are looked for as soon as the kernel starts
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# %%
import hashlib
import numpy as np
import os
from pathlib import Path
for path in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "questions").glob("accuracy.*"):
    with np.load(path) as asked:
        print(hashlib.sha256(asked["images"][0].tobytes()).hexdigest()[:24])
