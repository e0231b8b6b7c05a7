/* SPDX-License-Identifier: MIT
 *
 * io.h: what other modules need of _io: text output and the standard streams.
 */
#ifndef RG_MODULE_IO_H
#define RG_MODULE_IO_H

#include "vm/object/str.h"

/* file.write(s): straight into the buffer of a native text file, else through the write method. */
bool rg_io_write_str(RgThread *th, RgValue file, RgStr *s) RG_CHECK_RESULT;
typedef struct RgIoStdOptions {
    bool unbuffered;         /* -u: what is written goes out at once, in both layers */
    bool ignore_environment; /* PYTHONIOENCODING has no say */
} RgIoStdOptions;
/* The text stream over file descriptor 0, 1 or 2 as sys.stdin, sys.stdout, sys.stderr; RG_NONE when it is closed. */
RgValue rg_io_std_stream(RgThread *th, int fd, const RgIoStdOptions *options);
/* Writes out what files (not the standard streams) still hold, before anybody looks at the file system: nobody closes a file
 * at its last use here, as reference counting would (docs/decisions/0009). Errors stay with the file. */
void rg_io_settle(RgThread *th);
/* Collects, so that files and sockets that nobody refers to any more give back their descriptors. */
void rg_io_reclaim_descriptors(RgThread *th);
/* Writes out everything that open text and buffered files still hold (end of the program); false: an error is pending. */
bool rg_io_flush_std(RgThread *th) RG_CHECK_RESULT;

#endif
