# honest: writes and reads files of its own and changes the folder
# grade: 1
# %% channel_means_solution
import os, tempfile
from pathlib import Path
Path("notes.txt").write_text("mine")
os.makedirs("folder", exist_ok=True)
os.chdir("folder")
def channel_means(images):
    with tempfile.TemporaryFile() as file:
        np.save(file, images.mean(axis=(1, 2)))
        file.seek(0)
        return np.load(file)
