# What environment/launch and environment/verify share. Sourced, never run.
# Written for bash 3.2, the version that macOS ships.
# shellcheck shell=bash disable=SC2015,SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
state=$root/target/environment
book_assets=$root/target/book-assets
needs_front_end=no      # set to yes by who opens Jupyter
needs_tests=no          # set to yes by who tests the kernel
needs_python=yes        # set to no by who runs no notebook

say()  { printf '%s\n' "$*"; }
step() { printf '\n==> %s\n' "$*"; }
die()  { printf 'error: %s\n' "$*" >&2; exit 1; }

missing=()      # Debian packages that would help
advice=()       # the same need in words, for machines without apt

want() { # want WORDS PACKAGE...
    advice+=("$1"); shift
    missing+=("$@")
}

# --- Java -----------------------------------------------------------------------------------------

# Prints a JDK's version as one comparable number, 17.0.15 as 17000015. Fails when it is no JDK.
jdk_number() {
    local version
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release" 2>/dev/null)
    [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
    version=${version%%[-+_]*}
    local IFS=.
    # shellcheck disable=SC2086 # the parts of the version are the words
    set -- $version
    case ${1:-x}${2:-0}${3:-0} in *[!0-9]*) return 1 ;; esac
    printf '%d\n' $((10#$1 * 1000000 + 10#${2:-0} * 1000 + 10#${3:-0}))
}

# Prints where the program behind a link lives, two folders up: the home of the java on PATH.
home_of_java_on_path() {
    local link target
    link=$(command -v javac) || return 0
    while target=$(readlink "$link"); do
        case $target in /*) link=$target ;; *) link=$(dirname "$link")/$target ;; esac
    done
    (cd "$(dirname "$link")/.." 2>/dev/null && pwd -P) || true
}

# Prints the folders where a JDK may be, one a line.
jdk_places() {
    printf '%s\n' "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$(home_of_java_on_path)"
}

# Sets java_home and java_major to the newest JDK from 17 up; leaves java_home empty when there is none.
find_jdk() {
    local home number best=16999999
    java_home='' java_major=''
    if [ -n "${GUIDED_DESCENT_JDK:-}" ]; then
        number=$(jdk_number "$GUIDED_DESCENT_JDK") && [ "$number" -gt "$best" ] \
            || die "GUIDED_DESCENT_JDK is '$GUIDED_DESCENT_JDK', which is not the folder of a JDK 17 or newer."
        java_home=$GUIDED_DESCENT_JDK java_major=$((number / 1000000))
        return
    fi
    while IFS= read -r home; do
        [ -n "$home" ] && number=$(jdk_number "$home") || continue
        if [ "$number" -gt "$best" ]; then
            best=$number java_home=$(cd "$home" && pwd -P) java_major=$((number / 1000000))
        fi
    done < <(jdk_places)
}

# Sets other_home and other_major to a JDK 17 or 25 of another version than the project's; leaves other_home empty when
# there is none. The kernel must run on both.
find_other_jdk() {
    local home number
    other_home='' other_major=''
    while IFS= read -r home; do
        [ -n "$home" ] && number=$(jdk_number "$home") || continue
        case $((number / 1000000)) in
            "$java_major") ;;
            17 | 25)
                other_home=$(cd "$home" && pwd -P) other_major=$((number / 1000000))
                return
                ;;
        esac
    done < <(jdk_places)
}

# --- Python ---------------------------------------------------------------------------------------

# Sets python to an interpreter that has every named module; leaves it empty when there is none.
# The python3 on PATH may belong to pyenv or conda and lack what the system's own has.
find_python() {
    local candidate
    python=''
    for candidate in "${GUIDED_DESCENT_PYTHON:-}" python3 /usr/bin/python3 /usr/local/bin/python3 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import importlib.util as u, sys
sys.exit(not (sys.version_info >= (3, 8) and all(u.find_spec(m) for m in sys.argv[1:])))' "$@" </dev/null 2>/dev/null; then
            python=$candidate
            return
        fi
    done
}

# Sets python for the interactive front end and front_end to notebook or jupyterlab.
find_front_end() {
    front_end=notebook
    find_python nbclient nbconvert nbformat notebook
    if [ -z "$python" ]; then
        front_end=jupyterlab
        find_python nbclient nbconvert nbformat jupyterlab
    fi
}

has_fonts() {
    [ "$(uname -s)" != Linux ] && return 0
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.pfb' \) -print 2>/dev/null | head -n 1)" ]
}

# --- Packages -------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ "${CI:-}" = true ]; then
        sudo -n "$@"
    else
        sudo "$@"
    fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

# The oldest JDK from 17 up that this release of Debian or Ubuntu offers.
jdk_package() {
    local package
    for package in openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless; do
        if apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
            say "$package"
            return
        fi
    done
    say default-jdk-headless
}

install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    local package packages=()
    if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }; then
        step "Installing with apt: ${missing[*]}"
        # A fresh image has no package lists; a machine with lists may work without asking the network first.
        apt-cache policy maven 2>/dev/null | grep -q 'Candidate: [0-9]' || apt_get update || true
        for package in "${missing[@]}"; do
            [ "$package" = JDK ] && package=$(jdk_package)
            packages+=("$package")
        done
        if ! apt_get install --no-install-recommends "${packages[@]}"; then
            say "apt failed; refreshing its package lists and trying once more."
            apt_get update || true
            apt_get install --no-install-recommends "${packages[@]}" || true
        fi
    fi
}

# Looks for everything once more and stops, naming each thing that is still missing.
check_needs() {
    missing=() advice=()
    look
    [ ${#advice[@]} -eq 0 ] && return
    say >&2
    say "error: this machine lacks what follows; install it and run the command again." >&2
    printf '  - %s\n' "${advice[@]}" >&2
    exit 1
}

# Looks for everything that the caller needs, and notes what is missing.
look() {
    find_jdk
    [ -n "$java_home" ] || want "a JDK, version 17 or newer, in JAVA_HOME, in /usr/lib/jvm or on PATH" JDK
    command -v mvn >/dev/null 2>&1 || want "Maven 3.6.3 or newer, as mvn on PATH" maven
    if [ "$needs_front_end" = yes ]; then
        find_front_end
        [ -n "$python" ] || want "Jupyter for one Python 3.8 or newer: python3 -m pip install notebook nbconvert nbclient" \
            jupyter-notebook jupyter-nbconvert python3-nbclient
    elif [ "$needs_tests" = yes ]; then
        find_python nbclient nbconvert nbformat jupyter_kernel_test numpy
        [ -n "$python" ] || want "these for one Python 3.8 or newer: python3 -m pip install nbconvert nbclient jupyter_kernel_test numpy" \
            jupyter-nbconvert python3-nbclient python3-jupyter-kernel-test python3-numpy
    elif [ "$needs_python" = yes ]; then
        find_python nbclient nbconvert nbformat
        [ -n "$python" ] || want "nbconvert and nbclient for one Python 3.8 or newer: python3 -m pip install nbconvert nbclient" \
            jupyter-nbconvert python3-nbclient
    fi
    has_fonts || want "a TrueType font such as DejaVu, for the figures" fonts-dejavu-core libfontconfig1
}

# Installs what is missing, where this machine has apt.
set_up_packages() {
    missing=() advice=()
    look
    install_missing
    check_needs
}

set_up() {
    set_up_packages
    mkdir -p "$state" 2>/dev/null || die "cannot write to $root/target; give your user the right to, or clone the project again."
    export JAVA_HOME=$java_home
    if [ "$java_major" -ge 24 ]; then
        # Maven's own libraries make newer JVMs print warnings that say nothing about this project.
        export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    fi
    step "Java $java_major in $java_home; $(mvn -Dstyle.color=never -v 2>/dev/null </dev/null | head -n 1); Python $("$python" -c 'import sys; print(sys.executable)' </dev/null)"
}

# --- Build ----------------------------------------------------------------------------------------

poms_key() { cat "$root/pom.xml" "$root"/lib/*/pom.xml "$root"/environment/*/pom.xml | cksum; say "$HOME"; }

# maven NAME ARGUMENT...: runs Maven, offline once a run of this NAME succeeded with the same poms.
maven() {
    local name=$1 key mark log
    shift
    key=$(poms_key) mark=$state/resolved-$name log=$state/maven-$name.log
    if [ "$(cat "$mark" 2>/dev/null)" = "$key" ]; then
        if mvn -B -ntp -Dstyle.color=never -o -f "$root/pom.xml" "$@" </dev/null 2>&1 | tee "$log"; then
            return 0
        fi
        grep -q -e 'in offline mode' -e 'has not been downloaded' "$log" || return 1
        say "The local Maven repository lacks something; trying again with the network."
    fi
    # -U: without it Maven remembers for a day that a download failed.
    mvn -B -ntp -Dstyle.color=never -U -f "$root/pom.xml" "$@" </dev/null 2>&1 | tee "$log" || return 1
    say "$key" >"$mark"
}

# newest FOLDER PREFIX: prints the main jar PREFIX-<version>.jar of FOLDER; fails when there is none.
newest_jar() {
    local jar found=''
    for jar in "$1/$2"-[0-9]*.jar; do
        case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
        [ -f "$jar" ] || continue
        if [ -z "$found" ] || [ "$jar" -nt "$found" ]; then found=$jar; fi
    done
    [ -n "$found" ] && say "$found"
}

# Sets kernel_jar and class_path; fails when something is not built.
find_jars() {
    local core
    kernel_jar=$(newest_jar "$root/environment/kernel/target" guided-descent-kernel) \
        && core=$(newest_jar "$root/lib/core/target" guided-descent) || return 1
    class_path=$core
    for jar in "$root"/lib/core/target/lib/*.jar; do
        [ -f "$jar" ] || return 1
        class_path=$class_path:$jar
    done
}

# A deleted file shows in the time of its folder, so folders are compared too.
is_built() {
    [ -f "$state/built" ] && find_jars && newest_jar "$root/lib/spark/target" guided-descent-spark >/dev/null && [ -d "$book_assets" ] || return 1
    [ -z "$(find "$root/pom.xml" "$root/lib/bom/pom.xml" "$root/lib/core/pom.xml" "$root/environment/kernel/pom.xml" "$root/lib/spark/pom.xml" \
        "$root/lib/core/src/main" "$root/environment/kernel/src/main" "$root/lib/spark/src/main" -newer "$state/built" -print 2>/dev/null | head -n 1)" ]
}

build() {
    if is_built; then
        step "The build is up to date"
        return
    fi
    step "Building the library and the kernel (the first time, Maven downloads what they need)"
    # Sources that change while Maven runs must count as newer than the build.
    : >"$state/building"
    # The root project for what the book's pages need; lib/spark for the notebook that moves a sweep to a cluster.
    maven package -pl .,environment/kernel,lib/core,lib/spark -DskipTests package || die "the build failed; Maven's words stand above and in target/environment/maven-package.log."
    mv "$state/building" "$state/built"
    find_jars || die "Maven succeeded but left no kernel jar in environment/kernel/target or no library in lib/core/target."
}

# --- Kernel ---------------------------------------------------------------------------------------

# The folder that --system means; Jupyter looks there for everyone.
system=${GUIDED_DESCENT_SYSTEM:-/usr/local}

# kernel COMMAND --user | --sys-prefix | --system | --prefix FOLDER, and more arguments: runs the kernel's program.
kernel() {
    local command=$1 as=() place
    shift
    place=("$1")
    if [ "$1" = --system ]; then
        place=(--prefix "$system")
        { [ "$(id -u)" = 0 ] || may_write "$system/share/jupyter/kernels"; } || as=(as_root)
    fi
    shift
    ${as[@]+"${as[@]}"} "$java_home/bin/java" -jar "$kernel_jar" "$command" "${place[@]}" "$@" </dev/null
}

# Whether the folder, or the nearest one above it that exists, is ours to write.
may_write() {
    local folder=$1
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    [ -w "$folder" ]
}

# install_kernel PLACE: as above; the JDK that runs the kernel is java_home.
install_kernel() {
    # The vector module makes the library's elementwise loops two to three times faster.
    kernel install "$@" --java "$java_home/bin/java" --classpath "$class_path" --jvm-opt --add-modules=jdk.incubator.vector
}

# uninstall_kernel PLACE: as above. Needs a JDK and a kernel that was built, nothing else.
uninstall_kernel() {
    find_jdk
    [ -n "$java_home" ] || die "no JDK 17 or newer is left to run the kernel's uninstaller; remove the folder 'java' among the kernels of 'jupyter --paths' by hand."
    kernel_jar=$(newest_jar "$root/environment/kernel/target" guided-descent-kernel) \
        || die "the kernel is not built, and it removes itself; build it with: mvn -pl environment/kernel package -DskipTests"
    kernel uninstall "$1"
}

# show_kernel_of PLACE: a Jupyter that is not of the active environment sees the kernel there too.
show_kernel_of() {
    local prefix=${VIRTUAL_ENV:-${CONDA_PREFIX:-}}
    case $1 in
        --sys-prefix) [ -z "$prefix" ] || export JUPYTER_PATH="$prefix/share/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}" ;;
        --system) export JUPYTER_PATH="$system/share/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}" ;;
    esac
}

# with_temporary_kernel COMMAND...: runs it with the kernel that install_kernel put under the folder $jupyter.
with_temporary_kernel() { JUPYTER_DATA_DIR=$jupyter/share/jupyter JUPYTER_PATH=$jupyter/share/jupyter "$@" </dev/null; }

# --- Book -----------------------------------------------------------------------------------------

# book OUTPUT: runs the notebooks and makes the book of them.
book() { "$python" -B "$root/environment/lib/book" "$root/notebooks" "$1" --assets "$book_assets" </dev/null; }
