"""Asks a case and PostgreSQL who led whom on a day, as had been said by another, over the same synthetic claims.

usage: tools/compare-postgres [--claims N] [--questions N] [--folder FOLDER]

It needs Debian's PostgreSQL (`apt-get install postgresql`), which it does not install, and cargo. It makes a cluster
of its own in a scratch folder, reached through a socket there, loads the claims into one table with the indexes that
its questions need, and removes everything again. PostgreSQL answers in plain SQL, in which the rules are written out:
a leader's time ends with the first other leader of the same group who certainly came later, and with the death of the
leader or the destruction of the group. Times are medians, with everything in memory; for PostgreSQL they are what
`psql` measures, from sending the question to having the count of its rows.
"""

import argparse
import datetime
import glob
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ("lead", "die", "kill", "destroy")

LAYOUT = """
CREATE TABLE name (id integer PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE claim (
    id integer PRIMARY KEY, kind text NOT NULL, stance text NOT NULL, actor integer NOT NULL, target integer,
    first date NOT NULL, last date NOT NULL, begins boolean NOT NULL, said date NOT NULL);
"""
INDEXES = """
CREATE INDEX ON claim (target, first, last, id) INCLUDE (actor, stance, begins, said) WHERE kind = 'lead';
CREATE INDEX ON claim (actor) INCLUDE (target, first, last, stance, begins, said, id) WHERE kind = 'lead';
CREATE INDEX ON claim (actor) INCLUDE (first, last, stance, said) WHERE kind = 'die';
CREATE INDEX ON claim (target) INCLUDE (first, last, stance, said) WHERE kind IN ('kill', 'destroy');
VACUUM (ANALYZE) claim;
"""
# %(whose)s is empty, or bounds `led` to an actor; %(among)s then bounds deaths to those who matter.
QUESTION = """
WITH led AS MATERIALIZED (
    SELECT * FROM claim
    WHERE kind = 'lead' AND stance IN ('asserted', 'alleged') AND said <= '%(said_by)s' %(whose)s
), rival AS (
    SELECT DISTINCT led.actor, led.target, r.first, r.last, r.begins, r.id
    FROM led CROSS JOIN LATERAL (
        SELECT * FROM claim
        WHERE kind = 'lead' AND stance = 'asserted' AND said <= '%(said_by)s'
            AND target = led.target AND first > led.last AND actor <> led.actor
        ORDER BY first, last, id LIMIT 1) r
), swept AS (
    SELECT actor AS who, first, last FROM claim
    WHERE kind = 'die' AND stance = 'asserted' AND said <= '%(said_by)s' %(among_actors)s
    UNION ALL
    SELECT target, first, last FROM claim
    WHERE kind IN ('kill', 'destroy') AND stance = 'asserted' AND said <= '%(said_by)s' %(among_targets)s
), overlapping AS (
    SELECT who, first, last, min(last) OVER (PARTITION BY who) AS first_end, max(first) OVER (PARTITION BY who) AS last_begin
    FROM swept
), gone AS (
    SELECT who, max(first) FILTER (WHERE first <= first_end) AS first, min(last) FILTER (WHERE last >= last_begin) AS last
    FROM overlapping GROUP BY who
), ending AS (
    SELECT actor, target, first, last, NOT begins AS excluded, FALSE AS final, 0 AS rank, id FROM rival
    UNION ALL
    SELECT pair.actor, pair.target, gone.first, gone.last, FALSE, TRUE, 1, 0
    FROM (SELECT DISTINCT actor, target FROM led) pair JOIN gone ON who = actor
    UNION ALL
    SELECT pair.actor, pair.target, gone.first, gone.last, FALSE, TRUE, 2, 0
    FROM (SELECT DISTINCT actor, target FROM led) pair JOIN gone ON who = target
), ended AS (
    SELECT DISTINCT ON (led.id) led.actor, led.target, led.first, led.last, led.begins,
        e.first AS end_first, e.last AS end_last, e.excluded, e.final, e.rank, e.id AS end_id
    FROM led LEFT JOIN ending e ON e.actor = led.actor AND e.target = led.target AND e.last >= led.first
    ORDER BY led.id, e.last, e.first, e.rank, e.id
), kept AS (
    SELECT *, min(end_last) FILTER (WHERE final) OVER (PARTITION BY actor, target) AS closed FROM ended
), episode AS (
    SELECT actor, target, end_first, end_last, excluded, min(last) AS told, min(first) FILTER (WHERE begins) AS begun,
        max(last) FILTER (WHERE last < end_first OR (excluded AND last < end_last)) AS told_before
    FROM kept WHERE closed IS NULL OR first <= closed
    GROUP BY actor, target, end_first, end_last, excluded, rank, end_id
), started AS (
    SELECT *, CASE WHEN told >= begun THEN begun ELSE '-infinity' END AS s0, CASE WHEN told >= begun THEN begun ELSE told END AS s1
    FROM episode
), after AS (
    SELECT *, coalesce(max(CASE WHEN excluded THEN greatest(coalesce(told_before, s0), s0)
            ELSE greatest(end_first, coalesce(told_before, '-infinity'), s0) END)
        OVER (PARTITION BY actor, target ORDER BY end_last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '-infinity') AS not_before
    FROM started
), bounded AS (
    SELECT *, least(greatest(s0, not_before), greatest(s1, not_before)) AS earliest_start, greatest(s1, not_before) AS s2 FROM after
), dated AS (
    SELECT actor, target, earliest_start, least(s2, greatest(coalesce(end_last, 'infinity'), earliest_start)) AS latest_start,
        -- Of several, "greatest" leaves out those that are null.
        greatest(coalesce(end_last, 'infinity'), CASE WHEN excluded THEN told_before ELSE greatest(end_first, told_before) END,
            earliest_start) AS end_last
    FROM bounded
)
SELECT actor, target, earliest_start, latest_start, greatest(end_last, latest_start) AS latest_end FROM dated
WHERE earliest_start <= '%(on)s' AND '%(on)s' <= greatest(end_last, latest_start)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=100, help="of each sort, at the most 200")
    parser.add_argument("--folder", type=pathlib.Path, help="where claims and case are kept and found again")
    arguments = parser.parse_args()
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(re.sub(r"\D", "", path)))
    if not programs:
        sys.exit("PostgreSQL is not here\nhint: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="compare-postgres-") as scratch:
        scratch = pathlib.Path(scratch)
        scratch.chmod(0o755)
        folder = arguments.folder or scratch
        claims, answers, said = measured(folder, arguments.claims)
        print(said, end="")
        cluster = Cluster(programs[-1], scratch / "cluster")
        try:
            compare(cluster, claims, answers, arguments.questions, scratch)
        finally:
            cluster.stop()


def measured(folder, count):
    """Makes claims and case unless they are there, asks the case. Gives claims, answers and what was printed."""
    folder.mkdir(parents=True, exist_ok=True)
    build = ["cargo", "build", "--quiet", "--release", "--examples", "-p", "retrospect-store", "-p", "retrospect-network"]
    subprocess.run(build, cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples"
    claims, case, answers = (folder / f"{count}.{ending}" for ending in ("jsonl", "retro", "answers"))
    if not claims.exists():
        with open(claims, "wb") as out:
            subprocess.run([target / "make_claims", str(count)], stdout=out, check=True)
    if not case.exists():
        subprocess.run([target / "import_lines", case, claims], check=True)
    said = subprocess.run([target / "asof_speed", case, answers], stdout=subprocess.PIPE, text=True, check=True).stdout
    with open(answers, encoding="utf-8") as lines:
        return claims, [json.loads(line) for line in lines], said


class Cluster:
    """A PostgreSQL that is gone with its folder. PostgreSQL does not run as root, so root runs it as its own user."""

    def __init__(self, programs, folder):
        self.programs, self.folder = pathlib.Path(programs), folder
        self.folder.mkdir()
        self.prefix = []
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            self.prefix = ["runuser", "-u", "postgres", "--"]
        quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder}
        subprocess.run([*self.prefix, self.programs / "initdb", "-D", folder / "data", "--auth=trust", "-U", "postgres"], **quiet)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c shared_buffers=2GB -c work_mem=256MB -c jit=off"
        subprocess.run([*self.prefix, self.programs / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start"], **quiet)

    def run(self, script):
        command = [self.programs / "psql", "-h", self.folder, "-U", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        return subprocess.run(command, input=script, stdout=subprocess.PIPE, text=True, check=True).stdout

    def stop(self):
        command = [*self.prefix, self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False, cwd=self.folder)


def compare(cluster, claims, answers, count, scratch):
    cluster.run(LAYOUT)
    names = load(cluster, claims, scratch)
    cluster.run(INDEXES)
    print(cluster.run("SELECT version()").strip().split(" on ")[0])
    by_id = {number: name for name, number in names.items()}
    for sort, of_sort in (("one actor", [a for a in answers if a["actor"]]), ("all actors", [a for a in answers if not a["actor"]])):
        asked = of_sort[:count]
        sample = [answer for answer in asked if answer["episodes"] is not None]
        same = sum(rows(cluster.run(question(answer, names) + ";"), by_id) == expected(answer) for answer in sample)
        counted = "".join(f"SELECT count(*) FROM ({question(answer, names)}) answer;\n" for answer in asked)
        # Once to warm it, then measured.
        cluster.run(counted)
        said = cluster.run("\\timing on\n" + counted)
        times = [float(time) for time in re.findall(r"Time: ([\d.]+) ms", said)]
        print(f"PostgreSQL, leadership of {sort} on a day: median {statistics.median(times):.3f} ms of {len(times)}; "
              f"{same} of {len(sample)} answers equal to the case's")


def load(cluster, claims, scratch):
    """Loads the claims that bear on leadership. Gives the numbers of names."""
    names = {}
    number = lambda name: names.setdefault(name, len(names) + 1)
    with open(claims, encoding="utf-8") as lines, open(scratch / "claims.tsv", "w", encoding="utf-8") as out:
        for index, line in enumerate(lines, 1):
            claim = json.loads(line)
            if claim["kind"] not in KINDS:
                continue
            first, last, begins = window(claim["when"])
            target = number(claim["target"][0]) if claim["target"] else "\\N"
            row = (index, claim["kind"], claim["stance"], number(claim["actor"][0]), target, first, last, begins, claim["said"])
            print(*row, sep="\t", file=out)
    with open(scratch / "names.tsv", "w", encoding="utf-8") as out:
        out.writelines(f"{number}\t{name}\n" for name, number in names.items())
    for table, file in (("claim", "claims"), ("name", "names")):
        cluster.run(f"\\copy {table} FROM '{scratch / file}.tsv'\n")
    return names


def window(when):
    """The first and the last day of what a date tells of, and whether it tells of a beginning."""
    if when.endswith("/.."):
        return when[:-3], when[:-3], True
    if len(when) == 7:
        year, month = map(int, when.split("-"))
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return f"{when}-01", following - datetime.timedelta(days=1), False
    return when, when, False


def question(answer, names):
    """The question of an answer, in SQL."""
    bounds = {"whose": "", "among_actors": "", "among_targets": ""}
    if answer["actor"]:
        actor = names.get(answer["actor"], 0)
        among = "IN (SELECT actor FROM led UNION SELECT target FROM led)"
        bounds = {"whose": f"AND (target = {actor} OR actor = {actor})", "among_actors": f"AND actor {among}", "among_targets": f"AND target {among}"}
    return QUESTION % {**answer, **bounds}


def rows(said, names):
    split = (line.split("|") for line in said.splitlines())
    return sorted((names[int(actor)], names[int(target)], *days) for actor, target, *days in split)


def expected(answer):
    ends = {"-inf": "-infinity", "+inf": "infinity"}
    return sorted((actor, target, *(ends.get(day, day) for day in days)) for actor, target, days in answer["episodes"])


main()
