/* SPDX-License-Identifier: MIT
 *
 * marshal.h: reader for the marshal format of code objects. Any bytes are safe: sizes, references, nesting and the
 * expanded size of shared constants are bounded before anything is built.
 */
#ifndef RG_CONVERT_MARSHAL_H
#define RG_CONVERT_MARSHAL_H

#include "convert/pycode.h"
#include "vm/base/status.h"

#define RG_MARSHAL_MAX_DEPTH  2000u      /* nesting, as CPython limits it; references count as what they refer to */
#define RG_MARSHAL_MAX_WEIGHT (1u << 24) /* constants in one constant tree with references written out */

/* Reads the code object at data[start..size) into module->codes (allocated in arena, like everything it builds; data
 * must live as long as arena). Sets module->marshal_end. */
RgStatus rg_marshal_read_code(RgArena *arena, RgPyModule *module, size_t start, RgError *error) RG_CHECK_RESULT;

#endif
