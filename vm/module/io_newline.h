/* SPDX-License-Identifier: MIT
 *
 * io_newline.h: universal newlines.
 */
#ifndef RG_MODULE_IO_NEWLINE_H
#define RG_MODULE_IO_NEWLINE_H

#include "vm/object/str.h"

enum { RG_NL_CR = 1, RG_NL_LF = 2, RG_NL_CRLF = 4 };

/* Notes the line ends in s (RG_NL_x into *seen) and, with translate, makes each a "\n". s must not end between "\r" and "\n". */
RgStr *rg_newlines_translate(RgThread *th, RgStr *s, bool translate, int *seen);
/* The `newlines` attribute: None, a str or a tuple of str. */
RgValue rg_newlines_seen(RgThread *th, int seen);

#endif
