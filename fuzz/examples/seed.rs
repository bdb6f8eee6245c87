//! Writes the corpora to start from: `corpus/<target>/<number>`, a file for each row of the vectors.

use std::fs;
use std::io;
use std::path::Path;

use tower_cimd_fuzz::laws::seeds;

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (target, seeds) in seeds::all(&here.join("../tests")) {
        let corpus = here.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(corpus.join(format!("seed-{number:04}")), seed)?;
        }
        println!("{target}: {} seeds", seeds.len());
    }
    Ok(())
}
