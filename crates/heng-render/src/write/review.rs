//! A report beside its findings as one self-contained page, on which each finding is accepted or not.

mod original;

use std::collections::BTreeMap;
use std::fmt::Write;

use heng_core::check::CHECKS;
use heng_core::finding::{Finding, Reach, Severity, Spot, count_in_words, tally};

use super::escape;
use crate::compose::audit::review::Review;
use crate::compose::audit::{name_of, spot_in_words, title_of, within_file};

const STYLE: &str = include_str!("review/page.css");
const SCRIPT: &str = include_str!("review/page.js");

/// Writes the page of a report; `overview` is the file beside it that lists all reports, if there is one.
///
/// Everything works without a script but deciding: links lead from each finding to its places and back.
#[must_use]
pub fn write(review: &Review<'_>, overview: Option<&str>) -> String {
    let report = &review.audit.report;
    let name = name_of(review.file);
    let title = report.title.as_deref().unwrap_or(name);
    let mut page = String::new();
    let _ = writeln!(
        page,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>审核：{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body data-file=\"{}\" data-digest=\"{}\">",
        escape(title),
        escape(name),
        review.digest,
    );
    head(&mut page, review, title, overview);
    page.push_str("<main>\n<section id=\"findings\" aria-label=\"审核发现\">\n");
    summary(&mut page, review);
    groups(&mut page, review);
    unread(&mut page, review);
    unchecked(&mut page, review);
    ledger(&mut page, review);
    page.push_str("</section>\n");
    original::write(&mut page, review);
    let _ = writeln!(page, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>");
    page
}

fn head(page: &mut String, review: &Review<'_>, title: &str, overview: Option<&str>) {
    let report = &review.audit.report;
    let stated = &report.dossier.self_evaluation;
    let mut facts = vec![("文件", review.file.to_owned())];
    if !review.audit.is_unread() {
        facts.push(("种类", report.kind.label().to_owned()));
        facts.push(("单位", report.department.clone().unwrap_or_else(|| "不明".to_owned())));
        let year = report.fiscal_year.map(|year| format!("{year}年"));
        facts.push(("年度", year.unwrap_or_else(|| "不明".to_owned())));
    }
    if let Some(score) = &stated.total_score {
        let grade = stated.grade.as_ref().map_or_else(String::new, |grade| format!("（{grade}）"));
        facts.push(("填报总分", format!("{}{grade}", score.text())));
    }
    let _ = writeln!(page, "<header>\n<h1>{}</h1>\n<dl>", escape(title));
    for (label, value) in facts {
        let _ = writeln!(page, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(&value));
    }
    page.push_str("</dl>\n");
    if let Some(overview) = overview {
        let href = super::html::link(overview);
        let _ = writeln!(page, "<p class=\"up\"><a href=\"{href}\">回到总览</a></p>");
    }
    page.push_str(
        "<form id=\"decisions\" hidden>\n<label>审核人 <input id=\"by\" autocomplete=\"name\"></label>\n\
         <button type=\"button\" id=\"save\">下载审核结论</button>\n\
         <button type=\"button\" id=\"print\">打印</button>\n\
         <output id=\"state\" aria-live=\"polite\"></output>\n</form>\n</header>\n",
    );
}

/// The counts, and whether the stated total is possible.
fn summary(page: &mut String, review: &Review<'_>) {
    page.push_str("<h2>审核结果</h2>\n");
    if review.audit.is_unread() {
        page.push_str("<p>文件没有读出，没有审核。</p>\n");
        return;
    }
    let _ = writeln!(page, "<p>{}。</p>", count_in_words(&review.findings));
    let [passed, found, does_not_apply, could_not] = tally(&review.audit.obligations);
    let _ = writeln!(
        page,
        "<p>核查{}个事项：通过{passed}、有发现{found}、不适用{does_not_apply}、\
         无法核查{could_not}。无法核查不等于通过。</p>",
        review.audit.obligations.len()
    );
    if let Some(feasibility) = review.audit.feasibility() {
        let statement = feasibility.statement();
        // Where it is a finding it is said there.
        let found = review.findings.iter().position(|finding| finding.message == statement);
        let words = match found.map(|index| index + 1) {
            Some(number) => format!("见<a href=\"#f{number}\">第{number}项发现</a>"),
            None => escape(statement),
        };
        let _ = writeln!(page, "<p class=\"feasibility\"><b>总分推算</b>　{words}</p>");
    }
}

fn groups(page: &mut String, review: &Review<'_>) {
    let preface = [
        (Severity::Error, "依报告自身的内容即可认定。", " open"),
        (Severity::Warning, "仅凭报告文本不能判断，须由报送单位说明。", " open"),
        (Severity::Note, "供参考。", ""),
    ];
    for (severity, preface, open) in preface {
        let of_severity = review.findings.iter().enumerate();
        let of_severity: Vec<_> = of_severity.filter(|(_, one)| one.severity == severity).collect();
        if of_severity.is_empty() {
            continue;
        }
        let (label, code) = (severity.label(), severity.code());
        let _ = writeln!(
            page,
            "<details class=\"group\"{open}>\n<summary class=\"{code}\">{label} {}项 \
             <span class=\"preface\">{preface}</span></summary>",
            of_severity.len()
        );
        for (index, finding) in of_severity {
            card(page, review, index, finding);
        }
        page.push_str("</details>\n");
    }
}

/// A finding with its places, its figures, what it rests on, and room for the decision.
fn card(page: &mut String, review: &Review<'_>, index: usize, finding: &Finding) {
    let number = index + 1;
    let _ = writeln!(
        page,
        "<article class=\"finding {severity}\" id=\"f{number}\" tabindex=\"-1\" data-code=\"{code}\"{said}>\n\
         <h3><span class=\"number\">{number}</span> {title} <span class=\"code\">{code}</span></h3>\n\
         <p>{message}</p>\n<ul class=\"spots\">",
        severity = finding.severity.code(),
        code = finding.code,
        said = said_before(finding),
        title = escape(title_of(finding.code)),
        message = escape(&finding.message),
    );
    let asked = match finding.reach {
        Reach::First => 1,
        Reach::Each => usize::MAX,
    };
    for (spot_index, spot) in finding.spots().enumerate() {
        let words = escape(&spot_in_words(spot));
        let words = if review.is_placed(index, spot_index) {
            format!("<a href=\"#p{number}-{spot_index}\">{words}</a>")
        } else {
            format!("{words}<span class=\"lost\">（原文中没有对应的位置）</span>")
        };
        // A finding is answered when each place that it asks about is.
        let data = if spot_index < asked {
            let place = escape(&place_within(spot));
            format!(" data-place=\"{place}\" data-excerpt=\"{}\"", escape(&spot.excerpt))
        } else {
            String::new()
        };
        let quote = if spot.excerpt.is_empty() {
            String::new()
        } else {
            format!(" <q>{}</q>", escape(&spot.excerpt))
        };
        let _ = writeln!(page, "<li{data}>{words}{quote}</li>");
    }
    page.push_str("</ul>\n");
    if !finding.figures.is_empty() {
        let figures: Vec<String> = finding.figures.iter().map(|one| escape(one)).collect();
        let _ = writeln!(page, "<p class=\"figures\">所据数字：{}</p>", figures.join("、"));
    }
    let _ = writeln!(page, "<p class=\"remedy\">{}</p>", escape(&finding.remedy));
    if let Some(basis) = &finding.basis {
        let _ = writeln!(page, "<p class=\"basis\">依据：{}</p>", escape(&basis.to_string()));
    }
    for dismissal in &finding.dismissals {
        let by = dismissal.by.as_ref().map_or_else(String::new, |by| format!("（{by}）"));
        let reason = escape(&format!("{}{by}", dismissal.reason));
        let _ = writeln!(page, "<p class=\"said\">已记录不采纳：{reason}</p>");
    }
    let _ = writeln!(
        page,
        "<fieldset class=\"decision\" disabled>\n<legend>审核意见</legend>\n\
         <label><input type=\"radio\" name=\"d{number}\" value=\"accepted\"> 采纳</label>\n\
         <label><input type=\"radio\" name=\"d{number}\" value=\"dismissed\"> 不采纳</label>\n\
         <label class=\"reason\">理由 <textarea rows=\"2\"></textarea></label>\n</fieldset>\n</article>"
    );
}

/// What was said of a finding before, for the script to begin with.
fn said_before(finding: &Finding) -> String {
    let Some(dismissal) = finding.dismissals.first() else { return String::new() };
    let by = dismissal.by.as_deref().unwrap_or_default();
    format!(" data-said=\"{}\" data-by=\"{}\"", escape(&dismissal.reason), escape(by))
}

/// A place as printed, without its file, by which heng knows it again wherever it is run.
fn place_within(spot: &Spot) -> String {
    let Some(place) = &spot.place else { return String::new() };
    let printed = place.to_string();
    let within = printed.strip_prefix(place.file()).unwrap_or(&printed);
    within.trim_start_matches([' ', ':']).to_owned()
}

/// What could not be read, with the reason and what to do.
fn unread(page: &mut String, review: &Review<'_>) {
    let problems = &review.audit.report.pages.problems;
    if problems.is_empty() {
        return;
    }
    page.push_str("<h2>没有读出的内容</h2>\n<ul>\n");
    for problem in problems {
        let place = within_file(&problem.place);
        let place = if place.is_empty() { "整个文件".to_owned() } else { place };
        let words = format!("{place}：{}{}", problem.message, problem.remedy);
        let _ = writeln!(page, "<li>{}</li>", escape(&words));
    }
    page.push_str("</ul>\n");
}

/// What could not be checked, by check and reason.
fn unchecked(page: &mut String, review: &Review<'_>) {
    let mut by_reason: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (obligation, why) in review.audit.unchecked() {
        by_reason.entry((obligation.code, why)).or_default().push(&obligation.subject);
    }
    if by_reason.is_empty() {
        return;
    }
    page.push_str("<h2>无法核查的事项</h2>\n<ul class=\"unchecked\">\n");
    for ((code, why), subjects) in by_reason {
        let _ = writeln!(
            page,
            "<li><b>{}</b>（{code}）：{}<br><span class=\"why\">{}</span></li>",
            escape(title_of(code)),
            escape(&subjects.join("；")),
            escape(why),
        );
    }
    page.push_str("</ul>\n");
}

/// One row a check that had something to look at: how many subjects came out how.
fn ledger(page: &mut String, review: &Review<'_>) {
    let obligations = &review.audit.obligations;
    if obligations.is_empty() {
        return;
    }
    page.push_str(
        "<details class=\"ledger\">\n<summary>核查清单</summary>\n<table>\n<thead><tr><th>核查项</th>\
         <th>核查内容</th><th>通过</th><th>有发现</th><th>不适用</th><th>无法核查</th></tr></thead>\n<tbody>\n",
    );
    for check in CHECKS {
        let counts = tally(obligations.iter().filter(|one| one.code == check.code));
        if counts == [0; 4] {
            continue;
        }
        let (code, title) = (check.code, escape(check.title()));
        let [passed, found, does_not_apply, could_not] = counts;
        let _ = writeln!(
            page,
            "<tr><td>{code}</td><td>{title}</td><td>{passed}</td><td>{found}</td>\
             <td>{does_not_apply}</td><td>{could_not}</td></tr>"
        );
    }
    page.push_str("</tbody>\n</table>\n</details>\n");
}
