/* SPDX-License-Identifier: MIT
 *
 * sre.h: the regular-expression engine behind _sre: opcodes of re._compiler's code (MAGIC 20220615), the state of a match and the entry
 * points. The code is an array of 32-bit words; skips are relative to the word that holds them.
 */
#ifndef RG_MODULE_SRE_H
#define RG_MODULE_SRE_H

#include "vm/base/vec.h"
#include "vm/module/registry.h"
#include "vm/object/protocol.h"

#define RG_SRE_MAGIC 20220615
#define RG_SRE_MAXREPEAT 4294967295u

typedef enum RgSreOp {
    SRE_FAILURE, SRE_SUCCESS, SRE_ANY, SRE_ANY_ALL, SRE_ASSERT, SRE_ASSERT_NOT, SRE_AT, SRE_BRANCH, SRE_CATEGORY, SRE_CHARSET,
    SRE_BIGCHARSET, SRE_GROUPREF, SRE_GROUPREF_EXISTS, SRE_IN, SRE_INFO, SRE_JUMP, SRE_LITERAL, SRE_MARK, SRE_MAX_UNTIL,
    SRE_MIN_UNTIL, SRE_NOT_LITERAL, SRE_NEGATE, SRE_RANGE, SRE_REPEAT, SRE_REPEAT_ONE, SRE_SUBPATTERN, SRE_MIN_REPEAT_ONE,
    SRE_ATOMIC_GROUP, SRE_POSSESSIVE_REPEAT, SRE_POSSESSIVE_REPEAT_ONE, SRE_GROUPREF_IGNORE, SRE_IN_IGNORE, SRE_LITERAL_IGNORE,
    SRE_NOT_LITERAL_IGNORE, SRE_GROUPREF_LOC_IGNORE, SRE_IN_LOC_IGNORE, SRE_LITERAL_LOC_IGNORE, SRE_NOT_LITERAL_LOC_IGNORE,
    SRE_GROUPREF_UNI_IGNORE, SRE_IN_UNI_IGNORE, SRE_LITERAL_UNI_IGNORE, SRE_NOT_LITERAL_UNI_IGNORE, SRE_RANGE_UNI_IGNORE,
    SRE_OP_COUNT
} RgSreOp;

enum { /* positions */
    SRE_AT_BEGINNING, SRE_AT_BEGINNING_LINE, SRE_AT_BEGINNING_STRING, SRE_AT_BOUNDARY, SRE_AT_NON_BOUNDARY, SRE_AT_END,
    SRE_AT_END_LINE, SRE_AT_END_STRING, SRE_AT_LOC_BOUNDARY, SRE_AT_LOC_NON_BOUNDARY, SRE_AT_UNI_BOUNDARY,
    SRE_AT_UNI_NON_BOUNDARY, SRE_AT_COUNT
};
enum { /* categories: odd ones are negations */
    SRE_CATEGORY_DIGIT = 0, SRE_CATEGORY_SPACE = 2, SRE_CATEGORY_WORD = 4, SRE_CATEGORY_LINEBREAK = 6, SRE_CATEGORY_LOC_WORD = 8,
    SRE_CATEGORY_UNI_DIGIT = 10, SRE_CATEGORY_UNI_SPACE = 12, SRE_CATEGORY_UNI_WORD = 14, SRE_CATEGORY_UNI_LINEBREAK = 16,
    SRE_CATEGORY_COUNT = 18
};
enum { SRE_INFO_PREFIX = 1, SRE_INFO_LITERAL = 2, SRE_INFO_CHARSET = 4 };

/* A point to come back to. */
typedef struct RgSreChoice {
    uint32_t kind;    /* of sre_match.inc */
    uint32_t pc;
    int64_t ptr, low; /* low: by kind */
    uint32_t trail, cells; /* heights to restore */
    int32_t outer;    /* enclosing sub-match's choice, -1: none */
    uint32_t context; /* repeat context or count, by kind */
} RgSreChoice;

typedef struct RgSreUndo { uint32_t cell; int64_t value; } RgSreUndo;

/* Positions are character indices into the subject. cells: [0] repeat context, [1] lastindex, then the marks, then repeat
 * contexts of four cells each (outer context, pc of its skip word, count, last position). */
typedef struct RgSreState {
    RgThread *th;
    const uint32_t *code;
    const void *text; /* characters of `width` bytes */
    int width;
    int64_t beginning, start, end; /* beginning of the string; where to begin; endpos */
    int64_t ptr;                   /* end of the match */
    int64_t must_advance_ptr;      /* a match may not end here; -1: may */
    bool match_all;
    uint32_t groups;
    uint32_t steps;
    RG_VEC(int64_t) cells;
    RG_VEC(RgSreChoice) choices;
    RG_VEC(RgSreUndo) trail;
} RgSreState;
#define RG_SRE_CELL_REPEAT 0
#define RG_SRE_CELL_LASTINDEX 1
#define RG_SRE_MARKS 2 /* first mark's cell */

bool rg_sre_state_init(RgThread *th, RgSreState *s, const uint32_t *code, uint32_t groups, const void *text, int width, int64_t length,
                       int64_t pos, int64_t endpos) RG_CHECK_RESULT;
void rg_sre_state_fini(RgSreState *s);
/* 1 matched (ptr is the end; search sets start), 0 not, -1 raised. */
int rg_sre_match(RgSreState *s);
int rg_sre_search(RgSreState *s);
/* Checks the code of a pattern: every skip, group and operand in range. */
bool rg_sre_validate(const uint32_t *code, size_t len, uint32_t groups);

/* Character tables (sre_chars.c). */
bool rg_sre_category(uint32_t category, uint32_t ch);
uint32_t rg_sre_lower(uint32_t ch, char mode /* 'a'scii, 'l'ocale, 'u'nicode */);
uint32_t rg_sre_upper(uint32_t ch, char mode);
bool rg_sre_in_set(const uint32_t *set, uint32_t ch);
bool rg_sre_word(uint32_t ch, char mode);
bool rg_sre_literal_ignores_locale(uint32_t literal, uint32_t ch);

/* Python objects (sre_pattern.c, sre_object.c). */
typedef struct RgPattern {
    RgObject head;
    RgValue pattern;    /* str, bytes or None */
    RgValue groupindex; /* dict */
    RgValue indexgroup; /* tuple */
    RgBuffer *code;
    int64_t flags;
    uint32_t groups, code_len;
    bool is_bytes;
    RgValue weaklist;
} RgPattern;

typedef struct RgMatchObject {
    RgObject head; /* aux: number of marks */
    RgPattern *pattern;
    RgValue string;
    int64_t pos, endpos, lastindex;
    int64_t marks[]; /* start and end of the match, then of each group; -1 unset */
} RgMatchObject;

enum { RG_SRE_TYPE_PATTERN, RG_SRE_TYPE_MATCH, RG_SRE_TYPE_SCANNER, RG_SRE_TYPES };
static inline RgType *rg_sre_type(RgThread *th, int which)
{
    return RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, sre))->items[which]);
}
extern const RgTypeSpec rg_sre_pattern_spec, rg_sre_match_spec, rg_sre_scanner_spec;
RgValue rg_sre_match_new(RgThread *th, RgPattern *p, RgSreState *s, RgValue string, int64_t pos, int64_t endpos);
RgValue rg_sre_group(RgThread *th, RgMatchObject *m, int64_t i, RgValue absent);
RgValue rg_sre_slice(RgThread *th, RgValue string, int64_t from, int64_t to);

#endif
