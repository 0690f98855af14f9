# attack: the kernel crashes
# wants: disturb
# grade: 0
# honest: 0
# %%
import ctypes
ctypes.string_at(0)
