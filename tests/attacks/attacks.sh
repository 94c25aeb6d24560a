#!/usr/bin/env bash
# Attacks on a training: kills aimed at its file calls, signals, outputs that cannot be written, full disks, a folder that
# vanishes. After each, the run goes on or begins anew, and ends with the weights of an undisturbed one.
#
#   tests/attacks/attacks.sh [--long] [Madaline.Cli.dll]
#
# Short form: a dozen kills, under 90 seconds. Long form: a kill at every call on a file of the run. Linux; kills need strace.
# Prints "N attacks held, M broke" last.
set -uo pipefail
long=0; [[ ${1:-} == --long ]] && { long=1; shift; }
root=$(cd "$(dirname "$0")/../.." && pwd)
dll=$(realpath "${1:-$root/src/Madaline.Cli/bin/Release/net10.0/Madaline.Cli.dll}")
[[ -f $dll ]] || { echo "$dll is missing: dotnet build -c Release src/Madaline.Cli"; exit 2; }
work=$(mktemp -d); work=$(realpath "$work")
trap 'umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 2
unset MADALINE_DATA MADALINE_NUM_THREADS
held=0; broke=0

recipe() { # name, epochs
    cat > "$1.json" <<JSON
{ "name": "$1", "dataset": { "type": "wheat-sample", "count": 60 }, "transforms": ["z-score"],
  "layers": [{ "type": "linear", "outputs": 6 }, "batch-norm", "relu", { "type": "dropout", "p": 0.1 },
             { "type": "linear", "outputs": "classes" }],
  "loss": "cross-entropy", "optimizer": { "type": "adam", "lr": 0.01 }, "schedule": { "type": "step", "size": 500 },
  "epochs": $2, "batch": 16, "patience": 100000 }
JSON
}

madaline() { dotnet "$dll" "$@"; }
sha() { sed -nE 's/.*"weights_sha256":"([0-9a-f]+)".*/\1/p' <<< "$1"; }
good() { held=$((held + 1)); }
bad() { broke=$((broke + 1)); echo "BROKE: $1"; }

whole() { # folder: all that a finished run has, and nothing half-written
    local file
    for file in recipe.json model.safetensors metrics.jsonl training-samples.safetensors checkpoints/last.safetensors; do
        [[ -s $1/$file ]] || { echo "$file is missing"; return 1; }
    done
    [[ -z $(find "$1" -name '*.tmp' -o -name '*.lock') ]] || { find "$1" -name '*.tmp' -o -name '*.lock'; return 1; }
}

recover() { # name of the attack, recipe, folder, weights: go on, or begin where there is no run yet
    local out code
    out=$(madaline train --resume "$3" --json 2> errors); code=$?
    if [[ $code != 0 ]] && grep -q "holds no run" errors; then
        out=$(madaline train "$2" --out "$3" --json 2> errors); code=$?
    fi
    local missing
    if [[ $code != 0 ]]; then bad "$1: exit code $code: $(tail -n 1 errors)"
    elif [[ $(sha "$out") != "$4" ]]; then bad "$1: other weights"
    elif ! missing=$(whole "$3"); then bad "$1: $missing"
    else good; fi
}

no_trace() { # name, file of stderr, exit code, expected codes
    if grep -qE "^   at |Unhandled" "$2"; then bad "$1: a stack trace"; return 1; fi
    [[ " $4 " == *" $3 "* ]] || { bad "$1: exit code $3, expected $4: $(tail -n 1 "$2")"; return 1; }
}

# Kills aimed at the calls on files of the run.
recipe tiny 4
tiny=$(sha "$(madaline train tiny.json --out reference --json 2> /dev/null)")
[[ -n $tiny ]] || { echo "an undisturbed training fails"; exit 1; }
calls=openat,mkdir,flock,ftruncate,pwrite64,write,fsync,fdatasync,rename,unlink
if strace -o /dev/null true 2> /dev/null; then
    strace -f -y -o trace -e "trace=$calls" dotnet "$dll" train tiny.json --out run > /dev/null 2>&1
    main=$(head -n 1 trace | cut -d ' ' -f 1)
    # The n-th call of its name in the thread that trains, for those that name a file of the run.
    awk -v main="$main" -v run="$work/run" -v named='"run' '$1 == main { name = $2; sub(/\(.*/, "", name); n[name]++;
        if (index($0, run) || index($0, named)) print name, n[name] }' trace | grep -v '^<' > aims
    rm -rf run
    [[ $(wc -l < aims) -ge 20 ]] || bad "only $(wc -l < aims) calls on files of the run are seen"
    step=1; [[ $long == 0 ]] && step=$(( ($(wc -l < aims) + 11) / 12 ))
    while read -r call n; do
        rm -rf run
        ( strace -f -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$n" \
            dotnet "$dll" train tiny.json --out run > /dev/null 2>&1 < /dev/null; true ) 2> /dev/null
        recover "a kill at $call $n" tiny.json run "$tiny"
    done < <(awk -v step="$step" 'NR % step == 1 || step == 1' aims)
    echo "kills aimed at $(( ($(wc -l < aims) + step - 1) / step )) of $(wc -l < aims) calls on files of the run"
else
    echo "kills aimed at file calls: skipped, since strace is not here or may not trace"
fi

# Signals in the middle of a training.
recipe longer 20000
longer=$(sha "$(madaline train longer.json --out longer --json 2> /dev/null)")
for signal in INT TERM HUP KILL; do
    rm -rf run
    dotnet "$dll" train longer.json --out run > /dev/null 2> errors < /dev/null &
    pid=$!
    for _ in $(seq 100); do [[ -s run/metrics.jsonl ]] && break; sleep 0.05; done
    kill -s $signal $pid; wait $pid 2> /dev/null; code=$?
    expected="1 0"; [[ $signal == KILL ]] && expected=137
    no_trace "SIG$signal" errors $code "$expected" && recover "SIG$signal" longer.json run "$longer"
done

# A reader that leaves.
rm -rf run
dotnet "$dll" train tiny.json --out run --json 2> errors | head -n 1 > /dev/null
no_trace "a pipe without reader" errors "${PIPESTATUS[0]}" "0 1" && recover "a pipe without reader" tiny.json run "$tiny"

# Outputs that cannot be written: results lost are exit code 1, notes lost are nothing; the run is whole.
output() { # name, expected code, redirections
    rm -rf run; : > errors
    ( eval "dotnet \"\$dll\" train tiny.json --out run < /dev/null $3" ); local code=$?
    no_trace "$1" errors $code "$2" && recover "$1" tiny.json run "$tiny"
}
if [[ -e /dev/full ]]; then
    output "stderr is full" 0 "> /dev/null 2> /dev/full"
    output "stdout is full" 1 "> /dev/full 2> errors"
    output "both are full" 1 "> /dev/full 2> /dev/full"
fi
output "stderr is closed" 0 "> /dev/null 2>&-"
output "stdout is closed" 1 "2> errors >&-"
output "all are closed" 1 "<&- >&- 2>&-"

# A disk that is full: the run's, and a log's.
mkdir small
if mount -t tmpfs -o size=16k none small 2> /dev/null; then
    madaline train tiny.json --out small/run > /dev/null 2> errors < /dev/null; code=$?
    no_trace "the run's disk is full" errors $code 1 && {
        mount -o remount,size=1m small
        recover "the run's disk was full" tiny.json small/run "$tiny"
    }
    rm -rf small/run; head -c 1m /dev/zero > small/filler 2> /dev/null
    output "a log's disk is full" 0 "> /dev/null 2> small/log"
    umount small
else
    echo "full disks: skipped, since no small one can be mounted"
fi
rm -rf run
# Without W^X the runtime needs no large file of its own.
( trap '' XFSZ; ulimit -f 1; export DOTNET_EnableWriteXorExecute=0; dotnet "$dll" train tiny.json --out run > /dev/null 2> errors < /dev/null ); code=$?
no_trace "files of at most 1 KiB" errors $code 1 && recover "files of at most 1 KiB" tiny.json run "$tiny"

# Few open files.
for limit in 64 100; do
    ( ulimit -n $limit; dotnet "$dll" train tiny.json --out few > /dev/null 2> errors < /dev/null ); code=$?
    no_trace "$limit open files" errors $code "0 1" && { [[ $code == 0 || $(wc -l < errors) == 1 ]] && good || bad "$limit open files: $(head -n 3 errors)"; }
    rm -rf few
done

# A folder that vanishes.
rm -rf run
dotnet "$dll" train longer.json --out run > /dev/null 2> errors < /dev/null &
pid=$!
for _ in $(seq 100); do [[ -s run/metrics.jsonl ]] && break; sleep 0.05; done
rm -rf run
wait $pid; code=$?
if no_trace "the folder is removed" errors $code "0 1"; then
    if [[ $code == 0 ]] && ! missing=$(whole run); then bad "the folder is removed: exit code 0, but $missing"
    elif [[ $code == 0 ]]; then recover "the folder was removed" longer.json run "$longer"
    else good; fi
fi

echo "$held attacks held, $broke broke"
[[ $broke == 0 ]]
