#!/bin/sh
# The CI job: baselines, candidate, gate. CAIRN and TRAIN are the two programs, CAIRN_URL the server, OUT where reports go.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gate=${1:-release.yaml}
: "${CAIRN:=cairn}" "${TRAIN:=dotnet run -c Release --project $here --}" "${OUT:=.}"
project=samples/gate
group=${GROUP:-candidate}

$CAIRN baselines --data "$here/data/train.csv" --test "$here/data/test.csv" --target diagnosis --project $project
$TRAIN "$here/data" $project "$group"
exec $CAIRN gate "$here/$gate" --group "$group" --project $project --summary "$OUT/summary.md" --junit "$OUT/junit.xml"
