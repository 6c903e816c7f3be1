//! The scripts of a bundle, run with bash against a stand-in for kubectl: see `tests/scripts/README.md`.

#[cfg(test)]
#[path = "scripts/adopt.rs"]
mod adopt;
#[cfg(test)]
#[path = "scripts/clean_up.rs"]
mod clean_up;
#[cfg(test)]
#[path = "scripts/clean_up_gates.rs"]
mod clean_up_gates;
#[cfg(test)]
#[path = "scripts/clean_up_settle.rs"]
mod clean_up_settle;
#[cfg(test)]
#[path = "scripts/cluster.rs"]
mod cluster;
#[cfg(test)]
#[path = "scripts/every.rs"]
mod every;
#[cfg(test)]
#[path = "scripts/freeze.rs"]
mod freeze;
#[cfg(test)]
#[path = "scripts/kept.rs"]
mod kept;
#[cfg(test)]
#[path = "scripts/killed.rs"]
mod killed;
#[cfg(test)]
#[path = "scripts/old.rs"]
mod old;
#[cfg(test)]
#[path = "scripts/preflight.rs"]
mod preflight;
#[cfg(test)]
#[path = "scripts/road.rs"]
mod road;
#[cfg(test)]
#[path = "scripts/roll_back.rs"]
mod roll_back;
#[cfg(test)]
#[path = "scripts/run.rs"]
mod run;
#[cfg(test)]
#[path = "scripts/scale.rs"]
mod scale;
#[cfg(test)]
#[path = "scripts/scene.rs"]
mod scene;
#[cfg(test)]
#[path = "scripts/unadopted.rs"]
mod unadopted;
#[cfg(test)]
#[path = "scripts/uninstall.rs"]
mod uninstall;
