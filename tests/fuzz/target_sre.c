/* SPDX-License-Identifier: MIT
 *
 * target_sre.c: compiled regular expressions, which a program may make out of any numbers (_sre.compile), run over a short text. Input:
 *   byte 0     groups (5 bits), whether the subject is bytes (bit 5), wide (bit 6)
 *   byte 1     method, and flags that scanning looks at
 *   byte 2     size of the subject, which follows
 *   4 bytes a word of the code
 * What the validator accepts must not touch memory that is not the match's.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/rgc.h"
#include "tests/fuzz/sandbox.h"

enum { HEAD = 3, MOST_WORDS = 2000 };

/* Matching may take time that is exponential in the subject, here as elsewhere. */
const char rg_fuzz_may_be_cut_short = 1;

static Regius *vm;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    if (!freopen("/dev/null", "r", stdin)) exit(2);
    vm = rg_fuzz_interpreter("budget=1000000000", "gc-stress=2000");
    if (!vm || regius_import(vm, "_sre") == REGIUS_ERROR) exit(2);
    return 0;
}

static RegiusValue call(RegiusValue object, const char *name, const RegiusValue *args, size_t nargs)
{
    RegiusValue f = object == REGIUS_ERROR ? object : regius_getattr(vm, object, name);
    return f == REGIUS_ERROR ? f : regius_call(vm, f, args, nargs);
}

static RegiusValue subject_of(const uint8_t *data, size_t size, uint8_t head)
{
    RegiusValue bytes = regius_bytes(vm, data, size), codecs = regius_import(vm, "_codecs");
    if (head & 32) return bytes;
    RegiusValue pair = call(codecs, "latin_1_decode", &bytes, 1), n = regius_int(vm, head & 64);
    RegiusValue text = pair == REGIUS_ERROR ? pair : regius_getitem(vm, pair, regius_int(vm, 0));
    RegiusValue more = n == REGIUS_ERROR || !(head & 64) ? REGIUS_ERROR : regius_str(vm, "\xf0\x9f\x90\x8d\xc4\xb0");
    return more == REGIUS_ERROR || text == REGIUS_ERROR ? text : call(text, "__add__", &more, 1);
}

static RegiusValue compile(const uint8_t *words, size_t n, uint8_t head, uint8_t flags)
{
    static RegiusValue numbers[MOST_WORDS]; /* one input at a time; the numbers refer to nothing that a collection could take */
    for (size_t i = 0; i < n; i++) {
        uint32_t word;
        memcpy(&word, words + 4 * i, sizeof word);
        numbers[i] = regius_int(vm, word);
    }
    const RegiusValue nothing = regius_none(), groups = regius_int(vm, head & 31);
    RegiusValue names = call(regius_import(vm, "builtins"), "dict", NULL, 0), order = call(regius_import(vm, "builtins"), "tuple", NULL, 0);
    const RegiusValue args[] = {head & 32 ? regius_bytes(vm, "p", 1) : nothing, regius_int(vm, flags), regius_list(vm, numbers, n), groups, names, order};
    return call(regius_import(vm, "_sre"), "compile", args, RG_COUNT_OF(args));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const methods[] = {"match", "search", "fullmatch", "findall", "split", "finditer", "scanner", "sub"};
    static bool closed;
    if (!closed && !rg_fuzz_sandbox()) exit(2);
    closed = true;
    if (size < HEAD || size > HEAD + 255 + 4 * MOST_WORDS) return 0;
    size_t subject_size = RG_MIN((size_t)data[2], size - HEAD), nwords = RG_MIN((size - HEAD - subject_size) / 4, (size_t)MOST_WORDS);
    RegiusValue subject = subject_of(data + HEAD, subject_size, data[0]);
    RegiusValue pattern = compile(data + HEAD + subject_size, nwords, data[0], data[1] & 0xf8);
    if (subject != REGIUS_ERROR && pattern != REGIUS_ERROR) {
        const unsigned which = data[1] % RG_COUNT_OF(methods);
        const RegiusValue with = which == 7 ? subject : REGIUS_ERROR, args[] = {which == 7 ? with : subject, subject};
        RegiusValue v = call(pattern, methods[which], args, which == 7 ? 2 : 1);
        if (v != REGIUS_ERROR && which == 5) v = call(regius_import(vm, "builtins"), "list", &v, 1);
        if (v != REGIUS_ERROR && which == 6) v = call(v, "search", NULL, 0);
        if (v != REGIUS_ERROR && (which < 3 || which == 6) && !regius_is_none(v)) v = call(v, "groups", NULL, 0);
        if (v != REGIUS_ERROR) call(regius_import(vm, "builtins"), "repr", &v, 1);
    }
    if (regius_error_pending(vm)) regius_error_take(vm);
    return 0;
}

/* Words of the code change one at a time: to another word of it, a small number, one more or less. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    RgFuzzRandom random = {seed * 0x9e3779b97f4a7c15ull | 1};
    for (int i = 0; i < 4; i++)
        rg_fuzz_below(&random, 1);
    size_t begin = size < HEAD ? size : RG_MIN((size_t)HEAD + data[2], size), n = (size - begin) / 4;
    if (n == 0 || rg_fuzz_below(&random, 6) == 0) return LLVMFuzzerMutate(data, size, max);
    for (uint32_t times = 1 + rg_fuzz_below(&random, 3); times > 0; times--) {
        uint8_t *at = data + begin + 4 * rg_fuzz_below(&random, (uint32_t)n);
        uint32_t word;
        memcpy(&word, at, sizeof word);
        switch (rg_fuzz_below(&random, 4)) {
        case 0: memcpy(&word, data + begin + 4 * rg_fuzz_below(&random, (uint32_t)n), sizeof word); break;
        case 1: word = rg_fuzz_below(&random, 44); break;
        case 2: word = rg_fuzz_below(&random, 8) ? word + rg_fuzz_below(&random, 7) - 3 : UINT32_MAX; break;
        default: /* a word less, or one more that is there twice */
            if (rg_fuzz_below(&random, 2)) {
                memmove(at, at + 4, (size_t)(data + size - at) - 4);
                size -= 4;
                if (--n == 0) return size;
            } else if (size + 4 <= max) {
                memmove(at + 4, at, (size_t)(data + size - at));
                size += 4;
                n++;
            }
            continue;
        }
        memcpy(at, &word, sizeof word);
    }
    return size;
}
