#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 00-preflight.sh [--context NAME] [--namespace NS]... [--gitops-suspended]

Compares the plan with the cluster before anything is done, and lists all that stands in the way. It only reads.

  --gitops-suspended  Argo CD, Flux or Helm won't bring the old operator or its CRs back

exit status: 0 the move can begin (read the warnings), 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace gitops-suspended' "$@"

read_state
if [ -n "$state_plan" ] && [ "$state_plan" != "$plan" ]; then
    object "another plan, $state_plan, holds the state (ConfigMap $state_namespace/$state_name)"
    hint "end that plan, or take it over: 20-freeze-old-operator.sh --yes --supersede $state_plan"
fi
read_types
read_old "$work/old"
require_cluster

# say FILE COMMAND: the first ten lines, each given to warn or object.
say() {
    local each all
    all=$(lines "$1")
    while IFS= read -r each; do "$2" "$each"; done < <(awk 'NR <= 10' "$1")
    [ "$all" -le 10 ] || "$2" "$((all - 10)) more of the same kind"
}

printf 'types\n'
for each in $missing_types; do object "the cluster lacks the type $each: install the ACK controllers"; done
if uses_adopted && [ "$has_adopted" = no ]; then object "the cluster lacks the type $adopted_type, which this plan uses"; fi
awk -F'\t' '$2 != "" && $1 ~ /[.](sagemaker[.]aws[.]amazon[.]com|sagemaker[.]services[.]k8s[.]aws|applicationautoscaling[.]services[.]k8s[.]aws)$/ { print "the definition " $1 " is being deleted, and all its CRs with it" }' "$work/types" >"$work/said"
say "$work/said" object
# number LIST: how many types a list for kubectl has.
number() { awk -v list="$1" 'BEGIN { print split(list, each, ",") }'; }
line found "$(number "$old_types") of 8 types of the old operator, $(number "$twin_types") of $(count "$(lines "$work/twin-plurals")" type) of ACK that the plan needs"

printf 'namespaces\n'
read_into "$work/all-namespaces" 'the Namespaces' get namespaces -o 'jsonpath={range .items[*]}{.metadata.name}{"\t"}{.metadata.deletionTimestamp}{"\t"}{.status.phase}{"\n"}{end}'
awk -F'\t' '
    file == "all" { there[$1] = 1; if ($2 != "" || $3 == "Terminating") ending[$1] = 1; next }
    !($1 in there) { print "namespace " $1 " is not there: its twins have no place" }
    $1 in ending { print "namespace " $1 " is Terminating: it takes no twins, and its CRs are being deleted" }
' file=all "$work/all-namespaces" file=namespaces "$work/namespaces" >"$work/said"
say "$work/said" object
line found "$(count "$(lines "$work/namespaces")" namespace) of the plan"

printf 'old CRs\n'
awk -F'\t' -v one="$finalizer" -v two="$child_finalizer" '
    function other(kind, text) { print text > (out "." kind) }
    file == "table" { planned[$6 "/" $7 "/" $8] = 1; next }
    file == "old" {
        id = $1 "/" $2 "/" $3
        live[id] = $0
        if ($6 != "") other("terminating", id " is Terminating since " $6 ((id in planned) ? "" : ", and not in the plan") ": an operator that runs deletes it in AWS; rollback.sh refuses while it is so")
        if (!(id in planned)) other("unknown", id " is not in the plan: it stays, and keeps the old operator installed; its family stays too")
        next
    }
    {
        id = $6 "/" $7 "/" $8
        if (id in seen) next
        seen[id] = 1
        if (!(id in live)) { other("gone", id " is not in the cluster" ($9 == "-" ? " (it was not read from one)" : ": deleted since, or cleaned up")); next }
        split(live[id], now, "\t")
        found++
        if ($9 != "-" && $9 "" != now[4] "") other("changed", id " was deleted and made again after planning: clean-up keeps it; plan again")
        else if ($10 != "-" && $10 + 0 != now[5] + 0 && now[6] == "") other("changed", id " was changed after planning: clean-up keeps it; plan again")
        if (index(now[10], "\"ownerReferences\":[")) other("owned", id " has ownerReferences: its owner may delete it at any time, or make it again")
        rest = now[7]
        gsub("\"" one "\"|\"" two "\"|[][,]", "", rest)
        if (rest != "") other("held", id " has other finalizers, which stay: " now[7])
    }
    END { print found + 0 > (out ".found") }
' out="$work/cr" file=table "$work/table" file=old "$work/old" file=rows "$work/rows" || refuse 'cannot compare the old CRs with the plan'
for each in terminating changed gone unknown owned held; do
    [ ! -s "$work/cr.$each" ] || say "$work/cr.$each" warn
done
line found "$(cat "$work/cr.found") of $(awk -F'\t' '!(($6, $7, $8) in seen) { seen[$6, $7, $8] = 1; n++ } END { print n + 0 }' "$work/rows") old CRs of the plan"

printf 'old operator\n'
read_operators
while IFS=$'\t' read -r namespace name replicas _; do line found "Deployment $namespace/$name, $replicas replica(s)"; done <"$work/operators"
[ -s "$work/operators" ] || warn 'the old operator is installed in no namespace: make sure that none runs outside the cluster'
awk '/^Pod /' "$work/running" >"$work/said"
while IFS= read -r each; do line found "$each"; done <"$work/said"
check_git_ops

printf 'ACK controllers\n'
# For each Deployment of an ACK controller: chart, place, version, replicas, feature gates, watched namespaces, selectors, resources.
awk -F'\t' "$awk_json"'
    {
        split("", json)
        json_read($5, "")
        chart = json["app.kubernetes.io/name"]
        n = split($7, part, "\"")
        image = ""
        for (i = 2; i + 2 <= n; i += 2) if (part[i] == "image" && part[i + 1] == ":" && basename(part[i + 2]) ~ /^(sagemaker|applicationautoscaling)-controller$/) image = part[i + 2]
        if (chart != "sagemaker-chart" && chart != "applicationautoscaling-chart") {
            if (image == "") next
            chart = basename(image)
            sub(/-controller$/, "-chart", chart)
        }
        version = json["app.kubernetes.io/version"]
        if (version == "" && image ~ /:v?[0-9][^:\/@]*/) { version = image; sub(/@.*/, "", version); sub(/.*:/, "", version) }
        print chart "\t" $1 "/" $2 "\t" (version == "" ? "-" : version) "\t" ($3 == "" ? 1 : $3) "\t" flag("--feature-gates") "\t" flag("--watch-namespace") "\t" flag("--watch-selectors") "\t" flag("--reconcile-resources")
    }
    # The value of an argument, through the variable that it names; ? when that is read from elsewhere.
    function flag(name,    i, value, found) {
        for (i = 2; i <= n; i += 2) {
            value = ""
            if (part[i] == name && part[i + 1] == ",") { value = part[i + 2]; found = 1 }
            else if (index(part[i], name "=") == 1) { value = substr(part[i], length(name) + 2); found = 1 }
            else continue
            if (value ~ /^\$\(.*\)$/) return variable(substr(value, 3, length(value) - 3))
            return value == "" ? "-" : value
        }
        return "-"
    }
    function variable(name,    i) {
        for (i = 2; i + 2 <= n; i += 2) if (part[i] == "name" && part[i + 1] == ":" && part[i + 2] == name) {
            if (part[i + 4] == "value" && part[i + 3] == ",") return part[i + 6] == "" ? "-" : part[i + 6]
            if (part[i + 4] == "valueFrom" && part[i + 3] == ",") return "?"
            return "-"
        }
        return "?"
    }
' "$work/deployments" >"$work/ack" || refuse 'cannot read the ACK controllers'
read_only=no
if [ -e "$here/70-hand-over.sh" ]; then read_only=yes; fi
form=annotations
if uses_adopted; then form=adopted-resource; fi
for chart in sagemaker-chart applicationautoscaling-chart; do
    group=${chart%-chart}.services.k8s.aws
    awk -F'\t' -v group=".$group" 'index($12, group) { found = 1 } END { exit !found }' "$work/rows" || continue
    awk -F'\t' -v chart="$chart" '$1 == chart' "$work/ack" >"$work/one"
    if [ ! -s "$work/one" ]; then
        warn "no ACK controller for $group is in the cluster (Deployment labelled app.kubernetes.io/name=$chart): right only if Amazon EKS runs it for you"
        continue
    fi
    awk -F'\t' '$13 != "-" && index($12, group) { print $14 "\t" $13 }' group=".$group" "$work/rows" | sort -u >"$work/needed"
    awk -F'\t' -v form="$form" -v read_only="$read_only" '
        function number(version,    part) {
            sub(/^v/, "", version)
            if (version !~ /^[0-9]+[.][0-9]+[.][0-9]+/) return -1
            split(version, part, /[^0-9]/)
            return part[1] * 1000000 + part[2] * 1000 + part[3]
        }
        function has(list, wanted,    item, count, i) {
            count = split(list, item, ",")
            for (i = 1; i <= count; i++) { gsub(/ /, "", item[i]); if (item[i] "" == wanted "") return 1 }
            return 0
        }
        function off(gate) { return has(tolower(gates), tolower(gate) "=false") }
        file == "needed" { namespace[$1] = 1; kind[$2] = 1; next }
        {
            gates = $5
            says("found", $2 " (" $1 "), version " $3)
            sagemaker = $1 == "sagemaker-chart"
            version = number($3)
            if ($4 + 0 == 0) says("warn", $2 " has 0 replicas: it adopts nothing")
            if (version < 0) says("warn", $2 ": its version cannot be told from \"" $3 "\"; make sure that it knows the form \"" form "\"")
            else if (form == "annotations") {
                if (version < number(sagemaker ? "1.4.0" : "1.1.0") && !has(gates, "ResourceAdoption=true")) says("object", $2 " is " $3 ", which does not adopt by annotation: bring it to " (sagemaker ? "v1.8.0" : "v1.3.0") " or later")
                else if (version < number(sagemaker ? "1.8.0" : "1.3.0")) says("warn", $2 " is " $3 ": from " (sagemaker ? "v1.8.0" : "v1.3.0") " on, a wrong annotation becomes visible")
            } else if (version > number(sagemaker ? "1.5.0" : "1.1.1")) says("object", $2 " is " $3 ", which knows no AdoptedResource: plan in the form \"annotations\"")
            if (form == "annotations" && off("ResourceAdoption")) says("object", $2 " runs with the feature gate ResourceAdoption=false: it adopts nothing, and its finalizer stays")
            if (read_only == "yes" && off("ReadOnlyResources")) says("object", $2 " runs with the feature gate ReadOnlyResources=false: it would write to AWS beside the old operator")
            if ($5 == "?" || $6 == "?" || $7 == "?" || $8 == "?") says("warn", $2 " takes arguments from elsewhere (valueFrom): its gates and scopes cannot be seen")
            if ($6 != "-" && $6 != "?") for (each in namespace) if (!has($6, each)) says("object", $2 " has --watch-namespace " $6 ", so it does not see the twins in namespace " each)
            if ($7 != "-" && $7 != "?") says("warn", $2 " has --watch-selectors " $7 ": it sees only twins that match")
            if ($8 != "-" && $8 != "?") for (each in kind) if (!has($8, each)) says("object", $2 " has --reconcile-resources " $8 ", so it does not adopt " each)
        }
        function says(word, what) { print word "\t" what }
    ' file=needed "$work/needed" file=one "$work/one" >"$work/said" || refuse 'cannot judge the ACK controllers'
    while IFS=$'\t' read -r word each; do
        case $word in
        found) line found "$each" ;;
        warn) warn "$each" ;;
        *) object "$each" ;;
        esac
    done <"$work/said"
done

printf 'twins\n'
judge_twins
read_adopted "$work/adopted"
awk -F'\t' '$6 != "ours" && $8 != "absent" && $4 != "ok" { print $1 "/" $2 "/" $3 " exists, is not of this plan and " $5 }' "$work/judged" >"$work/said"
say "$work/said" object
awk -F'\t' '
    file == "rows" { if ($18 != "-") wanted[$14 "/" $18] = 1; next }
    ($1 "/" $2) in wanted && !index($4, "\"" label "\":\"" plan "\"") { print "AdoptedResource/" $1 "/" $2 " exists and is not of this plan" }
' label="$plan_label" plan="$plan" file=rows "$work/rows" file=adopted "$work/adopted" >"$work/said"
say "$work/said" object
line found "$(awk -F'\t' '$8 != "absent" { n++ } END { print n + 0 }' "$work/judged") of $(lines "$work/judged") twins exist already"

stop_if_refused
summary "the move can begin, $(count "$warnings" warning)"
