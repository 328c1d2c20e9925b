#!/bin/sh
# Writes Sources/CResources/resources.c anew: every file under Resources/ (but this one), in the order of its path's bytes,
# so that `Builtins` can search by halves. Run it after adding, renaming or removing a file here; `make resources` does.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"
target=../Sources/CResources/resources.c
paths=$(find . -type f ! -name generate.sh ! -name '.*' | sed 's|^\./||' | sort)

variable() { printf 'file_%s' "$(printf '%s' "$1" | tr -c 'A-Za-z0-9' '_')"; }

{
    cat <<'HEAD'
// The files of Resources/, compiled in as they are, sorted by path.
// Made by Resources/generate.sh (`make resources`); BuiltinsTests checks that none is missing.
#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions" // #embed

HEAD
    # The zero at the end keeps an empty file from being an empty array; it is not counted.
    for path in $paths; do
        printf 'static const unsigned char %s[] = {\n#embed "../../Resources/%s" suffix(,)\n0};\n' "$(variable "$path")" "$path"
    done
    cat <<'TABLE'

#define RESOURCE(path, bytes) {path, bytes, sizeof bytes - 1}
static const martlet_resource resources[] = {
TABLE
    for path in $paths; do
        printf '    RESOURCE("%s", %s),\n' "$path" "$(variable "$path")"
    done
    cat <<'TAIL'
};

const martlet_resource *martlet_resources(size_t *count) {
    *count = sizeof resources / sizeof *resources;
    return resources;
}
TAIL
} > "$target.new"
# An unchanged file keeps its time, so that nothing is compiled again.
if cmp -s "$target.new" "$target"; then rm "$target.new"; else mv "$target.new" "$target"; fi
