"""Measures the text engine beside spaCy, in the same run and on the same texts.

Measurements (default: --speed):
  --speed     tokens a second of the whole pipeline. A document is one sentence of about 30 tokens (20 to 45; shorter
              sentences are joined with the next, longer ones left out), as spaCy splits the texts; the documents are
              repeated until they have 20,000 tokens. Both sides are loaded and warmed up by one pass, then take turns,
              one thread each, on the same core; spaCy runs `nlp.pipe`. Then our two threads over our one.
  --read      seconds of `retrospect read --format json` for one file, process start included, beside a Python process
              that loads spaCy and prints the same
  --memory    the peak memory of `retrospect read` on one file of 10 MB
  --startup   seconds of `retrospect read` on a text of ten words, the median of 20 runs

A ratio is ours over spaCy's speed in the same round; the ratio of medians is given beside the least and the greatest of
the rounds. Texts are plain UTF-8; without any, the prose among the golden texts is used.

environment:
  RETROSPECT_BIN         the command line to measure; without it, it is built with cargo
  RETROSPECT_THROUGHPUT  likewise for the engine's example `throughput`
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import built
import spacy_reference

TOOLS = Path(__file__).resolve().parent
GOLDEN_TEXTS = built.ROOT / "crates" / "lang" / "tests" / "golden" / "texts"
PROSE = ("analysis", "court", "crlf", "digest", "interview", "statement", "unfinished", "wire-pledge")
MEMORY_BYTES = 10_000_000
STARTUP_RUNS = 20
STARTUP_TEXT = "The northern group pledged allegiance to the council on Monday.\n"
# Numeric libraries that would start threads of their own, on either side.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
# A processor type forced for the sake of another program would slow spaCy down.
PROCESSOR_VARIABLES = ("OPENBLAS_CORETYPE", "BLIS_ARCH_TYPE")


class Failed(Exception):
    """A measurement could not be made; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round measured, in tokens a second."""

    ours: float
    theirs: float
    ours_two_threads: float | None


def main() -> int:
    """Makes the chosen measurements and prints them."""
    arguments = parse_arguments()
    chosen = [name for name in MEASUREMENTS if getattr(arguments, name)] or ["speed"]
    results: dict[str, Any] = {}
    try:
        texts = read_texts(arguments.files)
        with tempfile.TemporaryDirectory(prefix="retrospect-bench-") as folder:
            for name in chosen:
                results[name] = MEASUREMENTS[name](texts, Path(folder), arguments)
                if not arguments.json:
                    print_result(name, results[name])
    except (Failed, built.NotBuilt) as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(results, indent=2))
    return 0


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="bench-spacy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="texts to use instead of the golden ones")
    for name in MEASUREMENTS:
        parser.add_argument(f"--{name}", action="store_true", help="make this measurement (see above)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of --speed and --read (default: 5)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=3.0,
        metavar="S",
        help="how long each side runs in a round of --speed (default: 3)",
    )
    parser.add_argument(
        "--read-bytes", type=int, default=300_000, metavar="N", help="the size of the file of --read (default: 300000)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with every round in it")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")
    return arguments


def read_texts(files: list[Path]) -> list[str]:
    """The texts to measure on."""
    paths = files or [GOLDEN_TEXTS / f"{name}.txt" for name in PROSE]
    try:
        return [spacy_reference.read_text(path) for path in paths]
    except OSError as error:
        raise Failed(f"cannot read {error.filename}: {error.strerror}") from None


# Speed.


def measure_speed(texts: list[str], folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Our speed beside spaCy's, one thread each, taking turns; then our two threads over our one."""
    program = built.throughput()
    file = make_documents(texts, folder)
    cores = available_cores()

    def ours(threads: int) -> float:
        result = run_throughput(program, file, threads, arguments.seconds, pin(cores, threads))
        check_tokens(result, theirs_per_pass)
        return float(result["tokens_per_second"])

    rounds: list[Round] = []
    with spacy_rounds(file, pin(cores, 1)) as (theirs_per_pass, theirs):
        for number in range(arguments.rounds):
            # Who goes first changes, so that a machine that slows down favours neither.
            if number % 2 == 0:
                our_speed, their_speed = ours(1), theirs(arguments.seconds)
            else:
                their_speed, our_speed = theirs(arguments.seconds), ours(1)
            rounds.append(Round(our_speed, their_speed, ours(2) if len(cores) > 1 else None))
    return summarise_speed(rounds, theirs_per_pass)


def make_documents(texts: list[str], folder: Path) -> Path:
    """A file with one document a line, made by spaCy's process so that this one stays small (see `measure_memory`)."""
    text, documents = folder / "speed.txt", folder / "documents.txt"
    # Line ends inside a sentence would end a document early; texts stay apart by theirs.
    text.write_text("".join(" ".join(one.split()) + "\n" for one in texts), encoding="utf-8", newline="")
    command = [sys.executable, str(TOOLS / "spacy_worker.py"), "split", str(text), str(documents)]
    if subprocess.run(command, env=quiet_environment(), check=False).returncode != 0:
        raise Failed("spaCy made no documents of the texts; its own message is above")
    return documents


def available_cores() -> list[int]:
    """The processor cores that this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def pin(cores: list[int], threads: int) -> list[str]:
    """A command prefix that keeps a program on its own cores, where the system can: the last ones, the least used."""
    if len(cores) < threads or not shutil.which("taskset"):
        return []
    return ["taskset", "-c", ",".join(map(str, cores[-threads:]))]


def run_throughput(program: Path, file: Path, threads: int, seconds: float, prefix: list[str]) -> dict[str, Any]:
    """One run of our side."""
    command = [*prefix, str(program), "--threads", str(threads), "--seconds", str(seconds), str(file)]
    run = subprocess.run(command, stdout=subprocess.PIPE, env=quiet_environment(), check=False)
    if run.returncode != 0:
        raise Failed(f"`{' '.join(command)}` failed with status {run.returncode}")
    try:
        result: dict[str, Any] = json.loads(run.stdout)
        return {name: result[name] for name in ("tokens", "documents", "tokens_per_second")}
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"`{program.name}` printed something else than its one line of JSON: {error!r}") from None


def check_tokens(result: dict[str, Any], theirs_per_pass: dict[str, int]) -> None:
    """Refuses a comparison in which the two sides did not have the same tokens."""
    if result["tokens"] * theirs_per_pass["documents"] != result["documents"] * theirs_per_pass["tokens"]:
        raise Failed(
            f"ours made {result['tokens']} tokens of {result['documents']} documents, spaCy "
            f"{theirs_per_pass['tokens']} of {theirs_per_pass['documents']}\nhint: run compare-spacy on the same texts"
        )


@contextmanager
def spacy_rounds(file: Path, prefix: list[str]) -> Iterator[tuple[dict[str, int], Callable[[float], float]]]:
    """Loads spaCy in a process of its own; gives the size of a pass, and a function that runs one round."""
    command = [*prefix, sys.executable, str(TOOLS / "spacy_worker.py"), "pipe", str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=quiet_environment()
    ) as worker:

        def answer() -> dict[str, Any]:
            line = worker.stdout.readline() if worker.stdout else ""
            if not line:
                raise Failed("spaCy's process ended early; its own message is above")
            return dict(json.loads(line))

        def run_round(seconds: float) -> float:
            if worker.stdin:
                worker.stdin.write(f"{seconds}\n")
                worker.stdin.flush()
            return float(answer()["tokens_per_second"])

        yield answer(), run_round


def quiet_environment() -> dict[str, str]:
    """The environment for both sides: one thread in numeric libraries, and no forced processor type."""
    environment = {name: value for name, value in os.environ.items() if name not in PROCESSOR_VARIABLES}
    return environment | dict.fromkeys(THREAD_VARIABLES, "1")


def summarise_speed(rounds: list[Round], theirs_per_pass: dict[str, int]) -> dict[str, Any]:
    """Medians and ratios of the rounds, and the rounds themselves."""
    ratios = [one.ours / one.theirs for one in rounds]
    ours, theirs = median(one.ours for one in rounds), median(one.theirs for one in rounds)
    result = {
        "documents": theirs_per_pass["documents"],
        "tokens": theirs_per_pass["tokens"],
        "ours_tokens_per_second": ours,
        "spacy_tokens_per_second": theirs,
        "ratio_of_medians": ours / theirs,
        "ratio_min": min(ratios),
        "ratio_max": max(ratios),
        "rounds": [{"ours": one.ours, "spacy": one.theirs, "ours_two_threads": one.ours_two_threads} for one in rounds],
    }
    doubled = [(one.ours_two_threads, one.ours_two_threads / one.ours) for one in rounds if one.ours_two_threads]
    if doubled:
        two_threads = median(speed for speed, _ in doubled)
        result |= {
            "ours_two_threads_tokens_per_second": two_threads,
            "two_threads_ratio_of_medians": two_threads / ours,
            "two_threads_ratio_min": min(ratio for _, ratio in doubled),
            "two_threads_ratio_max": max(ratio for _, ratio in doubled),
        }
    return result


# The command line as a whole.


def measure_read(texts: list[str], folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Seconds from start to end of the process for one file, beside spaCy's."""
    file = write_repeated(texts, arguments.read_bytes, folder / "read.txt")
    cores = available_cores()
    ours_command = [*pin(cores, 1), str(built.retrospect()), "read", "--format", "json", "--threads", "1", str(file)]
    theirs_command = [*pin(cores, 1), sys.executable, str(TOOLS / "spacy_worker.py"), "read", str(file)]
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(arguments.rounds):
        ours.append(run_timed(ours_command).seconds)
        theirs.append(run_timed(theirs_command).seconds)
    ratios = [their_time / our_time for our_time, their_time in zip(ours, theirs, strict=True)]
    return {
        "bytes": file.stat().st_size,
        "ours_seconds": median(ours),
        "spacy_seconds": median(theirs),
        "ratio_of_medians": median(theirs) / median(ours),
        "ratio_min": min(ratios),
        "ratio_max": max(ratios),
        "rounds": [{"ours": our_time, "spacy": their_time} for our_time, their_time in zip(ours, theirs, strict=True)],
    }


def measure_memory(texts: list[str], folder: Path, _: argparse.Namespace) -> dict[str, Any]:
    """The peak memory of our side on a large file."""
    file = write_repeated(texts, MEMORY_BYTES, folder / "memory.txt")
    program = str(built.retrospect())
    # A process inherits the peak of the one that started it, so a peak near that floor only says "at most".
    floor = run_timed([sys.executable, "-S", "-c", ""]).peak_bytes
    run = run_timed([program, "read", "--format", "json", str(file)])
    return {
        "bytes": file.stat().st_size,
        "peak_bytes": run.peak_bytes,
        "floor_bytes": floor,
        "seconds": run.seconds,
    }


def measure_startup(_: list[str], folder: Path, __: argparse.Namespace) -> dict[str, Any]:
    """Seconds of our side on a short text; one run before the first is not counted."""
    file = folder / "startup.txt"
    file.write_text(STARTUP_TEXT, encoding="utf-8", newline="")
    command = [str(built.retrospect()), "read", "--format", "json", str(file)]
    run_timed(command)
    seconds = [run_timed(command).seconds for _ in range(STARTUP_RUNS)]
    return {"runs": STARTUP_RUNS, "seconds": median(seconds), "seconds_min": min(seconds), "seconds_max": max(seconds)}


@dataclass(frozen=True, slots=True)
class TimedRun:
    """How long a process ran and how much memory it had at most."""

    seconds: float
    peak_bytes: int


def run_timed(command: list[str]) -> TimedRun:
    """Runs a process to its end, its output thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=quiet_environment()) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"`{' '.join(command)}` failed with status {process.returncode}")
    # Linux counts in KiB, macOS in bytes.
    return TimedRun(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def write_repeated(texts: list[str], size: int, file: Path) -> Path:
    """Writes the texts again and again until the file has the size."""
    block = "\n\n".join(texts).encode("utf-8") + b"\n\n"
    with file.open("wb") as out:
        while out.tell() < size:
            out.write(block)
    return file


# What is printed.


def print_result(name: str, result: dict[str, Any]) -> None:
    """One measurement in words."""
    if name == "speed":
        print(f"speed, one thread, {result['documents']} documents of {result['tokens']} tokens a pass")
        print(f"  ours   {result['ours_tokens_per_second']:12,.0f} tokens/s")
        print(f"  spaCy  {result['spacy_tokens_per_second']:12,.0f} tokens/s")
        print(f"  ratio  {ratio_text(result, '')}")
        if "two_threads_ratio_of_medians" in result:
            print(f"  two threads {result['ours_two_threads_tokens_per_second']:,.0f} tokens/s, over one thread:")
            print(f"  ratio  {ratio_text(result, 'two_threads_')}")
    elif name == "read":
        print(f"read, one thread, one file of {result['bytes']:,} bytes, process start included")
        print(f"  ours   {result['ours_seconds']:12.3f} s")
        print(f"  spaCy  {result['spacy_seconds']:12.3f} s")
        print(f"  ratio  {ratio_text(result, '')}")
    elif name == "memory":
        at_most = "at most " if result["peak_bytes"] <= result["floor_bytes"] * 1.05 else ""
        print(f"memory, one file of {result['bytes']:,} bytes")
        print(f"  peak   {at_most}{result['peak_bytes'] / 1e6:,.1f} MB, in {result['seconds']:.1f} s")
    else:
        print(f"startup, a text of ten words, {result['runs']} runs")
        milliseconds = [1000 * result[key] for key in ("seconds", "seconds_min", "seconds_max")]
        print("  median {:12.1f} ms (least {:.1f}, greatest {:.1f})".format(*milliseconds))


def ratio_text(result: dict[str, Any], prefix: str) -> str:
    """A ratio of medians with the least and the greatest of the rounds."""
    middle, least, greatest = (result[f"{prefix}ratio_{key}"] for key in ("of_medians", "min", "max"))
    return f"{middle:12.2f} of medians (rounds: {least:.2f} to {greatest:.2f})"


MEASUREMENTS: dict[str, Callable[[list[str], Path, argparse.Namespace], dict[str, Any]]] = {
    "speed": measure_speed,
    "read": measure_read,
    "startup": measure_startup,
    "memory": measure_memory,
}


if __name__ == "__main__":
    sys.exit(main())
