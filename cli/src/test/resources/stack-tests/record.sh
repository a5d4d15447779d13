#!/bin/sh
# Records what the real terraform says to each case: ./record.sh MIRROR [CASE...]
# MIRROR is a filesystem mirror with slipway/slipwaytest, the test provider.
set -eu
cd "$(dirname "$0")"
mirror=$1
shift
[ $# -gt 0 ] || set -- */
work=$(mktemp -d)
printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$mirror" >"$work/rc"
export TF_CLI_CONFIG_FILE="$work/rc" CHECKPOINT_DISABLE=1
for case in "$@"; do
    case=${case%/}
    rm -rf "$work/case"
    cp -r "$case" "$work/case"
    (
        cd "$work/case"
        rm -f expected.*
        terraform init -no-color >init.log 2>&1 || true
        xargs -a "$([ -f arguments ] && echo arguments || echo /dev/null)" terraform test -no-color >text.out 2>text.err || true
        xargs -a "$([ -f arguments ] && echo arguments || echo /dev/null)" terraform test -json >json.out 2>json.err || true
    )
    cp "$work/case/text.out" "$case/expected.out"
    cp "$work/case/text.err" "$case/expected.err"
    sed 's/,"provider_format_version".*\(},"type":"test\)/\1/; s/"@timestamp":"[^"]*",//' "$work/case/json.out" >"$case/expected.jsonl"
done
rm -rf "$work"
