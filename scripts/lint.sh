#!/usr/bin/env bash
# Everything that is judged without being run: format, lints, types, scripts.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/toolchain.sh
. scripts/toolchain.sh

step() { printf 'lint: %s\n' "$*"; }

step "Rust: format"
cargo fmt --check
step "Rust: clippy"
cargo clippy --quiet --locked --all-targets -- -D warnings
if rust_has_target; then
  step "Rust: clippy for the browser"
  cargo clippy --quiet --locked --lib --target "$wasm_target" -- -D warnings
else
  step "Rust: clippy for the browser is left out: this Rust has no $wasm_target"
fi
step "Rust: documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps

step "shell scripts"
scripts=()
while IFS= read -r -d '' file; do
  case $file in
    *.sh) scripts+=("$file") ;;
    *) if head -n 1 "$file" | grep -Eq '^#!.*[/ ](ba)?sh( |$)'; then scripts+=("$file"); fi ;;
  esac
done < <(find .ci scripts src tests www -name node_modules -prune -o -name dist -prune -o -type f \
  \( -name '*.sh' -o ! -name '*.*' \) -print0)
shellcheck --external-sources --source-path=SCRIPTDIR:. "${scripts[@]}"

step "page: types"
www/node_modules/.bin/tsc --project www
step "page: lints"
(cd www && node_modules/.bin/eslint . --max-warnings 0)
step "page: format"
(cd www && node_modules/.bin/prettier --log-level warn --check .)
