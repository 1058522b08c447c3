# shellcheck shell=bash
#
# users: a release as its users meet it, by their own programs: installers, registries, engines and
# hooks. For run to source.
#
# shellcheck disable=SC2154 # what run sets: out, version, venv, qemu

# Everything that needs a network is done here; afterwards everybody installs from files.
set_up_users() {
  export PIPX_HOME=$RIG_SCRATCH/pipx PIPX_BIN_DIR=$RIG_SCRATCH/pipx-bin PIPX_MAN_DIR=$RIG_SCRATCH/man
  export PRE_COMMIT_HOME=$RIG_SCRATCH/pre-commit
  export GIT_CONFIG_GLOBAL=$RIG_SCRATCH/gitconfig
  git config --global user.name e2e
  git config --global user.email e2e@example.com
  git config --global advice.detachedHead false
  setup_quietly "$venv/bin/pipx" upgrade-shared
  # What pre-commit builds its own empty package with.
  setup_quietly "$venv/bin/pip" download --dest "$RIG_SCRATCH/wheels" setuptools wheel
  built=$(git -C "$SETUP_ROOT" rev-parse HEAD)
  wheel=$(echo "$out"/assets/sluice_ci-"$version"-*_x86_64.whl)
}

offline() { PIP_NO_INDEX=1 PIP_FIND_LINKS="$out/assets $RIG_SCRATCH/wheels" "$@"; }

says_version() { [[ $("$1" --version) == "${2:-sluice} $version" ]]; }

is_executable_of_ours() { file -bL "$1" | grep -q '^ELF .*static-pie'; }

# --- wheel ----------------------------------------------------------------------------------------

unpack_wheel() { "$venv/bin/wheel" unpack --dest "$RIG_SCRATCH/unpacked" "$1"; }

# One byte of one executable is another, RECORD is as it was.
tamper_wheel() {
  "$venv/bin/python" - "$1" "$2" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w") as new:
    for entry in old.infolist():
        content = old.read(entry)
        new.writestr(entry, content[:-1] + b"x" if entry.filename.endswith("/sluice") else content)
END
}

run_wheel() {
  local file name user=$RIG_SCRATCH/venv
  for file in "$out"/assets/*.whl; do
    rig_check "twine finds nothing in ${file##*/}" "$venv/bin/twine" check --strict "$file"
    rig_check "every file of ${file##*/} is as its RECORD says" unpack_wheel "$file"
  done
  mkdir "$RIG_SCRATCH/tampered"
  tamper_wheel "$wheel" "$RIG_SCRATCH/tampered/${wheel##*/}"
  rig_check "a file that is not as RECORD says would be noticed" \
    fails unpack_wheel "$RIG_SCRATCH/tampered/${wheel##*/}"

  python3 -m venv "$user"
  rig_check "pip installs the wheel from the file" offline "$user/bin/pip" install "$wheel"
  rig_check "pip refuses the wheel of another machine" \
    fails offline "$user/bin/pip" install --force-reinstall "$out"/assets/*_aarch64.whl
  for name in sluice sluice-data-validate sluice-train-smoke-test; do
    rig_check "pip's $name is the executable itself" is_executable_of_ours "$user/bin/$name"
  done
  for name in sluice sluice-gate sluice-data-validate sluice-package; do
    rig_check "pip's $name says the version" says_version "$user/bin/$name" "$name"
  done
  rig_check "pip's front finds the tools beside it" \
    env -i "$user/bin/sluice" data-validate profile "$SETUP_ROOT/examples/penguins/data/penguins.csv"
  rig_check "pip takes everything away again" \
    eval "'$user/bin/pip' uninstall -y sluice-ci && ! ls '$user'/bin/sluice*"

  rig_check "pipx installs the wheel from the file" offline "$venv/bin/pipx" install "$wheel"
  for name in sluice sluice-gate sluice-report sluice-train-smoke-test; do
    rig_check "pipx's $name says the version" says_version "$PIPX_BIN_DIR/$name" "$name"
  done
  rig_check "pipx finds the newest by name, too" \
    offline "$venv/bin/pipx" run --spec sluice-ci sluice-gate --version
}

# --- image ----------------------------------------------------------------------------------------

start_registry() {
  local port=$1
  mkdir "$RIG_SCRATCH/registry"
  printf '%s\n' "{version: 0.1, log: {level: error}, http: {addr: '127.0.0.1:$port'}," \
    "storage: {filesystem: {rootdirectory: $RIG_SCRATCH/registry}}}" >"$RIG_SCRATCH/registry.yml"
  docker-registry serve "$RIG_SCRATCH/registry.yml" >"$RIG_SCRATCH/registry.log" 2>&1 &
  rig_defer kill "$!"
  for _ in {1..600}; do
    curl -fsS "http://127.0.0.1:$port/v2/" >/dev/null 2>&1 && return
    sleep 0.1
  done
  rig_fail "the registry does not answer: $(tail -n 3 "$RIG_SCRATCH/registry.log")"
}

free_port() {
  python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

index_of() { skopeo inspect --tls-verify=false --raw "$1"; }

has_digest() { [[ sha256:$(index_of "$1" | sha256sum | cut -d ' ' -f 1) == "$2" ]]; }

machines_of() { index_of "$1" | jq -r '[.manifests[].platform.architecture] | join(" ")'; }

# The files of one machine, as the kernel of that machine would find them.
unpack_image() {
  local arch=$1 to=$2 layer
  mkdir "$to"
  skopeo copy -q --override-arch "$arch" "oci:$out/image" "dir:$to/dir"
  mkdir "$to/root"
  while read -r layer; do
    tar -xzf "$to/dir/${layer#sha256:}" -C "$to/root"
  done < <(jq -r '.layers[].digest' "$to/dir/manifest.json")
}

run_image() {
  local digest name
  digest=$(<"$out/image.digest")
  name=127.0.0.1:$(free_port)/sluice
  start_registry "$(cut -d : -f 2 <<<"${name%/*}")"
  rig_check "the image is pushed" \
    skopeo copy -q --all --preserve-digests --dest-tls-verify=false \
    "oci:$out/image" "docker://$name:v$version"
  rig_check "its digest in the registry is the one that was known before" \
    has_digest "docker://$name:v$version" "$digest"
  rig_check "it is found by its digest, for both machines" \
    [ "$(machines_of "docker://$name@$digest")" = "amd64 arm64" ]
  rig_check "a second name leads to the same digest" \
    skopeo copy -q --all --preserve-digests --src-tls-verify=false --dest-tls-verify=false \
    "docker://$name@$digest" "docker://$name:v0"
  rig_check "and to nothing else" has_digest "docker://$name:v0" "$digest"

  unpack_image arm64 "$RIG_SCRATCH/arm64"
  rig_check "the image for arm64 holds the executable that is published" \
    cmp "$RIG_SCRATCH/arm64/root/usr/local/bin/sluice" "$out/assets/sluice-linux-arm64"
  rig_check "the image for arm64 has a shell for arm64" \
    [ "$("$qemu" "$RIG_SCRATCH/arm64/root/bin/busybox" sh -c 'echo it runs')" = "it runs" ]
  rig_check "the image for arm64 stays below 25 MiB" \
    [ "$(du -sk "$RIG_SCRATCH/arm64/root" | cut -f 1)" -le 25600 ]

  rig_engine
  # By way of a file: an engine that cannot unpack it says so, which skopeo would not repeat.
  skopeo copy -q "oci:$out/image" "docker-archive:$RIG_SCRATCH/image.tar:sluice-release:try"
  rig_check "Docker takes the image" docker load --input "$RIG_SCRATCH/image.tar"
  rig_check "Docker runs the image" \
    [ "$(docker run --rm --network none sluice-release:try --version)" = "sluice $version" ]
  rig_check "GitLab finds a shell in it" \
    docker run --rm --network none --entrypoint '' sluice-release:try \
    sh -c 'sluice-gate --version | grep gate'
  rig_check "what it makes belongs to the owner of the folder" makes_files_of_their_owner
  docker rmi -f sluice-release:try >/dev/null 2>&1 || true
}

makes_files_of_their_owner() {
  local folder=$RIG_SCRATCH/owned
  mkdir "$folder"
  cp "$SETUP_ROOT/examples/penguins/data/penguins.csv" "$folder"
  chown -R 1001:1001 "$folder"
  docker run --rm --network none -v "$folder:/job" -w /job sluice-release:try \
    data-validate profile penguins.csv --output profile.json
  [[ $(stat -c %u:%g "$folder/profile.json") == 1001:1001 ]]
}

# --- tag ------------------------------------------------------------------------------------------

# A clone in which the release is sealed, once.
seal_release() {
  [[ ! -d $RIG_SCRATCH/sealed ]] || return 0
  git clone -q --no-hardlinks "$SETUP_ROOT" "$RIG_SCRATCH/sealed"
  # As from a platform that forgets which files can be run.
  find "$out/libexec" -type f -exec chmod 644 {} +
  "$RIG_SCRATCH/sealed/.github/release/seal" "$version" "$out"
}

changed_files() {
  git -C "$RIG_SCRATCH/sealed" diff --name-only "$built" "v$version" | sed 's|/.*||' | sort -u | xargs
}

starts_on_host() {
  env -i PATH=/usr/bin:/bin "$RIG_SCRATCH/sealed/actions/on-host" "$1" --version
}

run_tag() {
  local sealed=$RIG_SCRATCH/sealed digest old
  digest=$(<"$out/image.digest")
  old=$(sed -n 's/^image=//p' "$SETUP_ROOT/actions/release")
  rig_check "the release is sealed" seal_release
  rig_check "the tag is one commit after what was built" \
    [ "$(git -C "$sealed" rev-parse "v$version^")" = "$built" ]
  rig_check "it changes the actions, the templates and libexec, and nothing else" \
    [ "$(changed_files)" = "action.yml actions libexec templates" ]
  rig_check "every Docker action is pinned by the digest" \
    [ "$(cat "$sealed"/action.yml "$sealed"/actions/*/action.yml | grep -cF "sluice@$digest")" = \
    "$(cat "$sealed"/action.yml "$sealed"/actions/*/action.yml | grep -c 'image: docker://')" ]
  rig_check "nothing that users include names an image that moves" \
    fails grep -rqF "$old" "$sealed/action.yml" "$sealed/actions" "$sealed/templates"
  rig_check "the branch stays where it was" [ "$(git -C "$sealed" rev-parse origin/HEAD)" = "$built" ]
  rig_check "a second release of the same version is refused" \
    fails "$sealed/.github/release/seal" "$version" "$out"
  git -C "$sealed" checkout -q "v$version"
  rig_check "the tag carries executables for both machines that can be run" \
    [ "$(git -C "$sealed" ls-tree -r "v$version" libexec | grep -c ^100755)" = 6 ]
  rig_check "an action on the host starts the executable of the tag" starts_on_host train-smoke-test
  rig_check "and the one behind the front" starts_on_host inference-test
  rm -rf "$RIG_SCRATCH/bare"
  git clone -q "$SETUP_ROOT" "$RIG_SCRATCH/bare"
  rig_check "without the tag's executables it starts nothing" \
    fails env -i PATH=/usr/bin:/bin "$RIG_SCRATCH/bare/actions/on-host" run --version
}

# --- hooks ----------------------------------------------------------------------------------------

# A repository with good data, and the given configuration of pre-commit.
make_user_repository() {
  local folder=$RIG_SCRATCH/$1
  mkdir -p "$folder/data"
  cp "$SETUP_ROOT/examples/penguins/data/penguins.csv" "$folder/data/"
  cp "$SETUP_ROOT/examples/penguins/schema.json" "$folder/"
  printf 'version: 1\nstages:\n  - {name: check, tool: data-validate, with: {data: data/penguins.csv}}\n' \
    >"$folder/sluice.yml"
  cat >"$folder/.pre-commit-config.yaml"
  git -C "$folder" init -q -b main
  git -C "$folder" add .
}

pre_commit() {
  (cd "$RIG_SCRATCH/$1" && offline env PATH="$venv/bin:/usr/bin:/bin" pre-commit "${@:2}")
}

# A cell that is no number, where the schema wants one.
break_data() {
  sed -i '5s/^\([^,]*,[^,]*\),[^,]*/\1,enormous/' "$RIG_SCRATCH/$1/data/penguins.csv"
  git -C "$RIG_SCRATCH/$1" add .
}

run_hooks() {
  local said
  seal_release >/dev/null
  make_user_repository by-tag <<END
repos:
  - repo: $RIG_SCRATCH/sealed
    rev: v$version
    hooks:
      - id: sluice-data-validate
        args: [--schema, schema.json]
        files: ^data/
      - id: sluice-config
END
  make_user_repository by-wheel <<END
repos:
  - repo: local
    hooks:
      - id: sluice-data-validate
        name: sluice data-validate
        language: python
        additional_dependencies: [sluice-ci==$version]
        entry: sluice data-validate --schema schema.json
        files: ^data/
        require_serial: true
END
  rig_check "pre-commit takes the file of hooks" \
    "$venv/bin/pre-commit" validate-manifest "$SETUP_ROOT/.pre-commit-hooks.yaml"
  rig_check "pre-commit tries a hook of the tag" \
    pre_commit by-tag try-repo --ref "v$version" "$RIG_SCRATCH/sealed" sluice-config --all-files
  for said in by-tag by-wheel; do
    rig_check "pre-commit ($said) passes good data" pre_commit "$said" run --all-files
    break_data "$said"
    rig_check "pre-commit ($said) stops bad data and names its line" stops_bad_data "$said"
  done
}

stops_bad_data() {
  local said
  ! said=$(pre_commit "$1" run --all-files 2>&1) && grep -q 'penguins.csv:5' <<<"$said" || { echo "$said" && return 1; }
}

# --- pages ----------------------------------------------------------------------------------------

# The lines of the shell snippet after a mark, with the release's files where they would be published.
snippet() {
  awk -v mark="<!-- tried: $1 -->" '
    $0 == mark { seen = 1 }
    seen && /^```/ { if (inside) exit; inside = 1; next }
    inside' "$SETUP_ROOT/docs/installing.md" |
    sed -e "s|https://github.com/sluice-ci/sluice/releases/download/v[^/]*/|file://$2/|" \
      -e "s|^version=.*|version=$version|"
}

try_snippet() {
  local name=$1 assets=$2 folder
  folder=$(mktemp -d "$RIG_SCRATCH/snippet.XXXX")
  mkdir -p "$folder/home/.local/bin"
  snippet "$name" "$assets" >"$folder/script"
  [[ -s $folder/script ]] || { echo "docs/installing.md has no snippet '$name'" && return 1; }
  cat "$folder/script"
  (cd "$folder" && env -i HOME="$folder/home" PATH="$folder/home/.local/bin:/usr/bin:/bin" \
    bash -euo pipefail script)
}

run_pages() {
  local damaged=$RIG_SCRATCH/damaged-assets
  rig_check "the page's way to a single executable works" try_snippet single "$out/assets"
  rig_check "the page's way to the archive works" try_snippet archive "$out/assets"
  cp -r "$out/assets" "$damaged"
  printf x >>"$damaged/sluice-linux-amd64"
  rig_check "the page's way to a single executable stops at a damaged one" \
    fails try_snippet single "$damaged"
}
