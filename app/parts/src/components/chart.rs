//! Bars and strips of amounts: pictures of the server's, beside which the same figures stand in a table.

use leptos::prelude::*;
use rust_decimal::Decimal;

use crate::texts::terms::percent;

/// The picture's measures, in its own units.
const LEFT: i64 = 56;
const BOTTOM: i64 = 180;
const HEIGHT: i64 = 168;
const TALL: i64 = 220;
const WIDEST: i64 = 40;
/// A picture that is less wide shrinks less in a narrow place, and its letters with it.
const SMALL: i64 = 600;
/// Lines across the picture, above the axis.
const STEPS: i64 = 4;
/// As many names stand apart below a picture on a phone. Of more, every other one is left out there.
const NAMES: usize = 6;

/// One bar.
pub struct Bar {
    pub fen: i64,
    /// What stands below it; empty where there is no room for every name.
    pub label: String,
    /// `""`, `due` or `bad`.
    pub tone: &'static str,
}

/// Whether a bar has its name below it: each where they are few, and else every third.
#[must_use]
pub const fn named(place: usize, bars: usize) -> bool {
    bars <= 6 || place.is_multiple_of(3)
}

/// The picture, at most so wide, with what it says for those who do not see it.
pub fn bars(bars: &[Bar], wide: i64, described: String) -> AnyView {
    bars_before(bars, &[], wide, described)
}

/// The same with a wider and paler bar behind each, so high.
pub fn bars_before(bars: &[Bar], behind: &[i64], wide: i64, described: String) -> AnyView {
    let right = wide - 8;
    let step = step_of(bars.iter().map(|bar| bar.fen).chain(behind.iter().copied()).max().unwrap_or_default());
    let slot = (right - LEFT) / i64::try_from(bars.len()).unwrap_or(1).max(1);
    let width = if behind.is_empty() { slot * 7 / 10 } else { slot / 2 };
    let width = width.clamp(2, WIDEST);
    let many = bars.iter().filter(|bar| !bar.label.is_empty()).count() > NAMES;
    let mut minor = true;
    let front = |(bar, place): (&Bar, i64)| {
        minor ^= !bar.label.is_empty();
        one(bar, (LEFT + place * slot, slot), (width, step), many && minor)
    };
    let back = |(fen, place): (&i64, i64)| {
        let (tall, width) = (tall(*fen, step), (slot * 9 / 10).max(4));
        let x = LEFT + place * slot + (slot - width) / 2;
        view! { <rect class="chart__bar chart__bar--second" x=x y=BOTTOM - tall width=width height=tall /> }
    };
    let class = if wide < SMALL { "chart__box chart__box--small" } else { "chart__box" };
    view! {
        <div class=class>
            <svg width=wide viewBox=format!("0 0 {wide} {TALL}") role="img" aria-label=described>
                {(0..=STEPS).map(|line| grid(line, step, right)).collect_view()}
                {behind.iter().zip(0_i64..).map(back).collect_view()}
                {bars.iter().zip(0_i64..).map(front).collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

/// The smallest of 1, 2 and 5 times a power of ten, in fen, of which [`STEPS`] reach the highest bar.
fn step_of(highest: i64) -> i64 {
    let mut power: i64 = 100;
    loop {
        for times in [1, 2, 5] {
            let step = power.saturating_mul(times);
            if step.saturating_mul(STEPS) >= highest {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// How high an amount reaches.
fn height(fen: i64, step: i64) -> i64 {
    let reached = i128::from(fen).saturating_mul(i128::from(HEIGHT)) / i128::from(step.saturating_mul(STEPS).max(1));
    i64::try_from(reached).unwrap_or(HEIGHT)
}

fn grid(line: i64, step: i64, right: i64) -> impl IntoView {
    let fen = step.saturating_mul(line);
    let y = BOTTOM - height(fen, step);
    let class = if line == 0 { "chart__axis" } else { "chart__grid" };
    // Ten thousand yuan are a million fen.
    let label = Decimal::new(fen, 6).normalize().to_string();
    view! {
        <path class=class d=format!("M{LEFT} {y}H{right}") />
        <text class="chart__label chart__label--end" x=LEFT - 8 y=y dy="0.35em">
            {label}
        </text>
    }
}

/// How high a bar is. What there is can be seen, however little it is.
fn tall(fen: i64, step: i64) -> i64 {
    let tall = height(fen, step);
    if fen > 0 { tall.max(2) } else { tall }
}

/// A bar and its name, which a phone leaves out where it is `minor`. Names hang below the axis, however large they are drawn.
fn one(bar: &Bar, (left, slot): (i64, i64), (width, step): (i64, i64), minor: bool) -> impl IntoView + use<> {
    let (x, tall) = (left + (slot - width) / 2, tall(bar.fen, step));
    let label = bar.label.clone();
    let class = marked("chart__label", if minor { "minor" } else { "" });
    view! {
        <rect class=marked("chart__bar", bar.tone) x=x y=BOTTOM - tall width=width height=tall />
        {(!label.is_empty())
            .then(|| view! { <text class=class x=left + slot / 2 y=BOTTOM + 14 dy="0.8em">{label}</text> })}
    }
}

/// A mark's class with that of its tone.
fn marked(class: &str, tone: &str) -> String {
    if tone.is_empty() { class.to_owned() } else { format!("{class} {class}--{tone}") }
}

/// A part of a strip.
pub struct Share {
    pub fen: i64,
    pub name: String,
    /// `""`, `due`, `late`, `bad` or `worst`.
    pub tone: &'static str,
}

/// What a total is made of, as a strip of 100 % with the name and share of each part below, and what it says for those who do not see it.
pub fn strip(shares: &[Share], described: String) -> AnyView {
    let total: i64 = shares.iter().map(|share| share.fen).sum();
    let shown: Vec<(&Share, i64)> =
        shares.iter().filter(|share| share.fen > 0).map(|share| (share, width(share.fen, total))).collect();
    let wide: i64 = shown.iter().map(|(_, width)| width).sum();
    let parts = shown.iter().scan(0_i64, |left, (share, width)| {
        let (x, width) = (*left, *width);
        *left += width;
        Some(view! { <rect class=marked("chart__bar", share.tone) x=x y="0" width=width height="24" /> })
    });
    let keys = shown.iter().map(|(share, _)| {
        let part = Decimal::from(share.fen).checked_div(Decimal::from(total)).map(percent).unwrap_or_default();
        view! { <span class=marked("chart__key", share.tone)>{share.name.clone()} " " {part}</span> }
    });
    view! {
        <div class="chart__strip">
            <svg viewBox=format!("0 0 {wide} 24") preserveAspectRatio="none" role="img" aria-label=described>
                {parts.collect_view()}
            </svg>
        </div>
        <p class="chart__legend">{keys.collect_view()}</p>
    }
    .into_any()
}

/// How wide a part is in thousandths of its total. What there is can be seen, however little it is.
fn width(fen: i64, total: i64) -> i64 {
    let part = i128::from(fen).saturating_mul(1_000) / i128::from(total.max(1));
    i64::try_from(part).unwrap_or(1_000).max(5)
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Bar, Share, bars, height, named, step_of, strip, width};

    #[test]
    fn the_highest_bar_fits_and_uses_most_of_the_picture() {
        for (highest, step) in [(0, 100), (1, 100), (400, 100), (401, 200), (1_900, 500), (361_240_000, 100_000_000)] {
            assert_eq!(step_of(highest), step, "{highest}");
            assert!(height(highest, step) <= 168);
        }
        assert_eq!(height(400_000_000, 100_000_000), 168);
        assert_eq!(height(200_000_000, 100_000_000), 84);
    }

    #[test]
    fn few_bars_are_all_named_and_of_many_every_third() {
        assert!((0..6).all(|place| named(place, 6)));
        assert_eq!([0, 1, 2, 3].map(|place| named(place, 7)), [true, false, false, true]);
    }

    #[test]
    fn of_many_names_every_other_one_is_left_out_where_there_is_no_room() {
        let minor = |count: u8| {
            let drawn: Vec<Bar> =
                (0..count).map(|place| Bar { fen: 100, label: place.to_string(), tone: "" }).collect();
            let shown = Owner::new().with(|| bars(&drawn, 720, String::new()).to_html());
            shown.matches("chart__label--minor").count()
        };
        assert_eq!([6, 7, 8].map(minor), [0, 3, 4]);
    }

    #[test]
    fn parts_of_a_strip_are_as_wide_as_their_shares_and_the_least_can_be_seen() {
        assert_eq!([850, 140, 10].map(|fen| width(fen, 1_000)), [850, 140, 10]);
        assert_eq!(width(1, 1_000_000), 5);
        assert_eq!(width(i64::MAX, i64::MAX), 1_000);
    }

    #[test]
    fn a_strip_is_full_whatever_it_is_made_of_and_names_what_it_shows() {
        let share = |fen, tone| Share { fen, name: format!("of {fen}"), tone };
        let shown = |shares: &[Share]| Owner::new().with(|| strip(shares, String::new()).to_html());
        let two = shown(&[share(850, ""), share(150, "bad"), share(0, "worst")]);
        assert!(two.contains("0 0 1000 24") && two.contains("of 850") && two.contains("chart__key--bad"), "{two}");
        assert!(!two.contains("worst") && !two.contains("of 0"), "{two}");
        let one = shown(&[share(1, "bad")]);
        assert!(one.contains("0 0 1000 24") && one.contains("width=\"1000\""), "{one}");
    }
}
