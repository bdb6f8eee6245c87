//! Makes the server as it was before, for the tests: the same source, without the lines that CIMD added.

#[path = "tests/before/marks.rs"]
mod marks;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let before = Path::new(&env::var("OUT_DIR")?).join("before");
    println!("cargo::rerun-if-changed=tests/before/marks.rs");
    println!("cargo::rerun-if-changed=src");
    if before.exists() {
        fs::remove_dir_all(&before)?;
    }
    copy(Path::new("src"), &before)
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::write(to, marks::without(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}
