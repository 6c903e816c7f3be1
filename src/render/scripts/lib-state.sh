# shellcheck shell=bash
# The state of a plan in the cluster: one ConfigMap, which is also the lock. It is read by lib.sh.
#
#   plan-id                  the plan that holds it
#   operator                 frozen, or up again after a roll-back
#   replicas.NAMESPACE.NAME  what a Deployment of the old operator had before it was frozen
#   phase.NAMESPACE          frozen, then either clean-up, cleaned, hand-over, handed-over or roll-back, rolled-back
#   unadopted.NAMESPACE      twins that were given up by name, KIND/NAME and a blank each: never made again
#
# Every write tests what it rests on, so that of two writers one loses.
#
# Variables of lib.sh are set before this is read, and some of its own are for the scripts:
# shellcheck disable=SC2154,SC2034

# Sets $state_plan, $state_operator and $state_version, each empty when there is none. The keys go to $work/state.
read_state() {
    read_into "$work/state.raw" "ConfigMap $state_namespace/$state_name" get configmaps "$state_name" -n "$state_namespace" \
        --ignore-not-found -o 'jsonpath={.metadata.resourceVersion}{"\t"}{.data}{"\n"}'
    awk -F'\t' "$awk_json"'
        NR == 1 && $1 != "" {
            print "version\t" $1
            json_read($2, "")
            for (key in json) print "data." key "\t" json[key]
        }
    ' "$work/state.raw" >"$work/state" || refuse 'cannot read the state'
    state_version=$(state_field version)
    state_plan=$(state_get plan-id)
    state_operator=$(state_get operator)
    if [ -n "$state_version" ] && ! [[ $state_plan =~ ^[0-9a-f]{16}$ ]]; then
        refuse "ConfigMap $state_namespace/$state_name is not one of a plan"
    fi
}
state_field() { awk -F'\t' -v key="$1" '$1 == key { print $2 }' "$work/state"; }
state_get() { state_field "data.$1"; }

# Twins that were given up, of the namespaces of the run: $work/given-up, kind, namespace, name.
list_given_up() {
    awk -F'\t' '
        file == "namespaces" { mine[$1] = 1; next }
        $1 ~ /^data[.]unadopted[.]/ {
            namespace = substr($1, 16)
            n = split($2, name, " ")
            for (i = 1; i <= n; i++) {
                at = index(name[i], "/")
                if (namespace in mine) print substr(name[i], 1, at - 1) "\t" namespace "\t" substr(name[i], at + 1)
            }
        }
    ' file=namespaces "$work/namespaces" file=state "$work/state" >"$work/given-up" || refuse 'cannot read which twins are given up'
}

# The state must be this plan's.
require_state() {
    read_state
    [ -n "$state_version" ] || refuse "there is no state of a plan in the cluster (ConfigMap $state_namespace/$state_name)" \
        'run 20-freeze-old-operator.sh --yes first'
    [ "$state_plan" = "$plan" ] || refuse "another plan, $state_plan, holds the state (ConfigMap $state_namespace/$state_name)" \
        "end that plan, or take it over: 20-freeze-old-operator.sh --yes --supersede $state_plan"
}

# require_phase PHASE...: each namespace of the run is in one of these.
require_phase() {
    local allowed=" $* " each phase
    while IFS= read -r each; do
        phase=$(state_get "phase.$each")
        case "$allowed" in
        *" ${phase:-none} "*) ;;
        *)
            object "namespace $each is in phase \"${phase:-none}\", and this step wants: $*"
            case $phase in
            '') hint 'run 20-freeze-old-operator.sh --yes first' ;;
            clean-up) hint 'its clean-up has begun: end it with 50-remove-finalizers.sh --yes' ;;
            roll-back) hint 'its roll-back has begun: end it with rollback.sh --yes' ;;
            rolled-back) hint 'it was rolled back; to begin anew run 20-freeze-old-operator.sh --yes' ;;
            frozen) hint 'earlier steps are not done' ;;
            esac
            ;;
        esac
    done <"$work/namespaces"
    stop_if_refused
}

# patch_state OPERATIONS: JSON patch operations, each after a comma; status 1 when a test fails.
patch_state() {
    k patch configmaps "$state_name" -n "$state_namespace" --type=json -o name \
        -p "[{\"op\":\"test\",\"path\":\"/data/plan-id\",\"value\":\"$state_plan\"}$1]" >"$work/patched" 2>"$work/error"
}
replaced() { printf ',{"op":"test","path":"/data/%s","value":"%s"},{"op":"replace","path":"/data/%s","value":"%s"}' "$1" "$2" "$1" "$3"; }
unchanged() { printf ',{"op":"test","path":"/metadata/resourceVersion","value":"%s"}' "$state_version"; }
added() { printf ',{"op":"add","path":"/data/%s","value":"%s"}' "$1" "$2"; }

# enter PHASE FILE: takes the namespaces in the file there at once. Nothing is written where that is so already.
enter() {
    local target=$1 each phase operations=''
    while IFS= read -r each; do
        phase=$(state_get "phase.$each")
        [ "$phase" = "$target" ] || operations=$operations$(replaced "phase.$each" "$phase" "$target")
    done <"$2"
    [ -n "$operations" ] || return 0
    # A roll-back that has scaled the operator up wins against a clean-up that begins in the same second.
    [ "$target" != clean-up ] || operations="$operations,{\"op\":\"test\",\"path\":\"/data/operator\",\"value\":\"frozen\"}"
    if ! patch_state "$operations"; then
        cat "$work/error" >&2
        refuse "cannot enter phase \"$target\": another run has changed the state in this moment, or the right to patch it is missing" \
            'look who else works on this plan, then run again'
    fi
    read_state
}
