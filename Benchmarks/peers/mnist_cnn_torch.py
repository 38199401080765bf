"""The network of specs/mnist-cnn.yaml in PyTorch: conv 32 5x5, relu, max pool 2, dense 256, relu, dense 10; Adam; the first 16,000 images.

Runs with the peer programs' folder on PYTHONPATH (common.py, mnist.py) and takes their flags. Variants, joined by +: eager, fused (optimizer), cl (channels last).
"""
import common

p = common.parser(steps=60, variant="eager")
p.add_argument("--batch", type=int, default=128)
a = p.parse_args()
common.setup(a)

import mnist  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

dtype = common.torch_setup(a)
variant = set(a.variant.split("+"))
layout = torch.channels_last if "cl" in variant else torch.contiguous_format
images, labels = (torch.tensor(v[:16000]) for v in mnist.load(False)[:2])
images = images.to(dtype)[:, None]
torch.manual_seed(a.seed)
net = nn.Sequential(
    nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 12 * 12, 256), nn.ReLU(), nn.Linear(256, 10)
).to(dtype).to(memory_format=layout)
start = {k: v.clone() for k, v in net.state_dict().items()}


def train(steps):
    net.load_state_dict(start)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, **({"fused": True} if "fused" in variant else {}))
    batches = torch.from_numpy(mnist.batches(a.seed, steps, a.batch, 16000))
    for rows in batches:
        x, y = images.index_select(0, rows), labels.index_select(0, rows)
        if "cl" in variant:
            x = x.contiguous(memory_format=layout)
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


train(3)
result, loss = common.timeit(lambda: train(a.steps), a.reps, a.steps)
common.report(a, "mnist-cnn", "torch", result, loss=loss)
