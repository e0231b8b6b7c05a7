/* SPDX-License-Identifier: MIT
 *
 * mutate.c: changes of single operands, opcodes, jumps, handlers, mirrors, constants and counts of register code, driven
 * by the tables of opcodes. Always holds: the words stay a sequence of instructions of the same lengths, so that a change
 * is one change and not noise from there on; but for one kind, which is noise.
 */
#include "tests/fuzz/mutate.h"

#include "vm/code/op.h"

uint32_t rg_fuzz_below(RgFuzzRandom *random, uint32_t n)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return n ? (uint32_t)((random->state * 0x2545f4914f6cdd1dull >> 32) % n) : 0;
}

#define PICK(n) rg_fuzz_below(random, (uint32_t)(n))

#define COPY(field, n)                                                                           \
    do {                                                                                         \
        void *copy_ = rg_arena_alloc(&unit->arena, ((size_t)(n) + 1) * sizeof *code->field);     \
        if (!copy_) return false;                                                                \
        if (n) memcpy(copy_, code->field, (size_t)(n) * sizeof *code->field);                    \
        code->field = copy_;                                                                     \
    } while (0)

bool rg_fuzz_thaw(RgCodeUnit *unit)
{
    for (uint32_t i = 0; i < unit->ncodes; i++) {
        RgCode *code = (RgCode *)(uintptr_t)unit->codes[i];
        COPY(words, code->nwords);
        COPY(handlers, code->nhandlers);
        COPY(mirrors, code->nmirrors);
        COPY(points, code->npoints);
        COPY(sites, code->nsites);
        COPY(consts, code->nconsts);
        COPY(local_kinds, code->nlocals);
    }
    return true;
}
#undef COPY

/* ---- instructions ---- */

/* Head of some instruction: the n-th, for a random n. */
static uint32_t some_head(const RgCode *code, RgFuzzRandom *random)
{
    uint32_t goal = PICK(code->nwords), at = 0;
    for (uint32_t next; (next = at + rg_op_length(&code->words[at])) <= goal && next < code->nwords;)
        at = next;
    return at;
}

static uint32_t some_operand(const RgCode *code, RgFuzzRandom *random)
{
    if (code->nconsts && PICK(3) == 0) return RG_OPERAND_CONST | PICK(RG_MIN(code->nconsts, 0x8000u));
    return PICK(code->nregs + (PICK(50) == 0));
}

/* One of the fields A, B and C, by its role. False: that one has nothing to change. */
static bool change_field(const RgCode *code, RgWord *w, int i, RgFuzzRandom *random)
{
    uint32_t shift = 8 + 8 * (uint32_t)i, value, width = 0xff;
    switch ((RgRole)rg_op_info[RG_INSN_OP(*w)].role[i]) {
    case RG_ROLE_D:
    case RG_ROLE_U:
    case RG_ROLE_X: value = PICK(RG_MIN(code->nregs + (PICK(50) == 0), 256u)); break;
    case RG_ROLE_K: value = PICK(RG_MIN(code->nconsts, 256u)); break;
    case RG_ROLE_S: value = PICK(5); break;
    case RG_ROLE_R16: value = some_operand(code, random), width = 0xffff; break;
    case RG_ROLE_K16: value = PICK(code->nconsts), width = 0xffff; break;
    case RG_ROLE_L16: value = PICK(code->nlocals), width = 0xffff; break;
    case RG_ROLE_I8: value = PICK(code->nsites); break;
    case RG_ROLE_I16: value = PICK(code->nsites), width = 0xffff; break;
    default: return false;
    }
    *w = (*w & ~(width << shift)) | (value & width) << shift;
    return true;
}

/* One of the words behind the head, by the layout. */
static void change_word(const RgCode *code, uint32_t at, RgFuzzRandom *random)
{
    RgWord *w = (RgWord *)(uintptr_t)&code->words[at];
    const char *items = rg_words_items[rg_op_info[RG_INSN_OP(*w)].words];
    uint32_t length = rg_op_length(w), word = 1 + PICK(length - 1);
    const char *item = items + RG_MIN(word - 1, (uint32_t)strlen(items) - 1);
    switch (*item) {
    case 'J': w[word] = some_head(code, random) - at - length; break;
    case 'I':
    case 'T': w[word] = PICK(code->nsites + 1); break;
    case 'K': w[word] = PICK(code->nconsts); break;
    default:
        if (*item != 'P' && RG_INSN_C(*w) == RG_LIST_EXTENDED && word == strlen(items)) break; /* the count */
        if (PICK(2))
            w[word] = (w[word] & 0xffff0000u) | some_operand(code, random);
        else
            w[word] = (w[word] & 0xffffu) | some_operand(code, random) << 16;
    }
}

/* Another opcode of the same layout. */
static void change_opcode(RgWord *w, RgFuzzRandom *random)
{
    const RgOpInfo *old = &rg_op_info[RG_INSN_OP(*w)];
    for (int tries = 0; tries < 60; tries++) {
        unsigned op = PICK(RG_OP_COUNT);
        const RgOpInfo *info = &rg_op_info[op];
        if (info->quick || info->words != old->words || info->list != old->list) continue;
        if (tries < 50 && memcmp(info->role, old->role, sizeof info->role)) continue;
        *w = (*w & ~0xffu) | op;
        return;
    }
}

static void change_instruction(const RgCode *code, RgFuzzRandom *random)
{
    uint32_t at = some_head(code, random), length = rg_op_length(&code->words[at]);
    RgWord *w = (RgWord *)(uintptr_t)&code->words[at];
    switch (PICK(10)) {
    case 0: /* it does not happen */
        for (uint32_t i = 0; i < length; i++)
            w[i] = RG_INSN(OP_NOP, 0, 0, 0);
        return;
    case 1: change_opcode(w, random); return;
    case 2: /* another one of the same length happens instead */
        for (int tries = 0; tries < 8; tries++) {
            uint32_t other = some_head(code, random);
            if (rg_op_length(&code->words[other]) != length) continue;
            memmove(w, &code->words[other], length * sizeof *w);
            return;
        }
        return;
    case 3:
    case 4:
        if (length > 1) {
            change_word(code, at, random);
            return;
        }
        break;
    default: break;
    }
    for (int tries = 0; tries < 6 && !change_field(code, w, (int)PICK(3), random); tries++)
        continue;
}

/* ---- tables and counts ---- */

static void change_handler(const RgCode *code, RgFuzzRandom *random)
{
    if (!code->nhandlers) return;
    RgHandler *h = (RgHandler *)(uintptr_t)&code->handlers[PICK(code->nhandlers)];
    switch (PICK(5)) {
    case 0: h->start = some_head(code, random); break;
    case 1: h->end = some_head(code, random); break;
    case 2: h->target = some_head(code, random); break;
    case 3: h->exc_reg = PICK(4) ? PICK(code->nregs) : RG_NO_REGISTER; break;
    default: h->lasti_reg = PICK(4) ? PICK(code->nregs) : RG_NO_REGISTER; break;
    }
}

static void change_mirror(const RgCode *code, RgFuzzRandom *random)
{
    if (code->nmirrors && PICK(2)) {
        RgMirror *m = (RgMirror *)(uintptr_t)&code->mirrors[PICK(code->nmirrors)];
        switch (PICK(4)) {
        case 0: m->kind = PICK(RG_MIRROR_KIND_COUNT); break;
        case 1: m->reg = PICK(code->nregs); break;
        case 2: m->base = PICK(code->nregs); break;
        default: m->site = PICK(code->nsites); break;
        }
    } else if (code->npoints) {
        RgLoadPoint *p = (RgLoadPoint *)(uintptr_t)&code->points[PICK(code->npoints)];
        switch (PICK(3)) {
        case 0: p->word = some_head(code, random); break;
        case 1: p->mirror = PICK(code->nmirrors + 1); break;
        default: p->stack = PICK(code->stack_instructions + 2); break;
        }
    }
}

static void change_counts(RgCode *code, RgFuzzRandom *random)
{
    uint32_t *const fields[] = {&code->flags, &code->argcount, &code->posonlyargcount, &code->kwonlyargcount, &code->nlocals,
                                &code->nfree, &code->nregs, &code->nentry, &code->nconsts_source};
    uint32_t i = PICK(RG_COUNT_OF(fields) + 2);
    if (i == 0) {
        code->flags ^= 1u << PICK(10);
    } else if (i < RG_COUNT_OF(fields)) {
        bool longer = fields[i] != &code->nlocals && PICK(2); /* arrays do not grow */
        if (longer || *fields[i] > 0) *fields[i] += longer ? 1u : ~0u;
    } else if (code->nlocals) {
        ((uint8_t *)(uintptr_t)code->local_kinds)[PICK(code->nlocals)] ^= (uint8_t)(1u << PICK(8));
    }
}

static void change_tables(RgCode *code, RgFuzzRandom *random)
{
    switch (PICK(6)) {
    case 0:
    case 1: change_handler(code, random); break;
    case 2: change_mirror(code, random); break;
    case 3: change_counts(code, random); break;
    case 4:
        if (code->nconsts)
            ((const RgConst **)(uintptr_t)code->consts)[PICK(code->nconsts)] = code->consts[PICK(code->nconsts)];
        break;
    default:
        if (code->nsites)
            ((RgSite *)(uintptr_t)code->sites)[PICK(code->nsites)].name = PICK(4) ? PICK(code->nnames) : RG_NO_NAME;
    }
}

void rg_fuzz_mutate(RgCodeUnit *unit, RgFuzzRandom *random)
{
    RgCode *code = (RgCode *)(uintptr_t)unit->codes[PICK(unit->ncodes)];
    for (uint32_t n = 1 + PICK(3); n > 0; n--) {
        if (PICK(4) == 0) code = (RgCode *)(uintptr_t)unit->codes[PICK(unit->ncodes)];
        if (PICK(40) == 0) { /* noise; what comes after it in this round is noise as well, so be done */
            ((RgWord *)(uintptr_t)code->words)[PICK(code->nwords)] ^= 1u << PICK(32);
            return;
        }
        if (PICK(4))
            change_instruction(code, random);
        else
            change_tables(code, random);
    }
}
