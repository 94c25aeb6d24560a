#!/usr/bin/env bash
# The newcomer's way, from packages alone: packs, then, in an empty folder that knows Madaline only from that feed, runs the
# scripts of README and of the packages' own pages, each template, and the tool.
#
#   tests/packages/run.sh [FOLDER]      FOLDER: packages that are there already; else they are packed
#
# The packages have a version of this run and go into a folder of their own, so that none of an earlier day counts; those of
# others may come from what the machine has already. Prints "N passed, M failed" last.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d); work=$(cd "$work" && pwd -P)
service=
stop() { [[ -z $service ]] || { kill "$service"; wait "$service"; } 2> /dev/null; service=; }
trap 'stop; rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 MADALINE_OFFLINE=1
unset MADALINE_DATA MADALINE_NUM_THREADS
passed=0; failed=0

check() { # name, command: its output is shown where it fails
    local name=$1 start=$SECONDS; shift
    if "$@" > "$work/log" 2>&1; then
        passed=$((passed + 1)); echo "passed: $name ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1)); echo "FAILED: $name"; tail -n 60 "$work/log"
    fi
}

finish() { echo "$passed passed, $failed failed"; [[ $failed == 0 ]]; exit; }

feed=${1:-}
if [[ -z $feed ]]; then
    version=$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' "$root/Directory.Build.props")-check.$$
    feed=$work/feed
    check "dotnet pack" dotnet pack "$root/Madaline.slnx" -c Release -o "$feed" -p:Version="$version" -v q
    export NUGET_FALLBACK_PACKAGES=${NUGET_PACKAGES:-$HOME/.nuget/packages}
    [[ $failed == 0 ]] || finish
else
    feed=$(cd "$feed" && pwd)
    version=$(basename "$(ls "$feed"/Madaline.Templates.*.nupkg)" .nupkg); version=${version#Madaline.Templates.}
fi

export NUGET_PACKAGES=$work/packages DOTNET_CLI_HOME=$work/home
mkdir "$work/place" && cd "$work/place" || exit 1
# As programs of this system write it.
written() { if command -v cygpath > /dev/null; then cygpath -w "$1"; else echo "$1"; fi; }

# Madaline from the feed alone, everything else from the sources that this machine has.
sources=$(dotnet nuget list source | sed -nE 's/^ *[0-9]+\. +(.*) \[Enabled\]$/<packageSource key="\1"><package pattern="*" \/><\/packageSource>/p')
cat > nuget.config <<XML
<configuration>
  <packageSources><add key="madaline-feed" value="$(written "$feed")" /></packageSources>
  <packageSourceMapping>
    <packageSource key="madaline-feed"><package pattern="Madaline" /><package pattern="Madaline.*" /></packageSource>
    $sources
  </packageSourceMapping>
</configuration>
XML

cp "$root/tests/packages/contents.cs" .
check "what the packages hold" dotnet run contents.cs "$feed" "$version"

# The tool, with the native library of this machine alone.
tool=$work/tool/madaline
check "dotnet tool install" dotnet tool install Madaline.Cli --version "$version" --tool-path "$work/tool"
one_machine() { local all; all=$(find "$work/tool" -name 'libSkiaSharp*'); echo "$all"; [[ $(wc -l <<< "$all") == 1 ]]; }
check "one native library" one_machine
check "madaline doctor" "$tool" doctor
check "madaline train" "$tool" train digits --epochs 3 --out digits
check "madaline train on a table" "$tool" train wheat --dataset wheat-sample --out wheat
check "madaline train a number" "$tool" train regression --epochs 5 --out heating
check "madaline show" "$tool" show digits

# Scripts: the blocks of C# in README and the packages' pages that begin with #:package.
scripts() {
    awk -v version="$version" -v place="$1" '
        /^```/ { if (on) close(file); on = 0; fresh = ($0 == "```csharp"); next }
        fresh && /^#:package Madaline/ { file = place "/script" ++n ".cs"; on = 1 }
        { fresh = 0 }
        on { if ($0 ~ /^#:package Madaline/) sub(/@.*/, "@" version); print > file }' "$root/README.md" "$root"/src/*/README.md
}
mkdir scripts; scripts scripts
[[ $(ls scripts | wc -l) -ge 4 ]] || { failed=$((failed + 1)); echo "FAILED: only $(ls scripts | wc -l) scripts are found"; }
answers() { local out; out=$(dotnet run "$1" 2>&1) || { echo "$out"; return 1; }; echo "$out"; [[ -n $out && $out != *warning* ]]; }
for script in scripts/*.cs; do
    check "$script: $(grep -m 1 '^#:package' "$script")" answers "$script"
done

# From an edit to the result.
edited() {
    echo 'Console.WriteLine("edited");' >> scripts/script1.cs
    local start=$(date +%s%N) out; out=$(dotnet run scripts/script1.cs 2>&1)
    milliseconds=$((($(date +%s%N) - start) / 1000000))
    [[ $out == *edited* ]] || { echo "$out"; return 1; }
}
# At the end, behind types, no statement may stand: the first script has none.
check "a script that was edited" edited
echo "from the edit to the result: ${milliseconds:-?} ms"
no_usings() {
    printf '#:package Madaline@%s\n#:property PublishAot=false\n#:property MadalineUsings=false\nConsole.WriteLine(Tensor.Ones([2]));\n' \
        "$version" > without.cs
    local out; out=$(dotnet run without.cs 2>&1); echo "$out"; [[ $out == *CS0103* ]]
}
check "MadalineUsings=false" no_usings

# Templates.
check "dotnet new install" dotnet new install "$feed/Madaline.Templates.$version.nupkg"
made() { # template, words of the output, arguments
    local words=$2 out; dotnet new "$1" --output "$1" && dotnet build "$1" -c Release -warnaserror || return 1
    [[ -z $words ]] && return
    out=$(cd "$1" && dotnet run -c Release --no-build -- "${@:3}"); echo "$out"; [[ $out == *"$words"* ]]
}
check "madaline-train" made madaline-train "test accuracy" 1 1
check "madaline-module" made madaline-module "weights are in net.safetensors" 1
check "madaline-api" made madaline-api ""

# The endpoint answers.
sed "s/VERSION/$version/" "$root/tests/packages/ask.cs" > ask.cs
ask() { # run folder, port
    (cd madaline-api && exec dotnet bin/Release/net10.0/madaline-api.dll --run "../$1" --urls "http://127.0.0.1:$2") > service.log 2>&1 &
    service=$!
    dotnet run ask.cs "http://127.0.0.1:$2" "$1"; local code=$?
    stop; [[ $code == 0 ]] || cat service.log
    return $code
}
port=$((20000 + RANDOM % 20000))
check "the endpoint answers pictures" ask digits "$port"
check "the endpoint answers rows" ask wheat "$((port + 1))"
check "the endpoint answers numbers" ask heating "$((port + 2))"
no_run() {
    local out; out=$(cd madaline-api && dotnet bin/Release/net10.0/madaline-api.dll --run nowhere 2>&1); echo "$out"
    [[ $out == *"madaline train digits"* ]]
}
check "an endpoint without a run says so" no_run
finish
