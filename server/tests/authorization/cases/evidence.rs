//! Evidence of what several parties have to do with: a debt stands for all of it.

use super::{
    Case, about,
    binding::{DEBT, OTHERS},
};

pub const PAGES: [Case; 3] = [
    about("/funder/evidence/{id}", &DEBT).when(OTHERS),
    about("/facilitator/evidence/{id}", &DEBT).when(OTHERS),
    about("/admin/evidence/{id}", &DEBT).when(OTHERS),
];
pub const FUNDER_PACK: Case = about(app::evidence::FUNDER_PACK, &DEBT).when(OTHERS).harmless();
pub const FACILITATOR_PACK: Case = about(app::evidence::FACILITATOR_PACK, &DEBT).when(OTHERS).harmless();
pub const ADMIN_PACK: Case = about(app::evidence::ADMIN_PACK, &DEBT).when(OTHERS).harmless();
