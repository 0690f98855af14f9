import math


def summarise_runs(curves, steps, target):
    ends, failures, first = [], 0, []
    for curve in curves.tolist():
        failed = math.isnan(curve[-1])
        failures += failed
        ends.append(0.0 if failed else curve[-1])
        for step, accuracy in zip(steps.tolist(), curve):
            if accuracy >= target:
                first.append(step)
                break
        else:
            first.append(-1)
    return sum(ends) / len(ends), max(ends), failures, first
