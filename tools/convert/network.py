"""Weights of the neural parts: two encoders, the tagger, the parser and the entity recogniser."""

from __future__ import annotations

from container import Container

# The columns of thinc's HashEmbed inputs, in the order of spaCy's MultiHashEmbed configuration.
ATTRIBUTES = {"NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"}


def _encoder(out: Container, name: str, model, attributes: list[str]) -> dict:
    embeddings = [node for node in model.walk() if node.name == "hashembed"]
    maxouts = [node for node in model.walk() if node.name == "maxout"]
    norms = [node for node in model.walk() if node.name == "layernorm"]
    if len(embeddings) != len(attributes) or not set(attributes) <= ATTRIBUTES:
        raise SystemExit(f"{name}: {len(embeddings)} embeddings for the attributes {attributes}")
    if len(maxouts) != len(norms):
        raise SystemExit(f"{name}: {len(maxouts)} maxout layers and {len(norms)} layer norms")
    for index, embedding in enumerate(embeddings):
        if embedding.attrs["column"] != index:
            raise SystemExit(f"{name}: embedding {index} reads column {embedding.attrs['column']}")
        out.tensor(f"{name}/embed/{index}", embedding.get_param("E"))
    for index, (maxout, norm) in enumerate(zip(maxouts, norms)):
        out.tensor(f"{name}/layer/{index}/weights", maxout.get_param("W"))
        out.tensor(f"{name}/layer/{index}/bias", maxout.get_param("b"))
        out.tensor(f"{name}/layer/{index}/gain", norm.get_param("G"))
        out.tensor(f"{name}/layer/{index}/shift", norm.get_param("b"))
    return {"attributes": attributes, "seeds": [int(e.attrs["seed"]) for e in embeddings]}


def _transitions(out: Container, name: str, pipe) -> list[str]:
    model = pipe.model
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    reduce_to_hidden = [node for node in model.walk() if node.name == "linear" and node is not upper][0]
    out.tensor(f"{name}/reduce/weights", reduce_to_hidden.get_param("W"))
    out.tensor(f"{name}/reduce/bias", reduce_to_hidden.get_param("b"))
    out.tensor(f"{name}/lower/weights", lower.get_param("W"))
    out.tensor(f"{name}/lower/bias", lower.get_param("b"))
    out.tensor(f"{name}/lower/pad", lower.get_param("pad").reshape(lower.get_param("W").shape[:3]))
    out.tensor(f"{name}/upper/weights", upper.get_param("W"))
    out.tensor(f"{name}/upper/bias", upper.get_param("b"))
    return [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]


def write_network(out: Container, nlp) -> dict:
    """Adds all tensors; gives what the reader must know beside them."""
    components = nlp.config["components"]
    shared_attributes = components["tok2vec"]["model"]["embed"]["attrs"]
    entity_attributes = components["ner"]["model"]["tok2vec"]["embed"]["attrs"]
    shared = _encoder(out, "shared", nlp.get_pipe("tok2vec").model, list(shared_attributes))
    entity = _encoder(out, "entity", nlp.get_pipe("ner").model.get_ref("tok2vec"), list(entity_attributes))
    output = [node for node in nlp.get_pipe("tagger").model.walk() if node.has_param("W")][-1]
    out.tensor("tagger/weights", output.get_param("W"))
    out.tensor("tagger/bias", output.get_param("b"))
    return {
        "encoders": {"shared": shared, "entity": entity},
        "tags": list(nlp.get_pipe("tagger").labels),
        "parser_actions": _transitions(out, "parser", nlp.get_pipe("parser")),
        "entity_actions": _transitions(out, "entities", nlp.get_pipe("ner")),
    }
