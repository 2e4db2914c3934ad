use super::*;
use crate::dossier::BudgetLine;
use crate::register::Measurements;
use crate::score::score;
use crate::score::tests::{department_pack, dossier, full_dossier, money};

fn feasible(dossier: &Dossier, claim: &str) -> Feasibility {
    let pack = department_pack();
    let sheet = score(dossier, &Measurements::default(), &pack);
    let claim = Figure::parse(claim).expect("a figure");
    feasibility(dossier, &sheet, &pack, &claim)
}

#[test]
fn statements() {
    let stated = dossier(money("2834.54万元", "2717.34万元"), Vec::new());
    for claim in ["99.7分", "95分", "5分", "120分", "约99分"] {
        println!("{}\n", feasible(&stated, claim).statement());
    }
    let empty = dossier(BudgetLine::default(), Vec::new());
    println!("{}\n", feasible(&empty, "99.7分").statement());
    for claim in ["88.59分", "95分", "99.9分", "80分", "50分", "88.6分"] {
        println!("{}\n", feasible(&full_dossier(), claim).statement());
    }
    panic!()
}
