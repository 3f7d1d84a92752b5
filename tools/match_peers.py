"""Compares `retrospect match` with nomenklatura (its blocker with its logic-v2 and regression-v1 matchers) and with a
plain Jaro-Winkler matcher (rapidfuzz): the same lists, the same queries, one run. Seconds are of processor time, on all
threads, so that other programs on the machine do not count.

  tools/match-peers quality PROGRAM           F1 on names of the packs that the weights were not trained on
  tools/match-peers speed PROGRAM [NAMES]     seconds for 1,000 queries in a list of so many made-up names [100000]
  tools/match-peers growth PROGRAM            seconds of `retrospect match` from 10,000 to 1,000,000 names

PROGRAM is the release build of retrospect. For quality each matcher gives the likeliest entity with a score; a peer's
threshold is the one that is best for it on the very queries, ours is the program's default and, for comparison, the best.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

PACKS = Path(__file__).parent.parent / "packs" / "armed-groups"
QUERIES = 1000
SEED = 7


def is_test(identity):
    """The half of the identities that training leaves alone; as `Half::of` in crates/resolve/examples."""
    value = 0xCBF29CE484222325
    for byte in identity.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return (value >> 20) % 2 == 1


def pack_names():
    """(id, name, kind) of all names that stand for one actor alone."""
    rows = []
    for file in sorted(PACKS.glob("*.toml")):
        for actor in tomllib.loads(file.read_text()).get("actor", []):
            kind = "person" if actor["kind"] == "person" else "organisation"
            aliases = [alias["name"] for alias in actor.get("aliases", []) if not alias.get("ambiguous")]
            rows += [(actor["id"], name, kind) for name in [actor["name"], *aliases]]
    return rows


def split(rows):
    """A list and queries: a fifth of the names of test identities is held out, and a tenth of these identities wholly."""
    chance = random.Random(SEED)
    count = {}
    for identity, _, _ in rows:
        count[identity] = count.get(identity, 0) + 1
    absent = {identity for identity in count if is_test(identity) and chance.random() < 0.1}
    names, queries = [], []
    for identity, name, kind in rows:
        if identity in absent:
            if chance.random() < 0.3:
                queries.append((None, name, kind))
        elif is_test(identity) and count[identity] > 1 and chance.random() < 0.2:
            queries.append((identity, name, kind))
        else:
            names.append((identity, name, kind))
    return names, queries


def made_up(size):
    """So many names of made-up persons and organisations, from the words of the packs with letters changed."""
    chance = random.Random(SEED)
    words = {"person": set(), "organisation": set()}
    for _, name, kind in pack_names():
        words[kind].update(word for word in name.split() if len(word) > 3 and word[0].isupper())
    words = {kind: sorted(found) for kind, found in words.items()}

    def changed(word):
        letters = list(word)
        for _ in range(chance.randint(0, 3)):
            place = chance.randrange(1, len(letters))
            letters[place] = chance.choice("abdefghiklmnoqrstuwyz")
        return "".join(letters)

    rows = []
    for number in range(size):
        kind = "person" if number % 2 else "organisation"
        some = [chance.choice(words[kind]) for _ in range(chance.randint(2, 4))]
        some[-1] = changed(some[-1])
        some[0] = changed(some[0]) if chance.random() < 0.5 else some[0]
        rows.append((f"e{number}", " ".join(some), kind))
    return rows


def misspelt(rows, count):
    """Queries: names of the list with a letter left out or exchanged, or their words in another order."""
    chance = random.Random(SEED + 1)
    queries = []
    for identity, name, kind in chance.sample(rows, count):
        words = name.split()
        if chance.random() < 0.3:
            words.reverse()
        place = chance.randrange(len(words))
        word = words[place]
        at = chance.randrange(1, len(word))
        words[place] = word[:at] + (chance.choice("aeiou") if chance.random() < 0.5 else "") + word[at + 1 :]
        queries.append((identity, " ".join(words), kind))
    return queries


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "kind"])
        writer.writerows((identity or "", name, kind) for identity, name, kind in rows)


def child_seconds():
    times = os.times()
    return times.children_user + times.children_system


def ours(program, names, queries, threads="1"):
    """Likeliest entity and probability of each query, and seconds with reading and writing."""
    with tempfile.TemporaryDirectory() as folder:
        write(f"{folder}/names.csv", names)
        write(f"{folder}/queries.csv", queries)
        command = [program, "match", f"{folder}/names.csv", f"{folder}/queries.csv", "--threads", threads]
        start = child_seconds()
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        seconds = child_seconds() - start
    found = []
    for line in done.stdout.splitlines():
        line = json.loads(line)
        best = line["best"] or next((other["id"] for other in line["runners_up"]), None)
        found.append((best, line["probability"]))
    return found, seconds


def jaro_winkler(names, queries):
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.utils import default_process

    start = time.process_time()
    plain = {kind: [(i, default_process(n)) for i, n, k in names if k == kind] for kind in ("person", "organisation")}
    found = []
    for _, name, kind in queries:
        choices = [name for _, name in plain[kind]]
        best = process.extractOne(default_process(name), choices, scorer=JaroWinkler.similarity)
        found.append((plain[kind][best[2]][0], best[1]) if best else (None, 0.0))
    return found, time.process_time() - start


def nomenklatura(names, queries, algorithms):
    from followthemoney import Dataset, StatementEntity, model
    from nomenklatura.blocker import Index
    from nomenklatura.matching import ScoringConfig, get_algorithm
    from nomenklatura.resolver import Linker
    from nomenklatura.store.memory import MemoryStore

    start = time.process_time()
    dataset = Dataset.make({"name": "list", "title": "list"})
    schemata = {"person": "Person", "organisation": "Organization"}

    def entity(identity, kind, known):
        properties = {"name": known}
        data = {"id": identity, "schema": schemata[kind], "properties": properties}
        return StatementEntity.from_data(dataset, data)

    gathered = {}
    for identity, name, kind in names:
        gathered.setdefault((identity, kind), []).append(name)
    store = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for (identity, kind), known in gathered.items():
            writer.add_entity(entity(f"n-{identity}", kind, known))
    view = store.default_view()
    wanted = [entity(f"q-{number}", kind, [name]) for number, (_, name, kind) in enumerate(queries)]
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        candidates = {str(query): matches for query, matches in index.match_entities(wanted)}
        blocked = time.process_time() - start
        for algorithm_name in algorithms:
            start = time.process_time()
            algorithm, config = get_algorithm(algorithm_name), ScoringConfig.defaults()
            found = []
            for query in wanted:
                best = (None, 0.0)
                for candidate, _ in candidates.get(query.id, []):
                    other = view.get_entity(str(candidate))
                    if other is None:
                        continue
                    score = algorithm.compare(query, other, config).score
                    if score > best[1]:
                        best = (other.id[2:], score)
                found.append(best)
            results[f"nomenklatura {algorithm_name}"] = (found, blocked + time.process_time() - start)
        index.close()
    return results


def f1(found, queries, threshold):
    right = sum(1 for (best, score), (own, _, _) in zip(found, queries) if score >= threshold and best == own and own)
    named = sum(1 for best, score in found if score >= threshold and best is not None)
    there = sum(1 for own, _, _ in queries if own)
    precision, recall = right / max(named, 1), right / max(there, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def quality(program):
    names, queries = split(pack_names())
    print(f"{len(names)} names, {len(queries)} queries, of which {sum(q[0] is None for q in queries)} have no entity")
    results = {"retrospect": ours(program, names, queries), "jaro-winkler": jaro_winkler(names, queries)}
    results |= nomenklatura(names, queries, ["logic-v2", "regression-v1"])
    print(f"{'matcher':<28} {'kind':<13} threshold     F1  precision  recall  seconds")
    for kind in ("organisation", "person"):
        for matcher, (found, seconds) in results.items():
            part = [(f, q) for f, q in zip(found, queries) if q[2] == kind]
            found_part, queries_part = [f for f, _ in part], [q for _, q in part]
            thresholds = [0.1] if matcher == "retrospect" else []
            best = max({score for _, score in found_part}, key=lambda t: f1(found_part, queries_part, t)[0])
            for threshold in [*thresholds, best]:
                score, precision, recall = f1(found_part, queries_part, threshold)
                print(f"{matcher:<28} {kind:<13} {threshold:9.3f} {score:6.3f} {precision:10.3f} {recall:7.3f} {seconds:8.1f}")


def speed(program, size):
    names = made_up(size)
    queries = misspelt(names, QUERIES)
    results = {"retrospect": ours(program, names, queries), "jaro-winkler": jaro_winkler(names, queries)}
    results |= nomenklatura(names, queries, ["logic-v2"])
    own = results["retrospect"][1]
    print(f"{size} names, {len(queries)} queries")
    for matcher, (found, seconds) in results.items():
        right = sum(best == query[0] for (best, _), query in zip(found, queries))
        print(f"{matcher:<28} {seconds:8.1f} s  {seconds / own:7.1f} times  recall@1 {right / len(queries):.3f}")


def growth(program):
    rows = made_up(1_000_000)
    for size in (10_000, 100_000, 1_000_000):
        names = rows[:size]
        queries = misspelt(names, size // 100)
        found, seconds = ours(program, names, queries)
        right = sum(best == query[0] for (best, _), query in zip(found, queries)) / len(queries)
        print(f"{size:>9} names, {len(queries):>6} queries: {seconds:8.2f} s, {1e6 * seconds / size:6.1f} microseconds a name, recall@1 {right:.3f}")


def main():
    match sys.argv[1:]:
        case ["quality", program]:
            quality(program)
        case ["speed", program, *rest]:
            speed(program, int(rest[0]) if rest else 100_000)
        case ["growth", program]:
            growth(program)
        case _:
            print(__doc__)
            sys.exit(0 if sys.argv[1:] in ([], ["--help"]) else 2)


main()
