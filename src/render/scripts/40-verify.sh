#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 40-verify.sh [--context NAME] [--namespace NS]... [--timeout SECONDS]

Waits until every twin is verified, at most the given time (300 seconds), and says which are not. It only reads.

Verified means, read from the twin as it is now: ACK has adopted it and set its finalizer; the AWS name, the region and, where the
old CR has an ARN, ARN and account are those of the plan.

exit status: 0 all are verified, 1 some are not, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace timeout' "$@"
timeout=${timeout:-300}

read_state
read_types
[ -z "$missing_types" ] || refuse "the cluster lacks the types $missing_types" 'install the ACK controllers'
read_old "$work/old"
require_cluster

# What was given up by name is not waited for; what this plan has no state for was not given up.
if [ "$state_plan" = "$plan" ]; then list_given_up; else : >"$work/given-up"; fi

# No condition is waited for: a name that AWS does not know gives none, for ever.
verified=-1
while :; do
    judge_twins
    awk -F'\t' '
        file == "given-up" { given_up[$1 "\t" $2 "\t" $3] = 1; next }
        !(($1 "\t" $2 "\t" $3) in given_up)
    ' file=given-up "$work/given-up" file=judged "$work/judged" >"$work/wanted"
    total=$(lines "$work/wanted")
    now=$(awk -F'\t' '$4 == "ok" { n++ } END { print n + 0 }' "$work/wanted")
    if [ "$now" -ne "$verified" ]; then
        verified=$now
        line waiting "$verified of $total verified after $SECONDS s"
    fi
    if [ "$verified" -eq "$total" ] || [ "$SECONDS" -ge "$timeout" ]; then break; fi
    sleep 2
done

awk -F'\t' '{ printf "  %-9s %s/%s/%s%s\n", ($4 == "ok" ? "verified" : "not yet"), $1, $2, $3, ($4 == "ok" ? "" : " " $5) }' "$work/wanted"
awk -F'\t' '{ printf "  %-9s %s/%s/%s\n", "given up", $1, $2, $3 }' "$work/given-up"
left=$((total - verified))
summary "$(count "$verified" twin) verified, $left not"
[ "$left" -eq 0 ] && exit 0
printf 'what has no ARN after minutes does not exist in AWS under that name, account and region, or ACK does not watch it:\n'
printf 'correct it, or give it up in the clean-up: 50-remove-finalizers.sh --unadopted KIND/NAMESPACE/NAME (of the old CR)\n'
exit 1
