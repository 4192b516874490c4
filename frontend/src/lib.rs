//! The browser's entry: everything else lives in `islands`.

use wasm_bindgen::prelude::wasm_bindgen;

// Keeps the islands' exports, which only the page calls.
pub use islands;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
