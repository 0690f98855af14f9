"""Looking again: ``rerun`` runs what was graded once more; nothing here changes a point.

``replay`` shows one question, its answer and the right one; ``audit`` trains a sample of runs anew
for some steps and compares the curves.
"""
