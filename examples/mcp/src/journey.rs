use mcp::Failure;
use mcp::options::Options;
use mcp::server::Running;
pub(crate) async fn play(_: &Running, _: &Options) -> Result<(), Failure> {
    Ok(())
}
