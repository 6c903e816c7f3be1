#!/usr/bin/env bash
# Installs what the named steps need and this machine lacks; says what and why, and says nothing where nothing is missing.
# Stops with the name of what is missing where it can't install it.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/toolchain.sh
. scripts/toolchain.sh

say() { printf 'setup: %s\n' "$*"; }
stop() {
  printf 'setup: missing: %s\n' "$*" >&2
  exit 1
}

# Prints how to become root for apt-get; fails where that is not possible without a person.
root_command() {
  if [ "$(id -u)" = 0 ]; then
    echo env
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    echo sudo
  else
    return 1
  fi
}

apt_lists_are_fresh=no
# debian WHY WHAT_TO_SAY PACKAGE...: installs Debian packages, or stops and names what a person should install.
debian() {
  local why=$1 name=$2 root package
  shift 2
  command -v apt-get >/dev/null || stop "$name ($why). Install it and run this again"
  root=$(root_command) || stop "$name ($why). Install it, for example with: sudo apt-get install $*"
  say "installing $* with apt-get: $why"
  if [ "$apt_lists_are_fresh" = no ]; then
    "$root" apt-get update -qq -o DPkg::Lock::Timeout=600 || say "apt-get update failed; trying with the lists that are here"
    apt_lists_are_fresh=yes
  fi
  for package in "$@"; do
    [ -n "$(apt-cache policy "$package" | awk '$1 == "Candidate:" && $2 != "(none)"')" ] ||
      stop "$name ($why): this system's package lists have no $package"
  done
  "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "$@" >/dev/null ||
    stop "$name ($why): apt-get could not install $*"
}

rust() {
  if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
    debian "to compile the planner" "Rust (cargo, rustc)" rustc-web cargo-web
  fi
  command -v cc >/dev/null || debian "Rust links with it" "a C compiler (cc)" gcc libc6-dev
}

rust_lints() {
  rust
  if command -v rustup >/dev/null; then
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
    say "adding rustfmt and clippy with rustup: to check format and lints"
    rustup component add rustfmt clippy || stop "rustfmt and clippy: rustup could not add them"
    return
  fi
  cargo fmt --version >/dev/null 2>&1 || debian "to check the format of the Rust code" rustfmt rustfmt-web
  cargo clippy --version >/dev/null 2>&1 || debian "to lint the Rust code" clippy rust-web-clippy
}

wasm_std() {
  [ -n "$(wasm_toolchain)" ] && return
  if [ "${WASM_TOOLCHAIN:-rustup}" = rustup ] && command -v rustup >/dev/null; then
    say "adding the target $wasm_target with rustup: to compile the planner for the browser"
    if rustup target add "$wasm_target" && rust_has_target; then return; fi
    say "rustup could not add it; Debian's Rust builds that target's standard library from source"
  fi
  # shellcheck disable=SC2086 # one word per package
  debian "to compile the planner for the browser" "Rust's target $wasm_target" $debian_rust_packages
  debian_has_target || stop "Rust's target $wasm_target: $debian_rust_packages are installed but do not build it"
}

# cargo_tool PACKAGE COMMAND VERSION WHY
cargo_tool() {
  local name=$1 command=$2 version=$3 why=$4
  [ "$("$command" --version 2>/dev/null | awk '{ print $2 }')" = "$version" ] && return
  say "installing $name $version from crates.io into $tools, which takes a few minutes: $why"
  # Unoptimised, they compile in a third of the time and cost a second and a half in each build.
  local install=(env "CARGO_TARGET_DIR=$tools/build" CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --root "$tools")
  if ! "${install[@]}" --locked "$name@$version"; then
    say "its own lock file does not work with crates.io as it is today; trying without"
    "${install[@]}" "$name@$version" || stop "$name $version: cargo could not install it"
  fi
}

wasm() {
  rust
  wasm_std
  [ -f Cargo.lock ] || cargo generate-lockfile
  cargo_tool wasm-pack wasm-pack "$wasm_pack_version" "it makes the JavaScript package in pkg/"
  cargo_tool wasm-bindgen-cli wasm-bindgen "$(locked_version wasm-bindgen)" "wasm-pack calls it, and it must match the crate"
  rm -rf "$tools/build"
}

node_js() {
  if ! node_is_new_enough || ! command -v npm >/dev/null; then
    debian "to build the page and run its tests" "Node.js 20.19 or later, with npm" nodejs npm
    node_is_new_enough || stop "Node.js 20.19 or later: this system's package is $(node --version 2>/dev/null || echo absent)"
  fi
  # npm writes this file last, so it is older than the lock file exactly when something is to be done.
  [ www/node_modules/.package-lock.json -nt www/package-lock.json ] && return
  say "installing the packages of www/package-lock.json from npm: the page is made of them"
  npm --prefix www ci --no-audit --no-fund --loglevel=error || stop "the packages of www/package-lock.json: npm could not install them"
}

browser() {
  [ -n "$(find_chromium)" ] || debian "the page is tested in it" "Chromium (or name a browser in CHROMIUM)" chromium
}

shell_check() {
  command -v shellcheck >/dev/null || debian "every script is checked with it" ShellCheck shellcheck
}

for step in "$@"; do
  case $step in
    rust | rust_lints | wasm | node_js | browser | shell_check) "$step" ;;
    *)
      echo "usage: $0 rust|rust_lints|wasm|node_js|browser|shell_check ..." >&2
      exit 2
      ;;
  esac
done
