//! Turns text into the language that it is in, or is taken to be in. Start at [`identify`].

use whatlang::Lang;

use crate::problem::Fault;

/// The language of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its ISO 639-3 code, such as `eng`; of a declared language that is not identified here, the tag as declared.
    pub code: String,
    /// How it is known.
    pub basis: LanguageBasis,
}

/// How the language of a document is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LanguageBasis {
    /// From the words of its text.
    Identified,
    /// The caller, the side file or the document says so, and its text is too short to tell.
    Declared,
    /// Nobody says, and its text is too short or too mixed to tell: it is taken for English.
    Assumed,
}

impl Language {
    /// Whether claims are to be extracted from it.
    pub fn is_english(&self) -> bool {
        self.code == "eng"
    }

    /// Its English name, or its code where none is known.
    pub fn name(&self) -> &str {
        Lang::from_code(&self.code).map_or(&self.code, |lang| lang.eng_name())
    }
}

/// How many characters the identification rests on, at most: trigrams of more change nothing.
const SAMPLE_CHARS: usize = 8_000;

/// How many letters are needed to tell one language from its neighbours by trigrams.
const LETTERS_MIN: usize = 80;

/// The language of `text`, and what is to be said of it. `declared` is the tag that came with it, such as `en-GB`.
pub(crate) fn identify(text: &str, declared: Option<&str>) -> (Language, Option<Fault>) {
    let language = named(text, declared.filter(|tag| !tag.trim().is_empty()));
    let fault = if !language.is_english() {
        Some(Fault::NotEnglish { language: language.name().to_owned() })
    } else if language.basis == LanguageBasis::Assumed {
        Some(Fault::LanguageAssumed)
    } else {
        None
    };
    (language, fault)
}

/// The language of `text`.
fn named(text: &str, declared: Option<&str>) -> Language {
    let sample: String = text.chars().take(SAMPLE_CHARS).collect();
    let of = |lang: Lang| Language { code: lang.code().to_owned(), basis: LanguageBasis::Identified };
    if has_english_small_words(&sample) {
        return of(Lang::Eng);
    }
    let info = whatlang::detect(&sample);
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    let foreign_script = info.as_ref().is_some_and(|info| info.script() != whatlang::Script::Latin);
    match info {
        // Another script needs no long text: whatever its language is, it is not English.
        Some(info) if foreign_script && letters >= 10 => of(info.lang()),
        Some(info) if letters >= LETTERS_MIN && info.is_reliable() => of(info.lang()),
        _ => match declared {
            Some(tag) => Language { code: iso_639_3(tag), basis: LanguageBasis::Declared },
            None => Language { code: Lang::Eng.code().to_owned(), basis: LanguageBasis::Assumed },
        },
    }
}

/// Whether at least one word in ten, and four in all, is one of English's smallest. This keeps texts that are half
/// names, quotations or numbers, which mislead trigrams.
fn has_english_small_words(sample: &str) -> bool {
    const SMALL: [&str; 14] =
        ["the", "of", "and", "to", "that", "was", "were", "with", "for", "by", "from", "has", "have", "is"];
    let (mut words, mut small) = (0_usize, 0_usize);
    for word in sample.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words += 1;
        small += usize::from(SMALL.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    small >= 4 && small * 10 >= words
}

/// The three-letter code of a tag such as `en-GB`; the tag itself when its language is not known here.
fn iso_639_3(tag: &str) -> String {
    const CODES: [(&str, &str); 32] = [
        ("en", "eng"),
        ("ar", "ara"),
        ("fa", "pes"),
        ("ru", "rus"),
        ("uk", "ukr"),
        ("be", "bel"),
        ("tr", "tur"),
        ("az", "aze"),
        ("uz", "uzb"),
        ("ur", "urd"),
        ("hi", "hin"),
        ("bn", "ben"),
        ("he", "heb"),
        ("fr", "fra"),
        ("de", "deu"),
        ("es", "spa"),
        ("it", "ita"),
        ("pt", "por"),
        ("nl", "nld"),
        ("pl", "pol"),
        ("sv", "swe"),
        ("da", "dan"),
        ("fi", "fin"),
        ("cs", "ces"),
        ("hu", "hun"),
        ("ro", "ron"),
        ("bg", "bul"),
        ("el", "ell"),
        ("zh", "cmn"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("id", "ind"),
    ];
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    CODES.iter().find(|(short, _)| *short == primary).map_or_else(
        || if Lang::from_code(&primary).is_some() { primary.clone() } else { tag.trim().to_owned() },
        |(_, long)| (*long).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, declared: Option<&str>, code: &str, basis: LanguageBasis) {
        let (language, _) = identify(text, declared);
        assert_eq!((language.code.as_str(), language.basis), (code, basis), "{text}");
    }

    #[test]
    fn text_says_its_language() {
        use LanguageBasis::Identified;
        check(
            "The movement of the north pledged allegiance to the council in August.",
            None,
            "eng",
            Identified,
        );
        check("Движение объявило о присоединении.", Some("en"), "rus", Identified);
        check(
            "Le mouvement a annoncé en août qu'il se ralliait à un autre groupe, ce que ses adversaires ont nié \
             pendant plusieurs mois dans toute la région.",
            Some("en"),
            "fra",
            Identified,
        );
        check(
            "Hizb ul-Janub wa Jaysh ash-Shamal: the spokesman of the front said that the battalion was to leave.",
            None,
            "eng",
            Identified,
        );
    }

    #[test]
    fn short_text_is_as_declared_or_english() {
        check("Qasr al-Nil", Some("AR-eg"), "ara", LanguageBasis::Declared);
        check("Qasr al-Nil", Some("tlh"), "tlh", LanguageBasis::Declared);
        check("Qasr al-Nil", None, "eng", LanguageBasis::Assumed);
        assert_eq!(identify("Qasr al-Nil", None).1, Some(Fault::LanguageAssumed));
        assert_eq!(
            identify("Движение объявило.", None).1,
            Some(Fault::NotEnglish { language: "Russian".to_owned() })
        );
    }
}
