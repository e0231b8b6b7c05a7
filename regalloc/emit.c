/* SPDX-License-Identifier: MIT
 *
 * emit.c: the walk that writes words, in the order that layout.c chose; code that belongs on taken edges comes last.
 * Always holds: an instruction's origin rows say exactly which stack instructions are done when it begins (plain), when
 * it has succeeded (RG_ORIGIN_AFTER) or when its jump is taken (RG_ORIGIN_TAKEN).
 */
#include "regalloc/ra.h"
#include "vm/base/assert.h"

typedef struct Emit {
    RgConvert *cx;
    RgRegalloc *ra;
    RgIrFunction *f;
    uint32_t handler;       /* block that handles exceptions of the words being written, 0: none */
    uint32_t handler_start; /* first word of that range */
    uint32_t pos;           /* stack instruction whose position the next words get */
    uint32_t site;          /* the site that a field is about to name */
    uint32_t last_head;     /* word of the last instruction emitted in this block, or UINT32_MAX */
    RgIrPos place;          /* what the last row of positions says */
    bool wide;              /* some registers need more than an 8-bit field */
    bool repeating;         /* a header is being written in place of a jump to it */
    bool failed;            /* memory ran out */
} Emit;

#define PUSH(e, vec, x) ((e)->failed |= !RG_VEC_PUSH(&(e)->ra->vec, (x)))

static inline uint32_t here(const Emit *e)
{
    return (uint32_t)e->ra->words.len;
}

static inline void put_word(Emit *e, RgWord w)
{
    PUSH(e, words, w);
}

static uint32_t label_new(Emit *e)
{
    uint32_t label = rg_layout_label_new(e->ra);
    e->failed |= !label;
    return label;
}

static inline void label_here(Emit *e, uint32_t label)
{
    if (label < e->ra->labels.len) e->ra->labels.data[label] = here(e);
}

/* ---- side tables ---- */

static void add_position(Emit *e, uint32_t word, uint32_t pos)
{
    static const RgIrPos none = {0, 0, -1, -1};
    RgRegalloc *ra = e->ra;
    const RgIrPos *p = pos < e->f->npositions ? &e->f->positions[pos] : &none;
    if (RG_UNLIKELY(!RG_VEC_RESERVE(&ra->positions, ra->positions.len + 1))) {
        e->failed = true;
        return;
    }
    /* Whether two neighbours have the same position is a toss-up: written always, kept when it differs. */
    bool differs = (p->line ^ e->place.line) | (p->end_line ^ e->place.end_line) | (p->col ^ e->place.col) |
                   (p->end_col ^ e->place.end_col);
    ra->positions.data[ra->positions.len] = (RgPosition){word, p->line, p->end_line, p->col, p->end_col};
    ra->positions.len += differs;
    e->place = *p;
}

static void set_handler(Emit *e, uint32_t handler)
{
    if (handler == e->handler) return;
    if (e->handler && here(e) > e->handler_start) {
        RgHandler row = {.start = e->handler_start, .end = here(e), .target = e->handler};
        PUSH(e, handlers, row); /* the block's number stands for its word until the end */
    }
    e->handler = handler;
    e->handler_start = here(e);
}

/* Row for stack instructions pos-count+1 .. pos, at `word`. */
static void add_origin(Emit *e, uint32_t word, uint32_t pos, uint32_t count, uint32_t kind)
{
    if (!count) return;
    uint32_t first = pos - count + 1;
    if (e->ra->origins.len) {
        RgOrigin *old = &e->ra->origins.data[e->ra->origins.len - 1];
        if (old->word == word && (old->count & RG_ORIGIN_KIND) == kind &&
            old->first + (old->count & RG_ORIGIN_COUNT) == first) {
            old->count += count;
            return;
        }
    }
    RgOrigin row = {word, first, count | kind};
    PUSH(e, origins, row);
    if (e->failed) return;
    /* Rows are sorted: those of the last instruction's second word come behind what its success counts. */
    RgOrigin *rows = e->ra->origins.data;
    for (size_t k = e->ra->origins.len - 1; k > 0 && rows[k - 1].word > word; k--) {
        rows[k] = rows[k - 1];
        rows[k - 1] = row;
    }
}

/* The load points that wait for the instruction that begins here. */
static RG_NOINLINE void add_points(Emit *e)
{
    const RgIrFunction *f = e->f;
    for (size_t k = 0; k < e->ra->waiting.len; k++) {
        const RgIrInsn *in = &f->insns[e->ra->waiting.data[k]];
        RgLoadPoint row = {.word = here(e), .mirror = in->extra, .stack = in->pos, .col = -1, .end_col = -1};
        if (in->pos < f->npositions && f->positions) {
            const RgIrPos *p = &f->positions[in->pos];
            row.line = p->line;
            row.end_line = p->end_line;
            row.col = p->col;
            row.end_col = p->end_col;
        }
        PUSH(e, points, row);
    }
    e->ra->waiting.len = 0;
}

/* Begins an instruction: position, and the counts and load points that wait for it and its own counts. */
static void begin_insn(Emit *e, uint32_t pos, uint32_t count)
{
    uint32_t word = here(e);
    e->pos = pos;
    e->last_head = word;
    add_position(e, word, pos);
    for (size_t k = 0; k < e->ra->pending.len; k++) {
        const RgOrigin *p = &e->ra->pending.data[k];
        add_origin(e, word, p->first + p->count - 1, p->count, 0);
    }
    e->ra->pending.len = 0;
    add_origin(e, word, pos, count, 0);
    if (RG_UNLIKELY(e->ra->waiting.len)) add_points(e);
}

/* An instruction whose first part ends with stack instruction pos2: what comes behind that waits for its second word. */
static RG_NOINLINE void begin_parts(Emit *e, const RgIrInsn *in)
{
    RgRegalloc *ra = e->ra;
    RgOrigin own = {0, in->pos - in->count + 1, in->count};
    bool found = false, behind = false;
    size_t kept = 0;
    if (in->count) PUSH(e, pending, own);
    ra->second.len = 0;
    for (size_t k = 0; k < ra->pending.len; k++)
        found |= in->pos2 - ra->pending.data[k].first < ra->pending.data[k].count;
    for (size_t k = 0; k < ra->pending.len; k++) {
        RgOrigin row = ra->pending.data[k];
        uint32_t first = in->pos2 - row.first < row.count ? in->pos2 - row.first + 1 : row.count;
        if (behind || (!found && row.first > in->pos2)) first = 0;
        behind |= first < row.count || in->pos2 == row.first + row.count - 1;
        if (first < row.count) {
            RgOrigin rest = {0, row.first + first, row.count - first};
            PUSH(e, second, rest);
        }
        row.count = first;
        if (first) ra->pending.data[kept++] = row;
    }
    ra->pending.len = kept;
    begin_insn(e, in->pos, 0);
}

static inline void begin_op(Emit *e, const RgIrInsn *in, const RgOpInfo *info)
{
    if (RG_UNLIKELY(info->effects & F_PARTS && in->pos2 != RG_IR_NO_POS))
        begin_parts(e, in);
    else
        begin_insn(e, in->pos, in->count);
}

/* The second word of the instruction at head: position of the first part, counts of the second. */
static RG_NOINLINE void put_second(Emit *e, const RgIrInsn *in, const RgOpInfo *info, uint32_t head)
{
    add_position(e, head + 1, in->pos2);
    if (!(info->effects & F_PARTS)) return;
    for (size_t k = 0; k < e->ra->second.len; k++) {
        const RgOrigin *p = &e->ra->second.data[k];
        add_origin(e, head + 1, p->first + p->count - 1, p->count, 0);
    }
    e->ra->second.len = 0;
}

static void pend_mark(Emit *e, const RgIrInsn *in)
{
    if (!in->count) return;
    RgOrigin row = {0, in->pos - in->count + 1, in->count};
    PUSH(e, pending, row);
}

/* ---- single instructions ---- */

static void put_move(void *user, uint32_t dst, RgIrOperand src)
{
    Emit *e = user;
    begin_insn(e, e->pos, 0);
    if (RG_IR_IS_CONST(src)) {
        uint32_t k = RG_IR_CONST_INDEX(src);
        if (dst < e->ra->short_regs && k <= UINT16_MAX) {
            put_word(e, RG_INSN(OP_LOAD_CONST, dst, k & 0xff, k >> 8));
        } else if (dst < e->ra->short_regs) {
            put_word(e, RG_INSN(OP_LOAD_CONST_WIDE, dst, 0, 0));
            put_word(e, k);
        } else if (k <= RG_OPERAND_MAX) {
            put_word(e, RG_INSN(OP_MOVE_WIDE, 0, 0, 0));
            put_word(e, RG_PAIR(dst, k | RG_OPERAND_CONST));
        } else {
            uint32_t s = e->ra->scratch + 2;
            put_word(e, RG_INSN(OP_LOAD_CONST_WIDE, s, 0, 0));
            put_word(e, k);
            put_move(user, dst, s);
        }
    } else if (dst < e->ra->short_regs && src < e->ra->short_regs) {
        put_word(e, RG_INSN(OP_MOVE, dst, src, 0));
    } else {
        put_word(e, RG_INSN(OP_MOVE_WIDE, 0, 0, 0));
        put_word(e, RG_PAIR(dst, src));
    }
}

static inline uint32_t reg_of(const Emit *e, RgIrOperand v)
{
    RG_ASSERT(e->f->values[v].home != RG_IR_NO_HOME, "value v%u has no register", v);
    return e->f->values[v].home;
}

static inline uint32_t operand16(const Emit *e, RgIrOperand o)
{
    return RG_IR_IS_CONST(o) ? (RG_IR_CONST_INDEX(o) | RG_OPERAND_CONST) : reg_of(e, o);
}

/* What encoding one instruction leaves for later: a definition made in a scratch register. */
typedef struct Wide {
    uint32_t scratch, reg; /* RG_NO_REGISTER: none */
} Wide;

static inline uint32_t count_list(const RgIrInsn *in, const RgOpInfo *info, uint32_t fixed)
{
    return info->words == RG_WORDS_M ? in->ndefs : in->nargs - RG_MIN(fixed, in->nargs);
}

/* Operands that precede the list. */
static uint32_t fixed_operands(const RgOpInfo *info)
{
    uint32_t n = 0;
    for (int k = 0; k < 3; k++)
        n += info->role[k] == RG_ROLE_U || info->role[k] == RG_ROLE_X || info->role[k] == RG_ROLE_R16 ||
             info->role[k] == RG_ROLE_K;
    if (info->words == RG_WORDS_IKL || info->words == RG_WORDS_KL) n++;
    return n;
}

static void put_list(Emit *e, const RgIrInsn *in, const RgIrOperand *args, uint32_t n, bool defs)
{
    if (n >= RG_LIST_EXTENDED) put_word(e, n);
    for (uint32_t k = 0; k < n; k += 2) {
        uint32_t lo = defs ? reg_of(e, in->def + k) : operand16(e, args[k]);
        uint32_t hi = k + 1 == n ? 0 : defs ? reg_of(e, in->def + k + 1) : operand16(e, args[k + 1]);
        put_word(e, RG_PAIR(lo, hi));
    }
}

static uint32_t put_site(Emit *e, uint32_t name)
{
    RgSite site = {name};
    PUSH(e, sites, site);
    return (uint32_t)e->ra->sites.len - 1;
}

/* The words behind the head. `at` is the first operand that the fields did not take. */
static void put_words(Emit *e, const RgIrInsn *in, const RgOpInfo *info, uint32_t at, uint32_t list, uint32_t label)
{
    const RgIrOperand *args = rg_ir_args(e->f, in);
    switch ((RgWords)info->words) {
    case RG_WORDS_NONE:
    case RG_WORDS_T: /* pairs are written by put_pair */
    case RG_WORDS_TP:
    case RG_WORDS_TL:
    case RG_WORDS_COUNT_: break;
    case RG_WORDS_J: {
        RgRaFixup fix = {here(e), here(e) + 1, label};
        PUSH(e, fixups, fix);
        put_word(e, 0);
        break;
    }
    case RG_WORDS_I: put_word(e, put_site(e, in->extra)); break;
    case RG_WORDS_K: put_word(e, RG_IR_CONST_INDEX(args[at])); break;
    case RG_WORDS_IP:
        put_word(e, put_site(e, in->extra));
        /* fall through */
    case RG_WORDS_P: {
        RgIrOperand lo = at < in->nargs ? args[at] : rg_ir_none(e->f);
        RgIrOperand hi = at + 1 < in->nargs ? args[at + 1] : rg_ir_none(e->f);
        put_word(e, RG_PAIR(operand16(e, lo), operand16(e, hi)));
        break;
    }
    case RG_WORDS_L: put_list(e, in, args + at, list, false); break;
    case RG_WORDS_M: put_list(e, in, NULL, list, true); break;
    case RG_WORDS_IL:
        put_word(e, put_site(e, in->extra));
        put_list(e, in, args + at, list, false);
        break;
    case RG_WORDS_IKL:
        put_word(e, put_site(e, in->extra));
        put_word(e, RG_IR_CONST_INDEX(args[at]));
        put_list(e, in, args + at + 1, list, false);
        break;
    case RG_WORDS_KL:
        put_word(e, RG_IR_CONST_INDEX(args[at]));
        put_list(e, in, args + at + 1, list, false);
        break;
    }
}

/* A register for an 8-bit field: itself, or a scratch register that the content is moved into (uses) or will be (defs).
 */
static uint32_t short_reg(Emit *e, uint32_t reg, uint32_t *scratch, bool use)
{
    if (RG_LIKELY(reg < e->ra->short_regs)) return reg;
    uint32_t s = (*scratch)++;
    if (use) put_move(e, s, reg);
    return s;
}

static uint32_t local_index(const Emit *e, uint32_t local)
{
    return e->ra->home_shift ? rg_ra_home(e->ra, local) : local;
}

/* The form of op whose fields can name the next site; that site, if the fields do, goes into e->site. */
static unsigned choose_site(Emit *e, const RgIrInsn *in, unsigned op)
{
    const RgOpInfo *info = &rg_op_info[op];
    const size_t next = e->ra->sites.len;
    if (info->role[2] == RG_ROLE_I8) {
        if (next > UINT8_MAX) return OP_LOAD_ATTR_FAR;
    } else if (info->role[1] == RG_ROLE_I16) {
        if (next > UINT16_MAX) return OP_LOAD_NAME_FAR;
    } else {
        return op;
    }
    e->site = put_site(e, in->extra);
    return op;
}

/* Where the content of a field comes from, and what it uses up. */
enum { FROM_NOTHING, FROM_USE, FROM_DEF, FROM_IMM, FROM_EXTRA, FROM_SITE, FROM_COUNT_ };
typedef struct FieldPlan {
    uint8_t from, use, def;
} FieldPlan;
static const FieldPlan field_plan[RG_ROLE_COUNT_] = {
    [RG_ROLE_D] = {FROM_DEF, 0, 1},    [RG_ROLE_U] = {FROM_USE, 1, 0},   [RG_ROLE_K] = {FROM_USE, 1, 0},
    [RG_ROLE_R16] = {FROM_USE, 1, 0},  [RG_ROLE_K16] = {FROM_USE, 1, 0}, [RG_ROLE_S] = {FROM_IMM, 0, 0},
    [RG_ROLE_L16] = {FROM_EXTRA, 0, 0}, [RG_ROLE_I8] = {FROM_SITE, 0, 0}, [RG_ROLE_I16] = {FROM_SITE, 0, 0}};

/* One instruction of ops.def, without an X field, of a function without wide registers. The fields are looked up, not
 * branched on: which roles an instruction has, nothing before it tells. */
static void put_plain_op(Emit *e, const RgIrInsn *in, unsigned op, uint32_t label)
{
    static const RgIrOperand nothing = 0;
    const RgOpInfo *info = &rg_op_info[op];
    const RgIrValue *values = e->f->values;
    const RgIrOperand *args = rg_ir_args(e->f, in);
    uint32_t from[FROM_COUNT_] = {[FROM_IMM] = in->imm, [FROM_EXTRA] = in->extra, [FROM_SITE] = e->site};
    uint32_t at = 0, def = 0, word = op, count_unit = 0, nargs = in->nargs, ndefs = in->ndefs;
    begin_op(e, in, info);
    for (unsigned k = 0, shift = 8; k < 3; k++, shift += 8) {
        const unsigned role = info->role[k];
        const FieldPlan plan = field_plan[role];
        const RgIrOperand o = *(at < nargs ? args + at : &nothing);
        const bool is_const = RG_IR_IS_CONST(o);
        const uint32_t flag = role == RG_ROLE_R16 ? RG_OPERAND_CONST : 0, home = values[is_const ? 0 : o].home;
        from[FROM_USE] = is_const ? RG_IR_CONST_INDEX(o) | flag : home;
        from[FROM_DEF] = values[def < ndefs ? in->def + def : 0].home;
        word |= from[plan.from] << shift;
        count_unit |= (uint32_t)(role == RG_ROLE_COUNT) << shift;
        at += plan.use;
        def += plan.def;
    }
    const uint32_t fixed = at + (info->words == RG_WORDS_IKL || info->words == RG_WORDS_KL);
    const uint32_t list = info->words == RG_WORDS_M ? ndefs : nargs - RG_MIN(fixed, nargs);
    uint32_t head = here(e);
    e->last_head = head;
    put_word(e, word | count_unit * RG_MIN(list, RG_LIST_EXTENDED));
    put_words(e, in, info, RG_MIN(at, nargs), list, label);
    if (RG_UNLIKELY(in->pos2 != RG_IR_NO_POS)) put_second(e, in, info, head);
}

static inline bool is_plain(const Emit *e, const RgOpInfo *info)
{
    return !e->wide && info->role[0] != RG_ROLE_X && info->role[1] != RG_ROLE_X && info->role[2] != RG_ROLE_X;
}

/* One instruction of ops.def; label is where a jump goes. Returns the definition still to be moved to a wide register.
 */
static Wide put_op(Emit *e, const RgIrInsn *in, unsigned op, uint32_t label)
{
    op = choose_site(e, in, op);
    const RgOpInfo *info = &rg_op_info[op];
    const RgIrOperand *args = rg_ir_args(e->f, in);
    uint32_t field[3] = {0, 0, 0}, at = 0, def = 0, scratch = e->ra->scratch;
    Wide wide[2] = {{RG_NO_REGISTER, RG_NO_REGISTER}, {RG_NO_REGISTER, RG_NO_REGISTER}};
    uint32_t nwide = 0, list = 0;
    if (RG_LIKELY(is_plain(e, info))) {
        put_plain_op(e, in, op, label);
        return wide[0];
    }
    begin_op(e, in, info);
    for (int k = 0; k < 3; k++) {
        switch ((RgRole)info->role[k]) {
        case RG_ROLE_N:
        case RG_ROLE_HI:
        case RG_ROLE_COUNT_: break;
        case RG_ROLE_D: {
            uint32_t reg = reg_of(e, in->def + def++);
            field[k] = short_reg(e, reg, &scratch, false);
            if (field[k] != reg) wide[nwide++] = (Wide){field[k], reg};
            break;
        }
        case RG_ROLE_U:
            if (at < in->nargs) field[k] = short_reg(e, reg_of(e, args[at++]), &scratch, true);
            break;
        case RG_ROLE_X: {
            uint32_t from = reg_of(e, args[at++]), reg = reg_of(e, in->def + def++);
            field[k] = short_reg(e, reg, &scratch, false);
            if (field[k] != reg) wide[nwide++] = (Wide){field[k], reg};
            if (field[k] != from) put_move(e, field[k], from);
            break;
        }
        case RG_ROLE_K: field[k] = RG_IR_CONST_INDEX(args[at++]); break;
        case RG_ROLE_S: field[k] = in->imm; break;
        case RG_ROLE_COUNT:
            list = count_list(in, info, fixed_operands(info));
            field[k] = RG_MIN(list, RG_LIST_EXTENDED);
            break;
        case RG_ROLE_R16: {
            uint32_t o = operand16(e, args[at++]);
            field[k] = o & 0xff;
            field[k + 1] = o >> 8;
            break;
        }
        case RG_ROLE_K16: {
            uint32_t o = RG_IR_CONST_INDEX(args[at++]);
            field[k] = o & 0xff;
            field[k + 1] = o >> 8;
            break;
        }
        case RG_ROLE_L16: {
            uint32_t o = local_index(e, in->extra);
            field[k] = o & 0xff;
            field[k + 1] = o >> 8;
            break;
        }
        case RG_ROLE_I8: field[k] = e->site; break;
        case RG_ROLE_I16:
            field[k] = e->site & 0xff;
            field[k + 1] = e->site >> 8;
            break;
        }
    }
    uint32_t head = here(e);
    e->last_head = head;
    put_word(e, RG_INSN(op, field[0], field[1], field[2]));
    put_words(e, in, info, at, list, label);
    if (in->pos2 != RG_IR_NO_POS) put_second(e, in, info, head);
    if (nwide == 2) {
        put_move(e, wide[0].reg, wide[0].scratch);
        return wide[1];
    }
    return wide[0];
}

static void put_jump(Emit *e, uint32_t label)
{
    begin_insn(e, e->pos, 0);
    put_word(e, RG_INSN(OP_JUMP, 0, 0, 0));
    RgRaFixup fix = {here(e), here(e) + 1, label};
    PUSH(e, fixups, fix);
    put_word(e, 0);
}

/* ---- edges ---- */

/* The moves that the phis of `to` want when it is entered from `from`; false when there are none. */
static bool edge_moves(Emit *e, uint32_t from, uint32_t to)
{
    const RgIrFunction *f = e->f;
    const RgIrBlock *b = &f->blocks[to];
    e->ra->moves.len = 0;
    if (!b->first || f->insns[b->first].op != IR_PHI) return false;
    uint32_t index = f->blocks[from].taken == to ? e->ra->taken_index[from] : e->ra->fall_index[from];
    for (uint32_t i = b->first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next) {
        const RgIrInsn *phi = &f->insns[i];
        if (!f->values[phi->def].uses && f->values[phi->def].home >= f->nhomes + e->ra->home_shift) continue;
        RgIrOperand o = f->operands[phi->args + index];
        uint32_t dst = f->values[phi->def].home;
        uint32_t src = RG_IR_IS_CONST(o) ? o : reg_of(e, o);
        if (src != dst) PUSH(e, moves, (uint64_t)dst << 32 | src);
    }
    return e->ra->moves.len != 0;
}

static void put_moves(Emit *e)
{
    if (e->ra->moves.len == 1) {
        uint64_t m = e->ra->moves.data[0];
        put_move(e, (uint32_t)(m >> 32), (uint32_t)m);
    } else if (rg_parmove_run(e->ra, put_move, e)) {
        e->failed = true;
    }
}

/* Where an edge to `to` lands when it comes from layout position `place`: a repeated header serves the blocks behind
 * it. */
static uint32_t edge_label(const Emit *e, uint32_t place, uint32_t to)
{
    const RgRegalloc *ra = e->ra;
    return ra->copy_label[to] != UINT32_MAX && place >= ra->place[to] ? ra->copy_label[to] : ra->label[to];
}

/* Counts of the empty blocks that the edge to `to` goes through. */
static void pend_through(Emit *e, uint32_t to)
{
    uint32_t end = e->ra->resolved[to];
    for (uint32_t b = to; b != end; b = e->f->blocks[b].fall)
        for (uint32_t i = e->f->blocks[b].first; i; i = e->f->insns[i].next)
            pend_mark(e, &e->f->insns[i]);
}

/* Turns what waits into rows of another kind at the last instruction, behind the rows of its second word if it has any. */
static void attach_pending(Emit *e, uint32_t kind)
{
    uint32_t word = e->last_head;
    size_t n = e->ra->origins.len;
    if (n && e->ra->origins.data[n - 1].word > word) word = e->ra->origins.data[n - 1].word;
    for (size_t k = 0; k < e->ra->pending.len; k++) {
        const RgOrigin *p = &e->ra->pending.data[k];
        add_origin(e, word, p->first + p->count - 1, p->count, kind);
    }
    e->ra->pending.len = 0;
}

/* What waits is done once the instruction before has succeeded; without one there must be a word to carry it. A load
 * point comes before an instruction always. */
static void settle_pending(Emit *e)
{
    if (!e->ra->pending.len && !e->ra->waiting.len) return;
    if (e->last_head != UINT32_MAX && !e->ra->waiting.len) {
        attach_pending(e, RG_ORIGIN_AFTER);
    } else {
        begin_insn(e, e->pos, 0);
        put_word(e, RG_INSN(OP_NOP, 0, 0, 0));
    }
}

/* Whether an edge to `to` needs no jump because its target is emitted next. */
static bool next_is(const Emit *e, const RgRaItem *next, uint32_t place, uint32_t to)
{
    uint32_t end = e->ra->resolved[to];
    return next && next->block == end &&
           edge_label(e, place, end) == (next->copy ? e->ra->copy_label[end] : e->ra->label[end]);
}

/* Whether a way back to the loop header `to` is worth the header itself, a single jump, in place of a jump to it. */
static bool repeats(const Emit *e, uint32_t b, uint32_t place, uint32_t to)
{
    const RgRegalloc *ra = e->ra;
    const RgIrFunction *f = e->f;
    if (!ra->opt || e->repeating || ra->copy_label[to] == UINT32_MAX || place < ra->place[to] ||
        (f->blocks[b].flags & RG_IRB_COLD))
        return false;
    for (uint32_t i = f->blocks[to].first; i; i = f->insns[i].next) {
        unsigned op = f->insns[i].op;
        if (op == IR_MARK || op == IR_PHI || op == IR_HOME || op == IR_POINT) continue;
        if (op >= RG_OP_COUNT || !(rg_op_info[op].effects & F_JUMPS)) return false;
    }
    return true;
}

static void put_block(Emit *e, const RgRaItem *item, const RgRaItem *next);

/* Leaves block b for `to` without a condition. */
static void leave_to(Emit *e, uint32_t b, uint32_t place, uint32_t to, const RgRaItem *next)
{
    pend_through(e, to);
    uint32_t end = e->ra->resolved[to];
    if (edge_moves(e, b, to)) put_moves(e);
    uint32_t label = edge_label(e, place, end);
    if (next_is(e, next, place, to)) {
        settle_pending(e);
    } else if (repeats(e, b, place, end)) {
        const RgRaItem header = {end, true};
        e->repeating = true;
        put_block(e, &header, NULL);
        e->repeating = false;
    } else {
        put_jump(e, label);
    }
}

/* A block that ends with a jump: chooses the sense so that it falls into what comes next. */
static void end_with_jump(Emit *e, uint32_t b, const RgRaItem *item, const RgRaItem *next)
{
    RgIrFunction *f = e->f;
    RgRegalloc *ra = e->ra;
    const RgIrBlock *block = &f->blocks[b];
    const RgIrInsn *in = &f->insns[block->last];
    while (in->op == IR_MARK)
        in = &f->insns[in->prev];
    unsigned op = in->op;
    uint32_t taken = block->taken, fall = block->fall;
    uint32_t place = ra->place[b];
    unsigned inverse = rg_fuse_inverse(op);
    if (fall && inverse && ra->opt) {
        bool want = next_is(e, next, place, taken) && !next_is(e, next, place, fall);
        if (item->copy && !next_is(e, next, place, fall)) want = true;
        if (want) {
            op = inverse;
            uint32_t t = taken;
            taken = fall;
            fall = t;
        }
    }
    uint32_t end = ra->resolved[taken];
    uint32_t label = edge_label(e, place, end);
    bool moves = edge_moves(e, b, taken);
    /* The definition of a wide register is made on the edges: which of them get it, the opcode tells. */
    bool wide = false;
    for (uint32_t k = 0; k < in->ndefs; k++)
        wide |= reg_of(e, in->def + k) >= ra->short_regs;
    uint32_t target = label;
    if (moves || (wide && op != OP_FOR_ITER)) target = label_new(e);
    Wide w = put_op(e, in, op, target);
    uint32_t head = e->last_head;
    if (target != label) {
        RgRaTrampoline t = {.from = b,
                            .to = taken,
                            .label = target,
                            .target_label = label,
                            .pos = in->pos,
                            .handler = block->handler,
                            .scratch = RG_NO_REGISTER};
        if (w.reg != RG_NO_REGISTER && op != OP_FOR_ITER) {
            t.scratch = w.scratch;
            t.wide = w.reg;
        }
        PUSH(e, tramps, t);
    }
    pend_through(e, taken);
    attach_pending(e, RG_ORIGIN_TAKEN);
    if (!fall) {
        e->last_head = head;
        return;
    }
    if (w.reg != RG_NO_REGISTER && op != OP_FOR_LOOP) put_move(e, w.reg, w.scratch);
    leave_to(e, b, place, fall, next);
}

/* ---- blocks ---- */

static void put_insn(Emit *e, const RgIrInsn *in)
{
    RgIrFunction *f = e->f;
    switch (in->op) {
    case IR_MARK: pend_mark(e, in); return;
    case IR_PHI:
    case IR_PARAM:
    case IR_HOME:
    case IR_CAUGHT:
    case IR_LASTI: pend_mark(e, in); return;
    case IR_POINT:
        pend_mark(e, in);
        PUSH(e, waiting, (uint32_t)(in - f->insns));
        return;
    case IR_COPY: {
        RgIrOperand o = rg_ir_args(f, in)[0];
        uint32_t dst = reg_of(e, in->def), src = RG_IR_IS_CONST(o) ? o : reg_of(e, o);
        pend_mark(e, in);
        if (src != dst) {
            e->pos = in->pos;
            put_move(e, dst, src);
        }
        return;
    }
    default: {
        Wide w = put_op(e, in, in->op, 0);
        if (w.reg != RG_NO_REGISTER) put_move(e, w.reg, w.scratch);
        return;
    }
    }
}

/* Two neighbours as one instruction. While the first part runs the place is the second word, which therefore has that
 * part's position; and what comes behind the first part counts there, for when that fails. */
static uint32_t put_pair(Emit *e, uint32_t first, const RgRaPair *p, uint32_t second)
{
    const RgIrFunction *f = e->f;
    const RgIrInsn *a = &f->insns[first], *b = &f->insns[second];
    begin_insn(e, b->pos, 0);
    uint32_t head = here(e);
    add_origin(e, head, a->pos, a->count, 0);
    put_word(e, p->head);
    if (p->sites) {
        put_word(e, put_site(e, p->names[0]));
        put_site(e, p->names[1]);
    }
    if (p->has_pair) put_word(e, p->pair);
    if (p->has_list) put_list(e, b, p->list, p->count, false);
    add_position(e, head + 1, a->pos);
    for (uint32_t i = a->next; i != second; i = f->insns[i].next)
        add_origin(e, head + 1, f->insns[i].pos, f->insns[i].count, 0);
    add_origin(e, head + 1, b->pos, b->count, 0);
    return second;
}

/* An instruction whose value the block returns; the return counts once it has succeeded. */
static void put_tail_call(Emit *e, const RgIrInsn *in, unsigned op)
{
    const RgIrFunction *f = e->f;
    RgIrInsn call = *in;
    call.ndefs = 0;
    put_op(e, &call, op, 0);
    for (uint32_t i = in->next; i; i = f->insns[i].next)
        pend_mark(e, &f->insns[i]);
    attach_pending(e, RG_ORIGIN_AFTER);
}

static void put_block(Emit *e, const RgRaItem *item, const RgRaItem *next)
{
    RgIrFunction *f = e->f;
    RgRegalloc *ra = e->ra;
    uint32_t b = item->block;
    const RgIrBlock *block = &f->blocks[b];
    set_handler(e, block->handler);
    if (!e->repeating) label_here(e, item->copy ? ra->copy_label[b] : ra->label[b]);
    e->last_head = UINT32_MAX;
    uint32_t i = block->first;
    for (; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        if (RG_UNLIKELY(in->op < RG_OP_COUNT && (rg_op_info[in->op].effects & F_BRANCH))) {
            if (rg_op_info[in->op].effects & F_JUMPS) {
                end_with_jump(e, b, item, next);
            } else {
                Wide w = put_op(e, in, in->op, 0);
                (void)w;
                ra->pending.len = 0;
            }
            return;
        }
        unsigned tail = ra->opt && rg_pair_may_end(in->op) ? rg_pair_tail(ra, in) : 0;
        if (tail) {
            put_tail_call(e, in, tail);
            return;
        }
        RgRaPair pair;
        uint32_t second = ra->opt && !e->wide && rg_pair_may_begin(in->op) ? rg_pair_find(ra, in, &pair) : 0;
        if (second)
            i = put_pair(e, i, &pair, second);
        else
            put_insn(e, in);
    }
    if (block->last && f->insns[block->last].pos != RG_IR_NO_POS) e->pos = f->insns[block->last].pos;
    leave_to(e, b, ra->place[b], block->fall, next);
}

static void put_trampolines(Emit *e)
{
    RgRegalloc *ra = e->ra;
    for (size_t k = 0; k < ra->tramps.len; k++) {
        RgRaTrampoline t = ra->tramps.data[k];
        set_handler(e, t.handler);
        label_here(e, t.label);
        e->pos = t.pos;
        if (t.scratch != RG_NO_REGISTER) put_move(e, t.wide, t.scratch);
        if (edge_moves(e, t.from, t.to)) put_moves(e);
        put_jump(e, t.target_label);
    }
}

/* ---- results ---- */

static void finish_handlers(Emit *e)
{
    RgIrFunction *f = e->f;
    set_handler(e, 0);
    for (size_t k = 0; k < e->ra->handlers.len; k++) {
        RgHandler *h = &e->ra->handlers.data[k];
        const RgIrBlock *b = &f->blocks[h->target];
        h->target = e->ra->labels.data[e->ra->label[h->target]];
        h->exc_reg = h->lasti_reg = RG_NO_REGISTER;
        for (uint32_t i = b->first; i; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            if (in->op != IR_CAUGHT && in->op != IR_LASTI && in->op != IR_MARK && in->op != IR_HOME) break;
            if (in->ndefs && in->op == IR_CAUGHT && f->values[in->def].uses) h->exc_reg = reg_of(e, in->def);
            if (in->ndefs && in->op == IR_LASTI && f->values[in->def].uses) h->lasti_reg = reg_of(e, in->def);
        }
    }
}

static bool copy_out(RgArena *arena, const void *data, size_t len, size_t elem, const void **out)
{
    void *p = rg_arena_alloc(arena, len * elem + 1);
    if (!p) return false;
    if (len) memcpy(p, data, len * elem);
    *out = p;
    return true;
}

/* The table of mirrors, each with a cache site of its own. */
static void put_mirrors(Emit *e)
{
    const RgIrFunction *f = e->f;
    for (uint32_t k = 0; k < f->nmirrors; k++) {
        const RgIrMirror *m = &f->mirrors[k];
        RgMirror row = {m->kind, m->home, m->base == RG_IR_NO_HOME ? 0 : m->base, RG_NO_NAME};
        if (m->name != RG_NO_NAME) row.site = put_site(e, m->name);
        PUSH(e, mirrors, row);
    }
}

#define COPY_OUT(field, count, vec)                                                                                    \
    (out->count = (uint32_t)ra->vec.len,                                                                               \
     copy_out(&unit->arena, ra->vec.data, ra->vec.len, sizeof *ra->vec.data, (const void **)&out->field))

/* Tables of locals when scratch registers stand between them: see make_room in linscan.c. */
static RgStatus shift_locals(RgRegalloc *ra, RgCodeUnit *unit, RgCode *out)
{
    uint32_t n = out->nlocals, from = ra->scratch;
    if (!ra->home_shift || n < from || (n == from && !out->nfree)) return RG_OK;
    RgStrRef *names = RG_ARENA_ZARRAY(&unit->arena, RgStrRef, n + 3);
    uint8_t *kinds = RG_ARENA_ZARRAY(&unit->arena, uint8_t, n + 3);
    if (!names || !kinds) return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < n + 3; i++)
        names[i].data = "";
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = rg_ra_home(ra, i);
        bool moved = i - from < ra->nmoved;
        names[to] = out->local_names[i];
        kinds[to] = moved ? (out->local_kinds[i] & RG_LOCAL_CELL) | RG_LOCAL_HOME : out->local_kinds[i];
        if (moved) {
            names[i] = out->local_names[i];
            kinds[i] = (out->local_kinds[i] & RG_LOCAL_PLAIN) | RG_LOCAL_MOVED;
        }
    }
    out->nlocals = n + 3;
    out->local_names = names;
    out->local_kinds = kinds;
    return RG_OK;
}

static RgStatus finish(Emit *e, RgCodeUnit *unit, RgCode *out)
{
    RgRegalloc *ra = e->ra;
    RgIrFunction *f = e->f;
    for (size_t k = 0; k < ra->fixups.len; k++) {
        const RgRaFixup *fix = &ra->fixups.data[k];
        ra->words.data[fix->word] = (RgWord)((int64_t)ra->labels.data[fix->label] - (int64_t)fix->after);
    }
    finish_handlers(e);
    put_mirrors(e);
    if (e->failed) return ERR_NO_MEMORY;
    if (ra->words.len > INT32_MAX) return ERR_CODE_TOO_LONG;
    out->nregs = RG_MAX(RG_MAX(ra->nregs + ra->cycle_temp, out->nlocals), 1); /* unused fields name register 0 */
    out->nconsts = f->nconsts;
    out->nentry = f->nentry;
    out->nconsts_source = f->nconsts_source;
    bool ok = copy_out(&unit->arena, f->consts, f->nconsts, sizeof *f->consts, (const void **)&out->consts);
    ok = ok && COPY_OUT(words, nwords, words) && COPY_OUT(sites, nsites, sites) &&
         COPY_OUT(handlers, nhandlers, handlers) && COPY_OUT(positions, npositions, positions) &&
         COPY_OUT(origins, norigins, origins) && COPY_OUT(mirrors, nmirrors, mirrors) &&
         COPY_OUT(points, npoints, points);
    if (!ok) return ERR_NO_MEMORY;
    return shift_locals(ra, unit, out);
}

RgStatus rg_emit_run(RgConvert *cx, RgRegalloc *ra, RgCodeUnit *unit, RgCode *out)
{
    Emit e = {.cx = cx, .ra = ra, .f = ra->f, .pos = RG_IR_NO_POS, .last_head = UINT32_MAX};
    e.place = (RgIrPos){INT32_MIN, INT32_MIN, -2, -2}; /* no position is that */
    e.wide = ra->scratch != RG_NO_REGISTER || ra->home_shift;
    ra->labels.len = ra->fixups.len = ra->tramps.len = ra->words.len = ra->sites.len = 0;
    ra->handlers.len = ra->positions.len = ra->origins.len = ra->pending.len = 0;
    ra->waiting.len = ra->points.len = ra->mirrors.len = 0;
    ra->cycle_temp = false;
    RgStatus st = rg_layout_plan(ra);
    if (st) return st;
    for (uint32_t k = 0; k < ra->nmoved; k++)
        put_move(&e, ra->moved_to + k, ra->scratch + k);
    for (size_t k = 0; k < ra->seq.len; k++)
        put_block(&e, &ra->seq.data[k], k + 1 < ra->seq.len ? &ra->seq.data[k + 1] : NULL);
    put_trampolines(&e);
    /* The last instruction of all must not seem to fall through. */
    if (ra->words.len && e.last_head != UINT32_MAX && RG_INSN_OP(ra->words.data[e.last_head]) == OP_JUMP_STOP_ASYNC)
        put_jump(&e, ra->fixups.data[ra->fixups.len - 1].label);
    return finish(&e, unit, out);
}
