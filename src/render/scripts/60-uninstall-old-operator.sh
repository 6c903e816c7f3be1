#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 60-uninstall-old-operator.sh [--context NAME] [--gitops-suspended] [--yes]

Deletes the old operator's Deployments, Services, RBAC and ServiceAccounts by the names that its installers give them, and last its eight
definitions: only when no old CR is left in any namespace. It never deletes a Namespace. It is for the whole cluster, so it takes no
--namespace. This cannot be undone, but by installing the operator again.

  --gitops-suspended  Argo CD, Flux or Helm won't bring the operator or its definitions back
  --yes               does it; without, it only says what it would do

exit status: 0 nothing is left (or would be), 1 something is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context gitops-suspended yes' "$@"

# ---- gates ----

none_left() {
    [ -s "$work/old" ] || return 0
    awk -F'\t' 'NR <= 10 { print $1 "/" $2 "/" $3 " is left" } END { if (NR > 10) print NR - 10 " more old CRs are left" }' "$work/old" >"$work/said"
    while IFS= read -r each; do object "$each"; done <"$work/said"
    hint 'to delete a definition deletes its CRs: move them first (plan again, for those that the plan does not have)'
    exit 2
}

require_state
read_types
read_old "$work/old"
none_left
require_frozen
check_git_ops
stop_if_refused

# ---- what goes: kind, namespace or -, name, plural.group ----

# What stands in the old operator's own namespaces or in none, and bears a name of its installers.
read_into "$work/installed" "the old operator's RBAC, Services and ServiceAccounts" get \
    clusterroles.rbac.authorization.k8s.io,clusterrolebindings.rbac.authorization.k8s.io,roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io,serviceaccounts,services \
    -A -o 'jsonpath={range .items[*]}{.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\n"}{end}'
awk -F'\t' '
    BEGIN {
        n = split("manager-role proxy-role manager-rolebinding proxy-rolebinding leader-election-role leader-election-rolebinding metrics-reader default controller-manager-metrics-service webhook-service", tail, " ")
        for (i = 1; i <= n; i++) known["sagemaker-k8s-operator-" tail[i]] = 1
        plural["ClusterRole"] = "clusterroles.rbac.authorization.k8s.io"
        plural["ClusterRoleBinding"] = "clusterrolebindings.rbac.authorization.k8s.io"
        plural["Role"] = "roles.rbac.authorization.k8s.io"
        plural["RoleBinding"] = "rolebindings.rbac.authorization.k8s.io"
        plural["ServiceAccount"] = "serviceaccounts"
        plural["Service"] = "services"
    }
    !($1 in plural) { next }
    $3 in known { print $1 "\t" ($2 == "" ? "-" : $2) "\t" $3 "\t" plural[$1]; next }
    index($3, "sagemaker-k8s-operator") || index($3, "amazon-sagemaker-operator") { print $1 ($2 == "" ? "" : "/" $2) "/" $3 > unsure }
' unsure="$work/unsure" "$work/installed" >"$work/parts" || refuse "cannot tell what the old operator's installation is"
awk -F'\t' '{ print "Deployment\t" $1 "\t" $2 "\tdeployments.apps" }' "$work/operators" >"$work/going"
cat "$work/parts" >>"$work/going"
: >"$work/definitions"
for each in $old_plurals; do
    if has_type "$each.$old_group"; then printf '%s\n' "$each.$old_group" >>"$work/definitions"; fi
done
touch "$work/unsure"
awk -F'\t' -v group=".$old_group" '
    file == "definitions" { known[$1] = 1; next }
    length($1) > length(group) && substr($1, length($1) - length(group) + 1) == group && !($1 in known) { print "CustomResourceDefinition/" $1 }
' file=definitions "$work/definitions" file=types "$work/types" >>"$work/unsure"

name_of() { if [ "$2" = - ]; then printf '%s/%s' "$1" "$3"; else printf '%s/%s/%s' "$1" "$2" "$3"; fi; }
while IFS= read -r each; do line 'not ours' "$each, by its name, may belong to it: look, and delete it by hand"; done <"$work/unsure"
if [ "$yes" = no ]; then
    while IFS=$'\t' read -r kind namespace name _; do line would "delete $(name_of "$kind" "$namespace" "$name")"; done <"$work/going"
    while IFS= read -r each; do line would "delete CustomResourceDefinition/$each"; done <"$work/definitions"
    summary "would delete $(count "$(lines "$work/going")" object) and $(count "$(lines "$work/definitions")" definition)"
    exit 0
fi

# ---- the work ----

left=0 deleted=0
# delete_one KIND NAMESPACE NAME TYPE
delete_one() {
    local scope=()
    [ "$2" = - ] || scope=(-n "$2")
    if k delete "$4" "$3" ${scope[@]+"${scope[@]}"} --wait=false --ignore-not-found -o name </dev/null >"$work/deleted" 2>"$work/error"; then
        line deleted "$(name_of "$1" "$2" "$3")"
        deleted=$((deleted + 1))
    else
        cat "$work/error" >&2
        line left "$(name_of "$1" "$2" "$3")"
        left=$((left + 1))
    fi
}
while IFS=$'\t' read -r kind namespace name type; do delete_one "$kind" "$namespace" "$name" "$type"; done <"$work/going"

# Definitions last, and only if still no CR was made: nothing is left then that could act on one.
if [ -s "$work/definitions" ]; then
    read_old "$work/old"
    if [ -s "$work/old" ]; then
        awk -F'\t' '{ printf "  %-9s %s/%s/%s was made meanwhile: the definitions stay\n", "left", $1, $2, $3 }' "$work/old"
        summary "$(count "$deleted" object) deleted, the definitions are left"
        exit 1
    fi
    read_operators
    if [ -s "$work/running" ]; then
        while IFS= read -r each; do line left "$each: the definitions stay"; done <"$work/running"
        summary "$(count "$deleted" object) deleted, the definitions are left"
        exit 1
    fi
    while IFS= read -r each; do delete_one CustomResourceDefinition - "$each" customresourcedefinitions.apiextensions.k8s.io; done <"$work/definitions"
fi
summary "$(count "$deleted" object) deleted, $left left"
[ "$left" -eq 0 ] || exit 1
printf 'namespaces stay; a Helm release of the old operator can now be forgotten with helm uninstall, which finds nothing more to delete\n'
printf 'when nothing of this plan is to come, delete its state too: kubectl delete configmaps %s -n %s\n' "$state_name" "$state_namespace"
