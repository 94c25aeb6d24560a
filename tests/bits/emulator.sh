#!/usr/bin/env bash
# Puts QEMU's emulator of Arm64 programs, and the few Arm64 libraries that .NET wants, into a folder: Debian packages,
# unpacked there. Nothing is installed, no foreign architecture is added to the system, and no root is needed.
# Prints "EMULATOR LIBRARIES" (two paths); exits 1 with the reason where they cannot be had.
set -uo pipefail
mkdir -p "$1" && cd "$1" || exit 1
folder=$PWD
libraries=$folder/arm64

no() { echo "$1"; exit 1; }

# Downloads packages of an architecture: apt with lists of its own, as if on such a machine without any package.
download() {
    local architecture=$1; shift
    local state=$folder/apt-$architecture
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/packages"
    touch "$state/status"
    local options=(-q -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o APT::Sandbox::User=
        -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache"
        -o Acquire::Retries=2)
    if [[ ! -f $state/updated ]]; then apt-get "${options[@]}" update >&2 && touch "$state/updated" || return 1; fi
    cd "$state/packages" && apt-get "${options[@]}" download "$@" >&2
}

# The emulator alone: its package holds some thirty others.
get_emulator() {
    (download amd64 qemu-user-static || download amd64 qemu-user) || return 1
    dpkg-deb --fsys-tarfile apt-amd64/packages/*.deb | tar -x --wildcards './usr/bin/qemu-aarch64*'
    find usr/bin -type f -name 'qemu-aarch64*' -exec mv {} qemu-aarch64 \;
    rm -rf usr apt-amd64
    [[ -x qemu-aarch64 ]]
}

get_libraries() {
    (download arm64 libc6 libgcc-s1 libstdc++6) && (download arm64 libssl3 || download arm64 libssl3t64) || return 1
    local file
    for file in apt-arm64/packages/*.deb; do dpkg-deb -x "$file" arm64.new || return 1; done
    if [[ ! -e arm64.new/lib ]]; then ln -s usr/lib arm64.new/lib; fi
    rm -rf arm64 apt-arm64
    mv arm64.new arm64
}

[[ $(uname -s) == Linux ]] || no "the emulator needs Linux"
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64 || echo "$folder/qemu-aarch64")
if [[ ! -x $qemu || ! -d $libraries ]]; then
    command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null \
        || no "the emulator comes as Debian packages, and there is no apt-get"
fi
if [[ ! -x $qemu ]]; then get_emulator || no "the package with QEMU's emulator cannot be had"; fi
if [[ ! -d $libraries ]]; then get_libraries || no "the Arm64 packages of this system cannot be had"; fi
"$qemu" --version > /dev/null || no "$qemu does not run"
echo "$qemu $libraries"
