#!/usr/bin/env bash
# Builds pkg/: the planner as WebAssembly with its JavaScript and types, made by wasm-pack, then made smaller by wasm-opt.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/toolchain.sh
. scripts/toolchain.sh

arguments=(-- --locked)
if [ "$(wasm_toolchain)" = debian ]; then
  # wasm-pack only looks whether this folder is there before it calls cargo.
  libdir=$(/usr/bin/rustc --print sysroot)/lib/rustlib/$wasm_target/lib
  [ -d "$libdir" ] || mkdir -p "$libdir" 2>/dev/null || sudo mkdir -p "$libdir"
  export PATH="$PWD/$tools/bin:/usr/bin:$PATH" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$debian_linker
  arguments+=("-Zbuild-std=std,panic_abort")
fi

wasm-pack build . --mode no-install --target web --out-name ack_adoption_planner "${arguments[@]}"

# Named one by one: --all-features makes a module that browsers refuse.
module=pkg/ack_adoption_planner_bg.wasm
www/node_modules/.bin/wasm-opt -Os --strip-debug --strip-producers \
  --enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-multivalue --enable-reference-types --enable-call-indirect-overlong \
  "$module" -o "$module.small"
mv "$module.small" "$module"
