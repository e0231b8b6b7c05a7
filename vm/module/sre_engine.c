/* SPDX-License-Identifier: MIT
 *
 * sre_engine.c: the state of a match and the matcher in three widths. See sre_match.inc.
 */
#include "vm/module/sre.h"

#include "vm/interp/interp.h"

enum {
    CHOICE_BRANCH,     /* pc: the next alternative's skip word */
    CHOICE_ONE_LESS,   /* greedy single characters: pc is the tail, low the least position */
    CHOICE_ONE_MORE,   /* lazy single characters: pc is the op, low the largest position */
    CHOICE_LEAVE,      /* greedy repeat: go on with the tail at pc; context: the repeat's cell */
    CHOICE_MORE,       /* lazy repeat: one more round */
    CHOICE_POSSESSIVE, /* barrier; pc: the op, context: rounds done */
    CHOICE_ATOMIC,     /* barriers; pc: where to go on */
    CHOICE_ASSERT,
    CHOICE_ASSERT_NOT
};

static bool push_choice(RgSreState *s, uint32_t kind, uint32_t pc, int64_t ptr, int64_t low, int32_t outer, uint32_t context)
{
    RgSreChoice c = {kind, pc, ptr, low, (uint32_t)s->trail.len, (uint32_t)s->cells.len, outer, context};
    return RG_VEC_PUSH(&s->choices, c);
}

/* Old values matter only to choices made since the cell came into being. */
static inline bool set_cell(RgSreState *s, uint32_t cell, int64_t value)
{
    if (s->choices.len && cell < s->choices.data[s->choices.len - 1].cells) {
        RgSreUndo u = {cell, s->cells.data[cell]};
        if (!RG_VEC_PUSH(&s->trail, u)) return false;
    }
    s->cells.data[cell] = value;
    return true;
}

static void undo_to(RgSreState *s, const RgSreChoice *c)
{
    while (s->trail.len > c->trail) {
        RgSreUndo u = s->trail.data[--s->trail.len];
        s->cells.data[u.cell] = u.value;
    }
    s->cells.len = c->cells;
}

/* Index of a new repeat context's first cell, or -1. */
static int64_t new_context(RgSreState *s, uint32_t skip_at)
{
    int64_t at = (int64_t)s->cells.len;
    if (at > INT32_MAX || !RG_VEC_RESERVE(&s->cells, s->cells.len + 4)) return -1;
    int64_t *c = s->cells.data + at;
    c[0] = s->cells.data[RG_SRE_CELL_REPEAT];
    c[1] = skip_at;
    c[2] = -1;
    c[3] = -1;
    s->cells.len += 4;
    return at;
}

static void reset_state(RgSreState *s)
{
    s->choices.len = s->trail.len = 0;
    s->cells.len = RG_SRE_MARKS + 2 * (size_t)s->groups;
    s->cells.data[RG_SRE_CELL_REPEAT] = 0;
    s->cells.data[RG_SRE_CELL_LASTINDEX] = -1;
    for (size_t i = RG_SRE_MARKS; i < s->cells.len; i++) s->cells.data[i] = -1;
}

#define CHAR uint8_t
#define FN(NAME) NAME##_1
#include "vm/module/sre_match.inc"
#undef CHAR
#undef FN
#define CHAR uint16_t
#define FN(NAME) NAME##_2
#include "vm/module/sre_match.inc"
#undef CHAR
#undef FN
#define CHAR uint32_t
#define FN(NAME) NAME##_4
#include "vm/module/sre_match.inc"
#undef CHAR
#undef FN

bool rg_sre_state_init(RgThread *th, RgSreState *s, const uint32_t *code, uint32_t groups, const void *text, int width, int64_t length,
                       int64_t pos, int64_t endpos)
{
    memset(s, 0, sizeof *s);
    s->th = th;
    s->code = code;
    s->groups = groups;
    s->text = text;
    s->width = width;
    s->must_advance_ptr = -1;
    if (pos < 0) pos = 0;
    if (pos > length) pos = length;
    if (endpos < 0) endpos = 0;
    if (endpos > length) endpos = length;
    s->start = pos;
    s->end = endpos;
    if (RG_VEC_RESERVE(&s->cells, RG_SRE_MARKS + 2 * (size_t)groups)) return true;
    rg_raise_memory(th);
    return false;
}

void rg_sre_state_fini(RgSreState *s)
{
    RG_VEC_FINI(&s->cells);
    RG_VEC_FINI(&s->choices);
    RG_VEC_FINI(&s->trail);
}

int rg_sre_match(RgSreState *s)
{
    if (s->start > s->end) return 0;
    return s->width == 1 ? match_1(s) : s->width == 2 ? match_2(s) : match_4(s);
}

int rg_sre_search(RgSreState *s)
{
    return s->width == 1 ? search_1(s) : s->width == 2 ? search_2(s) : search_4(s);
}
