//! Turns the head of a phrase that fills a role into the names of who or what is meant. Start at [`Parties::named`].

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::one_line;

use crate::coref::Coreference;
use crate::gazetteer::{Gazetteer, NameKind};
use crate::mentions::{Mentions, phrase};
use crate::syntax;

/// Nouns for those who act for a group: "its fighters" are the group.
const MEMBERS: &[&str] = &[
    "branch",
    "cadre",
    "combatant",
    "extremist",
    "fighter",
    "force",
    "group",
    "guerrilla",
    "gunman",
    "insurgent",
    "jihadist",
    "leadership",
    "man",
    "member",
    "militant",
    "militiaman",
    "movement",
    "operative",
    "organisation",
    "organization",
    "regime",
    "supporter",
    "terrorist",
    "troop",
];
/// Nouns that count what follows them.
const COUNTED: &[&str] = &[
    "dozen", "score", "hundred", "thousand", "number", "couple", "handful", "majority", "some", "several",
    "many", "one", "most", "rest", "half", "all", "each", "both", "none", "series", "total", "kind", "type",
    "array", "range", "variety", "string", "wave", "team", "pair", "trio", "crowd", "mob", "gang",
];
/// Weapons, attacks and events that are said to kill or destroy in the place of those who do.
const INSTRUMENTS: &[&str] = &[
    "act",
    "action",
    "air",
    "airstrike",
    "ambush",
    "artillery",
    "assassination",
    "assault",
    "attack",
    "attempt",
    "barrage",
    "battle",
    "blast",
    "bomb",
    "bombardment",
    "bombing",
    "bullet",
    "campaign",
    "car",
    "clash",
    "collision",
    "crash",
    "crossfire",
    "device",
    "drone",
    "execution",
    "explosion",
    "explosive",
    "fighting",
    "fire",
    "grenade",
    "gunfire",
    "helicopter",
    "ied",
    "incident",
    "incursion",
    "jet",
    "killing",
    "landmine",
    "massacre",
    "mine",
    "missile",
    "mortar",
    "murder",
    "offensive",
    "operation",
    "plane",
    "projectile",
    "raid",
    "rampage",
    "rocket",
    "round",
    "shell",
    "shelling",
    "shooting",
    "shot",
    "skirmish",
    "spree",
    "stabbing",
    "strike",
    "tank",
    "truck",
    "uav",
    "vehicle",
    "violence",
    "volley",
    "war",
    "warplane",
    "wound",
    "injury",
    "poison",
    "gas",
    "hostage-taking",
    "kidnapping",
    "abduction",
    "siege",
];
/// Of these, those that somebody steers.
const VEHICLES: &[&str] =
    &["aircraft", "drone", "helicopter", "jet", "plane", "tank", "uav", "warplane", "warship"];
/// Nouns of place that name one by what follows them: "the town of X".
const PLACE_NOUNS: &[&str] = &[
    "area",
    "border",
    "camp",
    "capital",
    "centre",
    "center",
    "city",
    "coast",
    "country",
    "countryside",
    "county",
    "department",
    "district",
    "governorate",
    "island",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "north",
    "south",
    "east",
    "west",
    "outskirt",
    "outskirts",
    "part",
    "port",
    "prefecture",
    "province",
    "region",
    "settlement",
    "side",
    "state",
    "suburb",
    "territory",
    "town",
    "valley",
    "vicinity",
    "village",
];
/// Nouns of time and circumstance that parse as objects but take part in nothing.
const NO_PARTIES: &[&str] = &[
    "time",
    "past",
    "year",
    "month",
    "week",
    "day",
    "night",
    "morning",
    "evening",
    "afternoon",
    "hour",
    "minute",
    "moment",
    "meantime",
    "future",
    "basis",
    "order",
    "response",
    "retaliation",
    "addition",
    "case",
    "charge",
    "way",
    "result",
    "place",
    "part",
    "effort",
    "fact",
    "allegiance",
    "responsibility",
    "end",
    "beginning",
    "start",
    "connection",
    "front",
];
/// Verbs that lend a noun their subject.
const LIGHT_VERBS: &[&str] = &[
    "announce",
    "attempt",
    "begin",
    "carry",
    "claim",
    "commit",
    "conduct",
    "continue",
    "declare",
    "deliver",
    "direct",
    "do",
    "execute",
    "fire",
    "give",
    "have",
    "hold",
    "impose",
    "initiate",
    "issue",
    "launch",
    "lead",
    "make",
    "mount",
    "offer",
    "open",
    "order",
    "orchestrate",
    "organise",
    "organize",
    "pay",
    "perform",
    "perpetrate",
    "plan",
    "plant",
    "detonate",
    "provide",
    "receive",
    "resume",
    "sign",
    "stage",
    "start",
    "sustain",
    "take",
    "undertake",
    "wage",
    "lay",
    "set",
    "plot",
];
const STEPS_MAX: usize = 6;
/// Tokens that an event is taken up across: some paragraphs.
const EVENT_TOKENS_MAX: usize = 400;

/// What naming a party needs of a document.
#[derive(Clone, Copy)]
pub struct Parties<'d> {
    pub doc: &'d Doc<'d>,
    pub mentions: &'d Mentions,
    pub coreference: &'d Coreference<'d>,
    pub gazetteer: &'d Gazetteer,
}

impl<'d> Parties<'d> {
    /// The names of these parties, each once.
    #[must_use]
    pub fn named(&self, heads: &[TokenRef<'d>]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for head in heads.iter().flat_map(|head| self.included(*head)) {
            if let Some(name) = self.name(head).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        names
    }

    /// Who acts, where a weapon or an event is said to act: whose it is.
    #[must_use]
    pub fn actors(&self, heads: &[TokenRef<'d>]) -> Vec<TokenRef<'d>> {
        let mut actors: Vec<TokenRef<'d>> = Vec::new();
        for head in heads {
            let found = if self.is_instrument(*head) { self.behind(*head, STEPS_MAX) } else { vec![*head] };
            for actor in found {
                if !actors.contains(&actor) {
                    actors.push(actor);
                }
            }
        }
        actors
    }

    /// Whether a head is a weapon, an attack or another event, and not a name. Vehicles that are said to be somebody's
    /// ("Tavrian warplanes") act for themselves.
    #[must_use]
    pub fn is_instrument(&self, head: TokenRef<'d>) -> bool {
        let lemma = head.lemma().to_lowercase();
        if VEHICLES.contains(&lemma.as_str())
            && syntax::modifiers(head).iter().any(|owner| self.is_owner(*owner))
        {
            return false;
        }
        let is_name = self.mentions.at(head.index()).is_some();
        !is_name && (INSTRUMENTS.contains(&head.lemma().to_lowercase().as_str()) || syntax::is_verb(head))
    }

    /// What sort of thing a noun means: an event or weapon, members of a group, a place, a time or a count; else
    /// nothing is known of it.
    #[must_use]
    pub fn class(&self, head: TokenRef<'d>) -> &'static str {
        if self.mentions.at(head.index()).is_some() {
            return "name";
        }
        let lemma = head.lemma().to_lowercase();
        let lists = [
            ("event", INSTRUMENTS),
            ("members", MEMBERS),
            ("count", COUNTED),
            ("place", PLACE_NOUNS),
            ("no party", NO_PARTIES),
        ];
        lists.iter().find(|(_, list)| list.contains(&lemma.as_str())).map_or("other", |(class, _)| class)
    }

    /// A name, or an adjective of a country.
    fn is_owner(&self, token: TokenRef<'d>) -> bool {
        self.mentions.at(token.index()).is_some() || self.nation(token).is_some()
    }

    /// The country that an adjective is of.
    fn nation(&self, token: TokenRef<'d>) -> Option<&'d str> {
        let is_capital = token.text().chars().next().is_some_and(char::is_uppercase);
        if is_capital { self.gazetteer.nation(token.text()) } else { None }
    }

    /// Who stands behind an event or a weapon that a noun names: its possessor, its by-phrase, a name before it, the
    /// subject of the verb that carries it out, or who claims it.
    #[must_use]
    pub fn behind(&self, noun: TokenRef<'d>, steps: usize) -> Vec<TokenRef<'d>> {
        let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
        let carried_out = || {
            let clauses = noun.children().filter(|child| matches!(child.dep(), "acl" | "relcl"));
            clauses
                .filter(|verb| LIGHT_VERBS.contains(&verb.lemma()))
                .map(syntax::subjects)
                .find(|subjects| !subjects.is_empty())
                .unwrap_or_default()
        };
        let nations = syntax::modifiers(noun).into_iter().filter(|token| self.nation(*token).is_some());
        let nations: Vec<_> = nations.collect();
        let own = [
            syntax::possessors(noun),
            syntax::after("by", &[noun]),
            carried_out(),
            self.mentions.named_modifiers(noun),
            nations,
        ];
        if let Some(found) = own.into_iter().find(|found| !found.is_empty()) {
            return self.actors_within(&found, steps);
        }
        self.above(noun, steps)
    }

    /// Who stands behind the last event of the same name before this one: "the attack", "five strikes".
    #[must_use]
    pub fn behind_earlier(&self, noun: TokenRef<'d>) -> Vec<TokenRef<'d>> {
        let is_taken_up = noun.children().any(|child| match child.dep() {
            "det" => matches!(child.lemma(), "the" | "this" | "that" | "these" | "those"),
            "nummod" => true,
            _ => false,
        });
        if !is_taken_up {
            return Vec::new();
        }
        let earlier =
            (0..noun.index()).rev().take(EVENT_TOKENS_MAX).filter_map(|index| self.doc.token(index));
        let same = earlier.filter(|token| token.lemma() == noun.lemma() && token.pos() == noun.pos());
        same.map(|event| self.behind(event, STEPS_MAX)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn above(&self, noun: TokenRef<'d>, steps: usize) -> Vec<TokenRef<'d>> {
        let head = noun.head();
        let found = match noun.dep() {
            "dobj" | "nsubjpass" | "oprd" if LIGHT_VERBS.contains(&head.lemma()) => syntax::subjects(head),
            "conj" | "appos" => self.behind(head, steps),
            // "claimed responsibility for the attack", "is responsible for", "was involved in", "a series of raids"
            "pobj" => {
                let above = head.head();
                match above.lemma() {
                    "responsibility" | "credit" if above.dep() == "dobj" => syntax::subjects(above.head()),
                    "responsible" | "behind" => syntax::subjects(above.head()),
                    "involve" | "accuse" | "suspect" | "blame" | "convict" | "link" | "tie" => {
                        syntax::objects(above)
                    }
                    "participate" | "engage" | "take" | "resort" | "carry" => syntax::subjects(above),
                    lemma if COUNTED.contains(&lemma) => self.behind(above, steps),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        self.actors_within(&found, steps)
    }

    fn actors_within(&self, heads: &[TokenRef<'d>], steps: usize) -> Vec<TokenRef<'d>> {
        let resolve = |head: &TokenRef<'d>| {
            if self.is_instrument(*head) { self.behind(*head, steps) } else { vec![*head] }
        };
        heads.iter().flat_map(resolve).collect()
    }

    /// Who claims an event that a noun names: "claimed responsibility for the attack".
    #[must_use]
    pub fn claimant(&self, noun: TokenRef<'d>) -> Option<TokenRef<'d>> {
        let mut event = noun;
        for _ in 0..STEPS_MAX {
            match event.dep() {
                "conj" | "appos" => event = event.head(),
                "pobj" if matches!(event.head().head().lemma(), "responsibility" | "credit") => {
                    let claim = event.head().head().head();
                    return (claim.lemma() == "claim")
                        .then(|| syntax::subjects(claim).into_iter().next())
                        .flatten();
                }
                "dobj" | "nsubjpass" if event.head().lemma() == "claim" => {
                    return syntax::subjects(event.head()).into_iter().next();
                }
                _ => return None,
            }
        }
        None
    }

    /// "forces, including X and Y": the named members; else the party itself.
    fn included(&self, head: TokenRef<'d>) -> Vec<TokenRef<'d>> {
        let including = head.children().find(|child| child.lemma() == "include" && child.dep() == "prep");
        let members = including.map(|including| syntax::after_itself(including)).unwrap_or_default();
        if members.is_empty() { vec![head] } else { members }
    }

    /// The name of the party whose phrase has this head: the fullest name of its entity, or the words of the phrase.
    #[must_use]
    pub fn name(&self, head: TokenRef<'d>) -> Option<String> {
        self.name_within(head, STEPS_MAX)
    }

    /// The name of a voice. A member of a group speaks for himself, so his words are not the group's.
    #[must_use]
    pub fn voice(&self, head: TokenRef<'d>) -> Option<String> {
        let is_name = self.mentions.at(head.index()).is_some();
        if is_name || !MEMBERS.contains(&head.lemma().to_lowercase().as_str()) {
            return self.name(head);
        }
        let of = head.children().find(|child| child.dep() == "prep" && child.lemma() == "of");
        let own = phrase(self.doc, head);
        let end = of.map_or(own.end, |of| of.subtree_range().end);
        let words = self.doc.text().get(self.doc.byte_range(own.start..end))?;
        Some(one_line(words))
    }

    fn name_within(&self, head: TokenRef<'d>, steps: usize) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        if let Some(mention) = self.mentions.index_at(head.index()) {
            return self.coreference.name_of_mention(mention).map(str::to_owned);
        }
        if let Some(name) = self.beside(head, steps) {
            return Some(name);
        }
        if let Some(name) = self.coreference.referent(self.doc, self.mentions, head) {
            return Some(name.to_owned());
        }
        if matches!(head.pos(), "PRON" | "DET") || head.tag() == "PRP$" {
            return None;
        }
        if let Some(nation) = self.nation(head).filter(|_| head.pos() == "ADJ" || head.dep() == "amod") {
            return Some(nation.to_owned());
        }
        let lemma = head.lemma().to_lowercase();
        if head.pos() == "NUM" || COUNTED.contains(&lemma.as_str()) {
            // "two of its surveyors": those counted are meant.
            let counted = syntax::after("of", &[head]).into_iter().next();
            return counted.and_then(|counted| self.name_within(counted, steps));
        }
        let is_quantity =
            head.entity().is_some_and(|(kind, _)| matches!(kind, "DATE" | "TIME" | "MONEY" | "PERCENT"));
        if is_quantity || NO_PARTIES.contains(&lemma.as_str()) {
            return None;
        }
        self.place_name(head, &lemma).or_else(|| self.group_of(head, &lemma)).or_else(|| {
            let words = self.doc.byte_range(phrase(self.doc, head));
            let words = one_line(self.doc.text().get(words)?);
            (!words.is_empty()).then_some(words)
        })
    }

    /// The name that stands beside a common noun: "the leader, X", "X is a group which ...".
    fn beside(&self, head: TokenRef<'d>, steps: usize) -> Option<String> {
        let named = |token: TokenRef<'d>| self.mentions.at(token.index()).is_some();
        if let Some(name) = head.children().find(|child| child.dep() == "appos" && named(*child)) {
            return self.name_within(name, steps);
        }
        match head.dep() {
            "appos" if named(head.head()) => self.name_within(head.head(), steps),
            "attr" if head.head().lemma() == "be" => {
                let subject = syntax::subjects(head.head()).into_iter().next()?;
                self.name_within(subject, steps)
            }
            _ => None,
        }
    }

    /// "the town of X", "X province".
    fn place_name(&self, head: TokenRef<'d>, lemma: &str) -> Option<String> {
        if !PLACE_NOUNS.contains(&lemma) {
            return None;
        }
        let of = [syntax::after("of", &[head]), self.mentions.named_modifiers(head)];
        let named = of.into_iter().flatten().find(|place| self.mentions.at(place.index()).is_some())?;
        let mention = self.mentions.index_at(named.index())?;
        self.coreference.name_of_mention(mention).map(str::to_owned)
    }

    /// "its fighters", "Taliban militants", "members of the front": the group.
    fn group_of(&self, head: TokenRef<'d>, lemma: &str) -> Option<String> {
        if !MEMBERS.contains(&lemma) {
            return None;
        }
        let owners = [
            syntax::possessors(head),
            syntax::modifiers(head),
            syntax::after("of", &[head]),
            syntax::after("from", &[head]),
        ];
        owners.into_iter().flatten().find_map(|owner| {
            if owner.tag() == "PRP$" {
                return self.coreference.referent(self.doc, self.mentions, owner).map(str::to_owned);
            }
            let index = self.mentions.index_at(owner.index())?;
            let mention = self.mentions.list().get(index)?;
            let is_group = mention.kind == NameKind::Organisation;
            is_group.then(|| self.coreference.name_of_mention(index).map(str::to_owned)).flatten()
        })
    }
}
