#!/usr/bin/env bash
usage() {
    cat <<'END'
Usage: 20-freeze-old-operator.sh [--context NAME] [--namespace NS]... [--timeout SECONDS] [--gitops-suspended] [--supersede OLDID] [--yes]

Scales the old operator to 0 wherever it is installed, and waits until no manager pod is left, at most the given time (300 seconds).
The replicas that each Deployment had are noted first, in ConfigMap kube-system/ack-adoption-planner. AWS is not touched: endpoints and
jobs run on; the old CRs just stand still. rollback.sh takes it back.

With --namespace only those namespaces begin their move. The operator is frozen for all, since one may act in several.

  --gitops-suspended  Argo CD, Flux or Helm won't bring the operator or its CRs back
  --supersede OLDID   takes over the state and twins of the earlier plan OLDID
  --yes               does it; without, it only says what it would do

exit status: 0 frozen (or would go ahead), 1 a manager pod is left, 2 refused
END
}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
# shellcheck source=lib.sh
. "$here/lib.sh" || exit 2
start 'context namespace timeout gitops-suspended supersede yes' "$@"
timeout=${timeout:-300}

read_state
read_types
read_old "$work/old"
taken=no
if [ -n "$state_plan" ] && [ "$state_plan" != "$plan" ]; then
    [ -n "$supersede" ] || refuse "another plan, $state_plan, holds the state (ConfigMap $state_namespace/$state_name)" \
        "end that plan, or take it over with --supersede $state_plan"
    [ "$supersede" = "$state_plan" ] || refuse "the plan that holds the state is $state_plan, not $supersede"
    taken=yes
fi
require_cluster
read_operators
check_git_ops
# Of any namespace: a roll-back that was cut off has yet to scale up, and would find our 0 in place of the replicas that it had noted;
# a hand-over that was cut off has twins to make that only its own plan knows.
awk -F'\t' -v taken="$taken" '
    $1 ~ /^data[.]phase[.]/ && $2 == "roll-back" { print "the roll-back of namespace " substr($1, 12) " is not at its end: run rollback.sh --yes first" }
    $1 ~ /^data[.]phase[.]/ && $2 == "hand-over" && taken == "yes" { print "the hand-over of namespace " substr($1, 12) " is not at its end: end it with 70-hand-over.sh of the plan that began it" }
' "$work/state" >"$work/said" || refuse 'cannot read the phases'
while IFS= read -r each; do object "$each"; done <"$work/said"
stop_if_refused

# What an earlier plan has stripped but not deleted would be taken for untouched from here on.
if [ "$taken" = yes ]; then
    awk -F'\t' -v fence="$fence" '
        file == "namespaces" { mine[$1] = 1; next }
        ($2 in mine) && index($10, "\"sageMakerEndpoint\":\"" fence "\"") { print $1 "/" $2 "/" $3 }
    ' file=namespaces "$work/namespaces" file=old "$work/old" >"$work/fenced"
    if [ -s "$work/fenced" ]; then
        while IFS= read -r each; do object "$each is fenced: the clean-up of plan $state_plan has begun on it"; done <"$work/fenced"
        hint "end it with that plan's 50-remove-finalizers.sh, then plan again"
        stop_if_refused
    fi
fi

# ---- the state, before anything is scaled ----

[ -s "$work/operators" ] || warn 'the old operator is installed in no namespace: nothing is scaled; make sure that none runs outside the cluster'
# Noted once: what a later run finds is 0, or what a tool has set against our will.
note=no
if [ "$state_operator" != frozen ]; then note=yes; fi
operations='' data="\"plan-id\":\"$plan\",\"operator\":\"frozen\"" adds=0
while IFS=$'\t' read -r namespace name replicas _; do
    key=replicas.$namespace.$name
    [ "${#key}" -le 253 ] || refuse "the name of Deployment $namespace/$name is too long to note its replicas"
    if [ "$note" = yes ] || [ -z "$(state_get "$key")" ]; then
        operations=$operations$(added "$key" "$replicas")
        data="$data,\"$key\":\"$replicas\""
        adds=$((adds + 1))
    fi
done <"$work/operators"
while IFS= read -r each; do
    phase=$(state_get "phase.$each")
    # A new plan begins anew, for what is still there; a namespace that the old plan left in clean-up keeps the operator down.
    if [ -z "$phase" ] || [ "$phase" = rolled-back ] || [ "$taken" = yes ]; then
        operations=$operations$(added "phase.$each" frozen)
        adds=$((adds + 1))
    fi
    data="$data,\"phase.$each\":\"frozen\""
done <"$work/namespaces"
if [ "$note" = yes ]; then
    operations=$operations$(added operator frozen)
    adds=$((adds + 1))
fi

changed() {
    cat "$work/error" >&2
    refuse "cannot write ConfigMap $state_namespace/$state_name: another run was faster, or the right to it is missing" \
        'look who else works on this plan, then run again'
}
if [ "$yes" = yes ]; then
    if [ -z "$state_version" ]; then
        printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"%s","name":"%s","labels":{"%s":"%s"}},"data":{%s}}\n' \
            "$state_namespace" "$state_name" "$plan_label" "$plan" "$data" >"$work/state.json"
        k create -f "$work/state.json" -o name >"$work/created" 2>"$work/error" || changed
    elif [ "$taken" = yes ]; then
        # A take-over that was cut off has relabelled some twins; the state is what makes it count, so it comes last.
        relabel_twins "$supersede"
        patch_state "$(unchanged)$operations$(replaced plan-id "$supersede" "$plan")" || changed
    elif [ "$adds" -gt 0 ]; then
        patch_state "$(unchanged)$operations" || changed
    fi
    read_state
fi

# ---- the freeze ----

scaled=0
while IFS=$'\t' read -r namespace name replicas _; do
    if [ "$replicas" -eq 0 ]; then
        line frozen "Deployment $namespace/$name, at 0 already"
        continue
    fi
    line "$(would scaled scale)" "Deployment $namespace/$name from $replicas to 0"
    [ "$yes" = yes ] || continue
    if k scale deployments.apps "$name" -n "$namespace" --replicas=0 -o name </dev/null >"$work/scaled" 2>"$work/error"; then
        scaled=$((scaled + 1))
    else
        cat "$work/error" >&2
    fi
done <"$work/operators"
if [ "$yes" = no ]; then
    line 'would' "note the replicas, and begin $(count "$(lines "$work/namespaces")" namespace)"
    summary "would freeze $(count "$(lines "$work/operators")" Deployment)"
    exit 0
fi

said=''
while :; do
    read_operators
    [ -s "$work/running" ] || break
    now=$(cat "$work/running")
    if [ "$now" != "$said" ]; then
        while IFS= read -r each; do line waiting "$each"; done <"$work/running"
        said=$now
    fi
    [ "$SECONDS" -lt "$timeout" ] || break
    sleep 2
done
if [ -s "$work/running" ]; then
    while IFS= read -r each; do line left "$each"; done <"$work/running"
    summary "not frozen: $(count "$(lines "$work/running")" thing) of the old operator left"
    printf 'a tool that scales it up again must be suspended; a pod that hangs can be seen with kubectl describe. Then run this again\n'
    exit 1
fi
summary "frozen, $(count "$scaled" Deployment) scaled to 0"
