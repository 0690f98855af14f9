"""Accuracy of a network of one's own on hidden images."""

from course_utils.data.drawn import shapes
from course_utils.exercises.kit.hidden_images import graded_by_accuracy
from course_utils.exercises.your_variant import ASSIGNMENT, DATA

TASK = graded_by_accuracy("accuracy", ASSIGNMENT, DATA, shapes.draw)
