"""The attribute ruler's patterns and the lemmatizer's tables, as plain data."""

from __future__ import annotations

from container import Container

# The ruler's regular expressions stand for a few words each; the reader knows words only.
EXPANDED = {
    "^n'?t$": ["nt", "n't"],
    "^n[ou]thin'$": ["nothin'", "nuthin'"],
    "^y'?$": ["y", "y'"],
}
TARGETS = {"POS", "MORPH", "LEMMA", "TAG", "DEP"}


def _condition(key: str, value: object) -> dict:
    if key == "IS_SPACE":
        return {"is_space": bool(value)}
    if key not in {"TAG", "DEP", "LOWER"}:
        raise SystemExit(f"attribute ruler: a condition on {key} is not known to the reader")
    name = key.lower()
    if isinstance(value, str):
        return {name: {"in": [value]}}
    if set(value) == {"IN"}:
        return {name: {"in": list(value["IN"])}}
    if set(value) == {"NOT_IN"}:
        return {name: {"not_in": list(value["NOT_IN"])}}
    if set(value) == {"REGEX"} and value["REGEX"] in EXPANDED:
        return {name: {"in": EXPANDED[value["REGEX"]]}}
    raise SystemExit(f"attribute ruler: the condition {key} {value} is not known to the reader")


def _token(pattern: dict) -> dict:
    token: dict = {}
    for key, value in pattern.items():
        token.update(_condition(key, value))
    return token


def ruler_section(nlp) -> list[dict]:
    """One rule a pattern, in the order in which they apply (a later rule wins)."""
    rules = []
    for entry in nlp.get_pipe("attribute_ruler").patterns:
        if not set(entry["attrs"]) <= TARGETS:
            raise SystemExit(f"attribute ruler: cannot set {entry['attrs']}")
        attributes = {key.lower(): value for key, value in entry["attrs"].items()}
        for pattern in entry["patterns"]:
            index = entry["index"]
            if not 0 <= index < len(pattern):
                raise SystemExit(f"attribute ruler: index {index} is outside its pattern")
            rules.append({"tokens": [_token(token) for token in pattern], "index": index, "set": attributes})
    return rules


def write_lemma_tables(out: Container, nlp) -> None:
    """For each coarse part of speech: suffix rules in order, irregular forms, and known base forms, sorted."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    if lemmatizer.mode != "rule":
        raise SystemExit(f"lemmatizer: mode {lemmatizer.mode} is not known to the reader")
    rules, exceptions, index = (lemmatizer.lookups.get_table(f"lemma_{n}") for n in ("rules", "exc", "index"))
    for pos in ("adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn",
                "punct", "sconj", "sym", "verb", "x"):
        if not any((rules.get(pos), exceptions.get(pos), index.get(pos))):
            continue
        out.text(f"lemma/{pos}/rules", "".join(f"{old}\t{new}\n" for old, new in rules.get(pos, [])))
        forms = sorted(exceptions.get(pos, {}).items(), key=lambda item: item[0].encode())
        out.text(f"lemma/{pos}/exceptions", "".join(f"{form}\t{' '.join(to)}\n" for form, to in forms))
        words = sorted(index.get(pos, []), key=str.encode)
        out.text(f"lemma/{pos}/index", "".join(f"{word}\n" for word in words))
