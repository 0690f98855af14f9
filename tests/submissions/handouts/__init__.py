"""Solved handouts of each version: what students may hand in after the course has moved on.

``VERSION/NAME.ipynb`` is a notebook with the course's own solutions, as a student of that version
would hand it in. Before the version in ``course_utils/__init__.py`` is raised,
``python -m tests.submissions.handouts`` writes those of the version that ends. They stay as they
are from then on: each must earn its points, or be refused with a sentence.
"""
