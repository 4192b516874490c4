//! What the sandbox has to remember over a restart, one JSON object a line: whatever it did once must not be done again.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::{
    bank::{Cause, Movement, PayoutOrder},
    network::Done,
    phone::Texted,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// The first line: the account's opening balance, and when the sandbox was first started.
    Opened {
        #[serde(with = "crate::amount")]
        balance: i64,
        #[serde(with = "time::serde::rfc3339")]
        at: time::OffsetDateTime,
    },
    /// A payout that was ordered, with the bank's answer for ever.
    Ordered {
        order: PayoutOrder,
        rejected: Option<String>,
    },
    Booked {
        movement: Movement,
        cause: Cause,
    },
    /// The draws that a funder had reported as paid before the sandbox first looked: their money comes from elsewhere.
    Found {
        funder: String,
        draws: Vec<String>,
    },
    /// A message of Lianrong's.
    Texted {
        texted: Texted,
    },
    /// What the network did.
    Network {
        done: Done,
    },
}

pub struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal and reads what is in it. A last line that was cut short is cut off: it was never acted on.
    pub fn open(path: &Path) -> io::Result<(Self, Vec<Record>)> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::options().read(true).append(true).create(true).open(path)?;
        let (mut records, mut whole) = (Vec::new(), 0);
        for line in BufReader::new(&file).split(b'\n') {
            let line = line?;
            let end = whole + line.len() as u64 + 1;
            if end > file.metadata()?.len() {
                break;
            }
            records.push(serde_json::from_slice(&line)?);
            whole = end;
        }
        file.set_len(whole)?;
        Ok((Self { file }, records))
    }

    /// Writes a record down before anybody is told of it.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }
}
