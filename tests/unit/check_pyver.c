/* SPDX-License-Identifier: MIT
 *
 * check_pyver.c: every row of the opcode maps against what each CPython says of itself (tests/data/opmap-3.N.def):
 * numbers, names, cache words, whether there is an argument, stack effects, magic numbers.
 */
#include <check.h>
#include "convert/pyop.h"
#include "convert/pyver.h"

typedef enum RowKind { ROW_VERSION, ROW_MAGIC, ROW_OP, ROW_EFFECT } RowKind;
typedef struct Row {
    uint8_t kind;
    bool argument, jump;     /* ROW_OP: has an argument; ROW_EFFECT: the jump is taken */
    int16_t net;             /* ROW_EFFECT */
    uint32_t number, value;  /* minor version; magic number; opcode and its cache words; opcode and its argument */
    const char *name;        /* ROW_OP */
} Row;
static const Row rows[] = {
#define VERSION(minor) {.kind = ROW_VERSION, .number = minor},
#define MAGIC(magic) {.kind = ROW_MAGIC, .number = magic},
#define OPMAP(opcode, text, caches, has) {.kind = ROW_OP, .number = opcode, .value = caches, .argument = has, .name = #text},
#define EFFECT(opcode, arg, taken, effect) {.kind = ROW_EFFECT, .number = opcode, .value = arg, .jump = taken, .net = effect},
#include "tests/data/opmaps.def"
};
enum { FIRST_MINOR = 6, LAST_MINOR = 14 };

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

static void check_effect(const RgPyVersion *v, const Row *row)
{
    RgPyNumber number = v->numbers[row->number];
    unsigned op = number.op, arg = number.fixed ? number.fixed - 1u : row->value;
    if (has_no_fixed_effect(v->minor, op, arg)) return;
    RgPyEffect behind = rg_pyop_effect(op, arg, row->jump);
    bool same = (int64_t)(behind.pushes - behind.pops) == row->net;
    if (!same && v->minor <= 7 && (rg_pyop_info[op].flags & PF_JUMP)) { /* they tell the larger of the two */
        RgPyEffect jump = rg_pyop_effect(op, arg, true);
        same = (int64_t)(jump.pushes - jump.pops) == row->net;
    }
    ck_assert_msg(same, "3.%u %s %u jump %u: %d", v->minor, v->number_names[row->number], arg, row->jump, row->net);
    if (!row->jump && arg == 0 && !(rg_pyop_info[op].flags & PF_JUMP))
        ck_assert_int_eq(rg_pyop_info[op].pushes - rg_pyop_info[op].pops, row->net);
}

static void check_number(const RgPyVersion *v, const Row *row)
{
    RgPyNumber number = v->numbers[row->number];
    ck_assert_msg(v->number_names[row->number], "3.%u %s", v->minor, row->name);
    ck_assert_str_eq(v->number_names[row->number], row->name);
    ck_assert_uint_eq(number.caches, row->value);
    ck_assert_int_ne(number.op, PYOP_INVALID);
    bool argument = rg_pyop_info[number.op].arg != RG_PYARG_NONE && !number.fixed;
    ck_assert_msg(argument == row->argument, "3.%u %s has %s argument", v->minor, row->name, argument ? "no" : "an");
}

/* Every number of the version's table is one of the data's, too. */
static void check_count(const RgPyVersion *v, unsigned nops, unsigned neffects)
{
    unsigned known = 0;
    for (unsigned n = 0; n < 256; n++)
        known += v->number_names[n] != NULL;
    ck_assert_uint_eq(known, nops);
    ck_assert_uint_ge(neffects, nops - 2); /* CACHE and EXTENDED_ARG have none */
}

START_TEST(test_version)
{
    const RgPyVersion *v = rg_pyver_lookup(3, (unsigned)_i);
    unsigned nops = 0, neffects = 0, minor = 0;
    ck_assert_ptr_nonnull(v);
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        if (row->kind == ROW_VERSION) minor = row->number;
        if (minor != (unsigned)_i || row->kind == ROW_VERSION) continue;
        if (row->kind == ROW_MAGIC) {
            ck_assert_uint_eq(v->final_magic, row->number);
            ck_assert_ptr_eq(rg_pyver_by_magic((uint16_t)row->number), v);
        } else if (row->kind == ROW_OP) {
            check_number(v, row);
            nops++;
        } else {
            check_effect(v, row);
            neffects++;
        }
    }
    check_count(v, nops, neffects);
}
END_TEST

START_TEST(test_neighbours)
{
    ck_assert_ptr_null(rg_pyver_lookup(3, FIRST_MINOR - 1));
    ck_assert_ptr_null(rg_pyver_lookup(3, LAST_MINOR + 1));
}
END_TEST

Suite *suite_pyver(void);
Suite *suite_pyver(void)
{
    Suite *suite = suite_create("pyver");
    TCase *tc = tcase_create("pyver");
    tcase_add_loop_test(tc, test_version, FIRST_MINOR, LAST_MINOR + 1);
    tcase_add_test(tc, test_neighbours);
    suite_add_tcase(suite, tc);
    return suite;
}
