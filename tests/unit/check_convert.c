/* SPDX-License-Identifier: MIT
 *
 * check_convert.c: the front end against bytes that CPython wrote and against damaged ones; line and exception tables;
 * whole conversions that must verify.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include "convert/cfg.h"
#include "convert/convert.h"
#include "convert/irverify.h"
#include "convert/lift.h"
#include "convert/pyc.h"
#include "convert/pyexc.h"
#include "convert/pyline.h"
#include "vm/base/mem.h"

static const uint8_t sample[] = {
#include "tests/data/sample-3.11.inc"
};

static RgStatus read_bytes(RgArena *arena, const void *data, size_t size, RgPyModule **module, RgError *error)
{
    rg_arena_init(arena);
    return rg_pyc_read(arena, data, size, module, error);
}

START_TEST(test_constants)
{
    RgArena arena;
    RgPyModule *module;
    RgError error;
    ck_assert_int_eq(read_bytes(&arena, sample, sizeof sample, &module, &error), RG_OK);
    ck_assert_uint_eq(module->marshal_end, sizeof sample);
    ck_assert_uint_eq(module->source_stamp, (uint64_t)2 << 32 | 1);
    const RgPyCode *main = module->codes[0];
    ck_assert_int_eq(strncmp(main->name.data, "<module>", main->name.len), 0);
    unsigned seen = 0;
    for (uint32_t i = 0; i < main->nconsts; i++) {
        const RgConst *c = main->consts[i];
        seen |= 1u << c->kind;
        if (c->kind == RG_CONST_BIGINT && !(c->flags & RG_CONSTF_NEGATIVE)) {
            ck_assert_uint_eq(c->len, 13);
            ck_assert_uint_eq((uint8_t)c->u.bytes[0], 0xd2); /* 123456789012345678901234567890 & 0xff */
        }
        if (c->kind != RG_CONST_TUPLE || c->len != 10) continue;
        ck_assert_int_eq(c->u.items[0]->kind, RG_CONST_INT);
        ck_assert_int_eq(c->u.items[0]->u.i, INT64_MAX);
        ck_assert_int_eq(c->u.items[1]->u.i, INT32_MIN);
        ck_assert(c->u.items[2]->u.f == 3.5);
        ck_assert(c->u.items[3]->u.complex[1] == 2.0);
        ck_assert_uint_eq(c->u.items[4]->len, 2);
        ck_assert_uint_eq(c->u.items[5]->len, 5);
        ck_assert_int_eq(c->u.items[6]->kind, RG_CONST_ELLIPSIS);
        ck_assert_int_eq(c->u.items[9]->u.items[1]->u.items[0]->u.i, 2);
        seen |= 1u << 31;
    }
    ck_assert(seen & 1u << RG_CONST_BIGINT && seen & 1u << RG_CONST_CODE && seen & 1u << 31);
    const RgPyCode *f = module->codes[1];
    ck_assert_int_eq(strncmp(f->qualname.data, "f", f->qualname.len), 0);
    ck_assert_uint_eq(f->nparams, 5);
    ck_assert_uint_eq(f->argcount, 2);
    ck_assert_uint_eq(f->kwonlyargcount, 1);
    ck_assert_int_eq(f->firstlineno, 9);
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(test_cut_everywhere)
{
    for (size_t n = 0; n < sizeof sample; n++) {
        uint8_t *exact = malloc(n + 1); /* so that reading behind the end is seen by sanitizers */
        memcpy(exact, sample, n);
        RgArena arena;
        RgPyModule *module;
        RgError error;
        RgStatus status = read_bytes(&arena, exact, n, &module, &error);
        ck_assert_msg(status == ERR_PYC_TRUNCATED || status == ERR_PYC_CORRUPT, "%zu bytes: %s", n,
                      rg_status_text(status));
        rg_arena_fini(&arena);
        free(exact);
    }
}
END_TEST

START_TEST(test_flip_every_bit)
{
    uint8_t *data = malloc(sizeof sample);
    for (size_t i = 0; i < sizeof sample * 8; i++) {
        memcpy(data, sample, sizeof sample);
        data[i / 8] ^= (uint8_t)(1u << i % 8);
        RgCodeUnit *unit;
        RgError error;
        RgConvertOptions opts = {.opt = 1, .verify_ir = true};
        RgStatus status = rg_convert_pyc(data, sizeof sample, &opts, &unit, &error);
        ck_assert_msg(status != ERR_IR_INVALID, "bit %zu: %s", i, error.detail);
        if (status == RG_OK) rg_code_unit_release(unit);
    }
    free(data);
}
END_TEST

static RgStatus header_status(unsigned magic)
{
    uint8_t data[sizeof sample];
    memcpy(data, sample, sizeof sample);
    data[0] = (uint8_t)magic, data[1] = (uint8_t)(magic >> 8);
    RgArena arena;
    RgPyModule *module;
    RgStatus status = read_bytes(&arena, data, sizeof data, &module, NULL);
    rg_arena_fini(&arena);
    return status;
}

START_TEST(test_header)
{
    ck_assert_int_eq(header_status(3495), RG_OK);
    ck_assert_int_eq(header_status(3494), ERR_PYC_VERSION); /* a development version */
    ck_assert_int_eq(header_status(3438), ERR_PYC_VERSION);
    ck_assert_int_eq(header_status(3570), ERR_PYC_VERSION);
    ck_assert_int_eq(header_status(3351), ERR_PYC_VERSION);
    ck_assert_int_eq(header_status(3660), ERR_PYC_VERSION); /* none of ours yet */
    ck_assert_int_eq(header_status(62211), ERR_PYC_VERSION);
    ck_assert_int_eq(header_status(17), ERR_PYC_MAGIC);
    RgArena arena;
    RgPyModule *module;
    RgError error;
    ck_assert_int_eq(read_bytes(&arena, "\x6e\x0d\r\n", 4, &module, &error), ERR_PYC_VERSION);
    ck_assert_str_eq(error.detail, "development version of Python 3.10, magic number 3438");
    rg_arena_fini(&arena);
    ck_assert_int_eq(read_bytes(&arena, "\x6f\x0d\r\n", 4, &module, &error), ERR_PYC_TRUNCATED);
    rg_arena_fini(&arena);
    ck_assert_int_eq(read_bytes(&arena, "PK\x03\x04 a zip file", 16, &module, &error), ERR_PYC_MAGIC);
    rg_arena_fini(&arena);
}
END_TEST

/* A tuple that holds the tuple before it twice, forty times over: 2**40 constants when written out. */
START_TEST(test_bomb)
{
    uint8_t data[1024];
    size_t n = 0;
    memcpy(data, sample, 16 + 1 + 5 * 4); /* header, type, five numbers */
    n = 16 + 1 + 5 * 4;
    memcpy(data + n, "s\2\0\0\0\x97\0", 7); /* co_code: RESUME */
    n += 7;
    data[n++] = ')';
    data[n++] = 41;
    memcpy(data + n, "\xa9\0", 2); /* reference 1: the code object is 0 */
    n += 2;
    for (uint8_t k = 1; k <= 40; k++) {
        memcpy(data + n, "\xa9\2r\0\0\0\0r\0\0\0\0", 12);
        data[n + 3] = data[n + 8] = k;
        n += 12;
    }
    RgArena arena;
    RgPyModule *module;
    RgError error;
    ck_assert_int_eq(read_bytes(&arena, data, n, &module, &error), ERR_PYC_CORRUPT);
    ck_assert_str_eq(error.detail, "constants nest or repeat too much");
    rg_arena_fini(&arena);
}
END_TEST

/* Eight instructions without caches for table tests. */
static void make_stack_code(RgArena *arena, RgStackCode *sc, RgPyCode *code, const RgPyCode *template)
{
    static const uint8_t nops[16] = {9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0};
    *code = *template;
    code->code = (RgByteSpan){nops, sizeof nops};
    code->lines = code->exceptions = (RgByteSpan){NULL, 0};
    code->firstlineno = 10;
    ck_assert_int_eq(rg_decode(arena, code, sc, NULL), RG_OK);
    ck_assert_uint_eq(sc->ninsns, 8);
}

START_TEST(test_line_table)
{
    RgArena arena;
    RgPyModule *module;
    RgPyCode code;
    RgStackCode sc;
    ck_assert_int_eq(read_bytes(&arena, sample, sizeof sample, &module, NULL), RG_OK);
    make_stack_code(&arena, &sc, &code, module->codes[0]);
    /* no columns, line +1, 1 unit; short form column 8*2+3 width 4, 2 units; one line, +2; long form -3, +1 lines; none
     */
    static const uint8_t table[] = {0xe8, 2, 0x91, 0x34, 0xe0, 5, 9, 0xf0, 7, 1, 4, 0, 0xf8};
    code.lines = (RgByteSpan){table, sizeof table};
    ck_assert_int_eq(rg_pyline_decode(&arena, &sc, NULL), RG_OK);
    static const RgIrPos want[8] = {{11, 11, -1, -1}, {11, 11, 19, 23}, {11, 11, 19, 23}, {13, 13, 5, 9},
                                    {10, 11, 3, -1},  {0, 0, -1, -1},   {0, 0, -1, -1},   {0, 0, -1, -1}};
    for (int i = 0; i < 8; i++) {
        ck_assert_int_eq(sc.positions[i].line, want[i].line);
        ck_assert_int_eq(sc.positions[i].end_line, want[i].end_line);
        ck_assert_int_eq(sc.positions[i].col, want[i].col);
        ck_assert_int_eq(sc.positions[i].end_col, want[i].end_col);
    }
    for (uint32_t n = 0; n < sizeof table; n++) { /* cut short: an error or less positions, never a crash */
        uint8_t *exact = malloc(n + 1);
        memcpy(exact, table, n);
        code.lines = (RgByteSpan){exact, n};
        RgStatus status = rg_pyline_decode(&arena, &sc, NULL);
        ck_assert(status == RG_OK || status == ERR_PYC_CORRUPT);
        free(exact);
    }
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(test_exception_table)
{
    RgArena arena;
    RgPyModule *module;
    RgPyCode code;
    RgStackCode sc;
    ck_assert_int_eq(read_bytes(&arena, sample, sizeof sample, &module, NULL), RG_OK);
    make_stack_code(&arena, &sc, &code, module->codes[0]);
    static const uint8_t table[] = {0x81, 2, 6, 5, 0x84, 0x41, 0x00, 7, 0};
    code.exceptions = (RgByteSpan){table, 4};
    ck_assert_int_eq(rg_pyexc_decode(&arena, &sc, NULL), RG_OK);
    ck_assert_uint_eq(sc.nranges, 1);
    ck_assert_uint_eq(sc.ranges[0].start, 1);
    ck_assert_uint_eq(sc.ranges[0].end, 3);
    ck_assert_uint_eq(sc.ranges[0].target, 6);
    ck_assert_uint_eq(sc.ranges[0].depth, 2);
    ck_assert(sc.ranges[0].lasti);
    code.exceptions = (RgByteSpan){table, sizeof table}; /* the second range is 64 long */
    ck_assert_int_eq(rg_pyexc_decode(&arena, &sc, NULL), ERR_PYC_CORRUPT);
    static const uint8_t overlap[] = {0x81, 3, 6, 0, 0x82, 1, 6, 0};
    code.exceptions = (RgByteSpan){overlap, sizeof overlap};
    ck_assert_int_eq(rg_pyexc_decode(&arena, &sc, NULL), ERR_PYC_CORRUPT);
    rg_arena_fini(&arena);
}
END_TEST

START_TEST(test_every_function_lifts)
{
    RgConvert cx;
    RgError error;
    RgConvertOptions opts = {.opt = 1, .verify_ir = true};
    ck_assert_int_eq(rg_convert_begin(&cx, sample, sizeof sample, &opts, &error), RG_OK);
    for (uint32_t i = 0; i < cx.module->ncodes; i++) {
        ck_assert_msg(rg_convert_lift(&cx, cx.module->codes[i]) == RG_OK, "%s", error.detail);
        ck_assert_msg(rg_irverify(&cx, cx.ir, "lift") == RG_OK, "%s", error.detail);
        uint64_t count = 0;
        for (uint32_t k = 1; k < cx.ir->ninsns; k++)
            count += cx.ir->insns[k].count;
        ck_assert_uint_le(count, cx.stack->ninsns); /* less where blocks are unreachable */
        ck_assert_int_eq(rg_convert_function(&cx, cx.module->codes[i]), RG_OK);
    }
    rg_convert_end(&cx);
}
END_TEST

/* Whatever allocation fails: an error by name, no crash, nothing leaked. */
START_TEST(test_memory_runs_out)
{
    RgStatus status = ERR_NO_MEMORY;
    uint64_t n = 1;
    for (; status != RG_OK && n < 100000; n++) {
        RgCodeUnit *unit;
        RgError error;
        RgConvertOptions opts = {.opt = 1};
        rg_mem_fail_at(n);
        status = rg_convert_pyc(sample, sizeof sample, &opts, &unit, &error);
        rg_mem_fail_at(0);
        ck_assert_msg(status == RG_OK || status == ERR_NO_MEMORY, "allocation %d: %s", (int)n, rg_status_text(status));
        if (status == RG_OK) rg_code_unit_release(unit);
    }
    ck_assert_int_eq(status, RG_OK);
    ck_assert_uint_gt(n, 10);
}
END_TEST

Suite *suite_convert(void)
{
    Suite *suite = suite_create("convert");
    TCase *c = tcase_create("front end");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, test_constants);
    tcase_add_test(c, test_cut_everywhere);
    tcase_add_test(c, test_flip_every_bit);
    tcase_add_test(c, test_header);
    tcase_add_test(c, test_bomb);
    tcase_add_test(c, test_line_table);
    tcase_add_test(c, test_exception_table);
    tcase_add_test(c, test_every_function_lifts);
    tcase_add_test(c, test_memory_runs_out);
    suite_add_tcase(suite, c);
    return suite;
}
