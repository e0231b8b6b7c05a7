/* SPDX-License-Identifier: MIT
 *
 * check_regalloc.c: IR built by hand through passes, allocation and emission, compared as disassembly; and parallel
 * moves against a simulation.
 */
#include <check.h>
#include <stdio.h>
#include "convert/irverify.h"
#include "convert/pass.h"
#include "regalloc/ra.h"
#include "vm/base/mem.h"
#include "vm/code/disasm.h"

static const RgConst constants[] = {
    {.kind = RG_CONST_NONE},
    {.kind = RG_CONST_INT, .u.i = 1},
    {.kind = RG_CONST_INT, .u.i = 2},
};
static const RgConst *const constant_list[] = {&constants[0], &constants[1], &constants[2]};
#define NONE RG_IR_CONST(0)
#define ONE  RG_IR_CONST(1)
#define TWO  RG_IR_CONST(2)

typedef struct Fixture {
    RgConvert cx;
    RgError error;
    RgIrFunction f;
    RgCode code;
    char text[4096];
} Fixture;

static void setup(Fixture *x, uint32_t nlocals)
{
    memset(x, 0, sizeof *x);
    x->cx.opts = (RgConvertOptions){.opt = 1, .verify_ir = true};
    x->cx.error = &x->error;
    x->cx.unit = rg_code_unit_new();
    ck_assert_ptr_nonnull(x->cx.unit);
    rg_arena_init(&x->cx.scratch);
    rg_ir_init(&x->f);
    rg_ir_reset(&x->f, nlocals, constant_list, 3);
    static const RgStrRef names[8] = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"g", 1}, {"h", 1}, {"i", 1}};
    static const uint8_t kinds[8] = {RG_LOCAL_PLAIN, RG_LOCAL_PLAIN, RG_LOCAL_PLAIN, RG_LOCAL_PLAIN,
                                     RG_LOCAL_PLAIN, RG_LOCAL_PLAIN, RG_LOCAL_PLAIN, RG_LOCAL_PLAIN};
    x->code.nlocals = nlocals;
    x->code.local_names = names;
    x->code.local_kinds = kinds;
}

static void teardown(Fixture *x)
{
    rg_ir_fini(&x->f);
    rg_regalloc_free(&x->cx);
    rg_arena_fini(&x->cx.scratch);
    rg_code_unit_release(x->cx.unit);
}

/* Passes, allocation, emission; the instructions as lines "OP operands". */
static const char *compile(Fixture *x)
{
    RgStatus st = rg_pass_run_all(&x->cx, &x->f);
    if (!st) st = rg_regalloc_emit(&x->cx, &x->f, x->cx.unit, &x->code);
    ck_assert_msg(!st, "%s: %s", rg_status_text(st), x->error.detail);
    RgStrBuf out;
    rg_strbuf_init(&out);
    for (uint32_t w = 0; w < x->code.nwords; w += rg_op_length(x->code.words + w)) {
        rg_disasm_insn(&out, &x->code, w, 0);
        rg_strbuf_putc(&out, '\n');
    }
    snprintf(x->text, sizeof x->text, "%.*s", (int)out.len, out.data);
    rg_strbuf_fini(&out);
    return x->text;
}

static RgIrOperand param(RgIrFunction *f, uint32_t home)
{
    RgIrOperand v = rg_ir_emit0(f, IR_PARAM);
    f->values[v].home = home;
    return v;
}

static void expect(const char *got, const char *want)
{
    ck_assert_msg(!strcmp(got, want), "got:\n%swanted:\n%s", got, want);
}

/* s = 1; for b in a: s += b; return s */
START_TEST(test_for_loop)
{
    Fixture x;
    setup(&x, 3);
    RgIrFunction *f = &x.f;
    uint32_t b1 = rg_ir_block_new(f), b2 = rg_ir_block_new(f), b3 = rg_ir_block_new(f), b4 = rg_ir_block_new(f);
    rg_ir_block_begin(f, b1);
    RgIrOperand a = param(f, 0);
    rg_ir_at(f, 0), rg_ir_at(f, 1);
    rg_ir_store_home(f, ONE, 2);
    rg_ir_at(f, 2), rg_ir_at(f, 3);
    RgIrOperand it = rg_ir_emit1(f, OP_GET_ITER, a);
    rg_ir_set_fall(f, b1, b2);
    rg_ir_block_begin(f, b2);
    rg_ir_at(f, 4);
    RgIrOperand item = rg_ir_emit1(f, OP_FOR_ITER, it);
    rg_ir_set_taken(f, b2, b4);
    rg_ir_set_fall(f, b2, b3);
    rg_ir_block_begin(f, b3);
    rg_ir_at(f, 5);
    item = rg_ir_store_home(f, item, 1);
    rg_ir_at(f, 6), rg_ir_at(f, 7), rg_ir_at(f, 8);
    RgIrOperand sum = rg_ir_emit2(f, OP_IADD, rg_ir_home(f, 2), item);
    rg_ir_at(f, 9);
    rg_ir_store_home(f, sum, 2);
    rg_ir_at(f, 10);
    rg_ir_block_end(f);
    rg_ir_set_fall(f, b3, b2);
    rg_ir_block_begin(f, b4);
    rg_ir_at(f, 11), rg_ir_at(f, 12);
    RgIrOperand result = rg_ir_home(f, 2);
    rg_ir_emit(f, OP_RETURN, &result, 1, 0);
    const char *got = compile(&x);
    expect(got, "LOAD_CONST r2, k1\nGET_ITER r3, r0, #1\nFOR_ITER r1, r3, L7\nIADD r2, r2, r1\nFOR_LOOP r1, r3, L4\n"
                "RETURN r2\n");
    uint32_t after = 0;
    for (uint32_t k = 0; k < x.code.norigins; k++)
        after += (x.code.origins[k].count & RG_ORIGIN_KIND) != 0;
    ck_assert_uint_eq(after, 1); /* the store and the jump back are done when IADD has succeeded */
    ck_assert_uint_eq(x.code.nregs, 4);
    teardown(&x);
}
END_TEST

/* c = a < 1 and b or 2: branches fuse, constants are operands, the result is made in c's home. */
START_TEST(test_conditional)
{
    Fixture x;
    setup(&x, 3);
    RgIrFunction *f = &x.f;
    uint32_t b1 = rg_ir_block_new(f), b2 = rg_ir_block_new(f), b3 = rg_ir_block_new(f), b4 = rg_ir_block_new(f);
    rg_ir_block_begin(f, b1);
    RgIrOperand a = param(f, 0), b = param(f, 1);
    RgIrOperand test = rg_ir_emit2(f, OP_LT, a, ONE);
    rg_ir_emit(f, OP_JUMP_FALSE, &test, 1, 0);
    rg_ir_set_taken(f, b1, b3);
    rg_ir_set_fall(f, b1, b2);
    rg_ir_block_begin(f, b2);
    RgIrOperand p = rg_ir_emit2(f, OP_ADD, b, TWO);
    rg_ir_set_fall(f, b2, b4);
    rg_ir_block_begin(f, b3);
    RgIrOperand q = rg_ir_emit2(f, OP_ADD, ONE, b);
    rg_ir_set_fall(f, b3, b4);
    uint32_t phi = rg_ir_phi_new(f, b4, 2, RG_IR_NO_HOME);
    rg_ir_phi_add(f, phi, p);
    rg_ir_phi_add(f, phi, q);
    rg_ir_block_begin(f, b4);
    RgIrOperand c = rg_ir_store_home(f, rg_ir_def(f, phi, 0), 2);
    rg_ir_emit(f, OP_RETURN, &c, 1, 0);
    expect(compile(&x),
           "JUMP_NOT_LT_K r0, k1, L5\nADD_K r2, r1, k2\nJUMP L6\nKADD r2, k1, r1\nRETURN r2\n");
    teardown(&x);
}
END_TEST

/* What lowering must not join: a test whose value is used again, a slice that is. */
START_TEST(test_not_fused)
{
    Fixture x;
    setup(&x, 2);
    RgIrFunction *f = &x.f;
    uint32_t b1 = rg_ir_block_new(f), b2 = rg_ir_block_new(f), b3 = rg_ir_block_new(f);
    rg_ir_block_begin(f, b1);
    RgIrOperand a = param(f, 0), b = param(f, 1);
    RgIrOperand test = rg_ir_emit2(f, OP_LT, a, b);
    rg_ir_emit(f, OP_JUMP_FALSE, &test, 1, 0);
    rg_ir_set_taken(f, b1, b3);
    rg_ir_set_fall(f, b1, b2);
    rg_ir_block_begin(f, b2);
    RgIrOperand slice = rg_ir_emit2(f, OP_BUILD_SLICE, ONE, TWO);
    RgIrOperand item = rg_ir_emit2(f, OP_GET_ITEM, a, slice), both[2] = {item, slice};
    RgIrOperand pair = rg_ir_insn(f, rg_ir_emit(f, OP_BUILD_TUPLE, both, 2, 1))->def;
    rg_ir_emit(f, OP_RETURN, &pair, 1, 0);
    rg_ir_block_begin(f, b3);
    rg_ir_emit(f, OP_RETURN, &test, 1, 0);
    expect(compile(&x), "LT r2, r0, r1\nJUMP_FALSE r2, L9\nBUILD_SLICE r3, #0, (k1, k2)\nGET_ITEM r4, r0, r3\n"
                        "BUILD_TUPLE r3, (r4, r3)\nRETURN r3\nRETURN r2\n");
    teardown(&x);
}
END_TEST

/* Folding goes through locals but leaves what raises. */
START_TEST(test_fold)
{
    Fixture x;
    setup(&x, 2);
    RgIrFunction *f = &x.f;
    rg_ir_block_begin(f, rg_ir_block_new(f));
    RgIrOperand a = rg_ir_store_home(f, TWO, 0);
    RgIrOperand t = rg_ir_emit2(f, OP_MUL, a, TWO);
    RgIrOperand u = rg_ir_emit2(f, OP_FLOORDIV, t, RG_IR_CONST(0));
    RgIrOperand args[2] = {t, u};
    RgIrOperand pair = rg_ir_insn(f, rg_ir_emit(f, OP_BUILD_TUPLE, args, 2, 1))->def;
    rg_ir_emit(f, OP_RETURN, &pair, 1, 0);
    expect(compile(&x),
           "LOAD_CONST r0, k2\nLOAD_CONST r2, k3\nFLOORDIV_K r2, r2, k0\nBUILD_TUPLE r2, (k3, r2)\nRETURN r2\n");
    ck_assert_int_eq(x.code.consts[3]->u.i, 4);
    teardown(&x);
}
END_TEST

/* Values that live across a protected block into its handler keep their registers. */
START_TEST(test_handler)
{
    Fixture x;
    setup(&x, 1);
    RgIrFunction *f = &x.f;
    uint32_t b1 = rg_ir_block_new(f), b2 = rg_ir_block_new(f), b3 = rg_ir_block_new(f);
    f->blocks[b3].flags |= RG_IRB_HANDLER;
    rg_ir_block_begin(f, b1);
    RgIrOperand a = param(f, 0);
    RgIrOperand kept = rg_ir_emit1(f, OP_GET_ITER, a);
    rg_ir_set_fall(f, b1, b2);
    f->blocks[b2].handler = b3;
    rg_ir_block_begin(f, b2);
    RgIrOperand t = rg_ir_emit1(f, OP_NEG, a);
    t = rg_ir_emit1(f, OP_POS, t);
    rg_ir_emit(f, OP_RETURN, &t, 1, 0);
    rg_ir_block_begin(f, b3);
    RgIrOperand caught = rg_ir_emit0(f, IR_CAUGHT), args[2] = {kept, caught};
    RgIrOperand pair = rg_ir_insn(f, rg_ir_emit(f, OP_BUILD_TUPLE, args, 2, 1))->def;
    rg_ir_emit(f, OP_RETURN, &pair, 1, 0);
    expect(compile(&x), "GET_ITER r1, r0, #0\nNEG r2, r0\nPOS r2, r2\nRETURN r2\nBUILD_TUPLE r1, (r1, r2)\nRETURN r1\n");
    ck_assert_uint_eq(x.code.nhandlers, 1);
    ck_assert_uint_eq(x.code.handlers[0].start, 1);
    ck_assert_uint_eq(x.code.handlers[0].end, 4);
    ck_assert_uint_eq(x.code.handlers[0].target, 4);
    ck_assert_uint_eq(x.code.handlers[0].exc_reg, 2);
    ck_assert_uint_eq(x.code.handlers[0].lasti_reg, RG_NO_REGISTER);
    teardown(&x);
}
END_TEST

/* More values alive at once than 8-bit fields can name. */
START_TEST(test_wide)
{
    Fixture x;
    setup(&x, 1);
    RgIrFunction *f = &x.f;
    enum { N = 300 };
    RgIrOperand v[N];
    rg_ir_block_begin(f, rg_ir_block_new(f));
    RgIrOperand a = param(f, 0);
    for (int k = 0; k < N; k++)
        v[k] = rg_ir_emit1(f, OP_NEG, a);
    for (int k = 0; k < N; k++)
        v[k] = rg_ir_emit2(f, OP_ADD, v[k], v[N - 1 - k]);
    RgIrOperand all = rg_ir_insn(f, rg_ir_emit(f, OP_BUILD_TUPLE, v, N, 1))->def;
    rg_ir_emit(f, OP_RETURN, &all, 1, 0);
    ck_assert_int_eq(rg_pass_run_all(&x.cx, f), RG_OK);
    ck_assert_int_eq(rg_regalloc_emit(&x.cx, f, x.cx.unit, &x.code), RG_OK);
    ck_assert_uint_gt(x.code.nregs, 300);
    uint32_t wide = 0;
    for (uint32_t w = 0; w < x.code.nwords; w += rg_op_length(x.code.words + w))
        wide += RG_INSN_OP(x.code.words[w]) == OP_MOVE_WIDE;
    ck_assert_uint_gt(wide, 40);
    teardown(&x);
}
END_TEST

/* a + b returned, for tests that break it. */
static uint32_t simple(RgIrFunction *f)
{
    rg_ir_block_begin(f, rg_ir_block_new(f));
    RgIrOperand a = param(f, 0), b = param(f, 1);
    RgIrOperand sum = rg_ir_emit2(f, OP_ADD, a, b);
    rg_ir_emit(f, OP_RETURN, &sum, 1, 0);
    return f->values[sum].insn;
}

/* irverify refuses what the passes and the allocator could not trust. */
START_TEST(test_verify)
{
    for (int what = 0; what < 7; what++) {
        Fixture x;
        setup(&x, 2);
        RgIrFunction *f = &x.f;
        uint32_t add = simple(f);
        RgIrInsn *in = rg_ir_insn(f, add);
        RgIrOperand *args = rg_ir_args(f, in);
        switch (what) {
        case 1: in->nargs = 1; break;
        case 2: args[0] = in->def; break;            /* its own value */
        case 3: args[1] = RG_IR_CONST(99); break;    /* no such constant */
        case 4: f->values[args[0]].uses++; break;    /* miscounted */
        case 5: in->op = OP_RETURN_CONST; break;     /* not an opcode of the IR */
        case 6: f->blocks[f->entry].fall = f->entry; /* behind a RETURN */
        }
        ck_assert_int_eq(rg_irverify(&x.cx, f, "test"), what ? ERR_IR_INVALID : RG_OK);
        teardown(&x);
    }
}
END_TEST

/* A phi of a protected block may be read by the handler, as it is written before the block begins; what an instruction of
 * the block writes may not. */
START_TEST(test_racheck_handler)
{
    for (int from_phi = 1; from_phi >= 0; from_phi--) {
        Fixture x;
        setup(&x, 2);
        x.cx.opts.verify_ir = false; /* of the register only */
        RgIrFunction *f = &x.f;
        uint32_t b[6];
        for (int k = 1; k < 6; k++)
            b[k] = rg_ir_block_new(f);
        f->blocks[b[5]].flags |= RG_IRB_HANDLER;
        rg_ir_block_begin(f, b[1]);
        RgIrOperand a = param(f, 0), test = rg_ir_emit1(f, OP_NOT, a);
        rg_ir_emit(f, OP_JUMP_FALSE, &test, 1, 0);
        rg_ir_set_taken(f, b[1], b[3]);
        rg_ir_set_fall(f, b[1], b[2]);
        rg_ir_block_begin(f, b[2]);
        RgIrOperand p = rg_ir_emit1(f, OP_NEG, a);
        rg_ir_set_fall(f, b[2], b[4]);
        rg_ir_block_begin(f, b[3]);
        RgIrOperand q = rg_ir_emit1(f, OP_POS, a);
        rg_ir_set_fall(f, b[3], b[4]);
        uint32_t phi = rg_ir_phi_new(f, b[4], 2, RG_IR_NO_HOME);
        rg_ir_phi_add(f, phi, p);
        rg_ir_phi_add(f, phi, q);
        f->blocks[b[4]].handler = b[5];
        rg_ir_block_begin(f, b[4]);
        RgIrOperand v = rg_ir_def(f, phi, 0), t = rg_ir_emit1(f, OP_NEG, v);
        rg_ir_emit(f, OP_RETURN, &t, 1, 0);
        rg_ir_block_begin(f, b[5]);
        rg_ir_emit0(f, IR_CAUGHT);
        RgIrOperand kept = from_phi ? v : t;
        rg_ir_emit(f, OP_RETURN, &kept, 1, 0);
        ck_assert_int_eq(rg_regalloc_emit(&x.cx, f, x.cx.unit, &x.code), RG_OK);
        ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), from_phi ? RG_OK : ERR_IR_INVALID);
        teardown(&x);
    }
}
END_TEST

/* What a handler reads may be overwritten by the last instruction of the protected block that raises: it has written nothing when it
 * does. By an earlier one it may not. */
START_TEST(test_racheck_last_write)
{
    for (int more = 0; more < 2; more++) {
        Fixture x;
        setup(&x, 1);
        x.cx.opts.verify_ir = false;
        RgIrFunction *f = &x.f;
        uint32_t b[5];
        for (int k = 1; k < 5; k++)
            b[k] = rg_ir_block_new(f);
        f->blocks[b[4]].flags |= RG_IRB_HANDLER;
        rg_ir_block_begin(f, b[1]);
        RgIrOperand a = param(f, 0);
        rg_ir_set_fall(f, b[1], b[2]);
        f->blocks[b[2]].handler = b[4];
        rg_ir_block_begin(f, b[2]);
        RgIrOperand p = rg_ir_emit1(f, OP_NEG, a), q = more ? rg_ir_emit1(f, OP_NEG, p) : p;
        rg_ir_set_fall(f, b[2], b[3]);
        rg_ir_block_begin(f, b[3]);
        rg_ir_emit(f, OP_RETURN, &q, 1, 0);
        rg_ir_block_begin(f, b[4]);
        rg_ir_emit0(f, IR_CAUGHT);
        rg_ir_emit(f, OP_RETURN, &a, 1, 0);
        ck_assert_int_eq(rg_regalloc_emit(&x.cx, f, x.cx.unit, &x.code), RG_OK);
        ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), RG_OK);
        f->values[p].home = f->values[a].home;
        ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), more ? ERR_IR_INVALID : RG_OK);
        teardown(&x);
    }
}
END_TEST

/* racheck sees a register that is overwritten while its value is needed, and a home read late. */
START_TEST(test_racheck)
{
    Fixture x;
    setup(&x, 2);
    RgIrFunction *f = &x.f;
    rg_ir_block_begin(f, rg_ir_block_new(f));
    RgIrOperand a = param(f, 0), b = param(f, 1);
    RgIrOperand p = rg_ir_emit1(f, OP_NEG, a), q = rg_ir_emit1(f, OP_NEG, b), args[3] = {p, q, a};
    RgIrOperand all = rg_ir_insn(f, rg_ir_emit(f, OP_BUILD_TUPLE, args, 3, 1))->def;
    rg_ir_emit(f, OP_RETURN, &all, 1, 0);
    ck_assert_int_eq(rg_pass_run_all(&x.cx, f), RG_OK);
    ck_assert_int_eq(rg_regalloc_emit(&x.cx, f, x.cx.unit, &x.code), RG_OK);
    ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), RG_OK);
    uint32_t good = f->values[q].home;
    f->values[q].home = f->values[p].home;
    ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), ERR_IR_INVALID);
    f->values[q].home = 0; /* over a's home, which is read behind it */
    ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), ERR_IR_INVALID);
    f->values[q].home = good;
    ck_assert_int_eq(rg_racheck_run(&x.cx, x.cx.ra), RG_OK);
    teardown(&x);
}
END_TEST

typedef struct Machine {
    uint32_t reg[16];
} Machine;

static void machine_move(void *user, uint32_t dst, RgIrOperand src)
{
    Machine *m = user;
    m->reg[dst] = RG_IR_IS_CONST(src) ? 1000 + RG_IR_CONST_INDEX(src) : m->reg[src];
}

START_TEST(test_parmove)
{
    RgRegalloc ra = {.nregs = 8};
    uint32_t loc[16], pred[16];
    memset(loc, 0xff, sizeof loc);
    memset(pred, 0xff, sizeof pred);
    ra.move_loc = loc;
    ra.move_pred = pred;
    ra.cap_moves = 16;
    uint32_t seed = 12345;
    for (int round = 0; round < 2000; round++) {
        Machine m, want;
        for (uint32_t r = 0; r < 16; r++)
            m.reg[r] = r;
        want = m;
        ra.moves.len = 0;
        for (uint32_t dst = 0; dst < 8; dst++) {
            seed = seed * 1103515245u + 12345u;
            uint32_t src = seed >> 16 & 15;
            if (src > 11) continue;
            RgIrOperand o = src > 8 ? RG_IR_CONST(src) : src == 8 ? dst : src;
            uint64_t move = (uint64_t)dst << 32 | o;
            ck_assert(RG_VEC_PUSH(&ra.moves, move));
            want.reg[dst] = RG_IR_IS_CONST(o) ? 1000 + src : o;
        }
        ck_assert_int_eq(rg_parmove_run(&ra, machine_move, &m), RG_OK);
        for (uint32_t r = 0; r < 8; r++)
            ck_assert_uint_eq(m.reg[r], want.reg[r]);
    }
    RG_VEC_FINI(&ra.moves);
    RG_VEC_FINI(&ra.ready);
    RG_VEC_FINI(&ra.todo);
}
END_TEST

Suite *suite_regalloc(void);
Suite *suite_regalloc(void)
{
    Suite *s = suite_create("regalloc");
    TCase *tc = tcase_create("regalloc");
    tcase_add_test(tc, test_for_loop);
    tcase_add_test(tc, test_conditional);
    tcase_add_test(tc, test_not_fused);
    tcase_add_test(tc, test_fold);
    tcase_add_test(tc, test_handler);
    tcase_add_test(tc, test_wide);
    tcase_add_test(tc, test_verify);
    tcase_add_test(tc, test_racheck);
    tcase_add_test(tc, test_racheck_handler);
    tcase_add_test(tc, test_racheck_last_write);
    tcase_add_test(tc, test_parmove);
    suite_add_tcase(s, tc);
    return s;
}
