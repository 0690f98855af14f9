# honest: the tutorial's network on its 24 × 24 crops, with its own optimiser
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: tutorial
# %% inference_solution
from course_utils import cifar10

def inference():
    return cifar10.inference(image_size=32)
# %% training_solution
distort, max_steps, optimizer = None, 10, keras.optimizers.SGD(0.01)
