# Keeps one container: starts it in a session of its own, owns its output, and writes down how it
# ended. It outlives the server. Its variables are named so that they hide none of the container's.
#
# usage: supervise|enter|exec FOLDER ID WORKING_FOLDER CGROUPS COMMAND...
#
# CGROUPS are paths of cgroup.procs files, separated by colons. The words in @...@ are replaced by
# the absolute paths of this machine's programs, since the container decides on PATH.
slipway_mode=$1 slipway_folder=$2 slipway_id=$3 slipway_cwd=$4 slipway_cgroups=$5
shift 5

slipway_pick_start() {
    shift 19
    slipway_start=$1
}

# Writes "PID START BOOT" of this shell, which stays true for the program it turns into.
slipway_record() {
    slipway_start=0 slipway_boot=-
    if [ -r /proc/$$/stat ]; then
        read -r slipway_line < /proc/$$/stat
        slipway_pick_start ${slipway_line##*) }
        read -r slipway_boot < /proc/sys/kernel/random/boot_id
    fi
    slipway_write "$1" "$$ $slipway_start $slipway_boot"
}

slipway_write() {
    printf '%s\n' "$2" > "$slipway_folder/$1.new" && @mv@ "$slipway_folder/$1.new" "$slipway_folder/$1"
}

slipway_join() {
    slipway_ifs=$IFS
    IFS=:
    for slipway_group in $slipway_cgroups; do
        [ -z "$slipway_group" ] || echo $$ > "$slipway_group" || echo "slipway: cannot join $slipway_group"
    done
    IFS=$slipway_ifs
}

case $slipway_mode in
supervise)
    # Whoever makes this folder first decides: we, or a server that gave up waiting for us.
    @mkdir@ "$slipway_folder/claim" 2> /dev/null || exit 0
    exec < /dev/null >> "$slipway_folder/log" 2>&1
    # Handlers rather than ignoring: the container gets the defaults back, we stay.
    trap : HUP INT QUIT TERM
    slipway_record supervisor || exit 125
    export SLIPWAY_CONTAINER="$slipway_id"
    @setsid@ @sh@ "$0" enter "$slipway_folder" "$slipway_id" "$slipway_cwd" "$slipway_cgroups" "$@"
    slipway_code=$?
    if read -r slipway_pid slipway_rest < "$slipway_folder/pid"; then
        kill -KILL -- "-$slipway_pid"
    fi 2> /dev/null
    # A full disk must not make the exit code be lost; a removed folder needs none.
    until slipway_write exit "$slipway_code"; do
        [ -d "$slipway_folder" ] || exit 0
        @sleep@ 1
    done 2> /dev/null
    ;;
enter)
    slipway_join
    cd "$slipway_cwd" || exit 125
    slipway_record pid || exit 125
    exec "$@"
    ;;
exec)
    slipway_join
    cd "$slipway_cwd" || exit 125
    exec "$@"
    ;;
esac
