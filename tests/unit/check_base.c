/* SPDX-License-Identifier: MIT
 *
 * check_base.c: arenas, text buffers, UTF-8, sets, maps, knobs, errors and injected allocation failures.
 */
#include <check.h>

#include "vm/base/arena.h"
#include "vm/base/bitset.h"
#include "vm/base/knobs.h"
#include "vm/base/hash.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"
#include "vm/base/status.h"
#include "vm/base/strbuf.h"
#include "vm/base/utf8.h"
#include "vm/base/vec.h"

START_TEST(arena_gives_aligned_distinct_memory)
{
    RgArena arena;
    rg_arena_init(&arena);
    for (int round = 0; round < 2; round++) {
        char *last = NULL;
        for (size_t size = 1; size < 20000; size = size * 3 / 2 + 1) {
            char *p = rg_arena_alloc(&arena, size);
            ck_assert_ptr_nonnull(p);
            ck_assert_uint_eq((uintptr_t)p % 8, 0);
            memset(p, 0xab, size);
            ck_assert_ptr_ne(p, last);
            last = p;
        }
        rg_arena_reset(&arena);
    }
    ck_assert(!arena.failed);
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(arena_remembers_failure)
{
    RgArena arena;
    rg_arena_init(&arena);
    ck_assert_ptr_nonnull(rg_arena_alloc(&arena, 8));
    rg_mem_fail_at(1);
    rg_mem_free(rg_mem_strdup("x"));
    ck_assert_ptr_null(rg_arena_alloc(&arena, 1 << 20));
    ck_assert(arena.failed);
    rg_mem_fail_at(0);
    ck_assert_ptr_null(rg_arena_alloc(&arena, SIZE_MAX / 2 + 100));
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(strbuf_grows_and_formats)
{
    RgStrBuf b;
    rg_strbuf_init(&b);
    ck_assert_str_eq(b.data, "");
    for (int i = 0; i < 1000; i++)
        rg_strbuf_printf(&b, "%d,", i);
    ck_assert_uint_eq(b.len, 3890);
    ck_assert_str_eq(b.data + b.len - 4, "999,");
    char *text = rg_strbuf_take(&b);
    ck_assert_uint_eq(strlen(text), 3890);
    rg_mem_free(text);
    ck_assert_uint_eq(b.len, 0);
    rg_mem_fail_at(1);
    rg_mem_free(rg_mem_strdup("x"));
    rg_strbuf_puts(&b, "lost");
    ck_assert(b.failed);
    ck_assert_ptr_null(rg_strbuf_take(&b));
    rg_strbuf_puts(&b, "found");
    ck_assert_str_eq(b.data, "found");
    rg_strbuf_fini(&b);
}
END_TEST

START_TEST(utf8_round_trips_every_code_point)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        uint8_t bytes[4];
        const uint8_t *p = bytes;
        size_t n = rg_utf8_put(bytes, c);
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        ck_assert_int_eq(rg_utf8_next(&p, bytes + n, true), (int32_t)c);
        ck_assert_ptr_eq(p, bytes + n);
        p = bytes;
        ck_assert_int_eq(rg_utf8_next(&p, bytes + n, false), surrogate ? -1 : (int32_t)c);
        for (size_t cut = 1; cut < n; cut++) {
            p = bytes;
            ck_assert_int_eq(rg_utf8_next(&p, bytes + cut, true), -1);
        }
    }
}
END_TEST

START_TEST(utf8_refuses_what_is_malformed)
{
    static const char *const bad[] = {"\x80",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xf0\x80\x80\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "\xe2\x28\xa1",
                                      "abcdefghij\xc3("};
    for (size_t i = 0; i < RG_COUNT_OF(bad); i++) {
        size_t at;
        ck_assert(!rg_utf8_scan(bad[i], strlen(bad[i]), true, NULL, NULL, &at));
    }
    size_t count, at;
    uint32_t max;
    ck_assert(rg_utf8_scan("abcdefgh\xc3\xa9\xe2\x82\xac", 13, false, &count, &max, NULL));
    ck_assert_uint_eq(count, 10);
    ck_assert_uint_eq(max, 0x20ac);
    ck_assert(!rg_utf8_scan("abcdefghi\xed\xa0\x80", 12, false, NULL, NULL, &at));
    ck_assert_uint_eq(at, 9);
}
END_TEST

START_TEST(bitset_algebra)
{
    RgArena arena;
    rg_arena_init(&arena);
    enum { N = 200 };
    uint64_t *a = rg_bitset_new(&arena, N), *b = rg_bitset_new(&arena, N);
    ck_assert_uint_eq(rg_bitset_next(a, N, 0), N);
    for (size_t i = 0; i < N; i += 3)
        rg_bitset_add(a, i);
    ck_assert(rg_bitset_insert(b, 63));
    ck_assert(!rg_bitset_insert(b, 63));
    ck_assert(!rg_bitset_union(a, b, N)); /* 63 is a multiple of 3 */
    rg_bitset_add(b, 64);
    ck_assert(rg_bitset_union(a, b, N));
    ck_assert_uint_eq(rg_bitset_count(a, N), 68);
    ck_assert(rg_bitset_intersect(a, b, N));
    ck_assert(rg_bitset_equal(a, b, N));
    size_t sum = 0;
    RG_BITSET_EACH(i, a, N) sum += i;
    ck_assert_uint_eq(sum, 127);
    rg_bitset_fill(a, N);
    ck_assert_uint_eq(rg_bitset_count(a, N), N);
    ck_assert(rg_bitset_subtract(a, b, N));
    ck_assert(!rg_bitset_has(a, 64));
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(map_finds_what_was_put)
{
    RgMap map;
    rg_map_init(&map);
    ck_assert_ptr_null(rg_map_lookup(&map, 1));
    for (int round = 0; round < 3; round++) {
        for (uint64_t key = 0; key < 5000; key++) {
            bool added;
            uint64_t *value = rg_map_put(&map, key << 32, &added);
            ck_assert(added);
            *value = key * 7;
        }
        for (uint64_t key = 0; key < 5000; key++)
            ck_assert_uint_eq(*rg_map_lookup(&map, key << 32), key * 7);
        ck_assert_ptr_null(rg_map_lookup(&map, 3));
        rg_map_clear(&map);
        ck_assert_ptr_null(rg_map_lookup(&map, 0));
    }
    bool added;
    *rg_map_put_bytes(&map, "", 0, &added) = 1;
    *rg_map_put_bytes(&map, "ab", 2, &added) = 2;
    ck_assert_uint_eq(*rg_map_put_bytes(&map, "abc", 2, &added), 2);
    ck_assert(!added);
    ck_assert_uint_eq(*rg_map_lookup_bytes(&map, NULL, 0), 1);
    rg_map_fini(&map);
}
END_TEST

/* A text has one hash, whatever the processor: a known one, and the same from both ways to compute it. */
START_TEST(hashes_do_not_depend_on_the_processor)
{
    static char text[4096];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * i >> 3);
    RgHash128 empty = rg_hash128("", 0);
    ck_assert_uint_eq(empty.lo, 0x6001c324468d497full);
    ck_assert_uint_eq(empty.hi, 0x99aa06d3014798d8ull);
#ifdef RG_HASH_AVX2
    for (size_t len = 0; len <= 1024 && __builtin_cpu_supports("avx2"); len++) {
        RgHash128 a = rg_hash128(text, len), b = rg_hash128_avx2(text, len);
        ck_assert_uint_eq(a.lo, b.lo);
        ck_assert_uint_eq(a.hi, b.hi);
    }
#endif
    RgHash128 a = rg_hash128(text, sizeof text), b = rg_hash128(text, sizeof text - 1);
    ck_assert(a.lo != b.lo && a.hi != b.hi);
}
END_TEST

START_TEST(vectors_report_shortage)
{
    RG_VEC(int) v = {0};
    for (int i = 0; i < 100; i++)
        ck_assert(RG_VEC_PUSH(&v, i));
    ck_assert_int_eq(v.data[99], 99);
    ck_assert(!RG_VEC_RESERVE(&v, SIZE_MAX / 2));
    RG_VEC_FINI(&v);
}
END_TEST

START_TEST(knobs_from_options)
{
    RgKnobs knobs;
    rg_knobs_init(&knobs);
    ck_assert_int_eq(knobs.jit, RG_JIT_ON);
    ck_assert_uint_eq(knobs.opt, 1);
    ck_assert_int_eq(rg_knobs_set(&knobs, "jit=force"), RG_KNOB_SET);
    ck_assert_int_eq(knobs.jit, RG_JIT_FORCE);
    ck_assert_int_eq(rg_knobs_set(&knobs, "jit=maybe"), RG_KNOB_BAD_VALUE);
    ck_assert_int_eq(rg_knobs_set(&knobs, "gc-stress"), RG_KNOB_SET);
    ck_assert_uint_eq(knobs.gc_stress, 1);
    ck_assert_int_eq(rg_knobs_set(&knobs, "gc-stress=50"), RG_KNOB_SET);
    ck_assert_uint_eq(knobs.gc_stress, 50);
    ck_assert_int_eq(rg_knobs_set(&knobs, "gc-stress=-1"), RG_KNOB_BAD_VALUE);
    ck_assert_int_eq(rg_knobs_set(&knobs, "stats"), RG_KNOB_SET);
    ck_assert(knobs.stats);
    ck_assert_int_eq(rg_knobs_set(&knobs, "dev"), RG_KNOB_UNKNOWN);
}
END_TEST

START_TEST(errors_have_texts)
{
    RgError error;
    char text[200];
    for (int status = 0; status < RG_STATUS_COUNT; status++)
        ck_assert_ptr_nonnull(rg_status_text((RgStatus)status));
    ck_assert_int_eq(rg_error_set(&error, ERR_FILE_READ, 0x1f, "%s", "why"), ERR_FILE_READ);
    rg_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "cannot read file: why (offset 0x1f)");
    rg_error_set(&error, ERR_FILE_READ, UINT64_MAX, "%s", "");
    rg_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "cannot read file");
}
END_TEST

Suite *suite_base(void);
Suite *suite_base(void)
{
    Suite *s = suite_create("base");
    TCase *t = tcase_create("base");
    tcase_add_test(t, arena_gives_aligned_distinct_memory);
    tcase_add_test(t, arena_remembers_failure);
    tcase_add_test(t, strbuf_grows_and_formats);
    tcase_add_test(t, utf8_round_trips_every_code_point);
    tcase_add_test(t, utf8_refuses_what_is_malformed);
    tcase_add_test(t, bitset_algebra);
    tcase_add_test(t, map_finds_what_was_put);
    tcase_add_test(t, hashes_do_not_depend_on_the_processor);
    tcase_add_test(t, vectors_report_shortage);
    tcase_add_test(t, knobs_from_options);
    tcase_add_test(t, errors_have_texts);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
