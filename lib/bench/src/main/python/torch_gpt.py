"""One AdamW training step of a GPT-style language model in torch.

Arguments: vocabulary, width, depth, heads, context, batch size. Blocks normalize before attention and before the perceptron of four
times the width, GELU is the one with tanh, positions are learned, the head is a matrix of its own.
"""

from serve import fastest, serve


def prepare(torch, arguments):
    vocabulary, width, depth, heads, context, batch = map(int, arguments)
    F = torch.nn.functional
    mask = torch.full((context, context), float("-inf")).triu(1)
    forbidden = mask < 0
    x = torch.arange(batch * context).reshape(batch, context) * 7 % vocabulary
    y = torch.arange(batch * context) * 5 % vocabulary

    def masked(q, k, v):
        scores = (q @ k.transpose(-2, -1)) * (width // heads) ** -0.5
        return F.softmax(scores.masked_fill(forbidden, float("-inf")), -1) @ v

    def added(q, k, v):
        flat = [t.reshape(batch * heads, context, width // heads) for t in (q, k, v)]
        scores = torch.baddbmm(mask, flat[0], flat[1].transpose(1, 2), alpha=(width // heads) ** -0.5)
        return torch.bmm(F.softmax(scores, -1), flat[2]).view(batch, heads, context, -1)

    class Block(torch.nn.Module):
        def __init__(self, attend):
            super().__init__()
            self.attend = attend
            self.norm1 = torch.nn.LayerNorm(width)
            self.qkv = torch.nn.Linear(width, 3 * width)
            self.out = torch.nn.Linear(width, width)
            self.norm2 = torch.nn.LayerNorm(width)
            self.up = torch.nn.Linear(width, 4 * width)
            self.down = torch.nn.Linear(4 * width, width)

        def forward(self, h):
            q, k, v = self.qkv(self.norm1(h)).view(batch, context, 3, heads, -1).permute(2, 0, 3, 1, 4)
            mixed = self.attend(q, k, v).transpose(1, 2).reshape(batch, context, width)
            h = h + self.out(mixed)
            return h + self.down(F.gelu(self.up(self.norm2(h)), approximate="tanh"))

    class Model(torch.nn.Module):
        def __init__(self, attend):
            super().__init__()
            self.characters = torch.nn.Embedding(vocabulary, width)
            self.positions = torch.nn.Parameter(torch.randn(context, width) * 0.02)
            self.blocks = torch.nn.Sequential(*[Block(attend) for _ in range(depth)])
            self.norm = torch.nn.LayerNorm(width)
            self.head = torch.nn.Linear(width, vocabulary, bias=False)

        def forward(self, ids):
            return self.head(self.norm(self.blocks(self.characters(ids) + self.positions)))

    def make(attend, foreach):
        net = Model(attend)
        adamw = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01, foreach=foreach)

        def step():
            adamw.zero_grad(set_to_none=True)
            loss = F.cross_entropy(net(x).view(batch * context, vocabulary), y)
            loss.backward()
            adamw.step()
            return loss.item()

        return step

    ways = {
        f"{name}, {'foreach' if foreach else 'one tensor at a time'}": (lambda a=attend, f=foreach: make(a, f))
        for name, attend in {"mask filled": masked, "mask added by baddbmm": added}.items()
        for foreach in (False, True)
    }
    return fastest(ways)


if __name__ == "__main__":
    serve(prepare)
