#!/usr/bin/env bash
# The types of the studio's page, which its comments declare, by TypeScript's compiler. Node is needed for this alone: without it,
# or without the compiler, it is skipped with a word.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v npm > /dev/null || { echo "types: skipped, since there is no npm"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-audit --no-fund typescript@5.9.3 > "$work/log" 2>&1) || {
    echo "types: skipped, since TypeScript cannot be installed"; exit 0; }
"$work/node_modules/.bin/tsc" -p "$here/tsconfig.json"
echo "types: the page's files are sound"
