//! The arguments of the command line, with their help in Chinese.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// 退出码 of all commands, for the help.
const EXIT_CODES: &str = "退出码：0 没有错误（可以有疑问）；1 有错误级发现；2 用法不对；3 输入读不出来；\
4 环境问题（缺字体、不能写文件）；70 程序内部错误";

/// 衡：预算绩效自评，从台账到报告
#[derive(Debug, Parser)]
#[command(name = "heng", version, after_help = EXIT_CODES, propagate_version = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建一个空白卷宗
    #[command(after_help = "例：heng new 我的卷宗 --name 临江区档案局 --year 2023")]
    New {
        /// 卷宗文件夹（须不存在或为空）
        folder: PathBuf,
        /// 部门名称
        #[arg(long, default_value = "（部门名称）")]
        name: String,
        /// 年度
        #[arg(long, value_parser = clap::value_parser!(i16).range(1990..=2100))]
        year: i16,
    },
    /// 由台账度量各项指标值，并列出口径和依据行数
    #[command(after_help = "例：heng measure examples/demo")]
    Measure {
        /// 卷宗文件夹
        folder: PathBuf,
    },
    /// 按规则包计分
    #[command(
        after_help = "例：heng score examples/demo\n    heng score examples/demo --tree   连同每个得分的推导"
    )]
    Score {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 连同每个得分的推导
        #[arg(long)]
        tree: bool,
    },
    /// 核查卷宗：列出发现，并统计通过、不适用和无法核查的事项
    #[command(
        after_help = "例：heng check examples/demo\n    heng check examples/demo --ledger   列出每个核查事项的结论"
    )]
    Check {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 列出每个核查事项的结论
        #[arg(long)]
        ledger: bool,
    },
    /// 生成报告、自评表和审核意见（docx、pdf、html、xlsx）
    #[command(after_help = "例：heng build examples/demo -o out")]
    Build {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 输出文件夹（整个写好后才出现）
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 解释一个核查代码，或卷宗里一个数的来历
    #[command(
        after_help = "例：heng explain AMT101\n    heng explain examples/demo score/total\n    \
heng explain examples/demo 14期\n    heng explain examples/demo          列出所有事实"
    )]
    Explain {
        /// 核查代码（如 AMT101），或卷宗文件夹
        subject: String,
        /// 事实标识（如 budget/whole/rate），或印出的数（如 96%）
        what: Option<String>,
    },
    /// 规则包：列出、查看、试算
    Pack {
        /// What to do with packs.
        #[command(subcommand)]
        command: PackCommand,
    },
}

/// The commands on rule packs.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// 列出内置的规则包
    List,
    /// 查看一个规则包的全部规则和依据
    #[command(after_help = "例：heng pack show example-department")]
    Show {
        /// 规则包标识
        id: String,
    },
    /// 运行规则包的算例
    #[command(
        after_help = "例：heng pack test   （全部规则包）\n    heng pack test example-department"
    )]
    Test {
        /// 规则包标识；不写则全部
        id: Option<String>,
    },
}
