//! What can fail in the world while files are read.

/// A file that could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading a register failed on the way.
    #[error("读取台账 {file} 时出错：{source}")]
    ReadRegister {
        /// Path of the file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Reading a file failed on the way.
    #[error("读取文件 {file} 时出错：{source}")]
    ReadFile {
        /// Path of the file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
}
