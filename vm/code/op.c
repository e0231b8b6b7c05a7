/* SPDX-License-Identifier: MIT
 *
 * op.c: the tables of register opcodes, all made by including ops.def and op_format.def. Always holds: what is known of
 * an opcode is known from those tables; nothing here depends on their order.
 */
#include "vm/code/op.h"

#include "vm/base/hash.h"

/* Columns as constants, so that the row of a quickened form can repeat those of the opcode it stands for. */
enum {
#define WORDS(name, items, doc) ITEMS_##name = sizeof(items) - 1,
#include "vm/code/op_format.def"
};
enum {
#define OP(NAME, A, B, C, W, EFF, DOC)                                                                                 \
    A_##NAME = RG_ROLE_##A, B_##NAME = RG_ROLE_##B, C_##NAME = RG_ROLE_##C, W_##NAME = RG_WORDS_##W, F_OF_##NAME = EFF, \
    LIST_##NAME = RG_ROLE_##C == RG_ROLE_COUNT, FIXED_##NAME = ITEMS_##W + 1 - LIST_##NAME,
#include "vm/code/ops.def"
#undef OP
};

const RgOpInfo rg_op_info[RG_OP_COUNT] = {
#define ROW(NAME, BASE, QUICKENED, DOC)                                                                                \
    [OP_##NAME] = {#NAME, {A_##BASE, B_##BASE, C_##BASE}, W_##BASE, FIXED_##BASE, LIST_##BASE,                        \
                   F_OF_##BASE, OP_##BASE, QUICKENED, DOC},
#define OP(NAME, A, B, C, W, EFF, DOC) ROW(NAME, NAME, false, DOC)
#define QUICK(NAME, BASE, DOC)         ROW(NAME, BASE, true, DOC)
#include "vm/code/ops.def"
#undef OP
#undef ROW
};

const char *const rg_words_items[RG_WORDS_COUNT_] = {
#define WORDS(name, items, doc) [RG_WORDS_##name] = items,
#include "vm/code/op_format.def"
};

const char *const rg_role_doc[RG_ROLE_COUNT_] = {
#define ROLE(name, doc) [RG_ROLE_##name] = doc,
#include "vm/code/op_format.def"
};

const char *const rg_words_doc[RG_WORDS_COUNT_] = {
#define WORDS(name, items, doc) [RG_WORDS_##name] = doc,
#include "vm/code/op_format.def"
};

int rg_op_lookup(const char *name, size_t len)
{
    for (int op = 0; op < RG_OP_COUNT; op++) {
        const RgOpInfo *info = &rg_op_info[op];
        if (!info->quick && strlen(info->name) == len && memcmp(info->name, name, len) == 0) return op;
    }
    return -1;
}

uint32_t rg_op_waits_at(const RgWord *words, uint32_t nwords, uint32_t send)
{
    for (uint32_t at = send + rg_op_length(&words[send]); at < nwords; at += rg_op_length(&words[at])) {
        switch (RG_INSN_OP(words[at])) {
        case OP_YIELD: return at;
        case OP_NOP:
        case OP_MOVE:
        case OP_MOVE_WIDE:
        case OP_LOAD_CONST:
        case OP_LOAD_CONST_WIDE: break;
        default: return 0;
        }
    }
    return 0;
}

bool rg_op_bars_attrs(unsigned op)
{
    switch (rg_op_info[op].base) {
    case OP_CALL:
    case OP_CALL_KW:
    case OP_CALL_METHOD:
    case OP_CALL_METHOD_KW:
    case OP_CALL_LOADED:
    case OP_CALL_LOADED_KW:
    case OP_CALL_EX:
    case OP_CALL_GLOBAL:
    case OP_RETURN_CALL:
    case OP_RETURN_METHOD:
    case OP_STORE_ATTR:
    case OP_STORE_ATTR2:
    case OP_DELETE_ATTR:
    case OP_IMPORT_NAME:
    case OP_IMPORT_FROM:
    case OP_IMPORT_STAR:
    case OP_PRINT_EXPR:
    case OP_BEFORE_WITH:
    case OP_BEFORE_ASYNC_WITH:
    case OP_WITH_EXCEPT_START:
    case OP_RETURN_GENERATOR:
    case OP_YIELD:
    case OP_SEND:
    case OP_GET_YIELD_FROM_ITER:
    case OP_GET_AWAITABLE:
    case OP_GET_AITER:
    case OP_GET_ANEXT: return true;
    default: return false;
    }
}

uint64_t rg_op_table_stamp(void)
{
    /* The text of the tables: numbers follow from the order of the rows, which the text keeps. */
    static const char text[] =
#define ROLE(name, doc)         "R" #name "\n"
#define WORDS(name, items, doc) "W" #name " " items "\n"
#include "vm/code/op_format.def"
#define OP(NAME, A, B, C, W, EFF, DOC) #NAME " " #A " " #B " " #C " " #W " " DOC "\n"
#include "vm/code/ops.def"
#undef OP
        ;
    return rg_hash64(text, sizeof text - 1, 1);
}
