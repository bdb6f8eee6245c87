//! (stub)

use serde_json::Value;

use super::judgement::Judgement;

pub(crate) fn judge(record: &Value) -> Judgement {
    let _ = record;
    todo!()
}
