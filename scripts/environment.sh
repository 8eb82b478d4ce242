# Sourced by demo, test and .ci/run, from the root of the checkout. Makes .venv from uv.lock, with uv in a private
# environment of its own when it is not on the PATH. Does nothing, and needs no network, when .venv is up to date.

say() { printf '%s\n' "$*" >&2; }

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    say "需要 Python 3.11 或更高版本，没有找到 (Python 3.11 or newer is needed and none was found). 请安装后再试 (install it and try again)."
    return 1
}

find_uv() {
    local python="$1"
    if uv --version >/dev/null 2>&1; then
        echo uv
        return
    fi
    if ! .tools/bin/uv --version >/dev/null 2>&1; then
        say "  · 准备安装工具 uv (getting uv) …"
        rm -rf .tools
        if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
            "$python" -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
        else
            "$python" -m pip install --quiet --disable-pip-version-check --target .tools uv >&2
        fi || {
            say "没能装上 uv (uv could not be installed). 请检查网络，或先自行安装 uv：python3 -m pip install uv"
            return 1
        }
    fi
    echo "$PWD/.tools/bin/uv"
}

stamp() {
    printf '%s\n%s\n' "$PWD" "$1"
    cat uv.lock pyproject.toml | cksum
}

prepare_environment() {
    local python uv
    if [ -x .venv/bin/python ] && [ "$(cat .venv/stamp 2>/dev/null)" = "$(stamp "$(cat .venv/stamp-python 2>/dev/null)")" ] \
        && .venv/bin/python -c 'import huashu' 2>/dev/null; then
        return
    fi
    python="$(find_python)"
    uv="$(find_uv "$python")"
    say "  · 建立运行环境 (making the environment) …"
    UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$PWD/.venv" "$uv" sync --locked --quiet --python "$python" || {
        say "环境没有建成 (the environment could not be made). 首次运行需要网络；请检查后重试 (the first run needs the network)."
        return 1
    }
    echo "$python" > .venv/stamp-python
    stamp "$python" > .venv/stamp
    say "  · 环境就绪 (the environment is ready)"
}
