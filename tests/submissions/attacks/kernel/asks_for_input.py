# attack: the cell waits for an answer from a keyboard that nobody sits at
# wants: disturb
# grade: 0
# honest: 0
# %%
import sys
kernel = get_ipython().kernel
kernel._allow_stdin = True
try:
    input("password: ")
except BaseException as error:
    print(type(error).__name__)
