"""Turns a loaded spaCy English pipeline into the `tokenizer` and `lexemes` sections of a model file.

Start at `tokenizer_section` and `lexeme_section`. The sections hold data only: character classes, word
lists, exceptions, norms. The rules that use them are written out in crates/lang/src/tokenize, for exactly one
set of patterns; `check_patterns` refuses any other. The method is spaCy's (MIT licence).
"""

import hashlib
import re

from spacy.attrs import NORM, ORTH
from spacy.lang import char_classes as cc
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.lang.tokenizer_exceptions import URL_MATCH
from spacy.symbols import IDS
from spacy.tokenizer import Tokenizer

# SHA-256 of the four patterns that the Rust rules implement. When it changes, read what changed in spaCy's
# lang/punctuation.py, lang/en/punctuation.py and lang/tokenizer_exceptions.py, port it, and only then update.
PATTERNS_SHA256 = "cb7162091a0c53f98cd41ed0de8f410542aed2b94f954dad0e7bee9ba6b104f3"

# Every code point that a Rust `char` can hold.
CHARACTERS = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))


def tokenizer_section(nlp):
    """The data of spaCy's tokenizer: character classes, affix lists, exceptions and their phrases."""
    tokenizer = nlp.tokenizer
    check_patterns(tokenizer)
    norm_ids = {norm: number for number, norm in enumerate(exception_norms(nlp), start=1)}
    exceptions = []
    for text, tokens in sorted(tokenizer.rules.items()):
        parts = [[token[ORTH], norm_ids.get(token.get(NORM), 0)] for token in tokens]
        require("".join(part for part, _ in parts) == text, f"exception {text!r} does not give its text back")
        exceptions.append([text, parts])
    tails = sorted(set(split_list(cc.UNITS)) | set(split_list(cc.CURRENCY)) | {"+"})
    require(not any(char in "0123456789" for tail in tails for char in tail), "a unit holds a digit")
    return {
        "classes": character_classes(tokenizer, tails),
        "tails_after_digit": tails,
        "exceptions": exceptions,
        "phrases": exception_phrases(nlp),
    }


def lexeme_section(nlp):
    """The data of spaCy's lexical attributes: symbol numbers, norms, and this Python's Unicode tables."""
    return {
        "symbols": sorted([name, number] for name, number in IDS.items() if name),
        "exception_norms": exception_norms(nlp),
        # The table is keyed by string id, not by string; it goes before the base norms.
        "norms_by_id": sorted([key, value] for key, value in nlp.vocab.lookups.get_table("lexeme_norm").items()),
        "base_norms": sorted([key, value] for key, value in BASE_NORMS.items()),
        "classes": {
            "alpha": ranges(char for char in CHARACTERS if char.isalpha()),
            "upper": ranges(char for char in CHARACTERS if char.isupper()),
            "digit": ranges(char for char in CHARACTERS if char.isdigit()),
            "space": ranges(char for char in CHARACTERS if char.isspace()),
            # What a capital sigma looks at to decide whether it ends a word, seen from outside: `cased` stops
            # the search and says no, `ignorable` is stepped over.
            "cased": ranges(char for char in CHARACTERS if sigma_is_inner(char)),
            "ignorable": ranges(char for char in CHARACTERS if sigma_is_inner(char + "A") and not sigma_is_inner(char)),
        },
        "lower": lower_runs(),
        "lower_expanded": [[ord(char), char.lower()] for char in CHARACTERS if len(char.lower()) != 1],
    }


def check_patterns(tokenizer):
    """Fails unless the tokenizer's patterns are the ones that the Rust rules were written for."""
    require(tokenizer.token_match is None, "a token_match is set")
    require(tokenizer.faster_heuristics, "faster_heuristics is off")
    searches = [
        (tokenizer.prefix_search, "search"),
        (tokenizer.suffix_search, "search"),
        (tokenizer.infix_finditer, "finditer"),
        (tokenizer.url_match, "match"),
    ]
    digest = hashlib.sha256()
    for search, method in searches:
        require(search.__name__ == method, f"expected {method}, found {search.__name__}")
        pattern = search.__self__
        require(pattern.flags == re.UNICODE, f"unexpected flags {pattern.flags}")
        digest.update(pattern.pattern.encode() + b"\0")
    found = digest.hexdigest()
    require(found == PATTERNS_SHA256, f"the tokenizer's patterns changed: SHA-256 {found}")


def character_classes(tokenizer, tails):
    """Code-point ranges of every class that the rules ask about."""
    # The class before a final full stop is spaCy's own text, odd as it is: inside square brackets the groups'
    # round brackets, the colon, the question mark and the bars are members.
    before_dot = "0-9{al}{e}{p}(?:{q})".format(al=cc.ALPHA_LOWER, e=r"%²\-\+", p=cc.PUNCT, q=cc.CONCAT_QUOTES)
    classes = {
        "space": [char for char in CHARACTERS if char.isspace()],
        # One-character affixes; "+" depends on what follows it and is a rule of its own.
        "prefix": [char for char in CHARACTERS if char != "+" and tokenizer.find_prefix(char)],
        "suffix": [char for char in CHARACTERS if tokenizer.find_suffix(char)],
        "alpha": members(cc.ALPHA),
        "lower": members(cc.ALPHA_LOWER),
        "upper": members(cc.ALPHA_UPPER),
        "lower_or_quote": members(cc.ALPHA_LOWER + cc.CONCAT_QUOTES),
        "upper_or_quote": members(cc.ALPHA_UPPER + cc.CONCAT_QUOTES),
        "before_dot": members(before_dot),
        "icon": members(cc.CONCAT_ICONS),
        "word": members(r"\w"),
        "decimal": members(r"\d"),
        "tail_end": sorted({tail[-1] for tail in tails}),
    }
    # The Rust code takes a run of white space for one token without looking at the affix rules, and looks at
    # its own marks before it looks at the icons.
    for name in ("prefix", "suffix", "icon", "tail_end"):
        require(not any(char.isspace() for char in classes[name]), f"white space in class {name}")
    require(not set(".,+-*^~:<>=/…–—") & set(classes["icon"]), "a mark is also an icon")
    require(not set(".:/?#@") & set(classes["lower"]), "a mark of a web address is also a letter")
    return {name: ranges(chars) for name, chars in classes.items()}


def exception_norms(nlp):
    """The norms that exceptions give to their tokens; a token's norm number is its place here plus one."""
    norms = {token[NORM] for tokens in nlp.tokenizer.rules.values() for token in tokens if NORM in token}
    require("" not in norms, "an exception has an empty norm")
    return sorted(norms)


def exception_phrases(nlp):
    """The token sequences that the second pass replaces by exceptions.

    As in Tokenizer.add_special_case: only exceptions in which an affix or a space is found, and tokenized as
    if there were no exceptions.
    """
    tokenizer = nlp.tokenizer
    plain = Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=tokenizer.prefix_search,
        suffix_search=tokenizer.suffix_search,
        infix_finditer=tokenizer.infix_finditer,
        url_match=tokenizer.url_match,
    )
    phrases = set()
    for text in tokenizer.rules:
        affixes = tokenizer.find_prefix(text) or tokenizer.find_infix(text) or tokenizer.find_suffix(text)
        if affixes or " " in text:
            phrases.add(tuple(token.text for token in plain(text)))
    return sorted(map(list, phrases))


def split_list(alternatives):
    """The strings of a pattern such as `km|m/s|US\\$`."""
    return [re.sub(r"\\(.)", r"\1", text) for text in alternatives.split("|")]


def members(inside):
    """The characters that a regular expression's class matches."""
    return re.findall(f"[{inside}]", CHARACTERS)


def ranges(chars):
    """Characters as sorted, inclusive, disjoint code-point ranges."""
    found = []
    for code in sorted(map(ord, chars)):
        if found and found[-1][1] + 1 == code:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def sigma_is_inner(after):
    """Whether a capital sigma before this text is lowered to the form used inside a word."""
    return ("AΣ" + after).lower()[1] == "σ"


def lower_runs():
    """Lower-case mappings to one character as runs of [first, last, step, difference]."""
    runs = []
    for char in CHARACTERS:
        lower = char.lower()
        if lower == char or len(lower) != 1:
            continue
        code, difference = ord(char), ord(lower) - ord(char)
        run = runs[-1] if runs else None
        if run and run[3] == difference and code - run[1] in (1, 2) and run[2] in (0, code - run[1]):
            run[1], run[2] = code, code - run[1]
        else:
            runs.append([code, code, 0, difference])
    return [[first, last, step or 1, difference] for first, last, step, difference in runs]


def require(condition, message):
    """Stops the conversion when the pipeline is not the one that the Rust code implements."""
    if not condition:
        raise SystemExit(f"cannot convert the tokenizer: {message}")
