//! Turns a schema file into kinds and frames. Start at [`Schema::read`]. The language is described in
//! `schema/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use retrospect_model::Stance;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::compiled::{CompiledError, Form, open, seal};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KindId(u16);

impl KindId {
    /// Its place among [`Schema::kinds`].
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A kind of claim, such as `pledge`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether it tells of something that lasts, so that its date is not that of the beginning ("leads", "holds").
    pub lasting: bool,
}

/// What part of speech a trigger has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// A verb or participle.
    Verb,
    /// A noun.
    Noun,
    /// An adjective, or a participle that is used as one.
    Adjective,
}

/// Where to look for who fills a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
    /// The dative.
    Indirect,
    /// "X's", "their".
    Possessor,
    /// A name before the noun.
    Modifier,
    /// The noun phrase that the trigger heads.
    Whole,
    /// The noun that an adjective or participle modifies.
    Head,
    /// What stands beside it.
    Apposition,
    /// Who is to do it: the object of the verb that governs the clause.
    Complement,
    /// A plural or coordinated party whose members are the two sides.
    Both,
    /// The object of this preposition.
    After(String),
}

impl fmt::Display for Place {
    /// As the language has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subject => "subject",
            Self::Object => "object",
            Self::Indirect => "indirect",
            Self::Possessor => "possessor",
            Self::Modifier => "modifier",
            Self::Whole => "whole",
            Self::Head => "head",
            Self::Apposition => "apposition",
            Self::Complement => "complement",
            Self::Both => "both",
            Self::After(preposition) => preposition,
        })
    }
}

/// Which active or passive uses of a verb a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// "X attacked Y".
    Active,
    /// "Y was attacked".
    Passive,
}

/// One way of saying one kind. The fields are the keys of the language in `schema/README.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// What it says.
    pub kind: KindId,
    /// The line of the schema where it begins.
    pub line: usize,
    /// What tells it from others of its kind, whatever its place in the schema.
    pub signature: String,
    /// The trigger's part of speech.
    pub part: Part,
    /// The trigger's lemmas.
    pub lemmas: Vec<String>,
    /// Whether the trigger is active or passive; either if absent.
    pub voice: Option<Voice>,
    /// Particles and adverbs of which the trigger has one; any if empty.
    pub particle: Vec<String>,
    /// Head lemmas of which the object has one; any if empty.
    pub object: Vec<String>,
    /// Head lemmas of which the object has none.
    pub object_not: Vec<String>,
    /// Head lemmas of which the subject has one; any if empty.
    pub subject: Vec<String>,
    /// Head lemmas of which the subject has none.
    pub subject_not: Vec<String>,
    /// Prepositions that the trigger has, with the head lemmas of which their object has one.
    pub with: BTreeMap<String, Vec<String>>,
    /// Prepositions that the trigger has not.
    pub without: Vec<String>,
    /// Whether the object is the event.
    pub light: bool,
    /// The trigger follows a name and a hyphen ("rebel-held").
    pub suffix: bool,
    /// Where to look for the actor, the first place that is filled wins.
    pub actor: Vec<Place>,
    /// Where to look for the target.
    pub target: Vec<Place>,
    /// Where to look for the place.
    pub place: Vec<Place>,
    /// No candidate without an actor.
    pub actor_required: bool,
    /// No candidate without a target.
    pub target_required: bool,
    /// The stance that the trigger itself gives.
    pub stance: Option<Stance>,
    /// How likely it is meant, from 0 to 1.
    pub weight: f32,
    /// What its words say besides.
    pub also: Vec<Also>,
}

impl Frame {
    /// A frame that names no words and fills no role, for events that are found otherwise. `signature` says how.
    #[must_use]
    pub fn bare(kind: KindId, part: Part, signature: &str) -> Self {
        Frame {
            kind,
            line: 0,
            signature: signature.to_owned(),
            part,
            lemmas: Vec::new(),
            voice: None,
            particle: Vec::new(),
            object: Vec::new(),
            object_not: Vec::new(),
            subject: Vec::new(),
            subject_not: Vec::new(),
            with: BTreeMap::new(),
            without: Vec::new(),
            light: false,
            suffix: false,
            actor: Vec::new(),
            target: Vec::new(),
            place: Vec::new(),
            actor_required: false,
            target_required: false,
            stance: None,
            weight: 0.5,
            also: Vec::new(),
        }
    }
}

/// A second claim that the words of a frame carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// What it says.
    pub kind: KindId,
    /// Whose filler of the frame becomes its actor.
    pub actor: Option<Role>,
    /// Whose filler becomes its target.
    pub target: Option<Role>,
}

/// A role of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom or what.
    Target,
    /// Where.
    Place,
}

/// Kinds and frames, found by trigger.
#[derive(Debug)]
pub struct Schema {
    content: Content,
    /// The frames that a lemma can trigger, for each part of speech in the order of its variants.
    by_trigger: [HashMap<String, Vec<u32>>; 3],
}

/// What a schema says.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Content {
    kinds: Vec<Kind>,
    frames: Vec<Frame>,
}

/// A schema, compiled: [`Content`] in JSON.
const FORM: Form = Form { what: "the schema", magic: "RETROSCH", version: 1 };

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
    lasting: bool,
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

impl Frame {
    /// What it asks of its words, as the schema writes it: `verb: pledge, swear`, `object: allegiance`, `with to`.
    #[must_use]
    pub fn conditions(&self) -> Vec<String> {
        let part = match self.part {
            Part::Verb => "verb",
            Part::Noun => "noun",
            Part::Adjective => "adjective",
        };
        let listed = [
            (part, &self.lemmas),
            ("particle", &self.particle),
            ("object", &self.object),
            ("object_not", &self.object_not),
            ("subject", &self.subject),
            ("subject_not", &self.subject_not),
            ("without", &self.without),
        ];
        let listed = listed.into_iter().filter(|(_, words)| !words.is_empty());
        let with = self.with.iter().map(|(preposition, words)| match words.is_empty() {
            true => format!("with {preposition}"),
            false => format!("with {preposition}: {}", words.join(", ")),
        });
        let voice = self.voice.map(|voice| match voice {
            Voice::Active => "voice: active".to_owned(),
            Voice::Passive => "voice: passive".to_owned(),
        });
        listed.map(|(key, words)| format!("{key}: {}", words.join(", "))).chain(with).chain(voice).collect()
    }
}

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
        let mut schema = Schema { content: Content::default(), by_trigger: Default::default() };
        for (name, kind) in read.kind {
            let KindText { symmetric, plover, cameo, stix, starts, ends, persistence, lasting, .. } = kind;
            schema.content.kinds.push(Kind {
                name,
                symmetric,
                plover,
                cameo,
                stix,
                starts,
                ends,
                persistence,
                lasting,
            });
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
        &self.content.kinds
    }

    /// A kind of this schema.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.content.kinds[usize::from(id.0)]
    }

    /// The kind of that name.
    #[must_use]
    pub fn kind_named(&self, name: &str) -> Option<KindId> {
        let index = self.content.kinds.binary_search_by(|kind| kind.name.as_str().cmp(name)).ok()?;
        u16::try_from(index).ok().map(KindId)
    }

    /// How many frames there are.
    #[must_use]
    pub fn frame_count(&self) -> usize {
        self.content.frames.len()
    }

    /// The frames, in the order of the schema.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.content.frames
    }

    /// The frame that begins on a line of the schema.
    #[must_use]
    pub fn frame_at(&self, line: usize) -> Option<&Frame> {
        let frames = &self.content.frames;
        frames.binary_search_by_key(&line, |frame| frame.line).ok().and_then(|index| frames.get(index))
    }

    /// The frames that a word of this part of speech with this lemma can trigger.
    pub fn triggered(&self, part: Part, lemma: &str) -> impl Iterator<Item = &Frame> {
        let frames = self.by_trigger[part as usize].get(lemma).map_or(&[][..], Vec::as_slice);
        frames.iter().filter_map(|&index| self.content.frames.get(index as usize))
    }

    /// The schema in a form that loads in milliseconds.
    #[must_use]
    pub fn compiled(&self) -> Vec<u8> {
        seal(FORM, &serde_json::to_vec(&self.content).unwrap_or_default())
    }

    /// Reads a schema from its [compiled](Self::compiled) form.
    ///
    /// # Errors
    /// When the bytes are not such a form, of another version, or damaged.
    pub fn from_compiled(bytes: &[u8]) -> Result<Self, CompiledError> {
        let content = serde_json::from_slice(open(FORM, bytes)?)
            .map_err(|error| CompiledError::Damaged { what: FORM.what, reason: error.to_string() })?;
        let mut schema = Schema { content, by_trigger: Default::default() };
        for index in 0..schema.content.frames.len() {
            schema.list(index);
        }
        Ok(schema)
    }

    /// Lists a frame under its lemmas.
    fn list(&mut self, index: usize) {
        let Some(frame) = self.content.frames.get(index) else { return };
        let frames = &mut self.by_trigger[frame.part as usize];
        for lemma in &frame.lemmas {
            frames.entry(lemma.clone()).or_default().push(index as u32);
        }
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
            lemmas: (*lemmas).clone(),
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
        self.content.frames.push(frame);
        self.list(self.content.frames.len() - 1);
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
