# attack: streams of numbers, errors without names and states that do not exist are sent
# wants: disturb
# grade: 0
# honest: 0
# %%
kernel = get_ipython().kernel
def send(kind, content):
    kernel.session.send(
        kernel.iopub_socket, kind, content, parent=kernel.get_parent(), ident=kind.encode()
    )
send("status", {})
send("status", {"execution_state": "restarting"})
send("clear_output", {"wait": "?"})
send("no_such_type", {})
send("stream", {"name": 5, "text": ["a", {"b": 1}]})
