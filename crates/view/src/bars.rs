//! Draws how likely each answer to a question is, and what each camp adds to it. Start at [`belief_bars`].

use crate::frame::{Frame, Heading, LETTERS, Tone};
use crate::lettering;
use crate::markup::attributes;
use crate::options::Options;

/// The height of a bar with the space around it.
const ROW_PX: f64 = 22.0;
const BAR_PX: f64 = 12.0;

/// What belief bars show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BeliefInput {
    /// The question.
    pub title: String,
    /// Its answers, in the order in which they are drawn.
    pub answers: Vec<Answered>,
}

/// An answer with how likely it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The answer.
    pub label: String,
    /// How likely it is, from 0 to 1.
    pub probability: f64,
    /// What each camp adds.
    pub shares: Vec<CampShare>,
    /// Where to read on.
    pub link: Option<String>,
}

/// What the claims of a camp add to an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct CampShare {
    /// The camp, or what else adds to it.
    pub camp: String,
    /// What it adds to the log-odds, in nats; negative when it speaks against.
    pub nats: f64,
    /// What it says, in words.
    pub words: String,
}

/// The bars as SVG.
///
/// ```
/// use retrospect_view::{Answered, BeliefInput, CampShare, Options, belief_bars};
///
/// let share = CampShare { camp: "Taliban".to_owned(), nats: 2.1, words: "against its own interest".to_owned() };
/// let answer = Answered { label: "died".to_owned(), probability: 0.93, shares: vec![share], link: None };
/// let svg = belief_bars(&BeliefInput { title: "Did he die?".to_owned(), answers: vec![answer] }, &Options::default());
/// assert!(svg.contains("93 %") && svg.contains("+2.1"));
/// ```
pub fn belief_bars(input: &BeliefInput, options: &Options) -> String {
    let rows: usize = input.answers.iter().map(|answer| 1 + answer.shares.len()).sum();
    let gaps = input.answers.len() as f64 * 10.0;
    let each = if options.is_narrow() { ROW_PX + 14.0 } else { ROW_PX };
    let height = 40.0 + rows as f64 * each + gaps;
    let description = description(input);
    let has_links = input.answers.iter().any(|answer| answer.link.is_some());
    let heading = Heading { title: &input.title, description: &description, has_links };
    let mut frame = Frame::new(options, height, &heading);
    frame.fitted((12.0, 22.0), "rv-h", &input.title, options.width_px() - 24.0);
    let sheet = Sheet::of(input, options);
    let mut y = 40.0;
    for answer in &input.answers {
        sheet.answer(&mut frame, answer, y);
        y += each;
        for share in &answer.shares {
            sheet.share(&mut frame, share, y);
            y += each;
        }
        y += 10.0;
    }
    frame.finish()
}

fn description(input: &BeliefInput) -> String {
    let answers = input.answers.iter().map(|answer| {
        let shares = answer.shares.iter().map(|share| format!("{} {}", share.camp, signed(share.nats)));
        let shares = shares.collect::<Vec<_>>().join(", ");
        let because = if shares.is_empty() { String::new() } else { format!(" (in nats: {shares})") };
        format!("{}: {}{because}", answer.label, percent(answer.probability))
    });
    format!("{}.", answers.collect::<Vec<_>>().join("; "))
}

/// "93 %"; what is neither certain nor impossible is never told as 100 or 0.
pub(crate) fn percent(probability: f64) -> String {
    if !probability.is_finite() {
        return "? %".to_owned();
    }
    let probability = probability.clamp(0.0, 1.0);
    let text = match probability {
        p if p > 0.995 && p < 1.0 => ">99".to_owned(),
        p if p < 0.005 && p > 0.0 => "<1".to_owned(),
        p => format!("{:.0}", p * 100.0),
    };
    format!("{text} %")
}

/// "+2.1", "−0.4".
fn signed(nats: f64) -> String {
    let nats = if nats.is_finite() { nats } else { 0.0 };
    format!("{}{:.1}", if nats < -0.05 { "−" } else { "+" }, nats.abs())
}

struct Sheet {
    is_narrow: bool,
    label: f64,
    left: f64,
    right: f64,
    /// Pixels of a nat, to each side of the middle.
    nat: f64,
}

impl Sheet {
    fn of(input: &BeliefInput, options: &Options) -> Self {
        let (width, is_narrow) = (options.width_px(), options.is_narrow());
        let label = if is_narrow { width - 24.0 } else { width * 0.36 };
        let (left, right) = (if is_narrow { 12.0 } else { 12.0 + label + 12.0 }, width - 66.0);
        let nats = input.answers.iter().flat_map(|answer| &answer.shares).map(|share| share.nats.abs());
        let most = nats.filter(|nats| nats.is_finite()).fold(1.0, f64::max);
        Self { is_narrow, label, left, right, nat: (right - left) / 2.0 / most }
    }

    /// Where a label stands, and the upper edge of its bar.
    fn places(&self, y: f64, indent: f64) -> ((f64, f64), f64) {
        if self.is_narrow {
            ((12.0 + indent, y + 12.0), y + 17.0)
        } else {
            ((12.0 + indent, y + 14.0), y + 4.0)
        }
    }

    fn answer(&self, frame: &mut Frame, answer: &Answered, y: f64) {
        let (at, top) = self.places(y, 0.0);
        let percent = percent(answer.probability);
        frame.begin_mark("rv-mark", &format!("{}: {percent}", answer.label), answer.link.as_deref());
        frame.fitted(at, "rv-b", &answer.label, self.label);
        let width = self.right - self.left;
        let full = if answer.probability.is_finite() { answer.probability.clamp(0.0, 1.0) } else { 0.0 };
        let mut bar = |class: &str, width: f64| {
            frame.markup.empty(
                "rect",
                attributes!["class" = class, "x" = self.left, "y" = top, "width" = width, "height" = BAR_PX],
            );
        };
        bar("rv-fill-one", width * full);
        bar("rv-edge-one", width);
        frame.text(self.right + 8.0, top + BAR_PX - 2.0, "rv-b", &percent);
        frame.end_mark();
    }

    fn share(&self, frame: &mut Frame, share: &CampShare, y: f64) {
        let (at, top) = self.places(y, 14.0);
        let nats = if share.nats.is_finite() { share.nats } else { 0.0 };
        let text = signed(nats);
        frame.begin_mark("rv-mark", &format!("{}: {text} nats\n{}", share.camp, share.words), None);
        frame.fitted(at, "rv-soft", &share.camp, self.label - 14.0);
        let middle = f64::midpoint(self.left, self.right);
        let long = (nats.abs() * self.nat).max(1.0);
        let (tone, x) = if nats < 0.0 { (Tone::Other, middle - long) } else { (Tone::One, middle) };
        let class = format!("rv-fill-{}", tone.word());
        let (top, height) = (top + 2.0, BAR_PX - 4.0);
        frame.markup.empty(
            "rect",
            attributes!["class" = &class, "x" = x, "y" = top, "width" = long, "height" = height],
        );
        if nats < 0.0 {
            let hatch = frame.url("hatch");
            frame.markup.empty(
                "rect",
                attributes!["fill" = &hatch, "x" = x, "y" = top, "width" = long, "height" = height],
            );
        }
        frame.line("rv-on", (middle, top - 4.0), (middle, top + height + 4.0));
        debug_assert!(lettering::width(&text, LETTERS) < 60.0, "a share of some nats fits beside its bar");
        frame.text(self.right + 8.0, top + height + 1.0, "rv-soft", &text);
        frame.end_mark();
    }
}
