/* SPDX-License-Identifier: MIT
 *
 * pass.c: the pass driver.
 */
#include "convert/pass.h"
#include "convert/irverify.h"

static const struct {
    const char *name;
    void (*run)(RgConvert *cx, RgIrFunction *f);
} passes[] = {
#define PASS(NAME, DOC) {#NAME, rg_opt_##NAME},
#include "convert/passes.def"
};

const char *const rg_pass_names[] = {
#define PASS(NAME, DOC) #NAME,
#include "convert/passes.def"
    NULL};

static RgStatus after(RgConvert *cx, const RgIrFunction *f, RgStage stage, const char *name)
{
    if (f->failed) return rg_error_set(cx->error, ERR_NO_MEMORY, UINT64_MAX, "%s", name);
    if (cx->opts.dump) cx->opts.dump(cx->opts.dump_context, stage, name, cx->code, f);
    return cx->opts.verify_ir ? rg_irverify(cx, f, name) : RG_OK;
}

RgStatus rg_pass_run_all(RgConvert *cx, struct RgIrFunction *f)
{
    RgStatus st = after(cx, f, RG_STAGE_IR, "lift");
    if (cx->opts.opt <= 0) return st;
    for (size_t k = 0; !st && k < RG_COUNT_OF(passes); k++) {
        if (cx->opts.pass_stop_after && k >= (size_t)cx->opts.pass_stop_after) break;
        passes[k].run(cx, f);
        st = after(cx, f, RG_STAGE_PASS, passes[k].name);
    }
    return st;
}
