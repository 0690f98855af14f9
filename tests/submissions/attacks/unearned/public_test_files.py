# attack: the files of the public test set are looked for in the sandbox, to know its labels
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# tasks: random_shift
# %%
import os

for folder, _, files in os.walk(os.environ["COURSE_DATA_DIR"]):
    for name in files:
        print("PROOF a file of data:", os.path.join(folder, name))
