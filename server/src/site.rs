//! The built browser side: its options for Leptos, the hashed stylesheet, and the files with their headers.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use leptos::config::LeptosOptions;
use tower_http::services::ServeDir;

/// What the pages need to know of the built site.
#[derive(Clone, Debug)]
pub struct Site {
    pub options: LeptosOptions,
    pub stylesheet: String,
}

impl Site {
    /// Reads the hashes of the built files.
    ///
    /// # Errors
    /// When the site was not built.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let root = root.canonicalize()?;
        let hash_file = root.join("hash.txt");
        let hashes = std::fs::read_to_string(&hash_file)?;
        let css = hashes
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(name, hash)| (name == "css").then(|| hash.trim()))
            .ok_or_else(|| std::io::Error::other("the hash file names no stylesheet"))?;
        let options = LeptosOptions::builder()
            .output_name("lianrong")
            .site_root(root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .hash_file(hash_file.to_string_lossy().into_owned().into())
            .hash_files(true)
            .build();
        Ok(Self { stylesheet: format!("/pkg/lianrong.{css}.css"), options })
    }

    /// The files: hashed ones never change, the others are asked for again.
    pub fn files(&self) -> Router {
        let root = Path::new(&*self.options.site_root);
        let packages = ServeDir::new(root.join("pkg")).precompressed_br().precompressed_gzip();
        let favicon = ServeDir::new(root).precompressed_br().precompressed_gzip();
        Router::new()
            .nest_service("/pkg", packages)
            .layer(middleware::from_fn(keep_for_ever))
            .route_service("/favicon.svg", favicon.clone())
            .route_service("/robots.txt", favicon)
    }
}

async fn keep_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}
