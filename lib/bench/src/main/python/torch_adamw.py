"""AdamW of torch on one long vector. Arguments: number of parameters."""

from serve import serve


def prepare(torch, arguments):
    theta = torch.rand(int(arguments[0])) * 0.9 + 0.1
    theta.grad = torch.rand_like(theta) * 0.9 + 0.1
    adamw = torch.optim.AdamW([theta], lr=1e-3, weight_decay=0.01)
    return "torch.optim.AdamW", adamw.step


if __name__ == "__main__":
    serve(prepare)
