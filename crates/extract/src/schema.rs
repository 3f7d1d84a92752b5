//! Turns a schema file into kinds and frames. Start at [`Schema::read`]. The language is described in
//! `schema/README.md`.

use std::collections::{BTreeMap, HashMap};

use retrospect_model::Stance;
use serde::Deserialize;
use toml::Spanned;

/// Why a schema cannot be used, with the line where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}, line {line}: {reason}\nhint: {hint}")]
pub struct SchemaError {
    /// The file or other place that the schema came from.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
    /// What to do.
    pub hint: &'static str,
}

/// The index of a kind in a [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(u16);

/// A kind of claim, such as `pledge`.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// Whether the two sides may be swapped ("A clashed with B").
    pub symmetric: bool,
    /// The PLOVER event types that come nearest.
    pub plover: Vec<String>,
    /// The CAMEO codes that come nearest.
    pub cameo: Vec<String>,
    /// The STIX relationship type.
    pub stix: Option<String>,
    /// What such a claim begins, as `relation(role,role)`.
    pub starts: Vec<String>,
    /// What such a claim ends.
    pub ends: Vec<String>,
    /// How long what it begins is taken to last if nobody ends it (ISO 8601 duration).
    pub persistence: Option<String>,
}

/// What part of speech a trigger has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// A verb or participle.
    Verb,
    /// A noun.
    Noun,
    /// An adjective, or a participle that is used as one.
    Adjective,
}

/// Where to look for who fills a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Subject,
    Object,
    Indirect,
    Possessor,
    Modifier,
    Whole,
    Head,
    Apposition,
    Complement,
    Both,
    /// The object of this preposition.
    After(String),
}

/// Which active or passive uses of a verb a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Voice {
    Active,
    Passive,
}

/// One way of saying one kind.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub kind: KindId,
    /// The line of the schema where it begins.
    pub line: usize,
    /// What tells it from others of its kind, whatever its place in the schema.
    pub signature: String,
    pub part: Part,
    pub voice: Option<Voice>,
    pub particle: Vec<String>,
    pub object: Vec<String>,
    pub object_not: Vec<String>,
    pub subject: Vec<String>,
    pub subject_not: Vec<String>,
    pub with: BTreeMap<String, Vec<String>>,
    pub without: Vec<String>,
    pub light: bool,
    /// The trigger follows a name and a hyphen ("rebel-held").
    pub suffix: bool,
    pub actor: Vec<Place>,
    pub target: Vec<Place>,
    pub place: Vec<Place>,
    pub actor_required: bool,
    pub target_required: bool,
    pub stance: Option<Stance>,
    pub weight: f32,
    pub also: Vec<Also>,
}

/// A second claim that the words of a frame carry.
#[derive(Clone, Debug)]
pub(crate) struct Also {
    pub kind: KindId,
    /// Whose fillers of the frame become its actor and target.
    pub actor: Option<Role>,
    pub target: Option<Role>,
}

/// A role of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    Actor,
    Target,
    Place,
}

/// Kinds and frames, found by trigger.
#[derive(Debug)]
pub struct Schema {
    kinds: Vec<Kind>,
    frames: Vec<Frame>,
    by_trigger: HashMap<(Part, String), Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaText {
    kind: BTreeMap<String, KindText>,
    #[serde(default)]
    frame: Vec<Spanned<FrameText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "descriptions of the roles are for the reader of the schema")]
struct KindText {
    #[serde(default)]
    about: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    plover: Vec<String>,
    #[serde(default)]
    cameo: Vec<String>,
    stix: Option<String>,
    persistence: Option<String>,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameText {
    kind: String,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adjective: Vec<String>,
    voice: Option<Voice>,
    #[serde(default)]
    particle: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    object_not: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    subject_not: Vec<String>,
    #[serde(default)]
    with: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    light: bool,
    #[serde(default)]
    suffix: bool,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    actor_required: bool,
    #[serde(default)]
    target_required: bool,
    stance: Option<Stance>,
    weight: Option<f32>,
    #[serde(default)]
    also: Vec<AlsoText>,
    /// Sentences that show the frame; the tests read them.
    #[serde(default)]
    #[expect(dead_code, reason = "examples are for the reader of the schema and for the tests")]
    example: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlsoText {
    kind: String,
    actor: Option<Role>,
    target: Option<Role>,
}

/// Prior of a frame that does not state its own.
const WEIGHT: f32 = 0.7;

impl Schema {
    /// Reads a schema; `name` stands in the errors.
    ///
    /// # Errors
    /// When it is not TOML, names an unknown key, kind or role, or has a frame without exactly one kind of trigger.
    pub fn read(text: &str, name: &str) -> Result<Self, SchemaError> {
        let error = |at: usize, reason: String, hint: &'static str| SchemaError {
            name: name.to_owned(),
            line: text.get(..at).unwrap_or(text).matches('\n').count() + 1,
            reason,
            hint,
        };
        let read: SchemaText = toml::from_str(text).map_err(|problem| {
            let at = problem.span().map_or(0, |span| span.start);
            error(at, problem.message().to_owned(), "the language is described in schema/README.md")
        })?;
        let mut schema = Schema { kinds: Vec::new(), frames: Vec::new(), by_trigger: HashMap::new() };
        for (name, kind) in read.kind {
            let KindText { symmetric, plover, cameo, stix, starts, ends, persistence, .. } = kind;
            schema.kinds.push(Kind { name, symmetric, plover, cameo, stix, starts, ends, persistence });
        }
        for frame in read.frame {
            let at = frame.span().start;
            let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
            schema.add(frame.into_inner(), line).map_err(|(reason, hint)| error(at, reason, hint))?;
        }
        Ok(schema)
    }

    /// The kinds, by name.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// A kind of this schema.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0)]
    }

    /// The kind of that name.
    #[must_use]
    pub fn kind_named(&self, name: &str) -> Option<KindId> {
        let index = self.kinds.binary_search_by(|kind| kind.name.as_str().cmp(name)).ok()?;
        u16::try_from(index).ok().map(KindId)
    }

    /// How many frames there are.
    #[must_use]
    pub fn frame_count(&self) -> usize {
        self.frames.len()
    }

    /// The frames that a word of this part of speech with this lemma can trigger.
    pub(crate) fn triggered(&self, part: Part, lemma: &str) -> impl Iterator<Item = &Frame> {
        // Entries are few and short; the key is built for each look-up because a pair cannot be borrowed in parts.
        let frames = self.by_trigger.get(&(part, lemma.to_owned())).map_or(&[][..], Vec::as_slice);
        frames.iter().filter_map(|&index| self.frames.get(index as usize))
    }

    fn add(&mut self, text: FrameText, line: usize) -> Result<(), (String, &'static str)> {
        let kind = |name: &str| {
            self.kind_named(name).ok_or_else(|| {
                (format!("there is no kind `{name}`"), "declare it as [kind.NAME] or correct the name")
            })
        };
        let triggers =
            [(Part::Verb, &text.verb), (Part::Noun, &text.noun), (Part::Adjective, &text.adjective)];
        let mut given = triggers.iter().filter(|(_, lemmas)| !lemmas.is_empty());
        let (Some((part, lemmas)), None) = (given.next(), given.next()) else {
            let reason = "a frame has exactly one of `verb`, `noun` and `adjective`".to_owned();
            return Err((reason, "split the frame into one for each"));
        };
        let mut also = Vec::new();
        for second in &text.also {
            also.push(Also { kind: kind(&second.kind)?, actor: second.actor, target: second.target });
        }
        let frame = Frame {
            kind: kind(&text.kind)?,
            line,
            signature: format!(
                "{} {} {} {}",
                text.kind,
                lemmas.first().map_or("", String::as_str),
                text.object.first().map_or("", String::as_str),
                text.particle.first().map_or("", String::as_str),
            ),
            part: *part,
            voice: text.voice,
            particle: text.particle,
            object: text.object,
            object_not: text.object_not,
            subject: text.subject,
            subject_not: text.subject_not,
            with: text.with,
            without: text.without,
            light: text.light,
            suffix: text.suffix,
            actor: places(&text.actor)?,
            target: places(&text.target)?,
            place: places(&text.place)?,
            actor_required: text.actor_required,
            target_required: text.target_required,
            stance: text.stance,
            weight: text.weight.unwrap_or(WEIGHT),
            also,
        };
        let index = self.frames.len() as u32;
        for lemma in *lemmas {
            self.by_trigger.entry((*part, lemma.clone())).or_default().push(index);
        }
        self.frames.push(frame);
        Ok(())
    }
}

fn places(text: &str) -> Result<Vec<Place>, (String, &'static str)> {
    let words = text.split('/').map(str::trim).filter(|word| !word.is_empty() && *word != "none");
    words
        .map(|word| {
            Ok(match word {
                "subject" => Place::Subject,
                "object" => Place::Object,
                "indirect" => Place::Indirect,
                "possessor" => Place::Possessor,
                "modifier" => Place::Modifier,
                "whole" => Place::Whole,
                "head" => Place::Head,
                "apposition" => Place::Apposition,
                "complement" => Place::Complement,
                "both" => Place::Both,
                word if PREPOSITIONS.contains(&word) => Place::After(word.to_owned()),
                word => {
                    let hint = "use a word of the table of roles in schema/README.md, or a preposition";
                    return Err((format!("`{word}` is not a place to look for a role"), hint));
                }
            })
        })
        .collect()
}

/// Participles that stand like prepositions are among them.
const PREPOSITIONS: [&str; 47] = [
    "within",
    "targeting",
    "showing",
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beside",
    "besides",
    "between",
    "beyond",
    "by",
    "despite",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "upon",
    "with",
];
