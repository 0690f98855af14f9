"""The reusable parts of the course: data, inputs, layers, models, training and evaluation.

Images come from ``data`` and go through ``cifar10_input`` into a network, the tutorial's
(``cifar10``) or another one (``models``). ``training`` leaves a run (``runs``), ``evaluation``
measures it, ``plots`` show it. ``exercises`` ask what students write, and ``submit`` packs it.

Importing this package imports no TensorFlow; the modules that need it do. It only sets two
variables that TensorFlow reads once, when it is imported:

- ``TF_ENABLE_ONEDNN_OPTS=1`` lets oneDNN run the convolutions also on CPUs with AVX2 only, where
  it is off by default.
- ``TF_CPP_MIN_LOG_LEVEL=2`` hides start-up messages that are neither warnings nor errors to you.

Set either one yourself before the import to overrule it. While nbgrader validates or grades, Keras
is kept from training besides: see ``settings.refuse_to_fit``.
"""

import os

from course_utils import settings

os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

__version__ = "0.3.0"
"""The release of the course: one number for this package, the notebooks and the graded cells."""

settings.refuse_to_fit()
