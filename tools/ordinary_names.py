"""Writes packs/places/ordinary.txt: the names of places that are ordinary English words as well.

usage: tools/ordinary-names [--check]

A name of one word is ordinary when it is a form of a verb, an adjective or an adverb by the lemma tables of the model in
models/, but for NAMES, which texts use as names. Nouns are chosen by hand (NOUNS), because the tables list the names of places
among the nouns; so are words that the tables do not have and words that are spellings of cities with another name, which
tools/build-places leaves out. With --check, says whether the file is as this makes it.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# Names in places.tsv that are ordinary English words as well: a capital letter alone does not make them places.
# One a line, in small letters, sorted; made by tools/ordinary-names. tools/build-places drops them as spellings of cities
# that have another name.
"""
PARTS = ("adj", "adv", "verb")
NAMES = set(
    """
    afar algonquin awash banes barbate beed bong bonny brad burke burs burundi busher canton centre ceres charleston comal cowes
    cver gabes ganning garner german hayes hollywood hoover ismaili japan jaring kent lages largo liege lier loures malayer mendes
    midland natal norman olympic palatine palmar perm pilar puning redding saintes samba shanghai shush silvan siping slough somali
    souse staines steeles tangier ternate tucker wanning warnes wedel
    """.split()
)
NOUNS = set(
    """
    acre airport ales alliance altos ampere anchorage antelope anthem apex archway ascension bani banjo bank bard baud boulder bra
    bras brick bride butte canaries cars chair cognac cocoa colon commonwealth conception confederation consolation cove
    crystal cypress defiance deli delis delta dole dome drama drug emporia enterprise eureka flora fountain gale gent god gondola
    grapevine groves gulf hickory hillside ho horde hub hums hurricane independence islands keystone lakes laurel leek lens liberty
    lice lime limerick mango manger marina martin mascara mascot mason medias metro midstream mile mission moron moss mustang
    newton ode ogre opportunity orchards pa panda panorama papa papaya paradise pastas pest phoenix piranhas plantation plaque
    plateau plateaux polo providence pueblo puma quiche republic reservoir reunion roses rugby ruse saga sake saki sale sari seaside
    sedan shot sues swords tabu tale tartar temple tome tongue torrent trinity tuba tubas tunes unity university van vicar vineyard vise vista
    walker walling walnut warren wellington woodland woodlands wright yoga zeta
    """.split()
)
OTHERS = set("alley banged cassino dual fiche lone more of tall than to".split())


def lemma_tables() -> dict[str, str]:
    """The lemmatizer's sections of the model file, whose layout stands in tools/convert/container.py."""
    content = next((ROOT / "models").glob("*.model")).read_bytes()
    at, sections = 24, {}
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        name = content[at + 4 : at + 4 + length].decode()
        _, rank = struct.unpack_from("<II", content, at + 4 + length)
        at += 12 + length + 4 * rank
        (length,) = struct.unpack_from("<Q", content, at)
        at += 8
        if name.startswith("lemma/"):
            sections[name] = content[at : at + length].decode()
        at += length
    return sections


def forms_of(part: str, tables: dict[str, str]):
    """Whether a word is a form of that part of speech, as a function."""
    index = set(tables[f"lemma/{part}/index"].splitlines())
    irregular = {line.split("\t")[0] for line in tables[f"lemma/{part}/exceptions"].splitlines()}
    rules = [line.split("\t") for line in tables[f"lemma/{part}/rules"].splitlines()]

    def is_form(word: str) -> bool:
        regular = (word[: -len(old)] + new for old, new in rules if old and word.endswith(old))
        return word in index or word in irregular or any(base in index for base in regular)

    return is_form


def names() -> set[str]:
    """The names of one word in the table of places, in small letters."""
    found = set()
    for line in (ROOT / "packs/places/places.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        columns = line.split("\t")
        found.update(name.lower() for name in [columns[0], *columns[8].split("|")])
    return {name for name in found if name.isalpha()}


def main() -> None:
    tables = lemma_tables()
    are_forms = [forms_of(part, tables) for part in PARTS]
    regular = {name for name in names() - NAMES if any(is_form(name) for is_form in are_forms)}
    text = HEAD + "".join(f"{word}\n" for word in sorted(regular | NOUNS | OTHERS))
    path = ROOT / "packs/places/ordinary.txt"
    if "--check" not in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text:
        sys.exit(f"{path.name} is not as tools/ordinary-names makes it\nhint: run it, and read what changes")


main()
