# honest: nothing was written, in the whole notebook
# grade: 0
# base: whole
# says: Is its body written
