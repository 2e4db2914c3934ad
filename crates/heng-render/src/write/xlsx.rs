use crate::{Error, document::Document};
pub fn write(_documents: &[&Document]) -> Result<Vec<u8>, Error> { Ok(Vec::new()) }
