//! Indicators that count in the mean of another one, and how far each was completed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inputs::{self, Sources};
use super::method_of;
use crate::derivation::Derivation;
use crate::dossier::Indicator;
use crate::pack::{Formula, NotScored};
use crate::reading::Reading;

/// The dimensions of which the mean is taken, each with what takes it and its indicators.
pub(super) struct Means(BTreeMap<String, Mean>);

struct Mean {
    /// Name of the indicator that takes the mean.
    taken_by: String,
    members: Result<Vec<Arc<Derivation>>, NotScored>,
}

impl Means {
    /// Finds the indicators whose method takes a mean.
    pub(super) fn of(indicators: &[(Option<&str>, &Reading<'_>)], sources: Sources<'_>) -> Self {
        let mut means = BTreeMap::new();
        for (_, reading) in indicators {
            let Ok(method) = method_of(reading, sources.pack) else { continue };
            let Formula::MeanCompletion { of } = &method.formula else { continue };
            let members = indicators.iter().map(|(_, one)| *one);
            let members = members.filter(|one| one.indicator.dimension.as_ref() == Some(of));
            let members = members.map(|one| completion(one, sources)).collect();
            let mean = Mean { taken_by: reading.indicator.name.clone(), members };
            means.insert(of.clone(), mean);
        }
        Self(means)
    }

    /// The indicator in whose mean this one counts.
    pub(super) fn counting(&self, indicator: &Indicator) -> Option<&str> {
        let mean = self.0.get(indicator.dimension.as_ref()?)?;
        (mean.taken_by != indicator.name).then_some(mean.taken_by.as_str())
    }

    /// How far each indicator of a dimension was completed.
    pub(super) fn members(&self, of: &str) -> Result<Vec<Arc<Derivation>>, NotScored> {
        self.0.get(of).map_or_else(|| Ok(Vec::new()), |mean| mean.members.clone())
    }
}

fn completion(reading: &Reading<'_>, sources: Sources<'_>) -> Result<Arc<Derivation>, NotScored> {
    let indicator = reading.indicator;
    let method = method_of(reading, sources.pack);
    let points = indicator.points.unwrap_or_default();
    let inputs = inputs::indicator(reading, points, sources);
    let found = method.and_then(|method| method.completion(&indicator.name, &inputs?));
    found.map(Arc::new).map_err(|why| {
        NotScored::Incomplete(format!("“{}”的完成程度不能得出：{why}", indicator.name))
    })
}
