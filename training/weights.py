"""Writes a trained reader as the file that the program reads: the encoder's tables and products as whole numbers of a byte,
each row with the value of its unit, the rest as floats.

usage: python training/weights.py FILE.pt --encoder FOLDER --out FILE.weights --command TEXT [--data FILE ...] [--floats]

--floats rounds nothing, to see what rounding costs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import zlib
from pathlib import Path

import torch

from lessons import KINDS, SLOTS, STANCES

MAGIC, VERSION = b"RETROREADER\0", 1
LEVEL_MAX = 127
# Tables of which rows are added as they are, and what is too small for rounding to be worth it.
FLOATS = ("positions.", "sides.", "sorts.", "kind_", "far.")
ORIGIN = "all-MiniLM-L6-v2 (sentence-transformers), Apache-2.0"


def is_whole(name: str, tensor: torch.Tensor) -> bool:
    return tensor.dim() == 2 and not name.startswith(FLOATS)


def tensor_bytes(name: str, tensor: torch.Tensor, floats: bool) -> tuple[dict, bytes]:
    rows = tensor.reshape(1, -1) if tensor.dim() == 1 else tensor
    whole = is_whole(name, tensor) and not floats
    entry = {"name": name, "rows": rows.shape[0], "columns": rows.shape[1], "is_whole": whole}
    if not whole:
        return entry, rows.contiguous().numpy().astype("<f4").tobytes()
    units = rows.abs().amax(1).clamp(min=1e-12) / LEVEL_MAX
    numbers = torch.round(rows / units[:, None]).to(torch.int8).numpy()
    return entry, b"".join(struct.pack("<f", unit) + row.tobytes() for unit, row in zip(units.tolist(), numbers))


def hashed(file: Path) -> str:
    return f"{file.name} sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--command", default="")
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--floats", action="store_true")
    options = parser.parse_args()
    tensors = [tensor_bytes(name, tensor, options.floats) for name, tensor in torch.load(options.trained).items()]
    about = {
        "command": options.command,
        "data": [hashed(file) for file in options.data],
        "kinds": list(KINDS),
        "slots": list(SLOTS),
        "stances": list(STANCES),
        "origin": ORIGIN,
    }
    description = {
        "about": about,
        "pieces": (options.encoder / "vocab.txt").read_text(encoding="utf-8"),
        "tensors": [entry for entry, _ in tensors],
    }
    text = json.dumps(description, ensure_ascii=False).encode()
    rest = struct.pack("<I", len(text)) + text + b"".join(data for _, data in tensors)
    options.out.write_bytes(MAGIC + bytes([VERSION]) + struct.pack("<I", zlib.crc32(rest)) + rest)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
