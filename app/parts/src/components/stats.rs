//! The numbers at the head of somebody's first page: what the person can act on, and after it, smaller, what only is to be known.

use leptos::prelude::*;
use services::badge::MOST;

use crate::texts::word;

/// A number: what it is of, where exactly that stands, how many there are, and how a number that is not nothing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    name: &'static str,
    href: &'static str,
    count: i64,
    class: &'static str,
}

impl Stat {
    /// Of something that is no worse for there being more of it.
    #[must_use]
    pub const fn new(name: &'static str, href: &'static str, count: i64) -> Self {
        Self { name, href, count, class: "" }
    }

    /// Of something that is due.
    #[must_use]
    pub const fn due(self) -> Self {
        Self { class: "stats__item--due", ..self }
    }

    /// Of something that should not be.
    #[must_use]
    pub const fn bad(self) -> Self {
        Self { class: "stats__item--bad", ..self }
    }
}

/// A number that is counted only so far.
#[must_use]
pub fn shown(count: i64) -> String {
    if count < MOST { count.to_string() } else { format!("{}+", MOST - 1) }
}

/// What the person acts on, large, and the others. Who acts on nothing sees all in one.
#[must_use]
pub fn stats(own: Vec<Stat>, others: Vec<Stat>) -> AnyView {
    if own.is_empty() {
        return row("stats", others);
    }
    view! {
        {row("stats stats--own", own)}
        <div class="stack stack--tight">
            <p class="muted small">{word().to_know()}</p>
            {row("stats stats--others", others)}
        </div>
    }
    .into_any()
}

fn row(class: &'static str, stats: Vec<Stat>) -> AnyView {
    let items = stats.into_iter().map(|Stat { name, href, count, class }| {
        let class = if count == 0 { "stats__item".to_owned() } else { format!("stats__item {class}") };
        view! {
            <div class=class>
                <dt>{name}</dt>
                <dd><a href=href>{shown(count)}</a></dd>
            </div>
        }
    });
    view! { <dl class=class>{items.collect_view()}</dl> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_counts_to_a_hundred() {
        for (count, expected) in [(1, "1"), (99, "99"), (100, "99+"), (200, "99+")] {
            assert_eq!(shown(count), expected);
        }
    }

    #[test]
    fn what_one_acts_on_stands_before_what_is_to_be_known() {
        let page =
            |own: Vec<Stat>| Owner::new().with(|| stats(own, vec![Stat::new("Sent", "/sent", 0).bad()]).to_html());
        let both = page(vec![Stat::new("Waiting", "/waiting", 150).due()]);
        for part in [r#"class="stats stats--own""#, "stats__item--due", r#"<a href="/waiting">99+</a>"#] {
            assert!(both.contains(part), "{part} in {both}");
        }
        assert!(both.find("stats--own") < both.find("stats--others"), "{both}");
        assert!(!both.contains("stats__item--bad"), "nothing is no harm: {both}");
        let looks = page(Vec::new());
        assert!(looks.contains(r#"class="stats""#) && !looks.contains("stats--"), "{looks}");
    }
}
