"""The network of specs/mnist-cnn.yaml in JAX: conv 32 5x5, relu, max pool 2, dense 256, relu, dense 10; Adam; the first 16,000 images.

Runs with the peer programs' folder on PYTHONPATH (common.py, mnist.py) and takes their flags. A jitted step with donated state, called from Python, with
pooling as reshape and max: the fastest of their variants for convolutions.
"""
import common

p = common.parser(steps=60, variant="conv+rs+py")
p.add_argument("--batch", type=int, default=128)
a = p.parse_args()
common.setup(a)

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import mnist  # noqa: E402
import numpy as np  # noqa: E402
import optax  # noqa: E402
from jax import lax  # noqa: E402

dtype = jnp.float32 if a.dtype == "f32" else jnp.float64
images, labels = (v[:16000] for v in mnist.load(False)[:2])
images, labels = jnp.asarray(images, dtype)[..., None], jnp.asarray(labels, jnp.int32)
r = np.random.default_rng(a.seed)
shapes = dict(c=((5, 5, 1, 32), 25), b=((32,), 25), w1=((4608, 256), 4608), d1=((256,), 4608), w2=((256, 10), 256), d2=((10,), 256))
start = {k: jnp.asarray(mnist.uinit(r, shape, fan), dtype) for k, (shape, fan) in shapes.items()}


def net(P, x):
    h = lax.conv_general_dilated(x, P["c"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    h = jax.nn.relu(h + P["b"]).reshape(x.shape[0], 12, 2, 12, 2, 32).max((2, 4))
    return jax.nn.relu(h.reshape(x.shape[0], -1) @ P["w1"] + P["d1"]) @ P["w2"] + P["d2"]


def loss(P, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(net(P, x), y).mean()


optimizer = optax.adam(1e-3)


def step(carry, rows):
    P, s = carry
    l, g = jax.value_and_grad(loss)(P, images[rows], labels[rows])
    u, s = optimizer.update(g, s)
    return (optax.apply_updates(P, u), s), l


step = jax.jit(step, donate_argnums=0)


def train(steps):
    batches = [jnp.asarray(v, jnp.int32) for v in mnist.batches(a.seed, steps, a.batch, 16000)]
    carry = jax.tree.map(jnp.copy, (start, optimizer.init(start)))
    for rows in batches:
        carry, l = step(carry, rows)
    return float(l)


result, l = common.timeit(lambda: train(a.steps), a.reps, a.steps)
common.report(a, "mnist-cnn", "jax", result, loss=l)
