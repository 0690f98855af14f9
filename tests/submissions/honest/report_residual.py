# honest: report C's bottleneck blocks, narrower, as a class of one's own; the shift is right
# grade: measured
# assignment: 08_your_variant
# base: whole
# run: report_c
# shift: 2
# %% random_shift_solution
def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    places = np.random.randint(0, 5, (len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, places)])
# %% inference_solution
class Bottleneck(keras.layers.Layer):
    def __init__(self, filters, **more):
        super().__init__(**more)
        self.parts = []
        for width, size in ((filters // 4, 1), (filters // 4, 3), (filters, 1)):
            self.parts.append(keras.layers.Conv2D(width, size, padding="same", use_bias=False))
            self.parts.append(keras.layers.BatchNormalization(momentum=0.9))
    def build(self, shape):
        for part in self.parts:
            part.build(shape)
            shape = part.compute_output_shape(shape)
        super().build(shape)
    def call(self, x, training=False):
        y = x
        for part in self.parts:
            y = part(y, training=training) if "norm" in part.name else part(y)
        return keras.ops.relu(x + y)
def inference():
    images = x = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(32, 5, 2, padding="same", activation="relu")(x)
    x = Bottleneck(32)(x)
    x = Bottleneck(32)(keras.layers.MaxPooling2D(2)(x))
    return keras.Model(images, keras.layers.Dense(10)(keras.layers.GlobalAveragePooling2D()(x)))
# %% training_solution
distort, max_steps, optimizer = None, steps(budget.epochs), keras.optimizers.Adam(0.003)
