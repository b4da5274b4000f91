#!/bin/sh
# Creates the namespace of Đôn đốc, or sets the retention of the one that is there. May be repeated.
#     namespace.sh [NAMESPACE [RETENTION]]
# Needs the `temporal` command; it takes address and certificates from TEMPORAL_ADDRESS and its other names.
# There are no search attributes to register: lists come from the register, facts of a run from its memo.
set -eu

namespace=${1:-${TEMPORAL_NAMESPACE:-dondoc}}
retention=${2:-90d}
patience=${NAMESPACE_PATIENCE:-120}

wait_a_second_or_give_up() {
  patience=$((patience - 1))
  if [ "$patience" -le 0 ]; then
    echo "$1" >&2
    exit 1
  fi
  sleep 1
}

until temporal operator cluster health >/dev/null 2>&1; do
  wait_a_second_or_give_up "Temporal does not answer at ${TEMPORAL_ADDRESS:-localhost:7233}"
done

if ! temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$namespace" --retention "$retention" >/dev/null
fi

# Every part of the server knows a new namespace after a few seconds; only then may a worker start.
until temporal operator namespace update --namespace "$namespace" --retention "$retention" >/dev/null 2>&1; do
  wait_a_second_or_give_up "The namespace $namespace could not be set to a retention of $retention"
done
echo "namespace $namespace: closed workflows are kept for $retention"
