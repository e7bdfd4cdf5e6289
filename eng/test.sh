#!/usr/bin/env bash
# Builds everything, runs every test, and prints "N passed, N failed, N skipped" as its last line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

dotnet build IncidentMesh.sln --nologo -clp:ErrorsOnly

status=0
dotnet test --solution IncidentMesh.sln --no-build --max-parallel-test-modules 2 \
  --results-directory "$results" --report-xunit-trx --ignore-exit-code 8 || status=$?

counter() {
  cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}
passed=$(counter passed)
failed=$(counter failed)
skipped=$(counter notExecuted)
if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then
  echo "No test ran: see the output above." >&2
  status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
