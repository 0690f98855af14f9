# attack: the keys in the keyring of the session that the grader was started in are looked for
# wants: read
# grade: 0
# honest: 0
# %%
import ctypes, platform
keyctl, session = {"x86_64": 250}.get(platform.machine(), 219), ctypes.c_long(-3)
libc = ctypes.CDLL(None)
content = ctypes.create_string_buffer(1000)
if libc.syscall(keyctl, 6, session, content, 1000) > 0:
    # One that was made for this kernel has no name of its own and holds nothing.
    if content.value.rpartition(b";")[2] != b"_ses":
        print("PROOF has the session keyring")
    if libc.syscall(keyctl, 11, session, content, 1000) > 0:
        print("PROOF has keys of the session")
