"""One AdamW training step of a perceptron in torch. Arguments: widths (784-512-10), batch size."""

from serve import fastest, serve


def prepare(torch, arguments):
    widths = [int(w) for w in arguments[0].split("-")]
    batch = int(arguments[1])
    x = torch.rand(batch, widths[0]) * 2 - 1
    y = torch.arange(batch) % widths[-1]

    def make(foreach):
        layers = []
        for i, o in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(i, o), torch.nn.ReLU()]
        net = torch.nn.Sequential(*layers[:-1])
        loss_of = torch.nn.CrossEntropyLoss()
        adamw = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01, foreach=foreach)

        def step():
            adamw.zero_grad(set_to_none=True)
            loss = loss_of(net(x), y)
            loss.backward()
            adamw.step()
            return loss.item()

        return step

    return fastest({"one tensor at a time": lambda: make(False), "foreach": lambda: make(True)})


if __name__ == "__main__":
    serve(prepare)
