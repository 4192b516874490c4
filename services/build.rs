//! The migrations lie outside the crate, so cargo has to be told to watch them.
fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
