//! What the author of a file is told: the faults of small files, and that no text whatever makes reading fail
//! otherwise than by telling them.

#[path = "source/fixture.rs"]
mod fixture;
#[path = "source/limits.rs"]
mod limits;
#[path = "source/lookup.rs"]
mod lookup;
#[path = "source/robust.rs"]
mod robust;
#[path = "source/shape.rs"]
mod shape;
#[path = "source/writing.rs"]
mod writing;
