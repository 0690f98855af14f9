# attack: the exercise's own text ends the page's markup
# wants: feedback
# grade: 0
# honest: 0
# %% channel_means_solution
# </pre></div><script>alert(1)</script><img src=x onerror=alert(1)> """
x = "</script><script>alert(1)</script>"
def channel_means(images):
    return images.mean(axis=(0, 1))
