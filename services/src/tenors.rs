//! The tenors of an offer, an application or a line, as their column keeps them.

use domain::terms::Tenor;

use crate::Error;

pub fn tenor_texts(tenors: &[Tenor]) -> Vec<String> {
    tenors.iter().map(ToString::to_string).collect()
}

pub fn tenors_of<R>(texts: &[String]) -> Result<Vec<Tenor>, Error<R>> {
    texts.iter().map(|text| text.parse().map_err(Error::defect)).collect()
}
