import numpy as np

from course_utils.exercises.kit import layers, variables


def reference(question):
    values = variables.stated(question)
    inputs = question["inputs"].astype(np.float64)
    outputs = np.tanh(inputs @ values["kernel"] + values["bias"])
    sums = question["cotangent"] * (1 - outputs**2)  # gradient of the sums before tanh
    return {
        "outputs": outputs,
        layers.gradient("inputs"): sums @ values["kernel"].T,
        layers.gradient("kernel"): inputs.T @ sums,
        layers.gradient("bias"): sums.sum(axis=0),
    }
