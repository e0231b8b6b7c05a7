/* SPDX-License-Identifier: MIT
 *
 * asm_read.h: what the assembler's files share: the unit under construction and the reading of words, numbers, strings
 * and constants. Nothing here crosses the end of a line.
 */
#ifndef RG_CODE_ASM_READ_H
#define RG_CODE_ASM_READ_H

#include "vm/base/map.h"
#include "vm/base/status.h"
#include "vm/base/vec.h"
#include "vm/code/code.h"

#define RG_ASM_NO_LABEL UINT32_MAX

typedef struct RgAsmLabel {
    uint32_t word; /* RG_ASM_NO_LABEL until it is placed */
    uint32_t line; /* of its first mention */
} RgAsmLabel;

typedef struct RgAsmFixup {
    uint32_t at, next; /* the word to fill, the word behind its instruction */
    uint32_t label;
} RgAsmFixup;

/* Everything of one code object while it grows. Handlers hold labels' numbers until the end. */
typedef struct RgAsmGrowing {
    RG_VEC(RgWord) words;
    RG_VEC(const RgConst *) consts;
    RG_VEC(RgStrRef) names;
    RG_VEC(RgStrRef) local_names;
    RG_VEC(uint8_t) local_kinds;
    RG_VEC(RgSite) sites;
    RG_VEC(RgHandler) handlers;
    RG_VEC(RgMirror) mirrors;
    RG_VEC(RgLoadPoint) points;
    RG_VEC(RgPosition) positions;
    RG_VEC(RgOrigin) origins;
    RG_VEC(RgAsmLabel) labels;
    RG_VEC(RgAsmFixup) fixups;
    RgMap label_names;
    bool has_source_consts;
} RgAsmGrowing;

typedef struct RgAsm {
    const char *p, *end;
    uint32_t line;
    RgCodeUnit *unit;
    RgCode *codes; /* unit's, in one array, so that constants may name later ones */
    uint32_t ncodes;
    RgCode *code; /* current, NULL between code objects */
    RgAsmGrowing g;
    RgError *error;
} RgAsm;

#define RG_ASM_TRY(expr)                                                                                               \
    do {                                                                                                               \
        RgStatus status_ = (expr);                                                                                     \
        if (status_) return status_;                                                                                   \
    } while (0)
#define RG_ASM_PUSH(v, x) (RG_VEC_PUSH((v), (x)) ? RG_OK : rg_asm_no_memory(a))

/* Sets the error, with the line's number in front. */
RgStatus rg_asm_fail(RgAsm *a, RgStatus status, const char *fmt, ...) RG_PRINTF(3, 4);
RgStatus rg_asm_no_memory(RgAsm *a);

void rg_asm_skip_blanks(RgAsm *a); /* and a comment */
bool rg_asm_at_line_end(RgAsm *a);
RgStrRef rg_asm_next_word(RgAsm *a); /* possibly empty */
bool rg_asm_word_is(RgStrRef word, const char *text);
bool rg_asm_take(RgAsm *a, char c); /* whether the character was there */
RgStatus rg_asm_expect(RgAsm *a, char c);
RgStatus rg_asm_read_u32(RgAsm *a, uint32_t *value);
RgStatus rg_asm_read_i32(RgAsm *a, int32_t *value);
/* A letter and a number of at most `high`: r3. */
RgStatus rg_asm_read_indexed(RgAsm *a, char letter, uint32_t high, uint32_t *value);
RgStatus rg_asm_read_text(RgAsm *a, RgStrRef *s); /* a string in quotes, in UTF-8 */
RgStatus rg_asm_read_constant(RgAsm *a, const RgConst **out, int depth);
/* The number of a label, new or known. */
RgStatus rg_asm_find_label(RgAsm *a, RgStrRef name, uint32_t *label);

/* asm_directives.c: reads what follows a directive inside a code object. */
RgStatus rg_asm_directive(RgAsm *a, RgStrRef word);

#endif
