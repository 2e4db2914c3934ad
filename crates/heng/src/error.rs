//! What can fail at the command line, and the exit code that says so.

use std::io::ErrorKind;
use std::path::PathBuf;

use heng_core::pack::{PackError, Subject};
use heng_core::reader::Problem;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder of a dossier is not there.
    #[error("{folder}\n  没有这个卷宗文件夹。\n  请核对路径；新建卷宗用 heng new。")]
    NoFolder {
        /// The path given.
        folder: PathBuf,
    },
    /// A path that should lead to a folder leads to a file.
    #[error("{path}\n  这里是一个文件，不是文件夹。\n  请写明文件夹。")]
    NotAFolder {
        /// The path given.
        path: PathBuf,
    },
    /// A folder has no manifest of heng.
    #[error(
        "{folder}\n  这里没有 heng 写的 manifest.toml，或它已被改动，无法比对。\n  请写明 heng build 的输出文件夹。"
    )]
    NotBuilt {
        /// The folder.
        folder: PathBuf,
    },
    /// A manifest does not say where the dossier lies.
    #[error("{folder}\n  manifest.toml 没有写明卷宗的位置。\n  请用 --dossier 写明卷宗文件夹。")]
    UnnamedDossier {
        /// The folder of documents.
        folder: PathBuf,
    },
    /// There is nothing to seal.
    #[error("{folder}\n  卷宗里没有{what}，没有可以封存的内容。\n  请先填写或放入，再封存。")]
    NothingToSeal {
        /// The folder of the dossier.
        folder: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// Something was sealed before.
    #[error(
        "{path}\n  已经封存过，没有覆盖。\n  经批准调整的，加上 --replace 重新封存；原来的一份会留存。"
    )]
    AlreadySealed {
        /// The sealed file.
        path: PathBuf,
    },
    /// A file or folder could not be read.
    #[error("{path}\n  读不出来：{source}。\n  请检查它是否完好、是否有读取的权限。")]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The dossier's main file could not be read.
    #[error("{}", listed(.problems))]
    UnreadDossier {
        /// What stands in the way.
        problems: Vec<Problem>,
    },
    /// Nothing of the file that reports are compared with could be read.
    #[error("{}\n比对文件 {} 读不出来，没有审核。", listed(.problems), path.display())]
    UnreadReference {
        /// The file.
        path: PathBuf,
        /// Why.
        problems: Vec<Problem>,
    },
    /// The file with dismissals beside a report is not understood, and is not added to.
    #[error("{problem}\n没有写入任何内容。")]
    UnreadAnswers {
        /// What stands in the way.
        problem: Box<Problem>,
    },
    /// No finding is meant, or more than one may be.
    #[error("没有能对应的「{code}」发现，没有写入。{remedy}")]
    NothingToDismiss {
        /// The code given.
        code: String,
        /// What may have been meant.
        remedy: String,
    },
    /// Something is to be done with one report, and none or many are given.
    #[error("--dismiss 和 --into 一次只用于一份报告。\n  请写明一个文件。")]
    OneReportOnly,
    /// Edits can only go back into a dossier.
    #[error("--into 须与 --against 卷宗文件夹 一起用：正文只能带回生成报告的卷宗。")]
    IntoWithoutDossier,
    /// A report was not made from the dossier that it is compared with.
    #[error(
        "{folder}\n  报告与这个卷宗生成的内容相差太多，没有带回任何内容。\n  请核对是不是由它生成的自评报告。"
    )]
    NotMadeFrom {
        /// The dossier.
        folder: PathBuf,
    },
    /// A typed text is not the one that a report was made from.
    #[error(
        "{path}\n  这份正文与比对的卷宗里的不同，没有改写。\n  请先统一两个卷宗，或把 --into 写成比对的卷宗。"
    )]
    OtherText {
        /// The text.
        path: PathBuf,
    },
    /// Nothing of a report that a dossier is to start from could be read.
    #[error("{}\n没有新建卷宗。", listed(.problems))]
    UnreadReport {
        /// Why.
        problems: Vec<Problem>,
    },
    /// A report that a dossier is to start from does not say of which year it is.
    #[error("{path}\n  没有认出报告的年度，没有新建卷宗。\n  请用 --year 写明新卷宗的年度。")]
    UnknownYear {
        /// The file.
        path: PathBuf,
    },
    /// A report that a dossier is to start from holds nothing that could be taken over.
    #[error(
        "{path}\n  没有认出可以沿用的内容（{kind}），没有新建卷宗。\n  请用上年的自评报告、自评表或目标申报表；都没有的，用 heng new 新建空白卷宗。"
    )]
    NothingToTakeOver {
        /// The file.
        path: PathBuf,
        /// What the file was taken for.
        kind: &'static str,
    },
    /// The dossier names no pack, or one that can't be loaded.
    #[error("{place}\n  {source}")]
    LoadPack {
        /// Where the dossier names it.
        place: String,
        /// Why.
        source: PackError,
    },
    /// The dossier names a pack of the other kind.
    #[error(
        "{place}\n  规则包「{id}」用于{}，这里要用于{}的规则包。\n  请用 heng pack list 查看可用的规则包，改写这一处。",
        given.label(),
        wanted.label()
    )]
    WrongPack {
        /// Where the dossier names it.
        place: String,
        /// Its identifier.
        id: String,
        /// What the pack should score.
        wanted: Subject,
        /// What it scores.
        given: Subject,
    },
    /// A scoring table can't be read.
    #[error("{}", listed(.problems))]
    UnreadTable {
        /// What stands in the way.
        problems: Vec<Problem>,
    },
    /// An identifier that can't be the name of a folder.
    #[error("标识「{id}」不合用。\n  请只用小写字母、数字和连字符，以字母开头，如 linjiang-2023。")]
    UnfitId {
        /// The identifier given.
        id: String,
    },
    /// A pack's folder can't be read.
    #[error("{problem}")]
    PackFolder {
        /// What stands in the way.
        problem: Box<Problem>,
    },
    /// A pack of a folder has the identifier of another pack.
    #[error(
        "{folder}\n  已有标识为「{id}」的规则包，没有读入这一个。\n  请另取标识（文件夹名和 pack.toml 的 id 一起改）；\
要改内置的规则包，请另写一个继承它的规则包。"
    )]
    PackTaken {
        /// The folder.
        folder: String,
        /// The identifier.
        id: String,
    },
    /// A built-in pack has no folder that its adoption record could lie in.
    #[error(
        "「{id}」不是文件夹里的规则包，采用记录没有地方写。\n  请用 -o 写明一个放规则包的文件夹；以后计分时用 --packs 指向它。"
    )]
    NoPlaceForRecord {
        /// The pack.
        id: String,
    },
    /// A file is there already and is not overwritten.
    #[error("{path}\n  已有这个文件，没有覆盖。\n  请先把它另存到别处并移走。")]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// A batch was broken off, and nobody says whether to go on with it.
    #[error(
        "{part}\n  上次的审核没有做完，已完成的部分在这个文件里。\n  加上 --resume 接着做；要从头做，请先删除它。"
    )]
    BrokenOff {
        /// The file with the lines that were made.
        part: PathBuf,
    },
    /// A batch that was broken off had other settings.
    #[error(
        "{part}\n  上次的审核用的是另外的规则包、比较文件或程序版本，不能接着做。\n  请照上次的参数运行，或删除它从头做。"
    )]
    OtherSettings {
        /// The file with the lines that were made.
        part: PathBuf,
    },
    /// Only lines can be gone on with.
    #[error("只有 --format jsonl 可以接着做（--resume）。")]
    ResumesLinesOnly,
    /// A format that is no text for the terminal, without a place to write to.
    #[error("{format} 格式要写成文件，没有写明写到哪里。\n  请用 -o 写明，如 -o {example}。")]
    NoOutput {
        /// The format.
        format: &'static str,
        /// What could be written.
        example: &'static str,
    },
    /// A pack named on the command line can't be loaded.
    #[error("{0}")]
    Pack(#[from] PackError),
    /// No check has the code.
    #[error("没有代码为「{code}」的核查项。{remedy}")]
    UnknownCode {
        /// The code given.
        code: String,
        /// What may have been meant.
        remedy: String,
    },
    /// No fact has the name or the value.
    #[error("卷宗里没有标识或数值为「{what}」的事实。{remedy}")]
    UnknownFact {
        /// The words given.
        what: String,
        /// What may have been meant.
        remedy: String,
    },
    /// A dossier has no register of that name.
    #[error("卷宗里没有「{id}」这本台账。{remedy}")]
    UnknownRegister {
        /// The identifier given.
        id: String,
        /// What may have been meant.
        remedy: String,
    },
    /// A dossier has no measure of that name.
    #[error("卷宗里没有「{id}」这个度量。{remedy}")]
    UnknownMeasure {
        /// The identifier given.
        id: String,
        /// What may have been meant.
        remedy: String,
    },
    /// A register, a seal or opened rows can't be used as they are.
    #[error("{}\n没有写出任何文件。请先按上面的提示改正。", listed(.problems))]
    UnfitRegister {
        /// What stands in the way.
        problems: Vec<Problem>,
    },
    /// The secret of a seal would lie in the dossier and go where the dossier goes.
    #[error(
        "{path}\n  封存密钥不能放在卷宗里：卷宗报送出去，密钥就泄露了。\n  请用 -o 写到卷宗以外的文件夹。"
    )]
    SecretInDossier {
        /// The path given.
        path: PathBuf,
    },
    /// The system gives no random bytes.
    #[error("系统没有给出随机数，没有封存：{0}。")]
    NoRandomness(getrandom::Error),
    /// A place to write to holds something that heng did not put there.
    #[error(
        "{path}\n  这里有不是 heng 写的内容（{found}），没有覆盖。\n  请换一个文件夹，或先把它移走。"
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// A name found in it.
        found: String,
    },
    /// A file that heng wrote was changed since.
    #[error(
        "{path}\n  这里的「{file}」在生成以后被改动过，没有覆盖。\n  请先把它另存到别处并从这里移走，或换一个输出文件夹。"
    )]
    Edited {
        /// The folder.
        path: PathBuf,
        /// The file in it.
        file: String,
    },
    /// Workbooks could not be read; nothing of any was taken.
    #[error("{}\n没有写入任何内容。", listed(.problems))]
    UnreadWorkbook {
        /// Why, one a workbook.
        problems: Vec<Problem>,
    },
    /// A dossier holds something that was not read and would be lost by writing it anew.
    #[error("{}\n卷宗里有没有读懂的内容，改写会丢失，没有继续。请先按上面的提示改正。", listed(.problems))]
    WouldLose {
        /// What was not read.
        problems: Vec<Problem>,
    },
    /// No row is filled in by an office.
    #[error("卷宗里没有「{office}」填报的内容。{remedy}")]
    UnknownOffice {
        /// The name given.
        office: String,
        /// What may have been meant.
        remedy: String,
    },
    /// A workbook of one office does not make a dossier.
    #[error(
        "{file}\n  这是「{office}」的工作簿，只有一部分内容，不能成为单独的卷宗。\n  请用 --into 读入已有的卷宗。"
    )]
    PartialWorkbook {
        /// The workbook.
        file: String,
        /// The office that it was made for.
        office: String,
    },
    /// A place to write to can't take a whole folder.
    #[error("{path}\n  {reason}\n  {remedy}")]
    UnfitTarget {
        /// The path given.
        path: PathBuf,
        /// Why.
        reason: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A file or folder could not be written.
    #[error("{path}\n  写不出来：{source}。\n  请检查权限和磁盘空间。")]
    Write {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The terminal or pipe could not be written to.
    #[error("输出中断：{0}")]
    Print(#[from] std::io::Error),
    /// A register could not be read again.
    #[error("{0}")]
    Intake(#[from] heng_intake::error::Error),
    /// A document could not be written.
    #[error("{0}")]
    Render(#[from] heng_render::Error),
}

impl Error {
    /// A register can't be used because of one problem.
    #[must_use]
    pub fn unfit_register(problem: Problem) -> Self {
        Self::UnfitRegister { problems: vec![problem] }
    }

    /// The exit code: 2 usage, 3 an input could not be read, 4 environment, 70 internal.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::UnknownCode { .. }
            | Self::UnknownFact { .. }
            | Self::UnfitTarget { .. }
            | Self::UnfitId { .. }
            | Self::NoOutput { .. }
            | Self::NoPlaceForRecord { .. }
            | Self::UnknownOffice { .. }
            | Self::NothingToDismiss { .. }
            | Self::UnknownRegister { .. }
            | Self::UnknownMeasure { .. }
            | Self::SecretInDossier { .. }
            | Self::OneReportOnly
            | Self::ResumesLinesOnly
            | Self::IntoWithoutDossier
            | Self::PartialWorkbook { .. } => 2,
            Self::NoFolder { .. }
            | Self::NotAFolder { .. }
            | Self::NotBuilt { .. }
            | Self::UnnamedDossier { .. }
            | Self::NothingToSeal { .. }
            | Self::Read { .. }
            | Self::UnreadDossier { .. }
            | Self::UnreadTable { .. }
            | Self::UnreadWorkbook { .. }
            | Self::UnreadReference { .. }
            | Self::UnreadReport { .. }
            | Self::UnknownYear { .. }
            | Self::UnreadAnswers { .. }
            | Self::UnfitRegister { .. }
            | Self::NotMadeFrom { .. }
            | Self::NothingToTakeOver { .. }
            | Self::WouldLose { .. }
            | Self::Render(heng_render::Error::CellTooLong { .. })
            | Self::LoadPack { .. }
            | Self::WrongPack { .. }
            | Self::Pack(_)
            | Self::PackFolder { .. }
            | Self::PackTaken { .. }
            | Self::Intake(_) => 3,
            Self::Occupied { .. }
            | Self::Edited { .. }
            | Self::OtherText { .. }
            | Self::AlreadyThere { .. }
            | Self::BrokenOff { .. }
            | Self::OtherSettings { .. }
            | Self::AlreadySealed { .. }
            | Self::NoRandomness(_)
            | Self::Write { .. }
            | Self::Print(_)
            | Self::Render(
                heng_render::Error::NoChineseFont | heng_render::Error::LoadFont { .. },
            ) => 4,
            Self::Render(_) => 70,
        }
    }

    /// Says whether whoever read the output has stopped reading.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Print(error) if error.kind() == ErrorKind::BrokenPipe)
    }
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
