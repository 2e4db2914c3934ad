//! Compound files, in which Office kept documents before it used zip archives, and keeps locked ones.

use std::collections::BTreeMap;

/// How such a file begins.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Numbers of sectors from here on mean the end or no sector.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Bytes of a sector for small streams.
const SMALL_SECTOR: usize = 64;

/// A compound file with its directory.
#[derive(Debug)]
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// Streams smaller than this lie in small sectors.
    cutoff: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    /// The stream that holds the small sectors.
    small: Vec<u8>,
    streams: BTreeMap<String, Stream>,
}

#[derive(Debug, Clone, Copy)]
struct Stream {
    start: u32,
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the directory of a file; nothing where it is damaged.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = u32::from(number16(bytes, 30)?);
        let sector = 1_usize.checked_shl(shift).filter(|_| shift == 9 || shift == 12)?;
        let mut file = Self {
            bytes,
            sector,
            cutoff: size(number32(bytes, 56)?)?,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            streams: BTreeMap::new(),
        };
        file.next = file.allocation()?;
        let small = file.chain(number32(bytes, 60)?);
        file.next_small = numbers(&small);
        let directory = file.chain(number32(bytes, 48)?);
        for entry in directory.chunks_exact(ENTRY) {
            file.take_entry(entry);
        }
        Some(file)
    }

    /// Says whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.streams.contains_key(name)
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let stream = *self.streams.get(name)?;
        let mut bytes = if stream.size < self.cutoff {
            self.small_chain(stream.start)
        } else {
            self.chain(stream.start)
        };
        bytes.truncate(stream.size);
        Some(bytes)
    }

    fn take_entry(&mut self, entry: &[u8]) {
        let entry_of = || {
            let length = usize::from(number16(entry, 64)?).checked_sub(2)?;
            let name = entry.get(..length.min(62))?.chunks_exact(2);
            let name: Vec<u16> =
                name.filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
            let stream =
                Stream { start: number32(entry, 116)?, size: size(number32(entry, 120)?)? };
            Some((String::from_utf16_lossy(&name), *entry.get(66)?, stream))
        };
        match entry_of() {
            Some((_, 5, stream)) => self.small = self.chain(stream.start),
            // Storages count as streams here: their names tell what a file is.
            Some((name, 1 | 2, stream)) => {
                self.streams.entry(name).or_insert(stream);
            }
            _ => {}
        }
    }

    /// The table that says for each sector which one follows.
    fn allocation(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..512)?);
        let mut further = number32(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector;
        for _ in 0..most {
            let Some(list) = self.sector_bytes(further) else { break };
            let mut list = numbers(list);
            further = list.pop()?;
            sectors.extend(list);
        }
        let sectors = sectors.into_iter().filter(|sector| *sector < NO_SECTOR).take(most);
        let tables = sectors.filter_map(|sector| self.sector_bytes(sector));
        Some(tables.flat_map(numbers).collect())
    }

    fn sector_bytes(&self, number: u32) -> Option<&'b [u8]> {
        let start = size(number)?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    /// The bytes of the sectors from one on; no sector is read twice.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut number = start;
        while let Some(sector) = self.sector_bytes(number) {
            bytes.extend_from_slice(sector);
            // A chain that is longer than the file goes in a circle.
            if bytes.len() > self.bytes.len() {
                break;
            }
            number = size(number).and_then(|at| self.next.get(at)).copied().unwrap_or(u32::MAX);
        }
        bytes
    }

    fn small_chain(&self, start: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut number = start;
        while let Some(begin) = size(number).and_then(|at| at.checked_mul(SMALL_SECTOR))
            && let Some(sector) = self.small.get(begin..begin.saturating_add(SMALL_SECTOR))
            && bytes.len() <= self.small.len()
        {
            bytes.extend_from_slice(sector);
            let next = size(number).and_then(|at| self.next_small.get(at));
            number = next.copied().unwrap_or(u32::MAX);
        }
        bytes
    }
}

fn size(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}

/// Two bytes as a number, the low one first.
pub(super) fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// Four bytes as a number, the low one first.
pub(super) fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| number32(four, 0)).collect()
}
