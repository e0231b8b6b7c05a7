/* SPDX-License-Identifier: MIT
 *
 * textnum.h: number texts: decimal digits of every script as ASCII.
 */
#ifndef RG_OBJECT_TEXTNUM_H
#define RG_OBJECT_TEXTNUM_H

#include "vm/object/str.h"

/* One byte per character, NUL-terminated: decimal digits as '0'..'9', white space as ' ', other characters that are not
 * ASCII as '?'. */
RgBuffer *rg_textnum_ascii(RgThread *th, const RgStr *s) RG_CHECK_RESULT;

#endif
