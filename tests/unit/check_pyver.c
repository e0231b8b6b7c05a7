/* SPDX-License-Identifier: MIT
 *
 * check_pyver.c: every row of the opcode maps against what each CPython says of itself (tests/data/opmap-3.N.def):
 * numbers, names, cache words, whether there is an argument, stack effects, magic numbers.
 */
#include <check.h>
#include "convert/pyop.h"
#include "convert/pyver.h"

typedef struct MapRow {
    const char *name;
    uint8_t number, caches, argument;
} MapRow;
typedef struct EffectRow {
    uint8_t number, arg, jump;
    int8_t net;
} EffectRow;

#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_6[] = {
#include "tests/data/opmap-3.6.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_6[] = {
#include "tests/data/opmap-3.6.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_6 =
#include "tests/data/opmap-3.6.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_7[] = {
#include "tests/data/opmap-3.7.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_7[] = {
#include "tests/data/opmap-3.7.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_7 =
#include "tests/data/opmap-3.7.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_8[] = {
#include "tests/data/opmap-3.8.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_8[] = {
#include "tests/data/opmap-3.8.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_8 =
#include "tests/data/opmap-3.8.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_9[] = {
#include "tests/data/opmap-3.9.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_9[] = {
#include "tests/data/opmap-3.9.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_9 =
#include "tests/data/opmap-3.9.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_10[] = {
#include "tests/data/opmap-3.10.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_10[] = {
#include "tests/data/opmap-3.10.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_10 =
#include "tests/data/opmap-3.10.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_11[] = {
#include "tests/data/opmap-3.11.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_11[] = {
#include "tests/data/opmap-3.11.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_11 =
#include "tests/data/opmap-3.11.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_12[] = {
#include "tests/data/opmap-3.12.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_12[] = {
#include "tests/data/opmap-3.12.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_12 =
#include "tests/data/opmap-3.12.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_13[] = {
#include "tests/data/opmap-3.13.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_13[] = {
#include "tests/data/opmap-3.13.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_13 =
#include "tests/data/opmap-3.13.def"
    ;
#define MAGIC(m)
#define OPMAP(number, name, caches, argument) {#name, number, caches, argument},
#define EFFECT(number, arg, jump, net)
static const MapRow map_14[] = {
#include "tests/data/opmap-3.14.def"
};
#define MAGIC(m)
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net) {number, arg, jump, net},
static const EffectRow effects_14[] = {
#include "tests/data/opmap-3.14.def"
};
#define MAGIC(m) m
#define OPMAP(number, name, caches, argument)
#define EFFECT(number, arg, jump, net)
static const uint16_t magic_14 =
#include "tests/data/opmap-3.14.def"
    ;

/* Rows whose effect depends on what runs: a finished or a suspended generator, how a finally block was entered, what
 * 3.6 and 3.7 only estimate. */
static bool has_no_fixed_effect(unsigned minor, unsigned op, unsigned arg)
{
    if (op == PYOP_PRECALL || op == PYOP_RETURN_GENERATOR_311 || (op == PYOP_CALL_311 && minor == 11)) return true;
    if ((op == PYOP_MAKE_FUNCTION_311 || op == PYOP_MAKE_FUNCTION_36) && arg > 15) return true;
    if (op == PYOP_BUILD_SLICE && arg != 2 && arg != 3) return true; /* no compiler writes it */
    if (op == PYOP_RETURN_VALUE && minor == 14) return true; /* counts what the caller gets */
    return minor <= 7 && (rg_pyop_info[op].flags & PF_BLOCK);
}

static void check_effect(const RgPyVersion *v, const EffectRow *row)
{
    RgPyNumber number = v->numbers[row->number];
    unsigned op = number.op, arg = number.fixed ? number.fixed - 1u : row->arg;
    if (has_no_fixed_effect(v->minor, op, arg)) return;
    RgPyEffect behind = rg_pyop_effect(op, arg, row->jump);
    bool same = (int64_t)(behind.pushes - behind.pops) == row->net;
    if (!same && v->minor <= 7 && (rg_pyop_info[op].flags & PF_JUMP)) { /* they tell the larger of the two */
        RgPyEffect jump = rg_pyop_effect(op, arg, true);
        same = (int64_t)(jump.pushes - jump.pops) == row->net;
    }
    ck_assert_msg(same, "3.%u %s %u jump %u: %d", v->minor, v->number_names[row->number], arg, row->jump, row->net);
    if (!row->jump && !number.fixed && !(rg_pyop_info[op].flags & (PF_VARIES | PF_JUMP)))
        ck_assert_int_eq(rg_pyop_info[op].pushes - rg_pyop_info[op].pops, row->net);
}

static void check_version(unsigned minor, unsigned magic, const MapRow *map, size_t nmap, const EffectRow *effects,
                          size_t neffects)
{
    const RgPyVersion *v = rg_pyver_lookup(3, minor);
    unsigned known = 0;
    ck_assert_ptr_nonnull(v);
    ck_assert_uint_eq(v->final_magic, magic);
    ck_assert_ptr_eq(rg_pyver_by_magic((uint16_t)magic), v);
    for (unsigned n = 0; n < 256; n++)
        known += v->number_names[n] != NULL;
    ck_assert_uint_eq(known, nmap);
    for (size_t i = 0; i < nmap; i++) {
        RgPyNumber number = v->numbers[map[i].number];
        ck_assert_msg(v->number_names[map[i].number], "3.%u %s", minor, map[i].name);
        ck_assert_str_eq(v->number_names[map[i].number], map[i].name);
        ck_assert_int_eq(number.caches, map[i].caches);
        ck_assert_int_ne(number.op, PYOP_INVALID);
        bool argument = rg_pyop_info[number.op].arg != RG_PYARG_NONE && !number.fixed;
        ck_assert_msg(argument == map[i].argument, "3.%u %s has %s argument", minor, map[i].name,
                      argument ? "no" : "an");
    }
    for (size_t i = 0; i < neffects; i++)
        check_effect(v, &effects[i]);
}

#define VERSION_TEST(minor)                                                                                            \
    START_TEST(test_3_##minor)                                                                                         \
    {                                                                                                                  \
        check_version(minor, magic_##minor, map_##minor, RG_COUNT_OF(map_##minor), effects_##minor,                    \
                      RG_COUNT_OF(effects_##minor));                                                                   \
    }                                                                                                                  \
    END_TEST
VERSION_TEST(6)
VERSION_TEST(7)
VERSION_TEST(8)
VERSION_TEST(9)
VERSION_TEST(10)
VERSION_TEST(11)
VERSION_TEST(12)
VERSION_TEST(13)
VERSION_TEST(14)

Suite *suite_pyver(void);
Suite *suite_pyver(void)
{
    const TTest *const tests[] = {test_3_6,  test_3_7,  test_3_8,  test_3_9, test_3_10,
                                         test_3_11, test_3_12, test_3_13, test_3_14};
    Suite *suite = suite_create("pyver");
    TCase *tc = tcase_create("pyver");
    for (size_t i = 0; i < RG_COUNT_OF(tests); i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    return suite;
}
