# What the scripts beside this file share. The target is a folder of this machine:
#
#   releases/VERSION   what was deployed, never changed afterwards
#   current            a link to the release that serves
#   history            versions that served before, the latest last
#   port, pid, log     of the server
#
# PENGUINS_TARGET   the folder                    (default: deployed/ beside the scripts' folder)
# PENGUINS_PORT     where the server listens      (default: 8350; 0 takes a free one)
# PENGUINS_PYTHON   the Python that serves        (default: python3; the standard library is enough)

set -eu
umask 022

die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

example=$(cd "$(dirname "$0")/.." && pwd -P)
target=${PENGUINS_TARGET:-$example/deployed}
mkdir -p "$target/releases"
target=$(cd "$target" && pwd -P)
port=${PENGUINS_PORT:-8350}
python=${PENGUINS_PYTHON:-python3}

# One deployment at a time. The server must not inherit the lock: it outlives the script.
lock_target() {
    exec 9>"$target/lock"
    flock -w 30 9 || die "another deployment holds '$target/lock'"
}

check_version() {
    case $1 in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*)
        die "version '$1' must be letters, digits, '.', '_' and '-'"
        ;;
    esac
}

current_version() {
    if [ -L "$target/current" ]; then
        basename "$(readlink "$target/current")"
    fi
}

# The link changes in one step: there is no moment without a current release.
point_to() {
    ln -s "releases/$1" "$target/current.new"
    mv -T "$target/current.new" "$target/current"
}

# A process id may have been given to somebody else since: the command line tells.
server_runs() {
    pid=$(cat "$target/pid" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "--port-file $target/port "
}

stop_server() {
    if server_runs; then
        kill "$pid" 2>/dev/null || true
        tries=0
        while server_runs; do
            tries=$((tries + 1))
            [ "$tries" -lt 100 ] || kill -KILL "$pid" 2>/dev/null || true
            sleep 0.1
        done
    fi
    rm -f "$target/pid" "$target/port"
}

start_server() {
    version=$(current_version)
    [ -n "$version" ] || die "nothing is deployed in '$target'"
    release=$target/releases/$version
    stop_server
    setsid "$python" -B "$release/serve.py" --model "$release" \
        --port "$port" --port-file "$target/port" >>"$target/log" 2>&1 </dev/null 9>&- &
    echo $! >"$target/pid"
    tries=0
    while ! [ -s "$target/port" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ] || { [ "$tries" -gt 10 ] && ! server_runs; }; then
            tail -n 5 "$target/log" >&2
            die "release '$version' does not start; the lines above are from '$target/log'"
        fi
        sleep 0.1
    done
    echo "release '$version' serves on http://127.0.0.1:$(cat "$target/port")"
}
