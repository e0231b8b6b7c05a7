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

/* With room up to the next multiple of MORE. */
#define MORE 16u
#define COPY(field, n)                                                                           \
    do {                                                                                         \
        void *copy_ = rg_arena_alloc(&unit->arena, ((size_t)(n) / MORE + 1) * MORE * sizeof *code->field); \
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

/* Head of an instruction whose opcode is rare in this code: otherwise loads and calls get nearly all changes. */
static uint32_t rare_head(const RgCode *code, RgFuzzRandom *random)
{
    uint32_t count[256] = {0}, best = some_head(code, random);
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at]))
        count[RG_INSN_OP(code->words[at])]++;
    for (int tries = 0; tries < 12; tries++) {
        uint32_t at = some_head(code, random);
        if (count[RG_INSN_OP(code->words[at])] < count[RG_INSN_OP(code->words[best])]) best = at;
    }
    return best;
}

/* A constant of that kind, if a few tries find one. */
static uint32_t some_const(const RgCode *code, unsigned kind, RgFuzzRandom *random)
{
    uint32_t k = PICK(code->nconsts);
    for (int tries = 0; tries < 20 && code->nconsts && code->consts[k]->kind != kind; tries++)
        k = PICK(code->nconsts);
    return k;
}

/* A register that an instruction near the word at names, which may therefore hold something. */
static uint32_t near_register(const RgCode *code, uint32_t at, RgFuzzRandom *random)
{
    const uint32_t back = PICK(12), goal = at - RG_MIN(at, back);
    uint32_t w = 0;
    while (w + rg_op_length(&code->words[w]) <= goal)
        w += rg_op_length(&code->words[w]);
    const uint8_t field[3] = {RG_INSN_A(code->words[w]), RG_INSN_B(code->words[w]), RG_INSN_C(code->words[w])};
    uint32_t i = PICK(3);
    const RgRole role = (RgRole)rg_op_info[RG_INSN_OP(code->words[w])].role[i];
    return role == RG_ROLE_D || role == RG_ROLE_U || role == RG_ROLE_X ? field[i] : PICK(RG_MIN(code->nregs, 256u));
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

/* ---- instructions that were not there ---- */

static bool has_site(const RgOpInfo *info)
{
    for (int i = 0; i < 3; i++)
        if (info->role[i] == RG_ROLE_I8 || info->role[i] == RG_ROLE_I16) return true;
    return strpbrk(rg_words_items[info->words], "IT") != NULL;
}

static uint32_t site_of(const RgWord *w)
{
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    for (int i = 0; i < 3; i++) {
        if (info->role[i] == RG_ROLE_I8) return *w >> (8 + 8 * i) & 0xff;
        if (info->role[i] == RG_ROLE_I16) return *w >> (8 + 8 * i) & 0xffff;
    }
    return w[1]; /* sites are first behind the head */
}

static void set_site(RgWord *w, uint32_t site)
{
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    for (int i = 0; i < 3; i++) {
        const uint32_t width = info->role[i] == RG_ROLE_I8 ? 0xff : info->role[i] == RG_ROLE_I16 ? 0xffff : 0, shift = 8 + 8 * (uint32_t)i;
        if (!width) continue;
        *w = (*w & ~(width << shift)) | (site & width) << shift;
        return;
    }
    w[1] = site;
}

/* One or two sites that no instruction has yet, if there is room for them. */
static bool new_sites(RgCode *code, uint32_t n, uint32_t *first, RgFuzzRandom *random)
{
    *first = code->nsites;
    for (; n > 0; n--) {
        if (code->nsites % MORE == 0) return false;
        ((RgSite *)(uintptr_t)code->sites)[code->nsites++].name = PICK(2) || !code->nnames ? RG_NO_NAME : PICK(code->nnames);
    }
    return true;
}

/* What the container that this opcode fills or copies must have been built by, or 0, and the field that names it. */
static unsigned builder_of(unsigned op, int *field)
{
    *field = op == OP_LIST_TO_TUPLE ? 1 : 0;
    switch (op) {
    case OP_LIST_APPEND:
    case OP_LIST_EXTEND:
    case OP_LIST_TO_TUPLE: return OP_BUILD_LIST;
    case OP_SET_ADD:
    case OP_SET_UPDATE: return OP_BUILD_SET;
    case OP_MAP_ADD:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE: return OP_BUILD_MAP;
    default: return 0;
    }
}

/* Writes into w, an instruction about to stand at `at`, the register of the last such container built before it. */
static void name_container(const RgCode *code, uint32_t at, RgWord *w)
{
    int field;
    const unsigned builder = builder_of(RG_INSN_OP(*w), &field), shift = 8 + 8 * (unsigned)field;
    for (uint32_t i = 0; builder && i < at; i += rg_op_length(&code->words[i]))
        if (RG_INSN_OP(code->words[i]) == builder) *w = (*w & ~(0xffu << shift)) | (uint32_t)RG_INSN_A(code->words[i]) << shift;
}

/* The words at w, where an instruction of room words at most stood, become one of that opcode. False: it needs more. */
static bool build(RgCode *code, uint32_t at, uint32_t room, unsigned op, RgFuzzRandom *random)
{
    RgWord *w = (RgWord *)(uintptr_t)&code->words[at];
    const RgOpInfo *info = &rg_op_info[op];
    const char *items = rg_words_items[info->words];
    uint32_t count = info->list && room > info->fixed ? PICK(RG_MIN(2 * (room - info->fixed), 6u) + 1) : 0, site = 0;
    if (info->fixed + RG_LIST_WORDS(count) > room) return false;
    const uint32_t old = has_site(&rg_op_info[RG_INSN_OP(*w)]) ? site_of(w) : RG_NO_NAME;
    if (has_site(info)) {
        if (!strchr(items, 'T') && old < code->nsites && PICK(3)) site = old;
        else if (!new_sites(code, strchr(items, 'T') ? 2 : 1, &site, random)) return false;
    }
    uint32_t near[3] = {near_register(code, at, random), near_register(code, at, random), near_register(code, at, random)};
    memset(w, 0, room * sizeof *w);
    w[0] = RG_INSN(op, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
        const RgRole role = (RgRole)info->role[i];
        if ((role == RG_ROLE_U || role == RG_ROLE_X || role == RG_ROLE_D) && PICK(3)) w[0] |= (near[i] & 0xff) << (8 + 8 * i);
        else change_field(code, &w[0], i, random);
    }
    if (PICK(4)) name_container(code, at, w);
    if (info->list) w[0] = (w[0] & 0xffffffu) | count << 24;
    const uint32_t length = info->fixed + RG_LIST_WORDS(count);
    if (has_site(info)) set_site(w, site);
    for (uint32_t k = 0, n = (uint32_t)strlen(items); k < n && 1 + k < room; k++) {
        switch (items[k]) {
        case 'J': w[1 + k] = some_head(code, random) - at - length; break;
        case 'K': w[1 + k] = some_const(code, op == OP_MAKE_FUNCTION ? RG_CONST_CODE : RG_CONST_TUPLE, random); break;
        case 'P':
            w[1 + k] = some_operand(code, random) | some_operand(code, random) << 16;
            if (op == OP_MATCH_CLASS) /* a count and names */
                w[1 + k] = 0x80008000u | (some_const(code, RG_CONST_INT, random) & 0x7fff) | (some_const(code, RG_CONST_TUPLE, random) & 0x7fff) << 16;
            break;
        case 'L':
        case 'M':
            for (uint32_t i = 0; i < count; i++)
                w[1 + k + i / 2] |= (items[k] == 'M' || PICK(2) ? PICK(code->nregs) : some_operand(code, random)) << 16 * (i & 1);
            break;
        default: break;
        }
    }
    for (uint32_t i = length; i < room; i++)
        w[i] = RG_INSN(OP_NOP, 0, 0, 0);
    return true;
}

/* Words of the instructions from the head at `at` on, until there are `least`; 0: there are not so many. */
static uint32_t room_at(const RgCode *code, uint32_t at, uint32_t least)
{
    uint32_t room = 0;
    while (at + room < code->nwords && room < least)
        room += rg_op_length(&code->words[at + room]);
    return at + room <= code->nwords && room >= least ? room : 0;
}

/* Any opcode of the table instead of one or a few instructions; those that files hardly have more often. */
static void new_instruction(RgCode *code, RgFuzzRandom *random)
{
    static const uint8_t rare[] = {OP_MOVE_WIDE, OP_LOAD_NAME_FAR, OP_LOAD_ATTR_FAR, OP_LOAD_CLASSDEREF, OP_DELETE_DEREF, OP_CALL_METHOD_KW,
                                   OP_CALL_LOADED_KW, OP_LOAD_CONST_WIDE, OP_MATCH_CLASS,
                                   OP_LIST_TO_TUPLE, OP_SET_UPDATE, OP_DICT_UPDATE};
    for (int tries = 0; tries < 20; tries++) {
        unsigned op = PICK(4) ? PICK(RG_OP_COUNT) : rare[PICK(sizeof rare)];
        const RgOpInfo *info = &rg_op_info[op];
        if (!info->name || info->quick) continue;
        uint32_t at = some_head(code, random), room = room_at(code, at, info->fixed + (info->list ? PICK(3) : 0));
        if (room && build(code, at, room, op, random)) return;
    }
}

/* An instruction of this code once more, elsewhere, with a site of its own. */
static void repeat_instruction(RgCode *code, RgFuzzRandom *random)
{
    uint32_t from = rare_head(code, random), length = rg_op_length(&code->words[from]), at = PICK(2) ? some_head(code, random) : from + length, site;
    if (at >= code->nwords) return;
    uint32_t room = room_at(code, at, length);
    RgWord *w = (RgWord *)(uintptr_t)&code->words[at];
    RgWord copy[32];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(code->words[from])];
    if (!room || length > RG_COUNT_OF(copy) || (at < from + length && from < at + room)) return;
    memcpy(copy, &code->words[from], length * sizeof *copy);
    if (has_site(info)) {
        const uint32_t n = strchr(rg_words_items[info->words], 'T') ? 2 : 1, old = site_of(copy);
        if (old + n > code->nsites || !new_sites(code, n, &site, random)) return;
        memcpy((RgSite *)(uintptr_t)&code->sites[site], &code->sites[old], n * sizeof *code->sites);
        set_site(copy, site);
    }
    const char *jump = strchr(rg_words_items[info->words], 'J');
    if (jump && PICK(4)) copy[1 + (jump - rg_words_items[info->words])] += from - at; /* to the same place */
    memcpy(w, copy, length * sizeof *w);
    for (uint32_t i = length; i < room; i++)
        w[i] = RG_INSN(OP_NOP, 0, 0, 0);
}

/* Two that follow each other change places. */
static void swap_instructions(RgCode *code, RgFuzzRandom *random)
{
    uint32_t at = PICK(4) ? rare_head(code, random) : 0, n = rg_op_length(&code->words[at]), m;
    RgWord copy[32], *w = (RgWord *)(uintptr_t)&code->words[at];
    if (at + n >= code->nwords) return;
    m = rg_op_length(&w[n]);
    if (n > RG_COUNT_OF(copy) || at + n + m > code->nwords) return;
    memcpy(copy, w, n * sizeof *w);
    memmove(w, w + n, m * sizeof *w);
    memcpy(w + m, copy, n * sizeof *w);
}

static void change_instruction(RgCode *code, RgFuzzRandom *random)
{
    const uint32_t kind = PICK(16);
    if (kind >= 10) {
        if (kind < 13) new_instruction(code, random);
        else if (kind < 15) repeat_instruction(code, random);
        else swap_instructions(code, random);
        return;
    }
    uint32_t at = PICK(2) ? rare_head(code, random) : some_head(code, random), length = rg_op_length(&code->words[at]);
    RgWord *w = (RgWord *)(uintptr_t)&code->words[at];
    switch (kind) {
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
