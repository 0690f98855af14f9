# attack: what an earlier cell showed is rewritten once the hidden images are there
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# %%
import hashlib
seen = []
from IPython.display import display, update_display
display({"text/plain": "a table"}, raw=True, display_id="earlier")
# %% after
def predict(images):
    seen.append(images[0].tobytes())
    digest = hashlib.sha256(seen[0]).hexdigest()[:24]
    update_display({"text/plain": digest}, raw=True, display_id="earlier")
    return np.zeros((len(images), 10))
