# shellcheck shell=bash
# What the scripts of this bundle share. It is read by them and does nothing on its own.
#
# Everything works on files in $work, one line an object. What may hold a line break (annotations, spec, status) is printed by
# kubectl as JSON and taken apart by awk: so no text in a CR can pass for another line.
#
# Some variables are for the scripts, and $here comes from them:
# shellcheck disable=SC2154,SC2034

set -u
set -o pipefail
export LC_ALL=C
# Copies of CRs may hold secrets in their environment.
umask 077
# A preferences file of kubectl may add flags to any command, --interactive for one.
export KUBECTL_KUBERC=false KUBERC=off

# Bash 3.2 takes an empty array for an unset variable; hence ${array[@]+"${array[@]}"} throughout.

readonly old_group=sagemaker.aws.amazon.com
readonly operator_name=sagemaker-k8s-operator-controller-manager
readonly operator_image=amazon-sagemaker-operator-for-k8s
readonly finalizer=sagemaker-operator-finalizer
readonly child_finalizer=sagemaker-operator-hpo-trainingjob
readonly fence=https://127.0.0.1:1
readonly plan_label=ack-adoption-planner/plan
readonly state_name=ack-adoption-planner
readonly state_namespace=kube-system
readonly old_plurals='trainingjobs hyperparametertuningjobs processingjobs batchtransformjobs models endpointconfigs hostingdeployments hostingautoscalingpolicies'
readonly adopted_type=adoptedresources.services.k8s.aws

# ---- words ----

line() { printf '  %-9s %s\n' "$1" "$2"; }
warn() {
    printf 'warning: %s\n' "$1"
    warnings=$((warnings + 1))
}
# Says why, and counts; the script goes on to find what else is wrong, until `stop_if_refused`.
object() {
    printf 'refused: %s\n' "$1" >&2
    refusals=$((refusals + 1))
}
hint() { printf '         %s\n' "$1" >&2; }
refuse() {
    object "$1"
    shift
    local each
    for each in "$@"; do hint "$each"; done
    exit 2
}
stop_if_refused() {
    [ "$refusals" -eq 0 ] && return
    printf '%s: refused for %s, nothing was written\n' "$script" "$(count "$refusals" reason)" >&2
    exit 2
}
count() {
    if [ "$1" -eq 1 ]; then printf '%s %s' "$1" "$2"; else printf '%s %ss' "$1" "$2"; fi
}
lines() { awk 'END { print NR }' "$1"; }
summary() { printf 'summary: %s; took %s s\n' "$1" "$SECONDS"; }
would() { if [ "$yes" = yes ]; then printf '%s' "$1"; else printf 'would %s' "$2"; fi; }

# ---- start ----

# start ACCEPTED-OPTIONS ARGUMENTS...
start() {
    local accepted=" $1 " current
    shift
    script=${0##*/}
    context='' yes=no settle=30 timeout='' suspended=no supersede=''
    namespaces=() unadopted=()
    warnings=0 refusals=0
    # A number that was right when the line was written would hide a clock that began before.
    SECONDS=0
    while [ "$#" -gt 0 ]; do
        case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --*=*)
            set -- "${1%%=*}" "${1#*=}" "${@:2}"
            continue
            ;;
        --yes | --gitops-suspended) ;;
        --*) [ "$#" -gt 1 ] || misuse "$1 needs a value" ;;
        *) misuse "unknown argument: $1" ;;
        esac
        case $accepted in
        *" ${1#--} "*) ;;
        *) misuse "unknown option: $1" ;;
        esac
        case $1 in
        --yes) yes=yes ;;
        --gitops-suspended) suspended=yes ;;
        --context) context=$2 && shift ;;
        --namespace) namespaces+=("$2") && shift ;;
        --unadopted) unadopted+=("$2") && shift ;;
        --supersede) supersede=$2 && shift ;;
        --settle)
            seconds "$2" --settle
            # 08 is no octal number here.
            settle=$((10#$2))
            shift
            ;;
        --timeout)
            seconds "$2" --timeout
            timeout=$((10#$2))
            shift
            ;;
        esac
        shift
    done
    case $accepted in *' yes '*) writes=yes ;; *) writes=no ;; esac

    command -v kubectl >/dev/null || refuse 'kubectl is not on PATH'
    work=$(mktemp -d "${TMPDIR:-/tmp}/ack-adoption-planner.XXXXXX") || refuse 'cannot make a temporary folder'
    trap 'rm -rf -- "$work"' EXIT
    trap 'printf "%s: stopped; it can be run again\n" "$script" >&2; exit 130' INT
    trap 'printf "%s: stopped; it can be run again\n" "$script" >&2; exit 143' HUP TERM

    load_plan
    if [ -n "$context" ]; then
        kubectl config get-contexts "$context" -o name >"$work/context" 2>"$work/error" || {
            cat "$work/error" >&2
            refuse "cannot use context \"$context\" of the kubeconfig"
        }
        printf '%s: plan %s, context "%s", %s\n' "$script" "$plan" "$context" "$scope"
    else
        current=$(kubectl config current-context 2>/dev/null) || current=''
        [ -n "$current" ] || refuse 'kubectl has no current context: give --context NAME'
        awk -F'\t' '$9 != "-" { found = 1 } END { exit !found }' "$work/table" ||
            refuse 'no CR of this plan has a uid, so that the cluster cannot be recognised: give --context NAME' \
                "the current context is \"$current\""
        # Named once and given with every call: a context switched elsewhere meanwhile changes nothing here.
        context=$current
        printf '%s: plan %s, current context "%s", %s\n' "$script" "$plan" "$context" "$scope"
    fi
    if [ "$writes" = yes ] && [ "$yes" = no ]; then
        printf 'dry run: nothing is written; with --yes it is done\n'
    fi
}

misuse() {
    printf 'refused: %s\n\n' "$1" >&2
    usage >&2
    exit 2
}

seconds() {
    case $1 in
    '' | *[!0-9]* | ??????*) misuse "$2 takes a number of seconds, not \"$1\"" ;;
    esac
}

# The table is data that decides what is deleted: a line that is not as the planner writes it stops everything.
load_plan() {
    local each
    for each in plan-id resources.tsv; do
        [ -r "$here/$each" ] || refuse "$each is missing in $here: unpack the bundle again"
    done
    plan=$(cat "$here/plan-id")
    [[ $plan =~ ^[0-9a-f]{16}$ ]] || refuse 'the file plan-id does not hold the id of a plan'
    : >"$work/chosen"
    for each in ${namespaces[@]+"${namespaces[@]}"}; do
        [[ $each =~ ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$ ]] || misuse "--namespace: not the name of a namespace: $each"
        printf '%s\n' "$each" >>"$work/chosen"
    done
    awk -F'\t' '
        NR == 1 {
            if ($0 != "outcome\tclean_up\tfamily\tdelete_order\told_resource\told_kind\told_namespace\told_name\told_uid\told_generation\told_arn\ttwin_resource\ttwin_kind\ttwin_namespace\ttwin_name\tregion\taws_identity\tadopted_resource\tfile") bad("another header")
            next
        }
        NF != 19 { bad(NF " columns instead of 19") }
        /[^ -~\t]/ || /\t\t/ || /\t$/ { bad("a character or an empty column that the planner does not write") }
        $1 !~ /^(adopt|cleanUpOnly|alreadyAdopted)$/ { bad("outcome " $1) }
        $2 !~ /^(yes|no)$/ || ($2 == "yes" && $9 == "-") { bad("clean_up " $2) }
        $4 !~ /^[12]$/ { bad("delete_order " $4) }
        $5 !~ /^(trainingjobs|hyperparametertuningjobs|processingjobs|batchtransformjobs|models|endpointconfigs|hostingdeployments|hostingautoscalingpolicies)\.sagemaker\.aws\.amazon\.com$/ { bad("old_resource " $5) }
        $6 !~ /^[A-Za-z]+$/ || $7 !~ /^[a-z0-9][-a-z0-9]*$/ || $8 !~ /^[a-z0-9][-a-z0-9.]*$/ { bad("old CR " $6 "/" $7 "/" $8) }
        $9 !~ /^(-|[0-9A-Za-z][-0-9A-Za-z]*)$/ || $10 !~ /^(-|[0-9]+)$/ { bad("uid or generation") }
        $12 != "-" && ($12 !~ /^[a-z]+\.(sagemaker|applicationautoscaling)\.services\.k8s\.aws$/ || $13 !~ /^[A-Za-z]+$/ || $14 !~ /^[a-z0-9][-a-z0-9]*$/ || $15 !~ /^[a-z0-9][-a-z0-9.]*$/ || $16 !~ /^[a-z0-9-]+$/ || $17 == "-") { bad("twin " $13 "/" $14 "/" $15) }
        $12 == "-" && $1 != "cleanUpOnly" { bad("no twin") }
        $18 !~ /^(-|[a-z0-9][-a-z0-9.]*)$/ || $19 !~ /^(-|30-adopt\/[a-z0-9][-a-z0-9]*\/[0-9a-z][-0-9a-z]*\.yaml)$/ { bad("file " $19) }
        { print }
        function bad(what) { print "resources.tsv, line " NR ": " what > "/dev/stderr"; wrong = 1; exit 1 }
        END { if (NR == 0) bad("empty"); exit wrong }
    ' "$here/resources.tsv" >"$work/table" || refuse 'resources.tsv is not as the planner wrote it: unpack the bundle again'
    choose_rows
}

# Takes the rows of the chosen namespaces; a family is taken whole or not at all.
choose_rows() {
    if [ "${#namespaces[@]}" -eq 0 ]; then
        scope='all namespaces of the plan'
        cp "$work/table" "$work/rows"
    else
        scope="namespaces ${namespaces[*]}"
        awk -F'\t' '
            file == "chosen" { chosen[$1] = 1; next }
            { here = ($7 in chosen); planned[$7] = 1 }
            $14 != "-" { planned[$14] = 1; if (($14 in chosen) != here) both[$3] = both[$3] " " $7 " " $14 }
            { if (here) inside[$3] = inside[$3] " " $7; else outside[$3] = outside[$3] " " $7 }
            here { row[++rows] = $0 }
            END {
                for (each in chosen) if (!(each in planned)) { print "the plan has nothing in namespace " each; wrong = 1 }
                for (family in both) if (!((family in inside) && (family in outside))) inside[family] = outside[family] = inside[family] both[family]
                for (family in inside) if (family in outside) {
                    split(inside[family] outside[family] both[family], name, " "); split("", seen); all = ""
                    for (i in name) if (!(name[i] in seen)) { seen[name[i]] = 1; all = all " " name[i] }
                    print "family " family " reaches over the namespaces" all ": give all of them"
                    wrong = 1
                }
                for (i = 1; i <= rows; i++) print row[i] > out
                exit wrong
            }
        ' out="$work/rows" file=chosen "$work/chosen" file=table "$work/table" >"$work/outside"
        case $? in
        0) [ -e "$work/rows" ] || : >"$work/rows" ;;
        *)
            while IFS= read -r each; do object "$each"; done <"$work/outside"
            exit 2
            ;;
        esac
    fi
    awk -F'\t' '{ print $7 } $14 != "-" { print $14 }' "$work/rows" | sort -u >"$work/namespaces" || refuse 'cannot read the namespaces of the plan'
    awk -F'\t' '$12 != "-" { print $12 }' "$work/table" | sort -u >"$work/twin-plurals" || refuse 'cannot read the types of the plan'
}

# ---- reading ----

k() { kubectl --context "$context" --request-timeout=120s "$@"; }

# read_into FILE WHAT KUBECTL-ARGUMENTS...: what cannot be read is a refusal, never "none".
read_into() {
    local file=$1 what=$2
    shift 2
    if k "$@" >"$file.part" 2>"$work/error" && mv -f "$file.part" "$file"; then return 0; fi
    cat "$work/error" >&2
    refuse "cannot read $what, so it is not known what is there"
}

# Which of the two sides' types the cluster has: $old_types and $twin_types, each a list for kubectl get.
read_types() {
    local each
    read_into "$work/types" 'the CustomResourceDefinitions' get customresourcedefinitions.apiextensions.k8s.io \
        -o 'jsonpath={range .items[*]}{.metadata.name}{"\t"}{.metadata.deletionTimestamp}{"\n"}{end}'
    old_types='' twin_types='' missing_types='' has_adopted=no
    for each in $old_plurals; do
        if has_type "$each.$old_group"; then old_types=$old_types,$each.$old_group; fi
    done
    while IFS= read -r each; do
        if has_type "$each"; then twin_types=$twin_types,$each; else missing_types="$missing_types $each"; fi
    done <"$work/twin-plurals"
    old_types=${old_types#,} twin_types=${twin_types#,} missing_types=${missing_types# }
    if has_type "$adopted_type"; then has_adopted=yes; fi
}
has_type() { awk -F'\t' -v name="$1" '$1 == name { found = 1 } END { exit !found }' "$work/types"; }

# Old CRs of all namespaces: kind, namespace, name, uid, generation, deletionTimestamp, finalizers, labels, annotations, all of it.
read_old() {
    : >"$1"
    [ -n "$old_types" ] || return 0
    read_into "$1" 'the old CRs' get "$old_types" -A -o 'jsonpath={range .items[*]}{.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.metadata.uid}{"\t"}{.metadata.generation}{"\t"}{.metadata.deletionTimestamp}{"\t"}{.metadata.finalizers}{"\t"}{.metadata.labels}{"\t"}{.metadata.annotations}{"\t"}{@}{"\n"}{end}'
}

# Twins: kind, namespace, name, uid, deletionTimestamp, finalizers, labels, annotations, spec, AWS metadata, conditions.
read_twins() {
    : >"$1"
    [ -n "$twin_types" ] || return 0
    read_into "$1" 'the ACK objects' get "$twin_types" -A -o 'jsonpath={range .items[*]}{.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.metadata.uid}{"\t"}{.metadata.deletionTimestamp}{"\t"}{.metadata.finalizers}{"\t"}{.metadata.labels}{"\t"}{.metadata.annotations}{"\t"}{.spec}{"\t"}{.status.ackResourceMetadata}{"\t"}{.status.conditions}{"\n"}{end}'
}

# AdoptedResources: namespace, name, deletionTimestamp, labels, annotations, conditions.
read_adopted() {
    : >"$1"
    [ "$has_adopted" = yes ] || return 0
    read_into "$1" 'the AdoptedResources' get "$adopted_type" -A -o 'jsonpath={range .items[*]}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.metadata.deletionTimestamp}{"\t"}{.metadata.labels}{"\t"}{.metadata.annotations}{"\t"}{.status.conditions}{"\n"}{end}'
}
uses_adopted() { awk -F'\t' '$18 != "-" { found = 1 } END { exit !found }' "$work/rows"; }

# String members of a JSON object go to json[prefix key]. A backslash and a quote inside them become \001 and \002, so expected
# values go through sealed() before they are compared.
readonly awk_json='
function json_read(text, prefix,    part, n, i, depth, between, opened) {
    gsub(/\\\\/, "\001", text)
    gsub(/\\"/, "\002", text)
    n = split(text, part, "\"")
    depth = 0
    for (i = 1; i <= n; i += 2) {
        between = part[i]
        opened = gsub(/[{[]/, "", between)
        depth += opened - gsub(/[]}]/, "", between)
        if (depth == 1 && part[i + 2] == ":") json[prefix part[i + 1]] = json_plain(part[i + 3])
    }
}
function json_plain(text) {
    gsub(/\\u0026/, "\\&", text)
    gsub(/\\u003c/, "<", text)
    gsub(/\\u003e/, ">", text)
    return text
}
function sealed(text) {
    gsub(/\\/, "\001", text)
    gsub(/"/, "\002", text)
    return text
}
function basename(image) {
    sub(/@.*/, "", image)
    sub(/.*\//, "", image)
    sub(/:.*/, "", image)
    return image
}
'

# ---- the cluster ----

# Refuses another cluster. Needs $work/old and the state.
require_cluster() {
    [ "$state_plan" = "$plan" ] && return
    awk -F'\t' '$9 != "-" { found = 1 } END { exit !found }' "$work/table" || return 0
    awk -F'\t' '
        file == "table" { if ($9 != "-") planned[$9] = 1; next }
        $4 in planned { found = 1 }
        END { exit !found }
    ' file=table "$work/table" file=old "$work/old" && return
    refuse "this is not the cluster of the plan: none of its CRs is in context \"$context\", nor the plan's state" \
        'a CR that was deleted and made again has another uid: then plan again'
}

# Old operators ($work/operators: namespace, name, replicas, replicas left, sign of GitOps) and what of them runs ($work/running).
# All namespaces, since an operator may act outside its own.
read_operators() {
    read_into "$work/deployments" 'the Deployments' get deployments.apps -A -o 'jsonpath={range .items[*]}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.spec.replicas}{"\t"}{.status.replicas}{"\t"}{.metadata.labels}{"\t"}{.metadata.annotations}{"\t"}{.spec.template.spec.containers}{"\n"}{end}'
    read_into "$work/pods" 'the Pods' get pods -A -o 'jsonpath={range .items[*]}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.status.phase}{"\t"}{.metadata.ownerReferences}{"\t"}{.spec.containers[*].image}{"\n"}{end}'
    awk -F'\t' -v name="$operator_name" -v image="$operator_image" "$awk_json"'
        function runs_operator(containers,    part, n, i) {
            n = split(containers, part, "\"")
            for (i = 2; i + 2 <= n; i += 2)
                if (part[i] == "image" && part[i + 1] == ":" && basename(part[i + 2]) == image) return 1
            return 0
        }
        $2 == name || runs_operator($7) {
            print $1 "\t" $2 "\t" ($3 == "" ? 1 : $3) "\t" ($4 == "" ? 0 : $4) "\t" git_ops($5 $6)
        }
    '"$awk_git_ops" "$work/deployments" >"$work/operators" || refuse 'cannot read the list of Deployments'
    # A pod that Succeeded or Failed (evicted, for one) has no process left and stays listed for days.
    awk -F'\t' -v name="$operator_name" -v image="$operator_image" "$awk_json"'
        file == "operators" {
            if ($3 + 0 > 0 || $4 + 0 > 0) print "Deployment " $1 "/" $2 " has " ($3 + 0 > $4 + 0 ? $3 : $4) " replica(s)"
            owner[++owners] = $2
            home[owners] = $1
            next
        }
        $3 == "Succeeded" || $3 == "Failed" { next }
        {
            found = index($2, name "-") == 1
            n = split($5, part, " ")
            for (i = 1; i <= n; i++) if (basename(part[i]) == image) found = 1
            for (i = 1; i <= owners; i++) if (home[i] == $1 && index($4, "\"name\":\"" owner[i] "-")) found = 1
            if (found) print "Pod " $1 "/" $2 " runs"
        }
    ' file=operators "$work/operators" file=pods "$work/pods" >"$work/running" || refuse 'cannot read the list of Pods'
}

# The first sign that a tool may bring an object back. app.kubernetes.io/instance is what Argo CD tracks by when not told otherwise.
readonly awk_git_ops='
function git_ops(text) {
    if (index(text, "\"argocd.argoproj.io/")) return "Argo CD"
    if (index(text, "\"helm.toolkit.fluxcd.io/") || index(text, "\"kustomize.toolkit.fluxcd.io/")) return "Flux"
    if (index(text, "\"app.kubernetes.io/managed-by\":\"Helm\"") || index(text, "\"meta.helm.sh/") || index(text, "\"helm.sh/chart\":")) return "Helm"
    if (index(text, "\"app.kubernetes.io/instance\":")) return "Argo CD or Helm (label app.kubernetes.io/instance)"
    return ""
}
'

require_frozen() {
    read_operators
    [ -s "$work/running" ] || return 0
    while IFS= read -r each; do object "the old operator runs: $each"; done <"$work/running"
    hint 'run 20-freeze-old-operator.sh --yes first'
    exit 2
}

# Old operator and CRs that a tool may bring back. Needs $work/operators and $work/old.
check_git_ops() {
    awk -F'\t' "$awk_git_ops"'
        file == "operators" { if ($5 != "") print "Deployment/" $1 "/" $2 "\t" $5; next }
        file == "rows" { planned[$6 "/" $7 "/" $8] = 1; next }
        ($1 "/" $2 "/" $3) in planned { sign = git_ops($8 $9); if (sign != "") print $1 "/" $2 "/" $3 "\t" sign }
    ' file=operators "$work/operators" file=rows "$work/rows" file=old "$work/old" >"$work/git-ops" || refuse 'cannot look for signs of GitOps'
    [ -s "$work/git-ops" ] || return 0
    if [ "$suspended" = yes ]; then
        printf 'GitOps: %s bear a sign of it; suspended, as --gitops-suspended says\n' "$(count "$(lines "$work/git-ops")" object)"
        return
    fi
    awk -F'\t' 'NR <= 10 { print $1 " is managed by " $2 } END { if (NR > 10) print NR - 10 " more are managed so" }' "$work/git-ops" >"$work/said"
    while IFS= read -r each; do object "$each"; done <"$work/said"
    hint 'such a tool brings the old operator or its CRs back: suspend it for both (no sync, no upgrade), then give --gitops-suspended'
}

# shellcheck source=lib-state.sh
. "$here/lib-state.sh" || exit 2
# shellcheck source=lib-twins.sh
. "$here/lib-twins.sh" || exit 2
