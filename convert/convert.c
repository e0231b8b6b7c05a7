/* SPDX-License-Identifier: MIT
 *
 * convert.c: runs the stages, function by function, with one scratch arena and one IR for all of them.
 */
#include "convert/convert.h"
#include "convert/facts.h"
#include "convert/lift.h"
#include "convert/pyc.h"
#include "vm/base/mem.h"

static void dump(const RgConvert *cx, RgStage stage, const char *detail, const void *subject)
{
    if (cx->opts.dump) cx->opts.dump(cx->opts.dump_context, stage, detail, cx->code, subject);
}

static RgStatus no_memory(RgConvert *cx)
{
    return rg_error_set(cx->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
}

static RgStatus list_codes(RgConvert *cx)
{
    RgCodeUnit *unit = cx->unit;
    const RgPyModule *module = cx->module;
    unit->codes = RG_ARENA_ARRAY(&unit->arena, const RgCode *, module->ncodes);
    if (!unit->codes) return no_memory(cx);
    for (uint32_t i = 0; i < module->ncodes; i++)
        unit->codes[i] = module->codes[i]->out;
    unit->ncodes = module->ncodes;
    unit->main = unit->codes[0];
    unit->source_version = (uint32_t)module->version->major << 8 | module->version->minor;
    return RG_OK;
}

void rg_convert_init(RgConvert *cx)
{
    memset(cx, 0, sizeof *cx);
    rg_arena_init(&cx->scratch);
}

/* A new unit, with whatever memory cx has. */
static RgStatus start(RgConvert *cx, const void *data, size_t size, const RgConvertOptions *opts, RgError *error)
{
    cx->error = error;
    rg_facts_forget(cx);
    cx->opts = (RgConvertOptions){0};
    if (opts) {
        cx->opts = *opts;
    } else {
        cx->opts.opt = 1;
#ifdef RG_ASSERTIONS
        cx->opts.verify_ir = true;
#endif
    }
    cx->unit = rg_code_unit_new();
    if (!cx->ir && (cx->ir = rg_mem_alloc(sizeof *cx->ir))) rg_ir_init(cx->ir);
    if (!cx->unit || !cx->ir) return no_memory(cx);
    RgStatus status = (cx->opts.lent ? rg_pyc_read_lent : rg_pyc_read)(&cx->unit->arena, data, size, &cx->module, error);
    return status == RG_OK ? list_codes(cx) : status;
}

RgStatus rg_convert_begin(RgConvert *cx, const void *data, size_t size, const RgConvertOptions *opts, RgError *error)
{
    rg_convert_init(cx);
    return start(cx, data, size, opts, error);
}

void rg_convert_end(RgConvert *cx)
{
    if (cx->ir) {
        rg_ir_fini(cx->ir);
        rg_mem_free(cx->ir);
    }
    rg_regalloc_free(cx);
    rg_facts_free(cx);
    rg_arena_fini(&cx->scratch);
    if (cx->unit) rg_code_unit_release(cx->unit);
    memset(cx, 0, sizeof *cx);
}

RgStatus rg_convert_lift(RgConvert *cx, const RgPyCode *code)
{
    rg_arena_reset(&cx->scratch);
    RgStackCode *stack = RG_ARENA_NEW(&cx->scratch, RgStackCode);
    RgCfg *cfg = RG_ARENA_NEW(&cx->scratch, RgCfg);
    if (!stack || !cfg) return no_memory(cx);
    cx->code = code;
    cx->stack = stack;
    RgStatus status = rg_decode(&cx->scratch, code, stack, cx->error);
    if (status != RG_OK) return status;
    dump(cx, RG_STAGE_STACK, "", stack);
    status = rg_cfg_build(&cx->scratch, stack, cfg, cx->error);
    if (status != RG_OK) return status;
    dump(cx, RG_STAGE_CFG, "", cfg);
    cx->cfg = cfg;
    return rg_lift(cx, cfg, cx->ir); /* verified and dumped by rg_pass_run_all */
}

RgStatus rg_convert_function(RgConvert *cx, const RgPyCode *code)
{
    RgStatus status = rg_convert_lift(cx, code);
    if (status == RG_OK && cx->opts.opt > 0 && code->index == 0 && cx->module->ncodes > 1) rg_facts_learn(cx);
    if (status == RG_OK) status = rg_pass_run_all(cx, cx->ir);
    if (status != RG_OK) return status;
    code->out->stack_instructions = cx->stack->ninsns;
    code->out->stack_extended_args = cx->stack->extended_args;
    status = rg_regalloc_emit(cx, cx->ir, cx->unit, code->out);
    if (status == RG_OK) dump(cx, RG_STAGE_CODE, "", code->out);
    return status;
}

RgStatus rg_convert_file(RgConvert *cx, const void *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **out,
                         RgError *error)
{
    *out = NULL;
    RgStatus status = start(cx, data, size, opts, error);
    for (uint32_t i = 0; status == RG_OK && i < cx->module->ncodes; i++)
        status = rg_convert_function(cx, cx->module->codes[i]);
    if (status == RG_OK)
        *out = cx->unit;
    else
        rg_convert_end(cx);
    cx->unit = NULL;
    cx->module = NULL;
    cx->code = NULL;
    cx->stack = NULL;
    cx->error = NULL;
    return status;
}

RgStatus rg_convert_pyc(const void *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **out, RgError *error)
{
    RgConvert cx;
    rg_convert_init(&cx);
    RgStatus status = rg_convert_file(&cx, data, size, opts, out, error);
    rg_convert_end(&cx);
    return status;
}
