#!/usr/bin/env bash
# The same seed gives the same bits on every machine: computes them on each kind of processor that is here and compares.
#
#   tests/bits/run.sh                 all machines
#   tests/bits/run.sh arm64 avx2      these only
#   tests/bits/run.sh --long          large operands too, and the recipes on real data where it is
#   tests/bits/run.sh --approve       write down the recipes' weights anew (the ops': MADALINE_APPROVE=1 dotnet test)
#
# Machines: avx512, avx2 (AVX-512 switched off), x64 (128-bit registers, no fused multiply-add in hardware) and arm64:
# this very machine if it is one, else emulated (tests/bits/emulator.sh, which installs nothing).
# On each: the tests of Madaline.Tests.Bits (every op and every part of training against sums made on x64 with AVX-512),
# PinnedBitsTests (whole trainings), and the tool training tests/bits/recipes/*.json, against weights.approved.txt.
# A machine that cannot be had is skipped with a word. Exits 1 if any bit differs, or a switch switched nothing off.
set -uo pipefail
cd "$(dirname "$0")/../.."
here=tests/bits
work=$PWD/artifacts/bits
approved=$here/weights.approved.txt
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MADALINE_OFFLINE=1
unset DOTNET_EnableAVX512 DOTNET_EnableAVX2

long=false
approve=false
machines=()
for argument in "$@"; do
    case $argument in
        --long) long=true ;;
        --approve) approve=true; long=true ;;
        avx512|avx2|x64|arm64) machines+=("$argument") ;;
        *) echo "$argument is no machine and no flag; expected avx512, avx2, x64, arm64, --long or --approve."; exit 2 ;;
    esac
done
if [[ ${#machines[@]} == 0 ]]; then machines=(avx512 avx2 x64 arm64); fi
if $approve; then machines=(avx512); fi

recipes=("$here"/recipes/*.json)
data=${MADALINE_DATA:-$PWD/../shared/data}
if $long && [[ -d $data ]]; then
    export MADALINE_DATA=$data
    if [[ -d $data/wheat ]]; then recipes+=(wheat wheat-scratch); fi
    if [[ -d $data/mnist || -d $data/MNIST ]]; then recipes+=("mnist-fcn-15 --epochs 1"); fi
fi

tests=(--filter-method "*.An_op_has_the_approved_bits" "*.Bits.PartBitsTests.*" "*.PinnedBitsTests.*")
if $long; then tests+=("*.A_large_op_has_the_approved_bits"); fi

# Outputs of their own: publishing for another processor would overwrite those of the tree.
build() {
    local target=$1 project; shift
    for project in tests/Madaline.Tests src/Madaline.Cli; do
        dotnet publish "$project" -c Release "$@" --artifacts-path "$work/build" -o "$work/$target/$(basename "$project")" \
            -v q -nologo > "$work/$target.log" 2>&1 || return 1
    done
}

# Sets `start`, the words before a program's name, and the processor's switches in `switches`.
native() { dotnet "$work/native/$1/$1.dll" "${@:2}"; }
emulated() { "$qemu" -L "$libraries" "$work/arm64/$1/$1" "${@:2}"; }
on() {
    local settings="work='$work' qemu='${qemu:-}' libraries='${libraries:-}'"
    env ${switches[@]+"${switches[@]}"} bash -c "$(declare -f native emulated); $settings; \"\$@\"" - "$@"
}

field() { sed -nE "s/.*\"$2\":\"?([^,\"}]*).*/\1/p" "$1" | tail -n 1; }

# Weights of a recipe on the machine at hand.
train() {
    rm -rf "$work/run"
    # shellcheck disable=SC2086 # flags beside a recipe's name
    on "$program" Madaline.Cli train $1 --out "$work/run" --json > "$work/train.log" 2>&1 || return 1
    field "$work/train.log" weights_sha256
}

# Whether this machine is what its name says. Leaves a word in `note`.
probe() {
    local machine=$1 wanted=$2 fused=$3
    on "$program" Madaline.Cli doctor --json > "$work/doctor.log" 2>&1 || { note="does not start"; return 1; }
    local bits; bits=$(field "$work/doctor.log" simd_bits)
    vectors="$bits bits"
    if [[ $(field "$work/doctor.log" fused_multiply_add) == true ]]; then vectors="$vectors, fused"; fi
    [[ $bits == "$wanted" && ( $fused == any || $(field "$work/doctor.log" fused_multiply_add) == "$fused" ) ]] && return 0
    note="its vectors are $vectors; expected $wanted"
    return 1
}

# Whether all bits are the approved ones. Leaves counts in `equal` and a word in `note`.
compare() {
    local log=$work/$1.tests.log recipe sum code
    on "$program" Madaline.Tests --no-ansi "${tests[@]}" > "$log" 2>&1
    code=$?
    equal=$(sed -nE 's/^ *succeeded: *([0-9]+).*/\1/p' "$log" | tail -n 1)
    if [[ $code != 0 ]]; then
        grep -A 6 "^failed" "$log" | head -n 60
        if [[ -z $equal ]]; then tail -n 20 "$log"; fi
        note="$(grep -c "^failed" "$log") tests fail, see $log"
    elif [[ ${equal:-0} == 0 ]]; then
        note="no test ran, see $log"
    fi
    weights=0
    for recipe in "${recipes[@]}"; do
        sum=$(train "$recipe") || { tail -n 5 "$work/train.log"; note="$recipe: training fails"; continue; }
        if $approve; then echo "$(basename "$recipe" .json): $sum" >> "$approved.new"; continue; fi
        if grep -qxF "$(basename "$recipe" .json): $sum" "$approved"; then
            weights=$((weights + 1))
        else
            note="$recipe: the weights' sum is $sum"
            echo "$1: $note"
        fi
    done
    [[ -z $note ]]
}

table=""
failed=0
row() {
    table+=$(printf '%-8s %-18s %10s %10s   %s' "$@")$'\n'
    echo "$1: $5"
}

# A machine, its name in the table's row, and what it must be.
check() {
    local machine=$1 wanted=$2 fused=$3
    note="" vectors="" equal="" weights=""
    if ! probe "$machine" "$wanted" "$fused"; then
        if [[ $machine == avx512 ]]; then row "$machine" - - - "skipped: this processor has no 512-bit vectors"; return; fi
        if [[ $machine == avx2 && $vectors == 128* ]]; then
            row "$machine" - - - "skipped: this processor has no 256-bit vectors"
            return
        fi
        failed=$((failed + 1))
        row "$machine" "$vectors" - - "FAILED: $note"
    elif compare "$machine"; then
        row "$machine" "$vectors" "$equal" "$weights" "the same bits"
    else
        failed=$((failed + 1))
        row "$machine" "$vectors" "${equal:--}" "$weights" "FAILED: $note"
    fi
}

mkdir -p "$work"
architecture=$(dotnet --info | sed -nE 's/^ *Architecture: *([a-z0-9]+).*/\1/p' | head -n 1)
echo "building for this machine ($architecture)"
build native || { tail -n 20 "$work/native.log"; exit 1; }
rm -f "$approved.new"

for machine in "${machines[@]}"; do
    switches=()
    program=native
    case $architecture/$machine in
        arm64/arm64) check arm64 128 true ;;
        arm64/*) row "$machine" - - - "skipped: this is an Arm64 processor" ;;
        x64/avx512) check avx512 512 true ;;
        x64/avx2) switches=(DOTNET_EnableAVX512=0); check avx2 256 true ;;
        x64/x64) switches=(DOTNET_EnableAVX2=0); check x64 128 false ;;
        x64/arm64)
            if ! why=$("$here/emulator.sh" "$work/emulator" 2> "$work/emulator.log"); then
                row arm64 - - - "skipped: ${why:-no emulator}"
            elif ! build arm64 -r linux-arm64 --self-contained; then
                if grep -qE "NU1101|NU1102|NU1301|NETSDK1112" "$work/arm64.log"; then
                    row arm64 - - - "skipped: the .NET runtime for Arm64 cannot be restored"
                else
                    tail -n 20 "$work/arm64.log"
                    failed=$((failed + 1))
                    row arm64 - - - "FAILED: does not build"
                fi
            else
                read -r qemu libraries <<< "$why"
                # The emulator keeps translated code that .NET's second mapping of a page changes behind its back. One
                # thread: threads that wait for each other by looking are slow there, and bits do not depend on them.
                switches=(DOTNET_EnableWriteXorExecute=0 MADALINE_NUM_THREADS=1)
                program=emulated
                check arm64 128 true
            fi ;;
        *) row "$machine" - - - "skipped: $architecture is not x64" ;;
    esac
done

if $approve && [[ $failed == 0 ]]; then
    # Lines of recipes whose data is not here stay.
    cat "$approved" >> "$approved.new" && awk -F: '!seen[$1]++' "$approved.new" > "$approved"
fi
rm -f "$approved.new"
printf '\n%-8s %-18s %10s %10s   %s\n%s' machine vectors sums trainings result "$table"
[[ $failed == 0 ]]
