/* SPDX-License-Identifier: MIT
 *
 * check_code.c: assembler and disassembler are inverses, for every opcode and for every file of tests/asm; the tables
 * of opcodes are consistent; look-ups in a code object's tables.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/code/asm.h"
#include "vm/code/disasm.h"
#include "vm/code/op.h"
#include "vm/code/verify.h"

static RgCodeUnit *assemble(const char *text, size_t len, const char *what)
{
    RgCodeUnit *unit;
    RgError error;
    char message[300];
    if (rg_asm_unit(text, len, &unit, &error)) {
        rg_error_format(&error, message, sizeof message);
        ck_abort_msg("%s: %s", what, message);
    }
    return unit;
}

/* Text of the unit, of the unit assembled from that text, and so on: all the same. */
static void check_round_trip(const char *text, size_t len, const char *what)
{
    RgStrBuf first, second;
    rg_strbuf_init(&first);
    rg_strbuf_init(&second);
    RgCodeUnit *unit = assemble(text, len, what);
    rg_disasm_unit(&first, unit, 0);
    RgCodeUnit *again = assemble(first.data, first.len, what);
    rg_disasm_unit(&second, again, RG_DISASM_COMMENTS);
    RgCodeUnit *third = assemble(second.data, second.len, what);
    rg_strbuf_clear(&second);
    rg_disasm_unit(&second, third, 0);
    ck_assert_msg(strcmp(first.data, second.data) == 0, "%s: texts differ:\n%s\n%s", what, first.data, second.data);
    ck_assert_uint_eq(unit->main->nwords, third->main->nwords);
    ck_assert_mem_eq(unit->main->words, third->main->words, unit->main->nwords * sizeof(RgWord));
    rg_strbuf_fini(&first);
    rg_strbuf_fini(&second);
    rg_code_unit_release(unit);
    rg_code_unit_release(again);
    rg_code_unit_release(third);
}

/* Operands of each kind by the tables; not always sensible, always well-formed. */
static void put_example(RgStrBuf *out, const RgOpInfo *info, uint32_t list)
{
    const char *separator = " ";
    rg_strbuf_printf(out, "    %s", info->name);
    for (int i = 0; i < 3; i++) {
        const char *operand = NULL;
        switch ((RgRole)info->role[i]) {
        case RG_ROLE_D: operand = "r1"; break;
        case RG_ROLE_U: operand = "r255"; break;
        case RG_ROLE_X: operand = "r3"; break;
        case RG_ROLE_K: operand = "k2"; break;
        case RG_ROLE_S: operand = "#1"; break;
        case RG_ROLE_R16: operand = list & 1 ? "k1" : "r300"; break;
        case RG_ROLE_K16: operand = "k260"; break;
        case RG_ROLE_L16: operand = "l1"; break;
        case RG_ROLE_I8:
        case RG_ROLE_I16: operand = "s0"; break;
        default: break;
        }
        if (operand) {
            rg_strbuf_printf(out, "%s%s", separator, operand);
            separator = ", ";
        }
    }
    for (const char *item = rg_words_items[info->words]; *item; item++) {
        rg_strbuf_puts(out, separator);
        separator = ", ";
        if (*item == 'J') {
            rg_strbuf_puts(out, "end");
        } else if (*item == 'I' || *item == 'T') {
            rg_strbuf_puts(out, "s0");
        } else if (*item == 'K') {
            rg_strbuf_puts(out, "k2");
        } else if (*item == 'P') {
            rg_strbuf_puts(out, "r2, k32767");
        } else {
            rg_strbuf_putc(out, '(');
            for (uint32_t i = 0; i < list; i++)
                rg_strbuf_printf(out, "%sr%u", i ? ", " : "", i % 301);
            rg_strbuf_putc(out, ')');
        }
    }
    rg_strbuf_putc(out, '\n');
}

START_TEST(every_opcode_round_trips)
{
    static const uint32_t lengths[] = {0, 1, 2, 7, 253, 254, 255, 256, 1001};
    for (int op = 0; op < RG_OP_COUNT; op++) {
        const RgOpInfo *info = &rg_op_info[op];
        if (info->quick) continue;
        bool listed = strpbrk(rg_words_items[info->words], "LM") != NULL;
        for (size_t i = 0; i < (listed ? RG_COUNT_OF(lengths) : 2); i++) {
            RgStrBuf text;
            rg_strbuf_init(&text);
            rg_strbuf_puts(&text,
                           ".code @0\n .name \"f\"\n .registers 400\n .const None\n .const 1\n .sym \"x\"\n .site 0\n");
            put_example(&text, info, lengths[i]);
            rg_strbuf_puts(&text, "end: RETURN_CONST k0\n.end\n");
            RgCodeUnit *unit = assemble(text.data, text.len, info->name);
            ck_assert_uint_eq(RG_INSN_OP(unit->main->words[0]), op);
            ck_assert_uint_eq(rg_op_length(unit->main->words), unit->main->nwords - 1);
            rg_code_unit_release(unit);
            check_round_trip(text.data, text.len, info->name);
            rg_strbuf_fini(&text);
        }
    }
}
END_TEST

START_TEST(tables_are_consistent)
{
    for (int op = 0; op < RG_OP_COUNT; op++) {
        const RgOpInfo *info = &rg_op_info[op];
        const char *items = rg_words_items[info->words];
        ck_assert_msg(info->quick || rg_op_lookup(info->name, strlen(info->name)) == op, "%s", info->name);
        ck_assert_msg(!rg_op_info[info->base].quick, "%s", info->name);
        /* A list needs its count in C; a jump is the first word, where the verifier looks for it. */
        bool listed = strpbrk(items, "LM") != NULL, jumps = strchr(items, 'J') != NULL;
        ck_assert_msg(listed == (info->role[2] == RG_ROLE_COUNT), "%s", info->name);
        ck_assert_msg(jumps == !!(info->effects & F_JUMPS), "%s", info->name);
        ck_assert_msg(!jumps || items[0] == 'J', "%s", info->name);
        ck_assert_msg(!(info->effects & (F_JUMPS | F_STOP)) || (info->effects & F_BRANCH), "%s", info->name);
        bool wide = info->role[1] == RG_ROLE_R16 || info->role[1] == RG_ROLE_K16 || info->role[1] == RG_ROLE_L16 ||
                    info->role[1] == RG_ROLE_I16;
        ck_assert_msg(wide == (info->role[2] == RG_ROLE_HI), "%s", info->name);
    }
    ck_assert_int_eq(rg_op_lookup("ADD_FLOAT", 9), -1);
    ck_assert_int_eq(rg_op_lookup("AD", 2), -1);
}
END_TEST

static char *read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s", path);
    fseek(f, 0, SEEK_END);
    *len = (size_t)ftell(f);
    rewind(f);
    char *text = malloc(*len + 1);
    ck_assert_uint_eq(fread(text, 1, *len, f), *len);
    fclose(f);
    return text;
}

START_TEST(asm_files_cover_every_opcode)
{
    const char *source = getenv("SOURCE");
    char folder[2000], path[3000];
    bool seen[RG_OP_COUNT] = {false};
    snprintf(folder, sizeof folder, "%s/tests/asm", source ? source : ".");
    DIR *dir = opendir(folder);
    ck_assert_msg(dir != NULL, "%s", folder);
    for (struct dirent *e; (e = readdir(dir));) {
        size_t len;
        if (!strstr(e->d_name, ".rgasm")) continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        char *text = read_file(path, &len);
        RgCodeUnit *unit = assemble(text, len, path);
        RgError error;
        char message[300] = "";
        RgStatus status = rg_verify_unit(unit, &error);
        if (status) rg_error_format(&error, message, sizeof message);
        ck_assert_msg(!status, "%s: %s", path, message);
        for (uint32_t c = 0; c < unit->ncodes; c++) {
            const RgCode *code = unit->codes[c];
            for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at]))
                seen[RG_INSN_OP(code->words[at])] = true;
        }
        rg_code_unit_release(unit);
        check_round_trip(text, len, path);
        free(text);
    }
    closedir(dir);
    for (int op = 0; op < RG_OP_COUNT; op++)
        ck_assert_msg(seen[op] || rg_op_info[op].quick, "no case in tests/asm has %s", rg_op_info[op].name);
}
END_TEST

START_TEST(assembler_refuses_nonsense)
{
    static const char *const bad[] = {
        "",
        "NOP\n",
        ".code @1\n.end\n",
        ".code @0\n",
        ".code @0\n BOGUS r1\n.end\n",
        ".code @0\n MOVE r1\n.end\n",
        ".code @0\n MOVE r1, r256\n.end\n",
        ".code @0\n MOVE r1, r2 r3\n.end\n",
        ".code @0\n ADD_FLOAT r1, r2, r3\n.end\n",
        ".code @0\n JUMP nowhere\n.end\n",
        ".code @0\na: NOP\na: NOP\n.end\n",
        ".code @0\n BUILD_LIST r1, (r1\n.end\n",
        ".code @0\n BUILD_LIST r1, (r1 r2)\n.end\n",
        ".code @0\n .const \"abc\n.end\n",
        ".code @0\n .const \"\\q\"\n.end\n",
        ".code @0\n .const \"\\xff\"\n.end\n",
        ".code @0\n .const 9223372036854775808\n.end\n",
        ".code @0\n .const @7\n.end\n",
        ".code @0\n .const float zero\n.end\n",
        ".code @0\n .const (1, \n.end\n",
        ".code @0\n .source_consts 3\n.end\n",
        ".code @0\n .pos 1 1 40000 1\n.end\n",
        ".code @0\n.code @1\n.end\n.end\n",
    };
    for (size_t i = 0; i < RG_COUNT_OF(bad); i++) {
        RgCodeUnit *unit;
        RgError error;
        RgStatus status = rg_asm_unit(bad[i], strlen(bad[i]), &unit, &error);
        ck_assert_msg(status == ERR_ASM_SYNTAX || status == ERR_ASM_NAME || status == ERR_ASM_RANGE, "%s", bad[i]);
        ck_assert_ptr_null(unit);
        ck_assert_msg(strncmp(error.detail, "line ", 5) == 0, "%s", error.detail);
    }
}
END_TEST

START_TEST(tables_are_searched)
{
    static const RgPosition positions[] = {{0, 1, 1, 0, 0}, {4, 2, 2, 0, 0}, {9, 3, 3, 0, 0}};
    static const RgHandler handlers[] = {{2, 4, 20, 0, 0}, {0, 10, 30, 0, 0}};
    RgCode code = {.positions = positions, .npositions = 3, .handlers = handlers, .nhandlers = 2};
    static const int lines[] = {1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3};
    for (uint32_t word = 0; word < RG_COUNT_OF(lines); word++)
        ck_assert_int_eq(rg_code_position(&code, word).line, lines[word]);
    ck_assert_uint_eq(rg_code_handler(&code, 0)->target, 30);
    ck_assert_uint_eq(rg_code_handler(&code, 3)->target, 20);
    ck_assert_uint_eq(rg_code_handler(&code, 4)->target, 30);
    ck_assert_ptr_null(rg_code_handler(&code, 10));
}
END_TEST

START_TEST(constants_merge_as_python_says)
{
    double pair[2] = {0.0, 1.0}, other[2] = {-0.0, 1.0};
    RgConst one = {.kind = RG_CONST_INT, .u.i = 1}, yes = {.kind = RG_CONST_TRUE},
            real = {.kind = RG_CONST_FLOAT, .u.f = 1.0};
    RgConst zero = {.kind = RG_CONST_FLOAT, .u.f = 0.0}, minus = {.kind = RG_CONST_FLOAT, .u.f = -0.0};
    RgConst c = {.kind = RG_CONST_COMPLEX, .u.complex = pair}, d = {.kind = RG_CONST_COMPLEX, .u.complex = other};
    RgConst text = {.kind = RG_CONST_STR, .len = 1, .u.bytes = "a"},
            data = {.kind = RG_CONST_BYTES, .len = 1, .u.bytes = "a"};
    RgConst one_again = one;
    const RgConst *a[] = {&one, &text}, *b[] = {&one_again, &text}, *e[] = {&yes, &text};
    RgConst ta = {.kind = RG_CONST_TUPLE, .len = 2, .u.items = a},
            tb = {.kind = RG_CONST_TUPLE, .len = 2, .u.items = b};
    RgConst te = {.kind = RG_CONST_TUPLE, .len = 2, .u.items = e};
    const RgConst *all[] = {&one, &yes, &real, &zero, &minus, &c, &d, &text, &data, &ta, &te};
    for (size_t i = 0; i < RG_COUNT_OF(all); i++) {
        for (size_t j = 0; j < RG_COUNT_OF(all); j++)
            ck_assert_msg(rg_constant_equal(all[i], all[j]) == (i == j), "%zu %zu", i, j);
    }
    ck_assert(rg_constant_equal(&ta, &tb));
    ck_assert_uint_eq(rg_constant_hash(&ta), rg_constant_hash(&tb));
}
END_TEST

Suite *suite_code(void);
Suite *suite_code(void)
{
    Suite *s = suite_create("code");
    TCase *t = tcase_create("code");
    tcase_add_test(t, tables_are_consistent);
    tcase_add_test(t, every_opcode_round_trips);
    tcase_add_test(t, asm_files_cover_every_opcode);
    tcase_add_test(t, assembler_refuses_nonsense);
    tcase_add_test(t, tables_are_searched);
    tcase_add_test(t, constants_merge_as_python_says);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
