"""The tasks of ``04_model``: the parts of the tutorial's network, varied, and what they cost."""

from course_utils.checks.layer_costs import conv_cost
from course_utils.checks.local_layers import LocallyConnected1D
from course_utils.checks.lrn import lrn_channels_first
from course_utils.checks.pooling import max_pool
from course_utils.checks.softmax_tops import probability_model
from course_utils.checks.weight_decays import weight_decay_loss

__all__ = [
    "LocallyConnected1D",
    "conv_cost",
    "lrn_channels_first",
    "max_pool",
    "probability_model",
    "weight_decay_loss",
]

TASKS = (
    max_pool,
    lrn_channels_first,
    conv_cost,
    weight_decay_loss,
    probability_model,
    LocallyConnected1D,
)
