"""Scores the dates of `retrospect read` on news texts that are annotated in TimeML, as TempEval-3 scored them.

usage: tools/score-dates FOLDER [--errors]

FOLDER has files `*.tml` with their TIMEX3 elements, such as the twenty of TempEval-3's platinum set, which this repository
does not contain. The date of publication is each file's DCT. Only dates count, not lengths, times of day and sets. A date is
found when its words overlap with one of the file's, and right when its value is the same; precision and recall of the value
are of right ones among all that the program finds and among all that the file has (UzZaman and others, SemEval 2013).

What the program says in EDTF is compared in the terms of TIMEX3, which has no bounds and says of a part of a year only the
year: `2011-01~/2011-03~` for "early 2011" is `2011` there, a week of days is `2013-W12`, `../2012` is `2012`, and a range from
one date to another is two dates.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from built import retrospect

SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
QUARTERS = {"33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4", "40": "H1", "41": "H2"}
MONTHS = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)


@dataclass
class Timex:
    start: int
    end: int
    text: str
    kind: str
    value: str


def gold(path: Path) -> tuple[str, str, list[Timex]]:
    """The text of a file, its date of publication, and its TIMEX3 elements."""
    root = ElementTree.parse(path).getroot()
    published = root.find("DCT/TIMEX3").get("value")
    pieces: list[str] = []
    found: list[Timex] = []

    def walk(element: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3":
            text = "".join(pieces)[start:]
            found.append(Timex(start, start + len(text), text, element.get("type"), element.get("value")))

    walk(root.find("TEXT"))
    return "".join(pieces), published, found


def value_of(edtf: str, text: str) -> list[str]:
    """The values in the terms of TIMEX3: one, or the two ends of a range."""
    plain = edtf.replace("~", "").replace("?", "")
    if "/" not in plain:
        return [point(plain, text)]
    start, end = plain.split("/")
    if ".." in (start, end):
        return [point(start if end == ".." else end, text)]
    if len(start) == len(end) == 10:
        first, last = (datetime.date.fromisoformat(day) for day in (start, end))
        year, week, weekday = first.isocalendar()
        if (last - first).days == 6 and weekday == 1:
            return [f"{year}-W{week:02}"]
        if (last - first).days == 1 and weekday == 6:
            return [f"{year}-W{week:02}-WE"]
    if "~" in edtf and start[:4] == end[:4] and not MONTHS.search(text):
        return [start[:4]]
    return [point(start, text), point(end, text)]


def point(edtf: str, text: str) -> str:
    year, _, rest = edtf.partition("-")
    if "X" in year:
        return year.rstrip("X")
    if rest in SEASONS:
        return f"{year}-{SEASONS[rest]}"
    if rest in QUARTERS:
        return f"{year}-{QUARTERS[rest]}"
    # "mid-2014" and "the end of 2014" are a year, roughly.
    if len(edtf) == 7 and re.search(r"\b(mid|middle|start|beginning|end)\b", text, re.IGNORECASE):
        return edtf if MONTHS.search(text) or "month" in text else year
    return edtf


def found(program: Path, text: str, published: str) -> list[Timex]:
    command = [program, "read", "--format", "json", "--published", published, "-"]
    said = subprocess.run(command, input=text, capture_output=True, check=True, text=True).stdout
    timexes: list[Timex] = []
    for date in json.loads(said)["dates"]:
        values = value_of(date["edtf"], date["text"]) if date["edtf"] else ["?"]
        middle = (date["start"] + date["end"]) // 2
        ends = [(date["start"], date["end"])]
        if len(values) == 2:
            ends = [(date["start"], middle), (middle, date["end"])]
        timexes += [Timex(*span, date["text"], "DATE", value) for span, value in zip(ends, values)]
    return timexes


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--errors"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    program = retrospect()
    counts = {"files": 0, "theirs": 0, "ours": 0, "met": 0, "right": 0}
    for path in sorted(Path(arguments[0]).glob("*.tml")):
        text, published, timexes = gold(path)
        ours = found(program, text, published)
        overlaps = lambda one, two: one.start < two.end and two.start < one.end
        dates = [timex for timex in timexes if timex.kind == "DATE"]
        # Whether "the past two years" is a date or a length is a matter of annotation: what meets another kind is left out.
        others = [timex for timex in timexes if timex.kind != "DATE"]
        met = set()
        counts["files"] += 1
        for theirs in dates:
            near = [index for index, mine in enumerate(ours) if index not in met and overlaps(mine, theirs)]
            right = [index for index in near if ours[index].value == theirs.value]
            if near:
                met.add((right or near)[0])
                counts["met"] += 1
                counts["right"] += bool(right)
            if "--errors" in sys.argv and not right:
                mine = ours[near[0]].value if near else "not found"
                print(f"{path.stem}: {theirs.text!r} is {theirs.value}, we say {mine}")
        for index, mine in enumerate(ours):
            is_other = any(overlaps(mine, timex) for timex in others)
            if is_other and index not in met:
                continue
            counts["ours"] += 1
            if "--errors" in sys.argv and index not in met:
                print(f"{path.stem}: {mine.text!r} is no date, we say {mine.value}")
        counts["theirs"] += len(dates)
    report(counts)


def report(counts: dict[str, int]) -> None:
    def line(name: str, hits: int) -> None:
        precision, recall = hits / counts["ours"], hits / counts["theirs"]
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}")

    print(f"{counts['files']} files, {counts['theirs']} dates in them, {counts['ours']} found")
    line("found (words overlap)", counts["met"])
    line("value", counts["right"])


main()
