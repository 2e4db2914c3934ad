//! `heng register sample`: seals a register, opens drawn rows, verifies what was opened.

use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::hash::{Hash, hexadecimal};
use heng_core::reader::Problem;
use heng_core::register::sample::{self, Challenge, OpenedCell, Seal, Sealing, Verification};
use heng_intake::folder::FoundRegister;
use serde_json::json;

use super::{register, registers};
use crate::cli::{Format, Open, SampleCommand, SealRegister, VerifyRows};
use crate::command::seal::today;
use crate::error::Error;
use crate::{Ending, json, output};

/// Runs one of the commands of challenge sampling.
pub fn run(command: &SampleCommand, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        SampleCommand::Seal(arguments) => seal(arguments, out),
        SampleCommand::Open(arguments) => open(arguments, out),
        SampleCommand::Verify(arguments) => verify(arguments, out),
    }
}

fn seal(arguments: &SealRegister, out: &mut dyn Write) -> Result<Ending, Error> {
    let SealRegister { folder, id, algorithm, on, output } = arguments;
    let registers = registers(folder)?;
    let found = register(&registers, id)?;
    let path = output.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.seal.toml")));
    let key = key_beside(&path);
    if lies_in(&key, folder) {
        return Err(Error::SecretInDossier { path: key });
    }
    output::check_new(&path)?;
    output::check_new(&key)?;
    let mut secret = Hash::default();
    getrandom::fill(&mut secret).map_err(Error::NoRandomness)?;
    let mut sealing = Sealing::new(&found.schema, (*algorithm).into(), secret);
    take_all(folder, found, &mut sealing)?;
    let seal = sealing.seal(&found.file, on.unwrap_or_else(today));
    output::write_new(&key, sample::write_secret(id, &secret))?;
    output::write_new(&path, sample::write_seal(&seal))?;
    print_seal(&seal, out)?;
    writeln!(out, "封存记录　{}（交给审核人）", path.display())?;
    writeln!(out, "密钥　　　{}（自己保管，不要交出去；没有它就不能开示）", key.display())?;
    Ok(Ending::Clean)
}

fn print_seal(seal: &Seal, out: &mut dyn Write) -> Result<(), Error> {
    let Seal { title, file, sealed_on, algorithm, rows, root, .. } = seal;
    let algorithm = algorithm.name();
    writeln!(out, "《{title}》（{file}）　{sealed_on} 封存　{rows}行　{algorithm}")?;
    Ok(writeln!(out, "根哈希　　{}", hexadecimal(root))?)
}

/// Takes all records as they were revised; a register with rows that can't be read is not sealed in
/// part.
fn take_all(folder: &Path, found: &FoundRegister, sealing: &mut Sealing<'_>) -> Result<(), Error> {
    let read = found.records(folder, &mut |number, record| sealing.take(number, record));
    if read.problems.is_empty() {
        Ok(())
    } else {
        Err(Error::UnfitRegister { problems: read.problems })
    }
}

/// The name of the secret's file beside a seal: `films.key.toml` beside `films.seal.toml`.
fn key_beside(seal: &Path) -> PathBuf {
    let name = seal.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    let stem = stem.strip_suffix(".seal").unwrap_or(stem);
    seal.with_file_name(format!("{stem}.key.toml"))
}

/// Says whether a file that need not be there would lie in a folder.
fn lies_in(file: &Path, folder: &Path) -> bool {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or_else(|| Path::new(".")).canonicalize();
    parent
        .ok()
        .zip(folder.canonicalize().ok())
        .is_some_and(|(file, folder)| file.starts_with(folder))
}

fn open(arguments: &Open, out: &mut dyn Write) -> Result<Ending, Error> {
    let Open { folder, id, seed, count, output, seal, level } = arguments;
    let registers = registers(folder)?;
    let found = register(&registers, id)?;
    let path = seal.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.seal.toml")));
    let seal = read(&path, sample::read_seal)?;
    let secret = read(&key_beside(&path), sample::read_secret)?;
    output::check_new(output)?;
    let challenge = Challenge { seed: seed.clone(), count: *count };
    let opened = match Sealing::to_open(&found.schema, secret, &seal, &challenge) {
        Ok(mut opening) => {
            take_all(folder, found, &mut opening)?;
            opening.open(&seal, challenge, (*level).into())
        }
        Err(reason) => Err(reason),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(reason) => {
            writeln!(out, "{}：{reason}，没有开示。", found.file)?;
            return Ok(Ending::ErrorsFound);
        }
    };
    output::write_new(output, sample::write_opened(&opened))?;
    let numbers: Vec<String> = opened.rows.iter().map(|row| row.number.to_string()).collect();
    let numbers = numbers.join("、");
    writeln!(out, "已开示{}行（第{numbers}行）：{}", opened.rows.len(), output.display())?;
    let cells = opened.rows.iter().flat_map(|row| &row.cells);
    if cells.into_iter().any(|cell| matches!(cell, OpenedCell::Hidden(_))) {
        writeln!(out, "敏感级别更高的列只给哈希，不给内容。")?;
    }
    Ok(Ending::Clean)
}

/// Reads a file of ours whole, or says what is wrong with it.
fn read<T>(
    path: &Path,
    read: impl Fn(&str, &str) -> (Option<T>, Vec<Problem>),
) -> Result<T, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let (read, problems) = read(&path.display().to_string(), &text);
    read.ok_or(Error::UnfitRegister { problems })
}

fn verify(arguments: &VerifyRows, out: &mut dyn Write) -> Result<Ending, Error> {
    let VerifyRows { seal, opened, seed, count, printed } = arguments;
    let seal = read(seal, sample::read_seal)?;
    let opened = read(opened, sample::read_opened)?;
    let asked = seed.clone().zip(*count).map(|(seed, count)| Challenge { seed, count });
    let challenge = asked.as_ref().unwrap_or(&opened.challenge);
    let verification = sample::verify(&seal, &opened, challenge);
    match printed.format {
        Format::Text => {
            print_seal(&seal, out)?;
            writeln!(out, "种子「{}」　抽取{}行", challenge.seed, challenge.count)?;
            if asked.is_none() {
                writeln!(out, "种子和行数取自开示文件，请核对是不是审核人给出的。")?;
            }
            print(&verification, out)?;
        }
        Format::Jsonl => print_lines(&verification, out)?,
    }
    Ok(if verification.is_sound() { Ending::Clean } else { Ending::ErrorsFound })
}

fn print(verification: &Verification, out: &mut dyn Write) -> Result<(), Error> {
    for fault in &verification.faults {
        writeln!(out, "不符：{fault}")?;
    }
    for row in &verification.rows {
        let place = row.index.saturating_add(1);
        let number = row.number.map(|number| format!("第{number}行，"));
        let number = number.unwrap_or_default();
        let fault = row.fault.as_deref().map(|fault| format!("不符：{fault}"));
        let found = fault.unwrap_or_else(|| "未改动".to_owned());
        writeln!(out, "{number}第{place}条记录　{found}")?;
    }
    let found = if verification.is_sound() {
        "核验相符：开示的行都是封存时的行。这只说明封存以后没有改动，不说明登记属实。"
    } else {
        "核验不符。"
    };
    Ok(writeln!(out, "{found}")?)
}

fn print_lines(verification: &Verification, out: &mut dyn Write) -> Result<(), Error> {
    for fault in &verification.faults {
        json::line(&json!({ "fault": fault }), out)?;
    }
    for row in &verification.rows {
        let line = json!({ "index": row.index, "number": row.number, "fault": row.fault });
        json::line(&line, out)?;
    }
    Ok(())
}
