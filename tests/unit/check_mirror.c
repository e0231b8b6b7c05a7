/* SPDX-License-Identifier: MIT
 *
 * check_mirror.c: mirrors and load points that lie are refused by name, and those that do not are accepted.
 */
#include <check.h>
#include <stdio.h>

#include "vm/base/status.h"
#include "vm/code/asm.h"
#include "vm/code/verify.h"

/* Seven registers, of which r0 "a" is a parameter and r1 "c" a cell; names 0 "x" and 1 "y"; sites s0..s3 of x, s4..s8 of
 * y; k0 None; ten stack instructions. */
#define HEAD                                                                                                           \
    ".code @0\n .name \"f\"\n .flags 0x3\n .params 1\n .source 10 20 0 1\n .registers 7\n .local \"a\"\n"              \
    " .local cell \"c\"\n .const None\n .sym \"x\"\n .sym \"y\"\n .site 0\n .site 0\n .site 0\n .site 0\n .site 1\n"    \
    " .site 1\n .site 1\n .site 1\n .site 1\n"
#define POINT " .point m0 5 1 1 0 3\n"

static RgStatus verify(const char *body, char *message, size_t size)
{
    char text[4000];
    RgCodeUnit *unit;
    RgError error = {0};
    snprintf(text, sizeof text, "%s%s\n.end\n", HEAD, body);
    RgStatus status = rg_asm_unit(text, strlen(text), &unit, &error);
    rg_error_format(&error, message, size);
    ck_assert_msg(!status, "%s: %s", body, message);
    status = rg_verify_unit(unit, &error);
    rg_error_format(&error, message, size);
    rg_code_unit_release(unit);
    return status;
}

static const char *const good[] = {
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n" POINT " RETURN r2",
    " .mirror global r2 s1\n LOAD_GLOBAL r2, s0\n" POINT " RETURN r2",
    " .mirror global r2 s1\n RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\nl: JUMP_TRUE r0, out\n" POINT " MOVE r3, r2\n JUMP l\nout: RETURN r0",
    " .mirror global r2 s1\n JUMP_TRUE r0, l\n LOAD_MIRROR r2, s0\n JUMP m\nl: LOAD_GLOBAL r2, s2\nm:\n" POINT
    " RETURN r2",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\na: GET_LEN r3, r0\nb: RETURN r3\nh:\n" POINT " RETURN r2\n"
    " .handler a b h r4",
    " .flags 0x0\n .mirror name r2 s1\n GET_LEN r2, r0\n STORE_NAME_MIRROR r2, s0\n" POINT " RETURN r2",
    " .mirror global r2 s1\n .mirror module_attr r3 r2 s5\n LOAD_MIRROR r2, s0\n LOAD_MIRROR_ATTR r3, r2, s4\n" POINT
    " .point m1 6 1 1 0 3\n RETURN r3",
    " .mirror global r2 s1\n .mirror module_attr r3 r2 s5\n LOAD_MIRROR r2, s0\n LOAD_MIRROR_ATTR r3, r2, s4\n"
    " LOAD_GLOBAL r2, s2\n .point m1 6 1 1 0 3\n RETURN r3",
    " .flags 0x0\n .mirror name r2 s1\n .mirror module_attr r3 r2 s5\n .mirror module_attr r4 r3 s6\n"
    " GET_LEN r2, r0\n STORE_NAME_MIRROR r2, s0\n LOAD_MIRROR_ATTR r3, r2, s4\n LOAD_MIRROR_ATTR r4, r3, s7\n"
    " LOAD_NAME r2, s2\n" POINT " .point m1 6 1 1 0 3\n .point m2 7 1 1 0 3\n RETURN r4",
    " .mirror attr r2 r0 s1\n LOAD_ATTR r2, r0, s0\n" POINT " RETURN r2",
    " .mirror deref r2 r1\n MAKE_CELL r1\n LOAD_MIRROR_DEREF r2, r1\n" POINT " RETURN r2",
};

START_TEST(true_tables_are_accepted)
{
    for (size_t i = 0; i < RG_COUNT_OF(good); i++) {
        char message[300];
        RgStatus status = verify(good[i], message, sizeof message);
        ck_assert_msg(!status, "%s: %s", good[i], message);
    }
}
END_TEST

static const char *const lies[] = {
    /* registers */
    " .mirror global r9 s1\n RETURN r0",
    " .mirror global r0 s1\n RETURN r0",
    " .mirror global r2 s1\n .mirror global r2 s0\n RETURN r0",
    /* sites and names */
    " .mirror global r2 s9\n RETURN r0",
    " .site -\n .mirror global r2 s9\n RETURN r0",
    " .mirror global r2 s0\n LOAD_MIRROR r2, s0\n RETURN r0",
    " .mirror global r2 s0\n .mirror global r3 s0\n RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s4\n RETURN r0",
    " .mirror global r2 s1\n LOAD_GLOBAL r2, s4\n" POINT " RETURN r0",
    /* bases */
    " .mirror attr r2 r3 s1\n RETURN r0",
    " .mirror deref r2 r4\n RETURN r0",
    " .mirror module_attr r2 r3 s1\n RETURN r0",
    " .mirror module_attr r2 r2 s1\n RETURN r0",
    " .mirror attr r2 r0 s0\n .mirror module_attr r3 r2 s1\n RETURN r0",
    /* kinds */
    " .mirror name r2 s1\n RETURN r0",
    " .mirror attr r2 r0 s1\n LOAD_MIRROR r2, s0\n RETURN r0",
    " LOAD_MIRROR r2, s0\n RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r3, s0\n RETURN r0",
    /* points */
    " .mirror global r2 s1\n .point m1 5 1 1 0 3\n RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n .point m0 10 1 1 0 3\n RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n RETURN r0\n" POINT,
    " .mirror deref r2 r1\n" POINT " MAKE_CELL r1\n LOAD_MIRROR_DEREF r2, r1\n RETURN r0",
    /* what the register holds */
    " .mirror global r2 s1\n" POINT " RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n MOVE r2, r0\n" POINT " RETURN r2",
    " .mirror global r2 s1\n JUMP_TRUE r0, l\n LOAD_MIRROR r2, s0\nl:\n" POINT " RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\nl:\n" POINT " MOVE r2, r0\n JUMP l",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n UNPACK r0, #0, (r3, r2)\n" POINT " RETURN r0",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\n MOVE_WIDE r2, r0\n" POINT " RETURN r0",
    " .mirror global r2 s1\na: LOAD_GLOBAL r2, s0\nb: RETURN r2\nh:\n" POINT " RETURN r0\n .handler a b h r4",
    " .mirror global r2 s1\n LOAD_MIRROR r2, s0\na: GET_LEN r3, r0\nb: RETURN r3\nh:\n" POINT " RETURN r3\n"
    " .handler a b h r2",
    " .mirror attr r2 r0 s1\n LOAD_ATTR r2, r0, s0\n GET_LEN r0, r0\n" POINT " RETURN r2",
    " .mirror deref r2 r1\n MAKE_CELL r1\n LOAD_MIRROR_DEREF r2, r1\n MOVE r1, r0\n" POINT " RETURN r2",
    " .flags 0x0\n .mirror name r2 s1\n STORE_NAME_MIRROR r2, s0\n GET_LEN r2, r0\n" POINT " RETURN r2",
    " .mirror global r2 s1\n .mirror module_attr r3 r2 s5\n LOAD_MIRROR_ATTR r3, r2, s4\n .point m1 6 1 1 0 3\n RETURN r3",
    /* a name that is stored may name another module */
    " .flags 0x0\n .mirror name r2 s1\n .mirror module_attr r3 r2 s5\n LOAD_MIRROR_NAME r2, s0\n"
    " LOAD_MIRROR_ATTR r3, r2, s4\n GET_LEN r2, r0\n STORE_NAME_MIRROR r2, s2\n .point m1 6 1 1 0 3\n RETURN r3",
    " .flags 0x0\n .mirror name r2 s1\n .mirror module_attr r3 r2 s5\n .mirror module_attr r4 r3 s6\n"
    " LOAD_MIRROR_NAME r2, s0\n LOAD_MIRROR_ATTR r3, r2, s4\n LOAD_MIRROR_ATTR r4, r3, s7\n GET_LEN r2, r0\n"
    " STORE_NAME_MIRROR r2, s2\n LOAD_ATTR r3, r2, s8\n .point m2 6 1 1 0 3\n RETURN r4",
    " .mirror global r2 s1\n .mirror module_attr r3 r2 s5\n LOAD_MIRROR r2, s0\n LOAD_MIRROR_ATTR r3, r2, s4\n"
    " MOVE r2, r0\n .point m1 6 1 1 0 3\n RETURN r3",
};

START_TEST(lies_are_refused)
{
    for (size_t i = 0; i < RG_COUNT_OF(lies); i++) {
        char message[300];
        RgStatus status = verify(lies[i], message, sizeof message);
        ck_assert_msg(status == ERR_CODE_MIRROR, "%s: %s", lies[i], status ? message : "accepted");
    }
}
END_TEST

START_TEST(there_are_not_too_many_mirrors)
{
    static char text[40000];
    size_t n = 0;
    n += (size_t)sprintf(text, " .registers 400\n");
    for (int i = 0; i <= RG_MIRRORS_MAX; i++)
        n += (size_t)sprintf(text + n, " .site 0\n .mirror global r%d s%d\n", i + 2, i + 7);
    sprintf(text + n, " RETURN r0");
    char message[300], whole[42000];
    RgError error = {0};
    RgCodeUnit *unit;
    snprintf(whole, sizeof whole, "%s%s\n.end\n", HEAD, text);
    ck_assert(!rg_asm_unit(whole, strlen(whole), &unit, &error));
    RgStatus status = rg_verify_unit(unit, &error);
    rg_error_format(&error, message, sizeof message);
    ck_assert_msg(status == ERR_CODE_MIRROR, "%s", status ? message : "accepted");
    rg_code_unit_release(unit);
}
END_TEST

Suite *suite_mirror(void);
Suite *suite_mirror(void)
{
    Suite *s = suite_create("mirror");
    TCase *t = tcase_create("tables");
    tcase_add_test(t, true_tables_are_accepted);
    tcase_add_test(t, lies_are_refused);
    tcase_add_test(t, there_are_not_too_many_mirrors);
    suite_add_tcase(s, t);
    return s;
}
