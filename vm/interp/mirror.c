/* SPDX-License-Identifier: MIT
 *
 * mirror.c: see mirror.h. A mirror's inline caches (its own, and those of its definitions) are filled only when it watches
 * what they name; so a hit needs no look at the mirror.
 */
#include "vm/interp/mirror.h"

#include "vm/interp/pair.h"
#include "vm/interp/steptrace.h"
#include "vm/object/attr.h"
#include "vm/object/watch.h"

#define NO_MIRROR UINT32_MAX

static uint32_t mirror_of(const RgCodeObject *co, uint32_t reg) { return co->mirrors->by_register[reg] - 1u; }

/* The mirror that a load of name into reg defines, when it is one of a kind from `from` to `to`; else, and when it is armed,
 * NO_MIRROR. */
static uint32_t defined(const RgCodeObject *co, uint32_t reg, RgStr *name, uint32_t from, uint32_t to)
{
    uint32_t mirror = mirror_of(co, reg);
    if (mirror == NO_MIRROR || co->mirrors->armed[mirror]) return NO_MIRROR;
    const RgMirror *m = &co->code->mirrors[mirror];
    return m->kind >= from && m->kind <= to && RG_CACHE(co, m->site)->name == name ? mirror : NO_MIRROR;
}

static RgValue give_up(RgCodeObject *co, uint32_t mirror)
{
    rg_code_arm(co, mirror);
    return RG_UNBOUND;
}

/* A dict whose entries can be asked for without running Python code, and that reports what happens to them. */
static bool is_plain(const RgDict *d) { return rg_exactly(rg_from_ptr(d), RG_KIND_dict) && d->only_str; }

static bool has_plain_namespace(const RgFrame *frame)
{
    return frame->locals == rg_from_ptr(frame->globals) && is_plain(frame->globals);
}

/* ---- names ---- */

/* Where the name is found, or may appear, is watched; false: that cannot be. at: its entry in the globals, or -1. */
static bool watch_name(RgThread *th, RgFrame *frame, RgStr *name, uint32_t mirror, int64_t at)
{
    if (!rg_watch_add(th, frame->globals, name, frame->code, mirror)) return false;
    return at >= 0 || rg_watch_add(th, frame->builtins, name, frame->code, mirror);
}

RgValue rg_mirror_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg)
{
    RgCodeObject *co = frame->code;
    RgDict *globals = frame->globals, *builtins = frame->builtins;
    uint32_t mirror = mirror_of(co, reg);
    if (co->mirrors->armed[mirror]) return RG_UNBOUND;
    if (!is_plain(globals) || !is_plain(builtins)) return give_up(co, mirror);
    int64_t at = rg_dict_find_str(th, globals, ic->name), below = at < 0 ? rg_dict_find_str(th, builtins, ic->name) : -1;
    if ((at < 0 && below < 0) || !watch_name(th, frame, ic->name, mirror, at)) return give_up(co, mirror);
    ic->key.bits = RG_IC_VERSION(globals->version);
    ic->value = RG_IC_VERSION(at < 0 ? builtins->version : 0);
    ic->index = (uint32_t)(at < 0 ? below : at);
    ic->kind = at < 0 ? RG_IC_BUILTIN : RG_IC_GLOBAL;
    return at < 0 ? builtins->entries[below].value : globals->entries[at].value;
}

void rg_mirror_load_entry(RgThread *th, RgCodeObject *co)
{
    /* Only the namespaces of a frame are looked at. */
    RgFrame frame = {.code = co, .globals = co->entry_globals, .builtins = co->entry_builtins};
    for (uint32_t i = 0; i < co->nentry; i++) {
        const RgMirror *m = &co->code->mirrors[i];
        RgValue v = rg_mirror_load_global(th, &frame, RG_CACHE(co, m->site), m->reg);
        rg_gc_store(co->pool, (RgValue *)(uintptr_t)&co->entry[i], v);
    }
    co->entry_loaded = true;
    co->head.aux8 = rg_code_is_simple(co->code);
    if (co->head.aux8) co->exact_args = co->argcount;
}

RgValue rg_mirror_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg)
{
    if (!has_plain_namespace(frame)) return give_up(frame->code, mirror_of(frame->code, reg));
    return rg_mirror_load_global(th, frame, ic, reg);
}

void rg_mirror_defined_name(RgThread *th, RgFrame *frame, const RgInlineCache *ic, uint32_t reg)
{
    RgCodeObject *co = frame->code;
    uint32_t mirror = defined(co, reg, ic->name, RG_MIRROR_GLOBAL, RG_MIRROR_NAME);
    if (mirror == NO_MIRROR) return;
    RgDict *globals = frame->globals;
    bool kept = is_plain(globals) && is_plain(frame->builtins) &&
                (co->code->mirrors[mirror].kind == RG_MIRROR_GLOBAL || has_plain_namespace(frame));
    if (!kept || !watch_name(th, frame, ic->name, mirror, rg_dict_find_str(th, globals, ic->name))) rg_code_arm(co, mirror);
}

bool rg_mirror_store_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue value)
{
    RgCodeObject *co = frame->code;
    uint32_t mirror = mirror_of(co, reg);
    if (co->mirrors->armed[mirror] || !has_plain_namespace(frame)) {
        rg_code_arm(co, mirror);
        return rg_rt_store_name(th, frame, ic, value);
    }
    RgDict *globals = frame->globals;
    int64_t at = rg_watch_is_sole(th->rt, globals, ic->name, co, mirror) ? rg_dict_find_str(th, globals, ic->name) : -1;
    if (at >= 0) { /* nobody else need know; until somebody watches it the cache serves */
        rg_gc_store(globals, &globals->entries[at].value, value);
        ic->key.bits = RG_IC_VERSION(globals->version);
        ic->value = RG_IC_VERSION(globals->watch_epoch);
        ic->index = (uint32_t)at;
        ic->kind = RG_IC_GLOBAL;
        return true;
    }
    rg_watch_drop(co, mirror, NULL); /* its register has the new value already */
    if (!rg_rt_store_name(th, frame, ic, value)) {
        rg_code_arm(co, mirror);
        return false;
    }
    if (!rg_watch_add(th, frame->globals, ic->name, co, mirror)) rg_code_arm(co, mirror);
    if (ic->value) ic->value = RG_IC_VERSION(frame->globals->watch_epoch);
    return true;
}

/* ---- attributes and cells ---- */

static RgValue load_module_attr(RgThread *th, RgCodeObject *co, RgInlineCache *ic, uint32_t mirror, RgValue module)
{
    RgAttrInfo info = {.way = RG_WAY_NONE};
    if (rg_exactly(module, RG_KIND_module) && is_plain(RG_AS(RgModule, module)->dict))
        rg_attr_describe(th, module, ic->name, &info);
    if (info.way != RG_WAY_MODULE || !rg_watch_add(th, RG_AS(RgModule, module)->dict, ic->name, co, mirror))
        return give_up(co, mirror);
    RgDict *d = RG_AS(RgModule, module)->dict;
    ic->key.bits = RG_IC_VERSION(d->version);
    ic->index = info.index;
    ic->kind = RG_IC_MODULE;
    return d->entries[info.index].value;
}

/* Found as plain data that only a store changes, without any code of the program. What is in a module's namespace is not
 * counted among that: stores to globals change it. */
static bool is_plain_data(RgThread *th, RgValue obj, RgStr *name)
{
    RgAttrInfo info;
    if (!rg_is_object(obj)) return false;
    rg_attr_describe(th, obj, name, &info);
    switch (info.way) {
    case RG_WAY_SLOT:
    case RG_WAY_OVERFLOW:
    case RG_WAY_MEMBER:
    case RG_WAY_VALUE:
    case RG_WAY_TYPE_VALUE: return true;
    default: return false;
    }
}

RgValue rg_mirror_load_attr(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue obj)
{
    RgCodeObject *co = frame->code;
    uint32_t mirror = mirror_of(co, reg);
    if (co->mirrors->armed[mirror]) return RG_UNBOUND;
    if (co->code->mirrors[mirror].kind == RG_MIRROR_MODULE_ATTR) return load_module_attr(th, co, ic, mirror, obj);
    if (ic->kind != RG_IC_MODULE) { /* filled by this function only, for plain data */
        RgValue v = cached_attr(ic, obj);
        if (v) return v;
    }
    if (!is_plain_data(th, obj, ic->name)) return give_up(co, mirror);
    RgWord form = OP_LOAD_ATTR; /* what the cache is filled for */
    RgValue v = rg_ic_load_attr(th, &form, ic, obj);
    if (v) return v;
    rg_exception_clear(th);
    return give_up(co, mirror);
}

void rg_mirror_defined_attr(RgThread *th, RgCodeObject *co, RgWord head, RgValue obj, RgStr *name)
{
    uint32_t mirror = defined(co, RG_INSN_A(head), name, RG_MIRROR_MODULE_ATTR, RG_MIRROR_ATTR);
    if (name == RG_SYM(th, __dict__)) rg_code_arm_kind(co, RG_MIRROR_ATTR); /* stores of items may now store attributes */
    if (mirror == NO_MIRROR || co->code->mirrors[mirror].base != RG_INSN_B(head)) return;
    bool kept;
    if (co->code->mirrors[mirror].kind == RG_MIRROR_ATTR) {
        kept = is_plain_data(th, obj, name);
    } else {
        RgAttrInfo info = {.way = RG_WAY_NONE};
        if (rg_exactly(obj, RG_KIND_module) && is_plain(RG_AS(RgModule, obj)->dict)) rg_attr_describe(th, obj, name, &info);
        kept = info.way == RG_WAY_MODULE && rg_watch_add(th, RG_AS(RgModule, obj)->dict, name, co, mirror);
    }
    if (!kept) rg_code_arm(co, mirror);
}

void rg_mirror_enters_getter(RgCodeObject *co, uint32_t reg)
{
    if (mirror_of(co, reg) != NO_MIRROR) rg_code_arm(co, mirror_of(co, reg));
    rg_mirror_python_runs_unseen(co);
}

bool rg_mirror_expects_python(const RgFrame *frame)
{
    const RgCodeObject *co = frame->code;
    uint32_t word = (uint32_t)(frame->pc - co->words);
    if (word > 0) { /* in the first of two parts the pc is at the second word, which is no opcode */
        unsigned head = RG_INSN_OP(frame->pc[-1]);
        uint32_t point = head == OP_LOAD_POINTS ? rg_code_first_point(co->code, word - 1) : co->code->npoints;
        if (point < co->code->npoints && co->code->points[point].word == word - 1) head = co->mirrors->opcodes[point];
        if (rg_op_info[head].effects & F_PARTS) return false;
    }
    return rg_op_bars_attrs(rg_code_opcode(co, frame->pc));
}

void rg_mirror_load_failed(RgCodeObject *co, uint32_t reg) { rg_code_arm(co, mirror_of(co, reg)); }

/* ---- load points ---- */

static RgValue load_global(RgThread *th, RgFrame *f, RgInlineCache *ic)
{
    RgValue v = cached_global(f, ic);
    return v ? v : rg_rt_load_global(th, f, ic);
}

static RgValue load_attr(RgThread *th, RgInlineCache *ic, RgValue base)
{
    RgValue v = cached_attr(ic, base);
    RgWord form = OP_LOAD_ATTR; /* what the cache is filled for */
    return v ? v : rg_ic_load_attr(th, &form, ic, base);
}

static RgValue load(RgThread *th, RgFrame *frame, const RgMirror *m)
{
    RgInlineCache *ic = m->site == RG_NO_NAME ? NULL : RG_CACHE(frame->code, m->site);
    RgValue base = frame->regs[m->base], v;
    switch (m->kind) {
    case RG_MIRROR_GLOBAL: return load_global(th, frame, ic);
    case RG_MIRROR_NAME:
        return frame->locals == rg_from_ptr(frame->globals) ? load_global(th, frame, ic) : rg_rt_load_name(th, frame, ic);
    case RG_MIRROR_MODULE_ATTR: /* the converter puts a load point of the base before */
        if (base == RG_UNBOUND) return rg_raise(th, RG_EXC_SystemError, "attribute %R of nothing", rg_from_ptr(ic->name));
        /* fall through */
    case RG_MIRROR_ATTR: return load_attr(th, ic, base);
    default:
        v = rg_cell_value(base);
        return v != RG_UNBOUND ? v : rg_rt_deref_error(th, frame, m->base);
    }
}

int rg_mirror_load_points(RgThread *th, RgFrame *frame)
{
    RgCodeObject *co = frame->code;
    const RgCode *code = co->code;
    uint32_t word = (uint32_t)(frame->pc - co->words), first = rg_code_first_point(code, word);
    for (uint32_t i = first; i < code->npoints && code->points[i].word == word; i++) {
        const RgLoadPoint *p = &code->points[i];
        if (!co->mirrors->armed[p->mirror]) continue;
        RgValue v = load(th, frame, &code->mirrors[p->mirror]);
        if (!v) {
            rg_traceback_add_at(th, frame, code->nwords + i);
            if (th->rt->steps) rg_steps_stopped(th, frame, p->stack);
            return -1;
        }
        frame->regs[code->mirrors[p->mirror].reg] = v;
    }
    return co->mirrors->opcodes[first];
}

/* ---- namespaces ---- */

void rg_mirror_enter_namespace(RgCodeObject *co)
{
    /* Two frames at once: a store by one would leave the other's register behind. */
    if (co->mirrors->running++) rg_code_arm_kind(co, RG_MIRROR_NAME);
}

void rg_mirror_leave_namespace(RgCodeObject *co)
{
    if (--co->mirrors->running) return;
    for (uint32_t i = 0; i < co->code->nmirrors; i++)
        if (co->code->mirrors[i].kind == RG_MIRROR_NAME) rg_watch_drop(co, i, NULL);
    for (uint32_t i = 0; i < co->code->nsites; i++) { /* what watches again must not be taken from them */
        RgInlineCache *ic = RG_CACHE(co, i);
        if (ic->kind == RG_IC_GLOBAL || ic->kind == RG_IC_BUILTIN) ic->key.bits = 0;
    }
}
