/* SPDX-License-Identifier: MIT
 *
 * registry.h: ids of the builtin modules (rows of modules.def), and small tools that several modules share.
 */
#ifndef RG_MODULE_REGISTRY_H
#define RG_MODULE_REGISTRY_H

#include "vm/object/module.h"

typedef enum RgModuleId {
#define MODULE(NAME, PYNAME) RG_MODULE_##NAME,
#include "vm/module/modules.def"
#undef MODULE
    RG_MODULE_COUNT
} RgModuleId;

/* A module's private cell in rt->module_state, or NULL. */
#define RG_MODULE_STATE(th, NAME) ((th)->rt->module_state[RG_MODULE_##NAME])

/* Module attribute setters that take care of failures of the value: value RG_ERROR gives false. */
bool rg_module_set_int(RgThread *th, RgModule *m, const char *name, int64_t i) RG_CHECK_RESULT;
typedef struct RgModuleInt {
    const char *name;
    int64_t value;
} RgModuleInt;
bool rg_module_set_ints(RgThread *th, RgModule *m, const RgModuleInt *rows, size_t n) RG_CHECK_RESULT;
/* A new exception class that shows itself as module.name; the caller keeps it. NULL: raised. */
RgType *rg_module_exception(RgThread *th, const char *module, const char *name, RgType *base) RG_CHECK_RESULT;
bool rg_module_set_str(RgThread *th, RgModule *m, const char *name, const char *text) RG_CHECK_RESULT;

/* structseq.c: types like os.stat_result: a tuple with names. Fields beyond `visible` are reached by name only; a NULL field
 * has no name. Declared as a static const object; the type's spec leads back to it. */
typedef struct RgStructSeq {
    RgTypeSpec spec;
    const char *const *fields;
    uint8_t count, visible;
} RgStructSeq;
RgValue rg_structseq_repr(RgThread *th, RgValue self);
RgValue rg_structseq_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);
void rg_structseq_trace(RgMarker *marker, void *cell);
extern const RgMethodDef rg_structseq_methods[];
#define RG_STRUCTSEQ(FIELDS, VISIBLE, DOC)                                        \
    {                                                                             \
        {.doc = DOC,                                                              \
         .basicsize = sizeof(RgObject),                                           \
         .itemsize = sizeof(RgValue),                                             \
         .flags = RG_TF_VAR,                                                      \
         .cell = {"structseq", rg_structseq_trace, NULL},                         \
         .slots = {.repr = rg_structseq_repr, .new_ = rg_structseq_make},         \
         .methods = rg_structseq_methods},                                        \
            FIELDS, RG_COUNT_OF(FIELDS), VISIBLE                                  \
    }
RgType *rg_structseq_type(RgThread *th, const char *module, const char *name, const RgStructSeq *desc) RG_CHECK_RESULT;
/* A new instance of such a type; values has desc->count items. */
RgValue rg_structseq_new(RgThread *th, RgType *type, const RgValue *values);

#endif
