"""The tasks of ``05_training``: its schedule, its averages, a step, log lines, and a real run."""

from course_utils.checks.clipped_steps import clipped_step
from course_utils.checks.log_lines import log_numbers
from course_utils.checks.ramps import RampedAverage
from course_utils.checks.staircases import staircase
from course_utils.checks.training_runs import DATA, training_run

__all__ = ["DATA", "RampedAverage", "clipped_step", "log_numbers", "staircase", "training_run"]

TASKS = (staircase, RampedAverage, clipped_step, log_numbers, training_run)
