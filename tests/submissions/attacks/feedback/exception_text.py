# attack: an exception's name and text are markup and terminal codes
# wants: feedback
# grade: 0
# honest: 0
# %% channel_means_solution
def channel_means(images):
    Evil = type("<script>alert(1)</script>", (Exception,), {})
    raise Evil("<img src=x onerror=alert(1)>\x1b]0;ZOO\x07\x1b[31m")
# %% after
raise type("<script>alert(3)</script>", (Exception,), {})("<script>alert(4)</script>")
