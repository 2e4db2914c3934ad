//! The arguments of `heng register`.

mod keep;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use heng_core::hash::Algorithm;
use heng_core::register::schema::Sensitivity;
use jiff::civil::Date;

use super::Printed;
pub use keep::{CheckRegister, ImportRegister, NewRegister, Revise};

/// The commands on registers.
#[derive(Debug, Subcommand)]
pub enum RegisterCommand {
    /// 列出台账模板和卷宗里的台账
    #[command(after_help = "例：heng register list\n    heng register list examples/demo")]
    List {
        /// 卷宗文件夹；不写则只列模板
        folder: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 新建一种台账：问明各列，或由现有的表起草；写出台账格式、空表和度量示例
    #[command(after_help = "例：heng register new visits --into 我的卷宗\n    \
heng register new visits --into 我的卷宗 --from 走访登记.xlsx --title 走访台账")]
    New(NewRegister),
    /// 导入现有的表（xlsx、csv）：起草列的对应，预览，逐行说明采用、搁置或拒收
    #[command(
        after_help = "例：heng register import 支付明细.xlsx --register budget_ledger --into 我的卷宗   \
只预览\n    heng register import 支付明细.xlsx --register budget_ledger --into 我的卷宗 --mapping 对应.toml\n    \
heng register import 支付明细.xlsx --register budget_ledger --into 我的卷宗 --mapping 对应.toml --write"
    )]
    Import(ImportRegister),
    /// 修订一条记录：台账文件不动，另记修订日期、原值、新值、原因和修订人
    #[command(after_help = "例：heng register revise 我的卷宗 films --key DJ01 --set 展播场次=52 \
--reason 补登一场 --by 党教中心 --on 2023-11-05\n    \
heng register revise 我的卷宗 films --key DJ09 --withdraw --reason 重复登记 --by 党教中心")]
    Revise(Revise),
    /// 检查台账：格式、读不出的行、主键、修订，以及没有写明的保存期限和数据质量
    #[command(after_help = "例：heng register check 我的卷宗\n    \
heng register check 我的卷宗 --register films\n    heng register check 台账.csv --register films")]
    Check(CheckRegister),
    /// 抽样核验：封存台账，按审核人的种子抽出几行开示，核对是不是封存时的行
    Sample {
        /// What to do.
        #[command(subcommand)]
        command: SampleCommand,
    },
    /// 导出为 Frictionless 数据包（datapackage.json 和 csv）
    #[command(after_help = "例：heng register export examples/demo -o 数据包\n    \
heng register export examples/demo films -o 数据包 --level internal")]
    Export(Export),
}

/// The commands of challenge sampling.
#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// 封存一本台账，写出封存记录（交给审核人）和密钥（自己保管）
    #[command(after_help = "例：heng register sample seal examples/demo films\n    \
heng register sample seal 我的卷宗 films --algorithm sm3 -o 封存/films.seal.toml")]
    Seal(SealRegister),
    /// 按审核人的种子抽出几行，连同证明写成开示文件
    #[command(after_help = "例：heng register sample open examples/demo films --seed 2024年第7号 \
--count 3 -o 开示.toml")]
    Open(Open),
    /// 核对开示的行是不是封存时的行；有一处不符，退出码为 1
    #[command(after_help = "例：heng register sample verify films.seal.toml 开示.toml \
--seed 2024年第7号 --count 3")]
    Verify(VerifyRows),
}

/// What `heng register sample seal` takes.
#[derive(Debug, Args)]
pub struct SealRegister {
    /// 卷宗文件夹
    pub folder: PathBuf,
    /// 台账标识
    pub id: String,
    /// 摘要算法：sha256 或 sm3（国密）
    #[arg(long, value_name = "算法", default_value = "sha256", hide_possible_values = true)]
    pub algorithm: SealAlgorithm,
    /// 封存日期，如 2024-01-05；不写则为今天
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
    /// 封存记录写到哪个文件；不写则为当前文件夹的“标识.seal.toml”，密钥为它旁边的“标识.key.toml”
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// What `heng register sample open` takes.
#[derive(Debug, Args)]
pub struct Open {
    /// 卷宗文件夹
    pub folder: PathBuf,
    /// 台账标识
    pub id: String,
    /// 审核人给出的种子
    #[arg(long, value_name = "种子")]
    pub seed: String,
    /// 抽几行
    #[arg(long, value_name = "行数")]
    pub count: usize,
    /// 开示文件；已有的不覆盖
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
    /// 封存记录；不写则为当前文件夹的“标识.seal.toml”，密钥在它旁边
    #[arg(long, value_name = "文件")]
    pub seal: Option<PathBuf>,
    /// 开示到哪一级的列：public 公开，internal 内部，restricted 限制；更高的只给哈希
    #[arg(long, value_name = "级别", default_value = "internal", hide_possible_values = true)]
    pub level: OpenLevel,
}

/// What `heng register sample verify` takes.
#[derive(Debug, Args)]
pub struct VerifyRows {
    /// 封存记录
    pub seal: PathBuf,
    /// 开示文件
    pub opened: PathBuf,
    /// 审核人给出的种子
    #[arg(long, value_name = "种子", requires = "count")]
    pub seed: Option<String>,
    /// 抽几行
    #[arg(long, value_name = "行数", requires = "seed")]
    pub count: Option<usize>,
    #[command(flatten)]
    pub printed: Printed,
}

/// What `heng register export` takes.
#[derive(Debug, Args)]
pub struct Export {
    /// 卷宗文件夹
    pub folder: PathBuf,
    /// 台账标识；不写则全部
    pub ids: Vec<String>,
    /// 输出文件夹（整个写好后才出现）
    #[arg(short, long, value_name = "文件夹")]
    pub output: PathBuf,
    /// 含到哪一级的列：public 只有公开的列，internal 连同内部的列
    #[arg(long, value_name = "级别", default_value = "public", hide_possible_values = true)]
    pub level: Level,
}

/// Up to which sensitivity columns are shown; restricted ones never leave by these ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// 公开的列
    Public,
    /// 连同内部的列
    Internal,
}

impl From<Level> for Sensitivity {
    fn from(level: Level) -> Self {
        match level {
            Level::Public => Self::Public,
            Level::Internal => Self::Internal,
        }
    }
}

/// Up to which sensitivity rows are opened to a reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OpenLevel {
    /// 公开的列
    Public,
    /// 连同内部的列
    Internal,
    /// 全部的列
    Restricted,
}

impl From<OpenLevel> for Sensitivity {
    fn from(level: OpenLevel) -> Self {
        match level {
            OpenLevel::Public => Self::Public,
            OpenLevel::Internal => Self::Internal,
            OpenLevel::Restricted => Self::Restricted,
        }
    }
}

/// The hash algorithm of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SealAlgorithm {
    /// SHA-256
    Sha256,
    /// SM3
    Sm3,
}

impl From<SealAlgorithm> for Algorithm {
    fn from(algorithm: SealAlgorithm) -> Self {
        match algorithm {
            SealAlgorithm::Sha256 => Self::Sha256,
            SealAlgorithm::Sm3 => Self::Sm3,
        }
    }
}
