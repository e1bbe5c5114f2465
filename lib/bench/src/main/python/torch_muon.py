"""Muon's step on one square weight in torch: momentum, five Newton-Schulz steps, move. Arguments: n."""

from serve import serve


def prepare(torch, arguments):
    n = int(arguments[0])
    torch.manual_seed(0)
    theta = torch.zeros(n, n)
    gradient = torch.rand(n, n) * 0.9 + 0.1
    momentum = torch.zeros(n, n)

    def step():
        momentum.lerp_(gradient, 0.05)
        x = gradient.lerp(momentum, 0.95)
        x = x / (x.norm() + 1e-7)
        for _ in range(5):
            gram = x @ x.T
            polynomial = torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315)
            x = torch.addmm(x, polynomial, x, beta=3.4445)
        theta.add_(x, alpha=-0.02)

    return "Muon from torch's products", step


if __name__ == "__main__":
    serve(prepare)
