/* SPDX-License-Identifier: MIT
 *
 * code_object.c: the cell of a linked code object: what it refers to and what it frees.
 * Always holds: pool holds the caches and then the constants; inline caches keep what they pin alive.
 */
#include "vm/object/code_object.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"
#include "vm/object/shape.h"
#include "vm/object/watch.h"

void rg_code_trace(RgMarker *marker, void *cell)
{
    RgCodeObject *co = cell;
    rg_mark_cell(marker, co->pool);
    rg_mark_cell(marker, co->name);
    rg_mark_cell(marker, co->qualname);
    rg_mark_cell(marker, co->filename);
    rg_mark_cell(marker, co->local_names);
    rg_mark_cell(marker, co->names);
    rg_mark_cell(marker, co->entry_globals);
    rg_mark_cell(marker, co->entry_builtins);
    rg_mark_values(marker, co->cached, 4);
    rg_mark_value(marker, co->weaklist);
}

void rg_code_release(RgHeap *heap, void *cell)
{
    (void)heap;
    RgCodeObject *co = cell;
    if (co->prev_code) *co->prev_code = co->next_code;
    if (co->next_code) co->next_code->prev_code = co->prev_code;
    for (uint32_t i = 0; co->mirrors && i < co->code->nmirrors; i++) rg_watch_drop(co, i, NULL);
    rg_mem_free(co->mirrors);
    rg_mem_free(co->words);
    if (co->unit) rg_code_unit_release(co->unit);
}

/* ---- mirrors ---- */

bool rg_code_init_mirrors(RgCodeObject *co)
{
    const RgCode *code = co->code;
    if (!code->nmirrors) return true;
    size_t n = code->nmirrors;
    RgCodeMirrors *m = rg_mem_calloc(1, sizeof *m + n * sizeof(RgWatcher *) + co->nregs * sizeof(uint16_t) + n + code->npoints);
    if (!m) return false;
    m->watchers = (RgWatcher **)(void *)(m + 1);
    m->by_register = (uint16_t *)(void *)(m->watchers + n);
    m->armed = (uint8_t *)(m->by_register + co->nregs);
    m->opcodes = m->armed + n;
    for (uint32_t i = 0; i < n; i++) {
        m->by_register[code->mirrors[i].reg] = (uint16_t)(i + 1);
        m->attrs |= code->mirrors[i].kind == RG_MIRROR_ATTR;
    }
    co->mirrors = m;
    return true;
}

uint32_t rg_code_first_point(const RgCode *code, uint32_t word)
{
    uint32_t low = 0, high = code->npoints; /* rows before low are of smaller words, rows from high on are not */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (code->points[middle].word < word) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void replace_opcode(RgWord *head, unsigned op) { *head = (*head & ~0xffu) | op; }

unsigned rg_code_opcode(const RgCodeObject *co, const RgWord *pc)
{
    unsigned op = RG_INSN_OP(*pc);
    return op == OP_LOAD_POINTS ? co->mirrors->opcodes[rg_code_first_point(co->code, (uint32_t)(pc - co->words))] : op;
}

void rg_code_set_opcode(RgCodeObject *co, RgWord *pc, unsigned op)
{
    if (RG_INSN_OP(*pc) == OP_LOAD_POINTS)
        co->mirrors->opcodes[rg_code_first_point(co->code, (uint32_t)(pc - co->words))] = (uint8_t)op;
    else
        replace_opcode(pc, op);
}

void rg_code_arm(RgCodeObject *co, uint32_t mirror)
{
    RgCodeMirrors *m = co->mirrors;
    const RgCode *code = co->code;
    if (m->armed[mirror]) return;
    m->armed[mirror] = 1;
    rg_watch_drop(co, mirror, NULL);
    for (uint32_t i = 0, first = 0; i < code->npoints; i++) {
        const RgLoadPoint *p = &code->points[i];
        if (p->word != code->points[first].word) first = i;
        RgWord *head = &co->words[p->word];
        if (p->mirror != mirror || RG_INSN_OP(*head) == OP_LOAD_POINTS) continue;
        m->opcodes[first] = RG_INSN_OP(*head);
        replace_opcode(head, OP_LOAD_POINTS);
    }
    if (code->mirrors[mirror].kind > RG_MIRROR_MODULE_ATTR) return;
    for (uint32_t i = 0; i < code->nmirrors; i++)
        if (code->mirrors[i].kind == RG_MIRROR_MODULE_ATTR && code->mirrors[i].base == code->mirrors[mirror].reg)
            rg_code_arm(co, i);
}

void rg_code_arm_kind(RgCodeObject *co, uint32_t kind)
{
    for (uint32_t i = 0; co->mirrors && i < co->code->nmirrors; i++)
        if (co->code->mirrors[i].kind == kind) rg_code_arm(co, i);
    if (co->mirrors && kind == RG_MIRROR_ATTR) co->mirrors->attrs = false;
}

void rg_code_bind_namespaces(RgCodeObject *co, RgDict *globals, RgDict *builtins)
{
    /* Called as a function, a module's body may have several frames. */
    if (!(co->flags & RG_CO_OPTIMIZED)) rg_code_arm_kind(co, RG_MIRROR_NAME);
    if (!co->nentry || (co->entry_globals == globals && co->entry_builtins == builtins)) return;
    if (co->entry_globals) {
        for (uint32_t i = 0; i < co->nentry; i++) rg_code_arm(co, i);
    } else {
        rg_gc_store_ptr(co, &co->entry_globals, globals);
        rg_gc_store_ptr(co, &co->entry_builtins, builtins);
    }
}
