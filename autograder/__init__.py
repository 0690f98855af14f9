"""What instructors run: build notebooks, grade submissions, explain grades.

No grade is decided in the process that ran a student's code: the kernel answers, the judge
compares. See ``autograder/grading/judge.py``.
"""
