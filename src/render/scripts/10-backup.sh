#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 10-backup.sh [--context NAME] [--namespace NS]...

Copies into a new folder backup/TIME-NUMBER, which only you may read: all old CRs of the cluster, their definitions, the old operator's
Deployments, RBAC and ServiceAccounts. It changes nothing in the cluster and never an older back-up.

A back-up is for looking things up. Never apply it while the old operator runs: CRs made from it get new uids, so the operator makes
everything in AWS a second time.

With --namespace the check that each planned CR is in it is limited to those namespaces.

exit status: 0 the back-up is complete, 2 it is not
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace' "$@"

read_state
read_types
read_old "$work/old"
require_cluster
read_operators

if ! { mkdir -p "$here/backup" && chmod 700 "$here/backup"; }; then refuse "cannot write in $here"; fi
# mkdir without -p fails where the folder exists: two runs never share one.
folder=backup/$(date -u +%Y%m%dT%H%M%SZ)-$$
target=$here/$folder
if ! { mkdir "$target" && chmod 700 "$target"; }; then refuse "cannot make $folder"; fi
incomplete() { refuse "$1" "the back-up in $folder is not complete and no script takes it for one"; }

# keep FILE WHAT KUBECTL-ARGUMENTS...
keep() {
    local file=$1 what=$2
    shift 2
    k "$@" </dev/null >"$target/$file" 2>"$work/error" || {
        cat "$work/error" >&2
        incomplete "cannot read $what"
    }
    [ -s "$target/$file" ] || incomplete "$what: nothing was read"
    line saved "$folder/$file"
}

# One object a line: kubectl reads it back, and each can be found with grep.
awk -F'\t' '{ print $10 }' "$work/old" >"$target/old-crs.json" || incomplete 'cannot save the old CRs'
awk -F'\t' '{ print $4 }' "$work/old" | sort >"$target/uids" || incomplete 'cannot save the uids'
# Each line must be a whole object that holds the uid read beside it.
awk -F'\t' '!index($10, "\"uid\":\"" $4 "\"") || $4 == "" || $10 !~ /^[{].*[}]$/ { exit wrong = 1 } END { exit wrong }' "$work/old" ||
    incomplete 'a CR was not read whole'
[ "$(lines "$target/old-crs.json")" -eq "$(lines "$target/uids")" ] || incomplete 'the copies and the uids are not equally many'
line saved "$folder/old-crs.json: $(count "$(lines "$target/old-crs.json")" 'old CR')"

awk -F'\t' -v group=".$old_group" 'index($1, group) && substr($1, length($1) - length(group) + 1) == group { print $1 }' "$work/types" >"$work/definitions"
definitions=()
while IFS= read -r each; do definitions+=("$each"); done <"$work/definitions"
if [ "${#definitions[@]}" -gt 0 ]; then
    keep definitions.json 'the definitions of the old CRs' get customresourcedefinitions.apiextensions.k8s.io "${definitions[@]}" -o json
fi
while IFS=$'\t' read -r namespace name _; do
    keep "deployment-$namespace-$name.json" "Deployment $namespace/$name" get deployments.apps "$name" -n "$namespace" -o json
done <"$work/operators"
keep rbac.json 'RBAC and ServiceAccounts' get \
    clusterroles.rbac.authorization.k8s.io,clusterrolebindings.rbac.authorization.k8s.io,roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io,serviceaccounts \
    -A -o json

# A planned CR that is gone or was made anew can't be saved; clean-up judges each by the uids of the back-up.
awk -F'\t' '
    file == "uids" { saved[$1] = 1; next }
    $9 != "-" && !($9 in saved) && !(($6 $7 "/" $8) in seen) { seen[$6 $7 "/" $8] = 1; print $6 "/" $7 "/" $8 }
' file=uids "$target/uids" file=rows "$work/rows" >"$work/absent"
while IFS= read -r each; do warn "$each of the plan is not in the cluster any more, or was made anew: it is not in the back-up"; done <"$work/absent"

# Written last and at once: only a folder with this file is a back-up.
printf '%s\n%s\n' "$plan" "$context" >"$target/complete.part" || incomplete 'cannot finish it'
mv "$target/complete.part" "$target/complete" || incomplete 'cannot finish it'
summary "complete back-up of $(count "$(lines "$target/uids")" 'old CR') in $folder, $(count "$warnings" warning)"
