# For a test's `cmd`: . "$(dirname "$0")/../../../support/listener.sh"
#
# listener_start NAME [OPTION…]   starts a listener (listener.py) that keeps what it gets in NAME/; its address is
#                                 then in $url, and stays in the file NAME.url
# $listener                       the program, for tests that let the tool start it

listener=$(dirname "$0")/../../../support/listener.py

listener_start() {
    name=$1
    shift
    python3 "$listener" --port-file "$name.port" --requests "$name" "$@" &
    tries=0
    while ! [ -s "$name.port" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "the listener does not start" >&2; exit 99; }
        sleep 0.05
    done
    url=http://127.0.0.1:$(cat "$name.port")
    echo "$url" >"$name.url"
}

# request_field NAME/N.json KEY…: a value of a request that was kept
request_field() {
    python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]:
    value = json.loads(value) if isinstance(value, str) else value
    value = value[int(key)] if isinstance(value, list) else value.get(key)
print(value if isinstance(value, str) else json.dumps(value))' "$@"
}
