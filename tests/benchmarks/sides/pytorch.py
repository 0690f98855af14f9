"""The same network in PyTorch: channels-last, its own LocalResponseNorm, a DataLoader.

It runs in an environment of its own, so it imports nothing of the course but its neighbours. With
the argument ``bfloat16`` it computes under PyTorch's own autocast.
"""

import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from tests.benchmarks.sides import BATCH_SIZE, images_and_labels, serve

SAME = 9  # how far a crop can move


class Distorted(Dataset):
    """Images distorted one by one, as the tutorial does."""

    def __init__(self) -> None:
        images, labels = images_and_labels()
        self.images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()
        self.labels = torch.from_numpy(labels).long()

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        top, left = torch.randint(0, SAME, (2,)).tolist()
        image = self.images[index, :, top : top + 24, left : left + 24].float()
        flip, brightness, contrast = torch.rand(3).tolist()
        if flip < 0.5:
            image = image.flip(2)
        image = image + (brightness * 126 - 63)
        mean = image.mean((1, 2), keepdim=True)
        image = (image - mean) * (0.2 + 1.6 * contrast) + mean
        image = (image - image.mean()) / image.std(correction=0).clamp(min=1728**-0.5)
        return image, self.labels[index]


class Pool(nn.Module):
    """Max-pooling 3x3 with stride 2 and the padding that TensorFlow calls SAME."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Pool."""
        return nn.functional.max_pool2d(x, 3, 2, ceil_mode=True)


def network() -> nn.Module:
    """The tutorial's network."""
    # PyTorch divides alpha by the size of the window, TensorFlow does not.
    norm = {"size": 9, "alpha": 0.001, "beta": 0.75, "k": 1.0}
    return nn.Sequential(
        nn.Conv2d(3, 64, 5, padding=2),
        nn.ReLU(),
        Pool(),
        nn.LocalResponseNorm(**norm),
        nn.Conv2d(64, 64, 5, padding=2),
        nn.ReLU(),
        nn.LocalResponseNorm(**norm),
        Pool(),
        nn.Flatten(),
        nn.Linear(2304, 384),
        nn.ReLU(),
        nn.Linear(384, 192),
        nn.ReLU(),
        nn.Linear(192, 10),
    )


def main() -> None:
    """Train step after step."""
    torch.manual_seed(0)
    model = network().to(memory_format=torch.channels_last)
    # The two decayed kernels of the tutorial: wd 0.004 on sum(w²) / 2.
    decayed = [model[9].weight, model[11].weight]
    others = [p for p in model.parameters() if all(p is not d for d in decayed)]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": 0.004}, {"params": others}], lr=0.1
    )
    loader = DataLoader(
        Distorted(),
        BATCH_SIZE,
        shuffle=True,
        drop_last=True,
        num_workers=2,
        persistent_workers=True,
    )

    def forever() -> object:
        while True:
            yield from loader

    batches = forever()

    def step() -> int:
        images, labels = next(batches)
        images = images.to(memory_format=torch.channels_last)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled="bfloat16" in sys.argv):
            loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()
        return BATCH_SIZE

    for _ in range(3):
        step()
    serve(step)


if __name__ == "__main__":
    main()
