/* SPDX-License-Identifier: MIT
 *
 * csv.h: what the two files of _csv share: dialects, and the module's state.
 */
#ifndef RG_MODULE_CSV_H
#define RG_MODULE_CSV_H

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { RG_CSV_ERROR, RG_CSV_DIALECT, RG_CSV_READER, RG_CSV_WRITER, RG_CSV_DIALECTS, RG_CSV_LIMIT, RG_CSV_COUNT }; /* of the state, an RgArray */
enum { RG_CSV_MINIMAL, RG_CSV_ALL, RG_CSV_NONNUMERIC, RG_CSV_NONE };
#define RG_CSV_NO_CHAR UINT32_MAX /* equals no character */

typedef struct RgCsvDialect {
    RgObject head;
    uint32_t delimiter, quotechar, escapechar; /* the last two may be RG_CSV_NO_CHAR */
    int quoting;
    bool doublequote, skipinitialspace, strict;
    RgStr *lineterminator;
} RgCsvDialect;

static inline RgValue rg_csv_state(RgThread *th, int which) { return ((RgArray *)RG_MODULE_STATE(th, csv))->items[which]; }
static inline RgType *rg_csv_type(RgThread *th, int which) { return RG_AS(RgType, rg_csv_state(th, which)); }
#define rg_csv_error(th, ...) rg_raise_type((th), rg_csv_type((th), RG_CSV_ERROR), __VA_ARGS__)

extern const RgTypeSpec rg_csv_reader_spec, rg_csv_writer_spec;
RgValue rg_csv_reader(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_csv_writer(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);

#endif
