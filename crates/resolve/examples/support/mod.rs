//! Lists of names for training and measuring: the packs of the repository, or tables `id,name,kind`.

use std::path::Path;

use retrospect_resolve::{Kind, Record};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pack {
    #[serde(default)]
    actor: Vec<Actor>,
}

#[derive(Deserialize)]
struct Actor {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<Alias>,
}

#[derive(Deserialize)]
struct Alias {
    name: String,
    /// Names that packs mark as several actors' tell nobody apart: they are left out.
    #[serde(default)]
    ambiguous: bool,
}

/// Which half of the identities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Training,
    Test,
}

impl Half {
    /// The half that an id is in, for ever: by the parity of a checksum of it.
    pub fn of(id: &str) -> Self {
        let sum = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        if (sum >> 20) % 2 == 0 { Self::Training } else { Self::Test }
    }
}

/// All names of a folder of packs or of a table.
pub fn records(path: &Path) -> Result<Vec<Record>, Box<dyn std::error::Error>> {
    if !path.is_dir() {
        return table(path);
    }
    let mut files: Vec<_> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut records = Vec::new();
    for file in files {
        let pack: Pack = toml::from_str(&std::fs::read_to_string(&file)?)?;
        for actor in pack.actor {
            let kind = if actor.kind == "person" { Kind::Person } else { Kind::Organisation };
            let names = std::iter::once(actor.name)
                .chain(actor.aliases.into_iter().filter(|a| !a.ambiguous).map(|alias| alias.name));
            for name in names {
                let mut record = Record::new(&actor.id, &name);
                record.context.kind = Some(kind);
                records.push(record);
            }
        }
    }
    Ok(records)
}

fn table(path: &Path) -> Result<Vec<Record>, Box<dyn std::error::Error>> {
    let mut records = Vec::new();
    let mut reader = csv::Reader::from_path(path)?;
    let heads = reader.headers()?.clone();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let (id, name, kind) = (column("id"), column("name"), column("kind"));
    for row in reader.records() {
        let row = row?;
        let field = |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or_default();
        let mut record = Record::new(field(id), field(name));
        record.context.kind = Kind::parse(field(kind));
        records.push(record);
    }
    Ok(records)
}
