/* SPDX-License-Identifier: MIT
 *
 * study.h: a file's functions as both machines see them, and, after a run, how often each of their instructions was
 * executed: what `count` and `report` show. Always holds: functions stand in the unit's order, outer before inner.
 */
#ifndef RG_CLI_STUDY_H
#define RG_CLI_STUDY_H

#include "cli/cli.h"
#include "vm/base/map.h"
#include "vm/interp/steptrace.h"

typedef struct RgStudyInsn { /* one stack instruction */
    uint8_t number;          /* CPython's opcode number */
    int32_t line;
    uint32_t offset;         /* in co_code, of its first prefix */
    const char *text;        /* its argument, in the study's arena; "" when there is none */
} RgStudyInsn;

typedef struct RgStudyFunction {
    const RgCode *code;
    RgStudyInsn *insns; /* code->stack_instructions of them; NULL for an .rgc file, which does not keep them */
    uint64_t register_instructions, wide_prefixes; /* static */
    const RgStepCounts *steps;                     /* NULL: not run, or never called */
    uint64_t *stack_executed;                      /* by stack instruction; NULL as steps */
    uint64_t executed_stack, executed_register;
} RgStudyFunction;

typedef struct RgStudy {
    const char *path;
    RgArena arena;
    RgCodeUnit *unit;
    RgStudyFunction *functions; /* unit->ncodes of them */
    const char *stack_names[256];
    RgMap stack_of; /* RgCode -> its stack instructions */
    bool failed;    /* memory ran out */
    bool texts;     /* arguments are wanted as text */
    /* after rg_study_run */
    bool ran;
    int status; /* exit status of the program */
    RgStepTrace *steps;
    uint64_t elsewhere_stack, elsewhere_register; /* executed in other files */
} RgStudy;

/* Reads and converts path (.pyc, .rgc, or source). Returns an exit status; a complaint was printed unless it is 0. */
int rg_study_load(RgStudy *s, const char *path, int opt, bool texts);
/* Runs it as the program, with argv[0] the file; returns as rg_study_load does, whatever the program did. */
int rg_study_run(RgStudy *s, int argc, char **argv, int opt);
void rg_study_fini(RgStudy *s);

/* Text with JSON's escapes, in quotes. Lone surrogates, three bytes here, can only be escapes there. */
void rg_cli_put_json_string(RgStrBuf *out, const char *data, size_t len);

#endif
