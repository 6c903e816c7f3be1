#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 30-adopt.sh [--context NAME] [--namespace NS]... [--yes]

Creates the twins, so that ACK adopts what is in AWS. Each is told to retain its AWS resource when it is deleted, and, if the plan says
so, never to write to AWS. What exists already under a planned name stays as it is. The old operator must be frozen.

  --yes  does it; without, it only says what it would do

exit status: 0 every twin is there (or would be), 1 something is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace yes' "$@"

require_state
read_types
[ -z "$missing_types" ] || refuse "the cluster lacks the types $missing_types" 'install the ACK controllers'
if uses_adopted && [ "$has_adopted" = no ]; then
    refuse "the cluster lacks the type $adopted_type" 'plan in the form "annotations" for ACK controllers of today'
fi
read_old "$work/old"
require_cluster
require_phase frozen clean-up cleaned
require_frozen
judge_twins
read_adopted "$work/adopted"

# ---- the work: a file of the bundle at a time, in their order ----

# Wanted: what is not there and was not given up by name.
list_given_up
awk -F'\t' '
    file == "given-up" { given_up[$1 "\t" $2 "\t" $3] = 1; next }
    file == "adopted" { made[$1 "/" $2] = 1; next }
    $12 == "-" || $13 != "adopt" { next }
    # Counted too, so that a file with one given up is never created whole.
    { total[$12]++ }
    ($1 "\t" $2 "\t" $3) in given_up { next }
    # An AdoptedResource that is there makes its twin, or says why it can not.
    { here = $8 != "absent" || ($11 != "-" && ($2 "/" $11) in made) }
    !here { missing[$12]++; print ($11 == "-" ? $1 : "AdoptedResource") "\t" $2 "\t" ($11 == "-" ? $3 : $11) "\t" $12 > wanted }
    END { for (path in missing) print path "\t" total[path] "\t" missing[path] > files }
' wanted="$work/wanted" files="$work/files.any" file=given-up "$work/given-up" file=adopted "$work/adopted" file=judged "$work/judged" ||
    refuse 'cannot tell what is missing'
touch "$work/wanted" "$work/files.any"
sort "$work/files.any" >"$work/files"

while IFS=$'\t' read -r path total missing; do
    [ "$yes" = yes ] || break
    line creating "$missing of $total in $path"
    [ -s "$here/$path" ] || refuse "$path is missing: unpack the bundle again"
    manifest=$here/$path
    if [ "$missing" -lt "$total" ]; then
        manifest=$work/manifest.json
        manifests_of "$path" "$work/wanted" '{}' >"$manifest"
    fi
    # create, not apply: what someone else has made meanwhile is not written over. What failed shows in the reading below.
    k create -f "$manifest" -o name </dev/null >"$work/created" 2>"$work/error" || cat "$work/error" >&2
done <"$work/files"

if [ "$yes" = yes ] && [ -s "$work/files" ]; then
    judge_twins
    read_adopted "$work/adopted"
    read_state
    [ "$state_plan" = "$plan" ] || refuse "plan $state_plan has taken the state over meanwhile"
    while IFS= read -r each; do
        case $(state_get "phase.$each") in
        roll-back | rolled-back) object "namespace $each was rolled back meanwhile: run rollback.sh --yes again" ;;
        esac
    done <"$work/namespaces"
fi

# ---- what is there now ----

awk -F'\t' -v yes="$yes" '
    file == "given-up" { given_up[$1 "\t" $2 "\t" $3] = 1; next }
    file == "adopted" { made[$1 "/" $2] = 1; next }
    file == "wanted" { wanted[$1 "\t" $2 "\t" $3] = 1; next }
    {
        twin = $1 "/" $2 "/" $3
        new = (($11 == "-" ? $1 "\t" $2 "\t" $3 : "AdoptedResource\t" $2 "\t" $11) in wanted)
        if (($1 "\t" $2 "\t" $3) in given_up) say("given up", twin)
        else if (new && yes == "no") { say("would", "create " twin); n_new++ }
        else if (new && $6 == "ours" && $8 == "live") { say("created", twin); n_new++ }
        else if ($4 == "ok") { say("verified", twin); n_there++ }
        else if ($8 == "absent" && $11 != "-" && ($2 "/" $11) in made) { say(new ? "created" : "there", "AdoptedResource/" $2 "/" $11 " for " twin); if (new) n_new++; else n_there++ }
        else if ($8 == "absent") { say("left", twin " was not created"); n_left++ }
        else if ($6 == "ours" && $8 == "live") { say("there", twin); n_there++ }
        else if ($6 == "ours") { say("left", twin " is being deleted"); n_left++ }
        else { say("left", twin " was there before and " $5 ": it is not ours"); n_left++ }
    }
    function say(word, what) { printf "  %-9s %s\n", word, what }
    END { print n_new + 0 "\t" n_there + 0 "\t" n_left + 0 > counts }
' counts="$work/counts" file=given-up "$work/given-up" file=adopted "$work/adopted" file=wanted "$work/wanted" file=judged "$work/judged"
IFS=$'\t' read -r made there left <"$work/counts"
summary "$(would "$made created" "create $made"), $there there, $left left"
stop_if_refused
[ "$left" -eq 0 ] || exit 1
