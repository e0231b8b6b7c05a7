/* SPDX-License-Identifier: MIT
 *
 * knobs.h: run-time options of Regius's own, from the command line's -X and from the environment, out of knobs.def.
 */
#ifndef RG_BASE_KNOBS_H
#define RG_BASE_KNOBS_H

#include "vm/base/base.h"

typedef struct RgKnobs {
#define RG_KNOB_FLAG                              bool
#define RG_KNOB_COUNT                             uint64_t
#define RG_KNOB_TEXT                              const char *
#define RG_KNOB_CHOICE_JIT                        int
#define RG_KNOB_CHOICE_VERIFY                     int
#define KNOB(field, name, type, value, env, help) RG_KNOB_##type field;
#include "vm/base/knobs.def"
#undef RG_KNOB_FLAG
#undef RG_KNOB_COUNT
#undef RG_KNOB_TEXT
#undef RG_KNOB_CHOICE_JIT
#undef RG_KNOB_CHOICE_VERIFY
} RgKnobs;

enum { RG_JIT_OFF, RG_JIT_ON, RG_JIT_FORCE };

typedef enum RgKnobResult { RG_KNOB_SET, RG_KNOB_UNKNOWN, RG_KNOB_BAD_VALUE } RgKnobResult;

typedef struct RgKnobInfo {
    const char *name, *type, *words, *env, *help; /* words: of a CHOICE, else NULL */
    uint64_t value;                               /* default */
} RgKnobInfo;

/* One row per knob, ended by a row whose name is NULL. */
extern const RgKnobInfo rg_knob_info[];

void rg_knobs_init(RgKnobs *knobs);
/* Sets one knob from "name" or "name=value". A text value is not copied. */
RgKnobResult rg_knobs_set(RgKnobs *knobs, const char *option);
/* Sets knobs from their environment variables; empty and ill-formed values are ignored. */
void rg_knobs_from_environment(RgKnobs *knobs);

#endif
