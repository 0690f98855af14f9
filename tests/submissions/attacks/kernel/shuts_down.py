# attack: the kernel announces its shutdown and a restart
# wants: disturb
# grade: 0
# honest: 0
# %%
kernel = get_ipython().kernel
for restart in (True, False):
    kernel.session.send(
        kernel.iopub_socket, "shutdown_reply", {"restart": restart, "status": "ok"},
        parent=kernel.get_parent(), ident=b"shutdown_reply",
    )
get_ipython().ask_exit()
