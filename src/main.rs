//! The program `redress`.

use std::path::Path;
use std::process::ExitCode;

use redress::cluster::keeper;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [command, dir] if command == "cluster-keeper" => {
            keeper::run(Path::new(dir)).await?;
            Ok(ExitCode::SUCCESS)
        }
        _ => Ok(ExitCode::from(2)),
    }
}
