#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: rollback.sh [--context NAME] [--namespace NS]... [--timeout SECONDS] [--yes]

Goes back, until the clean-up of a namespace has begun: deletes the twins that bear this plan's id and retain their AWS resource (looked
at live), and scales the old operator to the replicas that it had. What is in AWS stays as it is.

The operator stays at 0 while another namespace is in clean-up.

  --timeout SECONDS  how long to wait for deleted twins to be gone (120)
  --yes              does it; without, it only says what it would do

exit status: 0 rolled back (or would go ahead), 1 something is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace timeout yes' "$@"
timeout=${timeout:-120}

# ---- gates ----

read_state
read_types
read_old "$work/old"
require_cluster
require_state
require_phase frozen roll-back rolled-back
# check_old WHAT-THEN: an operator that comes up does what a Terminating CR waits for, in any namespace: it deletes in AWS.
check_old() {
    awk -F'\t' -v fence="$fence" '
        file == "namespaces" { mine[$1] = 1; next }
        $6 != "" { print $1 "/" $2 "/" $3 " is Terminating: the old operator would delete what it stands for in AWS"; next }
        ($2 in mine) && index($10, "\"sageMakerEndpoint\":\"" fence "\"") { print $1 "/" $2 "/" $3 " is fenced: its clean-up has begun" }
    ' file=namespaces "$work/namespaces" file=old "$work/old" >"$work/unfit" || refuse 'cannot look for CRs that an operator would delete'
    [ -s "$work/unfit" ] || return 0
    while IFS= read -r each; do object "$each"; done <"$work/unfit"
    hint "such a CR goes with 50-remove-finalizers.sh, without a call to AWS; $1"
    exit 2
}
check_old 'then roll back the rest'
read_operators
judge_twins
read_adopted "$work/adopted"

# ---- what goes ----

# A twin stays whose old CR is no longer there to take over.
awk -F'\t' '
    file == "old" { live[$1 "/" $2 "/" $3] = $4; next }
    file == "rows" {
        old = $6 "/" $7 "/" $8
        if ($12 == "-") next
        twin = $13 "\t" $14 "\t" $15
        if (!(old in live) || ($9 != "-" && live[old] "" != $9 "")) alone[twin] = old
        next
    }
    file == "adopted" { made[$1 "/" $2] = index($4, "\"" label "\":\"" plan "\"") ? "ours" : "other"; next }
    {
        twin = $1 "\t" $2 "\t" $3
        if ($6 != "ours" && !($11 != "-" && made[$2 "/" $11] == "ours")) {
            if ($8 != "absent") print "other\t" $1 "/" $2 "/" $3 " does not bear the id of this plan" > said
            next
        }
        if (twin in alone) { print "kept\t" $1 "/" $2 "/" $3 " stays: its old CR " alone[twin] " is gone or was made anew" > said; next }
        if ($8 != "absent" && $7 != "retain") { print "kept\t" $1 "/" $2 "/" $3 " is not retained in AWS when it is deleted: annotate it services.k8s.aws/deletion-policy=retain" > said; next }
        if ($11 != "-" && made[$2 "/" $11] == "ours") print "AdoptedResource\t" $2 "\t" $11 "\tadoptedresources.services.k8s.aws" > resources
        if ($8 != "absent" && $6 != "ours") print "kept\t" $1 "/" $2 "/" $3 " does not bear the id of this plan" > said
        else if ($8 != "absent") print twin "\t" $10 > twins
    }
' label="$plan_label" plan="$plan" said="$work/stay" resources="$work/resources" twins="$work/going" \
    file=old "$work/old" file=rows "$work/rows" file=adopted "$work/adopted" file=judged "$work/judged" || refuse 'cannot tell what to delete'
touch "$work/stay" "$work/resources" "$work/going"
awk -F'\t' -v word="$(would delete delete)" '{ printf "  %-9s %s/%s/%s\n", (word == "delete" ? word : "would"), ((word == "delete" ? "" : "delete ") $1), $2, $3 }' "$work/resources" "$work/going"
awk -F'\t' '{ printf "  %-9s %s\n", ($1 == "kept" ? "left" : "not ours"), $2 }' "$work/stay"
left=$(awk -F'\t' '$1 == "kept" { n++ } END { print n + 0 }' "$work/stay")

# Namespaces of which something cannot be taken back any more.
cleaning() { awk -F'\t' '$1 ~ /^data[.]phase[.]/ && $2 == "clean-up" { print substr($1, 12) }' "$work/state"; }
say_cleaning() { printf 'the old operator stays at 0: %s in clean-up\n' "$(cleaning | tr '\n' ' ')"; }

if [ "$yes" = no ]; then
    if [ -n "$(cleaning)" ]; then
        say_cleaning
    else
        while IFS=$'\t' read -r namespace name replicas _; do
            was=$(state_get "replicas.$namespace.$name")
            [ "${was:-$replicas}" = "$replicas" ] || line would "scale Deployment $namespace/$name from $replicas to $was"
        done <"$work/operators"
    fi
    summary "would delete $(count "$(lines "$work/going")" twin), $left left"
    [ "$left" -eq 0 ] || exit 1
    exit 0
fi

# ---- the work ----

# Nothing to take back, and the operator is up again or must stay down: nothing is written.
done_before=yes unreleased=0 failed=0 writing=no
while IFS= read -r each; do [ "$(state_get "phase.$each")" = rolled-back ] || done_before=no; done <"$work/namespaces"
if [ -s "$work/going" ] || [ -s "$work/resources" ]; then done_before=no; fi
if [ "$state_operator" = frozen ] && [ -z "$(cleaning)" ]; then done_before=no; fi
if [ "$done_before" = no ]; then
    enter roll-back "$work/namespaces"
    delete_twins "$work/resources" "$work/going"
    judge_twins
    read_adopted "$work/adopted"
    still_there "$work/resources" "$work/going" || unreleased=1
    # A twin that may write to AWS and the old operator must not both be there. One that is read-only only waits for its controller.
    if [ "$unreleased" -ne 0 ]; then
        awk -F'\t' '
            file == "going" { going[$1, $2, $3] = 1; next }
            (($1, $2, $3) in going) && $8 != "absent" && $9 != "read-only" { found = 1 }
            END { exit !found }
        ' file=going "$work/going" file=judged "$work/judged" && writing=yes
        if [ ! -e "$here/70-hand-over.sh" ] && ! still_there "$work/resources" /dev/null >"$work/said"; then writing=yes; fi
        if [ "$writing" = yes ]; then
            summary 'stopped: twins that may write to AWS are not gone, so the old operator stays at 0; run this again'
            exit 1
        fi
    fi
fi

# Deleting twins may take minutes, in which someone may have deleted an old CR.
read_old "$work/old"
if [ "$state_operator" = up ] || [ -z "$(cleaning)" ]; then check_old 'the operator stays at 0; then run this again'; fi

# The write that lets the operator come up tests the whole state: a clean-up that begins in the same second wins or loses whole.
tries=0
while [ "$state_operator" = frozen ] && [ -z "$(cleaning)" ]; do
    patch_state "$(unchanged)$(replaced operator frozen up)" && {
        read_state
        break
    }
    tries=$((tries + 1))
    [ "$tries" -lt 5 ] || {
        cat "$work/error" >&2
        refuse 'cannot write the state: another run changes it, or the right to patch it is missing' 'run this again'
    }
    read_state
    [ "$state_plan" = "$plan" ] || refuse "plan $state_plan has taken the state over"
done
scaled=0
if [ "$state_operator" = frozen ]; then
    say_cleaning
elif [ "$done_before" = no ]; then
    awk -F'\t' '$1 ~ /^data[.]replicas[.]/ { key = substr($1, 15); at = index(key, "."); print substr(key, 1, at - 1) "\t" substr(key, at + 1) "\t" $2 }' "$work/state" >"$work/replicas"
    while IFS=$'\t' read -r namespace name replicas; do
        now=$(awk -F'\t' -v namespace="$namespace" -v name="$name" '$1 "" == namespace "" && $2 "" == name "" { print $3 }' "$work/operators")
        if [ -z "$now" ]; then
            line left "Deployment $namespace/$name is not there any more: install it again by hand, with $replicas replica(s)"
            failed=$((failed + 1))
        elif [ "$now" -ne 0 ] || [ "$replicas" -eq 0 ]; then
            line there "Deployment $namespace/$name has $now"
        elif k scale deployments.apps "$name" -n "$namespace" --replicas="$replicas" -o name </dev/null >"$work/scaled" 2>"$work/error"; then
            line scaled "Deployment $namespace/$name from 0 to $replicas"
            scaled=$((scaled + 1))
        else
            cat "$work/error" >&2
            line left "Deployment $namespace/$name could not be scaled to $replicas"
            failed=$((failed + 1))
        fi
    done <"$work/replicas"
    awk -F'\t' 'file == "namespaces" { mine[$1] = 1; next } $1 ~ /^data[.]phase[.]/ && $2 == "frozen" && !(substr($1, 12) in mine) { print substr($1, 12) }' \
        file=namespaces "$work/namespaces" file=state "$work/state" >"$work/others"
    while IFS= read -r each; do line thawed "namespace $each too: run 20-freeze-old-operator.sh --yes before you go on with it"; done <"$work/others"
fi
# A twin that is kept for a reason ends the roll-back all the same, or nobody could begin anew.
left=$((left + unreleased + failed))
if [ "$unreleased" -eq 0 ] && [ "$failed" -eq 0 ]; then enter rolled-back "$work/namespaces"; fi
summary "$(count "$(lines "$work/going")" twin) deleted, $(count "$scaled" Deployment) scaled up, $left left"
[ "$left" -eq 0 ] || exit 1
