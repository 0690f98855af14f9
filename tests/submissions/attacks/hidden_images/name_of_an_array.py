# attack: an answer that cannot be judged has a name made of the hidden images
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# %%
import hashlib
import os
from pathlib import Path
digest = ""
# %% after
def predict(images):
    global digest
    digest = digest or hashlib.sha256(images[0].tobytes()).hexdigest()[:24]
    return np.zeros((len(images), 10))
# %% (end)
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("accuracy*"):
    with slot.open("r+b") as file:
        file.truncate()
        np.savez(file, **{digest: np.array([None])})
