/* SPDX-License-Identifier: MIT
 *
 * frame_type.c: frame objects.
 */
#include "vm/type/gen_types.h"

#define FRAME(v) RG_AS(RgFrameObject, v)

static void trace(RgMarker *marker, void *cell)
{
    RgFrameObject *fo = cell;
    rg_mark_cell(marker, fo->code);
    rg_mark_cell(marker, fo->globals);
    rg_mark_cell(marker, fo->builtins);
    rg_mark_value(marker, fo->back);
    rg_mark_value(marker, fo->locals);
    rg_mark_cell(marker, fo->saved);
    rg_mark_value(marker, fo->generator);
    rg_mark_value(marker, fo->trace);
}

static RgValue get_back(RgThread *th, RgValue self)
{
    RgFrameObject *fo = FRAME(self);
    if (!fo->frame) return fo->back;
    return fo->frame->prev ? rg_from_ptr(rg_frame_object(th, fo->frame->prev)) : RG_NONE;
}
static RgValue get_code(RgThread *th, RgValue self) { return rg_from_ptr(FRAME(self)->code); }
static RgValue get_globals(RgThread *th, RgValue self) { return rg_from_ptr(FRAME(self)->globals); }
static RgValue get_builtins(RgThread *th, RgValue self) { return rg_from_ptr(FRAME(self)->builtins); }
static RgValue get_locals(RgThread *th, RgValue self) { return rg_frame_object_locals(th, FRAME(self)); }
static RgValue get_lineno(RgThread *th, RgValue self)
{
    int32_t line = rg_frame_object_line(FRAME(self));
    return line > 0 ? rg_from_int(line) : RG_NONE;
}
static RgValue get_lasti(RgThread *th, RgValue self)
{
    RgFrameObject *fo = FRAME(self);
    uint32_t word = fo->frame ? (uint32_t)(fo->frame->pc - fo->code->words) : fo->word;
    return rg_from_int((int64_t)word * 4);
}
static RgValue get_trace(RgThread *th, RgValue self) { return FRAME(self)->trace ? FRAME(self)->trace : RG_NONE; }
static bool set_trace(RgThread *th, RgValue self, RgValue value)
{
    rg_gc_store(FRAME(self), &FRAME(self)->trace, value == RG_NONE || value == RG_UNBOUND ? 0 : value);
    return true;
}
static RgValue get_trace_lines(RgThread *th, RgValue self) { return rg_from_bool(FRAME(self)->trace_lines); }
static bool set_trace_lines(RgThread *th, RgValue self, RgValue value)
{
    FRAME(self)->trace_lines = value == RG_TRUE;
    return true;
}
static RgValue get_trace_opcodes(RgThread *th, RgValue self) { return rg_from_bool(FRAME(self)->trace_opcodes); }
static bool set_trace_opcodes(RgThread *th, RgValue self, RgValue value)
{
    FRAME(self)->trace_opcodes = value == RG_TRUE;
    return true;
}

static RgValue repr(RgThread *th, RgValue self)
{
    RgFrameObject *fo = FRAME(self);
    return rg_from_ptr(rg_format(th, "<frame at %p, file %R, line %d, code %U>", (void *)fo, rg_from_ptr(fo->code->filename),
                                 rg_frame_object_line(fo), fo->code->name));
}

/* Drops the locals of a finished frame; one that runs cannot be cleared. */
static RgValue clear(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgFrameObject *fo = FRAME(self);
    if (fo->frame) {
        if (!fo->generator || RG_GENERATOR(fo->generator)->state == RG_GEN_RUNNING)
            return rg_raise(th, RG_EXC_RuntimeError, "cannot clear an executing frame");
        if (!rg_gen_close(th, RG_GENERATOR(fo->generator))) return RG_ERROR;
    }
    fo->saved = NULL;
    if (fo->code->flags & RG_CO_OPTIMIZED) fo->locals = 0;
    return RG_NONE;
}

static const RgMethodDef methods[] = {
    RG_METHOD("clear", "($self, /)", "Clears all references that the frame's locals hold.", clear),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {
    {"f_back", get_back, NULL, NULL},
    {"f_code", get_code, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL},
    {"f_lineno", get_lineno, NULL, NULL},
    {"f_lasti", get_lasti, NULL, NULL},
    {"f_trace", get_trace, set_trace, NULL},
    {"f_trace_lines", get_trace_lines, set_trace_lines, NULL},
    {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_frame = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgFrameObject),
    .cell = {"frame", trace, NULL},
    .slots = {.repr = repr},
    .methods = methods,
    .getset = getset,
};
