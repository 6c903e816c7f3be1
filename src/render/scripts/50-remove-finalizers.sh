#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 50-remove-finalizers.sh [--context NAME] [--namespace NS]... [--settle SECONDS] [--timeout SECONDS] [--gitops-suspended]
                               [--unadopted KIND/NAMESPACE/NAME]... [--yes]

Deletes the old CRs whose twins are verified, a family at a time, without a call to AWS. This cannot be undone.

In one write to each old CR, refused by the API server if it was changed meanwhile, the two finalizers of the old operator go, other
finalizers stay, and the CR is fenced: an operator that wakes up now reaches no AWS. After the settle time everything is looked at
again; then parents are deleted, then children. A family with one member in doubt is left whole.

A CR that is Terminating goes with the first write, since nothing else holds it: its deletion in AWS, which somebody once asked for, is
then never done, and what is in AWS belongs to the twin.

  --settle SECONDS    how long to wait between write and delete (30)
  --timeout SECONDS   how long to wait for deleted CRs to be gone (120)
  --gitops-suspended  Argo CD, Flux or Helm won't bring the operator or its CRs back
  --unadopted ...     gives up an old CR without a verified twin: deletes it, and its unverified twins that no other old CR shares
  --yes               does it; without, it only says what it would do

exit status: 0 nothing is left (or would be), 1 something is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace settle timeout gitops-suspended unadopted yes' "$@"
timeout=${timeout:-120}

# ---- gates ----

: >"$work/unadopted"
for each in ${unadopted[@]+"${unadopted[@]}"}; do
    printf '%s\n' "$each" >>"$work/unadopted"
    awk -F'\t' -v name="$each" '$6 "/" $7 "/" $8 == name { found = 1 } END { exit !found }' "$work/rows" ||
        object "--unadopted $each: no such old CR in this run; it is written KIND/NAMESPACE/NAME, as in resources.tsv"
done
stop_if_refused

require_state
[ "$state_operator" = frozen ] || refuse 'a roll-back has scaled the old operator up again' 'run 20-freeze-old-operator.sh --yes first'
read_types
read_old "$work/old"
require_cluster
require_phase frozen clean-up cleaned hand-over handed-over
require_frozen
check_git_ops

# Every CR that may be changed is in a complete back-up of this plan.
: >"$work/saved"
for each in "$here"/backup/*/complete; do
    if [ "$(head -n 1 "$each" 2>/dev/null)" = "$plan" ]; then
        cat "${each%/complete}/uids" >>"$work/saved" || refuse "cannot read ${each%/complete}/uids"
    fi
done
awk -F'\t' '
    file == "saved" { saved[$1] = 1; next }
    file == "rows" { if ($2 == "yes") planned[$9] = 1; next }
    ($4 in planned) && !($4 in saved) { print $1 "/" $2 "/" $3 }
' file=saved "$work/saved" file=rows "$work/rows" file=old "$work/old" >"$work/unsaved" || refuse 'cannot compare with the back-up'
[ -s "$work/unsaved" ] && refuse "$(count "$(lines "$work/unsaved")" 'old CR') of the plan, $(head -n 1 "$work/unsaved") first, in no complete back-up of this plan" \
    'run 10-backup.sh first'
stop_if_refused

# ---- what may go ----

# The fate of each old CR of the run, in $work/fate: kind, namespace, name, plural.group, uid, delete order, family,
#   fate    gone, go or keep
#   reason  why it is kept
#   bare    yes: stripped and fenced already
#   finalizers that stay, as JSON or null
#   terminating or live
# judge_old ANEW: with "anew" only what was to go before may go, and it must be stripped and fenced by now.
judge_old() {
    [ "$1" = anew ] || : >"$work/before"
    awk -F'\t' -v anew="$1" -v fence="$fence" -v one="$finalizer" -v two="$child_finalizer" "$awk_json"'
        file == "before" { before[$1 "/" $2 "/" $3] = $8; because[$1 "/" $2 "/" $3] = $9; next }
        file == "unadopted" { given_up[$1] = 1; next }
        file == "judged" { verified[$1 "/" $2 "/" $3] = $4; doubt[$1 "/" $2 "/" $3] = $5; next }
        file == "table" {
            id = $6 "/" $7 "/" $8
            planned[id] = 1
            family_of[id] = $3
            next
        }
        file == "old" {
            id = $1 "/" $2 "/" $3
            live[id] = $0
            if ($1 == "HyperparameterTuningJob") tuning[id] = $0
            ids[++found] = id
            next
        }
        # Rows of the run: one old CR may have several.
        {
            id = $6 "/" $7 "/" $8
            if (!(id in row)) { order[++crs] = id; row[id] = $0 }
            if ($12 != "-") {
                twin = $13 "/" $14 "/" $15
                if (verified[twin] != "ok" && !(id in given_up) && !(id in unproved)) unproved[id] = "twin " twin " " (twin in doubt ? doubt[twin] : "was not looked at")
            }
            if ($2 == "no") never[id] = 1
        }
        function keep(id, why) {
            if (!(family_of[id] in kept)) kept[family_of[id]] = id " " why
            if (!(id in reason)) reason[id] = why
        }
        # A child that the plan does not know, or a child whose parent it does not know.
        function related(child, parent) {
            if ((parent in planned) && !(child in planned)) keep(parent, "has a child that is not in the plan: " child ": plan again")
            if ((child in planned) && !(parent in planned) && (parent in live)) keep(child, "has a parent that is not in the plan: " parent ": plan again")
        }
        function strip(text, name) {
            if (index(text, "\"" name "\"") == 0) return text
            sub("\"" name "\",?", "", text)
            sub(/,\]$/, "]", text)
            return text
        }
        END {
            for (i = 1; i <= crs; i++) {
                id = order[i]
                split(row[id], plan, "\t")
                terminating[id] = "live"
                bare[id] = "no"
                rest[id] = "null"
                if (id in never) keep(id, id in live ? "is not to be deleted: the plan could not be certain of it or of one of its family" : "was not read from a cluster")
                if (!(id in live)) {
                    gone[id] = 1
                    if (!(id in reason) && (id in unproved)) reason[id] = "before, but " unproved[id] "; --unadopted gives that up"
                    continue
                }
                split(live[id], now, "\t")
                if (now[6] != "") terminating[id] = "terminating"
                rest[id] = strip(strip(now[7], one), two)
                if (rest[id] == "" || rest[id] == "[]") rest[id] = "null"
                ours = index(now[7], "\"" one "\"") || index(now[7], "\"" two "\"")
                fenced = index(now[10], "\"sageMakerEndpoint\":\"" fence "\"") > 0
                if (plan[6] == "HostingAutoscalingPolicy" && !index(now[10], "\"region\":\"fenced\"")) fenced = 0
                bare[id] = (!ours && fenced) ? "yes" : "no"
                if (plan[9] "" != now[4] "") keep(id, "was deleted and made again after planning: plan again")
                else if (plan[10] != "-" && (now[5] + 0 < plan[10] + 0 || now[5] + 0 > plan[10] + fenced + (now[6] != "")))
                    # The fence is one change of ours, the deletion another.
                    keep(id, "was changed after planning: plan again")
                else if (id in unproved) keep(id, unproved[id])
                else if (anew == "anew" && before[id] != "go") keep(id, because[id])
                else if (anew == "anew" && ours) keep(id, "has its finalizer again, or the write did not take: run this again")
                else if (anew == "anew" && !fenced) keep(id, "has lost its fence: run this again")
            }
            for (i = 1; i <= found; i++) {
                split(live[ids[i]], now, "\t")
                split("", json)
                json_read(now[8], "")
                if (json["owner_HostingDeployment_name"] != "")
                    related(ids[i], "HostingDeployment/" json["owner_HostingDeployment_namespace"] "/" json["owner_HostingDeployment_name"])
                if (now[1] != "TrainingJob" || now[3] !~ /.-[0-9]+-[0-9a-z]+$/) continue
                stem = now[3]
                sub(/-[0-9]+-[0-9a-z]+$/, "", stem)
                for (parent in tuning) {
                    split(tuning[parent], up, "\t")
                    # Also where a namespace is set apart by the plan: only a namesake in the same one can be a child.
                    if (up[2] == now[2] && begins(up, stem)) related(ids[i], parent)
                }
            }
            # What a deleted owner takes with it would go without a fence.
            for (i = 1; i <= found; i++) {
                split(live[ids[i]], now, "\t")
                if (!match(now[10], /"ownerReferences":\[[^]]*\]/)) continue
                owners = substr(now[10], RSTART, RLENGTH)
                for (j = 1; j <= crs; j++) {
                    split(row[order[j]], plan, "\t")
                    if (index(owners, "\"uid\":\"" plan[9] "\"") && family_of[order[j]] != family_of[ids[i]])
                        keep(order[j], "owns " ids[i] ", which would be deleted with it: remove that ownerReference")
                }
            }
            for (i = 1; i <= crs; i++) {
                id = order[i]
                split(row[id], plan, "\t")
                if (id in gone) { fate = "gone"; why = (id in reason) ? reason[id] : "-" }
                else if (id in reason) { fate = "keep"; why = reason[id] }
                else if (family_of[id] in kept) { fate = "keep"; why = "is kept with its family: " kept[family_of[id]] }
                else { fate = "go"; why = "-" }
                print plan[6] "\t" plan[7] "\t" plan[8] "\t" plan[5] "\t" plan[9] "\t" plan[4] "\t" plan[3] "\t" fate "\t" why "\t" bare[id] "\t" rest[id] "\t" terminating[id]
            }
        }
        # The name of a tuning job in AWS begins with the stem of the names of its children.
        function begins(up, stem,    name, at) {
            name = up[4]
            gsub(/-/, "", name)
            if (index(name, stem) == 1) return 1
            name = up[10]
            while (match(name, /"(sageMakerHyperParameterTuningJobName|hyperParameterTuningJobName)":"[^"]*"/)) {
                at = substr(name, RSTART, RLENGTH)
                name = substr(name, RSTART + RLENGTH)
                sub(/.*:"/, "", at)
                if (index(tolower(at), stem) == 1) return 1
            }
            return 0
        }
    ' file=before "$work/before" file=unadopted "$work/unadopted" file=judged "$work/judged" file=table "$work/table" \
        file=old "$work/old" file=rows "$work/rows" >"$work/fate" || refuse 'cannot judge the old CRs'
}

judge_twins
judge_old first
cp "$work/fate" "$work/first"
read_adopted "$work/adopted"

# Twins that go with an old CR given up: not verified, and shared with none that is not given up. $work/given is what is to be noted.
list_given_up
awk -F'\t' '
    file == "given-up" { noted[$1 "\t" $2 "\t" $3] = 1; next }
    file == "unadopted" { given_up[$1] = 1; next }
    file == "fate" { if ($8 == "keep") kept[$1 "/" $2 "/" $3] = 1; next }
    file == "table" {
        if ($12 == "-") next
        twin = $13 "\t" $14 "\t" $15
        old = $6 "/" $7 "/" $8
        # A twin stays with its old CR, when that is kept for another reason.
        if ((old in given_up) && !(old in kept)) wanted[twin] = 1; else shared[twin] = old
        next
    }
    file == "adopted" { made[$1 "/" $2] = index($4, "\"" label "\":\"" plan "\"") ? "ours" : "other"; next }
    {
        twin = $1 "\t" $2 "\t" $3
        if (!(twin in wanted) || $4 == "ok") next
        if (twin in shared) { print $1 "/" $2 "/" $3 " is shared with " shared[twin] ": it stays" > said; next }
        if (!(twin in noted)) print $2 "\t" $1 "/" $3 > given
        if ($11 != "-" && made[$2 "/" $11] == "ours") print "AdoptedResource\t" $2 "\t" $11 "\tadoptedresources.services.k8s.aws" > resources
        if ($8 == "absent") next
        if ($6 == "ours" && $7 == "retain") print twin "\t" $10 > twins
        else print $1 "/" $2 "/" $3 " is not of this plan, or is not retained in AWS: it stays" > said
    }
' label="$plan_label" plan="$plan" said="$work/said" given="$work/given" resources="$work/resources" twins="$work/give-up" \
    file=given-up "$work/given-up" file=unadopted "$work/unadopted" file=fate "$work/fate" file=table "$work/table" file=adopted "$work/adopted" file=judged "$work/judged" ||
    refuse 'cannot tell which twins are given up'
touch "$work/said" "$work/given" "$work/resources" "$work/give-up"
while IFS= read -r each; do warn "$each"; done <"$work/said"

going=$(awk -F'\t' '$8 == "go" { n++ } END { print n + 0 }' "$work/fate")
kept() { awk -F'\t' '$8 == "keep" { printf "  %-9s %s/%s/%s %s\n", "left", $1, $2, $3, $9; n++ } END { exit n > 0 }' "$work/fate"; }
if [ "$yes" = no ]; then
    awk -F'\t' '
        $8 == "go" { printf "  %-9s delete %s/%s/%s%s\n", "would", $1, $2, $3, (($12 == "terminating" ? ", which is Terminating" : "") ($11 == "null" ? "" : ", of which another will still hold it: " $11)) }
        $8 == "gone" { printf "  %-9s %s/%s/%s%s\n", "gone", $1, $2, $3, ($9 == "-" ? "" : " " $9) }
    ' "$work/fate"
    awk -F'\t' '{ printf "  %-9s delete twin %s/%s/%s\n", "would", $1, $2, $3 }' "$work/resources" "$work/give-up"
    status=0
    kept || status=1
    summary "would delete $(count "$going" 'old CR'), $(awk -F'\t' '$8 == "keep" { n++ } END { print n + 0 }' "$work/fate") left"
    exit "$status"
fi

# ---- the work ----

# No CR of the plan left in a namespace: its clean-up is at its end.
end_phases() {
    read_state
    awk -F'\t' '
        file == "old" { live[$1 "/" $2 "/" $3] = 1; next }
        file == "table" { if (($6 "/" $7 "/" $8) in live) { left[$7] = 1; left[$14] = 1 } next }
        file == "state" { if ($1 ~ /^data[.]phase[.]/ && ($2 == "frozen" || $2 == "clean-up")) open[substr($1, 12)] = 1; next }
        !($1 in left) && ($1 in open)
    ' file=old "$1" file=table "$work/table" file=state "$work/state" file=namespaces "$work/namespaces" >"$work/ended" ||
        refuse 'cannot tell which namespaces are cleaned'
    enter cleaned "$work/ended"
}

# It must stay so that no operator runs and nobody else holds the namespaces; what was begun is taken up by the next run.
still_ours() {
    read_state
    local each
    while IFS= read -r each; do
        [ "$state_plan" = "$plan" ] && [ "$(state_get "phase.$each")" = clean-up ] && continue
        printf 'stopped: namespace %s is no longer in the clean-up of this plan; %s\n' "$each" "$1" >&2
        exit 1
    done <"$work/going-namespaces"
    read_operators
    [ -s "$work/running" ] || return 0
    printf 'stopped: the old operator runs again; %s\n' "$1" >&2
    while IFS= read -r each; do hint "$each"; done <"$work/running"
    hint 'run 20-freeze-old-operator.sh --yes, then this again'
    exit 1
}

# read_slim FILE TYPES: kind, namespace, name, uid, finalizers.
read_slim() {
    read_into "$1" 'the old CRs' get "$2" -A -o 'jsonpath={range .items[*]}{.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.metadata.uid}{"\t"}{.metadata.finalizers}{"\n"}{end}'
}

# delete_order N: looks at everything anew, then deletes the CRs of that order that may still go, and waits until they are gone.
delete_order() {
    awk -F'\t' -v order="$1" '$8 == "go" && $6 == order { found = 1 } END { exit !found }' "$work/fate" || return 0
    read_old "$work/old"
    still_ours 'nothing more was deleted'
    judge_twins
    cp "$work/fate" "$work/before"
    judge_old anew
    awk -F'\t' -v order="$1" '
        $8 == "gone" { next }
        $6 < order { parent[$7] = 1; next }
        $6 == order && $8 == "go" && !($7 in parent) { print $1 "\t" $2 "\t" $3 "\t" $4 "\t" $5 "\t" $11 "\t" $12 }
    ' "$work/fate" >"$work/deleting"
    [ -s "$work/deleting" ] || return 0
    awk -F'\t' '$7 != "terminating" { print $1 "\t" $2 "\t" $3 "\t" $4 }' "$work/deleting" >"$work/delete"
    line deleting "$(count "$(lines "$work/delete")" 'old CR'): $2"
    delete_listed "$work/delete"
    local types left said=-1 until=$((SECONDS + timeout))
    types=$(awk -F'\t' '!($4 in seen) { seen[$4] = 1; printf "%s%s", (n++ ? "," : ""), $4 }' "$work/deleting")
    while :; do
        read_slim "$work/slim" "$types"
        # What another finalizer holds is not waited for.
        left=$(awk -F'\t' '
            file == "slim" { live[$4] = 1; next }
            $6 == "null" && ($5 in live) { n++ }
            END { print n + 0 }
        ' file=slim "$work/slim" file=deleting "$work/deleting")
        [ "$left" -gt 0 ] || break
        [ "$left" -eq "$said" ] || line waiting "$left not gone yet"
        said=$left
        [ "$SECONDS" -lt "$until" ] || break
        sleep 1
    done
}

cat "$work/given" "$work/resources" "$work/give-up" >"$work/giving"
if [ "$going" -eq 0 ] && [ ! -s "$work/giving" ]; then
    awk -F'\t' '$8 == "gone" { printf "  %-9s %s/%s/%s%s\n", "gone", $1, $2, $3, ($9 == "-" ? "" : " " $9) }' "$work/fate"
    status=0
    kept || status=1
    end_phases "$work/old"
    summary "nothing to delete, $(awk -F'\t' '$8 == "keep" { n++ } END { print n + 0 }' "$work/fate") left"
    exit "$status"
fi

# A namespace of which all is kept can still be rolled back.
awk -F'\t' '
    file == "fate" { if ($8 == "go") going[$7] = 1; next }
    file == "given" { print $1; next }
    $3 in going { print $7; if ($14 != "-") print $14 }
' file=fate "$work/fate" file=given "$work/given" file=rows "$work/rows" | sort -u >"$work/going-namespaces" || refuse 'cannot tell which namespaces are begun'
enter clean-up "$work/going-namespaces"
line entered "clean-up of $(tr '\n' ' ' <"$work/going-namespaces")"

# ---- twins given up ----

if [ -s "$work/given" ]; then
    awk -F'\t' '
        file == "given-up" { noted[$2] = noted[$2] (noted[$2] == "" ? "" : " ") $1 "/" $3; next }
        { noted[$1] = noted[$1] (noted[$1] == "" ? "" : " ") $2; new[$1] = 1 }
        END { for (each in new) printf ",{\"op\":\"add\",\"path\":\"/data/unadopted.%s\",\"value\":\"%s\"}", each, noted[each] }
    ' file=given-up "$work/given-up" file=given "$work/given" >"$work/note"
    # Noted first, so that no later step makes them again.
    patch_state "$(cat "$work/note")" || {
        cat "$work/error" >&2
        refuse 'cannot note the twins that are given up'
    }
fi
delete_twins "$work/resources" "$work/give-up"

# ---- strip and fence, in one write each ----

if [ "$going" -gt 0 ]; then
    # What is changed is kept here as it was read, and what it was changed into.
    run=$here/clean-up/$(date -u +%Y%m%dT%H%M%SZ)-$$
    if ! { mkdir -p "$here/clean-up" && mkdir "$run"; }; then refuse "cannot write in $here"; fi
    awk -F'\t' '
        file == "fate" {
            if ($8 != "go" || $10 == "yes") next
            group[$5] = $6 "\t" $11 "\t" ($1 == "HostingAutoscalingPolicy")
            next
        }
        $4 in group {
            if (!(group[$4] in number)) { number[group[$4]] = ++groups; print group[$4] "\t" groups > list }
            print $10 > (run "/strip-" number[group[$4]] ".json")
        }
    ' run="$run" list="$work/groups" file=fate "$work/fate" file=old "$work/old" || refuse 'cannot save what is to be changed'
    touch "$work/groups"
    still_ours 'nothing was changed'
    # Parents first: a child that is Terminating goes at once, and a fenced parent cannot make it anew.
    sort "$work/groups" >"$work/groups.sorted"
    while IFS=$'\t' read -r order rest policy number; do
        file=$run/strip-$number.json
        line stripping "$(count "$(lines "$file")" 'old CR'), $([ "$order" = 1 ] && printf 'parents and single ones' || printf children)$([ "$rest" = null ] || printf ', of which stay: %s' "$rest")"
        region=''
        [ "$policy" = 0 ] || region=',"region":"fenced"'
        replace_patched "$file" "{\"metadata\":{\"finalizers\":$rest},\"spec\":{\"sageMakerEndpoint\":\"$fence\"$region}}" </dev/null || :
    done <"$work/groups.sorted"

    line settling "$settle s, then everything is looked at again"
    sleep "$settle"
    delete_order 1 'parents and single ones'
    delete_order 2 children
fi

# ---- what is left ----

read_old "$work/after"
awk -F'\t' '
    { id = $1 "/" $2 "/" $3 }
    file == "after" { live[id] = $7; next }
    file == "first" { first[id] = $8; next }
    !(id in live) { printf "  %-9s %s%s\n", (first[id] == "gone" ? "gone" : "deleted"), id, (first[id] == "gone" && $9 != "-" ? " " $9 : ""); deleted += (first[id] != "gone"); next }
    {
        left++
        why = $9
        if ($8 == "go" && live[id] != "") why = "is held by another finalizer: " live[id]
        else if ($8 == "go") why = "was not deleted in time, or its parent was not: run this again"
        else if ($8 == "gone") why = "was made again meanwhile: plan again"
        printf "  %-9s %s %s\n", "left", id, why
    }
    END { print deleted + 0 "\t" left + 0 > counts }
' counts="$work/counts" file=after "$work/after" file=first "$work/first" file=fate "$work/fate"
IFS=$'\t' read -r deleted left <"$work/counts"
end_phases "$work/after"
unreleased=0
if [ -s "$work/resources" ] || [ -s "$work/give-up" ]; then
    judge_twins
    read_adopted "$work/adopted"
    still_there "$work/resources" "$work/give-up" || unreleased=$?
fi
summary "$(count "$deleted" 'old CR') deleted, $left left"
if [ "$left" -gt 0 ] || [ "$unreleased" -gt 0 ]; then exit 1; fi
