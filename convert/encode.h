/* SPDX-License-Identifier: MIT
 *
 * encode.h: the way back from decode.h: the wordcode, exception table and line table of one code object in the format
 * of its version, out of instructions, ranges and positions as rg_decode_file leaves them. Where a version can say
 * the same thing in two ways (two opcodes of one meaning, rows of a line table split or joined), the file's way is
 * taken; what is said comes from the decoded form alone.
 */
#ifndef RG_CONVERT_ENCODE_H
#define RG_CONVERT_ENCODE_H

#include "convert/decode.h"

/* The opcode maps the other way round. */
typedef struct RgEncodeTable {
    const RgPyVersion *version;
    uint16_t first[RG_PYOP_COUNT]; /* 1 + the least number with this canonical opcode; 0: none */
    uint16_t next[256];            /* 1 + the next number with the same one */
} RgEncodeTable;
void rg_encode_table_init(RgEncodeTable *table, const RgPyVersion *version);

/* Appends the bytes. scratch is for memory that is needed meanwhile. */
RgStatus rg_encode_code(const RgEncodeTable *table, RgArena *scratch, const RgStackCode *sc, RgStrBuf *out,
                        RgError *error) RG_CHECK_RESULT;
RgStatus rg_encode_exceptions(const RgStackCode *sc, RgStrBuf *out, RgError *error) RG_CHECK_RESULT;
RgStatus rg_encode_lines(const RgStackCode *sc, RgStrBuf *out, RgError *error) RG_CHECK_RESULT;

#endif
