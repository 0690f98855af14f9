# attack: a custom exception handler makes every error of a graded cell vanish
# wants: points
# grade: 0
# honest: 0
# %%
get_ipython().set_custom_exc((BaseException,), lambda *anything, **more: None)
