//! Turns fine tags, labels and words into coarse parts of speech and morphological features, and gives lemmas to a few
//! words. Start at [`Ruler::apply`].
//!
//! The rules are spaCy's attribute ruler's, as data: each has conditions on one or more neighbouring tokens and sets
//! attributes of one of them; a later rule wins.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::doc::Token;
use crate::lexeme::Lexemes;

/// Names by index; index 0 is the empty name.
#[derive(Debug)]
pub(crate) struct Names(pub Vec<String>);

impl Names {
    fn new() -> Self {
        Names(vec![String::new()])
    }

    fn index(&mut self, name: &str) -> Result<u8, String> {
        let name = if name == "_" { "" } else { name };
        let index = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        u8::try_from(index).map_err(|_| format!("no room for the attribute `{name}`"))
    }
}

#[derive(Deserialize)]
struct RuleText {
    tokens: Vec<ConditionText>,
    index: usize,
    set: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ConditionText {
    tag: Option<Members>,
    dep: Option<Members>,
    lower: Option<Members>,
    is_space: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Members {
    In(Vec<String>),
    NotIn(Vec<String>),
}

impl Members {
    fn contains(&self, name: &str) -> bool {
        match self {
            Members::In(names) => names.iter().any(|known| known == name),
            Members::NotIn(names) => names.iter().all(|known| known != name),
        }
    }
}

/// What a token must be. `None`: anything.
#[derive(Debug)]
struct Condition {
    /// By index of the tag.
    tags: Option<Vec<bool>>,
    /// By index of the label.
    deps: Option<Vec<bool>>,
    /// By number of the lower-case word.
    words: Option<Vec<bool>>,
    is_space: Option<bool>,
}

impl Condition {
    fn holds(&self, token: &Token, word: u16) -> bool {
        let member = |set: &Option<Vec<bool>>, index: usize| {
            set.as_ref().is_none_or(|set| set.get(index).copied().unwrap_or(false))
        };
        member(&self.tags, token.tag.into())
            && member(&self.deps, token.dep.into())
            && member(&self.words, word.into())
            && self.is_space.is_none_or(|wanted| wanted == token.is_space())
    }
}

#[derive(Debug)]
struct Rule {
    conditions: Vec<Condition>,
    /// The condition's token that is changed.
    target: usize,
    tag: Option<u8>,
    dep: Option<u8>,
    pos: Option<u8>,
    morph: Option<u8>,
    lemma: Option<u8>,
}

/// All rules, found by the tag or the word of the token that they change.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// Numbers of the words that conditions name; 0 is every other word.
    words: FxHashMap<String, u16>,
    /// Bytes of the longest of these words.
    word_bytes_max: usize,
    /// Rules on a word of their target, by the word's number.
    by_word: Vec<Vec<u16>>,
    /// The other rules, by tag.
    by_tag: Vec<Vec<u16>>,
    pub pos: Names,
    pub morph: Names,
    pub lemmas: Names,
}

impl Ruler {
    /// Reads the `ruler` section for a model with these tags and labels.
    pub fn from_json(section: &str, tags: &[String], deps: &[String]) -> Result<Self, String> {
        let texts: Vec<RuleText> =
            serde_json::from_str(section).map_err(|e| format!("section `ruler`: {e}"))?;
        let mut ruler = Ruler {
            rules: Vec::new(),
            words: FxHashMap::default(),
            word_bytes_max: 0,
            by_word: Vec::new(),
            by_tag: vec![Vec::new(); tags.len()],
            pos: Names::new(),
            morph: Names::new(),
            lemmas: Names::new(),
        };
        for condition in texts.iter().flat_map(|rule| &rule.tokens) {
            if let Some(Members::In(words) | Members::NotIn(words)) = &condition.lower {
                for word in words {
                    let next =
                        u16::try_from(ruler.words.len() + 1).map_err(|_| "the rules name too many words")?;
                    ruler.words.entry(word.clone()).or_insert(next);
                }
            }
        }
        ruler.word_bytes_max = ruler.words.keys().map(String::len).max().unwrap_or(0);
        ruler.by_word.resize(ruler.words.len() + 1, Vec::new());
        for text in &texts {
            ruler.add(text, tags, deps)?;
        }
        Ok(ruler)
    }

    fn add(&mut self, text: &RuleText, tags: &[String], deps: &[String]) -> Result<(), String> {
        let known = |names: &[String], name: &String| {
            let index =
                names.iter().position(|known| known == name).and_then(|index| u8::try_from(index).ok());
            index.ok_or_else(|| format!("a rule sets the unknown attribute `{name}`"))
        };
        let members = |of: &Option<Members>, names: &[String]| {
            of.as_ref().map(|set| names.iter().map(|name| set.contains(name)).collect::<Vec<bool>>())
        };
        let mut words = vec![""; self.words.len() + 1];
        for (word, &number) in &self.words {
            words[usize::from(number)] = word;
        }
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let conditions = text.tokens.iter().map(|token| Condition {
            tags: members(&token.tag, tags),
            deps: members(&token.dep, deps),
            words: members(&token.lower, &words),
            is_space: token.is_space,
        });
        let mut rule = Rule {
            conditions: conditions.collect(),
            target: text.index,
            tag: text.set.get("tag").map(|name| known(tags, name)).transpose()?,
            dep: text.set.get("dep").map(|name| known(deps, name)).transpose()?,
            pos: None,
            morph: None,
            lemma: None,
        };
        rule.pos = text.set.get("pos").map(|name| self.pos.index(name)).transpose()?;
        rule.morph = text.set.get("morph").map(|name| self.morph.index(name)).transpose()?;
        rule.lemma = text.set.get("lemma").map(|name| self.lemmas.index(name)).transpose()?;
        let target = rule.conditions.get(rule.target).ok_or("a rule changes a token outside its pattern")?;
        let number = u16::try_from(self.rules.len()).map_err(|_| "there are too many rules")?;
        let (lists, allowed) = match (&target.words, &target.tags) {
            (Some(words), _) => (&mut self.by_word, Some(words)),
            (None, tags) => (&mut self.by_tag, tags.as_ref()),
        };
        for (index, list) in lists.iter_mut().enumerate() {
            if allowed.is_none_or(|allowed| allowed.get(index).copied().unwrap_or(false)) {
                list.push(number);
            }
        }
        self.rules.push(rule);
        Ok(())
    }

    fn word(&self, lexemes: &Lexemes, text: &str, token: &Token) -> u16 {
        let word = token.text_in(text);
        // Lower-casing never makes a word of the rules out of a much longer one.
        if word.len() > self.word_bytes_max + 2 {
            return 0;
        }
        self.words.get(lexemes.lower(word).as_ref()).copied().unwrap_or(0)
    }

    /// Sets part of speech and features of each token, and what else the rules set. Tags and labels that conditions
    /// ask for are those before any rule. Calls `lemma` with each token, in order, and the index of the lemma that a
    /// rule gave it (0: none).
    pub fn apply(
        &self,
        lexemes: &Lexemes,
        text: &str,
        tokens: &mut [Token],
        mut lemma: impl FnMut(&mut Token, u8),
    ) {
        let mut relabelled: Vec<(usize, Option<u8>, Option<u8>)> = Vec::new();
        for index in 0..tokens.len() {
            let word = self.word(lexemes, text, &tokens[index]);
            let by_word = &self.by_word[usize::from(word)];
            let by_tag = self.by_tag.get(usize::from(tokens[index].tag)).map_or(&[][..], Vec::as_slice);
            let (mut tag, mut dep, mut of_rule) = (None, None, 0);
            for rule in merged(by_word, by_tag).filter_map(|number| self.rules.get(usize::from(number))) {
                if !self.matches(lexemes, rule, text, tokens, index, word) {
                    continue;
                }
                let token = &mut tokens[index];
                token.pos = rule.pos.unwrap_or(token.pos);
                token.morph = rule.morph.unwrap_or(token.morph);
                of_rule = rule.lemma.unwrap_or(of_rule);
                tag = rule.tag.or(tag);
                dep = rule.dep.or(dep);
            }
            if tag.is_some() || dep.is_some() {
                relabelled.push((index, tag, dep));
            }
            lemma(&mut tokens[index], of_rule);
        }
        for (index, tag, dep) in relabelled {
            let token = &mut tokens[index];
            token.tag = tag.unwrap_or(token.tag);
            token.dep = dep.unwrap_or(token.dep);
        }
    }

    fn matches(
        &self,
        lexemes: &Lexemes,
        rule: &Rule,
        text: &str,
        tokens: &[Token],
        index: usize,
        word: u16,
    ) -> bool {
        let Some(first) = index.checked_sub(rule.target) else { return false };
        let Some(window) = tokens.get(first..first + rule.conditions.len()) else { return false };
        rule.conditions.iter().zip(window).enumerate().all(|(place, (condition, token))| {
            let word = match &condition.words {
                None => 0,
                Some(_) if place == rule.target => word,
                Some(_) => self.word(lexemes, text, token),
            };
            condition.holds(token, word)
        })
    }
}

/// Two ascending lists as one.
fn merged<'a>(left: &'a [u16], right: &'a [u16]) -> impl Iterator<Item = u16> + 'a {
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    std::iter::from_fn(move || match (left.peek(), right.peek()) {
        (Some(l), Some(r)) if l < r => left.next(),
        (Some(_), None) => left.next(),
        _ => right.next(),
    })
}
