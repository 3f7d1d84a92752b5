"""Compares `retrospect assess` with crowd-kit on one table: how many objects each gets right, and how long it takes.

Tables are CSV with the columns source, object, value and gold, such as `cargo bench -p retrospect-assess --bench crowds --
FOLDER` writes; with --claims N one is made: N draws, a source for each 200 with activity falling with rank, an object for
each 8, four values, sources right as a beta distribution of 6 and 3 has it. Times are of the processor, since others may
use the machine; that of `retrospect assess` includes reading the table and writing the beliefs. With --weigh PROGRAM (the
example `weigh` of retrospect-assess) the weighing alone is timed, too, which is what the times of crowd-kit are: its table has
been read before.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time


def made(claims, path):
    """Writes a table of so many draws, without the claims that a source makes twice."""
    import numpy

    random = numpy.random.default_rng(0)
    sources, objects = max(claims // 200, 1), max(claims // 8, 1)
    activity = numpy.arange(1, sources + 1) ** -0.7
    source = random.choice(sources, size=claims, p=activity / activity.sum())
    thing = random.integers(objects, size=claims)
    _, first = numpy.unique(source * objects + thing, return_index=True)
    source, thing = source[first], thing[first]
    truth = random.integers(4, size=objects)
    is_right = random.random(len(source)) < random.beta(6, 3, size=sources)[source]
    value = numpy.where(is_right, truth[thing], (truth[thing] + random.integers(1, 4, size=len(source))) % 4)
    with open(path, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "object", "value", "gold"])
        names = zip(source, thing, value, truth[thing])
        rows.writerows((f"s{s}", f"o{o}", f"v{v}", f"v{t}") for s, o, v, t in names)


def accuracy(answers, gold):
    return sum(answers.get(thing) == value for thing, value in gold.items()) / len(gold)


def of_crowdkit(path, gold):
    import pandas
    from crowdkit.aggregation import DawidSkene, MajorityVote, OneCoinDawidSkene

    table = pandas.read_csv(path, dtype=str)
    table = table.rename(columns={"source": "worker", "object": "task", "value": "label"})
    table = table[["worker", "task", "label"]].drop_duplicates(["worker", "task"], keep="last")
    methods = {"majority": MajorityVote()}
    # With values for each object of its own, a row for each value would fill any memory.
    if table.label.nunique() <= 20:
        methods["Dawid-Skene, 10 rounds"] = DawidSkene(n_iter=10)
        methods["one-coin Dawid-Skene, 10 rounds"] = OneCoinDawidSkene(n_iter=10)
    for name, method in methods.items():
        start = time.process_time()
        answers = method.fit_predict(table)
        seconds = time.process_time() - start
        yield f"crowd-kit {name}", accuracy(dict(answers), gold), seconds


def of_retrospect(program, path, gold):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, "assess", "--threads", "1", path], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    best = {}
    for line in done.stdout.splitlines():
        belief = json.loads(line)
        if belief["probability"] > best.get(belief["object"], ("", -1.0))[1]:
            best[belief["object"]] = (belief["value"], belief["probability"])
    answers = {thing: value for thing, (value, _) in best.items()}
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return "retrospect assess", accuracy(answers, gold), seconds


def of_weighing(program, path):
    """Seconds of weighing alone, on one thread: the least of five, since others may use the machine."""
    environment = os.environ | {"RAYON_NUM_THREADS": "1"}
    seconds = []
    for _ in range(5):
        done = subprocess.run([program, path], capture_output=True, text=True, check=True, env=environment)
        words = done.stdout.split()
        seconds.append(float(words[words.index("weighed") + 1]))
    return min(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE.csv")
    parser.add_argument("--claims", type=int, metavar="N", help="make a table of so many claims")
    parser.add_argument("--program", default="target/release/retrospect", help="default: %(default)s")
    parser.add_argument("--weigh", metavar="PROGRAM", help="the example `weigh`, to time the weighing alone")
    options = parser.parse_args()
    if not options.tables and not options.claims:
        parser.error("name a table, or give --claims")
    if not os.access(options.program, os.X_OK):
        sys.exit(f"there is no program {options.program}\nhint: cargo build --release, or name it with --program")
    with tempfile.TemporaryDirectory() as folder:
        if options.claims:
            options.tables.append(os.path.join(folder, f"made-{options.claims}.csv"))
            made(options.claims, options.tables[-1])
        for path in options.tables:
            with open(path, newline="") as file:
                gold = {row["object"]: row["gold"] for row in csv.DictReader(file) if row["gold"]}
            results = [of_retrospect(options.program, path, gold), *of_crowdkit(path, gold)]
            own = results[0][2]
            if options.weigh:
                own = of_weighing(options.weigh, path)
                results.insert(1, ("retrospect, weighing alone", results[0][1], own))
            print(os.path.basename(path))
            for name, right, seconds in results:
                print(f"  {name:42} {right:6.3f} right  {seconds:8.2f} s  {seconds / max(own, 1e-9):7.1f} x")


if __name__ == "__main__":
    main()
