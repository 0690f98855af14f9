"""Accuracy of a first network on hidden images."""

from course_utils.data.drawn import digits
from course_utils.exercises.first_cnn import ASSIGNMENT, DATA
from course_utils.exercises.kit.hidden_images import graded_by_accuracy

TASK = graded_by_accuracy("first_cnn_accuracy", ASSIGNMENT, DATA, digits.draw)
