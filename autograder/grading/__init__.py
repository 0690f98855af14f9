"""One submission's way from what was handed in to a record of what it earned.

``pipeline`` leads each submission through three stages. Prepare: the intake takes it in,
``questions`` are drawn from the secret and from what was handed in, and ``asking`` packs them. Run:
``workers`` let the sandbox run the notebook, here, on other processors or on a cluster. Finish:
``judge`` compares the answers with what is expected and writes verdicts into the notebook;
``manual`` saves scores, a person's included, and ``record`` keeps what was found, with ``flags``
for the instructor. ``finished`` says what need not be graded again, ``submissions`` finds what was
handed in, and ``command`` reads the command line.
"""
