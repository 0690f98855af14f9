"""What students hand in, up to a notebook that can be run and read without harm.

``collect`` files downloads of a learning platform below ``submitted/``: ``download`` opens them,
``platforms`` reads off their names whose a file is, and ``handins`` finds what was handed in, and
when. When one is graded, ``submission`` takes a safe copy of it and finds its notebook, ``salvage``
reads that from whatever bytes it consists of, ``repair`` restores the course's cells and their
settings, and ``sanitize`` makes text and outputs harmless to look at. What happened on the way goes
into its ``notes``.
"""
