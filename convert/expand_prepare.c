/* SPDX-License-Identifier: MIT
 *
 * expand_prepare.c: what expansion needs to know of a code object as soon as it has been read: names that the expanded
 * code uses beside the file's, the qualified names of the functions that it makes (before 3.11 they are operands of the
 * instruction, later a field of the code object), and whether its first constant may be taken for a docstring.
 */
#include "convert/expand.h"

enum { CO_HAS_DOCSTRING = 0x4000000 };

static const char *const name_texts[RG_EXPAND_NAMES] = {
    [RG_EXPAND_NONE] = "",
    [RG_EXPAND_ANNOTATIONS] = "__annotations__",
    [RG_EXPAND_ADD] = "add",
    [RG_EXPAND_NOT_IMPLEMENTED] = "NotImplementedError",
    [RG_EXPAND_SINCE311] = "_since311",
    [RG_EXPAND_LOCALS] = "locals",
    [RG_EXPAND_TYPE_VAR] = "typevar",
    [RG_EXPAND_PARAM_SPEC] = "paramspec",
    [RG_EXPAND_TYPE_VAR_TUPLE] = "typevartuple",
    [RG_EXPAND_GENERIC] = "generic",
    [RG_EXPAND_TYPE_ALIAS] = "typealias",
    [RG_EXPAND_BOUND] = "typevar_with_bound",
    [RG_EXPAND_CONSTRAINTS] = "typevar_with_constraints",
    [RG_EXPAND_DEFAULT] = "with_default",
    [RG_EXPAND_TYPE_PARAMS] = "__type_params__",
    [RG_EXPAND_INTERPOLATION] = "interpolation",
    [RG_EXPAND_TEMPLATE] = "template",
};

#define RUNTIME(name) (1u << RG_EXPAND_SINCE311 | 1u << RG_EXPAND_##name)

/* The names that the expansion of an instruction may use; `before` is the opcode before it. */
static uint32_t names_of(unsigned op, unsigned before)
{
    switch (op) {
    case PYOP_STORE_ANNOTATION: return 1u << RG_EXPAND_ANNOTATIONS;
    case PYOP_LOAD_LOCALS: return RUNTIME(LOCALS);
    case PYOP_LOAD_COMMON_CONSTANT: return 1u << RG_EXPAND_NOT_IMPLEMENTED;
    case PYOP_BUILD_INTERPOLATION: return RUNTIME(INTERPOLATION);
    case PYOP_BUILD_TEMPLATE: return RUNTIME(TEMPLATE);
    case PYOP_SET_ADD: return before == PYOP_LOAD_INT ? 1u << RG_EXPAND_ADD : 0;
    default: return 0;
    }
}

static uint32_t names_of_intrinsic(unsigned op, unsigned arg)
{
    static const uint32_t of_one[] = {[7] = RUNTIME(TYPE_VAR), [8] = RUNTIME(PARAM_SPEC), [9] = RUNTIME(TYPE_VAR_TUPLE),
                                      [10] = RUNTIME(GENERIC), [11] = RUNTIME(TYPE_ALIAS)};
    static const uint32_t of_two[] = {[2] = RUNTIME(BOUND), [3] = RUNTIME(CONSTRAINTS), [4] = 1u << RG_EXPAND_TYPE_PARAMS,
                                      [5] = RUNTIME(DEFAULT)};
    if (op == PYOP_CALL_INTRINSIC_1) return arg < RG_COUNT_OF(of_one) ? of_one[arg] : 0;
    return arg < RG_COUNT_OF(of_two) ? of_two[arg] : 0;
}

static bool add_names(RgArena *arena, RgPyCode *py, uint32_t set)
{
    uint32_t n = py->nnames;
    RgStrRef *names = RG_ARENA_ARRAY(arena, RgStrRef, n + RG_EXPAND_NAMES);
    if (!names) return false;
    if (n) memcpy(names, py->names, n * sizeof *names);
    for (uint32_t k = 0; k < RG_EXPAND_NAMES; k++)
        if (set >> k & 1) names[n++] = (RgStrRef){name_texts[k], (uint32_t)strlen(name_texts[k])};
    py->extra_names = n - py->nnames;
    py->names = names;
    py->nnames = n;
    return true;
}

uint32_t rg_expand_name(const RgExpand *x, RgExpandName name)
{
    const RgPyCode *code = x->code;
    size_t len = strlen(name_texts[name]);
    for (uint32_t i = code->nnames - code->extra_names; i < code->nnames; i++)
        if (code->names[i].len == len && memcmp(code->names[i].data, name_texts[name], len) == 0) return i;
    return UINT32_MAX; /* refused by the lifter */
}

/* LOAD_CONST code, LOAD_CONST name, MAKE_FUNCTION: the name is the function's qualified one. */
typedef struct ConstWindow {
    uint32_t last, before; /* constants loaded by the last two instructions, or UINT32_MAX */
} ConstWindow;

/* The code object is a skeleton of this same file, not yet seen by anyone else. */
static void name_function(RgPyCode *py, const ConstWindow *w)
{
    if (w->before >= py->nconsts || w->last >= py->nconsts) return;
    const RgConst *code = py->consts[w->before], *name = py->consts[w->last];
    if (code->kind != RG_CONST_CODE || name->kind != RG_CONST_STR) return;
    ((RgCode *)code->u.code)->qualname = (RgStrRef){name->u.bytes, name->len};
}

/* Parts of composed constants: counted, or with `to` written. */
static uint32_t parts_of(const RgConst *c, const RgConst **to)
{
    if (c->kind != RG_CONST_TUPLE || !(c->flags & RG_PYCONSTF_COMPOSED)) {
        if (to) *to = c;
        return 1;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->len; i++)
        n += parts_of(c->u.items[i], to ? to + n : NULL);
    return n;
}

static bool add_parts(RgArena *arena, RgPyCode *py)
{
    uint64_t parts = 0;
    uint32_t n = py->parts_from = py->nconsts;
    for (uint32_t i = 0; i < n; i++)
        if (py->consts[i]->kind == RG_CONST_TUPLE && py->consts[i]->flags & RG_PYCONSTF_COMPOSED)
            parts += parts_of(py->consts[i], NULL);
    if (!parts || n + parts > INT32_MAX) return true; /* too many: they are not found when used */
    const RgConst **consts = RG_ARENA_ARRAY(arena, const RgConst *, n + parts);
    if (!consts) return false;
    memcpy(consts, py->consts, n * sizeof *consts);
    for (uint32_t i = 0; i < py->nconsts; i++)
        if (py->consts[i]->kind == RG_CONST_TUPLE && py->consts[i]->flags & RG_PYCONSTF_COMPOSED)
            n += parts_of(py->consts[i], consts + n);
    py->consts = consts;
    py->nconsts = n;
    return true;
}

bool rg_expand_prepare(RgArena *arena, RgPyCode *py)
{
    const RgPyVersion *v = py->version;
    if (v->expand == RG_PYEXPAND_NONE) return true;
    uint32_t names = 0, arg = 0, before = PYOP_INVALID;
    ConstWindow w = {UINT32_MAX, UINT32_MAX};
    for (uint32_t unit = 0; unit < py->code.size / 2; unit++) {
        RgPyNumber number = v->numbers[py->code.data[2 * unit]];
        arg = arg << 8 | py->code.data[2 * unit + 1];
        if (number.op == PYOP_EXTENDED_ARG) continue;
        names |= number.op == PYOP_CALL_INTRINSIC_1 || number.op == PYOP_CALL_INTRINSIC_2
                     ? names_of_intrinsic(number.op, arg)
                     : names_of(number.op, before);
        before = number.op;
        if (number.op == PYOP_MAKE_FUNCTION_36) name_function(py, &w);
        w = (ConstWindow){number.op == PYOP_LOAD_CONST ? arg : UINT32_MAX, w.last};
        unit += number.caches;
        arg = 0;
    }
    if (names && !add_names(arena, py, names)) return false;
    if (v->doc == RG_PYDOC_FLAGGED && !(py->flags & CO_HAS_DOCSTRING) && py->nconsts &&
        py->consts[0]->kind == RG_CONST_STR) {
        static const RgConst none = {.kind = RG_CONST_NONE};
        const RgConst **consts = RG_ARENA_ARRAY(arena, const RgConst *, py->nconsts + 1);
        if (!consts) return false;
        consts[0] = &none;
        memcpy(consts + 1, py->consts, py->nconsts * sizeof *consts);
        py->consts = consts;
        py->nconsts++;
        py->const_shift = 1;
    }
    return add_parts(arena, py);
}
