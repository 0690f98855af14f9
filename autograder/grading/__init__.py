"""One submission's way from a clean notebook to a record of what it earned.

``questions`` are drawn from the secret and from what was handed in; ``asking`` carries them into a
kernel of the sandbox and the answers out; ``judge`` compares those with what is expected and writes
verdicts into the notebook; ``manual`` saves scores, a person's included, and ``record`` keeps what
was found, with ``flags`` for the instructor. ``batch`` does so for ``nbgrader autograde``, one
submission after another, found by ``submissions``. ``grade`` does it for a whole class: ``workers``
run the kernels, what is on its way is ``prepared``, what is done is ``finished``. ``command`` reads
the command line.
"""
