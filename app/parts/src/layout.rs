//! The frames of the portals: bar, navigation, banner, and the page inside.

use islands::Keys;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{components::Outlet, hooks::use_location};

use crate::{
    api::{
        badge::AskedBadges,
        day::MoveTime,
        only_looks,
        preference::SetPreference,
        session::{self, PersonView, SignOut},
    },
    components::{
        form::{Form, sent_back_with},
        icon::{Icon, icon, mark},
        load::load_aside,
        search::search_box,
        stats::shown,
    },
    texts::{Preferences, export::export, frame::frame, word},
};

/// A portal's own words and links.
pub struct Portal {
    /// `shell--agent` or `shell--staff`.
    pub class: &'static str,
    pub home: &'static str,
    pub name: &'static str,
    pub groups: Vec<Group>,
    /// Pages that stand under a link with another path: a path and that link's.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// What waits behind the links, for who works here; nobody counts it for an agent.
    pub badges: Option<AskedBadges>,
}

/// Links under one heading. A portal with few links has one group without a name.
pub struct Group {
    pub name: &'static str,
    pub links: Vec<Link>,
}

impl From<Vec<Link>> for Group {
    fn from(links: Vec<Link>) -> Self {
        Self { name: "", links }
    }
}

/// One entry of the navigation.
#[derive(Clone, Copy)]
pub struct Link {
    pub href: &'static str,
    pub icon: Icon,
    pub text: &'static str,
}

/// The frame around every page of a portal.
#[must_use]
pub fn shell(portal: Portal) -> AnyView {
    let (class, home, name) = (portal.class, portal.home, portal.name);
    let staff = class == "shell--staff";
    let texts = frame();
    let links = links(portal);
    view! {
        <div class=format!("shell {class}")>
            <a class="skip" href="#main">{texts.skip()}</a>
            {load_aside(session::person(), banner)}
            <header class="shell__bar">
                <a class="shell__brand" href=home>
                    {mark()} {texts.brand()} <span class="shell__portal">{name}</span>
                </a>
                {staff.then(|| search_box(home))}
                {load_aside(session::person(), user_menu)}
            </header>
            {staff.then(|| view! { <details class="shell__menu"><summary>{texts.menu()}</summary></details> })}
            <nav class="shell__nav" aria-label=texts.main_navigation()>
                {links}
            </nav>
            <main class=if staff { "shell__main shell__main--wide" } else { "shell__main" } id="main" tabindex="-1">
                {sent_back_with()}
                {only_looks().then(|| view! { <p class="muted small">{texts.only_looks()}</p> })}
                <Outlet />
            </main>
            {(staff && expect_context::<Preferences>().keys).then(|| view! { <Keys /> })}
        </div>
    }
    .into_any()
}

/// The navigation; where something waits for the visitor, with how much. Without the counts it is there all the same.
fn links(portal: Portal) -> AnyView {
    let Portal { home, groups, elsewhere, badges, .. } = portal;
    let path = use_location().pathname.get_untracked();
    let links = groups.iter().flat_map(|group| &group.links).map(|link| (link.href, link.href));
    let here = here(&path, home, links.chain(elsewhere.iter().copied()));
    let works_here = crate::api::visitor().person.is_some_and(|person| person.role.portal() == home);
    match badges.filter(|_| works_here) {
        None => navigation(groups, here, &[]),
        Some(badges) => load_aside(async move { Ok(badges.await.unwrap_or_default()) }, move |badges| {
            navigation(groups, here, &badges)
        }),
    }
}

fn navigation(groups: Vec<Group>, here: Option<&'static str>, badges: &[(&'static str, i64)]) -> AnyView {
    let link = |link: Link| {
        let waiting = badges.iter().find(|(href, _)| *href == link.href).map_or(0, |(_, count)| *count);
        navigation_link(link, here == Some(link.href), waiting)
    };
    groups
        .into_iter()
        .map(|group| {
            view! {
                {(!group.name.is_empty()).then(|| view! { <p class="shell__group">{group.name}</p> })}
                <ul class="shell__links">
                    {group.links.into_iter().map(link).collect_view()}
                </ul>
            }
        })
        .collect_view()
        .into_any()
}

/// The link under which a page stands: that of the longest path that its own begins with. Under the home stands only the
/// home.
fn here<'a>(path: &str, home: &str, links: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let stands_under = |href: &str| {
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || (href != home && rest.starts_with('/')))
    };
    links.filter(|(path, _)| stands_under(path)).max_by_key(|(path, _)| path.len()).map(|(_, link)| link)
}

fn navigation_link(link: Link, current: bool, waiting: i64) -> AnyView {
    let current = current.then_some("page");
    let badge = (waiting > 0).then(|| {
        view! { " " <span class="badge">{shown(waiting)} <span class="visually-hidden">{frame().waiting()}</span></span> }
    });
    view! {
        <li>
            <a href=link.href aria-current=current>
                {icon(link.icon)} <span>{link.text}</span> {badge}
            </a>
        </li>
    }
    .into_any()
}

fn banner(person: PersonView) -> AnyView {
    let texts = frame();
    // What a day has brought concerns all; the institution's people see it.
    let tells = (person.role.portal() == "/admin").then(|| view! { <a href="/admin/days">{texts.leap_told()}</a> });
    person
        .demonstration
        .then(|| {
            view! {
                <aside class="banner" aria-label=texts.demonstration()>
                    <span>
                        {texts.demonstration()} " · " {word().business_date()} " " {person.business_date.clone()} " · " {texts.made_up()}
                    </span>
                    {(!person.move_no.is_empty()).then(|| time_bar(person.move_no, person.business_date))}
                    {tells}
                </aside>
            }
        })
        .into_any()
}

/// Moves the demonstration's time, from every page that somebody of the staff looks at.
fn time_bar(request_no: String, from: String) -> impl IntoView {
    let texts = frame();
    let leaps = [
        ("day", texts.leap_day()),
        ("week", texts.leap_week()),
        ("due", texts.leap_due()),
        ("commission", texts.leap_commission()),
    ];
    let buttons = leaps.map(|(leap, text)| view! { <button name="leap" value=leap>{text}</button> });
    view! {
        <Form to=MoveTime::PATH request_no class="banner__time">
            <input type="hidden" name="from" value=from />
            <span>{texts.leap()}</span>
            {buttons.into_iter().collect_view()}
        </Form>
    }
}

fn user_menu(person: PersonView) -> AnyView {
    let texts = frame();
    let preferences = expect_context::<Preferences>();
    let theme = if preferences.theme.is_empty() { "system" } else { preferences.theme.as_str() };
    let text = if preferences.text.is_empty() { "standard" } else { "large" };
    let [sessions, exports] = ["sessions", "exports"].map(|page| format!("{}/{page}", person.role.portal()));
    let density = if preferences.compact { "compact" } else { "standard" };
    let densities = vec![("standard", texts.density_standard()), ("compact", texts.density_compact())];
    let keys = if preferences.keys { "on" } else { "off" };
    let of_a_shop = !person.role.is_staff();
    view! {
        <details class="shell__user">
            <summary>{icon(Icon::User)} <span class="shell__name">{person.display_name.clone()}</span></summary>
            <div class="shell__panel">
                <p>
                    <strong>{person.display_name.clone()}</strong>
                    <br />
                    <span class="muted">{person.party_name} " " {person.username}</span>
                </p>
                <hr />
                {language()}
                {choice(
                    texts.theme(),
                    "theme",
                    theme,
                    vec![("system", texts.theme_system()), ("light", texts.theme_light()), ("dark", texts.theme_dark())],
                )}
                {choice(texts.text(), "text", text, vec![("standard", texts.text_standard()), ("large", texts.text_large())])}
                {(!of_a_shop).then(|| choice(texts.density(), "density", density, densities))}
                {(!of_a_shop).then(|| choice(texts.keys(), "keys", keys, vec![("on", texts.keys_on()), ("off", texts.keys_off())]))}
                <hr />
                <p><a href=sessions>{word().sessions()}</a></p>
                {(!of_a_shop).then(|| view! { <p><a href=exports>{export().title()}</a></p> })}
                {of_a_shop.then(|| view! {
                    <p><a href="/agent/mobile">{word().mobile()}</a></p>
                    <p><a href="/agent/people">{word().staff()}</a></p>
                })}
                <form method="post" action=SignOut::PATH>
                    <button class="button button--quiet button--block">{icon(Icon::Out)} {texts.sign_out()}</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// The choice of the language.
pub fn language() -> impl IntoView {
    let current = expect_context::<Preferences>().language.choose("zh", "en");
    choice(frame().language(), "lang", current, vec![("zh", "中文"), ("en", "English")])
}

/// A choice of how pages look: a plain form, because the whole page has to be rendered anew.
fn choice(
    label: &'static str,
    name: &'static str,
    current: &str,
    values: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let buttons = values
        .into_iter()
        .map(|(value, text)| {
            let pressed = if value == current { "true" } else { "false" };
            view! { <button name="value" value=value aria-pressed=pressed>{text}</button> }
        })
        .collect_view();
    view! {
        <div class="cluster cluster--spread">
            <span>{label}</span>
            <form class="segmented" method="post" action=SetPreference::PATH>
                <input type="hidden" name="name" value=name />
                {buttons}
            </form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn a_page_stands_under_the_longest_link_that_it_begins_with() {
        let links = ["/admin", "/admin/ledger", "/admin/ledger/loans"].map(|path| (path, path));
        let links = [links.as_slice(), &[("/admin/books", "/admin/ledger")]].concat();
        for (path, expected) in [
            ("/admin", Some("/admin")),
            ("/admin/ledger", Some("/admin/ledger")),
            ("/admin/ledger/accounts/1", Some("/admin/ledger")),
            ("/admin/ledger/loans/1", Some("/admin/ledger/loans")),
            ("/admin/ledgers", None),
            ("/admin/books/1", Some("/admin/ledger")),
            ("/admin/sessions", None),
        ] {
            assert_eq!(here(path, "/admin", links.iter().copied()), expected, "{path}");
        }
    }
}
