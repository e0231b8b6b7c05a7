/* SPDX-License-Identifier: MIT
 *
 * check_dtoa.c: float text as CPython 3.11 prints it; every power of two reads back.
 */
#include <check.h>
#include <math.h>

#include "vm/base/dtoa.h"

START_TEST(repr_is_shortest)
{
    static const struct {
        double x;
        const char *text;
    } rows[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {0.1, "0.1"},
        {1e16, "1e+16"},
        {1e15, "1000000000000000.0"},
        {123456789.125, "123456789.125"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {9007199254740993.0, "9007199254740992.0"},
        {1e-4, "0.0001"},
        {1e-5, "1e-05"},
        {0.30000000000000004, "0.30000000000000004"},
        {5e-324, "5e-324"},
        {0x1p-44, "5.684341886080802e-14"},
        {0x1p-1074, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {2.5e-310, "2.5e-310"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
        {NAN, "nan"},
        {12345678901234567.0, "1.2345678901234568e+16"},
    };
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        char text[32];
        ck_assert_uint_eq(rg_dtoa_repr(rows[i].x, text), strlen(rows[i].text));
        ck_assert_str_eq(text, rows[i].text);
    }
}
END_TEST

START_TEST(repr_reads_back)
{
    for (int e = -1074; e < 1024; e++) {
        for (int step = -1; step <= 1; step++) {
            double x = ldexp(1.0, e), y;
            if (step) x = nextafter(x, step < 0 ? 0 : INFINITY);
            char text[32];
            size_t len = rg_dtoa_repr(x, text);
            ck_assert_ptr_eq(rg_dtoa_parse(text, text + len, &y, NULL), text + len);
            ck_assert_msg(x == y, "%s", text);
        }
    }
}
END_TEST

START_TEST(formats)
{
    static const struct {
        double x;
        char code;
        int precision;
        unsigned flags;
        const char *text;
    } rows[] = {
        {0.5, 'f', 0, 0, "0"},
        {1.5, 'f', 0, 0, "2"},
        {2.5, 'f', 0, RG_DTOA_ALT, "2."},
        {1234.5678, 'f', 2, RG_DTOA_SIGN, "+1234.57"},
        {1e100, 'g', 6, 0, "1e+100"},
        {1234567.0, 'g', 6, 0, "1.23457e+06"},
        {100000.0, 'g', 6, 0, "100000"},
        {100000.0, 'g', 6, RG_DTOA_DOT_0, "1e+05"},
        {0.0001, 'g', 6, 0, "0.0001"},
        {1.0, 'g', 6, RG_DTOA_ALT, "1.00000"},
        {1.0, 'e', 3, 0, "1.000e+00"},
        {1.0, 'E', 0, RG_DTOA_ALT, "1.E+00"},
        {NAN, 'F', 3, RG_DTOA_SIGN, "+NAN"},
        {-INFINITY, 'g', 3, 0, "-inf"},
        {1.0, 'r', 0, RG_DTOA_DOT_0, "1.0"},
        {1.0, 'r', 0, 0, "1"},
        {2.0, 'f', 20, 0, "2.00000000000000000000"},
    };
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        RgStrBuf out;
        rg_strbuf_init(&out);
        rg_dtoa_format(&out, rows[i].x, rows[i].code, rows[i].precision, rows[i].flags);
        ck_assert_str_eq(out.data, rows[i].text);
        rg_strbuf_fini(&out);
    }
}
END_TEST

START_TEST(parse_takes_the_longest_prefix)
{
    static const struct {
        const char *text;
        size_t len;
        double x;
    } rows[] = {
        {"1.5", 3, 1.5},
        {"1.5e", 3, 1.5},
        {"1e+x", 1, 1.0},
        {".5", 2, 0.5},
        {"5.", 2, 5.0},
        {"-0", 2, -0.0},
        {"1_0", 1, 1.0},
        {"123456789012345678901234567890", 30, 123456789012345678901234567890.0},
        {"1e400", 5, INFINITY},
        {"infinityx", 8, INFINITY},
        {"2.2250738585072011e-308", 23, 2.2250738585072011e-308},
        {"9007199254740993", 16, 9007199254740992.0},
    };
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        double x;
        const char *end = rg_dtoa_parse(rows[i].text, rows[i].text + strlen(rows[i].text), &x, NULL);
        ck_assert_ptr_eq(end, rows[i].text + rows[i].len);
        ck_assert_msg(x == rows[i].x && signbit(x) == signbit(rows[i].x), "%s", rows[i].text);
    }
    double x;
    static const char *const bad[] = {"", ".", "e5", "+", "-.", "abc", "i"};
    for (size_t i = 0; i < RG_COUNT_OF(bad); i++)
        ck_assert_ptr_null(rg_dtoa_parse(bad[i], bad[i] + strlen(bad[i]), &x, NULL));
}
END_TEST

Suite *suite_dtoa(void);
Suite *suite_dtoa(void)
{
    Suite *s = suite_create("dtoa");
    TCase *t = tcase_create("dtoa");
    tcase_add_test(t, repr_is_shortest);
    tcase_add_test(t, repr_reads_back);
    tcase_add_test(t, formats);
    tcase_add_test(t, parse_takes_the_longest_prefix);
    suite_add_tcase(s, t);
    return s;
}
