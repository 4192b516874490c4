//! A browser's name for itself, as people know it.

use crate::texts::frame::frame;

/// What a browser calls itself by, the more particular before what it also claims to be.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("HuaweiBrowser", "Huawei"),
    ("MQQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

/// Browser and system of a `User-Agent`.
#[must_use]
pub fn device_name(user_agent: &str) -> String {
    let known = |names: [(&'static str, &'static str); 7]| {
        names.into_iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| name)
    };
    let browser = if user_agent.contains("MicroMessenger") { Some(frame().wechat()) } else { known(BROWSERS) };
    match (browser, known(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => frame().unknown_device().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    #[test]
    fn a_device_has_the_name_that_people_know() {
        let cases = [
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile MicroMessenger/8.0", "微信 · Android"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
            ("curl/8.0", "未知设备"),
        ];
        for (user_agent, name) in cases {
            assert_eq!(Owner::new().with(|| device_name(user_agent)), name);
        }
    }
}
