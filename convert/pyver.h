/* SPDX-License-Identifier: MIT
 *
 * pyver.h: what differs between the CPython versions whose files are read. Only pyver.c and the tables know version
 * numbers; all other code asks for a trait or goes through the opcode map.
 */
#ifndef RG_CONVERT_PYVER_H
#define RG_CONVERT_PYVER_H

#include "vm/base/base.h"

/* Marshal layouts of a code object. */
typedef enum RgPyLayout { RG_PYLAYOUT_KWONLY, RG_PYLAYOUT_POSONLY, RG_PYLAYOUT_LOCALSPLUS } RgPyLayout;
typedef enum RgPyLines { RG_PYLINES_LNOTAB, RG_PYLINES_LINETABLE_310, RG_PYLINES_LOCATIONS } RgPyLines;
typedef enum RgPyExc { RG_PYEXC_BLOCKS_36, RG_PYEXC_BLOCKS_38, RG_PYEXC_BLOCKS_39, RG_PYEXC_TABLE } RgPyExc;

/* How raw instructions become canonical ones: they are (3.11), by expand_blocks.c or by expand_table.c. */
typedef enum RgPyExpand { RG_PYEXPAND_NONE, RG_PYEXPAND_BLOCKS, RG_PYEXPAND_TABLE } RgPyExpand;
/* Whether a function's first constant is its docstring when it is a string, or only with a flag. */
typedef enum RgPyDoc { RG_PYDOC_FIRST, RG_PYDOC_FLAGGED } RgPyDoc;
/* Whether annotations are evaluated where they stand, or by a function that is called when somebody asks for them. */
typedef enum RgPyAnnotations { RG_PYANNOTATIONS_EAGER, RG_PYANNOTATIONS_LAZY } RgPyAnnotations;

/* What one opcode number of a version means. */
typedef struct RgPyNumber {
    uint8_t op;     /* RgPyOp; PYOP_INVALID when the number is no opcode (or a specialised one) */
    uint8_t caches; /* inline cache words behind it */
    uint8_t fixed;  /* 0, or 1 + the argument that op gets: the number itself has none */
} RgPyNumber;

typedef struct RgPyVersion {
    uint8_t major, minor;
    uint16_t first_magic, last_magic, final_magic;
    uint8_t header_size;               /* of .pyc files: 12 without the word of flags, or 16 */
    uint8_t layout, lines, exceptions; /* RgPyLayout, RgPyLines, RgPyExc */
    uint8_t expand, doc, annotations;  /* RgPyExpand, RgPyDoc, RgPyAnnotations */
    uint8_t jump_unit;
    bool caches, supported;
    const RgPyNumber *numbers;       /* 256 rows */
    const char *const *number_names; /* CPython's own name of each number, NULL where none */
} RgPyVersion;

/* Row for the version whose range has this magic number (the 16-bit one, before 0D 0A), or NULL. */
const RgPyVersion *rg_pyver_by_magic(uint16_t magic);
/* Row of version 3.minor, or NULL. */
const RgPyVersion *rg_pyver_lookup(unsigned major, unsigned minor);

#endif
