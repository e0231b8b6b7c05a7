/* SPDX-License-Identifier: MIT
 *
 * check_unicode.c: character properties and the search of characters, which need no heap.
 */
#include <check.h>
#include <stdlib.h>

#include "vm/object/str.h"
#include "vm/object/unicode.h"

START_TEST(classes)
{
    ck_assert_uint_eq(rg_unicode_flags('a') & (RG_UC_ALPHA | RG_UC_LOWER | RG_UC_UPPER), RG_UC_ALPHA | RG_UC_LOWER);
    ck_assert_uint_eq(rg_unicode_flags(0x100) & (RG_UC_LOWER | RG_UC_UPPER), RG_UC_UPPER); /* in a run of pairs */
    ck_assert_uint_eq(rg_unicode_flags(0x101) & (RG_UC_LOWER | RG_UC_UPPER), RG_UC_LOWER);
    ck_assert(rg_unicode_flags(0x1c5) & RG_UC_TITLE);
    ck_assert(rg_unicode_is_space(0x3000) && !rg_unicode_is_space(0x200b));
    ck_assert(!rg_unicode_is_print(0xad) && rg_unicode_is_print(0xe9));
    ck_assert_int_eq(rg_unicode_decimal(0x663), 3);
    ck_assert_int_eq(rg_unicode_decimal(0xb2), -1);
    ck_assert_int_eq(rg_unicode_digit(0xb2), 2);
    ck_assert_uint_eq(rg_unicode_flags(0x10ffff) & RG_UC_PRINT, 0);
}
END_TEST

START_TEST(case_mappings)
{
    uint32_t out[3];
    ck_assert_int_eq(rg_unicode_upper(0xdf, out), 2);
    ck_assert(out[0] == 'S' && out[1] == 'S');
    ck_assert_int_eq(rg_unicode_lower(0x130, out), 2);
    ck_assert(out[0] == 'i' && out[1] == 0x307);
    ck_assert_int_eq(rg_unicode_title(0x1c6, out), 1);
    ck_assert_uint_eq(out[0], 0x1c5);
    ck_assert_int_eq(rg_unicode_fold(0x3c2, out), 1);
    ck_assert_uint_eq(out[0], 0x3c3);
    for (uint32_t c = 'a'; c <= 'z'; c++)
        ck_assert(rg_unicode_upper(c, out) == 1 && out[0] == c - 32);
}
END_TEST

/* Every needle of a small alphabet in every haystack, in all widths and both directions, against the plain definition. */
START_TEST(search)
{
    srand(7);
    for (int round = 0; round < 3000; round++) {
        uint8_t hay[40], needle[8];
        int64_t n = rand() % 40, m = 1 + rand() % 7, first = -1, last = -1;
        for (int64_t i = 0; i < n; i++)
            hay[i] = (uint8_t)('a' + rand() % 2);
        for (int64_t i = 0; i < m; i++)
            needle[i] = (uint8_t)('a' + rand() % 2);
        for (int64_t i = 0; i + m <= n; i++) {
            if (memcmp(hay + i, needle, (size_t)m) == 0) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        for (int width = 1; width <= 4; width *= 2) {
            uint32_t wide_hay[40], wide_needle[8];
            rg_chars_copy(wide_hay, width, hay, 1, n);
            rg_chars_copy(wide_needle, width, needle, 1, m);
            ck_assert_int_eq(rg_chars_find(wide_hay, n, wide_needle, m, width, false), first);
            ck_assert_int_eq(rg_chars_find(wide_hay, n, wide_needle, m, width, true), last);
        }
    }
}
END_TEST

/* Text that makes a simple search quadratic: the automaton has to take over and find the same place. */
START_TEST(search_worst_case)
{
    enum { N = 200000, M = 20000 };
    uint16_t *hay = malloc(N * sizeof *hay), *needle = malloc(M * sizeof *needle);
    for (int i = 0; i < N; i++)
        hay[i] = 'a';
    for (int i = 0; i < M; i++)
        needle[i] = 'a';
    needle[M - 1] = 'b';
    ck_assert_int_eq(rg_chars_find(hay, N, needle, M, 2, false), -1);
    hay[N - 1] = 'b';
    ck_assert_int_eq(rg_chars_find(hay, N, needle, M, 2, false), N - M);
    needle[M - 1] = 'a';
    needle[0] = 'b';
    hay[0] = 'b';
    ck_assert_int_eq(rg_chars_find(hay, N, needle, M, 2, true), 0);
    free(hay);
    free(needle);
}
END_TEST

Suite *suite_unicode(void);
Suite *suite_unicode(void)
{
    Suite *s = suite_create("unicode");
    TCase *t = tcase_create("unicode");
    tcase_add_test(t, classes);
    tcase_add_test(t, case_mappings);
    tcase_add_test(t, search);
    tcase_add_test(t, search_worst_case);
    suite_add_tcase(s, t);
    return s;
}
