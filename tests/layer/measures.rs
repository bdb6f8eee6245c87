//! What the layers count.

use crate::recorder::Recorded;
use crate::rig::{CLIENT, STRANGER, ask, authorize, get, layer, network, server};

#[tokio::test]
async fn a_refusal_of_the_layer_counts_like_one_of_the_resolver() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let server = server(layer(network()));
    ask(
        &server,
        get(&format!("/authorize?client_id={CLIENT}&client_id={CLIENT}")),
    )
    .await;
    ask(&server, authorize(STRANGER)).await;
    assert_eq!(
        recorded.of("cimd_refusals_total"),
        [
            "cimd_refusals_total{rule=document.status.gone,leg=authorization,blame=document}=1",
            "cimd_refusals_total{rule=request.repeated,leg=authorization,blame=request}=1",
        ]
    );
}
