//! The dossiers of the demo's subordinate units, which add up to what the department states.

use std::fmt::Write as _;

use heng_core::dossier::{self, BudgetLine, Dossier, FundingSource, Project};
use heng_core::figure::Figure;
use rust_decimal::Decimal;

/// A unit with what no project says of it.
struct Unit {
    id: &'static str,
    name: &'static str,
    functions: &'static str,
    /// Basic expenditure in 万元: approved, budget and expenditure.
    basic: [&'static str; 3],
    /// Persons in active service, retired, and outside the establishment.
    persons: [u32; 3],
}

/// The first of them also carries out what the towns do with the department's money.
const UNITS: [Unit; 4] = [
    Unit {
        id: "office",
        name: "中共临江区委组织部（机关）",
        functions: "部机关承担党组织和党员、干部、公务员、人才和机构编制各项管理工作。",
        basic: ["1414.60", "1422.60", "1360.56"],
        persons: [38, 14, 2],
    },
    Unit {
        id: "party_services",
        name: "临江区党群服务中心",
        functions: "区党群服务中心负责党群服务站点的建设、开放和维护。",
        basic: ["312.60", "315.60", "301.84"],
        persons: [10, 2, 3],
    },
    Unit {
        id: "talent_services",
        name: "临江区人才发展服务中心",
        functions: "区人才发展服务中心负责人才公寓、补贴和走访服务。",
        basic: ["268.40", "268.40", "256.37"],
        persons: [8, 1, 2],
    },
    Unit {
        id: "archives_centre",
        name: "临江区干部人事档案中心",
        functions: "区干部人事档案中心负责干部人事档案的保管、利用和数字化。",
        basic: ["214.80", "214.80", "207.15"],
        persons: [7, 2, 1],
    },
];

/// The dossiers of the units: path in the demo and text. The money of the projects is that of the
/// department's own dossier, each project with the unit that carries it out.
pub fn texts(department: &str) -> Vec<(String, String)> {
    let department = dossier::read("dossier.toml", department, &[]).dossier;
    let text = |unit: &Unit| (format!("units/{}/dossier.toml", unit.id), text(unit, &department));
    UNITS.iter().map(text).collect()
}

fn text(unit: &Unit, department: &Dossier) -> String {
    let projects: Vec<&Project> =
        department.projects.iter().filter(|project| is_of(unit, project)).collect();
    let all = sources(&projects);
    let sums = sum(all.iter().map(|(_, amounts)| *amounts));
    let basic = unit.basic.map(|amount| amount.parse().unwrap_or_default());
    let [active, retired, non_establishment] = unit.persons;
    let mut text = format!(
        "# 虚构的{}{}年度卷宗，汇总进部门卷宗；由 generate_demo 生成，请不要直接改动。\n\
         format = 1\nfiscal_year = {}\n\n[packs]\ndepartment = \"example-department\"\n\n\
         [department]\nname = \"{}\"\nfunctions = \"{}\"\n\n\
         [department.headcount]\nas_of = 2023-12-31\nactive = {active}\nretired = {retired}\n\
         non_establishment = {non_establishment}\n",
        unit.name, department.fiscal_year, department.fiscal_year, unit.name, unit.functions
    );
    line(&mut text, "whole", sum([basic, sums]));
    for (source, amounts) in &all {
        let own = if *source == FundingSource::Appropriation { basic } else { NOTHING };
        entry(&mut text, "whole", *source, sum([own, *amounts]));
    }
    line(&mut text, "basic", basic);
    line(&mut text, "project", sums);
    for (source, amounts) in all {
        entry(&mut text, "project", source, amounts);
    }
    text
}

/// Approved, budget and expenditure, in 万元.
type Amounts = [Decimal; 3];

const NOTHING: Amounts = [Decimal::ZERO; 3];

fn is_of(unit: &Unit, project: &Project) -> bool {
    let name = project.unit.as_deref();
    let is_own = |unit: &Unit| name == Some(unit.name);
    is_own(unit) || unit.id == "office" && !UNITS.iter().any(is_own)
}

/// The money of projects by source, in the order of the forms; what names no source is granted.
fn sources(projects: &[&Project]) -> Vec<(FundingSource, Amounts)> {
    let of = |source| {
        let parts = projects.iter().flat_map(|project| parts(&project.money));
        (source, sum(parts.filter(|(own, _)| *own == source).map(|(_, amounts)| amounts)))
    };
    let all = FundingSource::ALL.map(|(.., source)| of(source));
    all.into_iter().filter(|(_, amounts)| *amounts != NOTHING).collect()
}

fn parts(money: &BudgetLine) -> Vec<(FundingSource, Amounts)> {
    let amounts = |columns: [(&str, Option<&Figure>); 3]| {
        let amount = |figure: Option<&Figure>| figure.map_or(Decimal::ZERO, Figure::value);
        columns.map(|(_, figure)| amount(figure) / Decimal::from(10_000))
    };
    if money.sources.is_empty() {
        return vec![(FundingSource::Appropriation, amounts(money.columns()))];
    }
    money.sources.iter().map(|one| (one.source, amounts(one.columns()))).collect()
}

fn sum(parts: impl IntoIterator<Item = Amounts>) -> Amounts {
    let add = |[a, b, c]: Amounts, [d, e, f]: Amounts| [a + d, b + e, c + f];
    parts.into_iter().fold(NOTHING, add)
}

fn line(text: &mut String, name: &str, amounts: Amounts) {
    let _ = write!(text, "\n[budget.{name}]\n{}", columns(amounts));
}

fn entry(text: &mut String, name: &str, source: FundingSource, amounts: Amounts) {
    let kind = source.id();
    let _ = write!(text, "\n[[budget.{name}.source]]\nkind = \"{kind}\"\n{}", columns(amounts));
}

fn columns([approved, budget, expenditure]: Amounts) -> String {
    format!(
        "approved = \"{approved:.2}万元\"\nbudget = \"{budget:.2}万元\"\n\
         expenditure = \"{expenditure:.2}万元\"\n"
    )
}
