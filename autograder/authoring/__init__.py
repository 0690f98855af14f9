"""What authors and instructors do before anyone hands in.

``build`` makes notebooks of their authored texts, ``release`` registers their cells and packs what
students get. ``rehearse`` runs a notebook as a student would; ``calibrate`` measures reference runs
so and sets the cut-offs, and ``demo`` sends a mock class through the whole loop.
"""
