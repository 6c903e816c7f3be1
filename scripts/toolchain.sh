# shellcheck shell=bash
# shellcheck disable=SC2034 # the names are used by those who source this
# Where the tools are and which versions they must have. Sourced in the project's top folder; does nothing on its own.

# The crate and the command must have the same version: Cargo.lock decides both.
locked_version() {
  awk -v want="name = \"$1\"" '$0 == want { found = 1; next } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

wasm_pack_version=0.15.1
tools=target/tools
wasm_target=wasm32-unknown-unknown

# Tools of the right version in this project go before those of the person.
PATH="$PWD/$tools/bin:$PATH"
export PATH

# Whether the Rust on PATH can compile for the browser as it is.
rust_has_target() {
  local libdir lib
  libdir=$(rustc --print target-libdir --target "$wasm_target" 2>/dev/null) || return 1
  for lib in "$libdir"/libstd-*.rlib; do
    [ -e "$lib" ] && return 0
  done
  return 1
}

# Debian ships the standard library as source only, so it is built for the browser together with the crate.
debian_rust_packages="rustc-web cargo-web rust-web-src lld-22"
debian_linker=wasm-ld-22
debian_has_target() {
  [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && command -v "$debian_linker" >/dev/null &&
    [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std" ]
}

# Which of the two builds the WebAssembly: "rustup", "debian", or nothing. WASM_TOOLCHAIN=debian leaves the first out.
wasm_toolchain() {
  if [ "${WASM_TOOLCHAIN:-rustup}" = rustup ] && rust_has_target; then
    echo rustup
  elif debian_has_target; then
    echo debian
  fi
}

# A browser of the Chromium family, or nothing.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
    [ -n "$name" ] && type -P "$name" && return
  done
}

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}
