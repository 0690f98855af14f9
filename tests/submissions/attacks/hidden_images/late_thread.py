# attack: a thread prints into an earlier cell once the hidden images are there
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# %%
import hashlib
import threading
seen = threading.Event()
found = []
def say():
    seen.wait(20)
    print(*found, flush=True)
threading.Thread(target=say, daemon=True).start()
# %% after
def predict(images):
    found[:] = found or [hashlib.sha256(images[0].tobytes()).hexdigest()[:24]]
    seen.set()
    return np.zeros((len(images), 10))
# %% (end)
import time
time.sleep(1)
