/* SPDX-License-Identifier: MIT
 *
 * io.h: what other modules need of _io: text output and the standard streams.
 */
#ifndef RG_MODULE_IO_H
#define RG_MODULE_IO_H

#include "vm/object/str.h"

/* file.write(s): straight into the buffer of a native text file, else through the write method. */
bool rg_io_write_str(RgThread *th, RgValue file, RgStr *s) RG_CHECK_RESULT;

#endif
