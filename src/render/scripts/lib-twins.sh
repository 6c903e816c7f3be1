# shellcheck shell=bash
# What is known of twins, read live. It is read by lib.sh.
#
# Variables of lib.sh are set before this is read:
# shellcheck disable=SC2154

# Judges every twin of the run. $work/judged: kind, namespace, name, then
#   ok or no      verified, or not
#   reason        why not
#   ours, other   bears this plan's id, or not
#   retain, -     deletion-policy is retain
#   live, absent, terminating
#   read-only, -
#   plural.group, AdoptedResource or -, file or -, outcome
# A twin that several old CRs name is verified when it is for each of them.
judge_twins() {
    read_twins "$work/twins"
    awk -F'\t' -v plan="$plan" -v label="$plan_label" "$awk_json"'
        file == "twins" {
            id = $1 "\t" $2 "\t" $3
            live[id] = $0
            next
        }
        $12 == "-" { next }
        {
            id = $13 "\t" $14 "\t" $15
            if (!(id in first)) { order[++twins] = id; first[id] = $12 "\t" $18 "\t" $19 "\t" $1; reason[id] = "" }
            if ($1 == "adopt") adopts[id] = $19
            if (!(id in live)) { facts[id] = "other\t-\tabsent\t-"; reason[id] = "is not there"; next }
            fault = judge(live[id])
            if (reason[id] == "") reason[id] = fault
        }
        function judge(twin,    column, group, key, want, keys, i, arn, rest) {
            split(twin, column, "\t")
            split("", json)
            json_read(column[7], "label ")
            json_read(column[8], "note ")
            json_read(column[9], "spec ")
            json_read(column[10], "aws ")
            facts[id] = (json["label " label] == plan ? "ours" : "other") "\t" \
                (json["note services.k8s.aws/deletion-policy"] == "retain" ? "retain" : "-") "\t" \
                (column[5] == "" ? "live" : "terminating") "\t" \
                (json["note services.k8s.aws/read-only"] == "true" ? "read-only" : "-")
            if (column[5] != "") return "is being deleted"
            group = $12
            sub(/^[^.]*\./, "", group)
            if (json["note services.k8s.aws/adopted"] != "true") return "is not adopted" terminal(column[11])
            if (!index(column[6], "\"finalizers." group "/" $13 "\"")) return "lacks the finalizer of ACK"
            keys = split(fields($13), key, " ")
            rest = $17
            for (i = 1; i <= keys; i++) {
                want = rest
                # Only the last, a policy name, may hold the bar.
                if (i < keys) { sub(/\|.*/, "", want); rest = substr(rest, length(want) + 2) }
                if (json["spec " key[i]] "" != sealed(want) "") return "has another " key[i] " in AWS: " json["spec " key[i]]
            }
            if (json["aws region"] != $16) return "is in region \"" json["aws region"] "\", not " $16
            if (json["aws arn"] == "") return "has no ARN yet"
            if ($11 != "-") {
                if (tolower(json["aws arn"]) != tolower(sealed($11))) return "has another ARN: " json["aws arn"]
                split($11, arn, ":")
                if (json["aws ownerAccountID"] "" != arn[5] "") return "is in account \"" json["aws ownerAccountID"] "\", not " arn[5]
            }
            return ""
        }
        function fields(kind) {
            if (kind == "ScalableTarget") return "resourceID serviceNamespace scalableDimension"
            if (kind == "ScalingPolicy") return "resourceID serviceNamespace scalableDimension policyName"
            if (kind == "HyperParameterTuningJob") return "hyperParameterTuningJobName"
            return tolower(substr(kind, 1, 1)) substr(kind, 2) "Name"
        }
        # The only word that ACK gives of a wrong annotation.
        function terminal(conditions,    part, n, i, found) {
            n = split(conditions, part, "}")
            for (i = 1; i <= n; i++) if (index(part[i], "\"type\":\"ACK.Terminal\"") && index(part[i], "\"status\":\"True\"")) {
                found = part[i]
                if (!sub(/.*"message":"/, "", found)) found = ""
                sub(/","(reason|status|type)":.*/, "", found)
                return ": ACK says " found
            }
            return ""
        }
        END {
            for (i = 1; i <= twins; i++) {
                id = order[i]
                split(first[id], about, "\t")
                # An adopted twin has its manifest in the row that adopts it.
                if (id in adopts) about[3] = adopts[id]
                print id "\t" (reason[id] == "" ? "ok" : "no") "\t" (reason[id] == "" ? "-" : reason[id]) "\t" facts[id] "\t" \
                    about[1] "\t" about[2] "\t" about[3] "\t" ((id in adopts) ? "adopt" : about[4])
            }
        }
    ' file=twins "$work/twins" file=rows "$work/rows" >"$work/judged" || refuse 'cannot judge the twins'
}

# Kind, namespace, name, plural.group a line on standard input become the least that kubectl delete -f reads.
deletion_of() {
    awk -F'\t' '
        {
            group = $4
            sub(/^[^.]*\./, "", group)
            version = group == "sagemaker.aws.amazon.com" ? "v1" : "v1alpha1"
            printf "{\"apiVersion\":\"%s/%s\",\"kind\":\"%s\",\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\"}}\n", group, version, $1, $2, $3
        }
    '
}

# delete_listed FILE: deletes what the file lists (kind, namespace, name, plural.group) and does not wait. What could not be
# deleted is found by the reading that follows.
delete_listed() {
    [ -s "$1" ] || return 0
    deletion_of <"$1" >"$1.json"
    k delete -f "$1.json" --wait=false --ignore-not-found -o name >"$work/deleted" 2>"$work/error" && return
    cat "$work/error" >&2
}

# manifests_of FILE NAMES PATCH: the manifests of a file of the bundle, patched, one JSON object a line; of those named only.
# NAMES is a file of kind, namespace, name.
manifests_of() {
    k patch --local -f "$here/$1" --type=merge -p "$3" \
        -o 'jsonpath={.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{@}{"\n"}' >"$work/manifests" 2>"$work/error" || {
        cat "$work/error" >&2
        refuse "cannot read $1: unpack the bundle again"
    }
    awk -F'\t' '
        file == "names" { wanted[$1 "\t" $2 "\t" $3] = 1; next }
        ($1 "\t" $2 "\t" $3) in wanted { print $4 }
    ' file=names "$2" file=manifests "$work/manifests"
}

# relabel_twins OLDID: twins and AdoptedResources of an earlier plan that this plan names too become this plan's.
relabel_twins() {
    local type
    for type in ${twin_types:+"$twin_types"} "$adopted_type"; do
        [ "$type" != "$adopted_type" ] || [ "$has_adopted" = yes ] || continue
        read_into "$work/earlier" "what plan $1 has made" get "$type" -A -l "$plan_label=$1" \
            -o 'jsonpath={range .items[*]}{.kind}{"\t"}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{@}{"\n"}{end}'
        awk -F'\t' '
            file == "rows" { mine[$13 "\t" $14 "\t" $15] = 1; mine["AdoptedResource\t" $14 "\t" $18] = 1; next }
            ($1 "\t" $2 "\t" $3) in mine { print $4 > out; next }
            { printf "  %-9s %s/%s/%s was made by the earlier plan, and is not in this one\n", "left", $1, $2, $3 }
        ' out="$work/earlier.json" file=rows "$work/table" file=earlier "$work/earlier" || refuse "cannot tell what plan $1 has made"
        [ -s "$work/earlier.json" ] || continue
        replace_patched "$work/earlier.json" "{\"metadata\":{\"labels\":{\"$plan_label\":\"$plan\"}}$(
            [ "$type" != "$adopted_type" ] || printf ',"spec":{"kubernetes":{"metadata":{"labels":{"%s":"%s"}}}}' "$plan_label" "$plan"
        )}" || refuse "not all objects of plan $1 could be taken over" 'run it again'
        line relabeled "$(count "$(lines "$work/earlier.json")" object) of plan $1"
        rm -f "$work/earlier.json"
    done
}

# replace_patched FILE PATCH: patches the objects of the file here, and swaps each with what the cluster has. The API server takes
# only those that are still as they were read. What it did not take is said, and makes the status 1.
replace_patched() {
    k patch --local -f "$1" --type=merge -p "$2" -o json >"$1.patched" 2>"$work/error" || {
        cat "$work/error" >&2
        return 1
    }
    k replace -f "$1.patched" -o name >"$work/replaced" 2>"$work/error" && return
    cat "$work/error" >&2
    return 1
}

# delete_twins RESOURCES TWINS: AdoptedResources (kind, namespace, name, plural.group) first, since they would make their twins anew;
# then the twins, which must have been judged to be ours and retained. Waits at most $timeout for each.
delete_twins() {
    local until
    if [ -s "$1" ]; then
        line deleting "$(count "$(lines "$1")" AdoptedResource)"
        delete_listed "$1"
        until=$((SECONDS + timeout))
        while :; do
            read_adopted "$work/adopted"
            still_there "$1" /dev/null >"$work/said" && break
            [ "$SECONDS" -lt "$until" ] || break
            sleep 1
        done
    fi
    [ -s "$2" ] || return 0
    # The wait above may have taken minutes: only what is ours and retained at this moment goes.
    judge_twins
    awk -F'\t' '
        file == "judged" { if ($6 == "ours" && $7 == "retain") safe[$1, $2, $3] = 1; next }
        ($1, $2, $3) in safe
    ' file=judged "$work/judged" file=listed "$2" >"$2.safe" || refuse 'cannot judge the twins again'
    line deleting "$(count "$(lines "$2.safe")" twin)"
    delete_listed "$2.safe"
    until=$((SECONDS + timeout))
    while :; do
        judge_twins
        still_there /dev/null "$2.safe" >"$work/said" && break
        [ "$SECONDS" -lt "$until" ] || break
        sleep 1
    done
}

# still_there RESOURCES TWINS: names those that are not gone; status 1 when there are any. Rests on the last reading.
still_there() {
    awk -F'\t' '
        file == "adopted" { live["AdoptedResource\t" $1 "\t" $2] = 1; next }
        file == "twins" { live[$1 "\t" $2 "\t" $3] = 1; next }
        ($1 "\t" $2 "\t" $3) in live { printf "  %-9s %s/%s/%s is not gone: does its ACK controller run?\n", "left", $1, $2, $3; left = 1 }
        END { exit left }
    ' file=adopted "$work/adopted" file=twins "$work/twins" file=listed "$1" "$2"
}
