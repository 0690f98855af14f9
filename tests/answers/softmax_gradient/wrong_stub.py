# says: returned 1 value instead of 2. End it with: return weights_gradient, bias_gradient
def softmax_gradient(images, weights, bias, labels):
    """Gradients of the mean loss: of the weights, float (D, K), and of the bias, float (K,)."""
    # Your code here.
