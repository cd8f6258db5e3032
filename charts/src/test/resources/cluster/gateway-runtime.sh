# The first process of a gateway runtime. It has the contract of WSO2's entrypoint and is a text of its own: it starts
# an executor, a policy engine that asks it, and a router (Envoy) that asks the policy engine; at SIGTERM it ends them
# in the reverse order. Each line of its log begins with the time in seconds since the epoch.
#
# --rtr.NAME, --pol.NAME and --py.NAME, each with a value, are options of router, policy engine and executor.
# ROUTER_ADMIN_ENABLED=true gives the router an admin interface at ROUTER_ADMIN_HOST:ROUTER_ADMIN_PORT; then it is told
# at SIGTERM to announce a drain, and ROUTER_DRAIN_TIME_SECONDS pass before anything ends. 0 of them turns that off.
set -u

readonly sockets=/var/run/api-platform
readonly engine_socket=$sockets/policy-engine.sock executor_socket=$sockets/python-executor.sock
readonly admin_enabled=${ROUTER_ADMIN_ENABLED:-false}
readonly admin_host=${ROUTER_ADMIN_HOST:-127.0.0.1} admin_port=${ROUTER_ADMIN_PORT:-9901}
readonly drain_seconds=${ROUTER_DRAIN_TIME_SECONDS:-15}
# Little programs: neither a second collector nor a second compiler has to warm up beside Envoy.
readonly java=(/opt/java/bin/java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -cp '/app/tests:/app/testkit:/app/*:/app/lib/*' io.ebbgate.tool.wso2.RuntimeMain)

log() {
  printf '%s %s\n' "$EPOCHREALTIME" "$*"
}

router_options=() engine_options=() executor_options=()
while (($# > 0)); do
  case $1 in
    --rtr.*) router_options+=("--${1#--rtr.}" "${2:?$1 has no value}") ;;
    --pol.*) engine_options+=("--${1#--pol.}" "${2:?$1 has no value}") ;;
    --py.*) executor_options+=("--${1#--py.}" "${2:?$1 has no value}") ;;
    *)
      log "runtime does not know $1"
      exit 64
      ;;
  esac
  shift 2
done

# Waits until a program of that name and process listens on its socket.
await_socket() {
  until [[ -S $3 ]]; do
    kill -0 "$2" || exit 70
    sleep 0.05
  done
  log "$1 started"
}

drain() {
  if [[ $admin_enabled != true ]] || ((drain_seconds == 0)); then
    return
  fi
  local status=''
  if exec 3<>"/dev/tcp/$admin_host/$admin_port"; then
    printf '%s\r\n' 'POST /drain_listeners?graceful HTTP/1.1' "Host: $admin_host" 'Content-Length: 0' \
      'Connection: close' '' >&3
    IFS=$'\r' read -r -t 3 status _ <&3
    exec 3>&-
    log "router drains: $status"
    sleep "$drain_seconds"
  else
    log "router can't be told to drain"
  fi
}

# Ends a program of that name and process, where it was started, and waits for it.
stop() {
  if [[ -z $2 ]]; then
    return
  fi
  log "$1 stopping"
  kill -TERM "$2"
  wait "$2"
  log "$1 stopped"
}

stop_all() {
  log 'runtime terminating'
  drain
  stop router "$router"
  stop policy-engine "$engine"
  stop python-executor "$executor"
  log 'runtime terminated'
  exit 0
}

router='' engine='' executor=''
trap stop_all TERM INT QUIT
"${java[@]}" python-executor --socket "$executor_socket" "${executor_options[@]}" &
executor=$!
await_socket python-executor "$executor" "$executor_socket"
"${java[@]}" policy-engine --socket "$engine_socket" --executor "$executor_socket" "${engine_options[@]}" &
engine=$!
await_socket policy-engine "$engine" "$engine_socket"

admin=()
if [[ $admin_enabled == true ]]; then
  admin=(--config-yaml "admin: {address: {socket_address: {address: $admin_host, port_value: $admin_port}}}")
fi
envoy -c /etc/envoy/envoy.yaml "${admin[@]}" --concurrency "${ROUTER_CONCURRENCY:-0}" --log-level warn \
  "${router_options[@]}" &
router=$!
log 'router started'

# Without one of them the others are of no use.
wait -n "$router" "$engine" "$executor"
log "runtime lost a program, which ended with $?"
kill -TERM "$router" "$engine" "$executor"
wait
exit 1
