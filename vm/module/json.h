/* SPDX-License-Identifier: MIT
 *
 * json.h: what the files of _json share: reading a string, writing a string, and the two types.
 */
#ifndef RG_MODULE_JSON_H
#define RG_MODULE_JSON_H

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

extern const RgTypeSpec rg_json_scanner_spec, rg_json_encoder_spec;

/* json_scan.c: JSONDecodeError(msg, doc, pos). */
RgValue rg_json_decode_error(RgThread *th, const char *msg, RgStr *doc, int64_t pos);
/* The string whose first character (behind its quote) is at `at`; *end is behind the closing quote. NULL: raised. */
RgStr *rg_json_scan_string(RgThread *th, RgStr *s, int64_t at, bool strict, int64_t *end) RG_CHECK_RESULT;

/* json_encode.c: s in quotes, with escapes; ascii: for everything that is not ASCII too. */
void rg_json_put_string(RgStrBuilder *b, const RgStr *s, bool ascii);
RgValue rg_json_encode(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_json_encode_ascii(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

#endif
