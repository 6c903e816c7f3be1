#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 70-hand-over.sh [--context NAME] [--namespace NS]... [--timeout SECONDS] [--yes]

Lets ACK manage what it has adopted: each twin, verified and retained, is deleted in the cluster (no call to AWS), and created again
without read-only, so that ACK adopts what AWS has today. To lift read-only from the twin as it is would make ACK enforce the state of
the day of adoption. Only for namespaces whose clean-up is at its end.

  --timeout SECONDS  how long to wait, for deleted twins to be gone and for new ones to be verified (300)
  --yes              does it; without, it only says what it would do

exit status: 0 all are handed over (or would be), 1 something is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace timeout yes' "$@"
timeout=${timeout:-300}

# ---- gates ----

require_state
while IFS= read -r each; do
    phase=$(state_get "phase.$each")
    case $phase in
    cleaned | hand-over | handed-over) ;;
    *) object "namespace $each is in phase \"${phase:-none}\": end its clean-up with 50-remove-finalizers.sh --yes first" ;;
    esac
done <"$work/namespaces"
stop_if_refused
read_types
[ -z "$missing_types" ] || refuse "the cluster lacks the types $missing_types" 'install the ACK controllers'
if uses_adopted && [ "$has_adopted" = no ]; then refuse "the cluster lacks the type $adopted_type"; fi
read_old "$work/old"
require_cluster
awk -F'\t' '
    file == "rows" { planned[$6 "/" $7 "/" $8] = 1; next }
    ($1 "/" $2 "/" $3) in planned { print $1 "/" $2 "/" $3 }
' file=rows "$work/rows" file=old "$work/old" >"$work/left-over" || refuse 'cannot compare the old CRs with the plan'
while IFS= read -r each; do object "$each is there again: its twin must not write to AWS beside it"; done <"$work/left-over"
stop_if_refused
judge_twins
read_adopted "$work/adopted"

# ---- which are to be made anew ----

# open      read-only, ours, retained, verified: to be deleted and created
# missing   not there: to be created where this run, or one that was cut off, has deleted it
list_given_up
list_phases() {
    while IFS= read -r each; do printf '%s\t%s\n' "$each" "$(state_get "phase.$each")"; done <"$work/namespaces" >"$work/phases"
}
sort_twins() {
    awk -F'\t' '
        file == "phases" { phase[$1] = $2; next }
        file == "given-up" { given_up[$1 "/" $2 "/" $3] = 1; next }
        {
            twin = $1 "/" $2 "/" $3
            if ($13 != "adopt") fate = "other\twas adopted before: it stays as it is"
            else if (twin in given_up) fate = "given up\t-"
            else if ($8 == "absent") fate = phase[$2] == "hand-over" ? "missing\t-" : "left\tis not there, though its clean-up is at its end"
            else if ($8 == "terminating") fate = phase[$2] == "hand-over" && $6 == "ours" && $7 == "retain" ? "going\t-" : "left\tis being deleted"
            else if ($6 != "ours") fate = "other\tdoes not bear the id of this plan: it stays as it is"
            else if ($9 != "read-only") fate = $4 == "ok" ? "handed\t-" : "new\t" $5
            else if ($7 != "retain") fate = "left\tis not retained in AWS when it is deleted"
            else if ($4 != "ok") fate = "left\t" $5
            else fate = "open\t-"
            print $1 "\t" $2 "\t" $3 "\t" $10 "\t" $11 "\t" $12 "\t" fate
        }
    ' file=phases "$work/phases" file=given-up "$work/given-up" file=judged "$work/judged" >"$work/fate" || refuse 'cannot tell which twins are to be handed over'
}
number() { awk -F'\t' -v fate="$1" '$7 == fate { n++ } END { print n + 0 }' "$work/fate"; }
say_rest() {
    awk -F'\t' '
        $7 == "other" { printf "  %-9s %s/%s/%s %s\n", "not ours", $1, $2, $3, $8 }
        $7 == "given up" { printf "  %-9s %s/%s/%s\n", "given up", $1, $2, $3 }
        $7 == "left" { printf "  %-9s %s/%s/%s %s\n", "left", $1, $2, $3, $8 }
        $7 == "handed" { printf "  %-9s %s/%s/%s\n", "handed", $1, $2, $3 }
        $7 == "new" { printf "  %-9s %s/%s/%s is created anew and %s\n", "not yet", $1, $2, $3, $8 }
    ' "$work/fate"
}
list_phases
sort_twins
if [ "$yes" = no ]; then
    awk -F'\t' '
        $7 == "open" { printf "  %-9s delete and create %s/%s/%s\n", "would", $1, $2, $3 }
        $7 == "missing" || $7 == "going" { printf "  %-9s create %s/%s/%s\n", "would", $1, $2, $3 }
    ' "$work/fate"
    say_rest
    left=$(number left)
    summary "would hand over $(count $(($(number open) + $(number missing) + $(number going))) twin), $left left"
    [ "$left" -eq 0 ] || exit 1
    exit 0
fi

# ---- the work ----

if [ "$(number open)" -gt 0 ] || [ "$(number missing)" -gt 0 ] || [ "$(number going)" -gt 0 ]; then
    # Noted before the first is deleted: what is missing after this was ours to delete, and is created again.
    awk -F'\t' '$7 == "open" || $7 == "missing" || $7 == "going" { print $2 }' "$work/fate" | sort -u >"$work/going-namespaces" ||
        refuse 'cannot tell which namespaces are begun'
    enter hand-over "$work/going-namespaces"
    list_phases
    awk -F'\t' '
        file == "adopted" { made[$1 "/" $2] = index($4, "\"" label "\":\"" plan "\""); next }
        $7 == "open" || $7 == "missing" || $7 == "going" { print ($5 == "-" ? $1 : "AdoptedResource") "\t" $2 "\t" ($5 == "-" ? $3 : $5) "\t" $6 > wanted }
        # A finished AdoptedResource is not looked at again by ACK, so it is made anew too.
        ($7 == "open" || $7 == "missing" || $7 == "going") && $5 != "-" && made[$2 "/" $5] { print "AdoptedResource\t" $2 "\t" $5 "\tadoptedresources.services.k8s.aws" > resources }
        $7 == "open" { print $1 "\t" $2 "\t" $3 "\t" $4 > twins }
        $7 == "going" { print $1 "\t" $2 "\t" $3 "\t" $4 > waiting }
    ' label="$plan_label" plan="$plan" wanted="$work/wanted" resources="$work/resources" twins="$work/open" waiting="$work/waiting" \
        file=adopted "$work/adopted" file=fate "$work/fate" || refuse 'cannot tell what to make anew'
    touch "$work/resources" "$work/open" "$work/waiting"
    delete_twins "$work/resources" "$work/open"
    read_adopted "$work/adopted"
    judge_twins
    cat "$work/open" "$work/waiting" >"$work/deleted-twins"
    still_there "$work/resources" "$work/deleted-twins" || {
        summary 'stopped: not all twins are gone; run this again'
        exit 1
    }
    awk -F'\t' '{ print $4 }' "$work/wanted" | sort -u >"$work/files"
    no_read_only='"metadata":{"annotations":{"services.k8s.aws/read-only":null}}'
    while IFS= read -r path; do
        [ -s "$here/$path" ] || refuse "$path is missing: unpack the bundle again"
        patch="{$no_read_only}"
        if uses_adopted; then patch="{$no_read_only,\"spec\":{\"kubernetes\":{$no_read_only}}}"; fi
        manifests_of "$path" "$work/wanted" "$patch" >"$work/manifest.json"
        line creating "$(lines "$work/manifest.json") of $path"
        k create -f "$work/manifest.json" -o name </dev/null >"$work/created" 2>"$work/error" || cat "$work/error" >&2
    done <"$work/files"
fi

until=$((SECONDS + timeout)) said=-1
while :; do
    judge_twins
    sort_twins
    now=$(($(number new) + $(number missing) + $(number going)))
    [ "$now" -gt 0 ] || break
    [ "$now" -eq "$said" ] || line waiting "$now not verified yet"
    said=$now
    [ "$SECONDS" -lt "$until" ] || break
    sleep 2
done
say_rest
# A twin that someone made again meanwhile, read-only, is not handed over.
awk -F'\t' '
    $7 == "open" { printf "  %-9s %s/%s/%s is read-only still: run this again\n", "left", $1, $2, $3 }
    $7 == "missing" || $7 == "going" { printf "  %-9s %s/%s/%s is not there yet\n", "left", $1, $2, $3 }
' "$work/fate"
left=$(($(number new) + $(number missing) + $(number left) + $(number open) + $(number going)))
if [ "$left" -eq 0 ]; then enter handed-over "$work/namespaces"; fi
summary "$(count "$(number handed)" twin) handed over, $left left"
[ "$left" -eq 0 ] || exit 1
