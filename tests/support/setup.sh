# setup: what a fresh machine lacks, for scripts to source. Every function says what it does.
#
#   . tests/support/setup.sh
#   setup_packages GROUP...                           system packages, by apt-get, if missing; groups:
#                                                     build static release trial test example e2e
#   setup_build dev | release | static | static-arm64 configures and builds a preset
#   setup_venv FOLDER REQUIREMENTS                    a Python environment of one's own
#
# Debian 12 or newer and Ubuntu 24.04 or newer. Elsewhere the packages are named and the rest goes on.
# The sourcing script runs with `set -euo pipefail`. SETUP_ROOT is the repository.

SETUP_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# To compile everything of the everyday build, which links shared libraries.
setup_packages_of_build=(
  cmake gcc libc6-dev ninja-build pkg-config
  libarchive-dev libcjson-dev libcurl4-openssl-dev libisal-dev libmd-dev libpcre2-dev
  libsqlite3-dev libssl-dev libyaml-dev libzstd-dev zlib1g-dev
)
# To run every test: cmocka for the units, the rest are programs that tests call.
setup_packages_of_test=(
  "${setup_packages_of_build[@]}" git jq libcmocka-dev openssl python3 python3-venv skopeo
  zstd
)
# To build and run the penguins and to break them.
setup_packages_of_example=("${setup_packages_of_build[@]}" openssl patch python3 python3-venv)

# To assemble a release: what builds the static executables of both machines, and what reads them.
setup_packages_of_release=(git python3 python3-venv)
# To try one as well.
setup_packages_of_trial=(curl docker-registry file qemu-user-static skopeo)

# To run real workflows and pipelines: an engine, what makes a base image, what carries artifacts.
setup_packages_of_e2e=(containerd docker.io iptables mmdebstrap rsync runc)

# What tools/cmake/static-libraries wants, for this machine or another.
setup_packages_of_static() { "$SETUP_ROOT/tools/cmake/static-libraries" "$@" --packages; }

setup_say() { printf 'setup: %s\n' "$*"; }

setup_fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# Those of the named packages that are not installed, one a line.
setup_missing() {
  local package
  for package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      printf '%s\n' "$package"
  done
}

# Runs a noisy command; its output is shown only if it fails.
setup_quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  ((status == 0)) || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

setup_apt_get() {
  # The run level keeps what is installed from starting servers.
  local apt=(env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300)
  ((EUID == 0)) || apt=(sudo "${apt[@]}")
  setup_quietly "${apt[@]}" "$@"
}

setup_install() {
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    setup_fail "packages are missing and there is no sudo; as root: apt-get install $*"
  fi
  setup_say "installing by apt-get: $*"
  setup_apt_get update
  setup_apt_get install -y --no-install-recommends "$@"
}

# The packages of one group, one a line.
setup_packages_of() {
  case $1 in
    build) printf '%s\n' "${setup_packages_of_build[@]}" ;;
    test) printf '%s\n' "${setup_packages_of_test[@]}" ;;
    example) printf '%s\n' "${setup_packages_of_example[@]}" ;;
    static) setup_packages_of_static ;;
    release)
      setup_packages_of_static
      setup_packages_of_static --arch arm64
      printf '%s\n' "${setup_packages_of_release[@]}"
      ;;
    trial) printf '%s\n' "${setup_packages_of_trial[@]}" ;;
    e2e) printf '%s\n' "${setup_packages_of_e2e[@]}" ;;
    *)
      setup_fail "there is no group of packages '$1'; wanted build, static, release, trial, test," \
        "example or e2e"
      ;;
  esac
}

setup_packages() {
  local group names wanted=() missing=()
  for group; do
    names=$(setup_packages_of "$group")
    mapfile -t -O "${#wanted[@]}" wanted <<<"$names"
  done
  if ! command -v apt-get >/dev/null; then
    setup_say "this is neither Debian nor Ubuntu; see that you have what they call: ${wanted[*]}"
    return
  fi
  mapfile -t missing < <(setup_missing "${wanted[@]}")
  ((${#missing[@]} == 0)) || setup_install "${missing[@]}"
}

# Builds nothing that is up to date; the sizes that a static build prints are shown.
setup_build() {
  local preset=$1 began=$SECONDS
  setup_say "configuring and building preset '$preset' in build/$preset"
  (
    cd "$SETUP_ROOT"
    setup_quietly cmake --preset "$preset"
    if [[ -t 1 ]]; then
      cmake --build --preset "$preset"
    else
      setup_quietly cmake --build --preset "$preset"
    fi
  ) || setup_fail "preset '$preset' does not build"
  setup_say "preset '$preset' is built, in $((SECONDS - began)) s"
}

# Made again when the requirements change; half-made ones do not count.
setup_venv() {
  local folder=$1 requirements=$2
  local stamp=$folder/requirements.stamp
  if ! cmp -s "$requirements" "$stamp"; then
    setup_say "making a Python environment in $folder: $(grep -v '^ *#' "$requirements" | paste -sd ' ')"
    rm -rf "$folder"
    setup_quietly python3 -m venv "$folder"
    setup_quietly "$folder/bin/pip" install --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$stamp"
  fi
}
