/* SPDX-License-Identifier: MIT
 *
 * debug.c: knobs that show what happens: -X dump=STAGE prints a stage of every function that is converted, -X trace=calls,code
 * what is called and where code comes from. All of it goes to standard error.
 */
#include <stdio.h>
#include "convert/cfg.h"
#include "convert/decode.h"
#include "convert/irtext.h"
#include "convert/pycode.h"
#include "vm/api/state.h"
#include "vm/base/strbuf.h"
#include "vm/code/disasm.h"
#include "vm/code/op.h"

/* ---- dump ---- */

static const char *const stage_names[] = {
    [RG_STAGE_STACK] = "stack", [RG_STAGE_CFG] = "cfg", [RG_STAGE_IR] = "ir", [RG_STAGE_PASS] = "passes", [RG_STAGE_CODE] = "code"};

static void print_stack(RgStrBuf *out, const RgStackCode *sc)
{
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        const RgStackInsn *in = &sc->insns[i];
        rg_strbuf_printf(out, "%6u  %s ", 2 * (in->unit - in->prefixes),
                         sc->code->version->number_names[sc->code->code.data[(size_t)in->unit * 2]]);
        rg_decode_print_arg(out, sc, i);
        rg_strbuf_putc(out, '\n');
    }
}

static void dump(void *context, RgStage stage, const char *detail, const struct RgPyCode *code, const void *subject)
{
    const Regius *r = context;
    const char *wanted = r->knobs.dump;
    if (strcmp(wanted, stage_names[stage]) != 0 && !(stage == RG_STAGE_PASS && !strcmp(wanted, detail))) return;
    RgStrBuf out;
    rg_strbuf_init(&out);
    rg_strbuf_printf(&out, "-- %s%s%s: %.*s (%.*s, line %d)\n", stage_names[stage], *detail ? " " : "", detail, (int)code->qualname.len,
                     code->qualname.data, (int)code->filename.len, code->filename.data, code->firstlineno);
    switch (stage) {
    case RG_STAGE_STACK: print_stack(&out, subject); break;
    case RG_STAGE_CFG: rg_cfg_print(&out, subject); break;
    case RG_STAGE_IR:
    case RG_STAGE_PASS: rg_irtext_print(&out, subject); break;
    case RG_STAGE_CODE: {
        const RgCode *c = subject;
        for (uint32_t word = 0; word < c->nwords; word += rg_op_length(&c->words[word])) {
            rg_strbuf_printf(&out, "%6u  ", word);
            rg_disasm_insn(&out, c, word, RG_DISASM_COMMENTS);
            rg_strbuf_putc(&out, '\n');
        }
        break;
    }
    }
    fwrite(out.data, 1, out.len, stderr);
    rg_strbuf_fini(&out);
}

/* ---- trace ---- */

/* Whether the comma-separated words of -X trace= have this one. */
static bool traces(const Regius *r, const char *what)
{
    size_t len = strlen(what);
    for (const char *p = r->knobs.trace; p && *p; p += strcspn(p, ",")) {
        p += *p == ',';
        if (strcspn(p, ",") == len && !memcmp(p, what, len)) return true;
    }
    return false;
}

static const char *text(RgThread *th, RgStr *s)
{
    const char *t = s ? rg_str_utf8(th, s, NULL) : NULL;
    if (!t) rg_exception_clear(th);
    return t ? t : "?";
}

static RgValue trace_call(RgThread *th, RgFrame *frame, void *data)
{
    fprintf(stderr, "trace: call %s (%s:%d)\n", text(th, frame->code->qualname), text(th, frame->code->filename), frame->code->code->firstlineno);
    return rg_interp_default_eval(th, frame);
}

void rg_api_trace_code(const Regius *r, const char *from, const char *path, size_t len)
{
    if (r->knobs.trace && traces(r, "code")) fprintf(stderr, "trace: code %s: %.*s\n", from, (int)len, path);
}

void rg_api_debug_init(Regius *r)
{
    if (r->knobs.dump) {
        r->convert.dump = dump;
        r->convert.dump_context = r;
    }
    if (r->knobs.trace && traces(r, "calls")) {
        r->hook = (RgFrameHook){trace_call, r};
        rg_recursion_set(r->rt, r->rt->recursion_limit, &r->hook);
    }
    /* What is in the cache was converted otherwise, and nobody would see how. */
    if (r->knobs.dump || r->knobs.verify || r->knobs.pass_stop_after || r->knobs.ra_seed || r->knobs.ra_limit) r->cache_tried = true;
}
