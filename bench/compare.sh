#!/usr/bin/env bash
# Times libtorch and Madaline in turn and writes a table of ratios; bench/README.md says how to read it.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
    cat <<'TEXT'
Usage: bench/compare.sh [--rounds N] [--repeat R] [--threads T] [--only NAME,NAME] [--avx2] [--data DIR] [--out FOLDER]
  --rounds N    times that peer and Madaline take turns (3)
  --repeat R    timings in each process, of which the best counts (2)
  --threads T   threads of both (2)
  --only NAME,… these workloads alone
  --avx2        both sides without AVX-512, as on most laptops
  --data DIR    the folder of the data sets (MADALINE_DATA, else ../shared/data); or random
  --out FOLDER  where the table goes: bench/results, or artifacts/compare with --only
Environment: MADALINE_PEERS, the folder of the peers' programs (../shared/peers);
MADALINE_PEER_BUILD, where the peer is built (~/torchsharp-peer).
TEXT
}

fail() { echo "compare.sh: $1" >&2; exit "${2:-1}"; }

rounds=3 repeat=2 threads=2 only='' out='' data=${MADALINE_DATA:-../shared/data}
while [[ $# -gt 0 ]]; do
    case $1 in
        --help | -h) usage; exit 0 ;;
        --avx2)
            # Madaline's runtime; MKL's, oneDNN's and libtorch's own dispatch.
            export DOTNET_EnableAVX512=0
            export MKL_ENABLE_INSTRUCTIONS=AVX2 ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2
            shift ;;
        --rounds | --repeat | --threads | --only | --data | --out)
            [[ $# -gt 1 ]] || fail "$1 needs a value after it." 2
            printf -v "${1#--}" %s "$2"
            shift 2 ;;
        *) usage >&2; fail "there is no flag '$1'." 2 ;;
    esac
done
for flag in rounds repeat threads; do
    [[ ${!flag} =~ ^[1-9][0-9]*$ ]] || fail "--$flag is '${!flag}'; expected an integer of at least 1." 2
done
out=${out:-$([[ -n $only ]] && echo artifacts/compare || echo bench/results)}

# The peer: TorchSharp's program, and the script that enters a root where libtorch loads.
peers=${MADALINE_PEERS:-../shared/peers} peer_build=${MADALINE_PEER_BUILD:-$HOME/torchsharp-peer}
[[ -x $peers/torch.sh ]] || fail "the peer is missing: $peers/torch.sh runs it, and is not part of this repository.
Put the peers' folder there, or name it in MADALINE_PEERS."
peer=$peer_build/torchsharp-workloads.dll
if [[ ! -f $peer ]]; then
    [[ -d $peers/torchsharp ]] || fail "the peer is missing: neither $peer nor its source $peers/torchsharp is there."
    dotnet build -c Release -v q "$peers/torchsharp" -o "$peer_build" >&2
fi
dotnet build -c Release -v q bench/Madaline.Workloads >&2
ours=bench/Madaline.Workloads/bin/Release/net10.0/madaline-workloads.dll

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lines=$work/lines

# Runs a command; adds the round and the peak resident size of its process to the line it prints.
measure() {
    local round=$1 peak=0 key size rest process line
    shift
    "$@" >"$work/out" 2>"$work/errors" &
    process=$!
    while [[ -d /proc/$process ]] && kill -0 "$process" 2>/dev/null; do
        while read -r key size rest; do
            if [[ $key == VmHWM: && $size -gt $peak ]]; then peak=$size; fi
        done 2>/dev/null <"/proc/$process/status" || true
        sleep 0.25
    done
    wait "$process" || { cat "$work/errors" >&2; fail "failed: $*"; }
    while read -r line; do
        [[ $peak -gt 0 ]] && line=${line%\}},\"peak_kib\":$peak\}
        line=${line%\}},\"round\":$round\}
        echo "$line" | tee -a "$lines"
    done <"$work/out"
}

peaks() {
    local count
    for count in $(printf '%s\n' 1 "$threads" | sort -nu); do
        measure "$1" dotnet "$ours" --threads "$count" --repeat 10 --only "$(dotnet "$ours" peaks)"
    done
}

commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
git diff --quiet HEAD -- src bench 2>/dev/null || commit+=" with changes"
dotnet "$ours" machine "$commit" >"$lines"
names=${only:-$(dotnet "$ours" list)}
peaks 1
for name in ${names//,/ }; do
    for ((round = 1; round <= rounds; round++)); do
        flags=(--threads "$threads" --repeat "$repeat" --data "$data" --only "$name")
        measure "$round" "$peers/torch.sh" dotnet "$peer" "${flags[@]}"
        measure "$round" dotnet "$ours" "${flags[@]}"
    done
done
peaks 2
echo "wrote $(dotnet "$ours" report "$lines" "$out")"
