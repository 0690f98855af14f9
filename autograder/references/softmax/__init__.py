"""Right answers to the tasks of ``01_softmax``, in float64."""
