/* SPDX-License-Identifier: MIT
 *
 * pycode.h: version-neutral form of the code objects of one .pyc file, as marshal.c reads them.
 * Always holds: strings and byte tables point into the module's copy of the file, which the unit's arena owns; the
 * file's bytes are kept whole with the span of every code object in them, so that nothing of a file is lost by reading
 * it.
 */
#ifndef RG_CONVERT_PYCODE_H
#define RG_CONVERT_PYCODE_H

#include "convert/pyver.h"
#include "vm/code/code.h"

typedef struct RgByteSpan {
    const uint8_t *data;
    uint32_t size;
} RgByteSpan;

/* Flags of a tuple among a file's constants: it stands for a slice; it has a slice in it, and so is no constant of the
 * runtime, but built each time (expand_table.c). */
enum { RG_PYCONSTF_SLICE = 0x40, RG_PYCONSTF_COMPOSED = 0x80 };

typedef struct RgPyCode {
    RgCode *out; /* skeleton that conversion completes; constants refer to it */
    const RgPyVersion *version;
    uint32_t index;  /* in module->codes */
    uint32_t parent; /* index of the code object whose constants hold this one first; own index for main */
    uint32_t argcount, posonlyargcount, kwonlyargcount, stack_size, flags;
    int32_t firstlineno;
    uint32_t nparams;        /* registers that arguments fill: positional, keyword-only, *args, **kwargs */
    uint32_t nlocals, nfree; /* all homes; the free variables are the last nfree */
    const RgStrRef *local_names;
    const uint8_t *local_kinds;
    const uint32_t *deref_locals; /* before 3.11: local of each cell variable, then of each free variable */
    uint32_t nderefs;
    uint32_t const_shift; /* what to add to the numbers of constants in the code */
    uint32_t parts_from;  /* constants from here on are the parts of composed ones, in the order of use */
    uint32_t extra_names; /* the last so many of names are not the file's: see expand_prepare.c */
    uint32_t nconsts, nnames;
    const RgConst *const *consts;
    const RgStrRef *names;
    RgStrRef name, qualname, filename;
    RgByteSpan code, lines, exceptions; /* co_code, line table, exception table */
    uint64_t offset, end;               /* span in the file, type byte included */
    uint64_t code_offset;               /* of co_code's first byte in the file, for error positions */
} RgPyCode;

typedef struct RgPyModule {
    const RgPyVersion *version;
    const uint8_t *data; /* the whole file, header included */
    size_t size;
    size_t marshal_end;    /* offset behind the code object; CPython ignores what follows */
    uint32_t header_flags; /* PEP 552: bit 0 hash-based, bit 1 check the source */
    uint64_t source_stamp; /* hash, or time in the low and size in the high half */
    uint32_t ncodes;
    RgPyCode **codes; /* outer before inner; codes[0] is the module's */
} RgPyModule;

#endif
