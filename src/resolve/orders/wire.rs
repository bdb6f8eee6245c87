//! Orders, as nodes leave them for each other.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::resolve::orders::list::{MOST_BLOCKS, MOST_PINS, Orders};
use crate::resolve::orders::order::{Block, Given, ModeOrder, PinOrder, PinUse};
use crate::resolve::policy::Mode;
use crate::rules::wire::{Reader, Writer};

/// Which orders of two are the later ones: by their version and, where a store that lies has let two operators
/// make the same one, by what is in them, so that all nodes come to the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) version: u64,
    digest: [u8; 32],
}

impl Mark {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.array(&self.version.to_be_bytes());
        writer.array(&self.digest);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Mark {
            version: u64::from_be_bytes(reader.array()?),
            digest: reader.array()?,
        })
    }
}

impl Orders {
    pub(crate) fn mark(&self) -> Mark {
        let mut writer = Writer::default();
        self.write(&mut writer);
        Mark {
            version: self.version,
            digest: match self.version {
                // Nothing was ever ordered.
                0 => [0; 32],
                _ => Sha256::digest(writer.finish()).into(),
            },
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.array(&self.version.to_be_bytes());
        writer.byte(self.mode.as_ref().map_or(0, |order| code(order.mode)));
        if let Some(order) = &self.mode {
            order.given.write(writer);
        }
        write_count(self.blocks.len(), writer);
        for block in &self.blocks {
            writer.bytes(block.pattern.as_bytes());
            block.given.write(writer);
        }
        write_count(self.pins.len(), writer);
        for pin in &self.pins {
            pin.write(writer);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let version = u64::from_be_bytes(reader.array()?);
        let mode = match reader.byte()? {
            0 => None,
            code => Some(ModeOrder {
                mode: Mode::ALL
                    .into_iter()
                    .find(|mode| self::code(*mode) == code)?,
                given: Given::read(reader)?,
            }),
        };
        let blocks = read_count(reader, MOST_BLOCKS)?;
        let blocks = (0..blocks)
            .map(|_| Block::read(reader))
            .collect::<Option<_>>()?;
        let pins = read_count(reader, MOST_PINS)?;
        let pins = (0..pins)
            .map(|_| PinOrder::read(reader))
            .collect::<Option<_>>()?;
        Some(Orders {
            version,
            mode,
            blocks,
            pins,
        })
    }
}

impl Given {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self.by.as_bytes());
        writer.bytes(self.why.as_bytes());
        writer.time(self.at);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Given {
            by: reader.text()?.to_owned(),
            why: reader.text()?.to_owned(),
            at: reader.time()?,
        })
    }
}

impl Block {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Block {
            pattern: reader.text()?.to_owned(),
            given: Given::read(reader)?,
        })
    }
}

impl PinOrder {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self.client_id.as_bytes());
        writer.bytes(&self.document);
        writer.time(self.expires);
        writer.byte(match self.used {
            PinUse::Instead => 1,
            PinUse::LastResort => 2,
        });
        self.given.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(PinOrder {
            client_id: reader.text()?.to_owned(),
            document: Bytes::copy_from_slice(reader.bytes()?),
            expires: reader.time()?,
            used: match reader.byte()? {
                1 => PinUse::Instead,
                2 => PinUse::LastResort,
                _ => return None,
            },
            given: Given::read(reader)?,
        })
    }
}

const fn code(mode: Mode) -> u8 {
    match mode {
        Mode::Off => 1,
        Mode::Report => 2,
        Mode::Enforce => 3,
    }
}

fn write_count(count: usize, writer: &mut Writer) {
    // Both bounds are far below.
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    writer.array(&count.to_be_bytes());
}

fn read_count(reader: &mut Reader<'_>, most: usize) -> Option<usize> {
    let count = usize::from(u16::from_be_bytes(reader.array()?));
    (count <= most).then_some(count)
}
