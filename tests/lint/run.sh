#!/bin/sh
# SPDX-License-Identifier: MIT
# tests/lint/run.sh [ROOT]: mechanical rules of the house. Prints each offence; last line `N passed, N failed, N skipped`.
cd "${1:-.}" || exit 1
passed=0 failed=0
rule() { # rule TITLE OFFENCES
    if [ -n "$2" ]; then
        failed=$((failed + 1))
        printf 'not ok - %s\n%s\n' "$1" "$2"
    else
        passed=$((passed + 1))
        printf 'ok - %s\n' "$1"
    fi
}
code=$(find vm convert regalloc cli -name '*.[ch]' -o -name '*.inc' | grep -v Makefile.inc | sort)

rule 'every file opens with its licence' "$(for f in $code; do head -1 "$f" | grep -q 'SPDX-License-Identifier: MIT' || echo "$f"; done)"
rule 'a file has one job: at most 1200 lines' "$(wc -l $code | awk '$1 > 1200 && $2 != "total" && $2 !~ /_data\.(inc|h)$/ {print $2 ": " $1}')"

# Layers: a file may include only its own folder and what docs/layers.txt lists for it.
rule 'includes obey docs/layers.txt' "$(
    while read -r folder allowed; do
        case $folder in ''|'#'*) continue ;; esac
        [ -d "$folder" ] || continue
        find "$folder" -maxdepth 1 -name '*.[ch]' -o -maxdepth 1 -path "$folder/*.inc" | while read -r f; do
            grep -oE '^#include "[^"]+"' "$f" | sed 's/#include "//; s/"//' | while read -r inc; do
                dir=$(dirname "$inc")
                case $dir in .) continue ;; esac
                case " $folder $allowed " in *" $dir "*) ;; *) echo "$f includes $inc" ;; esac
            done
        done
    done < docs/layers.txt)"
rule 'every folder of code has its line in docs/layers.txt' "$(
    echo "$code" | xargs -n1 dirname | sort -u | while read -r f; do grep -qE "^$f( |\$)" docs/layers.txt || echo "$f"; done)"
rule 'third-party headers have one home each' "$(
    grep -lE '#include <gmp.h>' $code | grep -vE '^vm/object/bigint\.c$'
    grep -lE '#include [<"]xxhash.h' $code | grep -vE '^vm/base/hash(_avx2)?.c$'
    grep -lE '#include <(readline|editline)/' $code | grep -vE '^cli/line_edit.c$'
    grep -lE '#include <zlib.h>' $code | grep -vE '^vm/module/zlib_'
    grep -lE '#include <bzlib.h>' $code | grep -vE '^vm/module/bz2_'
    grep -lE '#include <lzma.h>' $code | grep -vE '^vm/module/lzma_'
    grep -lE '#include <check.h>' $code)"
rule 'no unfinished marks' "$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $code)"
rule 'no writable global state' "$(grep -nE '^(static )?(int|unsigned|bool|char|void|size_t|Rg[A-Za-z]+|u?int[0-9]+_t) \*?[a-z_]+( = [^(]*)?;$' $(echo "$code" | grep -E '\.c$') | grep -vE '\bconst\b|^vm/base/mem\.c|^cli/')"
rule 'no symbol outside the prefix is exported' "$(grep -nE '^RG_API' $code | grep -vE '\bregius_')"
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
