# For a test's `cmd`: . "$(dirname "$0")/../../../support/forge.sh"
#
# forge_start NAME [OPTION…]   starts a forge (forge_server.py) whose state is kept in NAME.json; its address is then in
#                              $url
# on_github                    the environment of a job of GitHub on a pull request, with the API at $url; event.json is
#                              made unless it is there
# on_gitlab                    the same for a job of GitLab on a merge request
# state NAME FILTER            what the forge knows, by jq

forge_server=$(dirname "$0")/../../../support/forge_server.py

forge_start() {
    name=$1
    shift
    python3 "$forge_server" --port-file "$name.port" --state "$name.json" "$@" &
    tries=0
    while ! [ -s "$name.port" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "the forge does not start" >&2; exit 99; }
        sleep 0.05
    done
    url=http://127.0.0.1:$(cat "$name.port")
}

on_github() {
    [ -e event.json ] || cat >event.json <<'EVENT'
{"number": 7, "pull_request": {"number": 7, "head": {"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}}
EVENT
    export GITHUB_ACTIONS=true CI=true GITHUB_API_URL="$url" GITHUB_SERVER_URL=https://github.example \
        GITHUB_REPOSITORY=octo/penguins GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH="$PWD/event.json" \
        GITHUB_SHA=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb GITHUB_RUN_ID=1234 GITHUB_RUN_ATTEMPT=1 GITHUB_JOB=report \
        GITHUB_WORKSPACE="$PWD"
    export GITHUB_TOKEN=hush-hush-token
}

on_gitlab() {
    export GITLAB_CI=true CI=true CI_API_V4_URL="$url/api/v4" CI_PROJECT_ID=42 CI_MERGE_REQUEST_IID=7 \
        CI_COMMIT_SHA=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa CI_PIPELINE_ID=99 CI_PROJECT_DIR="$PWD" \
        CI_PIPELINE_URL=https://gitlab.example/pipelines/99 CI_JOB_TOKEN=hush-hush-job
}

state() { jq -r "$2" "$1.json"; }
