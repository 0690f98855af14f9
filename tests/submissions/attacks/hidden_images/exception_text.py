# attack: predict raises an error whose text and whose line of code tell of the hidden images
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# %%
import hashlib
import linecache
# %% after
def predict(images):
    digest = hashlib.sha256(images[0].tobytes()).hexdigest()[:24]
    line = f"raise ValueError('{digest}')\n"
    linecache.cache["own"] = (len(line), None, [line], "own")
    exec(compile(line, "own", "exec"))
