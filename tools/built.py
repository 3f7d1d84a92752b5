"""The project's own programs, for the tools that run them: built here unless the environment names one that exists."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class NotBuilt(Exception):
    """A program could not be built or found; the message says which and what to do."""


def retrospect() -> Path:
    """The command line, or what RETROSPECT_BIN names."""
    return _named("RETROSPECT_BIN") or _build("-p", "retrospect-cli", made="retrospect")


def throughput() -> Path:
    """The text engine's example that measures its speed, or what RETROSPECT_THROUGHPUT names."""
    return _named("RETROSPECT_THROUGHPUT") or _build(
        "-p", "retrospect-lang", "--example", "throughput", made="examples/throughput"
    )


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    if not value:
        return None
    path = Path(value).resolve()
    if not os.access(path, os.X_OK) or not path.is_file():
        raise NotBuilt(f"{variable} names {value}, which is not a program\nhint: unset it to have the program built")
    return path


def _build(*what: str, made: str) -> Path:
    command = ["cargo", "build", "--quiet", "--release", "--manifest-path", str(ROOT / "Cargo.toml"), *what]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        raise NotBuilt(
            "cargo is not installed\nhint: install Rust, or name a built program in RETROSPECT_BIN"
        ) from None
    except subprocess.CalledProcessError as error:
        raise NotBuilt(f"`{' '.join(command)}` failed with status {error.returncode}") from None
    return Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve() / "release" / made
