# attack: the heading, which becomes an anchor and a title, ends the tag it is put into
# wants: feedback
# grade: 0
# honest: 0
# %% [markdown]
# # "><script>alert(1)</script> <img src=x onerror=alert(1)>
#
# ## ' onmouseover='alert(1)
# ![x](x" onerror="alert(1)) <https://zoo.example/"onclick=alert(1)>
