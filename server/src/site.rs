//! The built browser side: its options for Leptos, the names of its files, and the files with their headers.

use std::path::Path;

use app::BuiltFiles;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use leptos::{WasmSplitManifest, config::LeptosOptions, reactive::owner::ArcStoredValue};
use tower_http::services::ServeDir;

/// What the pages need to know of the built site.
#[derive(Clone, Debug)]
pub struct Site {
    pub options: LeptosOptions,
    pub built: BuiltFiles,
}

impl Site {
    /// Reads the hashes of the built files.
    ///
    /// # Errors
    /// When the site was not built.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let root = root.canonicalize()?;
        let hashes = std::fs::read_to_string(root.join("hash.txt"))?;
        let hash = |wanted: &str| {
            let mut named = hashes.lines().filter_map(|line| line.split_once(':'));
            named.find_map(|(name, hash)| (name.trim() == wanted).then(|| hash.trim()))
        };
        let file = |kind: &str| {
            let hash = hash(kind).ok_or_else(|| std::io::Error::other(format!("the hash file names no {kind}")))?;
            Ok::<_, std::io::Error>(format!("/pkg/lianrong.{hash}.{kind}"))
        };
        let parts = match (hash("manifest"), hash("split")) {
            (Some(manifest), Some(split)) => {
                let list = std::fs::read(root.join(format!("pkg/__wasm_split_manifest.{manifest}.json")))?;
                let (list, script) = (serde_json::from_slice(&list)?, format!("__wasm_split.{split}.js"));
                WasmSplitManifest(ArcStoredValue::new(("/pkg".to_owned(), list, script)))
            }
            _ => WasmSplitManifest::default(),
        };
        let built = BuiltFiles { stylesheet: file("css")?, script: file("js")?, wasm: file("wasm")?, parts };
        let options = LeptosOptions::builder()
            .output_name("lianrong")
            .site_root(root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .build();
        Ok(Self { options, built })
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
