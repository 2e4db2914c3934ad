//! The arguments of the commands that make, fill, correct and check registers.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

/// What `heng register new` takes.
#[derive(Debug, Args)]
pub struct NewRegister {
    /// 台账标识：小写字母、数字和下划线，如 visits
    pub id: String,
    /// 写到哪里：卷宗文件夹，或放模板的文件夹（没有 dossier.toml 的）
    #[arg(long, value_name = "文件夹")]
    pub into: PathBuf,
    /// 由现有的表（xlsx 或 csv）起草：读表头，由内容推测各列的类型
    #[arg(long, value_name = "文件")]
    pub from: Option<PathBuf>,
    /// 台账名称；不写则询问，--from 时用工作表或文件的名称
    #[arg(long, value_name = "名称")]
    pub title: Option<String>,
}

/// What `heng register import` takes.
#[derive(Debug, Args)]
pub struct ImportRegister {
    /// 要导入的表（xlsx 或 csv）
    pub file: PathBuf,
    /// 台账标识
    #[arg(long, value_name = "标识")]
    pub register: String,
    /// 卷宗文件夹
    #[arg(long, value_name = "卷宗")]
    pub into: PathBuf,
    /// 对应表（toml）：已有的就按它导入，没有的把起草的写到这里
    #[arg(long, value_name = "文件")]
    pub mapping: Option<PathBuf>,
    /// 预览前几行
    #[arg(long, value_name = "行数", default_value_t = 5)]
    pub preview: usize,
    /// 写入台账；不写则只预览
    #[arg(long)]
    pub write: bool,
    /// 录入日期，如 2023-11-05；不写则为今天
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// What `heng register revise` takes.
#[derive(Debug, Args)]
pub struct Revise {
    /// 卷宗文件夹
    pub folder: PathBuf,
    /// 台账标识
    pub id: String,
    /// 记录的主键；由几列组成的，按列的次序写几次
    #[arg(long, value_name = "主键", required = true)]
    pub key: Vec<String>,
    /// 列=新的内容；可以写几次
    #[arg(long, value_name = "列=内容", required_unless_present = "withdraw")]
    pub set: Vec<String>,
    /// 作废整条记录
    #[arg(long, conflicts_with = "set")]
    pub withdraw: bool,
    /// 为什么修订
    #[arg(long, value_name = "原因")]
    pub reason: String,
    /// 由谁修订
    #[arg(long, value_name = "姓名或科室")]
    pub by: String,
    /// 修订日期，如 2023-11-05；不写则为今天
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// What `heng register check` takes.
#[derive(Debug, Args)]
pub struct CheckRegister {
    /// 卷宗文件夹，或一个文件：台账格式（toml）、台账（csv、xlsx，须写 --register）
    pub path: PathBuf,
    /// 只检查这一本；检查单个台账文件时，按哪种台账检查
    #[arg(long, value_name = "标识")]
    pub register: Option<String>,
}
