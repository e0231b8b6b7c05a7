/* SPDX-License-Identifier: MIT
 *
 * mirror.h: what the pass `load` finds out before it changes anything: which loads name the same thing (keys), in which
 * order loads, stores and what spoils them happen (events), and where a register that was loaded before still holds
 * what a load would give (forward dataflow over sets of at most 64 keys).
 * Private to mirror.c and opt_load.c.
 */
#ifndef RG_CONVERT_MIRROR_H
#define RG_CONVERT_MIRROR_H

#include "convert/facts.h"
#include "convert/flow.h"
#include "convert/pass.h"
#include "convert/pycode.h"

#define RG_MIRROR_KEYS 48 /* at most so many keys get a mirror */

/* One thing that is loaded at several places. */
typedef struct RgMirrorKey {
    uint32_t kind;   /* RG_MIRROR_x */
    uint32_t base;   /* local; RG_IR_NO_HOME for names; attributes of modules: the module's key */
    uint32_t name;   /* in the function's table, RG_NO_NAME for cells */
    uint32_t loads;  /* all of them */
    uint32_t weight; /* more for those in loops */
    uint32_t bit;    /* place in the sets; RG_MIRROR_KEYS: has none */
    bool bound;      /* known to exist: may be loaded before it is sure to be needed */
    bool in_loop;    /* some load is in a loop */
    uint32_t next;   /* with the same bucket of the hash table */
    /* once the analysis is done */
    uint32_t gain, cost; /* instructions saved and added, those in loops counting more */
    uint32_t mirror;     /* number, UINT32_MAX: stays as it is */
} RgMirrorKey;

typedef enum RgMirrorWhat {
    RG_MIRROR_LOAD,  /* insn loads the key */
    RG_MIRROR_STORE, /* insn, a STORE_NAME, makes it anew */
    RG_MIRROR_SPOIL  /* behind insn the keys in `mask` may be other than their registers say */
} RgMirrorWhat;

typedef struct RgMirrorEvent {
    uint32_t insn, key;
    uint32_t seq, last, seen; /* in its block: place; place of the value's last use, number of its uses */
    uint8_t what;             /* RgMirrorWhat */
    bool fit;                 /* LOAD: its value may live in the mirror's register */
    bool weak;                /* LOAD: insn is a method call or LOAD_METHOD: a point or nothing, no definition */
    uint32_t user;            /* of a LOAD_METHOD: the call */
    uint64_t mask;
} RgMirrorEvent;

typedef struct RgMirrors {
    RgConvert *cx;
    RgIrFunction *f;
    RgArena *arena;
    RgFlow flow;
    bool loops, module_body;
    bool modules;     /* some keys with bits are attributes of modules */
    bool hoist_attrs; /* --assume=stable-attributes. Else they stay: an armed point of a property costs more than its load */
    RgMirrorKey *keys; /* from 1 */
    uint32_t nkeys, *buckets, bucket_mask;
    uint32_t by_bit[RG_MIRROR_KEYS], nbits;
    uint32_t *found, *found_key, nfound; /* loads, and the key of each or 0 */
    RgMirrorEvent *events; /* from 1, in the order of blocks and instructions */
    uint32_t nevents, cap_events;
    uint32_t *first;          /* by block: its first event, 0: none */
    uint64_t *in;             /* by block: keys that their registers hold when it begins */
    uint64_t *gen, *kill;     /* what it adds and takes away by its end */
    uint64_t *raised;         /* what it takes away on the way to its handler */
    uint64_t *hoisted;        /* by block: what is loaded at its very end */
    uint64_t attrs, *of_base; /* keys that are attributes; by local: those of its attributes */
} RgMirrors;

/* Finds keys worth it and all that concerns them; false: nothing to do (or f->failed). */
bool rg_mirror_analyse(RgMirrors *m);
/* Fills in[]; false: given up, nothing holds anywhere. */
bool rg_mirror_flow(RgMirrors *m);

/* The event that loads the value, 0: none does. It is in value.tmp; what was there before may look like one. */
static inline uint32_t rg_mirror_loaded_by(const RgMirrors *m, RgIrOperand v)
{
    if (RG_IR_IS_CONST(v)) return 0;
    uint32_t e = m->f->values[v].tmp;
    bool known = e && e < m->nevents && m->events[e].insn == m->f->values[v].insn;
    return known && m->events[e].what == RG_MIRROR_LOAD ? e : 0;
}
static inline uint64_t rg_mirror_bit(const RgMirrors *m, const RgMirrorEvent *e)
{
    return e->what == RG_MIRROR_SPOIL ? 0 : 1ull << m->keys[e->key].bit;
}
/* The set behind an event, from that before it. */
static inline uint64_t rg_mirror_step(const RgMirrors *m, const RgMirrorEvent *e, uint64_t have)
{
    if (e->what == RG_MIRROR_SPOIL) return have & ~e->mask;
    if (e->weak) return have;
    return e->what == RG_MIRROR_STORE || e->fit ? have | rg_mirror_bit(m, e) : have;
}

#endif
