/* SPDX-License-Identifier: MIT
 *
 * check_pyver.c: every row of the opcode maps against what each CPython says of itself (tests/data/opmap-3.N.def):
 * numbers, names, cache words, whether there is an argument, stack effects, magic numbers. And the committed files of
 * each version (tests/data/pyc) against the map: together they have every opcode.
 */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include "convert/pyc.h"
#include "convert/pyop.h"
#include "convert/pyver.h"
#include "vm/base/mem.h"

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

/* ---- the committed files have every opcode ---- */

/* Opcodes that the version's compiler never writes into a file. */
static const struct Unwritten {
    uint8_t first_minor, last_minor;
    const char *name, *why;
} unwritten[] = {
    {6, 9, "NOP", "what its optimiser leaves of an instruction; it takes them out again"},
    {11, 14, "CACHE", "stands behind an instruction, never for one"},
};

static bool is_written(unsigned minor, const char *name)
{
    for (size_t i = 0; i < RG_COUNT_OF(unwritten); i++)
        if (minor >= unwritten[i].first_minor && minor <= unwritten[i].last_minor && !strcmp(name, unwritten[i].name))
            return false;
    return true;
}

static void note_opcodes(const RgPyCode *code, bool *seen)
{
    for (uint32_t unit = 0; unit < code->code.size / 2; unit++) {
        uint8_t number = code->code.data[2 * unit];
        seen[number] = true;
        unit += code->version->numbers[number].caches;
    }
}

static void note_file(const char *path, unsigned minor, bool *seen)
{
    RgArena arena;
    RgPyModule *module;
    RgError error = {0};
    size_t size;
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    size = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(size);
    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(fread(data, 1, size, file), size);
    fclose(file);
    rg_arena_init(&arena);
    ck_assert_msg(rg_pyc_read(&arena, data, size, &module, &error) == RG_OK, "%s", path);
    ck_assert_uint_eq(module->version->minor, minor);
    for (uint32_t i = 0; i < module->ncodes; i++)
        note_opcodes(module->codes[i], seen);
    rg_arena_fini(&arena);
    free(data);
}

START_TEST(test_coverage)
{
    const RgPyVersion *v = rg_pyver_lookup(3, (unsigned)_i);
    const char *source = getenv("SOURCE");
    bool seen[256] = {false};
    char path[4096], missing[4096] = "";
    glob_t found;
    snprintf(path, sizeof path, "%s/tests/data/pyc/3.%d/*.pyc", source ? source : ".", _i);
    ck_assert_msg(glob(path, 0, NULL, &found) == 0, "%s", path);
    ck_assert_uint_ge(found.gl_pathc, 40);
    for (size_t i = 0; i < found.gl_pathc; i++)
        note_file(found.gl_pathv[i], v->minor, seen);
    globfree(&found);
    for (unsigned n = 0; n < 256; n++) {
        const char *name = v->number_names[n];
        if (!name || seen[n] == is_written(v->minor, name)) continue;
        snprintf(missing + strlen(missing), sizeof missing - strlen(missing), " %s", name);
    }
    ck_assert_msg(!*missing, "3.%d: no file has, or one has nevertheless:%s", _i, missing);
}
END_TEST

Suite *suite_pyver(void);
Suite *suite_pyver(void)
{
    Suite *suite = suite_create("pyver");
    TCase *tc = tcase_create("pyver");
    tcase_add_loop_test(tc, test_version, FIRST_MINOR, LAST_MINOR + 1);
    tcase_add_test(tc, test_neighbours);
    tcase_add_loop_test(tc, test_coverage, FIRST_MINOR, LAST_MINOR + 1);
    suite_add_tcase(suite, tc);
    return suite;
}
