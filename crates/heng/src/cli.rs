//! The arguments of the command line, with their help in Chinese.

mod register;

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::command::audit::Format as AuditFormat;
pub use register::{
    CheckRegister, Export, ImportRegister, Level, NewRegister, Open, RegisterCommand, Revise,
    SampleCommand, SealRegister, VerifyRows,
};

/// 退出码 of all commands, for the help.
const EXIT_CODES: &str = "退出码：0 没有错误（可以有疑问）；1 有错误级发现；2 用法不对；3 输入读不出来；\
4 环境问题（缺字体、不能写文件）；70 程序内部错误";

/// How help is laid out, in Chinese.
const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// Reads the arguments of this process.
///
/// # Errors
/// The text says in Chinese what is wrong with them; asking for help or version prints and ends.
pub fn read() -> Result<Arguments, String> {
    let matches = command().try_get_matches().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
        _ => complaint(&error),
    })?;
    Arguments::from_arg_matches(&matches).map_err(|error| complaint(&error))
}

/// All commands with their help in Chinese.
pub fn command() -> clap::Command {
    in_chinese(Arguments::command())
}

/// Puts the fixed words of the help, and of all commands below, into Chinese.
fn in_chinese(command: clap::Command) -> clap::Command {
    let help = clap::Arg::new("help").short('h').long("help").help("显示帮助");
    let command = command
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help.action(clap::ArgAction::Help))
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "参数" } else { "选项" };
            // The help itself says what holds where nothing is given.
            let takes_values = argument.get_action().takes_values();
            argument.help_heading(heading).hide_default_value(takes_values)
        });
    command.mut_subcommands(in_chinese)
}

/// What is wrong with the arguments, in Chinese.
fn complaint(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}。"),
        ErrorKind::UnknownArgument => format!("不认识的参数：{argument}。"),
        ErrorKind::InvalidSubcommand => {
            format!("没有「{}」这个命令。", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("参数 {argument} 的取值「{}」不对。", context(ContextKind::InvalidValue))
        }
        _ => error.to_string(),
    };
    format!("{what}\n用 heng --help 或 heng 命令 --help 查看用法。")
}

/// 衡：预算绩效自评，从台账到报告
#[derive(Debug, Parser)]
#[command(name = "heng", bin_name = "heng", version, disable_version_flag = true, after_help = EXIT_CODES)]
pub struct Arguments {
    /// 显示版本
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供人阅读的文字
    #[default]
    Text,
    /// 每行一个 JSON 对象，供程序读取
    Jsonl,
}

/// The form in which results are printed.
#[derive(Debug, Clone, Copy, Args)]
pub struct Printed {
    /// 输出格式：text 供人阅读，jsonl 每行一个 JSON 对象
    #[arg(long, value_name = "格式", default_value = "text", hide_possible_values = true)]
    pub format: Format,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建一个卷宗：空白的，或由上年的卷宗或报告开始
    #[command(after_help = "例：heng new 我的卷宗 --name 临江区档案局 --year 2023\n    \
heng new 2024年卷宗 --from 2023年卷宗   沿用结构、目标和指标，清空执行数、完成值和得分\n    \
heng new 2024年卷宗 --from 2023年自评报告.docx   由上年的报告起草，数值一概不沿用")]
    New {
        /// 卷宗文件夹（须不存在或为空）
        folder: PathBuf,
        /// 部门名称；不写则留待填写
        #[arg(long, default_value = "（部门名称）", conflicts_with = "from")]
        name: String,
        /// 年度；由上年开始的，不写则为上年加一年
        #[arg(long, required_unless_present = "from")]
        #[arg(value_parser = clap::value_parser!(i16).range(1990..=2100))]
        year: Option<i16>,
        /// 上年的卷宗文件夹，或上年的自评报告、目标申报表（docx、pdf、xlsx、html、txt 等）
        #[arg(long, value_name = "卷宗或报告")]
        from: Option<PathBuf>,
    },
    /// 填报工作簿（xlsx）：导出、读入、合并
    Workbook {
        /// What to do with workbooks.
        #[command(subcommand)]
        command: WorkbookCommand,
    },
    /// 由台账度量各项指标值，并列出口径和依据行数
    #[command(
        after_help = "例：heng measure examples/demo\n    heng measure examples/demo --format jsonl\n    \
heng measure examples/demo --rows films_finished -o 依据行.xlsx\n    \
heng measure examples/demo --as-of 2023-12-31   按那一天的台账"
    )]
    Measure {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 把这个度量的依据行（文件、行号、内容）写成工作簿
        #[arg(long, value_name = "度量", requires = "output")]
        rows: Option<String>,
        /// 依据行写到哪个文件（xlsx）；已有的不覆盖
        #[arg(short, long, value_name = "文件", requires = "rows")]
        output: Option<PathBuf>,
        /// 依据行显示到哪一级的列：public 公开，internal 连同内部；更高的写【不公开】
        #[arg(long, value_name = "级别", default_value = "internal", hide_possible_values = true)]
        level: Level,
        /// 按这一天的台账度量：以后录入的记录、以后的修订都不算
        #[arg(long, value_name = "日期")]
        as_of: Option<Date>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 台账：新建、导入、修订、检查、列出、抽样核验、导出
    Register {
        /// What to do with registers.
        #[command(subcommand)]
        command: RegisterCommand,
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
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
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
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 审核已成文的报告、自评表、预算或决算：哪里不对、哪里相符、哪里无法核查
    #[command(after_help = "例：heng audit 某局自评报告.pdf\n    \
heng audit 报送材料 --format jsonl > 结果.jsonl   逐个审核文件夹里的文件，一行一个结果\n    \
heng audit 报送材料 --format html -o 审核         每份一页，原文与发现对照；多份另有总览\n    \
heng audit 报送材料 --format docx -o 退回         有错误或疑问的，每份一封退回意见书\n    \
heng audit 报送材料 --format xlsx -o 审核.xlsx    每份一行，每项发现一行\n    \
heng audit 自评表.xlsx --against 目标申报表.xlsx   与批复的目标（或预决算、上年报告）比较\n    \
heng audit 改过的自评报告.docx --against 我的卷宗 --into 我的卷宗   列出改动，正文带回卷宗\n    \
heng audit 自评报告.docx --dismiss TXT507 --at 第12段 --reason 第四项见附件")]
    Audit(AuditArguments),
    /// 封存批复的绩效目标，以后改动会被发现；或登记佐证材料的哈希
    #[command(
        after_help = "例：heng seal 我的卷宗 --on 2023-02-10 --document 临财预〔2023〕5号\n    \
heng seal 我的卷宗 --replace    目标经批准调整，重新封存；原来的一份留存\n    \
heng seal 我的卷宗 --evidence   登记佐证材料，写入 evidence.toml"
    )]
    Seal {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 封存日期，如 2023-02-10；不写则为今天
        #[arg(long, value_name = "日期", conflicts_with = "evidence")]
        on: Option<Date>,
        /// 批复文件的文号
        #[arg(long, value_name = "文号", conflicts_with = "evidence")]
        document: Option<String>,
        /// 登记佐证材料的哈希，而不是封存目标
        #[arg(long)]
        evidence: bool,
        /// 已经封存过的，留存原来的一份，重新封存
        #[arg(long)]
        replace: bool,
    },
    /// 生成报告、自评表和审核意见（docx、pdf、html、xlsx）
    #[command(
        after_help = "例：heng build examples/demo -o out\n    heng build examples/demo -o out \
--only projects --format xlsx   只要项目自评表的工作簿"
    )]
    Build {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 输出文件夹（整个写好后才出现）
        #[arg(short, long)]
        output: PathBuf,
        #[command(flatten)]
        choice: BuildChoice,
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
    },
    /// 重新生成一遍，与输出文件夹里的文件逐个比对哈希
    #[command(
        after_help = "例：heng verify out\n    heng verify out --dossier examples/demo   卷宗已换了位置"
    )]
    Verify {
        /// heng build 的输出文件夹
        folder: PathBuf,
        /// 卷宗文件夹；不写则用生成时的位置
        #[arg(long, value_name = "卷宗")]
        dossier: Option<PathBuf>,
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 解释一个核查代码，或卷宗里一个数的来历
    #[command(
        after_help = "例：heng explain AMT101\n    heng explain examples/demo score/total\n    \
heng explain examples/demo 14期\n    heng explain examples/demo topic_courses   指标的各项事实\n    \
heng explain examples/demo          列出所有事实"
    )]
    Explain {
        /// 核查代码（如 AMT101），或卷宗文件夹
        subject: String,
        /// 事实标识（如 budget/whole/rate）、指标等的标识，或印出的数（如 96%）
        what: Option<String>,
        /// 列出全部依据行，而不是前十行
        #[arg(long)]
        all: bool,
        /// 依据行显示到哪一级的列：public 公开，internal 连同内部；更高的写【不公开】
        #[arg(long, value_name = "级别", default_value = "internal", hide_possible_values = true)]
        level: Level,
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 规则包：列出、查看、试算、采用
    #[command(after_help = "例：heng pack list\n    heng pack show --help")]
    Pack {
        /// What to do with packs.
        #[command(subcommand)]
        command: PackCommand,
    },
    /// 输出命令补全脚本
    #[command(
        after_help = "例：heng completions bash > ~/.local/share/bash-completion/completions/heng\n    \
heng completions powershell | Out-String | Invoke-Expression"
    )]
    Completions {
        /// 命令行：bash、zsh、fish、powershell 或 elvish
        #[arg(hide_possible_values = true)]
        shell: Shell,
    },
}

/// What is built of a dossier; nothing said is everything.
#[derive(Debug, Clone, Default, Args)]
pub struct BuildChoice {
    /// 只生成这些文件（可用逗号分开列几个）
    #[arg(long, value_name = "文件", value_delimiter = ',')]
    pub only: Vec<BuiltDocument>,
    /// 只生成这些格式（可用逗号分开列几个）
    #[arg(long, value_name = "格式", value_delimiter = ',')]
    pub format: Vec<BuiltFormat>,
    /// 项目支出绩效自评表的样式；不写则依规则包，规则包没有写的用全国样式
    #[arg(long, value_name = "样式")]
    pub layout: Option<FormLayout>,
}

impl BuildChoice {
    /// Says whether a document is to be built.
    pub fn holds(&self, document: BuiltDocument) -> bool {
        self.only.is_empty() || self.only.contains(&document)
    }

    /// Says whether documents are to be built in a format.
    pub fn has(&self, format: BuiltFormat) -> bool {
        self.format.is_empty() || self.format.contains(&format)
    }
}

/// The documents that can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BuiltDocument {
    /// 自评报告
    Report,
    /// 自评表
    Form,
    /// 项目自评表和汇总表
    Projects,
    /// 审核意见
    Findings,
}

/// The formats that documents can be built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BuiltFormat {
    /// Word 文档
    Docx,
    /// PDF/A
    Pdf,
    /// 网页，数字可查来历
    Html,
    /// 工作簿（只有表）
    Xlsx,
}

/// The layouts of a project's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormLayout {
    /// 全国样式
    National,
    /// 四川样式
    Sichuan,
}

/// The commands on rule packs.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// 列出可用的规则包
    #[command(after_help = "例：heng pack list\n    heng pack list --packs 我的规则包")]
    List {
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 查看一个规则包的全部规则和依据
    #[command(
        after_help = "例：heng pack show example-department\n    heng pack show 我的规则包/linjiang-project"
    )]
    Show {
        /// 规则包标识，或规则包的文件夹
        pack: String,
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
        #[command(flatten)]
        printed: Printed,
    },
    /// 运行规则包的算例，并列出没有算例的边界
    #[command(
        after_help = "例：heng pack test   （全部规则包）\n    heng pack test example-department\n    \
heng pack test 我的规则包/linjiang-project"
    )]
    Test {
        /// 规则包标识，或规则包的文件夹；不写则全部
        pack: Option<String>,
        /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
        #[arg(long, value_name = "文件夹")]
        packs: Option<PathBuf>,
    },
    /// 写一份采用记录，写明采用的是哪一份文本
    #[command(after_help = "例：heng pack adopt 我的规则包/linjiang-project --by 临江区财政局 \
--document 临财绩〔2023〕2号 --on 2023-01-10\n    \
heng pack adopt cn-mof-2020-10 --by … --document … --on 2023-01-10 -o 我的规则包")]
    Adopt(Adopt),
    /// 把评分表（xlsx、docx）变成规则包：逐条说明成了哪种方法，认不出的由人评分
    #[command(
        after_help = "例：heng pack import 评分表.xlsx --id linjiang-2023 --title 临江区部门整体支出绩效自评方案 \
\n      --issuer 临江区财政局 --document 临财绩〔2023〕3号 --from 2023-01-01 --for department -o 规则包\n\
评分表须有「三级指标」「分值」「评分标准」三列，可以有「一级指标」「二级指标」。"
    )]
    Import(ImportArguments),
}

/// What `heng pack import` is told.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// 评分表文件（xlsx 或 docx）
    pub file: PathBuf,
    /// 规则包标识：小写字母、数字和连字符
    #[arg(long)]
    pub id: String,
    /// 规则包名称
    #[arg(long)]
    pub title: String,
    /// 发布单位
    #[arg(long)]
    pub issuer: String,
    /// 文号
    #[arg(long)]
    pub document: String,
    /// 公开发布的网址（有的话，各条规则记为有据可查）
    #[arg(long)]
    pub url: Option<String>,
    /// 施行日期，如 2023-01-01
    #[arg(long = "from")]
    pub effective_from: jiff::civil::Date,
    /// 用于部门整体（department）还是项目（project）
    #[arg(long = "for", value_parser = ["department", "project"])]
    pub subject: String,
    /// 规则包写到这个文件夹下，以标识为名
    #[arg(short, long)]
    pub output: PathBuf,
}

/// The arguments of `heng pack adopt`.
#[derive(Debug, clap::Args)]
pub struct Adopt {
    /// 规则包标识，或规则包的文件夹
    pub pack: String,
    /// 由谁采用
    #[arg(long, value_name = "单位")]
    pub by: String,
    /// 依据哪一份文件
    #[arg(long, value_name = "文号")]
    pub document: String,
    /// 采用日期
    #[arg(long, value_name = "日期")]
    pub on: Date,
    /// 写到这个文件夹下、以规则包标识命名的文件夹；不写则写进规则包自己的文件夹
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
    #[arg(long, value_name = "文件夹")]
    pub packs: Option<PathBuf>,
}

/// The commands on workbooks for filling in.
#[derive(Debug, Subcommand)]
pub enum WorkbookCommand {
    /// 导出填报工作簿，供 Excel 或 WPS 填写
    #[command(after_help = "例：heng workbook export 我的卷宗 -o 填报.xlsx\n    \
heng workbook export 我的卷宗 -o 教育科.xlsx --office 教育科 --due 2024-02-29\n    \
heng workbook export 我的卷宗 -o 分发 --all-offices --blank   每个科室一份，完成情况留空")]
    Export {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 输出文件（--all-offices 时为输出文件夹）；已有的不覆盖
        #[arg(short, long)]
        output: PathBuf,
        /// 完成情况留空，只保留目标、指标等
        #[arg(long)]
        blank: bool,
        /// 只含一个科室填报的内容
        #[arg(long, conflicts_with = "all_offices")]
        office: Option<String>,
        /// 每个科室一份
        #[arg(long)]
        all_offices: bool,
        /// 报送期限，写在“说明”表里
        #[arg(long)]
        due: Option<String>,
    },
    /// 读入一份填好的工作簿
    #[command(after_help = "例：heng workbook import 填报.xlsx -o 新卷宗\n    \
heng workbook import 填报.xlsx --into 我的卷宗   采用改动过的内容，台账、佐证等保持原样")]
    Import {
        /// 工作簿
        file: PathBuf,
        /// 新卷宗文件夹（须不存在或为空）
        #[arg(short, long, required_unless_present = "into", conflicts_with = "into")]
        output: Option<PathBuf>,
        /// 已有的卷宗文件夹
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
        /// 结果的格式
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// 把各科室交回的工作簿合并到卷宗，并列出冲突
    #[command(after_help = "例：heng workbook merge 我的卷宗 交回/*.xlsx\n    \
heng workbook merge 我的卷宗 交回/*.xlsx -o 合并后的卷宗")]
    Merge {
        /// 卷宗文件夹
        folder: PathBuf,
        /// 交回的工作簿
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 合并到新的文件夹，原卷宗不变
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// 结果的格式
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// What `heng audit` takes.
#[derive(Debug, Args)]
pub struct AuditArguments {
    /// 报告或自评表（docx、xlsx、xls、ods、pdf、ofd、html、txt），或存放它们的文件夹
    #[arg(required = true, value_name = "文件或文件夹")]
    pub paths: Vec<PathBuf>,
    /// 输出格式：text 供人阅读，jsonl 每行一个 JSON 对象，html 对照审阅的网页，docx 退回意见书，xlsx 清单
    #[arg(long, value_name = "格式", default_value = "text", hide_possible_values = true)]
    pub format: AuditFormat,
    /// 写到哪里：html、docx 为文件夹（整个写好后才出现），其他为文件（已有的不覆盖）
    #[arg(short, long, value_name = "路径")]
    pub output: Option<PathBuf>,
    /// 接着做上次没有做完的一批，只用于 jsonl；已审核且没有改动的文件不再审核
    #[arg(long, requires = "output")]
    pub resume: bool,
    /// 退回意见书等的落款日期，如 2024-03-01；不写则为今天
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
    /// 列出每个核查事项的结论
    #[arg(long)]
    pub ledger: bool,
    /// 与这份文件比较：批复的绩效目标、预算或决算、上年的报告；或生成报告的卷宗文件夹
    #[arg(long, value_name = "文件或卷宗")]
    pub against: Option<PathBuf>,
    /// 把报告正文的改动带回这个卷宗的 narrative 文件夹
    #[arg(long, value_name = "卷宗", requires = "against", conflicts_with = "dismiss")]
    pub into: Option<PathBuf>,
    /// 不采纳一项发现，记在报告旁的“报告文件名.heng.toml”里，下次审核时仍有效
    #[arg(long, value_name = "代码", requires = "reason")]
    pub dismiss: Option<String>,
    /// 不采纳的是哪一处，照打印的位置写；该代码只有一项发现的可以不写
    #[arg(long, value_name = "位置", requires = "dismiss")]
    pub at: Option<String>,
    /// 不采纳的理由
    #[arg(long, value_name = "理由", requires = "dismiss")]
    pub reason: Option<String>,
    /// 由谁说明
    #[arg(long, value_name = "姓名或科室", requires = "dismiss")]
    pub by: Option<String>,
    /// 部门整体支出按哪个规则包核算
    #[arg(long, value_name = "规则包", default_value = "example-department")]
    pub department_pack: String,
    /// 项目支出按哪个规则包核算
    #[arg(long, value_name = "规则包", default_value = "example-project")]
    pub project_pack: String,
    /// 另加的规则包：一个规则包的文件夹，或内有若干规则包的文件夹
    #[arg(long, value_name = "文件夹")]
    pub packs: Option<PathBuf>,
}
