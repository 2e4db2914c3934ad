use crate::{Error, document::Document};
pub fn write(_document: &Document) -> Result<Vec<u8>, Error> { Ok(Vec::new()) }
