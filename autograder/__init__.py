"""What instructors run: build notebooks, grade submissions, explain grades.

Notebooks are made and released in ``authoring``. What is handed in passes ``intake``, is asked,
judged and recorded in ``grading``, runs in a ``sandbox`` in between, and is told in ``reporting``;
``appeals`` look again. No grade is decided in the process that ran a student's code: the kernel
answers, the judge compares (``grading/judge.py``) with what ``references`` say.
"""
