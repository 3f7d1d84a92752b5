"""The encoder (MiniLM, six layers of 384) and its heads: which words tell of an event of which kind, who fills its slots,
and how it is meant. Start at `Reader`."""

from __future__ import annotations

import math
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional as F

from lessons import KINDS, SLOTS, STANCES

WIDTH = 384
LAYERS = 6
HEADS = 12
ARC = 128
SORTS = 6
# Steps between a trigger and a filler: sentences back, or words within the sentence, on either side.
DISTANCES = 16


class Dropout(nn.Module):
    """Drops numbers by random bytes: PyTorch's own on a processor takes a sixth of the time of training."""

    def __init__(self, rate: float):
        super().__init__()
        self.dropped = round(rate * 256)
        self.chance = numpy.random.Generator(numpy.random.SFC64(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.dropped:
            return x
        drawn = torch.from_numpy(numpy.frombuffer(bytearray(self.chance.bytes(x.numel())), dtype=numpy.uint8))
        return x * (drawn >= self.dropped).view_as(x) * (256 / (256 - self.dropped))


class Layer(nn.Module):
    def __init__(self, dropout: Dropout):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attended, self.transformed = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.dropout = dropout

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, _ = x.shape
        split = lambda y: y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        y = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), mask)
        y = self.out(y.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.attended(x + self.dropout(y))
        return self.transformed(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    def __init__(self, vocabulary: int, dropout: float = 0.1):
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.sides = nn.Embedding(2, WIDTH)
        self.sorts = nn.Embedding(SORTS, WIDTH)
        self.first = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.kinds = nn.Linear(WIDTH, len(KINDS))
        self.stance = nn.Linear(WIDTH, len(STANCES))
        self.kind_stance = nn.Embedding(len(KINDS), len(STANCES))
        self.ask = nn.Linear(WIDTH, len(SLOTS) * ARC)
        self.kind_ask = nn.Embedding(len(KINDS), len(SLOTS) * ARC)
        self.answer = nn.Linear(WIDTH, len(SLOTS) * ARC)
        self.far = nn.Embedding(DISTANCES, len(SLOTS))
        self.nobody = nn.Linear(WIDTH, len(SLOTS))
        self.kind_nobody = nn.Embedding(len(KINDS), len(SLOTS))
        for table in (self.sorts, self.kind_stance, self.kind_ask, self.far, self.kind_nobody):
            nn.init.zeros_(table.weight)
        nn.init.constant_(self.kinds.bias, -5.0)

    def load_encoder(self, file: Path) -> None:
        """Takes the encoder from a file of BERT's names."""
        from safetensors.torch import load_file

        given = {name.removeprefix("bert."): tensor for name, tensor in load_file(file).items()}
        put = lambda module, name: module.load_state_dict(
            {key: given[f"{name}.{key}"] for key in module.state_dict()}
        )
        put(self.pieces, "embeddings.word_embeddings")
        put(self.positions, "embeddings.position_embeddings")
        put(self.sides, "embeddings.token_type_embeddings")
        put(self.first, "embeddings.LayerNorm")
        for index, layer in enumerate(self.layers):
            at = f"encoder.layer.{index}"
            put(layer.query, f"{at}.attention.self.query")
            put(layer.key, f"{at}.attention.self.key")
            put(layer.value, f"{at}.attention.self.value")
            put(layer.out, f"{at}.attention.output.dense")
            put(layer.attended, f"{at}.attention.output.LayerNorm")
            put(layer.up, f"{at}.intermediate.dense")
            put(layer.down, f"{at}.output.dense")
            put(layer.transformed, f"{at}.output.LayerNorm")

    def words(self, pieces, sides, sorts, word_of, count) -> torch.Tensor:
        """The vectors of words, `[batch, count, WIDTH]`: the means of their pieces. `word_of` is `count` for pieces of no
        word; a piece of number 0 is padding."""
        length = pieces.shape[1]
        x = self.pieces(pieces) + self.positions.weight[:length] + self.sides(sides) + self.sorts(sorts)
        x = self.dropout(self.first(x))
        mask = (pieces != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        sums = x.new_zeros(x.shape[0], count + 1, WIDTH).scatter_add(1, word_of[..., None].expand_as(x), x)
        sizes = x.new_zeros(x.shape[0], count + 1).scatter_add(1, word_of, torch.ones_like(word_of, dtype=x.dtype))
        return (sums / sizes.clamp(min=1)[..., None])[:, :count]

    def arcs(self, triggers, kinds, fillers, distances, slot: int) -> torch.Tensor:
        """For each trigger the log-odds of each filler and, last, of nobody: `[n, m + 1]`. `triggers` `[n, WIDTH]`, `kinds`
        `[n]`, `fillers` `[m, WIDTH]`, `distances` `[n, m]`."""
        part = slice(slot * ARC, (slot + 1) * ARC)
        asked = F.gelu(F.linear(triggers, self.ask.weight[part], self.ask.bias[part]) + self.kind_ask.weight[kinds, part])
        answers = F.linear(fillers, self.answer.weight[part], self.answer.bias[part])
        scores = asked @ answers.T / math.sqrt(ARC) + self.far.weight[distances, slot]
        nobody = triggers @ self.nobody.weight[slot] + self.nobody.bias[slot] + self.kind_nobody.weight[kinds, slot]
        return torch.cat([scores, nobody[:, None]], 1)

    def stances(self, triggers, kinds) -> torch.Tensor:
        """Log-odds of the stances: `[n, STANCES]`."""
        return self.stance(triggers) + self.kind_stance.weight[kinds]
