"""The container of a model file: a header and named sections.

Layout, all numbers little-endian (crates/lang/src/file.rs reads it):

    8 bytes   magic  b"RETROLNG"
    u32       format version
    u32       CRC-32 (zlib) of the payload
    u64       payload length in bytes
    payload   sections, one after the other

    section:  u32 name length, name (UTF-8), u32 kind (0 text, 1 f32 tensor),
              u32 rank, rank x u32 dimensions (rank 0 for text), u64 length in bytes, bytes
"""

from __future__ import annotations

import json
import struct
import zlib

MAGIC = b"RETROLNG"
VERSION = 1
TEXT = 0
TENSOR = 1


def _section(name: str, kind: int, dimensions: tuple[int, ...], content: bytes) -> bytes:
    encoded = name.encode()
    head = struct.pack("<I", len(encoded)) + encoded + struct.pack("<II", kind, len(dimensions))
    return head + struct.pack(f"<{len(dimensions)}I", *dimensions) + struct.pack("<Q", len(content)) + content


class Container:
    """Collects sections in order and gives the bytes of the file."""

    def __init__(self) -> None:
        self.sections: list[bytes] = []

    def text(self, name: str, text: str) -> None:
        self.sections.append(_section(name, TEXT, (), text.encode()))

    def json(self, name: str, value: object) -> None:
        self.text(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def tensor(self, name: str, array) -> None:
        """Adds a numpy array as 32-bit floats in row-major order."""
        import numpy

        array = numpy.ascontiguousarray(array, dtype="<f4")
        self.sections.append(_section(name, TENSOR, array.shape, array.tobytes()))

    def to_bytes(self) -> bytes:
        payload = b"".join(self.sections)
        return MAGIC + struct.pack("<IIQ", VERSION, zlib.crc32(payload), len(payload)) + payload
