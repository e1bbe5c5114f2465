"""One AdamW training step of a convolutional net in torch: 5×5×16, pool, 5×5×32, pool, linear.

Arguments: side, classes, batch size; "relu" or "pool", whichever comes first behind a convolution. The numbers are the same.
"""

from serve import fastest, serve


def prepare(torch, arguments):
    side, classes, batch = map(int, arguments[:3])
    pool_first = arguments[3] == "pool"
    x = torch.rand(batch, 1, side, side) * 2 - 1
    y = torch.arange(batch) % classes

    def make(layout, foreach):
        nn = torch.nn

        def bend():
            return [nn.MaxPool2d(2), nn.ReLU()] if pool_first else [nn.ReLU(), nn.MaxPool2d(2)]

        net = nn.Sequential(
            nn.Conv2d(1, 16, 5, padding=2), *bend(),
            nn.Conv2d(16, 32, 5, padding=2), *bend(),
            nn.Flatten(), nn.Linear(32 * (side // 4) ** 2, classes),
        ).to(memory_format=layout)
        images = x.contiguous(memory_format=layout)
        loss_of = nn.CrossEntropyLoss()
        adamw = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01, foreach=foreach)

        def step():
            adamw.zero_grad(set_to_none=True)
            loss = loss_of(net(images), y)
            loss.backward()
            adamw.step()
            return loss.item()

        return step

    ways = {
        f"{name}, {'foreach' if foreach else 'one tensor at a time'}": (lambda l=layout, f=foreach: make(l, f))
        for name, layout in {"channels first": torch.contiguous_format, "channels last": torch.channels_last}.items()
        for foreach in (False, True)
    }
    return fastest(ways)


if __name__ == "__main__":
    serve(prepare)
