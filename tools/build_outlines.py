"""Turns the country outlines of Natural Earth, as the npm package world-atlas has them, into a small table.

Each line of packs/outlines/outlines.tsv is one ring: the country, then points in hundredths of a degree, longitude and
latitude, the first as it is and each other as the way from the one before it. Same input, same bytes out. Started by
tools/build-outlines, which fetches the package; start reading at `main`.
"""

import argparse
import hashlib
import json
import pathlib
import sys

ATLAS_SHA256 = "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"
"""Of countries-110m.json in world-atlas 2.0.2: Natural Earth 4.1.0, Admin 0, 1:110m."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("atlas", type=pathlib.Path, help="countries-110m.json of the package")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the table to write")
    arguments = parser.parse_args()
    data = arguments.atlas.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != ATLAS_SHA256:
        print(f"cannot use `{arguments.atlas}`: its hash is {found}, not {ATLAS_SHA256}", file=sys.stderr)
        print("hint: take world-atlas 2.0.2, or look at the new file and change the hash here", file=sys.stderr)
        return 2
    arguments.out.write_text(table(json.loads(data)), encoding="utf-8")
    return 0


def table(atlas: dict) -> str:
    arcs = [decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    lines = []
    for country in atlas["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for rings in polygons:
            for ring in rings:
                lines.append(f"{country['properties']['name']}\t{written(joined(ring, arcs))}\n")
    return "".join(sorted(lines))


def decoded(arc: list, transform: dict) -> list[tuple[int, int]]:
    """An arc of TopoJSON, whose points are ways from the one before, in hundredths of a degree."""
    points, x, y = [], 0, 0
    for across, up in arc:
        x, y = x + across, y + up
        longitude = x * transform["scale"][0] + transform["translate"][0]
        latitude = y * transform["scale"][1] + transform["translate"][1]
        points.append((round(longitude * 100), round(latitude * 100)))
    return points


def joined(ring: list[int], arcs: list) -> list[tuple[int, int]]:
    """The points of a ring, which names arcs; ~n is arc n backwards."""
    points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc if not points else arc[1:]
    return points


def written(points: list[tuple[int, int]]) -> str:
    before, steps = (0, 0), []
    for point in points:
        steps.append(f"{point[0] - before[0]},{point[1] - before[1]}")
        before = point
    return " ".join(steps)


if __name__ == "__main__":
    sys.exit(main())
